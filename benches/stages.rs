//! The stages and the whole journey. Figures are to be read beside each other, as ratios: `words`
//! is the plainest work on the same text.

use annals::extract::{Lexicon, MentionOptions, Options, Stages, document, mentions, scan};
use annals::frame::from_events;
use annals::latency::{Key, Wanted, pairs, summaries};
use annals::model::Document;
use annals::pipeline;
use divan::{Bencher, black_box, counter::BytesCount};
use std::path::PathBuf;

fn main() {
    divan::main();
}

fn prose() -> String {
    let cable = include_str!("../data/cables/cable-3523.txt");
    cable.repeat(200)
}

fn telegrams() -> pipeline::Loaded {
    let input = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data/telegrams"));
    pipeline::load(
        &[input],
        &pipeline::How::default(),
        &Options::default(),
        None,
    )
    .expect("the sample is part of the project")
}

#[divan::bench]
fn words(bencher: Bencher) {
    let text = prose();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| black_box(&text).split_whitespace().count());
}

#[divan::bench]
fn scan_prose(bencher: Bencher) {
    let text = prose();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| scan(black_box(&text), Lexicon::english()).readings.len());
}

/// A megabyte of prose of our own that speaks of dates.
fn megabyte() -> String {
    let own = concat!(
        include_str!("../README.md"),
        include_str!("../data/cables/cable-3523.txt"),
        include_str!("../CONTRIBUTING.md"),
    );
    own.repeat(1_000_000 / own.len() + 1)
}

#[divan::bench]
fn words_of_a_megabyte(bencher: Bencher) {
    let text = megabyte();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| black_box(&text).split_whitespace().count());
}

#[divan::bench]
fn mentions_of_a_megabyte(bencher: Bencher) {
    let text = megabyte();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| mentions(black_box(&text), None, &MentionOptions::default()).len());
}

/// The whole program on twenty megabytes, one thread: start, reading, finding, writing.
#[divan::bench(sample_count = 5)]
fn program_mentions_of_twenty_megabytes(bencher: Bencher) {
    let text = megabyte().repeat(20);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (input, output) = (folder.path().join("a.txt"), folder.path().join("a.ndjson"));
    std::fs::write(&input, &text).expect("a temporary file");
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        std::process::Command::new(env!("CARGO_BIN_EXE_annals"))
            .env("RAYON_NUM_THREADS", "1")
            .args(["mentions", "--quiet"])
            .args([&input])
            .arg("-o")
            .arg(&output)
            .status()
    });
}

#[divan::bench]
fn one_cable(bencher: Bencher) {
    let cable = Document {
        id: "cable-3523".into(),
        source: "cable-3523.txt".into(),
        path: "cable-3523.txt".into(),
        text: include_str!("../data/cables/cable-3523.txt").into(),
        ..Document::default()
    };
    bencher.bench(|| {
        document(black_box(&cable), &Options::default())
            .events
            .len()
    });
}

#[divan::bench]
fn load_telegrams() -> usize {
    telegrams().events.len()
}

#[divan::bench]
fn frame_of_telegrams(bencher: Bencher) {
    let loaded = telegrams();
    bencher.bench(|| from_events(black_box(&loaded.events)).map(|f| f.height()));
}

#[divan::bench]
fn delays_of_telegrams(bencher: Bencher) {
    let loaded = telegrams();
    let order: Vec<&str> = Stages::bundled().names().collect();
    bencher.bench(|| {
        let delays = pairs(black_box(&loaded.events), &order, &Wanted::default());
        summaries(&delays, &[Key::Route]).len()
    });
}
