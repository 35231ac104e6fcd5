//! A date with a word that makes a bound of it: before, by, until, after, since, circa.

use super::bounds::Bound;
use crate::model::{CivilSpan, Extent, LocalTime, OpenEnd, Qualifier};

/// What a date says together with the words before it. A clock is a bound to the moment, a date
/// to its first or last day.
///
/// "Not later than", "before", "after" leave one moment somewhere on one side; "until" and
/// "since" something that lasted, with its other end unknown or open.
pub(super) fn limited(mut span: CivilSpan, bound: Bound) -> CivilSpan {
    let clock = span.precision.has_clock();
    let day_before = |at: LocalTime| at.plus(-1).date().to_string();
    let own = std::mem::take(&mut span.edtf);
    match bound {
        Bound::Between | Bound::Throughout => span.edtf = own,
        Bound::Circa => {
            span.qualifier = span.qualifier.and(Qualifier::Approximate);
            span.edtf = own;
            mark(&mut span.edtf, '~');
        }
        Bound::NotAfter => {
            span.edtf = format!("[..{}]", last(&span, &own));
            span.begin = None;
        }
        Bound::Before => {
            // A moment before a clock of that day may be on the day.
            span.edtf = match span.begin {
                Some(begin) if !clock => format!("[..{}]", day_before(begin)),
                _ => format!("[..{own}]"),
            };
            (span.begin, span.end) = (None, span.begin);
        }
        Bound::NotBefore => {
            span.edtf = format!("[{}..]", first(&span, &own));
            span.end = None;
        }
        Bound::After => {
            span.edtf = match span.end {
                Some(end) if !clock => format!("[{}..]", end.date()),
                _ => format!("[{own}..]"),
            };
            (span.begin, span.end) = (span.end, None);
        }
        Bound::Until => {
            span.edtf = format!("../{own}");
            (span.extent, span.begin, span.open) = (Extent::Stretch, None, OpenEnd::Begin);
        }
        Bound::Since => {
            span.edtf = format!("{own}/..");
            (span.extent, span.end, span.open) = (Extent::Stretch, None, OpenEnd::End);
        }
    }
    if !matches!(bound, Bound::Between | Bound::Throughout | Bound::Circa) {
        span.core = None;
    }
    span
}

/// The last day of a span for the end of a set, or its own EDTF.
fn last(span: &CivilSpan, own: &str) -> String {
    match own.contains(['/', '[', ',']) {
        true => span
            .end
            .map_or(own.to_owned(), |e| e.plus(-1).date().to_string()),
        false => own.to_owned(),
    }
}

/// The first day of a span, likewise.
fn first(span: &CivilSpan, own: &str) -> String {
    match own.contains(['/', '[', ',']) {
        true => span.begin.map_or(own.to_owned(), |b| b.date().to_string()),
        false => own.to_owned(),
    }
}

/// EDTF's mark of doubt at a plain date.
pub(super) fn mark(edtf: &mut String, mark: char) {
    if edtf.ends_with(|c: char| c.is_ascii_digit()) && !edtf.contains('/') {
        edtf.push(mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Lexicon, complete, scan};

    fn told(text: &str, bound: Bound) -> (String, String, String) {
        let found = scan(text, Lexicon::english());
        let span = complete(&found.readings[0].0, Default::default())
            .unwrap()
            .span;
        let span = limited(span, bound);
        let at = |l: Option<LocalTime>| l.map_or("-".into(), |l| l.to_string());
        (at(span.begin), at(span.end), span.edtf)
    }

    #[test]
    fn each_word_bounds_the_right_end() {
        let row = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        let day = "15 March 1944";
        for (bound, expected) in [
            (
                Bound::NotAfter,
                row("-", "1944-03-16T00:00:00", "[..1944-03-15]"),
            ),
            (
                Bound::Before,
                row("-", "1944-03-15T00:00:00", "[..1944-03-14]"),
            ),
            (
                Bound::After,
                row("1944-03-16T00:00:00", "-", "[1944-03-16..]"),
            ),
            (
                Bound::NotBefore,
                row("1944-03-15T00:00:00", "-", "[1944-03-15..]"),
            ),
            (
                Bound::Until,
                row("-", "1944-03-16T00:00:00", "../1944-03-15"),
            ),
            (
                Bound::Since,
                row("1944-03-15T00:00:00", "-", "1944-03-15/.."),
            ),
        ] {
            assert_eq!(told(day, bound), expected);
        }
        let clock = "15 March 1944 at 09:30";
        assert_eq!(
            told(clock, Bound::Before),
            row("-", "1944-03-15T09:30:00", "[..1944-03-15]")
        );
        assert_eq!(told("March 1944", Bound::Circa).2, "1944-03~");
    }
}
