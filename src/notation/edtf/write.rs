//! Spans to EDTF, level 2.

use crate::model::{CivilDate, CivilSpan, Extent, LocalTime, OpenEnd};

/// A span in EDTF: a day, month, year, decade or century if it is one, else its first and last
/// day as an interval (a stretch) or as one of a range (a moment). Years of more than four
/// figures have their `Y`. Empty if nothing is known.
///
/// ```
/// use annals::notation::edtf;
/// let (span, _) = edtf::parse("1914-07").unwrap();
/// assert_eq!(edtf::write(&span), "1914-07");
/// ```
pub fn write(span: &CivilSpan) -> String {
    let mark = span.qualifier.mark();
    let first = span.begin.map(LocalTime::date);
    let last = span.end.map(|e| e.plus(-1).date());
    match (first, last, span.extent) {
        (None, None, _) => match span.open {
            OpenEnd::Both => "../..".into(),
            _ => String::new(),
        },
        (Some(a), Some(b), Extent::Moment) => match whole(a, b) {
            Some(unit) => format!("{unit}{mark}"),
            None => format!("[{}..{}]", day(a), day(b)),
        },
        (Some(a), Some(b), Extent::Stretch) => match span.core {
            // The ends are months or years, not days.
            Some((core_begin, core_end)) => {
                let from = whole(a, core_begin.plus(-1).date()).unwrap_or_else(|| day(a));
                let to = whole(core_end.date(), b).unwrap_or_else(|| day(b));
                format!("{from}{mark}/{to}{mark}")
            }
            None => match whole(a, b) {
                Some(unit) => format!("{unit}{mark}"),
                None => format!("{}{mark}/{}{mark}", day(a), day(b)),
            },
        },
        (Some(a), None, Extent::Moment) => format!("[{}..]", day(a)),
        (None, Some(b), Extent::Moment) => format!("[..{}]", day(b)),
        (Some(a), None, Extent::Stretch) => {
            let open = matches!(span.open, OpenEnd::End | OpenEnd::Both);
            format!("{}{mark}/{}", day(a), if open { ".." } else { "" })
        }
        (None, Some(b), Extent::Stretch) => {
            let open = matches!(span.open, OpenEnd::Begin | OpenEnd::Both);
            format!("{}/{}{mark}", if open { ".." } else { "" }, day(b))
        }
    }
}

/// The unit of the calendar that begins and ends on these days.
fn whole(first: CivilDate, last: CivilDate) -> Option<String> {
    if first == last {
        return Some(day(first));
    }
    let after = CivilDate::from_days(last.days() + 1);
    let begins_month = first.day() == 1 && after.day() == 1;
    if begins_month && first.plus_months(1) == after {
        let text = day(first);
        return Some(text[..text.len() - 3].to_owned());
    }
    let begins_year = begins_month && first.month() == 1 && after.month() == 1;
    let years = after.year() - first.year();
    match years {
        1 if begins_year => Some(year(first.year())),
        10 | 100 if begins_year && first.year() >= 0 && first.year() % years == 0 => {
            let figures = if years == 10 { 3 } else { 2 };
            let text = format!("{:04}", first.year());
            Some(format!("{}{}", &text[..figures], &"XX"[figures - 2..]))
        }
        _ => None,
    }
}

fn day(date: CivilDate) -> String {
    format!(
        "{}-{:02}-{:02}",
        year(date.year()),
        date.month(),
        date.day()
    )
}

fn year(year: i32) -> String {
    match year {
        -9999..0 => format!("-{:04}", -year),
        0..=9999 => format!("{year:04}"),
        _ => format!("Y{year}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::write;

    #[test]
    fn what_is_read_is_written() {
        for text in [
            "1945-11-04",
            "1945-11",
            "1945",
            "194X",
            "19XX",
            "-0043-03-15",
            "1945-11-04?",
            "1945-11-04/1945-12-06",
            "1985-04-12/..",
            "1985-04-12/",
            "../1985-04-12",
            "[..1984-12-31]",
            "1914~",
            "1914/1918",
        ] {
            assert_eq!(write(&parse(text).unwrap().0), text);
        }
        assert_eq!(
            write(&parse("[1955-01-26,1955-01-28]").unwrap().0),
            "[1955-01-26..1955-01-28]"
        );
    }
}
