//! EDTF (ISO 8601-2, levels 0 to 2) to spans of the civil calendar. Parsing: crate `edtf-core`.

use crate::model::instant::{DAY, SECOND};
use crate::model::{CivilDate, CivilSpan, Extent, LocalTime, OpenEnd, Precision, Qualifier, Zone};
use edtf_core::{Bound, Date, Edtf, IntervalEndpoint, SetKind, TimeShift};

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
    let parsed = Edtf::parse(text).ok()?;
    let qualifier = qualifier(parsed.is_uncertain(), parsed.is_approximate());
    let mut zone = None;
    let span = match &parsed {
        Edtf::Date(date) => date_span(date),
        Edtf::DateTime(at) => {
            let day = date_span(&at.date).begin?;
            let clock = i64::from(at.time.hour) * 3600
                + i64::from(at.time.minute) * 60
                + i64::from(at.time.second);
            zone = match at.time.shift {
                Some(TimeShift::Utc) => Some(Zone::Utc),
                Some(TimeShift::Offset { minutes, .. }) => {
                    Some(Zone::Fixed(i32::from(minutes) * 60))
                }
                None => None,
            };
            let begin = day.plus(clock * SECOND);
            CivilSpan {
                begin: Some(begin),
                end: Some(begin.plus(SECOND)),
                precision: Precision::Second,
                edtf: begin.date().to_string(),
                ..CivilSpan::default()
            }
        }
        Edtf::Interval(interval) => {
            let side = |end: &IntervalEndpoint| match end {
                IntervalEndpoint::Date(date)
                | IntervalEndpoint::OnOrBefore(date)
                | IntervalEndpoint::OnOrAfter(date) => Some(date_span(date)),
                IntervalEndpoint::Open | IntervalEndpoint::Unknown => None,
            };
            let (from, to) = (side(&interval.start), side(&interval.end));
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
    let edtf = match parsed {
        Edtf::DateTime(_) => span.edtf.clone(),
        _ => text.to_owned(),
    };
    let span = CivilSpan {
        qualifier,
        edtf,
        ..span
    };
    Some((span, zone))
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
    let days = begin
        .zip(end)
        .map_or(i64::MAX, |(a, b)| (b.micros() - a.micros()) / DAY);
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
}
