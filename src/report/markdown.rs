//! The book as Markdown: CommonMark with the footnotes and tables of GitHub's dialect, no HTML.

mod escape;

use super::book::{Book, Entry, Index, Note, PairRow, Table};
use escape::{inline, text};

/// The whole document.
pub fn write(book: &Book) -> String {
    let mut out = Writer::default();
    out.front(book);
    match book.variant {
        "court" => out.tables(book),
        _ => out.entries(book),
    }
    out.delays(book);
    out.figures(book);
    out.reading(book);
    out.back(book);
    out.footnotes();
    out.text
}

#[derive(Default)]
struct Writer {
    text: String,
    notes: Vec<String>,
}

impl Writer {
    fn heading(&mut self, depth: usize, words: &str) {
        // Markdown has six depths.
        let marks = "#".repeat(depth.min(6));
        self.text.push_str(&format!("{marks} {words}\n\n"));
    }

    fn paragraph(&mut self, words: &str) {
        self.text.push_str(&format!("{words}\n\n"));
    }

    fn item(&mut self, words: &str) {
        self.text.push_str(&format!("- {words}\n"));
    }

    fn end_list(&mut self) {
        self.text.push('\n');
    }

    fn row(&mut self, cells: &[String]) {
        self.text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }

    fn head(&mut self, cells: &[&str]) {
        let heads: Vec<String> = cells.iter().map(|c| (*c).to_owned()).collect();
        self.row(&heads);
        self.row(&vec!["---".to_owned(); cells.len()]);
    }

    /// The mark of a footnote.
    fn note(&mut self, note: &Note) -> String {
        self.notes.push(source(note));
        format!("[^{}]", self.notes.len())
    }

    fn front(&mut self, book: &Book) {
        self.heading(1, &text(&book.title));
        self.paragraph(&format!("**{}**", text(&book.period)));
        if !book.author.is_empty() {
            self.paragraph(&format!("Compiled by {}", text(&book.author)));
        }
        if !book.edition.is_empty() {
            self.paragraph(&format!("Edition: {}", text(&book.edition)));
        }
        if !book.window.is_empty() {
            self.paragraph(&format!("Window: {}", text(&book.window)));
        }
        if let Some(words) = book.scope.first() {
            self.paragraph(&text(words));
        }
    }

    fn entries(&mut self, book: &Book) {
        self.heading(2, "Chronology");
        for group in &book.groups {
            for heading in &group.headings {
                self.heading(2 + heading.depth, &text(&heading.text));
            }
            for entry in &group.entries {
                let line = self.entry(entry);
                self.item(&line);
            }
            self.end_list();
        }
    }

    fn entry(&mut self, entry: &Entry) -> String {
        let mut line = format!("**{}**", text(&entry.number));
        for part in [clock(entry), text(&entry.place)] {
            if !part.is_empty() {
                line.push_str(&format!(" · {part}"));
            }
        }
        line.push_str(&format!(" · {}", happened(entry)));
        for note in &entry.notes {
            let mark = self.note(note);
            line.push_str(&mark);
        }
        if !entry.delay.is_empty() {
            line.push_str(&format!(" *{}", inline(&entry.delay)));
            if !entry.since.is_empty() {
                line.push_str(&format!(" since {}", text(&entry.since)));
            }
            line.push('*');
        }
        line
    }

    fn tables(&mut self, book: &Book) {
        self.heading(2, "Chronology");
        for group in &book.groups {
            for heading in &group.headings {
                self.heading(2 + heading.depth, &text(&heading.text));
            }
            self.head(&["No.", "Date", "Time", "Event", "Source", "Disputed"]);
            for entry in &group.entries {
                let sources: Vec<String> = entry.notes.iter().map(source).collect();
                self.row(&[
                    text(&entry.number),
                    text(&entry.date),
                    clock(entry),
                    placed(entry),
                    sources.join("; "),
                    text(&entry.disputed),
                ]);
            }
            self.end_list();
        }
    }

