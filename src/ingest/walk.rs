//! Which files are meant, and what each is called.

use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The path as typed or found below what was typed; `-` is standard input.
    pub path: PathBuf,
    /// File name without ending, with as many folders as make it unique.
    pub id: String,
    /// File name with the same folders.
    pub source: String,
    /// Whether the file itself was named, not only a folder or pattern.
    pub explicit: bool,
    /// The sheet of a workbook, if one was named: `FILE#Sheet`.
    pub sheet: Option<String>,
}

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// A page of the web.
    Html,
    /// Comma-separated (or semicolon-separated) values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// TEI: a volume of documents, one letter, or a list of letters (CMIF).
    Tei,
    /// One JSON object per line.
    Ndjson,
    /// One JSON value: an array of rows, or an object that holds one.
    Json,
    /// Parquet: events as annals writes them, or any table.
    Parquet,
    /// Arrow (IPC file, also called Feather 2).
    Arrow,
    /// A workbook of Excel.
    Xlsx,
    /// A workbook of OpenDocument.
    Ods,
    /// One message of mail.
    Eml,
    /// A mailbox.
    Mbox,
    /// A calendar.
    Ics,
}

impl Format {
    /// The names that `--input-format` takes, with the endings of each.
    pub const NAMES: [(&'static str, Format, &'static [&'static str]); 14] = [
        ("text", Format::Text, &["txt", "text"]),
        ("html", Format::Html, &["html", "htm", "xhtml"]),
        ("csv", Format::Csv, &["csv"]),
        ("tsv", Format::Tsv, &["tsv", "tab"]),
        ("tei", Format::Tei, &["xml", "tei", "cmif"]),
        ("ndjson", Format::Ndjson, &["ndjson", "jsonl"]),
        ("json", Format::Json, &["json"]),
        ("parquet", Format::Parquet, &["parquet"]),
        (
            "arrow",
            Format::Arrow,
            &["arrow", "arrows", "ipc", "feather"],
        ),
        ("xlsx", Format::Xlsx, &["xlsx", "xlsm"]),
        ("ods", Format::Ods, &["ods"]),
        ("eml", Format::Eml, &["eml"]),
        ("mbox", Format::Mbox, &["mbox", "mbx"]),
        ("ics", Format::Ics, &["ics", "ical"]),
    ];

    /// The format of a file by its ending, that of gzip left out; `None` if it is unknown.
    ///
    /// ```
    /// use annals::ingest::Format;
    /// assert_eq!(Format::of("letters.csv.gz".as_ref()), Some(Format::Csv));
    /// assert_eq!(Format::of("notes.md".as_ref()), None);
    /// ```
    pub fn of(path: &Path) -> Option<Format> {
        let name = path.file_name()?.to_str()?.to_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        let (_, ending) = name.rsplit_once('.')?;
        let known = Format::NAMES.iter();
        known
            .filter(|(_, _, endings)| endings.contains(&ending))
            .map(|(_, format, _)| *format)
            .next()
    }

    /// The format of a name that `--input-format` takes.
    pub fn named(name: &str) -> Option<Format> {
        let found = Format::NAMES.iter().find(|(known, ..)| *known == name);
        found.map(|(_, format, _)| *format)
    }

    /// Whether it is no text.
    pub fn is_binary(self) -> bool {
        matches!(
            self,
            Format::Parquet | Format::Arrow | Format::Xlsx | Format::Ods
        )
    }

    /// Whether its lines or its messages stand on their own, so that a large file is read bit by
    /// bit.
    pub fn is_of_records(self) -> bool {
        matches!(
            self,
            Format::Csv | Format::Tsv | Format::Ndjson | Format::Mbox
        )
    }

    /// Whether it holds messages of mail.
    pub fn is_mail(self) -> bool {
        matches!(self, Format::Eml | Format::Mbox)
    }

    /// Whether a workbook's sheet can be named: `FILE#Sheet`.
    fn has_sheets(self) -> bool {
        matches!(self, Format::Xlsx | Format::Ods)
    }
}

/// The files behind what was typed.
#[derive(Debug, Default)]
pub struct Walk {
    /// In the order typed; a folder's files sorted by path.
    pub inputs: Vec<Input>,
    /// Endings of the files in folders that no reader knows, with their number.
    pub skipped: BTreeMap<String, usize>,
    /// What could not be opened.
    pub errors: Vec<Error>,
}

/// Finds the files behind some inputs: files, folders (walked, sorted, hidden ones skipped),
/// patterns, or `-`.
pub fn walk(typed: &[PathBuf]) -> Walk {
    let mut out = Walk::default();
    let mut found: Vec<(PathBuf, bool)> = Vec::new();
    for path in typed {
        if let Err(error) = expand(path, &mut found, &mut out) {
            out.errors.push(error);
        }
    }
    // One file typed twice, or found by two patterns, is one file.
    let mut seen = std::collections::HashSet::new();
    found.retain(|(path, _)| seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
    out.inputs = named(found);
    out
}

fn expand(path: &Path, found: &mut Vec<(PathBuf, bool)>, out: &mut Walk) -> Result<()> {
    if path.as_os_str() == "-" {
        found.push((path.to_owned(), true));
    } else if path.is_dir() {
        folder(path, found, out)?;
    } else if path.exists() || with_sheet(path).is_some() {
        found.push((path.to_owned(), true));
    } else {
        let shown = path.to_string_lossy();
        if !shown.contains(['*', '?', '[']) {
            return match std::fs::metadata(path) {
                Err(missing) => Err(Error::read(path, missing)),
                Ok(_) => Ok(()),
            };
        }
        // Hidden files are skipped, here as in folders: files that are being written are hidden.
        let visible = glob::MatchOptions {
            require_literal_leading_dot: true,
            ..glob::MatchOptions::default()
        };
        let matches = glob::glob_with(&shown, visible).map_err(|e| {
            Error::request(
                format!("`{shown}` is no pattern: {e}"),
                "use `*`, `**`, `?` or `[abc]`",
            )
        })?;
        let mut files: Vec<PathBuf> = matches.flatten().filter(|p| p.is_file()).collect();
        files.sort();
        if files.is_empty() {
            return Err(Error::request(
                format!("no file matches `{shown}`"),
                "check the pattern; quote it so that the shell leaves it alone",
            ));
        }
        found.extend(files.into_iter().map(|f| (f, true)));
    }
    Ok(())
}

/// The workbook and the sheet of `FILE#Sheet`.
fn with_sheet(path: &Path) -> Option<(PathBuf, String)> {
    let (file, sheet) = path.to_str()?.rsplit_once('#')?;
    let file = PathBuf::from(file);
    let book = Format::of(&file).is_some_and(Format::has_sheets) && file.exists();
    (book && !path.exists()).then(|| (file, sheet.to_owned()))
}

fn folder(path: &Path, found: &mut Vec<(PathBuf, bool)>, out: &mut Walk) -> Result<()> {
    let before = found.len();
    let walked = walkdir::WalkDir::new(path)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|e| {
            let hidden = e.file_name().to_string_lossy().starts_with('.');
            e.depth() == 0 || !hidden
        });
    for entry in walked {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                if Format::of(entry.path()).is_some() {
                    found.push((entry.path().to_owned(), false));
                } else {
                    let ending = entry.path().extension();
                    let ending =
                        ending.map_or("no ending".into(), |e| format!(".{}", e.to_string_lossy()));
                    *out.skipped.entry(ending).or_default() += 1;
                }
            }
            Ok(_) => {}
            Err(error) => {
                let at = error.path().unwrap_or(path).to_owned();
                let message = error.to_string();
                let source = error
                    .into_io_error()
                    .unwrap_or_else(|| std::io::Error::other(message));
                out.errors.push(Error::read(&at, source));
            }
        }
    }
    if found.len() == before && out.errors.is_empty() {
        return Err(Error::request(
            format!(
                "the folder `{}` has no document and no table",
                path.display()
            ),
            "the README lists the kinds of files that annals reads",
        ));
    }
    Ok(())
}

