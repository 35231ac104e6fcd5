//! The main job on the samples: the README's command, its figures, and the same bytes always.

use super::charts::words;
use annals::extract::Options;
use annals::latency::{Status, Wanted, pairs};
use annals::pipeline;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn annals(args: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_annals"))
        .args(args)
        .envs(environment.iter().copied())
        .current_dir(root())
        .output()
        .unwrap()
}

/// The first command of the README that begins with `cargo run`.
fn main_job() -> Vec<String> {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let line = readme
        .lines()
        .find(|l| l.starts_with("cargo run "))
        .unwrap();
    let (_, args) = line.split_once(" -- ").unwrap();
    words(args)
}

fn run_into(folder: &Path, environment: &[(&str, &str)]) -> (Output, BTreeMap<String, Vec<u8>>) {
    let mut args = main_job();
    *args.last_mut().unwrap() = folder.display().to_string();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = annals(&args, environment);
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap())
        .map(|f| {
            (
                f.file_name().to_string_lossy().into_owned(),
                fs::read(f.path()).unwrap(),
            )
        })
        .collect();
    (done, files)
}

#[test]
fn the_readme_s_main_job_writes_the_same_bytes_always() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (first, files) = run_into(here.path(), &[]);
    assert!(first.status.success(), "{first:?}");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "chronology.pdf",
            "delays.svg",
            "events.parquet",
            "pairs.csv",
            "timeline.svg"
        ]
    );
    let elsewhere = [
        ("TZ", "Asia/Tokyo"),
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("RAYON_NUM_THREADS", "1"),
        ("POLARS_MAX_THREADS", "1"),
    ];
    let (second, again) = run_into(there.path(), &elsewhere);
    for (name, bytes) in &files {
        assert!(again[name] == *bytes, "{name} differs");
    }
    let text = |out: &Output, folder: &Path| {
        let shown = String::from_utf8_lossy(&out.stdout).into_owned();
        shown.replace(&folder.display().to_string(), "out")
    };
    let printed = text(&first, here.path());
    assert_eq!(printed, text(&second, there.path()));
    assert!(printed.contains("1 h 25 min"), "{printed}");
    assert!(
        printed.contains("Chungking to Washington: 121 messages"),
        "{printed}"
    );
    assert!(files["chronology.pdf"].starts_with(b"%PDF-"));
}

#[test]
fn events_as_text_are_the_same_bytes_always() {
    let plain = annals(
        &["extract", "data/cables", "data/telegrams", "--json", "-q"],
        &[],
    );
    let other = annals(
        &["extract", "data/cables", "data/telegrams", "--json", "-q"],
        &[("TZ", "America/Caracas"), ("RAYON_NUM_THREADS", "3")],
    );
    assert!(plain.status.success());
    assert_eq!(plain.stdout, other.stdout);
    assert_eq!(plain.stdout.iter().filter(|b| **b == b'\n').count(), 245);
}

#[test]
fn what_is_written_and_read_again_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let original = annals(
        &["extract", "data/cables", "data/telegrams", "--json", "-q"],
        &[],
    );
    for ending in ["parquet", "csv", "ndjson"] {
        let file = folder.path().join(format!("events.{ending}"));
        let file = file.to_str().unwrap();
        let wrote = annals(
            &["extract", "data/cables", "data/telegrams", "-q", "-o", file],
            &[],
        );
        assert!(wrote.status.success(), "{wrote:?}");
        let read = annals(&["extract", file, "--json"], &[]);
        let same = read.stdout == original.stdout;
        assert!(same, "{ending}: {}", String::from_utf8_lossy(&read.stderr));
    }
}

#[test]
fn every_event_points_to_its_words() {
    let inputs = [
        PathBuf::from("data/cables"),
        PathBuf::from("data/telegrams"),
    ];
    let inputs = inputs.map(|i| root().join(i));
    let loaded = pipeline::load(
        &inputs,
        &pipeline::How::default(),
        &Options::default(),
        None,
    )
    .unwrap();
    assert_eq!(loaded.events.len(), 245);
    for event in &loaded.events {
        let folder = match event.provenance.source.as_str() {
            "cable-3523.txt" => "data/cables",
            _ => "data/telegrams",
        };
        let bytes = fs::read(root().join(folder).join(&event.provenance.source)).unwrap();
        let range = event.provenance.byte_start as usize..event.provenance.byte_end as usize;
        let words = std::str::from_utf8(&bytes[range.clone()]).unwrap();
        assert_eq!(words, event.provenance.as_written, "{}", event.event_id);
        let line = bytes[..range.start].iter().filter(|b| **b == b'\n').count() as u32 + 1;
        assert_eq!(line, event.provenance.line, "{}", event.event_id);
    }
}

#[test]
fn only_a_wrong_print_gives_a_delay_below_zero() {
    let input = root().join("data/telegrams");
    let loaded = pipeline::load(
        &[input],
        &pipeline::How::default(),
        &Options::default(),
        None,
    )
    .unwrap();
    let delays = pairs(&loaded.events, &["sent", "received"], &Wanted::default());
    assert_eq!(delays.len(), 121);
    let impossible: Vec<&str> = delays
        .iter()
        .filter(|d| d.status == Status::Impossible)
        .map(|d| d.message_id.as_str())
        .collect();
    // Printed as sent at 10 p.m. and received at 9 a.m. of the same day, eleven hours west.
    assert_eq!(impossible, ["frus1943China-d282"]);
    for delay in delays.iter().filter(|d| d.status != Status::Impossible) {
        assert!(delay.shortest.is_some_and(|s| s >= 0), "{delay:?}");
    }
}

#[test]
fn nothing_half_written_when_a_file_cannot_be() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no/such/folder/events.csv");
    let done = annals(
        &["extract", "data/cables", "-o", missing.to_str().unwrap()],
        &[],
    );
    assert_eq!(done.status.code(), Some(2));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
