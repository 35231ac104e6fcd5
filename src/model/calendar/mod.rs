//! Calendars. Each converts only to and from one day count: days since 1970-01-01.

mod civil;

pub use civil::{CivilDate, Weekday, easter, month_name, year_name};

use calendrical_calculations::julian;
use calendrical_calculations::rata_die::RataDie;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Rata Die of 1970-01-01.
const UNIX_EPOCH: i64 = 719_163;

/// The calendar in which a date is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Calendar {
    /// Gregorian, proleptic before 1582.
    #[default]
    Gregorian,
    /// Julian ("Old Style"), proleptic before 8 CE.
    Julian,
}

impl Calendar {
    /// The day that `year-month-day` of this calendar names; `None` if there is no such day.
    ///
    /// Years are astronomical: 0 is 1 BCE.
    ///
    /// ```
    /// use annals::model::{Calendar, CivilDate};
    /// let october = Calendar::Julian.date(1917, 10, 25);
    /// assert_eq!(october, CivilDate::new(1917, 11, 7));
    /// assert_eq!(Calendar::Julian.date(1900, 2, 30), None);
    /// ```
    pub fn date(self, year: i32, month: u32, day: u32) -> Option<CivilDate> {
        match self {
            Calendar::Gregorian => CivilDate::new(year, month, day),
            Calendar::Julian => {
                let last = match month {
                    2 => 28 + u32::from(julian::is_leap_year(year)),
                    4 | 6 | 9 | 11 => 30,
                    1..=12 => 31,
                    _ => return None,
                };
                if !(1..=last).contains(&day) || year.abs() > super::Instant::YEAR_LIMIT {
                    return None;
                }
                let fixed = julian::fixed_from_julian(year, month as u8, day as u8);
                Some(CivilDate::from_days(fixed.to_i64_date() - UNIX_EPOCH))
            }
        }
    }

    /// The calendar of that name in the `calendar` column.
    pub fn from_name(name: &str) -> Option<Calendar> {
        match name {
            "gregorian" => Some(Calendar::Gregorian),
            "julian" => Some(Calendar::Julian),
            _ => None,
        }
    }

    /// Year, month and day of `date` in this calendar.
    pub fn year_month_day(self, date: CivilDate) -> (i32, u32, u32) {
        match self {
            Calendar::Gregorian => (date.year(), date.month(), date.day()),
            Calendar::Julian => {
                match julian::julian_from_fixed(RataDie::new(date.days() + UNIX_EPOCH)) {
                    Ok((y, m, d)) => (y, u32::from(m), u32::from(d)),
                    // Only far outside the storable range, which `CivilDate` excludes.
                    Err(_) => (date.year(), date.month(), date.day()),
                }
            }
        }
    }
}

impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Calendar::Gregorian => "gregorian",
            Calendar::Julian => "julian",
        })
    }
}
