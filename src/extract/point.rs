//! A place in the calendar with its grain: a day, a week, a season, a century.

use super::said::Unit;
use crate::model::CivilDate;
use std::fmt::Write;

/// A day or a longer piece of the calendar. Years are astronomical: 0 is 1 BC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// A day.
    Day(CivilDate),
    /// The ISO week that begins on this Monday.
    Week(CivilDate),
    /// The Saturday and Sunday of the week that begins on this Monday.
    Weekend(CivilDate),
    /// A month of a year.
    Month(i32, u32),
    /// A quarter of a year, 1 to 4.
    Quarter(i32, u32),
    /// A half of a year, 1 or 2.
    Half(i32, u32),
    /// A season of a year by its EDTF number, 21 to 24.
    Season(i32, u32),
    /// A year.
    Year(i32),
    /// The decade with these leading figures, before Christ or after.
    Decade(i32, bool),
    /// The century with these leading figures (18 is the 19th), before Christ or after.
    Century(i32, bool),
}

impl Point {
    /// The week of a day.
    pub fn week_of(day: CivilDate) -> Point {
        Point::Week(monday(day))
    }

    /// The weekend of the week of a day.
    pub fn weekend_of(day: CivilDate) -> Point {
        Point::Weekend(monday(day))
    }

    /// The unit of its grain.
    pub fn unit(self) -> Unit {
        match self {
            Point::Day(_) => Unit::Day,
            Point::Week(_) => Unit::Week,
            Point::Weekend(_) => Unit::Weekend,
            Point::Month(..) => Unit::Month,
            Point::Quarter(..) | Point::Half(..) | Point::Season(..) => Unit::Quarter,
            Point::Year(_) => Unit::Year,
            Point::Decade(..) => Unit::Decade,
            Point::Century(..) => Unit::Century,
        }
    }

    /// Its year; of a decade or century the first.
    pub fn year(self) -> i32 {
        match self {
            Point::Day(day) | Point::Week(day) | Point::Weekend(day) => day.year(),
            Point::Month(y, _) | Point::Quarter(y, _) | Point::Half(y, _) => y,
            Point::Season(y, _) | Point::Year(y) => y,
            Point::Decade(n, false) => n * 10,
            Point::Decade(n, true) => -(n * 10 + 8),
            Point::Century(n, false) => n * 100,
            Point::Century(n, true) => -(n * 100 + 99),
        }
    }

    /// A month in its middle: how far it is from another. A year is in none.
    pub fn month(self) -> Option<u32> {
        match self {
            Point::Day(day) | Point::Week(day) | Point::Weekend(day) => Some(day.month()),
            Point::Month(_, month) => Some(month),
            Point::Quarter(_, quarter) => Some(quarter * 3 - 1),
            Point::Half(_, half) => Some(half * 6 - 3),
            Point::Season(_, season) => Some(season_month(season)),
            Point::Year(_) | Point::Decade(..) | Point::Century(..) => None,
        }
    }

    /// Its first day.
    pub fn first(self) -> Option<CivilDate> {
        match self {
            Point::Day(day) | Point::Week(day) => Some(day),
            Point::Weekend(day) => Some(day.plus_days(5)),
            Point::Month(y, month) => CivilDate::new(y, month, 1),
            Point::Quarter(y, quarter) => CivilDate::new(y, quarter * 3 - 2, 1),
            Point::Half(y, half) => CivilDate::new(y, half * 6 - 5, 1),
            Point::Season(y, 24) => Some(CivilDate::new(y, 1, 1)?.plus_months(-1)),
            Point::Season(y, season) => CivilDate::new(y, (season - 20) * 3, 1),
            _ => CivilDate::new(self.year(), 1, 1),
        }
    }

