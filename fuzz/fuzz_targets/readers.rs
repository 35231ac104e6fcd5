//! Any bytes, read as any format, give contents or an error; their dates events or diagnostics.
//!
//! The first byte chooses the format. `cargo +nightly fuzz run readers`

#![no_main]

use annals::extract::{Options, document, letters, table, volume};
use annals::ingest::{Content, Format, Input, read, sniff};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else {
        return;
    };
    let (_, format, _) = Format::NAMES[usize::from(*first) % Format::NAMES.len()];
    let _ = sniff(bytes);
    if matches!(format, Format::Parquet | Format::Arrow) {
        // Containers of Polars, which has fuzz targets of its own.
        return;
    }
    let input = Input {
        path: "t".into(),
        id: "t".into(),
        source: "t".into(),
        explicit: true,
        sheet: None,
    };
    let Ok((content, _)) = read(&input, bytes.to_vec(), format) else {
        return;
    };
    let options = Options::default();
    let found = match content {
        Content::Document(one) => document(&one, &options),
        Content::Volume(all) => volume(&all, &options),
        Content::Table(rows) => table(&rows, &options),
        Content::Letters { documents, table } => letters(&documents, &table, &options),
        Content::Lines { table: rows, .. } => table(&rows, &options),
    };
    for event in &found.events {
        assert!(event.provenance.byte_start <= event.provenance.byte_end);
    }
});
