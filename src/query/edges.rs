//! The edges by which an event is compared with a window: on the time line, or by wall clocks.

use super::local::date_left_out;
use super::{local_begin, local_end};
use crate::model::instant::DAY;
use crate::model::zone::{UNKNOWN_EAST, UNKNOWN_WEST};
use crate::model::{Ends, Event, Extent, Instant, OpenEnd, Zone};

/// Edges in microseconds, half-open; `None` is unbounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edges {
    /// The first moment possible.
    pub from: Option<i64>,
    /// The first moment that is too late.
    pub to: Option<i64>,
    /// The part that a stretch certainly covers.
    pub core: Option<(i64, i64)>,
}

impl Edges {
    /// On the time line.
    pub fn absolute(event: &Event) -> Edges {
        let micros = |at: Option<Instant>| at.map(Instant::micros);
        Edges {
            from: micros(event.when.earliest),
            to: micros(event.when.latest),
            core: event.when.core.map(|(a, b)| (a.micros(), b.micros())),
        }
    }

    /// By the clock of `zone` where the event has a clock and one is wanted, else by the clock and
    /// the calendar that tell the event themselves.
    pub fn civil(event: &Event, zone: Option<Zone>) -> Edges {
        let when = &event.when;
        let wanted = zone.filter(|_| when.precision.has_clock());
        let (from, to) = match (wanted, when.earliest, when.latest) {
            (Some(zone), Some(a), Some(b)) => {
                let (first, last) = zone.wall_hull(a, b);
                (Some(first), Some(last))
            }
            _ => (local_begin(event, zone), local_end(event, zone)),
        };
        let of_words = || date_left_out(event, when.zone?)?.core;
        let core = when.core.map(|(a, b)| match wanted.or(when.zone) {
            Some(zone) => match of_words() {
                Some((a, b)) => (a.micros(), b.micros()),
                None => {
                    let (a, b) = (
                        zone.local(a).micros(),
                        zone.local(b.shifted(-1)).micros() + 1,
                    );
                    // Without a clock it is whole days, also if one did not begin at midnight.
                    match when.precision.has_clock() {
                        true => (a, b),
                        false => (a.div_euclid(DAY) * DAY, (b - 1).div_euclid(DAY) * DAY + DAY),
                    }
                }
            },
            // The core of an unknown zone was narrowed by these.
            None => (
                a.shifted(-UNKNOWN_WEST).micros(),
                b.shifted(UNKNOWN_EAST).micros(),
            ),
        });
        Edges {
            from: from.map(|l| l.micros()),
            to: to.map(|l| l.micros()),
            core: core.filter(|(a, b)| a < b),
        }
    }

    /// Whether nothing at all is known.
    pub fn is_undated(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// The two ends of the event, for Allen's relations.
    pub fn ends(&self, event: &Event) -> Ends {
        let open = match event.when.open {
            OpenEnd::None => (false, false),
            OpenEnd::Begin => (true, false),
            OpenEnd::End => (false, true),
            OpenEnd::Both => (true, true),
        };
        let moment = event.when.extent == Extent::Moment;
        Ends::of(moment, (self.from, self.to), self.core, open)
    }
}
