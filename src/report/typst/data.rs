//! What the template reads: the book, and how it lies on the page.

use super::fonts::Fonts;
use crate::error::Result;
use crate::report::book::Book;
use crate::report::unset;
use serde_json::{Value, json};

/// From how many entries the title has a page of its own.
const TITLE_PAGE: usize = 40;
/// From how many entries there is a table of contents.
const CONTENTS: usize = 21;
/// The most headings that a table of contents lists, chapters apart: one page.
const LISTED: usize = 32;
/// Up to how many notes stand at the foot of the page; more stand under their entries. A footnote
/// costs typst twice the memory of its entry.
const FOOTNOTES: usize = 5_000;
/// Up to how many references of the indexes are links; each costs about 35 KB.
const LINKS: usize = 5_000;
/// How many characters fit the columns of an entry: under a day, and where dates stand with times.
const COLUMNS: [(usize, usize, usize); 2] = [(13, 14, 13), (20, 20, 0)];

/// The data of the template.
pub fn value(book: &Book, fonts: &Fonts) -> Result<Value> {
    let mut data = serde_json::to_value(book).map_err(|e| unset(e.to_string()))?;
    let by_day = book.groups.iter().all(|g| !g.number.is_empty());
    let limits = COLUMNS[usize::from(!by_day)];
    let columns = lay_out(&mut data, limits);
    let author = book.author.as_str();
    let authors: Vec<String> = Some(author)
        .filter(|a| !a.is_empty())
        .map(head)
        .into_iter()
        .collect();
    let contents = match book.count >= CONTENTS {
        true => depth(book),
        false => 0,
    };
    let more = json!({
        "head_title": head(&book.title),
        "head_author": authors,
        "title_page": book.count >= TITLE_PAGE,
        "contents": contents,
        "columns": columns,
        "footnotes": notes(book) <= FOOTNOTES,
        "linked": references(book) <= LINKS,
        "fonts": fonts.families(),
    });
    if let (Value::Object(fields), Value::Object(more)) = (&mut data, more) {
        fields.extend(more);
    }
    Ok(data)
}

fn notes(book: &Book) -> usize {
    let entries = book.groups.iter().flat_map(|g| &g.entries);
    entries.map(|e| e.notes.len()).sum()
}

fn references(book: &Book) -> usize {
    let lines = book.indexes.iter().flat_map(|i| &i.lines);
    lines.map(|l| l.entries.len()).sum()
}

/// How deep the table of contents goes: no deeper than a page holds.
fn depth(book: &Book) -> usize {
    let headings = || book.groups.iter().flat_map(|g| &g.headings);
    let listed = |depth: usize| headings().filter(|h| h.depth < depth).count();
    (2..=book.depth)
        .rev()
        .find(|d| listed(*d) <= LISTED)
        .unwrap_or(1)
}

/// Says of each entry what leaves its column, and of the columns how many characters they hold.
fn lay_out(data: &mut Value, (time, second, place): (usize, usize, usize)) -> Value {
    let (mut longest, mut number) = ([0; 3], 0);
    let groups = data.get_mut("groups").and_then(Value::as_array_mut);
    let entries = groups
        .into_iter()
        .flatten()
        .filter_map(|g| g.get_mut("entries"));
    for entry in entries.filter_map(Value::as_array_mut).flatten() {
        let length = |field: &str| {
            let text = entry.get(field).and_then(Value::as_str).unwrap_or_default();
            text.chars().count()
        };
        let zone = length("zone");
        let lengths = [
            length("time") + zone + usize::from(zone > 0),
            length("second"),
            length("place"),
        ];
        number = length("ordinal").max(number);
        let wide = lengths[0] > time || lengths[1] > second;
        let inside = lengths[2] > place;
        if !wide {
            longest[0] = longest[0].max(lengths[0]);
            longest[1] = longest[1].max(lengths[1]);
        }
        if !inside {
            longest[2] = longest[2].max(lengths[2]);
        }
        if let Value::Object(fields) = entry {
            fields.insert("wide".into(), wide.into());
            fields.insert("place_inside".into(), inside.into());
        }
    }
    json!({
        "number": number,
        "time": longest[0],
        "second": longest[1],
        "place": longest[2],
    })
}

/// At most as much of a title as fits a running head.
fn head(text: &str) -> String {
    const MOST: usize = 70;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::book::book;
    use crate::report::sample::Parts;

    #[test]
    fn columns_hold_what_stands_in_them() {
        let parts = Parts::of_cable();
        let book = book(&parts.chronology("t")).unwrap();
        let data = value(&book, &Fonts::bundled()).unwrap();
        let columns = &data["columns"];
        assert_eq!(columns["time"], "01:20 MSK".len());
        assert_eq!(columns["second"], "3 Nov 22:20Z".len());
        assert_eq!(columns["place"], "Moscow".len());
        assert_eq!(data["title_page"], false);
        assert_eq!(data["groups"][0]["entries"][0]["wide"], false);
    }
}
