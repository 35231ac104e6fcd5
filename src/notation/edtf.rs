//! EDTF (ISO 8601-2, levels 0 to 2) to spans of the civil calendar. Parsing: crate `edtf-core`.

mod clock;
mod rewrite;
mod write;

pub use write::write;

use crate::model::instant::DAY;
use crate::model::{CivilDate, CivilSpan, Extent, LocalTime, OpenEnd, Precision, Qualifier, Zone};
use edtf_core::{Bound, Date, Edtf, IntervalEndpoint, SetKind};

/// What an EDTF string says: a span, and the zone if it carries one.
///
/// A date is one moment within it (`1914-07` is "in July 1914"), an interval lasted from one end
/// to the other. Qualifiers do not move bounds.
///
/// ```
/// use annals::notation::edtf;
/// let (july, zone) = edtf::parse("1914-07").unwrap();
/// assert_eq!(july.begin.unwrap().to_string(), "1914-07-01T00:00:00");
/// assert_eq!(july.end.unwrap().to_string(), "1914-08-01T00:00:00");
/// assert_eq!(zone, None);
/// assert!(edtf::parse("1914-13").is_none());
/// ```
pub fn parse(text: &str) -> Option<(CivilSpan, Option<Zone>)> {
    if text.contains('T') && !text.contains('/') {
        return clock::date_time(text);
    }
    if let Some(span) = rewrite::boundless(text) {
        let edtf = text.to_owned();
        return Some((CivilSpan { edtf, ..span }, None));
    }
    let edtf = rewrite::modern(text);
    let read = |text: &str| {
        Edtf::parse(text)
            .ok()
            .and_then(|parsed| span(&parsed, text))
    };
    let span = read(&edtf).or_else(|| {
        let marks = (edtf.contains(['?', '%']), edtf.contains(['~', '%']));
        let span = rewrite::negative(&edtf, read)?;
        Some(CivilSpan {
            qualifier: qualifier(marks.0, marks.1),
            ..span
        })
    })?;
    Some((CivilSpan { edtf, ..span }, None))
}

/// The span of a parsed date, interval or set; `None` where the standard is stricter.
fn span(parsed: &Edtf, text: &str) -> Option<CivilSpan> {
    let qualifier = qualifier(parsed.is_uncertain(), parsed.is_approximate());
    let span = match parsed {
        Edtf::Date(date) => date_span(date),
        Edtf::DateTime(_) => return None,
        Edtf::Interval(interval) => {
            let side = |end: &IntervalEndpoint| match end {
                IntervalEndpoint::Date(date)
                | IntervalEndpoint::OnOrBefore(date)
                | IntervalEndpoint::OnOrAfter(date) => Some(date_span(date)),
                IntervalEndpoint::Open | IntervalEndpoint::Unknown => None,
            };
            let (from, to) = (side(&interval.start), side(&interval.end));
            // An interval does not end on a coarser date that begins before it does, and has
            // years of four figures.
            let later = |a: &CivilSpan, b: &CivilSpan| a.begin > b.begin;
            let backwards = from
                .as_ref()
                .zip(to.as_ref())
                .is_some_and(|(a, b)| later(a, b));
            if text.contains('Y') || (backwards && !text.contains('X')) {
                return None;
            }
            let open = |end: &IntervalEndpoint| matches!(end, IntervalEndpoint::Open);
            let core_begin = from.as_ref().and_then(|s| s.end);
            let core_end = to.as_ref().and_then(|s| s.begin);
            let precisions = [&from, &to].into_iter().flatten().map(|s| s.precision);
            CivilSpan {
                extent: Extent::Stretch,
                precision: precisions.max().unwrap_or(Precision::Day),
                begin: from.and_then(|s| s.begin),
                end: to.and_then(|s| s.end),
                core: core_begin.zip(core_end).filter(|(a, b)| a < b),
                open: match (open(&interval.start), open(&interval.end)) {
                    (false, false) => OpenEnd::None,
                    (true, false) => OpenEnd::Begin,
                    (false, true) => OpenEnd::End,
                    (true, true) => OpenEnd::Both,
                },
                ..CivilSpan::default()
            }
        }
        Edtf::Set(set) => {
            let bounds = parsed.bounds();
            CivilSpan {
                extent: match set.kind {
                    SetKind::OneMember => Extent::Moment,
                    SetKind::AllMembers => Extent::Stretch,
                },
                begin: first_moment(bounds.earliest),
                end: last_moment(bounds.latest),
                ..CivilSpan::default()
            }
        }
    };
    Some(CivilSpan { qualifier, ..span })
}

fn qualifier(uncertain: bool, approximate: bool) -> Qualifier {
    match (uncertain, approximate) {
        (false, false) => Qualifier::Exact,
        (true, false) => Qualifier::Uncertain,
        (false, true) => Qualifier::Approximate,
        (true, true) => Qualifier::Both,
    }
}

