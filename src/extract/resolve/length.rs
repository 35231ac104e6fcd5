//! Lengths of time and what comes again.

use crate::extract::reading::Fields;
use crate::extract::said::Unit;
use std::fmt::Write;

/// The value of a duration or set: `P3D`, `PT2H`, `PXM`, `P2.5Y`, of Mondays `XXXX-WXX-1`.
pub fn duration(fields: &Fields) -> Option<String> {
    let said = &fields.said;
    if let (Some(weekday), None) = (fields.weekday, said.unit) {
        return Some(format!("XXXX-WXX-{weekday}"));
    }
    let unit = said.unit?;
    let (clock, letter, times) = match unit {
        Unit::Second => (true, 'S', 1),
        Unit::Minute => (true, 'M', 1),
        Unit::Hour => (true, 'H', 1),
        Unit::Day => (false, 'D', 1),
        Unit::Weekend => (false, 'D', 2),
        Unit::Week => (false, 'W', 1),
        Unit::Fortnight => (false, 'W', 2),
        Unit::Month => (false, 'M', 1),
        Unit::Quarter => (false, 'Q', 1),
        Unit::Year => (false, 'Y', 1),
        Unit::Decade => (false, 'Y', 10),
        Unit::Century => (false, 'Y', 100),
        Unit::Millennium => (false, 'Y', 1000),
    };
    let mut out = String::from(if clock { "PT" } else { "P" });
    let one = (said.every || said.span).then_some(10);
    // Writing to a string cannot fail.
    let tenths = said.tenths.filter(|_| !said.vague && !said.times);
    let _ = match tenths.or(one) {
        None => write!(out, "X"),
        Some(tenths) => {
            let tenths = u64::from(tenths) * times;
            match tenths % 10 {
                0 => write!(out, "{}", tenths / 10),
                rest => write!(out, "{}.{rest}", tenths / 10),
            }
        }
    };
    out.push(letter);
    Some(out)
}
