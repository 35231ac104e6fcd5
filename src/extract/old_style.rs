//! Old Style by place: a day written in words, in a land that still used the Julian calendar, by
//! somebody of that land.
//!
//! Figures (ISO, EDTF), editors' attributes and the papers of foreign missions are Gregorian, and a text that names
//! its style has its own way. A calendar that is inferred from the place alone is a diagnostic.

use super::locate::Spot;
use crate::extract::Fields;
use crate::model::calendar::{Reform, reform};
use crate::model::instant::DAY;
use crate::model::{Calendar, CivilDate, CivilSpan, Extent, LocalTime, Precision};

/// The change that makes a written day Old Style; `None` if it is New Style.
///
/// `rule` is the rule that read the words, and `mission` whether the paper is one of a foreign
/// mission or went abroad.
pub(super) fn inferred(
    span: &CivilSpan,
    rule: &str,
    place: Option<&Spot>,
    mission: bool,
) -> Option<&'static Reform> {
    let figures = ["edtf", "figures", "epoch", "postmark", "tei"]
        .iter()
        .any(|r| rule.starts_with(r))
        || rule.contains("iso");
    if figures || span.calendar != Calendar::Gregorian || mission || span.precision > Precision::Day
    {
        return None;
    }
    // "Not later than" a day has no beginning; its day is the last before the end.
    let date = span.begin.or(span.end.map(|end| end.plus(-1)))?.date();
    let found = reform(&place?.located.place)?;
    found
        .is_before(date.year(), date.month(), date.day())
        .then_some(found)
}

/// The last year in which somebody dated in both styles: the last state changed in 1923.
pub(super) const LAST_PAIR: i32 = 1923;
/// The last year that somebody began in March: England changed in 1752.
pub(super) const LAST_DUAL: i32 = 1752;

/// What the words behind a date say of its style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `O.S.`, `(Old Style)`.
    Old,
    /// `N.S.`, `New Style`.
    New,
    /// `/4` behind 1723: the last figures of the year that begins in January.
    Dual(u32),
}

/// The style that words directly behind a date name, and how many bytes say so.
///
/// Examples: ` O.S.`, `, (Old Style)`, `/4`, ` N. S.`
pub(super) fn style_behind(behind: &str) -> Option<(Style, usize)> {
    if let Some(rest) = behind.strip_prefix('/') {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let ends = !rest[digits..].starts_with(|c: char| c.is_alphanumeric() || c == '/');
        let dual = rest[..digits]
            .parse()
            .ok()
            .filter(|_| digits <= 4 && ends)?;
        return Some((Style::Dual(dual), 1 + digits));
    }
    let start = behind.len() - behind.trim_start_matches([' ', ',', '(', '[']).len();
    let (marks, words) = behind.split_at(start);
    if marks.is_empty() || marks.len() > 4 {
        return None;
    }
    const WORDS: [(&str, Style); 10] = [
        ("o.s.", Style::Old),
        ("o. s.", Style::Old),
        ("o.s", Style::Old),
        ("old style", Style::Old),
        ("a. st.", Style::Old),
        ("n.s.", Style::New),
        ("n. s.", Style::New),
        ("n.s", Style::New),
        ("new style", Style::New),
        ("n. st.", Style::New),
    ];
    WORDS.iter().find_map(|(name, style)| {
        let found = words.get(..name.len())?.eq_ignore_ascii_case(name);
        let rest = words.get(name.len()..).unwrap_or("");
        let whole = found && !rest.starts_with(char::is_alphanumeric);
        let closing = usize::from(rest.starts_with([')', ']']));
        whole.then_some((*style, start + name.len() + closing))
    })
}

/// A span in the style that the words behind it name.
pub(super) fn in_style(mut span: CivilSpan, style: Style) -> CivilSpan {
    if let (Style::Dual(dual), Some(begin)) = (style, span.begin) {
        let modulus = match dual {
            0..10 => 10,
            10..100 => 100,
            _ => 10_000,
        };
        let next = begin.date().year().saturating_add(1);
        if next.rem_euclid(modulus) != dual as i32 || next > LAST_DUAL + 1 {
            return span;
        }
        let later = |local: LocalTime| {
            let date = local.date();
            let day = CivilDate::new(date.year() + 1, date.month(), date.day());
            local.plus(day.map_or(365, |d| d.days() - date.days()) * DAY)
        };
        span.begin = span.begin.map(later);
        span.end = span.end.map(later);
        span.core = None;
    }
    match style {
        Style::New => span,
        Style::Old | Style::Dual(_) => in_calendar(span, Calendar::Julian),
    }
}

