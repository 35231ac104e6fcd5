//! The printed chronology on the command line: formats, numbers, names, and what goes wrong.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const FORMATS: [&str; 5] = ["pdf", "html", "svg", "md", "typ"];

fn report(folder: &Path, args: &[&str]) -> Output {
    report_with(folder, args, &[])
}

fn report_with(folder: &Path, args: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_annals"))
        .arg("report")
        .args(args)
        .envs(environment.iter().copied())
        .current_dir(folder)
        .output()
        .unwrap()
}

fn said(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}

fn markdown(folder: &Path, args: &[&str]) -> String {
    let mut all = args.to_vec();
    all.extend(["-o", "printed.md"]);
    let done = report(folder, &all);
    assert!(done.status.success(), "{}", said(&done));
    fs::read_to_string(folder.join("printed.md")).unwrap()
}

/// A register of three messages, one of them hostile.
const REGISTER: &str = "message,event,date,time,zone,place,from,to,citation,status,note\n\
    a-1,First message sent,1945-11-04,01:20,Europe/Moscow,Sochi,Ivanov,Petrov,F. 1,undisputed,\n\
    a-2,\"<script>alert(1)</script> #[*] [x](y)\",1945-11-04,09:00,UTC,London,Smith,Jones,F. 2,disputed,between us\n\
    a-3,Something of the day,1945-11-06,,,Paris,,,F. 3,,\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("register.csv"), REGISTER).unwrap();
    folder
}

