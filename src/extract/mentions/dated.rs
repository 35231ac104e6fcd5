//! A time expression on the wall's clock, before any zone.

use super::found::Found;
use crate::extract::bounds::Bound;
use crate::extract::complete::{Problem, on_day};
use crate::extract::point::Point;
use crate::extract::reading::{Fields, ZoneWords};
use crate::extract::resolve::Resolved;
use crate::extract::said::{DayPart, Unit};
use crate::extract::told::Told;
use crate::model::instant::HOUR;
use crate::model::{CivilDate, CivilSpan, LocalTime, MentionType, Precision};
use std::ops::Range;

/// A time expression, completed from its text.
pub(in crate::extract) struct Dated {
    /// Its words.
    pub bytes: Range<usize>,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The rule that read it.
    pub rule: &'static str,
    /// Its type.
    pub kind: MentionType,
    /// The value of TIMEX3.
    pub value: String,
    /// What the words say of the zone.
    pub zone: Option<ZoneWords>,
    /// What it was completed to.
    pub resolved: Resolved,
    /// What it says on the wall; of a range the whole range.
    pub span: Option<CivilSpan>,
    /// What the words before it make of it.
    pub bound: Option<Bound>,
    /// Why it has no value.
    pub problem: Option<Problem>,
    /// No year stands in the text that would say which century two figures belong to.
    pub assumed: bool,
    /// It is the end of the range that the expression before it begins.
    pub joined: bool,
}

impl Dated {
    /// Places a resolved expression on the wall's clock.
    pub(super) fn new(
        one: &Found<'static>,
        resolved: Result<Resolved, Problem>,
        bound: Option<Bound>,
    ) -> Dated {
        let (resolved, mut problem) = match resolved {
            Ok(resolved) => (resolved, None),
            Err(problem) => (Resolved::default(), Some(problem)),
        };
        let said = &one.fields.said;
        let mut kind = resolved.kind.unwrap_or(one.kind);
        if kind == MentionType::Date && (one.fields.clock.is_some() || said.part.is_some()) {
            kind = MentionType::Time;
        }
        let mut span = None;
        if let Some(point) = resolved.point {
            match span_of(point, &one.fields) {
                Ok(found) => span = found,
                Err(found) => problem = Some(found),
            }
        }
        if let (Some(span), Some(calendar)) = (&mut span, resolved.calendar) {
            span.calendar = calendar;
        }
        let value = match &problem {
            Some(_) => String::new(),
            None => value_of(&resolved, &one.fields),
        };
        let fields = &one.fields;
        let short = fields.short_year.is_some() && fields.year.is_none();
        let assumed = (short || said.short_decade.is_some())
            && resolved.taken.is_none()
            && resolved.point.is_some();
        Dated {
            assumed,
            bytes: one.bytes.clone(),
            tokens: one.tokens.clone(),
            rule: one.rule,
            kind,
            value,
            zone: one.fields.zone.clone(),
            resolved,
            span,
            bound,
            problem,
            joined: false,
        }
    }

    /// What the text has told with this.
    pub(super) fn tell(&self, one: &Found<'_>, told: &mut Told) {
        // "the previous year" looks back: the telling goes on from where it was.
        let said = &one.fields.said;
        let back = said.step.is_some_and(|s| s.by() < 0)
            || said.direction.is_some_and(|d| d < 0)
            || said.same_year.is_some_and(|n| n < 0);
        if let (Some(point), None, false) = (self.resolved.point, &self.problem, back) {
            told.tell(point, one.bytes.clone());
        }
    }
}

/// The value of TIMEX3.
fn value_of(resolved: &Resolved, fields: &Fields) -> String {
    let said = &fields.said;
    let mut value = match (&resolved.value, resolved.point) {
        (Some(value), _) if value.starts_with("XXXX") && !value.contains('T') => value.clone(),
        // A duration or a reference has no clock.
        (Some(value), _) => return value.clone(),
        (None, Some(point)) => point.timex(),
        (None, None) if fields.clock.is_some() || said.part.is_some() => "XXXX-XX-XX".to_owned(),
        (None, None) => return String::new(),
    };
    if resolved.some_day {
        match resolved.point.map(Point::unit) {
            Some(Unit::Month) => value.push_str("-XX"),
            Some(Unit::Year) => value.push_str("-XX-XX"),
            _ => {}
        }
    }
    if let Some(clock) = fields.clock {
        let minute = clock.minute.unwrap_or(0);
        value.push_str(&format!("T{:02}:{minute:02}", clock.hour));
    } else if let Some(part) = said.part {
        value.push('T');
        value.push_str(part.letters());
    }
    value
}

/// What a resolved expression says on the wall.
fn span_of(point: Point, fields: &Fields) -> Result<Option<CivilSpan>, Problem> {
    if let (Point::Day(day), Some(_)) = (point, fields.clock) {
        return on_day(day, fields.clock).map(Some);
    }
    let (Some(mut first), Some(mut end)) = (point.first(), point.end()) else {
        return Ok(None);
    };
    let mut edtf = point.edtf();
    if let (Point::Season(year, 24), Some(next)) = (point, fields.said.winter_to)
        && (year + 1).rem_euclid(100) == next as i32 % 100
        && let (Some(december), Some(march)) =
            (CivilDate::new(year, 12, 1), CivilDate::new(year + 1, 3, 1))
    {
        (first, end) = (december, march);
        edtf = format!("[{year}-12..{}-02]", year + 1);
    }
    let midnight = |day: CivilDate| LocalTime::new(day, 0, 0, 0);
    let mut span = CivilSpan {
        begin: Some(midnight(first)),
        end: Some(midnight(end)),
        precision: precision(point),
        edtf,
        ..CivilSpan::default()
    };
    if let (Point::Day(day), Some(part)) = (point, fields.said.part) {
        let (from, to) = part.hours();
        span.begin = Some(midnight(day).plus(from * HOUR));
        span.end = Some(midnight(day).plus(to * HOUR));
        span.precision = Precision::HalfDay;
        if fields.said.next_day.is_some() && part == DayPart::Night {
            span.edtf = format!("{day}/{}", day.plus_days(1));
        }
    }
    Ok(Some(span))
}

fn precision(point: Point) -> Precision {
    match point {
        Point::Day(_) => Precision::Day,
        Point::Week(_) | Point::Weekend(_) => Precision::Week,
        Point::Month(..) => Precision::Month,
        Point::Quarter(..) => Precision::Quarter,
        Point::Half(..) => Precision::Half,
        Point::Season(..) => Precision::Season,
        Point::Year(_) => Precision::Year,
        Point::Decade(..) => Precision::Decade,
        Point::Century(..) => Precision::Century,
    }
}