    fn delays(&mut self, book: &Book) {
        let delays = &book.delays;
        if delays.tables.is_empty() && delays.pairs.is_empty() && delays.impossible.is_empty() {
            return;
        }
        self.heading(2, "Delays");
        self.pairs(&delays.pairs);
        for table in &delays.tables {
            self.heading(3, &text(&table.caption));
            self.statistics(table);
        }
        if !delays.impossible.is_empty() {
            self.heading(3, "Impossible delays");
            self.pairs(&delays.impossible);
        }
    }

    fn pairs(&mut self, rows: &[PairRow]) {
        if rows.is_empty() {
            return;
        }
        self.head(&[
            "Message",
            "From",
            "To",
            "Delay",
            "Certainly between",
            "Entries",
        ]);
        for row in rows {
            let cells = [
                &row.message,
                &row.from,
                &row.to,
                &row.delay,
                &row.between,
                &row.entries,
            ];
            self.row(&cells.map(|c| text(c)));
        }
        self.end_list();
    }

    fn statistics(&mut self, table: &Table) {
        let heads = table.heads().map(text);
        self.head(&heads.each_ref().map(String::as_str));
        for row in &table.rows {
            let cells: Vec<String> = row.cells().iter().map(|cell| text(cell)).collect();
            self.row(&cells);
        }
        self.end_list();
    }

    /// One file has no pictures: their words stand in their place.
    fn figures(&mut self, book: &Book) {
        if book.figures.plates.is_empty() {
            return;
        }
        self.heading(2, "Pictures, in words");
        for plate in &book.figures.plates {
            self.paragraph(&format!(
                "**{}** {}",
                text(&plate.caption),
                text(&plate.alt)
            ));
        }
    }

    fn reading(&mut self, book: &Book) {
        self.heading(2, "Scope, method, conventions");
        for words in book.scope.iter().skip(1) {
            self.paragraph(&text(words));
        }
        for rule in &book.conventions {
            self.item(&format!("**{}.** {}", text(&rule.about), text(&rule.rule)));
        }
        self.end_list();
        if !book.clocks.is_empty() {
            self.head(&["Clock", "Offset", "Zone", "Places", "Used"]);
            for c in &book.clocks {
                let cells = [&c.abbreviation, &c.offset, &c.zone, &c.places, &c.used];
                self.row(&cells.map(|c| text(c)));
            }
            self.end_list();
        }
    }

    fn back(&mut self, book: &Book) {
        if !book.corrections.is_empty() {
            self.heading(2, "Corrections");
            for c in &book.corrections {
                let (of, change, reason) = (text(&c.of), text(&c.change), text(&c.reason));
                let numbers: Vec<String> = c.entries.iter().map(|e| text(&e.number)).collect();
                let entries = match numbers.is_empty() {
                    true => String::new(),
                    false => format!(" ({})", numbers.join(", ")),
                };
                self.item(&format!("*{of}*: {change}. Reason: {reason}{entries}"));
            }
            self.end_list();
        }
        if !book.doubts.is_empty() || !book.silences.is_empty() {
            self.heading(2, "Gaps and doubts");
            for s in &book.silences {
                let [length, after, before] = [&s.length, &s.after, &s.before].map(|t| text(t));
                self.item(&format!(
                    "silence of {length}, between {after} and {before}"
                ));
            }
            for d in &book.doubts {
                let [severity, code, message, places] =
                    [&d.severity, &d.code, &d.message, &d.places].map(|t| text(t));
                let places = match places.is_empty() {
                    true => places,
                    false => format!(" ({places})"),
                };
                self.item(&format!("{severity} *{code}*: {message}{places}"));
            }
            self.end_list();
        }
        if !book.indexes.is_empty() {
            self.heading(2, "Indexes");
            book.indexes.iter().for_each(|index| self.index(index));
        }
        if !book.sources.is_empty() {
            self.heading(2, "Sources");
            for s in &book.sources {
                let checksum = match s.checksum.is_empty() {
                    true => String::new(),
                    false => format!(", {}", text(&s.checksum)),
                };
                self.item(&format!("{}, {}{checksum}", text(&s.name), text(&s.size)));
            }
            self.end_list();
        }
        self.heading(2, "Colophon");
        for words in &book.colophon {
            self.paragraph(&text(words));
        }
    }

