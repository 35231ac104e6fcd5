//! Days that have a name, by the numbers of the lexicon: fixed days as month × 100 + day, days
//! counted from Easter as 2000 + days, and the n-th weekday of a month as
//! 10000 + month × 100 + weekday × 10 + n, where 5 is the last.

use crate::model::CivilDate;
use crate::model::calendar::easter;

/// The month in which a feast usually falls.
pub(super) fn month(code: i32) -> u32 {
    match code {
        10_000.. => (code - 10_000) as u32 / 100,
        1_900..3_000 => 4,
        _ => code.max(0) as u32 / 100,
    }
}

/// The day of a feast in a year; `None` for a number that is none.
pub(super) fn day(code: i32, year: i32) -> Option<CivilDate> {
    match code {
        10_000.. => {
            let (month, weekday, n) = ((code - 10_000) / 100, code / 10 % 10, code % 10);
            let first = CivilDate::new(year, month as u32, 1)?;
            let ahead = i64::from(weekday - 1) - (first.days() + 3).rem_euclid(7);
            let nth = first.plus_days(ahead.rem_euclid(7) + i64::from(n - 1) * 7);
            // The fifth is the last: a month with four has it a week earlier.
            Some(match n == 5 && nth.month() != month as u32 {
                true => nth.plus_days(-7),
                false => nth,
            })
        }
        1_900..3_000 => Some(easter(year)?.plus_days(i64::from(code - 2_000))),
        _ => CivilDate::new(year, code.max(0) as u32 / 100, code.max(0) as u32 % 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_monday_of_may_and_the_fourth_thursday_of_november() {
        assert_eq!(day(10_515, 1995).unwrap().to_string(), "1995-05-29");
        assert_eq!(day(10_515, 1998).unwrap().to_string(), "1998-05-25");
        assert_eq!(day(11_144, 2026).unwrap().to_string(), "2026-11-26");
    }
}
