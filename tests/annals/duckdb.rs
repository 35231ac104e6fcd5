//! Filters and `--where` give the rows that DuckDB gives for the same predicate on the same file.
//!
//! Needs Python with PyPI `duckdb`: `cargo test --test annals duckdb -- --ignored`. The
//! interpreter is `python3`, or the one that `ANNALS_PYTHON` names.

use std::path::Path;
use std::process::Command;

/// Predicates that both read.
const PREDICATES: [&str; 46] = [
    "stage = 'sent'",
    "stage <> 'sent'",
    "stage != 'sent' OR stage IS NULL",
    "stage IS NULL",
    "NOT stage = 'sent'",
    "place = 'Chungking' AND stage = 'sent'",
    "place < 'D'",
    "place >= 'Chungking' AND place <= 'Moscow'",
    "place BETWEEN 'C' AND 'M'",
    "place NOT BETWEEN 'C' AND 'M'",
    "place IN ('Moscow', 'Sochi')",
    "place NOT IN ('Moscow', 'Sochi')",
    "place IN ('Moscow', NULL)",
    "place NOT IN ('Moscow', NULL)",
    "place IS DISTINCT FROM 'Rome'",
    "place IS NOT DISTINCT FROM NULL",
    "place = NULL",
    "NOT (place = NULL)",
    "sender LIKE 'G%'",
    "sender LIKE '_auss'",
    "sender LIKE '%s%'",
    "sender NOT LIKE '%s%'",
    "sender ILIKE '%SECRETARY%' OR recipient ILIKE '%SECRETARY%'",
    "label LIKE '%100\\%%' OR label LIKE '%.%'",
    "label LIKE '%(%' OR label LIKE '%[%'",
    "lower(place) = 'moscow'",
    "upper(place) = 'WIEN Ü'",
    "lower(label) LIKE '%straße%'",
    "length(place) = 6",
    "length(label) > 20",
    "line > 60",
    "line = 7 OR line < 3",
    "line BETWEEN 10 AND 20",
    "offset_seconds = -14400",
    "offset_seconds > 0",
    "byte_start > 5000 AND byte_end <= 6000",
    "earliest >= '1943-09-01T00:00:00Z'",
    "earliest >= TIMESTAMPTZ '1943-09-01 00:00:00+08' AND latest < '1943-09-20 12:30:00Z'",
    "earliest < '1943-09-01T00:00:00Z' OR earliest IS NULL",
    "core_begin IS NOT NULL",
    "local_begin >= '1943-08-01' AND local_begin < '1943-08-15T12:00:00'",
    "local_begin BETWEEN TIMESTAMP '1943-08-01 00:00:00' AND TIMESTAMP '1943-09-01 00:00:00'",
    "year(local_begin) = 1943 AND month(local_begin) = 8 AND day(local_begin) < 10",
    "hour(local_begin) = 9 AND minute(local_begin) = 0",
    "\"precision\" = 'minute' AND \"zone\" = 'Europe/Moscow'",
    "(stage = 'received' OR place = 'Sochi') AND NOT (sender LIKE 'A%' AND line > 50)",
];

/// Events with what is rare: nulls, umlauts, signs of patterns, intervals, an open end.
const RARE: &str = "date,place,event,from,own\n\
    1943-08-04,Wien Ü,Die Straße (neu) ist fertig,ſmith,7\n\
    1943-08-05,Vienna,100% of it.,İstanbul,\n\
    1943-08-01/1943-08-15,Vienna,ΣΑΣ [sic],ΟΔΥΣΣΕΥΣ,08\n\
    1943-08/..,Rome,open,,text\n\
    1943,,no place,G,9\n";

/// What the program answers.
pub(super) fn annals(args: &[&str]) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_annals"))
        .args(args)
        .arg("--quiet")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).unwrap()
}

fn ids(ndjson: &str) -> Vec<String> {
    let mut out: Vec<String> = ndjson
        .lines()
        .map(|line| {
            let (_, rest) = line.split_once("\"event_id\":\"").unwrap();
            rest.split_once('"').unwrap().0.to_owned()
        })
        .collect();
    out.sort_unstable();
    out
}

/// The identifiers that DuckDB gives for each predicate, one line each.
fn duckdb(file: &Path, predicates: &[&str]) -> Vec<Vec<String>> {
    const SCRIPT: &str = "import sys, duckdb\n\
        for predicate in sys.argv[2:]:\n    \
            rows = duckdb.sql(f\"SELECT event_id FROM '{sys.argv[1]}' WHERE {predicate}\").fetchall()\n    \
            print('\\t'.join(sorted((row[0] for row in rows), key=lambda s: s.encode())))\n";
    let python = std::env::var("ANNALS_PYTHON").unwrap_or_else(|_| "python3".into());
    let done = Command::new(python)
        .args(["-c", SCRIPT])
        .arg(file)
        .args(predicates)
        // The zone of the machine must not matter.
        .env("TZ", "Asia/Tokyo")
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let text = String::from_utf8(done.stdout).unwrap();
    let line = |l: &str| {
        l.split('\t')
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
            .collect()
    };
    text.lines().map(line).collect()
}

fn file(folder: &Path) -> String {
    let rare = folder.join("rare.csv");
    std::fs::write(&rare, RARE).unwrap();
    let file = folder.join("events.parquet").display().to_string();
    let rare = rare.display().to_string();
    annals(&[
        "extract",
        "data/cables",
        "data/telegrams",
        &rare,
        "-o",
        &file,
    ]);
    file
}

#[test]
#[ignore = "needs PyPI duckdb"]
fn predicates_give_the_rows_of_duckdb() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path());
    let theirs = duckdb(Path::new(&file), &PREDICATES);
    assert_eq!(theirs.len(), PREDICATES.len());
    for (predicate, theirs) in PREDICATES.iter().zip(theirs) {
        let ours = ids(&annals(&["show", &file, "--where", predicate, "--json"]));
        assert_eq!(ours, theirs, "{predicate}");
    }
}

#[test]
#[ignore = "needs PyPI duckdb"]
fn filters_give_the_rows_of_duckdb() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path());
    let questions: [(&[&str], &str); 8] = [
        (
            &["--stage", "sent", "--stage", "arrived"],
            "stage IN ('sent', 'arrived')",
        ),
        (&["--place", "MOSCOW"], "lower(place) = 'moscow'"),
        (
            &["--actor", "gauss"],
            "sender ILIKE '%gauss%' OR recipient ILIKE '%gauss%'",
        ),
        (&["--document", "cable-3523"], "document_id = 'cable-3523'"),
        (
            &["--message", "frus1943China-d282"],
            "message_id = 'frus1943China-d282'",
        ),
        (
            &["--text", "(?i)straße|dec[i]phered"],
            "regexp_matches(label, '(?i)straße|dec[i]phered') \
             OR regexp_matches(as_written, '(?i)straße|dec[i]phered')",
        ),
        (&["--where", "OWN = '08'"], "own = '08'"),
        (
            // A week by the written dates: what may lie in it.
            &["--during", "2 to 8 August 1943", "--place", "Vienna"],
            "place = 'Vienna' AND local_begin < '1943-08-09' AND latest > '1943-08-02T00:00:00Z'",
        ),
    ];
    let predicates: Vec<&str> = questions.iter().map(|(_, sql)| *sql).collect();
    let theirs = duckdb(Path::new(&file), &predicates);
    for ((args, sql), theirs) in questions.iter().zip(theirs) {
        let mut all = vec!["show", file.as_str(), "--json"];
        all.extend(*args);
        assert_eq!(ids(&annals(&all)), theirs, "{sql}");
    }
}
