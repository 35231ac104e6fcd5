//! What is written is read by the programs it is written for.
//!
//! Opt-in: `cargo test --test annals consumers -- --ignored`. Needs Python with PyPI icalendar, duckdb,
//! pyarrow, openpyxl, polars and lxml (`ANNALS_PYTHON` names the interpreter), and a folder with npm
//! `@markwhen/parser`, `mermaid` and `jsdom` (`ANNALS_NODE_MODULES` names the
//! folder `node_modules` itself).

use super::hard;
use super::stream::program;
use annals::export::events_ndjson;
use annals::model::Event;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(super) fn python() -> Command {
    Command::new(std::env::var("ANNALS_PYTHON").unwrap_or_else(|_| "python3".into()))
}

/// Runs a script that says what it found, or fails.
pub(super) fn passes(command: &mut Command) -> String {
    let done = command.output().unwrap();
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{command:?}: {text}{told}");
    print!("{text}");
    text
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/consumers")
        .join(name)
}

/// Hard events: one of each date, and some by chance, always the same.
fn events() -> Vec<Event> {
    let mut out = hard::of_every_date();
    let mut runner = TestRunner::deterministic();
    for round in 0..40 {
        for mut event in hard::events().new_tree(&mut runner).unwrap().current() {
            for id in [
                &mut event.event_id,
                &mut event.message_id,
                &mut event.document_id,
            ] {
                *id = format!("r{round}{id}");
            }
            event.fact_id = match &event.stage {
                Some(stage) => format!("{}/{}", event.message_id, stage.name()),
                None => event.event_id.clone(),
            };
            out.push(event);
        }
    }
    out
}

/// Writes the events and lets the program make files of them.
fn made(folder: &Path, events: &[Event], endings: &[&str]) -> PathBuf {
    let rows = folder.join("events.ndjson");
    std::fs::write(&rows, events_ndjson(events)).unwrap();
    for ending in endings {
        let done = program()
            .args(["extract", "-q"])
            .arg(&rows)
            .arg("-o")
            .arg(folder.join(format!("events{ending}")))
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
    rows
}

#[test]
#[ignore = "needs PyPI icalendar"]
fn icalendar_reads_the_calendar() {
    let folder = tempfile::tempdir().unwrap();
    let rows = made(folder.path(), &events(), &[".ics"]);
    passes(
        python()
            .arg(script("read_calendar.py"))
            .arg(rows)
            .arg(folder.path().join("events.ics")),
    );
}

#[test]
#[ignore = "needs PyPI duckdb, pyarrow, openpyxl and polars"]
fn duckdb_pyarrow_openpyxl_and_polars_read_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let endings = [".json", ".csv", ".xlsx", ".parquet", ".arrow"];
    made(folder.path(), &events(), &endings);
    passes(python().arg(script("read_tables.py")).arg(folder.path()));
    // And back: a stream that pyarrow wrote.
    let stream = folder.path().join("stream.arrows");
    let back = program()
        .args(["extract", "-q", "--json"])
        .arg(stream)
        .output()
        .unwrap();
    let rows = std::fs::read(folder.path().join("events.ndjson")).unwrap();
    assert!(
        back.stdout == rows,
        "{}",
        String::from_utf8_lossy(&back.stderr)
    );
}

#[test]
#[ignore = "needs PyPI lxml"]
fn lxml_finds_tei_and_cmif_as_their_rules_say() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path(), &events(), &[".tei.xml", ".cmif.xml"]);
    let [tei, cmif] = ["events.tei.xml", "events.cmif.xml"].map(|name| folder.path().join(name));
    passes(python().arg(script("read_letters.py")).arg(tei).arg(cmif));
}

#[test]
#[ignore = "needs npm @markwhen/parser, mermaid and jsdom"]
fn markwhen_and_mermaid_read_the_diagrams() {
    let folder = tempfile::tempdir().unwrap();
    let rows = made(folder.path(), &events(), &[".mw", ".mmd"]);
    let modules = std::env::var("ANNALS_NODE_MODULES").unwrap_or_else(|_| "node_modules".into());
    // Its packages are found from the folder that holds it.
    let modules = Path::new(&modules).join("..");
    let [mw, mmd] = ["events.mw", "events.mmd"].map(|name| folder.path().join(name));
    let mut node = Command::new("node");
    passes(
        node.current_dir(modules)
            .arg(script("read_diagrams.mjs"))
            .arg(rows)
            .arg(mw)
            .arg(mmd),
    );
}

/// A local Spark, its result event for event that of one process.
#[test]
#[ignore = "needs PyPI pyspark and Java"]
fn spark_gives_what_one_machine_gives() {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path().join("docs.ndjson");
    let mut text = super::stream::documents(10_000);
    text.push_str("this line is no document\n");
    std::fs::write(&docs, text).unwrap();
    let start = std::time::Instant::now();
    let alone = program()
        .args(["extract", "--json", "-q"])
        .arg(&docs)
        .output()
        .unwrap();
    let one = start.elapsed();
    assert_eq!(alone.status.code(), Some(2), "one line is bad");
    let events = folder.path().join("events");
    let start = std::time::Instant::now();
    let job = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/spark/extract.py");
    let annals =
        std::env::var("ANNALS_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_annals").into());
    passes(
        python()
            .arg(job)
            .arg(&docs)
            .arg(&events)
            .args(["--annals", &annals, "--parts", "8"]),
    );
    let spark = start.elapsed();
    let back = program()
        .args(["extract", "--json", "-q"])
        .arg(events.join("**/*.parquet"))
        .output()
        .unwrap();
    assert!(
        back.status.success(),
        "{}",
        String::from_utf8_lossy(&back.stderr)
    );
    let sorted = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let text = text.replace("\"source\":\"docs.ndjson\"", "\"source\":\"-\"");
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let (ours, theirs) = (sorted(&alone.stdout), sorted(&back.stdout));
    assert_eq!(ours.len(), 20_000);
    assert!(
        ours == theirs,
        "{:?}",
        ours.iter().zip(&theirs).find(|(a, b)| a != b)
    );
    println!("one process {one:.1?}, Spark {spark:.1?}");
}

#[test]
#[ignore = "needs PyPI nbclient, ipykernel, polars and matplotlib"]
fn the_notebook_runs() {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = "import sys, nbformat, nbclient\n\
        book = nbformat.read(sys.argv[1], 4)\n\
        nbclient.NotebookClient(book, timeout=300, kernel_name='python3').execute()\n\
        shown = [o for c in book.cells for o in c.get('outputs', [])]\n\
        assert any('image/png' in o.get('data', {}) for o in shown), 'no chart'\n\
        print('cells', len(book.cells))\n";
    let mut python = python();
    let bin = Path::new(env!("CARGO_BIN_EXE_annals"))
        .parent()
        .unwrap()
        .to_owned();
    let path = std::env::join_paths(
        std::iter::once(bin).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    python
        .args(["-c", script])
        .arg(root.join("examples/notebook/delays.ipynb"))
        .env("PATH", path.unwrap())
        .env("ANNALS_DATA", root.join("data/telegrams"))
        .current_dir(folder.path());
    passes(&mut python);
}
