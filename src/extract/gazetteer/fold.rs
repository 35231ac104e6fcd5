//! Names as they are compared: without accents, case and points; hyphens are blanks.

use std::cmp::Ordering;
use std::collections::HashMap;

/// Latin letters that are not ASCII, and the ASCII letters they are compared by.
#[derive(Debug)]
pub(super) struct Letters(HashMap<char, &'static str>);

impl Letters {
    /// One line each: the letter, then its ASCII letters.
    pub fn parse(text: &'static str) -> Letters {
        let row = |line: &'static str| {
            let letter = line.chars().next()?;
            Some((letter, &line[letter.len_utf8()..]))
        };
        Letters(text.lines().filter_map(row).collect())
    }

    /// The folded form of a name.
    pub fn fold(&self, name: &str) -> String {
        let mut out = String::with_capacity(name.len());
        self.each(name, |c| {
            out.push(c);
            true
        });
        out
    }

    /// Compares the folded form of `name` with `key`, byte by byte, as far as needed.
    pub fn compare(&self, name: &str, key: &str) -> Ordering {
        let mut left = key.as_bytes();
        let mut found = Ordering::Equal;
        self.each(name, |c| {
            let mut buffer = [0; 4];
            let bytes = c.encode_utf8(&mut buffer).as_bytes();
            let shared = bytes.len().min(left.len());
            found = bytes[..shared].cmp(&left[..shared]);
            if found == Ordering::Equal && left.len() < bytes.len() {
                found = Ordering::Greater;
            }
            left = &left[shared..];
            found == Ordering::Equal
        });
        match (found, left.is_empty()) {
            (Ordering::Equal, false) => Ordering::Less,
            _ => found,
        }
    }

    fn each(&self, name: &str, mut see: impl FnMut(char) -> bool) {
        let (mut begun, mut pending) = (false, false);
        for c in name.chars() {
            if is_blank(c) {
                pending = begun;
                continue;
            }
            if is_left_out(c) {
                continue;
            }
            if pending && !see(' ') {
                return;
            }
            (pending, begun) = (false, true);
            let go_on = if c.is_ascii() {
                see(c.to_ascii_lowercase())
            } else if let Some(plain) = self.0.get(&c) {
                plain.chars().all(&mut see)
            } else {
                c.to_lowercase().all(&mut see)
            };
            if !go_on {
                return;
            }
        }
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '/') || c.is_whitespace()
}

fn is_left_out(c: char) -> bool {
    let mark = matches!(c, '.' | ',' | '[' | ']' | '(' | ')' | '`' | '"');
    mark || matches!(c, '\'' | '’' | '‘' | 'ʻ' | 'ʼ') || matches!(c, '\u{300}'..='\u{36f}')
}

/// The folded name with its short words written out, or short: `st louis`, `saint louis`.
pub(super) fn other_forms(key: &str) -> impl Iterator<Item = String> {
    const FORMS: [(&str, &str); 5] = [
        ("st", "saint"),
        ("ste", "sainte"),
        ("mt", "mount"),
        ("ft", "fort"),
        ("st", "sankt"),
    ];
    let swapped = |from: &'static str, to: &'static str| {
        let words: Vec<&str> = key.split(' ').collect();
        let has = words.contains(&from);
        let new = words.iter().map(|w| if *w == from { to } else { *w });
        has.then(|| new.collect::<Vec<_>>().join(" "))
    };
    let forms = FORMS.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]);
    let out: Vec<String> = forms.filter_map(|(a, b)| swapped(a, b)).collect();
    out.into_iter()
}
