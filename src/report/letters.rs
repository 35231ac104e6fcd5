//! Letters that are not printed as they are: each is told, with the place where it stands.

use super::Chronology;
use super::plain::{Shown, shown};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Event;
use std::collections::{BTreeMap, BTreeSet};

/// The texts of an event that are printed.
fn texts(event: &Event) -> impl Iterator<Item = &String> {
    let names = [
        &event.place,
        &event.sender,
        &event.recipient,
        &event.citation,
        &event.pinpoint,
        &event.note,
    ];
    let words = [
        &event.label,
        &event.provenance.as_written,
        &event.message_id,
    ];
    names.into_iter().flatten().chain(words)
}

/// The characters that no format can show.
pub fn unprintable(chronology: &Chronology<'_>) -> BTreeSet<char> {
    let all = chronology.events.iter().flat_map(texts);
    let chars = all.flat_map(|text| text.chars());
    chars.filter(|c| shown(*c) == Shown::Unprintable).collect()
}

/// A note for each character that is printed as U+FFFD, at the first event that has it.
pub fn notes(chronology: &Chronology<'_>, missing: &BTreeSet<char>) -> Vec<Diagnostic> {
    let mut holders: BTreeMap<char, (&str, u32)> = BTreeMap::new();
    if !missing.is_empty() {
        for event in chronology.events {
            let from = &event.provenance;
            let chars = texts(event).flat_map(|text| text.chars());
            for c in chars.filter(|c| missing.contains(c)) {
                holders.entry(c).or_insert((&from.source, from.line));
            }
        }
    }
    let note = |c: &char| {
        let code = u32::from(*c);
        let (message, hint) = match shown(*c) {
            Shown::Unprintable => {
                let kind = if c.is_control() { "control" } else { "private" };
                let message = format!("the {kind} character U+{code:04X} is printed as U+FFFD");
                (message, None)
            }
            _ => (
                format!("no font has U+{code:04X} `{c}`, which is printed as U+FFFD"),
                Some("name a font that has it: `--font-path FILE`"),
            ),
        };
        let (source, line) = holders.get(c).copied().unwrap_or((chronology.title, 0));
        let note = Diagnostic::new(Severity::Note, Code::LetterMissing, source, message);
        match hint {
            Some(hint) => note.at(line, 0).hint(hint),
            None => note.at(line, 0),
        }
    };
    missing.iter().map(note).collect()
}

#[cfg(test)]
mod tests {
    use crate::report::sample::Parts;
    use crate::report::{Fonts, Format, write};

    #[test]
    fn what_no_format_can_show_is_told_by_all() {
        let mut parts = Parts::of_cable();
        parts.events[1].label = "bell\u{7} \u{e000} 中".into();
        for format in [Format::Html, Format::Markdown, Format::Svg] {
            let chronology = parts.chronology("t");
            let (_, notes) = write(&chronology, format, &Fonts::bundled()).unwrap();
            let told: Vec<&str> = notes.iter().map(|n| n.message.as_str()).collect();
            let wanted = [
                "the control character U+0007 is printed as U+FFFD",
                "the private character U+E000 is printed as U+FFFD",
            ];
            assert_eq!(told, wanted, "{format:?}");
            assert_eq!(
                (notes[0].source.as_str(), notes[0].line),
                ("cable-3523.txt", 8)
            );
        }
    }
}
