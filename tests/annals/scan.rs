//! A question to a Parquet file reads only what it needs; the answer is that of the whole.

use super::duckdb::annals;

const QUESTIONS: [&[&str]; 16] = [
    &["--week-of", "1945-11-04"],
    &[
        "--week-of",
        "1945-11-04",
        "--week-start",
        "sunday",
        "--zone",
        "UTC",
    ],
    &["--during", "August 1943", "--stage", "sent", "--count"],
    &["--during", "1943-08-07/1943-08-09", "--match", "certain"],
    &[
        "--since",
        "09:00 on 7 August 1943",
        "--until",
        "1943-08-08",
        "--place",
        "chungking",
    ],
    &["--since", "1943-12-24"],
    &[
        "--until",
        "20 January 1943",
        "--where",
        "line > 20 AND own IS NULL",
    ],
    &["--on-this-day", "11-04"],
    &[
        "--around",
        "cable-3523/sent",
        "--within",
        "2h",
        "--stage",
        "arrived",
    ],
    &["--during", "the day after the cable was deciphered"],
    &["--relation", "after", "--during", "October 1943", "--count"],
    &["--where", "own = 'x'"],
    &["--actor", "gauss", "--first"],
    &["--text", "decipher", "--last"],
    &["--known-by", "Moscow", "--at", "1945-11-04T03:00"],
    &["--during", "1943", "--json", "--limit", "3"],
];

/// Undated rows, an open end, and a column of their own.
const MORE: &str = "date,place,event,own\n\
    ,Vienna,nobody knows when,x\n\
    1943-08-08/..,Vienna,an end is not in sight,\n\
    1943,Rome,some time that year,x\n";

#[test]
fn a_file_read_in_part_answers_as_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("more.csv"), MORE).unwrap();
    let (parquet, ndjson, more) = (
        path("events.parquet"),
        path("events.ndjson"),
        path("more.csv"),
    );
    for file in [&parquet, &ndjson] {
        annals(&[
            "extract",
            "data/cables",
            "data/telegrams",
            &more,
            "-o",
            file,
        ]);
    }
    for question in QUESTIONS {
        let ask = |file: &str| annals(&[&["show", file], question].concat());
        assert_eq!(ask(&parquet), ask(&ndjson), "{question:?}");
    }
}
