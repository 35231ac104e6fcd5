//! Any bytes, read as text at the door, give mentions that lie in the text and in order.
//!
//! `cargo +nightly fuzz run mentions`

#![no_main]

use annals::extract::{MentionOptions, mentions};
use annals::model::CivilDate;
use annals::notation::timex::timeml;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let written = match data.len() % 2 {
        0 => CivilDate::new(1945, 11, 4),
        _ => None,
    };
    let found = mentions(&text, written, &MentionOptions::default());
    for mention in &found {
        assert_eq!(&text[mention.byte_start..mention.byte_end], mention.text);
        assert!(mention.start < mention.end);
    }
    let marked = timeml(&text, &found);
    assert!(marked.len() >= text.len());
});
