//! A Mermaid timeline. Source: its grammar: a period ends at a colon, `#` begins a comment, and a
//! colon before a blank begins the next event.
//!
//! It is not to scale, and holds a date, a title and nothing else. Times are by the event's own
//! clock.

use super::loss::{Export, Losses};
use super::wall::{Wall, line, shown, title};
use crate::model::Event;

pub(super) const HELD: [&str; 6] = [
    "label",
    "precision",
    "qualifier",
    "edtf",
    "local_begin",
    "zone",
];

/// A colon that the grammar does not read as one.
const COLON: &str = "\u{a789}";

/// Events as periods, in their order, a section for each year.
pub(super) fn write(events: &[Event], name: &str) -> Export {
    let mut losses = Losses::default();
    let mut out = format!("timeline\n    title {}\n", period(name));
    out.push_str("    accDescr: A list of events in order of time, not to scale\n");
    let mut section = None;
    let mut last = String::new();
    for event in events {
        let Some(wall) = Wall::of(event) else {
            losses.left_out("without a date");
            continue;
        };
        let year = wall
            .begin
            .or(wall.end)
            .map(|l| l.date().year())
            .unwrap_or_default();
        if section != Some(year) {
            section = Some(year);
            last.clear();
            out.push_str(&format!("    section {}\n", era(year)));
        }
        let period = period(&shown(event));
        let told = event_text(&title(event));
        // Several events of one time are one period.
        match period == last {
            true => out.push_str(&format!("          : {told}\n")),
            false => out.push_str(&format!("        {period} : {told}\n")),
        }
        last = period;
    }
    Export {
        bytes: out.into_bytes(),
        diagnostics: losses.told("Mermaid", &HELD, events),
    }
}

fn era(year: i32) -> String {
    match year > 0 {
        true => year.to_string(),
        false => format!("{} BCE", 1 - year),
    }
}

/// No colon, no comment, no mark of a directive.
fn period(text: &str) -> String {
    let text = line(text)
        .replace(':', COLON)
        .replace('#', "\u{ff03}")
        .replace('%', "\u{ff05}");
    plain(&text)
}

/// Colons stay within words and clocks.
fn event_text(text: &str) -> String {
    let text = line(text).replace('#', "\u{ff03}").replace('%', "\u{ff05}");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek()) {
            (':', None) => out.push_str(COLON),
            (':', Some(next)) if next.is_whitespace() => out.push_str(COLON),
            _ => out.push(c),
        }
    }
    // What begins the text must not end the colon before it.
    let out = match out.strip_prefix(':') {
        Some(rest) => format!("{COLON}{rest}"),
        None => out,
    };
    plain(&out)
}

/// Marks of HTML, braces and entities would be read as such.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '<' => '\u{2039}',
            '>' => '\u{203a}',
            '{' => '(',
            '}' => ')',
            ';' => '\u{ff1b}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_the_grammar_are_shown_by_others() {
        assert_eq!(period("1945-11-04 01:20 # x"), "1945-11-04 01꞉20 ＃ x");
        assert_eq!(event_text("No: 7 at 01:20:"), "No꞉ 7 at 01:20꞉");
        assert_eq!(event_text("a\nb <c>"), "a b ‹c›");
    }
}
