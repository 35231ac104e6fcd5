//! Imports point one way: stages share a vocabulary and do not know each other.

use std::fs;
use std::path::{Path, PathBuf};

const VOCABULARY: [&str; 4] = ["diagnostic", "error", "model", "notation"];

/// What each module may import besides itself.
const MAY_IMPORT: [(&str, &[&str]); 13] = [
    ("model", &[]),
    ("notation", &["model"]),
    ("diagnostic", &[]),
    ("error", &["model"]),
    ("ingest", &VOCABULARY),
    ("extract", &VOCABULARY),
    ("frame", &["error", "model", "notation"]),
    ("query", &["error", "model", "notation", "frame"]),
    ("latency", &["error", "model", "notation", "frame"]),
    ("chart", &["error", "model", "latency", "query"]),
    (
        "report",
        &["error", "diagnostic", "model", "latency", "query", "chart"],
    ),
    (
        "check",
        &["error", "diagnostic", "model", "latency", "query"],
    ),
    (
        "export",
        &["error", "diagnostic", "model", "latency", "query"],
    ),
];

/// Crates that have one home.
const HOMES: [(&str, &[&str]); 8] = [
    ("chrono_tz", &["model"]),
    ("tzdb", &["model"]),
    ("plotters", &["chart"]),
    ("resvg", &["chart"]),
    ("krilla", &["chart"]),
    ("typst", &["report"]),
    ("clap", &["cli"]),
    (
        "polars",
        &["frame", "query", "latency", "pipeline", "error"],
    ),
];

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The code of a file without its tests and comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let body = text.split("#[cfg(test)]").next().unwrap();
    let lines = body.lines().filter(|l| !l.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn module_of(path: &Path, root: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap();
    let first = relative.components().next().unwrap();
    let name = first.as_os_str().to_string_lossy().into_owned();
    name.trim_end_matches(".rs").to_owned()
}

#[test]
fn imports_point_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 50);
    let mut wrong = Vec::new();
    for file in files {
        let module = module_of(&file, &root);
        if file.ends_with("tests.rs") {
            continue;
        }
        let code = code(&file);
        if let Some((_, allowed)) = MAY_IMPORT.iter().find(|(m, _)| *m == module) {
            for found in code.split("crate::").skip(1) {
                let end = found
                    .find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(found.len());
                let name = &found[..end];
                let known = MAY_IMPORT.iter().any(|(m, _)| *m == name)
                    || ["cli", "pipeline"].contains(&name);
                if known && name != module && !allowed.contains(&name) {
                    wrong.push(format!("{}: crate::{name}", file.display()));
                }
            }
        }
        for (home_of, homes) in HOMES {
            let used = code.contains(&format!("{home_of}::"));
            if used && !homes.contains(&module.as_str()) {
                wrong.push(format!("{}: {home_of}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_outside_the_rim_prints_or_looks_around() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    for file in files {
        // Files of samples serve the unit tests alone.
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let rim = ["cli", "main"].contains(&module_of(&file, &root).as_str());
        if rim || ["sample", "samples", "tests"].contains(&name.as_str()) {
            continue;
        }
        let code = code(&file);
        for word in [
            "println!",
            "print!",
            "std::env::var",
            "SystemTime::now",
            "Instant::now",
        ] {
            if code.contains(word) {
                wrong.push(format!("{}: {word}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
