//! The pictures of `charts/` are drawn by the commands that stand beside them.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Splits a command line at blanks, keeping what stands in double quotes together.
pub fn words(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => out.push(String::new()),
            c => {
                if let Some(word) = out.last_mut() {
                    word.push(c);
                }
            }
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

#[test]
fn every_chart_is_redrawn_to_the_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let gallery = fs::read_to_string(root.join("charts/README.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut drawn = 0;
    for line in gallery.lines().filter(|l| l.starts_with("annals chart ")) {
        let mut args = words(line.trim_start_matches("annals "));
        let name = args.pop().unwrap();
        let new = folder.path().join("chart.svg");
        let done = Command::new(env!("CARGO_BIN_EXE_annals"))
            .args(&args)
            .arg(&new)
            .current_dir(root)
            .output()
            .unwrap();
        assert!(done.status.success(), "{line}: {done:?}");
        let same = fs::read(&new).unwrap() == fs::read(root.join(&name)).unwrap();
        assert!(same, "{name} is not what `{line}` draws now");
        drawn += 1;
    }
    for kind in annals::chart::Kind::ALL {
        let command = format!("annals chart {} ", kind.name);
        assert!(gallery.contains(&command), "no picture of {}", kind.name);
    }
    let files = fs::read_dir(root.join("charts")).unwrap();
    let is_picture = |name: std::ffi::OsString| name.to_string_lossy().ends_with(".svg");
    let kept = files
        .filter(|f| is_picture(f.as_ref().unwrap().file_name()))
        .count();
    assert_eq!(
        drawn, kept,
        "every picture needs its command, and every command its picture"
    );
}

/// The picture of a command in a folder of its own: exit status and what it says.
fn draw(args: &[&str], folder: &Path) -> (Option<i32>, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_annals"))
        .args(["chart", "--quiet"])
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    (done.status.code(), said)
}

#[test]
fn one_picture_in_three_formats_with_its_numbers() {
    let cables = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cables");
    let cables = cables.to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for ending in ["svg", "png", "pdf"] {
        let name = format!("timeline.{ending}");
        let args = ["timeline", cables, "-o", &name, "--data", "timeline.csv"];
        let (status, said) = draw(&args, folder.path());
        assert_eq!(status, Some(0), "{said}");
        let first = fs::read(folder.path().join(&name)).unwrap();
        draw(&args, folder.path());
        assert_eq!(fs::read(folder.path().join(&name)).unwrap(), first);
    }
    let numbers = fs::read_to_string(folder.path().join("timeline.csv")).unwrap();
    assert!(numbers.starts_with("event_id,lane,earliest,latest,precision,label\n"));
    assert!(numbers.contains("cable-3523/sent,Sochi,1945-11-03T22:20:00Z,1945-11-03T22:21:00Z,"));
    let pdf = fs::read(folder.path().join("timeline.pdf")).unwrap();
    let holds = |word: &[u8]| pdf.windows(word.len()).any(|w| w == word);
    // The font goes with it, and the text can be read out.
    assert!(holds(b"DejaVuSans") && holds(b"/StructTreeRoot"));
}

#[test]
fn letters_without_a_shape_are_refused_and_not_printed_as_boxes() {
    let folder = tempfile::tempdir().unwrap();
    let table = "date,time,zone,place,event\n1943-08-02,09:00,UTC,重慶,A telegram\n";
    fs::write(folder.path().join("table.csv"), table).unwrap();
    let (status, said) = draw(&["timeline", "table.csv", "-o", "t.png"], folder.path());
    assert_eq!(status, Some(2));
    assert!(
        said.contains("no font has the letter `慶` (U+6176) and 1 more"),
        "{said}"
    );
    assert!(said.contains("--font-path FILE"), "{said}");
    assert!(!folder.path().join("t.png").exists());
    // In an SVG the viewer's fonts help.
    let (status, said) = draw(&["timeline", "table.csv", "-o", "t.svg"], folder.path());
    assert_eq!(status, Some(0), "{said}");
    fs::write(folder.path().join("no.ttf"), "no font").unwrap();
    let args = [
        "timeline",
        "table.csv",
        "-o",
        "t.svg",
        "--font-path",
        "no.ttf",
    ];
    let (status, said) = draw(&args, folder.path());
    assert_eq!(status, Some(2));
    assert!(said.contains("`no.ttf` is not a font"), "{said}");
}
