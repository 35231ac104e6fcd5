//! What words say on the wall's own clock and calendar, before any zone.

use super::zone::{Fold, Resolution, UNKNOWN_EAST, UNKNOWN_WEST};
use super::{
    Calendar, Extent, Instant, LocalTime, OpenEnd, Precision, Qualifier, When, Zone, ZoneBasis,
};

/// A dated fact by its own wall clock. Half-open: `end` is the first moment too late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CivilSpan {
    /// One moment in the span, or all of it.
    pub extent: Extent,
    /// First wall-clock moment the words allow; `None` is unbounded.
    pub begin: Option<LocalTime>,
    /// First wall-clock moment that is too late; `None` is unbounded.
    pub end: Option<LocalTime>,
    /// The part that a stretch certainly covers.
    pub core: Option<(LocalTime, LocalTime)>,
    /// Which missing end is open rather than unknown.
    pub open: OpenEnd,
    /// The unit to which the date is given.
    pub precision: Precision,
    /// How sure it is.
    pub qualifier: Qualifier,
    /// The calendar in which it was written.
    pub calendar: Calendar,
    /// The date in EDTF.
    pub edtf: String,
}

/// What is odd about a wall clock in its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockOddity {
    /// The clock was set back and showed it twice.
    Fold,
    /// The clock was set forward and never showed it.
    Gap,
    /// Outside the storable range: no bounds.
    OutOfRange,
}

impl CivilSpan {
    /// This span on the time line, by the clock of `zone`; an unknown zone widens the bounds by
    /// −14 h and +12 h.
    ///
    /// ```
    /// use annals::model::*;
    /// let minute = |m| LocalTime::new(CivilDate::new(1945, 11, 4).unwrap(), 1, m, 0);
    /// let span = CivilSpan {
    ///     begin: Some(minute(20)),
    ///     end: Some(minute(21)),
    ///     precision: Precision::Minute,
    ///     edtf: "1945-11-04".into(),
    ///     ..CivilSpan::default()
    /// };
    /// let (when, odd) = span.in_zone(None, ZoneBasis::Unknown, Default::default());
    /// assert_eq!(when.earliest.unwrap().to_string(), "1945-11-03T11:20:00Z");
    /// assert_eq!(when.latest.unwrap().to_string(), "1945-11-04T13:21:00Z");
    /// assert_eq!(odd, None);
    /// ```
    pub fn in_zone(
        &self,
        zone: Option<Zone>,
        basis: ZoneBasis,
        fold: Fold,
    ) -> (When, Option<ClockOddity>) {
        let mut odd = None;
        let instant = |zone: Zone, local: LocalTime, is_end: bool| -> Option<Instant> {
            match is_end {
                false => zone.bounds(local, local.plus(1), fold)?.earliest(),
                true => match (zone.resolve(local.plus(-1)), zone.resolve(local)) {
                    // The clock never showed what lies before: nothing is later than the change.
                    (Resolution::Gap { .. }, Resolution::Unique(at)) => Some(at),
                    _ => zone.bounds(local.plus(-1), local, fold)?.latest(),
                },
            }
        };
        let (mut earliest, mut latest, mut core) = (None, None, None);
        match (zone, self.begin, self.end) {
            (Some(zone), Some(begin), Some(end)) => {
                match zone.bounds(begin, end, fold) {
                    Some(range) => (earliest, latest) = (range.earliest(), range.latest()),
                    None => odd = Some(ClockOddity::OutOfRange),
                }
                if self.precision.has_clock() {
                    odd = match (zone.resolve(begin), zone.resolve(end.plus(-1))) {
                        (Resolution::Fold { .. }, _) | (_, Resolution::Fold { .. }) => {
                            Some(ClockOddity::Fold)
                        }
                        (Resolution::Gap { .. }, Resolution::Gap { .. }) => Some(ClockOddity::Gap),
                        _ => odd,
                    };
                }
                core = self.core.and_then(|(a, b)| {
                    let (a, b) = (instant(zone, a, true)?, instant(zone, b, false)?);
                    (a < b).then_some((a, b))
                });
            }
            (Some(zone), begin, end) => {
                earliest = begin.and_then(|b| instant(zone, b, false));
                latest = end.and_then(|e| instant(zone, e, true));
            }
            (None, begin, end) => {
                let at = |local: LocalTime, by: i64| Instant::from_micros(local.micros() + by);
                earliest = begin.and_then(|b| at(b, -UNKNOWN_EAST));
                latest = end.and_then(|e| at(e, UNKNOWN_WEST));
                core = self.core.and_then(|(a, b)| {
                    let (a, b) = (at(a, UNKNOWN_WEST)?, at(b, -UNKNOWN_EAST)?);
                    (a < b).then_some((a, b))
                });
            }
        }
        let missing =
            |local: Option<LocalTime>, found: Option<Instant>| local.is_some() && found.is_none();
        if missing(self.begin, earliest) || missing(self.end, latest) {
            odd = Some(ClockOddity::OutOfRange);
            (earliest, latest, core) = (None, None, None);
        }
        let when = When {
            extent: self.extent,
            earliest,
            latest,
            open: self.open,
            core,
            precision: self.precision,
            qualifier: self.qualifier,
            edtf: self.edtf.clone(),
            calendar: self.calendar,
            local_begin: self.begin,
            zone,
            offset_seconds: zone
                .zip(earliest.or(latest))
                .map(|(zone, at)| zone.offset_at(at).seconds),
            zone_basis: match zone {
                Some(_) => basis,
                None => ZoneBasis::Unknown,
            },
        };
        (when, odd)
    }

    /// Both spans as one: the hull, for a date with two readings.
    pub fn hull(mut self, other: &CivilSpan) -> CivilSpan {
        self.begin = self.begin.zip(other.begin).map(|(a, b)| a.min(b));
        self.end = self.end.zip(other.end).map(|(a, b)| a.max(b));
        self.qualifier = self.qualifier.and(Qualifier::Uncertain);
        if self.edtf != other.edtf {
            self.edtf = format!("[{},{}]", self.edtf, other.edtf);
        }
        self
    }
}

impl Default for CivilSpan {
    /// An undated moment.
    fn default() -> CivilSpan {
        CivilSpan {
            extent: Extent::Moment,
            begin: None,
            end: None,
            core: None,
            open: OpenEnd::None,
            precision: Precision::Day,
            qualifier: Qualifier::Exact,
            calendar: Calendar::Gregorian,
            edtf: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CivilDate;

    #[test]
    fn what_lasted_over_a_day_that_a_clock_left_out_is_certain_from_the_next() {
        // Samoa had no 30 December 2011.
        let midnight = |day| LocalTime::new(CivilDate::new(2011, 12, day).unwrap(), 0, 0, 0);
        let span = CivilSpan {
            extent: Extent::Stretch,
            begin: Some(midnight(30)),
            end: Some(midnight(31).plus(2 * crate::model::instant::DAY)),
            core: Some((midnight(31), midnight(31).plus(crate::model::instant::DAY))),
            precision: Precision::Day,
            ..CivilSpan::default()
        };
        let apia: Zone = "Pacific/Apia".parse().unwrap();
        let when = span
            .in_zone(Some(apia), ZoneBasis::Place, Fold::default())
            .0;
        let core = when.core.map(|(a, b)| (a.to_string(), b.to_string()));
        let expected = ("2011-12-30T10:00:00Z".into(), "2011-12-31T10:00:00Z".into());
        assert_eq!(core, Some(expected));
        assert_eq!(when.earliest, when.core.map(|(a, _)| a));
    }
}