    /// The first day after it. A winter has the winter months at both ends of its year.
    pub fn end(self) -> Option<CivilDate> {
        let first = self.first()?;
        Some(match self {
            Point::Day(day) => day.plus_days(1),
            Point::Week(_) => first.plus_days(7),
            Point::Weekend(_) => first.plus_days(2),
            Point::Month(..) => first.plus_months(1),
            Point::Quarter(..) => first.plus_months(3),
            Point::Half(..) => first.plus_months(6),
            Point::Season(_, 24) => first.plus_months(15),
            Point::Season(..) => first.plus_months(3),
            Point::Year(_) => first.plus_months(12),
            Point::Decade(..) => first.plus_months(120),
            Point::Century(..) => first.plus_months(1200),
        })
    }

    /// The value of TIMEX3: `1939-SU`, `BC0490`, `193`.
    pub fn timex(self) -> String {
        let mut out = String::with_capacity(12);
        // Writing to a string cannot fail.
        let _ = match self {
            Point::Day(day) => {
                timex_year(&mut out, day.year());
                write!(out, "-{:02}-{:02}", day.month(), day.day())
            }
            Point::Week(day) | Point::Weekend(day) => {
                let (year, week) = day.iso_week();
                timex_year(&mut out, year);
                let end = match self {
                    Point::Weekend(_) => "-WE",
                    _ => "",
                };
                write!(out, "-W{week:02}{end}")
            }
            Point::Month(year, month) => {
                timex_year(&mut out, year);
                write!(out, "-{month:02}")
            }
            Point::Quarter(year, quarter) => {
                timex_year(&mut out, year);
                write!(out, "-Q{quarter}")
            }
            Point::Half(year, half) => {
                timex_year(&mut out, year);
                write!(out, "-H{half}")
            }
            Point::Season(year, season) => {
                timex_year(&mut out, year);
                let name = ["SP", "SU", "FA", "WI"][(season as usize).saturating_sub(21).min(3)];
                write!(out, "-{name}")
            }
            Point::Year(year) => {
                timex_year(&mut out, year);
                Ok(())
            }
            Point::Decade(number, false) => write!(out, "{number:03}"),
            Point::Decade(number, true) => write!(out, "BC{number:03}"),
            Point::Century(number, false) => write!(out, "{number:02}"),
            Point::Century(number, true) => write!(out, "BC{number:02}"),
        };
        out
    }

    /// The date in EDTF.
    pub fn edtf(self) -> String {
        match self {
            Point::Day(day) => day.to_string(),
            Point::Month(year, month) => format!("{}-{month:02}", edtf_year(year)),
            Point::Quarter(year, quarter) => format!("{}-{}", edtf_year(year), 32 + quarter),
            Point::Half(year, half) => format!("{}-{}", edtf_year(year), 39 + half),
            Point::Season(year, season) => format!("{}-{season}", edtf_year(year)),
            Point::Year(year) => edtf_year(year),
            Point::Decade(number, false) => format!("{number:03}X"),
            Point::Century(number, false) => format!("{number:02}XX"),
            Point::Week(_) | Point::Weekend(_) | Point::Decade(..) | Point::Century(..) => {
                match (self.first(), self.end()) {
                    (Some(first), Some(end)) if self.unit() < Unit::Year => {
                        format!("{first}/{}", end.plus_days(-1))
                    }
                    (Some(first), Some(end)) => format!(
                        "{}/{}",
                        edtf_year(first.year()),
                        edtf_year(end.plus_days(-1).year())
                    ),
                    _ => String::new(),
                }
            }
        }
    }

