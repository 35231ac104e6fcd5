//! How finely a date is given, and how surely.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The unit to which a date is given, finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Precision {
    Microsecond,
    Millisecond,
    Second,
    Minute,
    Hour,
    HalfDay,
    Day,
    Week,
    Month,
    Season,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

impl Precision {
    /// All of them, finest first.
    pub const ALL: [Precision; 15] = [
        Precision::Microsecond,
        Precision::Millisecond,
        Precision::Second,
        Precision::Minute,
        Precision::Hour,
        Precision::HalfDay,
        Precision::Day,
        Precision::Week,
        Precision::Month,
        Precision::Season,
        Precision::Quarter,
        Precision::Half,
        Precision::Year,
        Precision::Decade,
        Precision::Century,
    ];

    /// The name in the `precision` column.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Microsecond => "microsecond",
            Precision::Millisecond => "millisecond",
            Precision::Second => "second",
            Precision::Minute => "minute",
            Precision::Hour => "hour",
            Precision::HalfDay => "half-day",
            Precision::Day => "day",
            Precision::Week => "week",
            Precision::Month => "month",
            Precision::Season => "season",
            Precision::Quarter => "quarter",
            Precision::Half => "half",
            Precision::Year => "year",
            Precision::Decade => "decade",
            Precision::Century => "century",
        }
    }

    /// The precision of that name.
    pub fn from_name(name: &str) -> Option<Precision> {
        Precision::ALL.into_iter().find(|p| p.name() == name)
    }

    /// Whether a clock was given: finer than a day.
    pub fn has_clock(self) -> bool {
        self < Precision::Day
    }

    /// Whether the date is to the minute or finer.
    pub fn is_minute_or_finer(self) -> bool {
        self <= Precision::Minute
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How sure the date is, in EDTF's terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Qualifier {
    /// No mark.
    #[default]
    Exact,
    /// `?`: the source is doubtful.
    Uncertain,
    /// `~`: the value is approximate (circa).
    Approximate,
    /// `%`: both.
    Both,
}

impl Qualifier {
    /// All of them.
    pub const ALL: [Qualifier; 4] = [
        Qualifier::Exact,
        Qualifier::Uncertain,
        Qualifier::Approximate,
        Qualifier::Both,
    ];

    /// The name in the `qualifier` column.
    pub fn name(self) -> &'static str {
        match self {
            Qualifier::Exact => "exact",
            Qualifier::Uncertain => "uncertain",
            Qualifier::Approximate => "approximate",
            Qualifier::Both => "both",
        }
    }

    /// The qualifier of that name.
    pub fn from_name(name: &str) -> Option<Qualifier> {
        Qualifier::ALL.into_iter().find(|q| q.name() == name)
    }

    /// EDTF's mark: nothing, `?`, `~` or `%`.
    pub fn mark(self) -> &'static str {
        match self {
            Qualifier::Exact => "",
            Qualifier::Uncertain => "?",
            Qualifier::Approximate => "~",
            Qualifier::Both => "%",
        }
    }

    /// Both doubts together.
    pub fn and(self, other: Qualifier) -> Qualifier {
        match (self, other) {
            (Qualifier::Exact, q) | (q, Qualifier::Exact) => q,
            (a, b) if a == b => a,
            _ => Qualifier::Both,
        }
    }
}

impl fmt::Display for Qualifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
