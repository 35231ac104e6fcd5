//! Names as they are compared: without accents, case and points; hyphens are blanks.

use std::cmp::Ordering;

/// Latin letters that are not ASCII, and the ASCII letters they are compared by: one slot for each
/// letter of the two blocks that have them, so that looking one up costs nothing.
#[derive(Debug)]
pub(super) struct Letters(Vec<&'static str>);

const LOW: std::ops::Range<u32> = 0xC0..0x2B0;
const HIGH: std::ops::Range<u32> = 0x1E00..0x1F00;

fn slot(letter: char) -> Option<usize> {
    let code = letter as u32;
    if LOW.contains(&code) {
        return Some((code - LOW.start) as usize);
    }
    let after = LOW.end - LOW.start;
    HIGH.contains(&code)
        .then(|| (after + code - HIGH.start) as usize)
}

impl Letters {
    /// One line each: the letter, then its ASCII letters.
    pub fn parse(text: &'static str) -> Letters {
        let mut slots = vec![""; (LOW.end - LOW.start + HIGH.end - HIGH.start) as usize];
        for line in text.lines() {
            let Some(letter) = line.chars().next() else {
                continue;
            };
            if let Some(at) = slot(letter) {
                slots[at] = &line[letter.len_utf8()..];
            }
        }
        Letters(slots)
    }

    fn plain(&self, letter: char) -> Option<&'static str> {
        let plain = *self.0.get(slot(letter)?)?;
        (!plain.is_empty()).then_some(plain)
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
    pub fn compare(&self, name: &[u8], key: &str) -> Ordering {
        let key = key.as_bytes();
        let (mut at, mut left) = (0, 0);
        // As long as both are plain letters and single blanks there is nothing to fold.
        while let (Some(byte), Some(wanted)) = (name.get(at), key.get(left)) {
            let folded = byte.to_ascii_lowercase();
            if !(folded.is_ascii_alphanumeric() || *byte == b' ') {
                break;
            }
            if folded != *wanted {
                // Two blanks, or one at an end, are for the slow way.
                if *byte == b' ' {
                    break;
                }
                return folded.cmp(wanted);
            }
            (at, left) = (at + 1, left + 1);
        }
        if at == name.len() && name.last() != Some(&b' ') {
            return match left == key.len() {
                true => Ordering::Equal,
                false => Ordering::Less,
            };
        }
        self.compare_slowly(std::str::from_utf8(name).unwrap_or(""), key)
    }

    fn compare_slowly(&self, name: &str, key: &[u8]) -> Ordering {
        let mut left = key;
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
            } else if let Some(plain) = self.plain(c) {
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
