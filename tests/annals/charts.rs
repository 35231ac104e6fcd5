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
    let kept = fs::read_dir(root.join("charts")).unwrap().count() - 1;
    assert_eq!(
        drawn, kept,
        "every picture needs its command, and every command its picture"
    );
}
