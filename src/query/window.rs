//! A window of time: civil days by each event's own clock, or instants.

use crate::model::instant::{DAY, HOUR};
use crate::model::{CivilDate, Instant, InstantRange, LocalTime, Zone};

/// A window and how it reads in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The window in words: `Monday 29 October to Sunday 4 November 1945 (ISO week 1945-W44)`.
    pub words: String,
    /// The name of a period, or to what it is near: `the long winter`.
    pub name: Option<String>,
    /// What is inside.
    pub span: Span,
    /// The clock by which words without a zone were read, if they were.
    pub clock: Option<Zone>,
    /// The event beside which it lies, with its time, if it does.
    pub beside: Option<String>,
}

impl From<Span> for Window {
    fn from(span: Span) -> Window {
        Window {
            words: String::new(),
            name: None,
            span,
            clock: None,
            beside: None,
        }
    }
}

/// What is inside a window, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Civil days, by the date that each event's own clock showed; `None` is unbounded.
    Days(Option<CivilDate>, Option<CivilDate>),
    /// Instants.
    Instants(InstantRange),
    /// A day of every year, by the date that each event's own clock showed.
    EachYear {
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month.
        day: u32,
    },
    /// No further than `within` microseconds from a moment that lies in a range.
    Around {
        /// Where the moment lies.
        center: InstantRange,
        /// The distance, before and after.
        within: i64,
    },
}

/// The first day of a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WeekStart {
    /// ISO 8601.
    #[default]
    Monday,
    /// As in American calendars.
    Sunday,
}

impl Window {
    /// The window in one line: its name, if it has one, and its words.
    pub fn title(&self) -> String {
        match &self.name {
            Some(name) if self.words.is_empty() => name.clone(),
            Some(name) => format!("{name}: {}", self.words),
            None => self.words.clone(),
        }
    }

    /// The week of a day.
    ///
    /// ```
    /// use annals::model::CivilDate;
    /// use annals::query::{WeekStart, Window};
    /// let sunday = CivilDate::new(1945, 11, 4).unwrap();
    /// let week = Window::week_of(sunday, WeekStart::Monday);
    /// assert_eq!(
    ///     week.words,
    ///     "Monday 29 October to Sunday 4 November 1945 (ISO week 1945-W44)"
    /// );
    /// let week = Window::week_of(sunday, WeekStart::Sunday);
    /// assert_eq!(week.words, "Sunday 4 to Saturday 10 November 1945");
    /// ```
    pub fn week_of(day: CivilDate, start: WeekStart) -> Window {
        let weekday = day.weekday() as i64;
        let back = match start {
            WeekStart::Monday => weekday,
            WeekStart::Sunday => (weekday + 1) % 7,
        };
        let first = day.plus_days(-back);
        let mut words = days_in_words(first, first.plus_days(6));
        if start == WeekStart::Monday {
            let (year, week) = first.iso_week();
            words.push_str(&format!(" (ISO week {year:04}-W{week:02})"));
        }
        Window {
            words,
            ..Span::Days(Some(first), Some(first.plus_days(7))).into()
        }
    }

    /// The days from `first` to `last`, both included; `None` is unbounded.
    pub fn days(first: Option<CivilDate>, last: Option<CivilDate>) -> Window {
        let words = match (first, last) {
            (Some(a), Some(b)) => days_in_words(a, b),
            (Some(a), None) => format!("{} and later", a.long_with_weekday()),
            (None, Some(b)) => format!("up to and including {}", b.long_with_weekday()),
            (None, None) => "all time".to_owned(),
        };
        Window {
            words,
            ..Span::Days(first, last.map(|l| l.plus_days(1))).into()
        }
    }

    /// The instants outside which no event can belong to it, whatever clock tells the event; both
    /// `None` if there are none such. Half-open.
    pub fn reach(&self) -> (Option<Instant>, Option<Instant>) {
        // Clocks differ from UTC by at most 26 hours, and an unknown one widens by 14 more.
        const FAR: i64 = 40 * HOUR;
        match self.span {
            Span::Days(first, last) => {
                let edge = |day: CivilDate, by: i64| Instant::from_micros(day.days() * DAY + by);
                (
                    first.and_then(|d| edge(d, -FAR)),
                    last.and_then(|d| edge(d, FAR)),
                )
            }
            Span::EachYear { .. } => (None, None),
            Span::Instants(_) | Span::Around { .. } => {
                let range = self.instants(Zone::Utc);
                let (a, b) = (
                    range.and_then(|r| r.earliest()),
                    range.and_then(|r| r.latest()),
                );
                (a.map(|a| a.shifted(-1)), b.map(|b| b.shifted(1)))
            }
        }
    }

    /// The instants of a window, if its days are those of one zone.
    pub fn instants(&self, zone: Zone) -> Option<InstantRange> {
        match self.span {
            Span::Instants(range) => Some(range),
            Span::EachYear { .. } => None,
            Span::Around { center, within } => InstantRange::new(
                center.earliest().map(|at| at.shifted(-within)),
                center.latest().map(|at| at.shifted(within)),
            ),
            Span::Days(first, last) => {
                let midnight = |day: CivilDate| LocalTime::new(day, 0, 0, 0);
                let begin = first.and_then(|d| {
                    let begin = midnight(d);
                    zone.bounds(begin, begin.plus(DAY), Default::default())?
                        .earliest()
                });
                let end = last.and_then(|d| {
                    let end = midnight(d);
                    zone.bounds(end.plus(-DAY), end, Default::default())?
                        .latest()
                });
                InstantRange::new(begin, end)
            }
        }
    }
}

/// `Sunday 4 to Saturday 10 November 1945`, as short as the two days allow.
fn days_in_words(first: CivilDate, last: CivilDate) -> String {
    if first == last {
        return first.long_with_weekday();
    }
    let begin = first.long_with_weekday();
    let words: Vec<&str> = begin.split(' ').collect();
    let same_year = first.year() == last.year();
    let same_month = same_year && first.month() == last.month();
    let kept = match (same_month, same_year) {
        (true, _) => 2,
        (false, true) => 3,
        (false, false) => words.len(),
    };
    format!(
        "{} to {}",
        words[..kept].join(" "),
        last.long_with_weekday()
    )
}
