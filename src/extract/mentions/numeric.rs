//! Dates in figures, `03/04/2019`: the other such dates of the text say whether the day or the
//! month comes first; where they do not, both days stay in the bounds.

use super::Dated;
use crate::extract::complete::{day_of, on_day};
use crate::extract::point::Point;
use crate::extract::reading::{Fields, Reading};
use crate::extract::token::{Kind, Token};
use std::ops::Range;

/// What the dates in figures of a text have first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    MonthFirst,
    DayFirst,
    /// They do not say, or contradict each other.
    Unsettled,
}

/// The order of a text, from those of its dates in which one number is no month.
pub(super) fn order(found: &[(Reading, Range<usize>)], tokens: &[Token]) -> Order {
    let (mut months, mut days) = (0usize, 0usize);
    for (reading, range) in found.iter().filter(|(r, _)| r.begin.said.numeric) {
        let (Some(month), Some(day)) = (reading.begin.month, reading.begin.day) else {
            continue;
        };
        let Kind::Number { value, digits } = tokens[range.start].kind() else {
            continue;
        };
        match () {
            _ if digits == 4 || day <= 12 => {}
            _ if value == month => months += 1,
            _ => days += 1,
        }
    }
    match (months, days) {
        (1.., 0) => Order::MonthFirst,
        (0, 1..) => Order::DayFirst,
        _ => Order::Unsettled,
    }
}

/// Puts day and month of a date in figures in the order of the text; whether it stays open.
pub(super) fn settle(fields: &mut Fields, tokens: &[Token], first: usize, order: Order) -> bool {
    let (Some(month), Some(day)) = (fields.month, fields.day) else {
        return false;
    };
    let iso = matches!(tokens[first].kind(), Kind::Number { digits: 4, .. });
    if !fields.said.numeric || iso || day > 12 || day == month {
        return false;
    }
    match order {
        Order::MonthFirst => false,
        Order::DayFirst => {
            (fields.month, fields.day) = (Some(day), Some(month));
            false
        }
        Order::Unsettled => true,
    }
}

/// Widens a date that can be read in two orders to both of its days.
pub(super) fn widen(dated: &mut Dated, fields: &Fields) {
    let (Some(Point::Day(date)), Some(span)) = (dated.resolved.point, dated.span.take()) else {
        return;
    };
    let swapped = day_of(date.year(), date.day(), date.month());
    dated.span = match swapped.and_then(|other| on_day(other, fields.clock)) {
        Ok(other) if other.begin < span.begin => Some(other.hull(&span)),
        Ok(other) => Some(span.hull(&other)),
        Err(_) => Some(span),
    };
}