/// Gives each file a name: its stem, with as many folders before it as make it unique.
fn named(found: Vec<(PathBuf, bool)>) -> Vec<Input> {
    let name = |path: &Path, folders: usize, ending: bool| {
        let parts: Vec<String> = path
            .components()
            .filter_map(|c| match c {
                std::path::Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
                _ => None,
            })
            .collect();
        let Some((file, before)) = parts.split_last() else {
            return "stdin".to_owned();
        };
        let bare = file.strip_suffix(".gz").unwrap_or(file);
        let stem = match bare.rsplit_once('.') {
            Some((stem, _)) if !ending && !stem.is_empty() => stem,
            _ => file,
        };
        let from = before.len().saturating_sub(folders);
        let mut out = before[from..].join("/");
        if !out.is_empty() {
            out.push('/');
        }
        out + stem
    };
    let is_stream = |path: &Path| path.as_os_str() == "-";
    let mut folders = vec![0usize; found.len()];
    for _ in 0..64 {
        let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, (path, _)) in found.iter().enumerate() {
            by_id
                .entry(name(path, folders[at], false))
                .or_default()
                .push(at);
        }
        let clashes: Vec<usize> = by_id
            .into_values()
            .filter(|v| v.len() > 1)
            .flatten()
            .collect();
        if clashes.is_empty() {
            break;
        }
        for at in clashes {
            folders[at] += 1;
        }
    }
    // Files that differ in their ending alone keep it in their name.
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    for (at, (path, _)) in found.iter().enumerate() {
        *ids.entry(name(path, folders[at], false)).or_default() += 1;
    }
    let clash = |id: &str| ids.get(id).is_some_and(|n| *n > 1);
    found
        .iter()
        .enumerate()
        .map(|(at, (path, explicit))| {
            if is_stream(path) {
                return Input {
                    path: path.clone(),
                    id: "stdin".into(),
                    source: "-".into(),
                    explicit: true,
                    sheet: None,
                };
            }
            let stem = name(path, folders[at], false);
            let (id, used) = match clash(&stem) {
                true => (name(path, 0, true), 0),
                false => (stem, folders[at]),
            };
            let (path, sheet) = match with_sheet(path) {
                Some((file, sheet)) => (file, Some(sheet)),
                None => (path.clone(), None),
            };
            let source = match &sheet {
                Some(sheet) => format!("{}#{sheet}", name(&path, used, true)),
                None => name(&path, used, true),
            };
            Input {
                path,
                id,
                source,
                explicit: *explicit,
                sheet,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(paths: &[&str]) -> Vec<String> {
        let found = paths.iter().map(|p| (PathBuf::from(p), true)).collect();
        named(found).into_iter().map(|i| i.id).collect()
    }

    #[test]
    fn names_are_as_short_as_unique() {
        assert_eq!(
            ids(&["a/cable-1.txt", "b/cable-2.txt"]),
            ["cable-1", "cable-2"]
        );
        assert_eq!(
            ids(&["x/a/letter.txt", "x/b/letter.txt"]),
            ["a/letter", "b/letter"]
        );
        assert_eq!(ids(&["a/n.txt", "a/n.csv"]), ["n.txt", "n.csv"]);
        assert_eq!(ids(&["-"]), ["stdin"]);
    }
}