fn date_span(date: &Date) -> CivilSpan {
    let bounds = Edtf::Date(*date).bounds();
    let (begin, end) = (first_moment(bounds.earliest), last_moment(bounds.latest));
    // Beyond the storable range there are only years.
    let days = begin
        .zip(end)
        .map_or(366, |(a, b)| (b.micros() - a.micros()) / DAY);
    let month = date.month.and_then(|m| m.value());
    let precision = match (date.precision(), month) {
        (_, Some(33..=36)) => Precision::Quarter,
        (_, Some(40 | 41)) => Precision::Half,
        (edtf_core::Precision::Season, _) => Precision::Season,
        _ => match days {
            0..=1 => Precision::Day,
            2..=31 => Precision::Month,
            32..=366 => Precision::Year,
            367..=3653 => Precision::Decade,
            _ => Precision::Century,
        },
    };
    CivilSpan {
        begin,
        end,
        precision,
        ..CivilSpan::default()
    }
}

fn civil(bound: Bound) -> Option<CivilDate> {
    let Bound::Date(date) = bound else {
        return None;
    };
    let year = i32::try_from(date.year).ok()?;
    CivilDate::new(year, u32::from(date.month), u32::from(date.day))
}

fn first_moment(bound: Bound) -> Option<LocalTime> {
    civil(bound).map(|d| LocalTime::new(d, 0, 0, 0))
}

fn last_moment(bound: Bound) -> Option<LocalTime> {
    civil(bound).map(|d| LocalTime::new(d, 0, 0, 0).plus(DAY))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(text: &str) -> (Option<String>, Option<String>, Precision) {
        let (span, _) = parse(text).unwrap();
        let day = |l: Option<LocalTime>| l.map(|l| l.date().to_string());
        (day(span.begin), day(span.end), span.precision)
    }

    #[test]
    fn bounds_and_precision_of_dates() {
        let owned = |a: &str, b: &str, p| (Some(a.to_owned()), Some(b.to_owned()), p);
        assert_eq!(
            bounds("1945-11-04"),
            owned("1945-11-04", "1945-11-05", Precision::Day)
        );
        assert_eq!(
            bounds("194X"),
            owned("1940-01-01", "1950-01-01", Precision::Decade)
        );
        assert_eq!(
            bounds("-0043-03-15"),
            owned("-0043-03-15", "-0043-03-16", Precision::Day)
        );
        assert_eq!(
            bounds("1985-04/.."),
            (Some("1985-04-01".into()), None, Precision::Month)
        );
    }

    #[test]
    fn open_and_unknown_ends_differ() {
        assert_eq!(parse("1914/..").unwrap().0.open, OpenEnd::End);
        assert_eq!(parse("1914/").unwrap().0.open, OpenEnd::None);
        assert_eq!(parse("1914~").unwrap().0.qualifier, Qualifier::Approximate);
    }

    #[test]
    fn clocks_carry_their_zone() {
        let (span, zone) = parse("1945-11-04T01:20:00+03:00").unwrap();
        assert_eq!(zone, Some(Zone::Fixed(10_800)));
        assert_eq!(span.precision, Precision::Second);
    }

    #[test]
    fn shorter_and_older_forms_are_rewritten() {
        let rewritten = |text: &str| parse(text).unwrap().0.edtf;
        assert_eq!(rewritten("18"), "18XX");
        assert_eq!(rewritten("187~"), "187X~");
        assert_eq!(rewritten("18uu"), "18XX");
        assert_eq!(rewritten("1871?~"), "1871%");
        assert_eq!(rewritten("1871-02/open"), "1871-02/..");
        assert_eq!(rewritten("[1871, 1873]"), "[1871,1873]");
        assert!(parse("-00").is_none());
    }

    #[test]
    fn negative_years_with_unspecified_figures_have_bounds() {
        let owned = |a: &str, b: &str, p| (Some(a.to_owned()), Some(b.to_owned()), p);
        assert_eq!(
            bounds("-04XX"),
            owned("-0499-01-01", "-0399-01-01", Precision::Century)
        );
        assert_eq!(
            bounds("-043X-03-15"),
            owned("-0439-03-15", "-0430-03-16", Precision::Decade)
        );
        assert_eq!(
            bounds("-0431S2"),
            owned("-0499-01-01", "-0399-01-01", Precision::Century)
        );
    }

    #[test]
    fn clocks_and_offsets_that_cannot_be_are_refused() {
        let seconds = |text: &str| parse(text).map(|(s, _)| s.begin.unwrap().to_string());
        assert_eq!(
            seconds("1945-11-04T24:00:00").as_deref(),
            Some("1945-11-05T00:00:00")
        );
        assert!(seconds("1945-11-04T01:20:07.25Z").is_some());
        assert!(seconds("-0043-03-15T12:00:00+0130").is_some());
        for text in [
            "1945-11-04T24:00:01",
            "1945-11-04T01:20:60",
            "1945-11-04T01:20:00-13:00",
            "1945-11-04T01:20:00-00:00",
            "1945-11-04T01:20:00+14:30",
            "1945-11-04T1:20:00",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn an_interval_does_not_run_backwards() {
        assert!(parse("1914-07-28/1914-07").is_none());
        assert!(parse("1914-07-28/1914-XX").is_some());
        assert!(parse("1914/1918").is_some());
        assert_eq!(parse("../..").unwrap().0.open, OpenEnd::Both);
    }
}
