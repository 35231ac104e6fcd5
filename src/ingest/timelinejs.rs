//! TimelineJS: its spreadsheet, as CSV, and its JSON. Source: formats of TimelineJS3 and 1.

use super::html::plain;
use super::{Content, Input, json, table};
use crate::diagnostic::Diagnostic;
use crate::model::{Cell, Row, Table};
use serde_json::{Map, Value};

/// Whether the headers are those of the spreadsheet.
pub(super) fn recognises(headers: &[String]) -> bool {
    let has = |name: &str| headers.iter().any(|h| h == name);
    (has("Year") || has("Start Date")) && (has("Headline") || has("Text"))
}

/// Puts the dates of the spreadsheet into one column and gives the others our names.
pub(super) fn adapt(table: &mut Table) {
    let at = |name: &str| table.headers.iter().position(|h| h == name);
    let legacy = at("Start Date").is_some() || at("End Date").is_some();
    let names = [
        "Year",
        "Month",
        "Day",
        "Time",
        "End Year",
        "End Month",
        "End Day",
        "End Time",
    ];
    let columns = names.map(at);
    let (start, end) = (at("Start Date"), at("End Date"));
    let (headline, text) = (at("Headline"), at("Text"));
    for row in &mut table.rows {
        let cell = |column: Option<usize>| -> String {
            let found = column.and_then(|c| row.cells.get(c));
            found.map_or(String::new(), |c| c.text.trim().to_owned())
        };
        let (begin, last) = match legacy {
            true => (cell(start), cell(end)),
            false => {
                let part = |from: usize| {
                    let [y, m, d, t] = [0, 1, 2, 3].map(|i| cell(columns[from + i]));
                    date(&y, &m, &d, &t)
                };
                (part(0), part(4))
            }
        };
        let words: Vec<String> = match legacy {
            true => vec![cell(start), cell(end)],
            false => columns.iter().map(|c| cell(*c)).collect(),
        };
        let words: Vec<String> = words.into_iter().filter(|w| !w.is_empty()).collect();
        let used = columns.iter().chain([&start, &end]).flatten();
        let places = used
            .filter_map(|c| row.cells.get(*c))
            .filter(|c| !c.text.is_empty());
        let bytes: Vec<(u64, u64)> = places.map(|c| (c.byte_start, c.byte_end)).collect();
        let byte_start = bytes.iter().map(|b| b.0).min().unwrap_or(0);
        let byte_end = bytes.iter().map(|b| b.1).max().unwrap_or(0);
        let new = |text: String| Cell {
            text,
            byte_start,
            byte_end,
        };
        let span = if last.is_empty() {
            begin
        } else {
            format!("{begin}/{last}")
        };
        let (span, words) = (new(span), new(words.join(" ")));
        for column in [headline, text].into_iter().flatten() {
            if let Some(cell) = row.cells.get_mut(column) {
                cell.text = plain(&cell.text);
            }
        }
        // What the one date and its words hold now is no column of its own.
        for column in columns.iter().chain([&start, &end]).flatten() {
            if let Some(cell) = row.cells.get_mut(*column) {
                cell.text.clear();
            }
        }
        row.cells.resize(table.headers.len(), Cell::default());
        row.cells.extend([span, words]);
    }
    table.rename("Time", "Clock");
    // The title slide has no date of its own.
    for (theirs, ours) in [
        ("Headline", "label"),
        ("Text", "note"),
        ("Group", "tags"),
        ("Tag", "tags"),
    ] {
        table.rename(theirs, ours);
    }
    table
        .headers
        .extend(["date".to_owned(), "as_written".to_owned()]);
    table.retain_rows("Type", |kind| !kind.eq_ignore_ascii_case("title"));
}

/// Whether an object is the JSON of TimelineJS.
pub(super) fn is_json(object: &Map<String, Value>) -> bool {
    let slides = object.get("events").and_then(Value::as_array);
    slides.is_some_and(|s| s.iter().any(|e| e.get("start_date").is_some()))
}

/// Reads the JSON: its slides and eras.
pub(super) fn json(
    input: &Input,
    text: &str,
    object: &Map<String, Value>,
) -> (Content, Vec<Diagnostic>) {
    let mut out = table(input);
    out.headers = [
        "date",
        "as_written",
        "label",
        "note",
        "tags",
        "message",
        "media",
        "citation",
    ]
    .map(str::to_owned)
    .to_vec();
    for key in ["events", "eras"] {
        let places = json::elements(text, key);
        let list = object.get(key).and_then(Value::as_array);
        let mut counted = (0, 1);
        for (number, slide) in list.into_iter().flatten().enumerate() {
            let bytes = places.get(number).cloned().unwrap_or(0..0);
            let (from, line) = counted;
            let range = from.min(bytes.start)..bytes.start;
            let ends = memchr::memchr_iter(b'\n', &text.as_bytes()[range]).count() as u32;
            counted = (bytes.start, line + ends);
            out.rows.push(slide_row(slide, key, counted.1, bytes));
        }
    }
    (Content::Table(out), Vec::new())
}

