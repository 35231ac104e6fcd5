//! What the reader chooses about a chronology: variant, grouping, first clock.

use crate::model::Zone;
use crate::query::WeekStart;

/// For whom a chronology is printed: the same data in other columns and another order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// For readers: entries by day on the clock of the place, notes, delays, doubts.
    #[default]
    History,
    /// For a court: a numbered table with citations; no keeper's notes, no tags, no evaluation.
    Court,
    /// For an incident: UTC first, the local clock second.
    Incident,
}

/// What stands under one heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A place.
    Place,
}

/// The order and the columns of a chronology.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Layout {
    /// For whom.
    pub variant: Variant,
    /// What stands under one heading; without it a day, and in a court's table everything.
    pub group_by: Option<GroupBy>,
    /// The clock that is printed first and whose days count; without it each place's own, and for
    /// an incident UTC.
    pub clock: Option<Zone>,
    /// First day of a week.
    pub week_start: WeekStart,
    /// Names of sources with their folders.
    pub full_paths: bool,
}

impl Layout {
    /// What stands under one heading; `None` is everything.
    pub(super) fn grouping(&self) -> Option<GroupBy> {
        match (self.group_by, self.variant) {
            (Some(by), _) => Some(by),
            (None, Variant::Court) => None,
            (None, Variant::History | Variant::Incident) => Some(GroupBy::Day),
        }
    }

    /// The clock that is printed first; `None` is each place's own.
    pub(super) fn first_clock(&self) -> Option<Zone> {
        match (self.clock, self.variant) {
            (Some(zone), _) => Some(zone),
            (None, Variant::Incident) => Some(Zone::Utc),
            (None, Variant::History | Variant::Court) => None,
        }
    }

    /// Whether judgements of the program and notes of the keeper are printed.
    pub(super) fn evaluates(&self) -> bool {
        self.variant != Variant::Court
    }
}
