//! Names of files as they are printed: without folders, unless they are asked for.

use super::Source;
use std::collections::{BTreeMap, BTreeSet};

/// The printed names of sources.
#[derive(Clone, Debug, Default)]
pub struct Names {
    full: bool,
    printed: BTreeMap<String, String>,
    /// Folders that stand before a name, each with its last slash, the longest first.
    folders: Vec<String>,
}

impl Names {
    /// The names of some sources. Files of one name in several folders are told apart by a number
    /// in brackets, in the order of the list: a folder may tell more than its owner wants.
    pub fn of(sources: &[Source], full: bool) -> Names {
        if full {
            return Names {
                full,
                ..Names::default()
            };
        }
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for source in sources {
            *seen.entry(last(&source.name)).or_default() += 1;
        }
        let mut next: BTreeMap<&str, usize> = BTreeMap::new();
        let mut printed = BTreeMap::new();
        let mut folders = BTreeSet::new();
        for source in sources {
            let name = last(&source.name);
            let count = next.entry(name).or_default();
            *count += 1;
            let shown = match seen.get(name) {
                Some(n) if *n > 1 => format!("{name} [{count}]"),
                _ => name.to_owned(),
            };
            let folder = source.name.strip_suffix(name).unwrap_or_default();
            if !folder.is_empty() {
                folders.insert(folder.to_owned());
            }
            printed.insert(source.name.clone(), shown);
        }
        let mut folders: Vec<String> = folders.into_iter().collect();
        folders.sort_by_key(|f| std::cmp::Reverse(f.len()));
        Names {
            full,
            printed,
            folders,
        }
    }

    /// The printed name of a file.
    pub fn file<'a>(&'a self, source: &'a str) -> &'a str {
        match (self.full, self.printed.get(source)) {
            (true, _) => source,
            (false, Some(name)) => name,
            (false, None) => last(source),
        }
    }

    /// The printed form of an identifier made of a file's name: `a/b/cable-7/sent` is
    /// `cable-7/sent` if `a/b/` is a folder of a source.
    pub fn identifier<'a>(&self, id: &'a str) -> &'a str {
        let known = self.folders.iter().find_map(|f| id.strip_prefix(f));
        known.unwrap_or(id)
    }

    /// A message whose values stand in backticks, each without the folders before it.
    pub fn message(&self, message: &str) -> String {
        if self.full || !message.contains(['/', '\\']) {
            return message.to_owned();
        }
        let part = |(i, part): (usize, &str)| match i % 2 {
            1 if part.starts_with(['/', '\\']) => last(part).to_owned(),
            1 => self.identifier(part).to_owned(),
            _ => part.to_owned(),
        };
        let parts: Vec<String> = message.split('`').enumerate().map(part).collect();
        parts.join("`")
    }
}

/// The last part of a path. A `#` names a sheet of a workbook, which may have a slash in it.
fn last(path: &str) -> &str {
    let (file, _) = path.split_once('#').unwrap_or((path, ""));
    let cut = file.rfind(['/', '\\']).map_or(0, |at| at + 1);
    path.get(cut..).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_not_printed_and_namesakes_are_told_apart() {
        let source = |name: &str| Source {
            name: name.into(),
            ..Source::default()
        };
        let sources = [
            source("secret/a.txt"),
            source("open/a.txt"),
            source("b.csv"),
            source("x/b.xlsx#a/b"),
        ];
        let names = Names::of(&sources, false);
        assert_eq!(names.file("secret/a.txt"), "a.txt [1]");
        assert_eq!(names.file("open/a.txt"), "a.txt [2]");
        assert_eq!(names.file("x/b.xlsx#a/b"), "b.xlsx#a/b");
        assert_eq!(names.file("/home/me/annals.toml"), "annals.toml");
        assert_eq!(names.identifier("secret/a/sent"), "a/sent");
        assert_eq!(
            names.message("and/or `secret/a/sent` of `/home/me/x`"),
            "and/or `a/sent` of `x`"
        );
        let full = Names::of(&sources, true);
        assert_eq!(full.file("secret/a.txt"), "secret/a.txt");
        assert_eq!(full.message("`secret/a`"), "`secret/a`");
    }
}
