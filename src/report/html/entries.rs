//! Entries: lists under their headings, or the table of a court.

use super::escape::{foreign, text};
use super::facets::Facets;
use crate::report::book::{Book, Entry, Group, Note};

/// The entries as lists.
pub fn lists(out: &mut String, book: &Book, facets: &Facets) {
    out.push_str("<section id=\"chronology\" tabindex=\"-1\"><h2>Chronology</h2>\n");
    for group in &book.groups {
        open_group(out, group);
        out.push_str("<ol>\n");
        for entry in &group.entries {
            out.push_str(&format!(
                "<li class=\"entry\" id=\"{}\"{}>{} {}<span class=\"place\">{}</span> \
                 <span class=\"what\">{}</span>{}{}</li>\n",
                text(&entry.number),
                facets.attributes(entry),
                number(entry),
                clock(entry),
                foreign(&entry.place),
                happened(entry),
                delay(entry),
                sources(entry),
            ));
        }
        out.push_str("</ol>\n</section>\n");
    }
    out.push_str("</section>\n");
}

/// The entries as the table of a court.
pub fn tables(out: &mut String, book: &Book, facets: &Facets) {
    out.push_str("<section id=\"chronology\" tabindex=\"-1\"><h2>Chronology</h2>\n");
    for group in &book.groups {
        open_group(out, group);
        out.push_str(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of entries\">\
             <table>\n<thead><tr>",
        );
        for head in ["No.", "Date", "Time", "Event", "Source", "Disputed"] {
            out.push_str(&format!("<th scope=\"col\">{head}</th>"));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for entry in &group.entries {
            let notes: Vec<String> = entry.notes.iter().map(source).collect();
            out.push_str(&format!(
                "<tr class=\"entry\" id=\"{}\"{}><td>{}</td><td>{}</td><td>{}</td>\
                 <td>{}{}</td><td>{}</td><td>{}</td></tr>\n",
                text(&entry.number),
                facets.attributes(entry),
                number(entry),
                text(&entry.date),
                clock(entry),
                place_before(&entry.place),
                happened(entry),
                notes.join("<br>"),
                text(&entry.disputed),
            ));
        }
        out.push_str("</tbody>\n</table></div>\n</section>\n");
    }
    out.push_str("</section>\n");
}

/// The place, opening what happened there.
fn place_before(place: &str) -> String {
    match place.is_empty() {
        true => String::new(),
        false => format!("<span class=\"place\">{}</span> ", foreign(place)),
    }
}

/// The headings over a group; the last opens its section, which the script may hide.
fn open_group(out: &mut String, group: &Group) {
    for heading in &group.headings {
        let depth = (2 + heading.depth).min(6);
        if heading.last {
            out.push_str("<section class=\"group\">");
        }
        let class = if heading.last { "" } else { " class=\"upper\"" };
        out.push_str(&format!(
            "<h{depth}{class}>{}</h{depth}>\n",
            foreign(&heading.text)
        ));
    }
    if group.headings.is_empty() {
        out.push_str("<section class=\"group\">\n");
    }
}

/// The number, a link to the entry itself.
fn number(entry: &Entry) -> String {
    let number = text(&entry.number);
    format!("<a class=\"no\" href=\"#{number}\">{number}</a>")
}

/// Both clocks; which stands first the script can change.
fn clock(entry: &Entry) -> String {
    let zone = match entry.zone.is_empty() {
        true => String::new(),
        false => format!(" <small>{}</small>", text(&entry.zone)),
    };
    let second = match entry.second.is_empty() {
        true => String::new(),
        false => format!(" <span class=\"t2\">[{}]</span>", text(&entry.second)),
    };
    format!(
        "<span class=\"clock\"><span class=\"t1\">{}{zone}</span>{second}</span> ",
        text(&entry.time)
    )
}

fn happened(entry: &Entry) -> String {
    let mut out = foreign(&entry.text);
    if !entry.stage.is_empty() {
        out.push_str(&format!(", <em>{}</em>", text(&entry.stage)));
    }
    if !entry.parties.is_empty() {
        out.push_str(&format!(". {}", foreign(&entry.parties)));
    }
    if !entry.remark.is_empty() {
        out.push_str(&format!(" ({})", text(&entry.remark)));
    }
    for other in &entry.others {
        let number = text(&other.number);
        out.push_str(&format!(
            "<br><span class=\"other\">otherwise {}: {}, <a href=\"#{number}\">{number}</a></span>",
            text(&other.when),
            foreign(&other.source),
        ));
    }
    out
}

fn delay(entry: &Entry) -> String {
    if entry.delay.is_empty() {
        return String::new();
    }
    let since = match entry.since.is_empty() {
        true => String::new(),
        false => {
            let number = text(&entry.since);
            format!(" since <a href=\"#{number}\">{number}</a>")
        }
    };
    format!(
        " <span class=\"delay\">{}{since}</span>",
        text(&entry.delay)
    )
}

fn sources(entry: &Entry) -> String {
    let notes: Vec<String> = entry.notes.iter().map(source).collect();
    match notes.is_empty() {
        true => String::new(),
        false => format!("\n<p class=\"source\">{}</p>", notes.join("<br>")),
    }
}

/// A source: where, in which words, cited how.
fn source(note: &Note) -> String {
    let mut out = foreign(&note.place);
    if !note.words.is_empty() {
        out.push_str(&format!(": <q>{}</q>", foreign(&note.words)));
    }
    if !note.citation.is_empty() {
        out.push_str(&format!(". {}", foreign(&note.citation)));
    }
    if !note.remark.is_empty() {
        out.push_str(&format!(" ({})", foreign(&note.remark)));
    }
    out
}
