//! What follows the entries: delays, conventions, doubts, indexes, sources.

use super::escape::{foreign, text};
use crate::report::book::{Book, Index, PairRow, Reference, Table};

pub fn has_delays(book: &Book) -> bool {
    let d = &book.delays;
    !(d.tables.is_empty() && d.pairs.is_empty() && d.impossible.is_empty())
}

pub fn has_doubts(book: &Book) -> bool {
    !(book.doubts.is_empty() && book.silences.is_empty())
}

/// A table that can be moved within a narrow window.
fn table(out: &mut String, name: &str, heads: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    out.push_str(&format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table>\n<thead><tr>",
        text(name)
    ));
    for head in heads {
        out.push_str(&format!("<th scope=\"col\">{}</th>", text(head)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        let cells: String = row.iter().map(|c| format!("<td>{c}</td>")).collect();
        out.push_str(&format!("<tr>{cells}</tr>\n"));
    }
    out.push_str("</tbody>\n</table></div>\n");
}

/// The tables of delays.
pub fn delays(out: &mut String, book: &Book) {
    if !has_delays(book) {
        return;
    }
    out.push_str("<section id=\"delays\"><h2>Delays</h2>\n");
    pairs(out, "Delays of single messages", &book.delays.pairs);
    for table in &book.delays.tables {
        statistics(out, table);
    }
    if !book.delays.impossible.is_empty() {
        out.push_str("<h3>Impossible delays</h3>\n");
        pairs(out, "Impossible delays", &book.delays.impossible);
    }
    out.push_str("</section>\n");
}

fn pairs(out: &mut String, name: &str, rows: &[PairRow]) {
    if rows.is_empty() {
        return;
    }
    let heads = [
        "Message",
        "From",
        "To",
        "Delay",
        "Certainly between",
        "Entries",
    ];
    let cells = |r: &PairRow| {
        let numbers: Vec<String> = r.entries.split(", ").map(|n| link(n, n)).collect();
        let words = [&r.message, &r.from, &r.to, &r.delay, &r.between];
        let mut cells: Vec<String> = words.iter().map(|w| foreign(w)).collect();
        cells.push(numbers.join(", "));
        cells
    };
    table(out, name, &heads, rows.iter().map(cells));
}

fn statistics(out: &mut String, given: &Table) {
    out.push_str(&format!("<h3>{}</h3>\n", foreign(&given.caption)));
    let rows = given.rows.iter().map(|row| {
        let cells = row.cells();
        let (group, figures) = cells.split_at(1);
        let group = group.iter().map(|name| foreign(name));
        group.chain(figures.iter().map(|cell| text(cell))).collect()
    });
    table(out, &given.caption, &given.heads(), rows);
}

/// Scope and method, conventions, clocks.
pub fn reading(out: &mut String, book: &Book) {
    out.push_str("<section id=\"reading\"><h2>Scope, method, conventions</h2>\n");
    for words in book.scope.iter().skip(1) {
        out.push_str(&format!("<p>{}</p>\n", text(words)));
    }
    out.push_str("<dl>\n");
    for rule in &book.conventions {
        let (about, words) = (text(&rule.about), text(&rule.rule));
        out.push_str(&format!("<dt>{about}</dt><dd>{words}</dd>\n"));
    }
    out.push_str("</dl>\n");
    if !book.clocks.is_empty() {
        let heads = ["Clock", "Offset", "Zone", "Places", "Used"];
        let rows = book.clocks.iter().map(|c| {
            let cells = [&c.abbreviation, &c.offset, &c.zone, &c.places, &c.used];
            cells.iter().map(|c| foreign(c)).collect()
        });
        table(out, "Clocks", &heads, rows);
    }
    out.push_str("</section>\n");
}

/// Corrections, doubts, indexes, sources, colophon.
pub fn rest(out: &mut String, book: &Book) {
    if !book.corrections.is_empty() {
        out.push_str("<section id=\"corrections\"><h2>Corrections</h2>\n<ul>\n");
        for c in &book.corrections {
            let (of, change, reason) = (foreign(&c.of), foreign(&c.change), foreign(&c.reason));
            let entries = match c.entries.is_empty() {
                true => String::new(),
                false => format!(" ({})", numbers(&c.entries)),
            };
            out.push_str(&format!(
                "<li>{of}: {change}. Reason: {reason}{entries}</li>\n"
            ));
        }
        out.push_str("</ul>\n</section>\n");
    }
    if has_doubts(book) {
        out.push_str("<section id=\"doubts\"><h2>Gaps and doubts</h2>\n<ul>\n");
        for s in &book.silences {
            let (after, before) = (link(&s.after, &s.after), link(&s.before, &s.before));
            let length = text(&s.length);
            out.push_str(&format!(
                "<li>silence of {length}, between {after} and {before}</li>\n"
            ));
        }
        for d in &book.doubts {
            let (severity, code) = (text(&d.severity), text(&d.code));
            let places = match d.places.is_empty() {
                true => String::new(),
                false => format!(" <small>({})</small>", foreign(&d.places)),
            };
            let words = foreign(&d.message);
            out.push_str(&format!(
                "<li>{severity} <em>{code}</em>: {words}{places}</li>\n"
            ));
        }
        out.push_str("</ul>\n</section>\n");
    }
    if !book.indexes.is_empty() {
        out.push_str("<section id=\"indexes\"><h2>Indexes</h2>\n");
        book.indexes.iter().for_each(|i| index(out, i));
        out.push_str("</section>\n");
    }
    if !book.sources.is_empty() {
        out.push_str("<section id=\"sources\"><h2>Sources</h2>\n<ul>\n");
        for s in &book.sources {
            let checksum = match s.checksum.is_empty() {
                true => String::new(),
                false => format!(", <code>{}</code>", text(&s.checksum)),
            };
            out.push_str(&format!(
                "<li>{}, {}{checksum}</li>\n",
                foreign(&s.name),
                text(&s.size)
            ));
        }
        out.push_str("</ul>\n</section>\n");
    }
    out.push_str("<section id=\"colophon\"><h2>Colophon</h2>\n");
    for words in &book.colophon {
        out.push_str(&format!("<p>{}</p>\n", foreign(words)));
    }
    out.push_str("</section>\n");
}

fn index(out: &mut String, index: &Index) {
    out.push_str(&format!(
        "<h3>{}</h3>\n<ul class=\"index\">\n",
        text(&index.title)
    ));
    for line in &index.lines {
        let (name, entries) = (foreign(&line.name), numbers(&line.entries));
        out.push_str(&format!("<li>{name} {entries}</li>\n"));
    }
    out.push_str("</ul>\n");
}

fn numbers(references: &[Reference]) -> String {
    let links: Vec<String> = references
        .iter()
        .map(|r| link(&r.number, &r.text))
        .collect();
    links.join(", ")
}

fn link(number: &str, words: &str) -> String {
    match number.is_empty() {
        true => String::new(),
        false => format!("<a href=\"#{}\">{}</a>", text(number), text(words)),
    }
}
