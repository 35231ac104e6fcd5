//! Entries and headings as lines of a column.

use super::Width;
use crate::report::book::{Book, Convention, Entry};
use crate::report::plain;

/// How a line is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Title,
    Subtitle,
    Heading,
    /// The time and place of an entry.
    Time,
    Text,
    /// Sources, conventions, colophon.
    Source,
}

impl Style {
    /// Size in pixels of 1/96 inch.
    pub fn size(self) -> f64 {
        match self {
            Style::Title => 64.0,
            Style::Subtitle => 28.0,
            Style::Heading => 19.0,
            Style::Time | Style::Text => 14.0,
            Style::Source => 11.0,
        }
    }

    /// From one line to the next.
    pub fn lead(self) -> f64 {
        self.size() * if self == Style::Heading { 1.9 } else { 1.35 }
    }

    pub fn bold(self) -> bool {
        matches!(self, Style::Title | Style::Heading | Style::Time)
    }

    /// Colour.
    pub fn ink(self) -> &'static str {
        if self == Style::Source {
            "#595959"
        } else {
            "#222222"
        }
    }
}

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub text: String,
    pub style: Style,
}

/// Lines that stand together.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub lines: Vec<Line>,
    /// Whether the next block belongs to it.
    pub opens: bool,
}

/// How deep lines are.
pub fn height(lines: &[Line]) -> f64 {
    lines.iter().map(|l| l.style.lead()).sum()
}

/// The blocks of a book.
pub fn blocks(book: &Book, room: f64, width: Width<'_>) -> Vec<Block> {
    let mut out = Vec::new();
    for group in &book.groups {
        for heading in &group.headings {
            out.push(Block {
                lines: wrapped(&heading.text, Style::Heading, room, width),
                opens: true,
            });
        }
        let entries = group.entries.iter();
        out.extend(entries.map(|entry| block(entry, book.variant == "court", room, width)));
    }
    out.extend(reading(book, room, width));
    out
}

/// How to read the entries, and what made the poster: after them, in the same columns.
fn reading(book: &Book, room: f64, width: Width<'_>) -> Vec<Block> {
    let about = |c: &Convention| format!("{}. {}", c.about, c.rule);
    let words = book.conventions.iter().map(about);
    let words = words.chain(book.colophon.iter().cloned());
    let heading = Block {
        lines: wrapped("How to read it", Style::Heading, room, width),
        opens: true,
    };
    let block = |words: String| {
        let mut lines = wrapped(&words, Style::Source, room, width);
        lines.push(air());
        Block {
            lines,
            opens: false,
        }
    };
    std::iter::once(heading).chain(words.map(block)).collect()
}

/// A little space.
fn air() -> Line {
    Line {
        text: String::new(),
        style: Style::Source,
    }
}

fn block(entry: &Entry, dated: bool, room: f64, width: Width<'_>) -> Block {
    let mut time = Vec::new();
    if dated {
        time.push(entry.date.clone());
    }
    time.push(entry.time.clone());
    time.push(entry.zone.clone());
    if !entry.second.is_empty() {
        time.push(format!("[{}]", entry.second));
    }
    time.push(entry.place.clone());
    time.retain(|part| !part.is_empty());
    let mut what = entry.text.clone();
    let mut add = |before: &str, words: &str, after: &str| {
        if !words.is_empty() {
            what.push_str(&format!("{before}{words}{after}"));
        }
    };
    add(", ", &entry.stage, "");
    add(". ", &entry.parties, "");
    add(" (", &entry.remark, ")");
    for o in &entry.others {
        add(
            "; otherwise ",
            &format!("{}: {}, {}", o.when, o.source, o.number),
            "",
        );
    }
    add("  ", &entry.delay, "");
    let mut source = entry.number.clone();
    for n in &entry.notes {
        source.push_str(&format!(" · {}", n.place));
        if !n.citation.is_empty() {
            source.push_str(&format!("; {}", n.citation));
        }
    }
    let mut lines = wrapped(&time.join(" "), Style::Time, room, width);
    lines.extend(wrapped(&what, Style::Text, room, width));
    lines.extend(wrapped(&source, Style::Source, room, width));
    lines.push(air());
    Block {
        lines,
        opens: false,
    }
}

/// A text in lines no wider than the room, broken at spaces; a word that is wider is broken where
/// it must be.
pub fn wrapped(text: &str, style: Style, room: f64, width: Width<'_>) -> Vec<Line> {
    let text = plain::line(text);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    let space = width(" ", style);
    let mut end = |line: &mut String, used: &mut f64| {
        if !line.is_empty() {
            lines.push(std::mem::take(line));
        }
        *used = 0.0;
    };
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let wide = width(word, style);
        let gap = if line.is_empty() { 0.0 } else { space };
        if used + gap + wide <= room {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            used += gap + wide;
            continue;
        }
        end(&mut line, &mut used);
        for c in word.chars() {
            let advance = width(c.encode_utf8(&mut [0; 4]), style);
            if used + advance > room {
                end(&mut line, &mut used);
            }
            line.push(c);
            used += advance;
        }
    }
    end(&mut line, &mut used);
    let line = |text| Line { text, style };
    lines.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every letter ten pixels wide.
    fn ten(text: &str, _: Style) -> f64 {
        10.0 * text.chars().count() as f64
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_room_and_nothing_is_lost(text in "[a-zα ]{0,200}") {
            let lines = wrapped(&text, Style::Text, 80.0, &ten);
            let letters = |t: &str| t.chars().filter(|c| *c != ' ').collect::<String>();
            let all: String = lines.iter().map(|l| l.text.as_str()).collect();
            prop_assert_eq!(letters(&all), letters(&text));
            prop_assert!(lines.iter().all(|l| ten(&l.text, l.style) <= 80.0));
        }
    }
}
