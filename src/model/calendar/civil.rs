//! A civil day: a day count with its Gregorian year, month and day.

use super::UNIX_EPOCH;
use calendrical_calculations::rata_die::RataDie;
use calendrical_calculations::{gregorian, julian};
use std::fmt;

/// A civil day, counted from 1970-01-01, shown in the proleptic Gregorian calendar.
///
/// ```
/// use annals::model::{CivilDate, Weekday};
/// let day = CivilDate::new(1945, 11, 4).unwrap();
/// assert_eq!(day.weekday(), Weekday::Sunday);
/// assert_eq!(day.to_string(), "1945-11-04");
/// assert_eq!(CivilDate::new(1943, 4, 31), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate(i32);

impl CivilDate {
    /// The day `year-month-day`; `None` if there is no such day or it lies outside ±262,000 years.
    pub fn new(year: i32, month: u32, day: u32) -> Option<CivilDate> {
        if !(1..=days_in_month(year, month)?).contains(&day)
            || year.abs() > crate::model::Instant::YEAR_LIMIT
        {
            return None;
        }
        let fixed = gregorian::fixed_from_gregorian(year, month as u8, day as u8);
        Some(CivilDate((fixed.to_i64_date() - UNIX_EPOCH) as i32))
    }

    /// The day `days` after 1970-01-01, held inside the storable range.
    pub fn from_days(days: i64) -> CivilDate {
        const LIMIT: i64 = 262_000 * 366;
        CivilDate(days.clamp(-LIMIT, LIMIT) as i32)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        i64::from(self.0)
    }

    /// The day `n` days later.
    pub fn plus_days(self, n: i64) -> CivilDate {
        CivilDate::from_days(self.days().saturating_add(n))
    }

    /// The same day of the month `n` months later, or that month's last day.
    pub fn plus_months(self, n: i64) -> CivilDate {
        let count = i64::from(self.year()) * 12 + i64::from(self.month()) - 1 + n;
        let (year, month) = (count.div_euclid(12) as i32, count.rem_euclid(12) as u32 + 1);
        let day = self.day().min(days_in_month(year, month).unwrap_or(28));
        CivilDate::new(year, month, day).unwrap_or(self)
    }

    /// Astronomical year: 0 is 1 BCE.
    pub fn year(self) -> i32 {
        self.parts().0
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u32 {
        self.parts().1
    }

    /// Day of the month, from 1.
    pub fn day(self) -> u32 {
        self.parts().2
    }

    /// Day of the week.
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        Weekday::ALL[(self.days() + 3).rem_euclid(7) as usize]
    }

    /// ISO 8601 week: its year and its number, 1 to 53.
    pub fn iso_week(self) -> (i32, i64) {
        let thursday = self.plus_days(3 - self.weekday() as i64);
        let first = CivilDate::new(thursday.year(), 1, 1).map_or(0, CivilDate::days);
        (thursday.year(), (thursday.days() - first) / 7 + 1)
    }

    fn parts(self) -> (i32, u32, u32) {
        match gregorian::gregorian_from_fixed(RataDie::new(self.days() + UNIX_EPOCH)) {
            Ok((y, m, d)) => (y, u32::from(m), u32::from(d)),
            // Unreachable inside the range that the constructors admit.
            Err(_) => (1970, 1, 1),
        }
    }
}

/// Number of days in a Gregorian month; `None` if `month` is not 1 to 12.
/// Easter Sunday of a year: by the Gregorian calendar from 1583, before that by the Julian; `None`
/// before the Council of Nicaea, 325.
///
/// ```
/// use annals::model::calendar::easter;
/// assert_eq!(easter(1943).unwrap().to_string(), "1943-04-25");
/// assert_eq!(easter(100), None);
/// ```
pub fn easter(year: i32) -> Option<CivilDate> {
    let fixed = match year {
        ..325 => return None,
        325..1583 => julian::easter(year),
        _ => gregorian::easter(year),
    };
    Some(CivilDate::from_days(fixed.to_i64_date() - UNIX_EPOCH))
}

pub(super) fn days_in_month(year: i32, month: u32) -> Option<u32> {
    Some(match month {
        2 => 28 + u32::from(gregorian::is_leap_year(year)),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    })
}

impl fmt::Display for CivilDate {
    /// ISO 8601; years outside 0000 to 9999 carry a sign and at least four digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        match year {
            // By hand: these are most of what is printed.
            0..=9999 => {
                let two = |n: u32| [b'0' + (n / 10 % 10) as u8, b'0' + (n % 10) as u8];
                let ([a, b], [c, d]) = (two(year as u32 / 100), two(year as u32 % 100));
                let ([e, g], [h, i]) = (two(month), two(day));
                let ascii = [a, b, c, d, b'-', e, g, b'-', h, i];
                f.write_str(std::str::from_utf8(&ascii).unwrap_or_default())
            }
            10_000.. => write!(f, "+{year}-{month:02}-{day:02}"),
            _ => write!(f, "-{:04}-{month:02}-{day:02}", year.unsigned_abs()),
        }
    }
}

/// Day of the week, Monday first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// The seven, Monday first.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// English name of a month, 1 to 12; empty for any other number.
pub fn month_name(month: u32) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES
        .get((month as usize).wrapping_sub(1))
        .copied()
        .unwrap_or("")
}

/// A day as people write it: `Sunday 4 November 1945`; years before 1 CE as `44 BCE`.
impl CivilDate {
    /// `4 November 1945`.
    pub fn long(self) -> String {
        let (year, month, day) = self.parts();
        format!("{day} {} {}", month_name(month), year_name(year))
    }

    /// `Sunday 4 November 1945`.
    pub fn long_with_weekday(self) -> String {
        format!("{} {}", self.weekday(), self.long())
    }
}

/// A year as people write it: `1945`, `44 BCE`.
pub fn year_name(year: i32) -> String {
    if year > 0 {
        year.to_string()
    } else {
        format!("{} BCE", 1 - i64::from(year))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_and_weekdays() {
        let day = CivilDate::new(1945, 11, 4).unwrap();
        assert_eq!(day.iso_week(), (1945, 44));
        assert_eq!(CivilDate::new(2021, 1, 3).unwrap().iso_week(), (2020, 53));
        assert_eq!(day.long_with_weekday(), "Sunday 4 November 1945");
    }

    #[test]
    fn years_outside_four_digits_carry_a_sign() {
        assert_eq!(
            CivilDate::new(-43, 3, 15).unwrap().to_string(),
            "-0043-03-15"
        );
        assert_eq!(
            CivilDate::new(-43, 3, 15).unwrap().long(),
            "15 March 44 BCE"
        );
        assert_eq!(
            CivilDate::new(12_000, 1, 1).unwrap().to_string(),
            "+12000-01-01"
        );
    }

    #[test]
    fn month_arithmetic_keeps_to_the_month() {
        let day = CivilDate::new(1944, 1, 31).unwrap();
        assert_eq!(day.plus_months(1), CivilDate::new(1944, 2, 29).unwrap());
        assert_eq!(day.plus_months(-2), CivilDate::new(1943, 11, 30).unwrap());
    }
}