/// Whether the second is the Gregorian name of the day that the first is in the Julian calendar.
pub(super) fn is_pair(old: &Fields, new: &Fields) -> bool {
    let date = |f: &Fields| CivilDate::new(f.year?, f.month?, f.day?);
    let Some(new_date) = date(new).filter(|date| date.year() <= LAST_PAIR) else {
        return false;
    };
    let year = old.year.unwrap_or(new_date.year());
    // A year that is given once is that of the New Style day.
    [year, year - 1].into_iter().any(|year| {
        old.month
            .zip(old.day)
            .and_then(|(month, day)| Calendar::Julian.date(year, month, day))
            == Some(new_date)
    })
}

/// Words in the Julian calendar, read as if they were Gregorian, moved to the one time line.
///
/// 25 October 1917 becomes 7 November 1917.
pub(super) fn in_calendar(mut span: CivilSpan, calendar: Calendar) -> CivilSpan {
    if calendar == Calendar::Gregorian || span.calendar == calendar {
        return span;
    }
    let moved = |local: LocalTime| {
        let date = local.date();
        let day = calendar.date(date.year(), date.month(), date.day());
        let shift = day.map_or(0, |d| d.days() - date.days());
        local.plus(shift * DAY)
    };
    span.begin = span.begin.map(moved);
    span.end = span.end.map(moved);
    span.core = span.core.map(|(a, b)| (moved(a), moved(b)));
    span.calendar = calendar;
    let mark: String = span
        .edtf
        .chars()
        .rev()
        .take_while(|c| matches!(c, '?' | '~' | '%'))
        .collect();
    let one = span.extent == Extent::Moment && !span.edtf.contains("..");
    match (span.begin, span.end) {
        (Some(begin), Some(_)) if one && span.precision <= Precision::Day => {
            span.edtf = format!("{}{mark}", begin.date());
        }
        _ if span.precision <= Precision::Day => span.edtf = days_moved(&span.edtf, calendar),
        // A Julian month or year is no Gregorian one: a day somewhere between.
        (Some(begin), Some(end)) => {
            span.edtf = format!("[{}..{}]", begin.date(), end.plus(-1).date());
        }
        _ => {}
    }
    span
}

/// EDTF with each of its days taken for one of a calendar: `[..1917-10-25]` becomes
/// `[..1917-11-07]`.
fn days_moved(edtf: &str, calendar: Calendar) -> String {
    let mut out = String::with_capacity(edtf.len());
    let mut rest = edtf;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = rest[at..].find(|c: char| !c.is_ascii_digit() && c != '-');
        let end = digits.map_or(rest.len(), |n| at + n);
        // A sign belongs to the year.
        let start = at - usize::from(rest[..at].ends_with('-'));
        let day = parts(&rest[start..end]).and_then(|(y, m, d)| calendar.date(y, m, d));
        out.push_str(&rest[..start]);
        match day {
            Some(day) => out.push_str(&day.to_string()),
            None => out.push_str(&rest[start..end]),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Year, month and day of `1917-10-25`.
fn parts(day: &str) -> Option<(i32, u32, u32)> {
    let (rest, day) = day.rsplit_once('-')?;
    let (year, month) = rest.rsplit_once('-')?;
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_edtf_are_moved_and_nothing_else() {
        let moved = |edtf| days_moved(edtf, Calendar::Julian);
        assert_eq!(moved("1917-10-25~"), "1917-11-07~");
        assert_eq!(moved("[..1917-10-25]"), "[..1917-11-07]");
        assert_eq!(moved("1917-10-25/.."), "1917-11-07/..");
        assert_eq!(moved("1917-12-24/1918-01-02"), "1918-01-06/1918-01-15");
        assert_eq!(moved("1700-02-29"), "1700-03-11");
        assert_eq!(moved("1917-10"), "1917-10");
        assert_eq!(moved("-0043-03-15"), "-0043-03-13");
    }

    #[test]
    fn style_words_behind_a_date() {
        assert_eq!(style_behind(" O.S."), Some((Style::Old, 5)));
        assert_eq!(style_behind(" (Old Style)."), Some((Style::Old, 12)));
        assert_eq!(style_behind(", N. S. and"), Some((Style::New, 7)));
        assert_eq!(style_behind("/4, at noon"), Some((Style::Dual(4), 2)));
        for none in [
            "",
            " of State",
            "O.S.",
            " Oslo",
            "/4/5",
            "/x",
            " old styles",
        ] {
            assert_eq!(style_behind(none), None, "{none}");
        }
    }
}
