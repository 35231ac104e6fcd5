//! Allen's thirteen relations between two things in time, on ends that are not known exactly.
//!
//! Source: J. F. Allen, "Maintaining knowledge about temporal intervals", *Communications of the
//! ACM* 26 (1983). A moment has no length, so of the thirteen it can only be `before`, `during`,
//! `after` a stretch (which holds its first instant, not its last), or `equals` another moment.

use super::{InstantRange, TimeSpan, span::Bound};
use std::fmt;

/// How one thing in time lies to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Ends before the other begins, with time between.
    Before,
    /// Ends where the other begins.
    Meets,
    /// Begins first, ends inside the other.
    Overlaps,
    /// Begins with the other, ends inside it.
    Starts,
    /// Lies inside the other and touches no end of it.
    During,
    /// Ends with the other, begins inside it.
    Finishes,
    /// Begins and ends with the other.
    Equals,
    /// The other finishes it.
    FinishedBy,
    /// The other lies inside it.
    Contains,
    /// The other starts it.
    StartedBy,
    /// The other overlaps it.
    OverlappedBy,
    /// The other meets it.
    MetBy,
    /// Begins after the other ends, with time between.
    After,
}

/// Whether a relation holds, on what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// Whatever the ends are, it does not.
    No,
    /// It depends on ends that are not known.
    Perhaps,
    /// Whatever the ends are, it does.
    Yes,
}

impl Relation {
    /// All thirteen.
    pub const ALL: [Relation; 13] = [
        Relation::Before,
        Relation::Meets,
        Relation::Overlaps,
        Relation::Starts,
        Relation::During,
        Relation::Finishes,
        Relation::Equals,
        Relation::FinishedBy,
        Relation::Contains,
        Relation::StartedBy,
        Relation::OverlappedBy,
        Relation::MetBy,
        Relation::After,
    ];

    /// Its name on the command line: `finished-by`.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Before => "before",
            Relation::Meets => "meets",
            Relation::Overlaps => "overlaps",
            Relation::Starts => "starts",
            Relation::During => "during",
            Relation::Finishes => "finishes",
            Relation::Equals => "equals",
            Relation::FinishedBy => "finished-by",
            Relation::Contains => "contains",
            Relation::StartedBy => "started-by",
            Relation::OverlappedBy => "overlapped-by",
            Relation::MetBy => "met-by",
            Relation::After => "after",
        }
    }

    /// The relation of that name.
    pub fn from_name(name: &str) -> Option<Relation> {
        Relation::ALL.into_iter().find(|r| r.name() == name)
    }

    /// The same said from the other side: `before` is `after`.
    pub fn converse(self) -> Relation {
        let at = Relation::ALL.iter().position(|r| *r == self).unwrap_or(0);
        Relation::ALL[12 - at]
    }

    /// Whether `a` lies so to `b`.
    ///
    /// ```
    /// use annals::model::{Answer, Ends, Relation};
    /// let war = Ends::stretch((0, 9), (20, 30));
    /// let truce = Ends::stretch((24, 24), (40, 40));
    /// assert_eq!(Relation::Overlaps.between(&war, &truce), Answer::Perhaps);
    /// assert_eq!(Relation::After.between(&war, &truce), Answer::No);
    /// assert_eq!(Relation::Before.between(&Ends::moment(3, 5), &truce), Answer::Yes);
    /// ```
    pub fn between(self, a: &Ends, b: &Ends) -> Answer {
        match (self.is_possible(a, b), self.is_certain(a, b)) {
            (false, _) => Answer::No,
            (true, false) => Answer::Perhaps,
            (true, true) => Answer::Yes,
        }
    }

    /// Whether ends can be chosen so that it holds.
    pub fn is_possible(self, a: &Ends, b: &Ends) -> bool {
        if self > Relation::Equals {
            return self.converse().is_possible(b, a);
        }
        match (a.moment, b.moment) {
            (false, false) => match self {
                Relation::Before => rising([a.begin, a.end, b.begin, b.end]),
                Relation::Meets => rising([a.begin, both(a.end, b.begin), b.end]),
                Relation::Overlaps => rising([a.begin, b.begin, a.end, b.end]),
                Relation::Starts => rising([both(a.begin, b.begin), a.end, b.end]),
                Relation::During => rising([b.begin, a.begin, a.end, b.end]),
                Relation::Finishes => rising([b.begin, a.begin, both(a.end, b.end)]),
                _ => rising([both(a.begin, b.begin), both(a.end, b.end)]),
            },
            (true, true) => match self {
                Relation::Before => rising([a.begin, b.begin]),
                Relation::Equals => rising([both(a.begin, b.begin)]),
                _ => false,
            },
            (true, false) => match self {
                Relation::Before => rising([a.begin, b.begin, b.end]),
                // The first instant of a stretch is inside.
                Relation::During => rising([b.begin, next(a.begin), next(b.end)]),
                _ => false,
            },
            (false, true) => match self {
                // What ends when the moment is has ended before it.
                Relation::Before => rising([a.begin, a.end, next(b.begin)]),
                _ => false,
            },
        }
    }

    /// Whether it holds for every choice of ends.
    pub fn is_certain(self, a: &Ends, b: &Ends) -> bool {
        if self > Relation::Equals {
            return self.converse().is_certain(b, a);
        }
        match (a.moment, b.moment) {
            (false, false) => match self {
                Relation::Before => below(a.end, b.begin),
                Relation::Meets => same(a.end, b.begin),
                Relation::Overlaps => {
                    below(a.begin, b.begin) && below(b.begin, a.end) && below(a.end, b.end)
                }
                Relation::Starts => same(a.begin, b.begin) && below(a.end, b.end),
                Relation::During => below(b.begin, a.begin) && below(a.end, b.end),
                Relation::Finishes => below(b.begin, a.begin) && same(a.end, b.end),
                _ => same(a.begin, b.begin) && same(a.end, b.end),
            },
            (true, true) => match self {
                Relation::Before => below(a.begin, b.begin),
                Relation::Equals => same(a.begin, b.begin),
                _ => false,
            },
            (true, false) => match self {
                Relation::Before => below(a.begin, b.begin),
                Relation::During => b.begin.1 <= a.begin.0 && below(a.begin, b.end),
                _ => false,
            },
            (false, true) => self == Relation::Before && a.end.1 <= b.begin.0,
        }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is known of the two ends of something in time: for each the first and the last value it
/// can have, both included, in whole microseconds of one clock.
///
/// A stretch holds its beginning and not its end. `i64::MIN` and `i64::MAX` stand for no
/// beginning and no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    begin: Range,
    end: Range,
    moment: bool,
}

