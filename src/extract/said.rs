//! What prose says of time beside dates and clocks: units, steps, modifiers, parts of the day.

use super::bounds::Bound;

/// A unit of the calendar, in rising size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day; also a night that is counted.
    Day,
    /// A weekend.
    Weekend,
    /// A week.
    Week,
    /// Two weeks.
    Fortnight,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
    /// A thousand years.
    Millennium,
}

impl Unit {
    /// The unit of a number in the lexicon.
    pub(super) fn from_word(value: i64) -> Option<Unit> {
        Some(match value {
            1 => Unit::Second,
            2 => Unit::Minute,
            3 => Unit::Hour,
            4 | 13 => Unit::Day,
            5 => Unit::Week,
            6 => Unit::Fortnight,
            7 => Unit::Month,
            8 => Unit::Quarter,
            9 => Unit::Year,
            10 => Unit::Decade,
            11 => Unit::Century,
            12 => Unit::Weekend,
            14 => Unit::Millennium,
            _ => return None,
        })
    }
}

/// A part of the day, with TIMEX3's letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayPart {
    /// `MO`
    Morning,
    /// `MI`
    Midday,
    /// `AF`
    Afternoon,
    /// `EV`
    Evening,
    /// `NI`
    Night,
    /// `DT`
    Daytime,
}

impl DayPart {
    pub(super) fn from_word(value: i64) -> Option<DayPart> {
        Some(match value {
            1 => DayPart::Morning,
            2 => DayPart::Midday,
            3 => DayPart::Afternoon,
            4 => DayPart::Evening,
            5 => DayPart::Night,
            6 => DayPart::Daytime,
            _ => return None,
        })
    }

    /// The letters of TIMEX3.
    pub fn letters(self) -> &'static str {
        match self {
            DayPart::Morning => "MO",
            DayPart::Midday => "MI",
            DayPart::Afternoon => "AF",
            DayPart::Evening => "EV",
            DayPart::Night => "NI",
            DayPart::Daytime => "DT",
        }
    }

    /// The hours it spans, from the midnight that begins its day; night runs into the next day.
    pub fn hours(self) -> (i64, i64) {
        match self {
            DayPart::Morning => (0, 12),
            DayPart::Midday => (11, 14),
            DayPart::Afternoon => (12, 18),
            DayPart::Evening => (17, 24),
            DayPart::Night => (18, 30),
            DayPart::Daytime => (6, 20),
        }
    }
}

/// TIMEX3's `mod`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modifier {
    /// "early"
    Start,
    /// "mid-"
    Mid,
    /// "late"
    End,
    /// "over"
    MoreThan,
    /// "under"
    LessThan,
    /// "about"
    Approx,
    /// "at least"
    EqualOrMore,
    /// "at most"
    EqualOrLess,
}

impl Modifier {
    pub(super) fn from_word(value: i64) -> Option<Modifier> {
        Some(match value {
            1 => Modifier::Start,
            2 => Modifier::Mid,
            3 => Modifier::End,
            4 => Modifier::MoreThan,
            5 => Modifier::LessThan,
            6 => Modifier::Approx,
            7 => Modifier::EqualOrMore,
            8 => Modifier::EqualOrLess,
            _ => return None,
        })
    }

    /// The value of the attribute.
    pub fn name(self) -> &'static str {
        match self {
            Modifier::Start => "START",
            Modifier::Mid => "MID",
            Modifier::End => "END",
            Modifier::MoreThan => "MORE_THAN",
            Modifier::LessThan => "LESS_THAN",
            Modifier::Approx => "APPROX",
            Modifier::EqualOrMore => "EQUAL_OR_MORE",
            Modifier::EqualOrLess => "EQUAL_OR_LESS",
        }
    }
}

/// How far a step goes and from where it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// From the time of the narrative: "the next day", "that year".
    Told(i32),
    /// From the day of writing where the text has one: "last year".
    Written(i32),
}

impl Step {
    /// The number of units.
    pub fn by(self) -> i32 {
        match self {
            Step::Told(n) | Step::Written(n) => n,
        }
    }
}

/// The words beside those of a date or clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// First year of a decade.
    pub decade: Option<i32>,
    /// Two figures of a decade: "the thirties".
    pub short_decade: Option<i32>,
    /// Number of a century.
    pub century: Option<i32>,
    /// Before Christ.
    pub before_christ: bool,
    /// An era was written.
    pub era: bool,
    /// Quarter of a year; 0 is the last.
    pub quarter: Option<u32>,
    /// Half of a year; 0 is the last.
    pub half: Option<u32>,
    /// Part of the day.
    pub part: Option<DayPart>,
    /// A bound between the words of one date: "1547 Juli vor 19".
    pub limit: Option<Bound>,
    /// "the winter of 1907/08": the winter that begins in its year.
    pub winter_to: Option<u32>,
    /// The second day of "the night of 3/4 November".
    pub next_day: Option<u32>,
    /// Modifier of a date.
    pub modifier: Option<Modifier>,
    /// Modifier of a duration.
    pub roughly: Option<Modifier>,
    /// A step.
    pub step: Option<Step>,
    /// The unit.
    pub unit: Option<Unit>,
    /// A count, in tenths.
    pub tenths: Option<u32>,
    /// An uncounted number: "a few".
    pub vague: bool,
    /// After (1) or before (−1).
    pub direction: Option<i32>,
    /// Counted from the day of writing: "ago".
    pub ago: bool,
    /// The year is that of the narrative, so many years on: "of that year".
    pub same_year: Option<i32>,
    /// Within a unit: later (1), earlier (−1), late (2), early (−2).
    pub within: Option<i32>,
    /// Days from the day of writing: "yesterday".
    pub day_word: Option<i32>,
    /// A feast by the number of the lexicon; see `extract/feast.rs`.
    pub feast: Option<i32>,
    /// The day before a feast.
    pub eve: bool,
    /// The day of the Julian calendar, of a pair.
    pub old_day: Option<u32>,
    /// The words say Old Style.
    pub old_style: bool,
    /// The New Style year of a dual year.
    pub dual_year: Option<u32>,
    /// Only the period of a unit is named: "the past year".
    pub span: bool,
    /// The token of the word for the event from which is counted.
    pub event: Option<u32>,
    /// Months from the one that is told: "ultimo".
    pub month_step: Option<i32>,
    /// A number of times in the unit: "twice a week".
    pub times: bool,
    /// A year only in a text that counts backward.
    pub backward: bool,
    /// Two numbers that may be day and month or month and day.
    pub numeric: bool,
    /// The week of a month; −1 is the last.
    pub week: Option<i32>,
    /// The week of a year, after ISO 8601.
    pub week_of_year: Option<u32>,
    /// Every unit.
    pub every: bool,
}
