//! The bound that words before a date make of it: by, until, since, not later than.

use crate::extract::bounds::Bound;
use crate::model::{CivilDate, CivilSpan, Extent, OpenEnd, Qualifier};

/// Makes a bound of a span.
pub(super) fn bind(span: &mut CivilSpan, bound: Bound) {
    let own = std::mem::take(&mut span.edtf);
    let range = own.contains('/') || own.starts_with('[');
    match bound {
        Bound::Between => span.edtf = own,
        Bound::Since if range => span.edtf = own,
        Bound::Throughout => {
            span.extent = Extent::Stretch;
            span.core = span.begin.zip(span.end);
            span.edtf = match range {
                true => own,
                false => format!("{own}/{own}"),
            };
        }
        Bound::Circa => {
            span.qualifier = span.qualifier.and(Qualifier::Approximate);
            span.edtf = match range {
                true => own,
                false => format!("{own}~"),
            };
        }
        Bound::NotAfter => {
            span.edtf = format!("[..{}]", last_of(&own));
            (span.begin, span.core, span.extent) = (None, None, Extent::Moment);
        }
        Bound::Before => {
            span.edtf = format!("[..{}]", day_beside(span, false));
            (span.end, span.begin) = (span.begin, None);
            (span.core, span.extent) = (None, Extent::Moment);
        }
        Bound::After => {
            // Midnight is the beginning of the printed day, or its end.
            let midnight = span.precision.has_clock() && span.qualifier != Qualifier::Exact;
            span.edtf = match midnight {
                true => format!("[{own}..]"),
                false => format!("[{}..]", day_beside(span, true)),
            };
            let begin = if midnight { span.begin } else { span.end };
            (span.begin, span.end) = (begin, None);
            (span.core, span.extent) = (None, Extent::Moment);
        }
        Bound::NotBefore => {
            span.edtf = format!("[{}..]", first_of(&own));
            (span.end, span.core, span.extent) = (None, None, Extent::Moment);
        }
        Bound::Until => {
            span.edtf = format!("../{}", last_of(&own));
            (span.begin, span.core) = (None, None);
            (span.extent, span.open) = (Extent::Stretch, OpenEnd::Begin);
        }
        Bound::Since => {
            span.edtf = format!("{own}/..");
            (span.end, span.core) = (None, None);
            (span.extent, span.open) = (Extent::Stretch, OpenEnd::End);
        }
    }
}

/// The end of a range in EDTF; of one date itself.
fn last_of(edtf: &str) -> &str {
    let inner = edtf.trim_start_matches('[').trim_end_matches(']');
    let last = inner.rsplit_once("..").or_else(|| inner.rsplit_once('/'));
    last.map_or(inner, |(_, last)| last)
}

/// The beginning of a range in EDTF; of one date itself.
fn first_of(edtf: &str) -> &str {
    let inner = edtf.trim_start_matches('[').trim_end_matches(']');
    let first = inner.split_once("..").or_else(|| inner.split_once('/'));
    first.map_or(inner, |(first, _)| first)
}

/// The day before the span, or after it; with a clock the same day.
fn day_beside(span: &CivilSpan, after: bool) -> String {
    let clock = span.precision.has_clock();
    let day: Option<CivilDate> = match after {
        true if clock => span.end.map(|e| e.plus(-1).date()),
        true => span.end.map(|e| e.plus(-1).date().plus_days(1)),
        false if clock => span.begin.map(|b| b.date()),
        false => span.begin.map(|b| b.date().plus_days(-1)),
    };
    day.map(|d| d.to_string()).unwrap_or_default()
}