type Range = (i64, i64);

impl Ends {
    /// One moment in the half-open range `[earliest, latest)`.
    pub fn moment(earliest: i64, latest: i64) -> Ends {
        let at = (earliest, latest.saturating_sub(1).max(earliest));
        Ends {
            begin: at,
            end: at,
            moment: true,
        }
    }

    /// A stretch that begins and ends somewhere in two ranges, both ends of each included. What
    /// would end before it begins is left out of the ranges.
    pub fn stretch(begin: (i64, i64), end: (i64, i64)) -> Ends {
        Ends {
            begin: (begin.0, begin.1.min(end.1.saturating_sub(1)).max(begin.0)),
            end: (end.0.max(begin.0.saturating_add(1)).min(end.1), end.1),
            moment: false,
        }
    }

    /// A stretch of which both ends are known.
    pub fn exactly(begin: i64, end: i64) -> Ends {
        Ends::stretch((begin, begin), (end, end))
    }

    /// The ends of something between outer bounds `[from, to)`, of which a stretch certainly
    /// covers `core`; `None` is unbounded, and `open` says which missing end there is not.
    pub fn of(
        moment: bool,
        (from, to): (Option<i64>, Option<i64>),
        core: Option<(i64, i64)>,
        (open_begin, open_end): (bool, bool),
    ) -> Ends {
        let (low, high) = (from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX));
        if moment {
            return Ends {
                begin: (low, high.saturating_sub(i64::from(to.is_some()))),
                end: (low, high.saturating_sub(i64::from(to.is_some()))),
                moment: true,
            };
        }
        // It began before the core, or with it if there is no doubt about its beginning.
        let last_begin = core.map_or(high, |c| c.0).saturating_sub(1).max(low);
        let first_end = core.map_or(low, |c| c.1).saturating_add(1).min(high);
        let begin = match (from, open_begin) {
            (None, true) => (i64::MIN, i64::MIN),
            _ => (low, last_begin),
        };
        let end = match (to, open_end) {
            (None, true) => (i64::MAX, i64::MAX),
            _ => (first_end, high),
        };
        Ends::stretch(begin, end)
    }
}

impl From<TimeSpan> for Ends {
    fn from(span: TimeSpan) -> Ends {
        let micros = |range: InstantRange| {
            let of = |at: Option<super::Instant>| at.map(super::Instant::micros);
            (of(range.earliest()), of(range.latest()))
        };
        match span {
            TimeSpan::Moment(range) => Ends::of(true, micros(range), None, (false, false)),
            TimeSpan::Stretch { begin, end } => {
                let side = |bound: Bound, open: i64| match bound {
                    Bound::Within(range) => {
                        let (low, high) = micros(range);
                        (low.unwrap_or(i64::MIN), high.unwrap_or(i64::MAX))
                    }
                    Bound::Unknown => (i64::MIN, i64::MAX),
                    Bound::Open => (open, open),
                };
                let begin = side(begin, i64::MIN);
                let end = side(end, i64::MAX);
                // The ranges of the model are half-open: the last instant that can begin it, and
                // the first that can come after it.
                let begin = (begin.0, begin.1.saturating_sub(1).max(begin.0));
                let end = (end.0.saturating_add(1).min(end.1), end.1);
                Ends::stretch(begin, end)
            }
        }
    }
}