#[test]
fn every_format_is_written_whole_and_always_the_same() {
    let folder = folder();
    let elsewhere = [
        ("TZ", "Asia/Tokyo"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("RAYON_NUM_THREADS", "1"),
    ];
    for format in FORMATS {
        let (one, two) = (format!("one.{format}"), format!("two.{format}"));
        let done = report(folder.path(), &["register.csv", "-o", &one]);
        assert!(done.status.success(), "{format}: {}", said(&done));
        let again = report_with(folder.path(), &["register.csv", "-o", &two], &elsewhere);
        assert!(again.status.success());
        let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
        assert!(!read(&one).is_empty());
        assert!(read(&one) == read(&two), "{format} differs");
    }
    let left: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|f| f.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn nothing_to_print_leaves_the_file_as_it_was() {
    let folder = folder();
    fs::write(
        folder.path().join("damaged.parquet"),
        b"PAR1 and then nothing",
    )
    .unwrap();
    for format in ["pdf", "html"] {
        let name = format!("old.{format}");
        let old = folder.path().join(&name);
        fs::write(&old, "as it was").unwrap();
        for args in [
            vec!["register.csv", "--during", "1946"],
            vec!["damaged.parquet"],
            vec!["no-such-file.csv"],
        ] {
            let done = report(folder.path(), &[args, vec!["-o", &name]].concat());
            assert_eq!(done.status.code(), Some(2), "{}", said(&done));
            assert!(said(&done).contains("error"), "{}", said(&done));
            assert_eq!(fs::read_to_string(&old).unwrap(), "as it was");
        }
    }
    let done = report(folder.path(), &["register.csv", "-o", "x.docx"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(said(&done).contains(".pdf, .html, .svg"), "{}", said(&done));
    assert!(!folder.path().join("x.docx").exists());
}

#[test]
fn what_can_be_read_is_printed_beside_what_cannot() {
    let folder = folder();
    fs::write(
        folder.path().join("damaged.parquet"),
        b"PAR1 and then nothing",
    )
    .unwrap();
    let args = ["register.csv", "damaged.parquet", "-o", "good.md"];
    let done = report(folder.path(), &args);
    assert_eq!(done.status.code(), Some(2), "{}", said(&done));
    assert!(said(&done).contains("damaged.parquet"), "{}", said(&done));
    let text = fs::read_to_string(folder.path().join("good.md")).unwrap();
    assert!(text.contains("First message sent"));
}

#[test]
fn one_undated_event_says_that_it_is() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("one.csv"),
        "event,date\nA conversation,\n",
    )
    .unwrap();
    for format in FORMATS {
        let done = report(folder.path(), &["one.csv", "-o", &format!("one.{format}")]);
        assert_eq!(done.status.code(), Some(0), "{format}: {}", said(&done));
    }
    let text = fs::read_to_string(folder.path().join("one.md")).unwrap();
    assert!(
        text.contains("### Undated\n\n- **undated/01** · A conversation"),
        "{text}"
    );
    assert!(text.contains("1 undated"), "{text}");
}

#[test]
fn a_court_reads_no_notes_of_the_keeper_and_an_incident_begins_with_utc() {
    let folder = folder();
    let history = markdown(folder.path(), &["register.csv"]);
    assert!(history.contains("(between us)"), "{history}");
    let court = markdown(folder.path(), &["register.csv", "--variant", "court"]);
    assert!(!court.contains("between us"), "{court}");
    let row = "| 1945-11-04/01 | 4 November 1945 | 01:20 MSK \\[3 Nov 22:20Z\\] | Sochi: First message \
               sent. Ivanov to Petrov | register.csv, line 2: “1945-11-04 01:20”. F. 1 | no |";
    assert!(court.contains(row), "{court}");
    assert!(
        court
            .lines()
            .any(|l| l.contains("1945-11-04/02") && l.ends_with("| yes |")),
        "{court}"
    );
    assert!(!court.contains("## Gaps and doubts") && !court.contains("## Delays"));
    let incident = markdown(folder.path(), &["register.csv", "--variant", "incident"]);
    let line =
        "- **1945-11-03Z/01** · 22:20 UTC \\[4 Nov 01:20 MSK\\] · Sochi · First message sent";
    assert!(incident.contains(line), "{incident}");
}

#[test]
fn groups_are_days_weeks_months_or_places_and_numbers_stay() {
    let folder = folder();
    let heads = |by: &str| -> Vec<String> {
        let text = markdown(folder.path(), &["register.csv", "--group-by", by]);
        for number in ["1945-11-04/01", "1945-11-04/02", "1945-11-06/01"] {
            assert!(text.contains(&format!("- **{number}** ")), "{by}: {text}");
        }
        let (_, chronology) = text.split_once("## Chronology\n").unwrap();
        let chronology = chronology.split("\n## ").next().unwrap();
        let heads = chronology.lines().filter_map(|l| l.strip_prefix("### "));
        heads.map(str::to_owned).collect()
    };
    assert_eq!(
        heads("day"),
        ["Sunday 4 November 1945", "Tuesday 6 November 1945"]
    );
    let weeks = [
        "Week 44 of 1945: 29 October to 4 November 1945",
        "Week 45 of 1945: 5 to 11 November 1945",
    ];
    assert_eq!(heads("week"), weeks);
    assert_eq!(heads("month"), ["November 1945"]);
    assert_eq!(heads("place"), ["London", "Paris", "Sochi"]);
}

#[test]
fn folders_are_printed_only_if_they_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let cable = |name: &str, number: &str| {
        let text = format!("Cable No. {number}\n\nfrom SOCHI\n\nsent at 0120 4 November 1945\n");
        fs::create_dir_all(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("cable.txt"), text).unwrap();
    };
    cable("in/secretplan", "7");
    cable("in/open", "8");
    for format in ["md", "html", "svg", "typ"] {
        let name = format!("x.{format}");
        let done = report(folder.path(), &["in", "-o", &name, "--charts", "none"]);
        assert!(done.status.success(), "{}", said(&done));
        let text = fs::read_to_string(folder.path().join(&name)).unwrap();
        assert!(!text.contains("secretplan"), "{format}: {text}");
        let done = report(folder.path(), &["in", "-o", &name, "--full-paths"]);
        assert!(done.status.success());
        let text = fs::read_to_string(folder.path().join(&name)).unwrap();
        assert!(text.contains("secretplan/cable.txt"), "{format}");
    }
}

#[test]
fn sources_that_differ_stand_beside_each_other_and_corrections_have_reasons() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "a.csv",
        "message,sent,sent_place,sent_zone\nm,1945-11-04 01:20,Sochi,Europe/Moscow\n",
    );
    write(
        "b.csv",
        "message,sent,sent_place,sent_zone\nm,1945-11-05 09:05,Sochi,Europe/Moscow\n",
    );
    write(
        "c.csv",
        "message,sent,sent_place,sent_zone\nn,1945-11-07 10:00,Sochi,Europe/Moscow\n",
    );
    write(
        "annals.toml",
        "[[override]]\nevent = \"c/n/sent\"\ntime = \"11:00\"\nreason = \"the clerk’s watch was slow\"\n",
    );
    let text = markdown(folder.path(), &["a.csv", "b.csv", "c.csv"]);
    let first = text
        .lines()
        .find(|l| l.contains("**1945-11-04/01**"))
        .unwrap();
    let beside = "; otherwise 5 Nov 09:05 MSK \\[06:05Z\\]: b.csv, line 2, 1945-11-05/01";
    let dated = "; otherwise 5 Nov 09:05 MSK \\[5 Nov 06:05Z\\]: b.csv, line 2, 1945-11-05/01";
    assert!(first.contains(beside) || first.contains(dated), "{first}");
    let second = text
        .lines()
        .find(|l| l.contains("**1945-11-05/01**"))
        .unwrap();
    assert!(second.contains("otherwise 4 Nov 01:20 MSK"), "{second}");
    let (_, corrections) = text.split_once("## Corrections\n").unwrap();
    let line = "time 11:00. Reason: the clerk’s watch was slow (1945-11-07/01)";
    assert!(corrections.contains(line), "{corrections}");
    assert!(text.contains("sources-disagree"), "{text}");
}