    fn index(&mut self, index: &Index) {
        self.heading(3, &text(&index.title));
        for line in &index.lines {
            let numbers: Vec<String> = line.entries.iter().map(|e| text(&e.text)).collect();
            self.item(&format!("{}: {}", text(&line.name), numbers.join(", ")));
        }
        self.end_list();
    }

    fn footnotes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        for (i, note) in notes.iter().enumerate() {
            self.text.push_str(&format!("[^{}]: {note}\n", i + 1));
        }
    }
}

/// `01:20 MSK [3 Nov 22:20Z]`.
fn clock(entry: &Entry) -> String {
    let mut out = text(&entry.time);
    if !entry.zone.is_empty() {
        out.push_str(&format!(" {}", text(&entry.zone)));
    }
    if !entry.second.is_empty() {
        out.push_str(&format!(" \\[{}\\]", text(&entry.second)));
    }
    out
}

/// What happened, after its place.
fn placed(entry: &Entry) -> String {
    match entry.place.is_empty() {
        true => happened(entry),
        false => format!("{}: {}", text(&entry.place), happened(entry)),
    }
}

/// What happened, with the parties, doubts, and what other sources give.
fn happened(entry: &Entry) -> String {
    let mut out = text(&entry.text);
    if !entry.stage.is_empty() {
        out.push_str(&format!(", *{}*", text(&entry.stage)));
    }
    if !entry.parties.is_empty() {
        out.push_str(&format!(". {}", text(&entry.parties)));
    }
    if !entry.remark.is_empty() {
        out.push_str(&format!(" ({})", text(&entry.remark)));
    }
    for other in &entry.others {
        let [when, source, number] = [&other.when, &other.source, &other.number].map(|t| text(t));
        out.push_str(&format!("; otherwise {when}: {source}, {number}"));
    }
    out
}

/// A source: where, in which words, cited how.
fn source(note: &Note) -> String {
    let mut out = text(&note.place);
    if !note.words.is_empty() {
        out.push_str(&format!(": “{}”", text(&note.words)));
    }
    if !note.citation.is_empty() {
        out.push_str(&format!(". {}", text(&note.citation)));
    }
    if !note.remark.is_empty() {
        out.push_str(&format!(" ({})", text(&note.remark)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::book::book;
    use crate::report::sample::Parts;
    use crate::report::{Chronology, Layout, Variant};

    #[test]
    fn entries_have_numbers_and_footnotes() {
        let parts = Parts::of_cable();
        let text = write(&book(&parts.chronology("Cable 3523")).unwrap());
        assert!(
            text.starts_with("# Cable 3523\n\n**Sunday 4 November 1945**\n"),
            "{text}"
        );
        let line = "- **1945-11-04/02** · 02:45 MSK \\[3 Nov 23:45Z\\] · Moscow · Cable 3523 arrived at \
                    the VKP(b) CC for decipherment[^2] *+ 1 h 25 min*";
        assert!(text.contains(line), "{text}");
        assert!(
            text.contains("[^2]: cable-3523.txt, line 8: “arrived at the VKP CC"),
            "{text}"
        );
    }

    #[test]
    fn hostile_text_leaves_no_markup_of_its_own() {
        let mut parts = Parts::of_cable();
        parts.events[0].label =
            "# x\n- y\n<script>alert(1)</script> [a](http://b) ![c](d) | e \u{202e}\u{0}".into();
        parts.events[1].label = "x".repeat(10_000);
        for variant in [Variant::History, Variant::Court] {
            let chronology = Chronology {
                layout: Layout {
                    variant,
                    ..Layout::default()
                },
                ..parts.chronology("*t* <b>")
            };
            let text = write(&book(&chronology).unwrap());
            assert!(text.starts_with("# \\*t\\* \\<b\\>\n"));
            assert!(
                !text.replace("\\<", "").contains('<') && !text.replace("\\]", "").contains("](")
            );
            assert!(
                text.contains("\\# x - y \\<script\\>alert(1)\\</script\\>"),
                "{text}"
            );
            assert!(text.contains(&"x".repeat(10_000)));
            assert!(text.contains("\\| e \u{fffd}"));
            assert!(!text.contains('\u{202e}'));
        }
    }
}