/// Whether values can be chosen, one from each range, in strictly rising order.
fn rising<const N: usize>(ranges: [Range; N]) -> bool {
    let mut least = i64::MIN;
    let mut spent = false;
    for (low, high) in ranges {
        let value = low.max(least);
        if spent || value > high {
            return false;
        }
        (least, spent) = value.overflowing_add(1);
    }
    true
}

/// What lies in both ranges; empty if its first value is above its last.
fn both(a: Range, b: Range) -> Range {
    (a.0.max(b.0), a.1.min(b.1))
}

/// The range one microsecond later: turns "before or at" into "before".
fn next(a: Range) -> Range {
    (a.0.saturating_add(1), a.1.saturating_add(1))
}

/// Whether every value of `a` lies below every value of `b`.
fn below(a: Range, b: Range) -> bool {
    a.1 < b.0
}

/// Whether both ranges are one and the same value.
fn same(a: Range, b: Range) -> bool {
    a.0 == a.1 && a == b
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The relation of two things with known ends, from the definition.
    fn relation(a: (i64, i64), b: (i64, i64)) -> Relation {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let (moment_a, moment_b) = (a.0 == a.1, b.0 == b.1);
        if moment_a && moment_b {
            return match a.0.cmp(&b.0) {
                Less => Relation::Before,
                Equal => Relation::Equals,
                Greater => Relation::After,
            };
        }
        if moment_a {
            return match a.0 {
                t if t < b.0 => Relation::Before,
                t if t < b.1 => Relation::During,
                _ => Relation::After,
            };
        }
        if moment_b {
            return relation(b, a).converse();
        }
        match (a.0.cmp(&b.0), a.1.cmp(&b.1)) {
            _ if a.1 < b.0 => Relation::Before,
            _ if a.1 == b.0 => Relation::Meets,
            _ if b.1 < a.0 => Relation::After,
            _ if b.1 == a.0 => Relation::MetBy,
            (Less, Less) => Relation::Overlaps,
            (Equal, Less) => Relation::Starts,
            (Greater, Less) => Relation::During,
            (Greater, Equal) => Relation::Finishes,
            (Equal, Equal) => Relation::Equals,
            (Less, Equal) => Relation::FinishedBy,
            (Less, Greater) => Relation::Contains,
            (Equal, Greater) => Relation::StartedBy,
            (Greater, Greater) => Relation::OverlappedBy,
        }
    }

    /// Every choice of ends, one by one.
    fn worlds(ends: &Ends) -> Vec<(i64, i64)> {
        if ends.moment {
            return (ends.begin.0..=ends.begin.1).map(|t| (t, t)).collect();
        }
        let begins = ends.begin.0..=ends.begin.1;
        begins
            .flat_map(|b| (ends.end.0..=ends.end.1).map(move |e| (b, e)))
            .filter(|(b, e)| b < e)
            .collect()
    }

    fn ends() -> impl Strategy<Value = Ends> {
        (any::<bool>(), 0i64..9, 0i64..4, 0i64..9, 0i64..4).prop_map(|(moment, a, w, b, v)| {
            if moment {
                return Ends::moment(a, a + 1 + w);
            }
            let (a, b) = (a.min(b), a.max(b));
            Ends::stretch((a, a + w), (b.max(a + 1), b.max(a + 1) + v))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        /// Trying every choice of ends gives the same three answers.
        #[test]
        fn the_three_answers_are_those_of_every_choice(a in ends(), b in ends()) {
            let found: Vec<Relation> = worlds(&a)
                .into_iter()
                .flat_map(|x| worlds(&b).into_iter().map(move |y| relation(x, y)))
                .collect();
            prop_assert!(!found.is_empty());
            for wanted in Relation::ALL {
                let expected = match found.iter().filter(|r| **r == wanted).count() {
                    0 => Answer::No,
                    n if n == found.len() => Answer::Yes,
                    _ => Answer::Perhaps,
                };
                prop_assert_eq!(wanted.between(&a, &b), expected, "{} {:?} {:?}", wanted, a, b);
            }
        }
    }

    #[test]
    fn what_never_ends_ends_with_what_never_ends() {
        let open = Ends::of(false, (Some(3), None), None, (false, true));
        let since = Ends::of(false, (Some(0), None), Some((0, i64::MAX)), (false, true));
        assert_eq!(Relation::Before.between(&open, &since), Answer::No);
        assert_eq!(Relation::Finishes.between(&open, &since), Answer::Yes);
        let unknown = Ends::of(false, (Some(3), None), None, (false, false));
        assert_eq!(Relation::During.between(&unknown, &since), Answer::Perhaps);
    }

    #[test]
    fn names_and_converses() {
        for relation in Relation::ALL {
            assert_eq!(Relation::from_name(relation.name()), Some(relation));
            assert_eq!(relation.converse().converse(), relation);
        }
        assert_eq!(Relation::Starts.converse(), Relation::StartedBy);
    }
}