#[test]
fn the_edition_of_numbers_survives_a_later_document() {
    let folder = folder();
    let before = markdown(folder.path(), &["register.csv"]);
    let later =
        "event,date,time,zone\nAn earlier thing,1945-11-03,10:00,UTC\nA later one,1945-11-08,,\n";
    fs::write(folder.path().join("later.csv"), later).unwrap();
    let after = markdown(folder.path(), &["later.csv", "register.csv"]);
    let entry = |text: &str, words: &str| {
        let line = text
            .lines()
            .find(|l| l.starts_with("- **") && l.contains(words))
            .unwrap();
        line.split("**").nth(1).unwrap().to_owned()
    };
    for words in ["First message sent", "alert", "Something of the day"] {
        assert_eq!(entry(&before, words), entry(&after, words));
    }
}

/// Opens reports in a headless Chromium, uses them as a reader would, and asks axe-core.
#[test]
#[ignore = "needs node, playwright-core, axe-core and Chromium: CONTRIBUTING.md has the command"]
fn a_browser_finds_nothing_wrong() {
    let modules = std::env::var("ANNALS_NODE_MODULES").expect("a folder node_modules");
    let chromium = std::env::var("ANNALS_CHROMIUM").unwrap_or("/usr/bin/chromium".into());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = folder();
    let mut many = String::from(
        "message,sent,sent_place,sent_zone,received,received_place,received_zone,from,to\n",
    );
    for n in 0..5_000 {
        let (day, hour) = (1 + n % 28, n % 24);
        let (year, month) = (1900 + n / 336, 1 + n / 28 % 12);
        many.push_str(&format!(
            "m-{n},{year}-{month:02}-{day:02} {hour:02}:20,Moscow,Europe/Moscow,{year}-{month:02}-{day:02} \
             {hour:02}:50,London,Europe/London,Sender {},Reader {}\n",
            n % 40,
            n % 7
        ));
    }
    fs::write(folder.path().join("many.csv"), many).unwrap();
    let undated = "event,date\nA conversation,\nAnother,\n";
    fs::write(folder.path().join("undated.csv"), undated).unwrap();
    let file = |args: &[&str], name: &str| {
        let done = report(folder.path(), &[args, &["-o", name]].concat());
        assert!(done.status.success(), "{}", said(&done));
        folder.path().join(name)
    };
    let telegrams = root.join("data/telegrams").display().to_string();
    let cables = root.join("data/cables").display().to_string();
    let many = file(&["many.csv"], "many.html");
    let small = [
        file(&[&cables], "cables.html"),
        file(&["register.csv"], "register.html"),
        file(&["undated.csv"], "undated.html"),
        file(&[&telegrams, "--charts", "all"], "telegrams.html"),
        file(&[&telegrams, "--variant", "court"], "court.html"),
        file(&[&telegrams, "--variant", "incident"], "incident.html"),
    ];
    for (i, page) in small.iter().enumerate() {
        let mut node = Command::new("node");
        node.arg(root.join("tests/browser/report.mjs"))
            .args([&modules, &chromium])
            .arg(page);
        if i == 0 {
            node.arg(&many);
        }
        let done = node.output().unwrap();
        let told = String::from_utf8_lossy(&done.stdout);
        println!("{}:\n{told}", page.display());
        assert!(done.status.success(), "{told}{}", said(&done));
    }
}
