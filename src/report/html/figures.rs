//! Charts, inline, with their marks as ways to the entries.

use super::escape::text;
use crate::report::Figure;
use crate::report::book::Book;
use std::collections::BTreeMap;

/// A chart with its caption.
pub fn figure(out: &mut String, figure: &Figure, book: &Book, number: usize) {
    // What stands before the picture, such as an XML declaration, has no place in a page.
    let svg = figure.svg.find("<svg").map_or("", |at| &figure.svg[at..]);
    let name = format!("Chart {}", number + 1);
    out.push_str(&format!(
        "<figure>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\">{}</div>\n\
         <figcaption>{name}. {}</figcaption>\n</figure>\n",
        marked(svg, &figure.events, book),
        text(&figure.caption)
    ));
}

/// The picture, its marks naming the entries of their events: `data-row="2"` gets
/// `data-entry="1945-11-04/03"`.
fn marked(svg: &str, events: &[String], book: &Book) -> String {
    if events.is_empty() {
        return svg.to_owned();
    }
    let entries = book.groups.iter().flat_map(|g| &g.entries);
    let numbers: BTreeMap<&str, &str> = entries
        .flat_map(|e| {
            e.facets
                .events
                .iter()
                .map(|id| (id.as_str(), e.number.as_str()))
        })
        .collect();
    const ROW: &str = "data-row=\"";
    let mut parts = svg.split(ROW);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (row, rest) = part.split_once('"').unwrap_or((part, ""));
        let event = row.parse().ok().and_then(|row: usize| events.get(row));
        if let Some(number) = event.and_then(|id| numbers.get(id.as_str())) {
            out.push_str(&format!("data-entry=\"{}\" ", text(number)));
        }
        out.push_str(&format!("{ROW}{row}\"{rest}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::book::book;
    use crate::report::sample::Parts;

    #[test]
    fn a_mark_names_its_entry() {
        let parts = Parts::of_cable();
        let book = book(&parts.chronology("t")).unwrap();
        let events = ["cable-3523/sent".to_owned(), "nothing".to_owned()];
        let svg = "<g data-row=\"0\"></g><g data-row=\"1\"></g>";
        let wanted = "<g data-entry=\"1945-11-04/01\" data-row=\"0\"></g><g data-row=\"1\"></g>";
        assert_eq!(marked(svg, &events, &book), wanted);
    }
}