    /// The same kind of piece `n` units later, at the grain of the unit; `None` if the point does
    /// not say where in the unit it lies.
    pub fn shifted(self, unit: Unit, n: i32) -> Option<Point> {
        let n64 = i64::from(n);
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour => return None,
            Unit::Day => match self {
                Point::Day(day) => Point::Day(day.plus_days(n64)),
                _ => return None,
            },
            Unit::Weekend => Point::Weekend(monday(self.day()?).plus_days(7 * n64)),
            Unit::Week => Point::Week(monday(self.day()?).plus_days(7 * n64)),
            Unit::Fortnight => Point::Week(monday(self.day()?).plus_days(14 * n64)),
            Unit::Month => {
                let first = CivilDate::new(self.year(), self.month()?, 1)?.plus_months(n64);
                Point::Month(first.year(), first.month())
            }
            Unit::Quarter => {
                let quarter = (self.month()? as i32 - 1) / 3 + n;
                let year = self.year() + quarter.div_euclid(4);
                Point::Quarter(year, quarter.rem_euclid(4) as u32 + 1)
            }
            Unit::Year => Point::Year(self.year().saturating_add(n)),
            Unit::Decade => decade(self.year().saturating_add(n.saturating_mul(10))),
            Unit::Century => century(self.year().saturating_add(n.saturating_mul(100))),
            Unit::Millennium => Point::Year(self.year().saturating_add(n.saturating_mul(1000))),
        })
    }

    /// The same piece of a year `n` years on; of a week the one that holds the same day.
    pub fn years_on(self, n: i32) -> Point {
        let day = |day: CivilDate| day.plus_months(i64::from(n) * 12);
        match self {
            Point::Day(date) => Point::Day(day(date)),
            Point::Week(date) => Point::week_of(day(date)),
            Point::Weekend(date) => Point::Weekend(monday(day(date))),
            Point::Month(y, month) => Point::Month(y.saturating_add(n), month),
            Point::Quarter(y, quarter) => Point::Quarter(y.saturating_add(n), quarter),
            Point::Half(y, half) => Point::Half(y.saturating_add(n), half),
            Point::Season(y, season) => Point::Season(y.saturating_add(n), season),
            Point::Year(y) => Point::Year(y.saturating_add(n)),
            Point::Decade(..) | Point::Century(..) => self,
        }
    }

    /// A day of it, if it is not longer than a week.
    pub fn day(self) -> Option<CivilDate> {
        match self {
            Point::Day(day) | Point::Week(day) | Point::Weekend(day) => Some(day),
            _ => None,
        }
    }
}

fn monday(day: CivilDate) -> CivilDate {
    day.plus_days(-((day.days() + 3).rem_euclid(7)))
}

fn decade(year: i32) -> Point {
    match year {
        1.. => Point::Decade(year / 10, false),
        _ => Point::Decade((1 - year) / 10, true),
    }
}

fn century(year: i32) -> Point {
    match year {
        1.. => Point::Century(year / 100, false),
        _ => Point::Century(-year / 100, true),
    }
}

/// The month in the middle of a season; of winter January.
pub fn season_month(season: u32) -> u32 {
    match season {
        21 => 4,
        22 => 7,
        23 => 10,
        _ => 1,
    }
}

fn timex_year(out: &mut String, year: i32) {
    let _ = match year {
        1.. => write!(out, "{year:04}"),
        _ => write!(out, "BC{:04}", 1 - year),
    };
}

fn edtf_year(year: i32) -> String {
    match year {
        0..=9999 => format!("{year:04}"),
        -9999..0 => format!("-{:04}", -year),
        _ => format!("Y{year}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_edtf_of_every_grain() {
        let day = CivilDate::new(1945, 11, 4).unwrap();
        for (point, timex, edtf) in [
            (Point::Day(day), "1945-11-04", "1945-11-04"),
            (Point::week_of(day), "1945-W44", "1945-10-29/1945-11-04"),
            (Point::Quarter(1989, 3), "1989-Q3", "1989-35"),
            (Point::Half(1944, 1), "1944-H1", "1944-40"),
            (Point::Season(1939, 22), "1939-SU", "1939-22"),
            (Point::Year(-489), "BC0490", "-0489"),
            (Point::Decade(194, false), "194", "194X"),
            (Point::Decade(47, true), "BC047", "-0478/-0469"),
            (Point::Century(19, false), "19", "19XX"),
            (Point::Century(13, true), "BC13", "-1399/-1300"),
        ] {
            assert_eq!(
                (point.timex().as_str(), point.edtf().as_str()),
                (timex, edtf)
            );
        }
    }
}