fn slide_row(slide: &Value, key: &str, line: u32, bytes: std::ops::Range<usize>) -> Row {
    let of = |value: &Value, name: &str| value.get(name).map(json::cell).unwrap_or_default();
    let part = |name: &str| {
        let Some(given) = slide.get(name).filter(|v| v.is_object()) else {
            return String::new();
        };
        let [y, m, d, hour, minute, second, milli] = [
            "year",
            "month",
            "day",
            "hour",
            "minute",
            "second",
            "millisecond",
        ]
        .map(|n| of(given, n));
        let mut time = String::new();
        if !hour.is_empty() {
            let two = |t: &str| format!("{:0>2}", if t.is_empty() { "0" } else { t });
            time = format!("{}:{}", two(&hour), two(&minute));
            if !second.is_empty() {
                time.push_str(&format!(":{}", two(&second)));
                if !milli.is_empty() {
                    time.push_str(&format!(".{milli:0>3}"));
                }
            }
        }
        date(&y, &m, &d, &time)
    };
    let (begin, end) = (part("start_date"), part("end_date"));
    let text = slide.get("text").cloned().unwrap_or_default();
    let media = slide.get("media").cloned().unwrap_or_default();
    let shown = of(slide, "display_date");
    let date = if end.is_empty() {
        begin.clone()
    } else {
        format!("{begin}/{end}")
    };
    let group = of(slide, "group");
    let cells = [
        date,
        if shown.is_empty() { begin } else { shown },
        plain(&of(&text, "headline")),
        plain(&of(&text, "text")),
        if group.is_empty() && key == "eras" {
            "era".into()
        } else {
            group
        },
        of(slide, "unique_id"),
        of(&media, "url"),
        of(&media, "credit"),
    ];
    Row {
        line,
        cells: cells
            .map(|text| Cell {
                text,
                byte_start: bytes.start as u64,
                byte_end: bytes.end as u64,
            })
            .to_vec(),
    }
}

/// Cells of a date as EDTF or ISO; what does not fit stays as it is, to be told when it is read.
/// There is no year zero: -1 is 1 BCE.
fn date(year: &str, month: &str, day: &str, time: &str) -> String {
    let clean = |t: &str| -> String { t.chars().filter(|c| !matches!(c, ' ' | ',')).collect() };
    let [year, month, day] = [year, month, day].map(clean);
    // Spreadsheets write whole numbers as 1945.0.
    let whole = |t: &str| t.strip_suffix(".0").unwrap_or(t).parse::<i64>().ok();
    let as_it_is = || {
        let parts = [year.as_str(), month.as_str(), day.as_str(), time];
        let given: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        given.join("-")
    };
    let Some(number) = whole(&year) else {
        return as_it_is();
    };
    let number = if number < 0 { number + 1 } else { number };
    let mut out = match number {
        0..=9999 => format!("{number:04}"),
        -9999..=-1 => format!("-{:04}", -number),
        _ => format!("Y{number}"),
    };
    for part in [&month, &day] {
        if part.is_empty() {
            break;
        }
        match whole(part) {
            Some(n) if (0..100).contains(&n) => out.push_str(&format!("-{n:02}")),
            _ => return as_it_is(),
        }
    }
    if time.is_empty() {
        return out;
    }
    match clock(time) {
        Some(clock) if !day.is_empty() => format!("{out}T{clock}"),
        _ => as_it_is(),
    }
}

/// `H:MM[:SS[.fff]]`, `H.MM`, `HMM`, with `am` or `pm`, as an ISO clock.
fn clock(text: &str) -> Option<String> {
    let lower = text.to_lowercase().replace('.', ":");
    let lower = lower.trim().trim_end_matches(':');
    let (body, half) = match lower.strip_suffix('m').map(|l| l.trim_end_matches(':')) {
        Some(rest) => match (rest.strip_suffix('a'), rest.strip_suffix('p')) {
            (Some(body), _) => (body.trim(), Some(0)),
            (_, Some(body)) => (body.trim(), Some(12)),
            _ => return None,
        },
        None => (lower, None),
    };
    let parts: Vec<&str> = match body.contains(':') {
        true => body.split(':').collect(),
        false if body.len() >= 3 && body.is_ascii() => {
            let (hour, minute) = body.split_at(body.len() - 2);
            vec![hour, minute]
        }
        false => vec![body, "0"],
    };
    let number = |i: usize| parts.get(i).map_or(Some(0), |p| p.parse::<u32>().ok());
    let (mut hour, minute) = (number(0)?, number(1)?);
    if let Some(half) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + half;
    }
    let mut out = format!("{hour:02}:{minute:02}");
    if parts.len() > 2 {
        out.push_str(&format!(":{:02}", number(2)?));
        if let Some(fraction) = parts.get(3) {
            out.push_str(&format!(".{fraction}"));
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_a_date_become_one_date() {
        assert_eq!(date("1945", "11", "4", "1:20"), "1945-11-04T01:20");
        assert_eq!(date("1945", "11", "4", "1:20 p.m."), "1945-11-04T13:20");
        assert_eq!(date("1945", "11", "4", "120pm"), "1945-11-04T13:20");
        assert_eq!(date("1945", "11", "4", "12.05 am"), "1945-11-04T00:05");
        assert_eq!(
            date("1945", "11", "4", "01:20:07.25"),
            "1945-11-04T01:20:07:25".replace(":25", ".25")
        );
        assert_eq!(date("1,945", "", "", ""), "1945");
        assert_eq!(date("-56", "3", "15", ""), "-0055-03-15");
        assert_eq!(date("-1", "", "", ""), "0000");
        assert_eq!(date("c. 1900", "", "", ""), "c.1900");
    }
}
