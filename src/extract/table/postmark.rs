//! The clock of a postmark in the German notation: `8–9½ V.`, `3 10N`, `XI`.
//!
//! V (Vormittag, vormittags), F (früh) and M (matin) are before noon, N (Nachmittag), A and E
//! (Abend) and S (soir) after it. Without a letter the twelve hours stay open, unless the figure
//! says it: 13 to 24. Source: the postmarks of the Austrian, German and French posts, about 1870
//! to 1930, as editions transcribe them.

use crate::model::Precision;

/// Minutes of a day, half-open, that a postmark allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Minutes {
    pub begin: u32,
    pub end: u32,
    /// To the minute, or to the hour.
    pub precision: Precision,
    /// Whether one of two half-days is left open.
    pub open: bool,
}

const DAY: u32 = 24 * 60;

/// The clock of a postmark; `None` if the words are none.
pub(super) fn read(text: &str) -> Option<Minutes> {
    let text = text.trim().trim_end_matches(['.', ',', ' ']);
    let (first, second) = match text.split_once(['–', '-', '—']) {
        Some((first, second)) => (first.trim(), Some(second.trim())),
        None => (text, None),
    };
    let begin = side(first)?;
    let Some(second) = second else {
        return Some(span(begin, None));
    };
    // `8–N`: the second figure is not to be read.
    let end = side(second).or_else(|| {
        half(second).map(|half| Side {
            clock: None,
            half: Some(half),
        })
    })?;
    let begin = Side {
        half: begin.half.or(half_of_range(&begin, &end)),
        ..begin
    };
    match end.clock {
        Some(_) => Some(span(begin, Some(end))),
        None => Some(span(begin, None)),
    }
}

/// A figure with its letter.
#[derive(Clone, Copy, Debug)]
struct Side {
    /// Minutes after twelve or midnight, and whether minutes were given.
    clock: Option<(u32, bool)>,
    half: Option<Half>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    Before,
    After,
}

fn half(letter: &str) -> Option<Half> {
    let word: String = letter.chars().filter(|c| c.is_alphabetic()).collect();
    match word.to_lowercase().as_str() {
        "v" | "vm" | "f" | "m" | "am" => Some(Half::Before),
        "n" | "nm" | "a" | "e" | "s" | "pm" => Some(Half::After),
        _ => None,
    }
}

fn side(text: &str) -> Option<Side> {
    let text = text.trim().trim_end_matches('.');
    let digits = text
        .find(|c: char| c.is_alphabetic())
        .filter(|at| *at > 0)
        .unwrap_or(text.len());
    let (figure, letter) = text.split_at(digits);
    let half = match letter.trim() {
        "" => None,
        letter => Some(half(letter)?),
    };
    let figure = figure.trim().trim_end_matches('.').trim();
    if figure.starts_with(|c: char| c.is_alphabetic()) {
        return roman(figure).map(|hour| Side {
            clock: Some((hour * 60, false)),
            half: None,
        });
    }
    let (number, fraction) = match figure.char_indices().find(|(_, c)| "½¼¾".contains(*c)) {
        Some((at, '¼')) => (figure[..at].trim(), Some(15)),
        Some((at, '½')) => (figure[..at].trim(), Some(30)),
        Some((at, _)) => (figure[..at].trim(), Some(45)),
        None => (figure, None),
    };
    let (hour, minute) = match number.split_once([' ', '.', ':']) {
        Some((hour, minute)) => (hour.parse().ok()?, Some(two(minute)?)),
        None if (3..=4).contains(&number.len()) && number.is_ascii() => {
            let (hour, minute) = number.split_at(number.len() - 2);
            (hour.parse().ok()?, Some(two(minute)?))
        }
        None => (number.parse::<u32>().ok()?, None),
    };
    let minute = fraction.or(minute);
    let known =
        hour <= 24 && minute.is_none_or(|m| m < 60) && figure.bytes().next()?.is_ascii_digit();
    known.then_some(Side {
        clock: Some((hour * 60 + minute.unwrap_or(0), minute.is_some())),
        half,
    })
}

fn two(text: &str) -> Option<u32> {
    let text = text.trim();
    (text.len() == 2).then(|| text.parse().ok())?
}

fn roman(text: &str) -> Option<u32> {
    const HOURS: [&str; 12] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ];
    let found = HOURS.iter().position(|h| *h == text)?;
    Some(found as u32 + 1)
}

/// The half of a range's beginning follows from that of its end: `11–1N` begins before noon.
fn half_of_range(begin: &Side, end: &Side) -> Option<Half> {
    let half = end.half?;
    let (Some((a, _)), Some((b, _))) = (begin.clock, end.clock) else {
        return Some(half);
    };
    let twelve = |minutes: u32| minutes % (12 * 60);
    // 12 to 1 lies in one half; 11 to 1 and 11 to 12 do not.
    let other = twelve(a) > twelve(b) && b / 60 != 12;
    let noon = b / 60 == 12 && a / 60 < 12;
    Some(match (half, other, noon) {
        (Half::After, true, _) => Half::Before,
        (Half::Before, true, _) => Half::After,
        _ => half,
    })
}

/// The minutes of one figure, or from one to another.
fn span(begin: Side, end: Option<Side>) -> Minutes {
    let at = |side: &Side, is_end: bool| -> (u32, bool) {
        let (minutes, _) = side.clock.unwrap_or((0, false));
        let hour = minutes / 60;
        match side.half {
            _ if hour > 12 => (minutes.min(DAY), false),
            // Twelve ends the half that a range is in, and begins it where one begins there.
            Some(Half::Before) if hour == 12 && is_end => (minutes, false),
            Some(Half::Before) if hour == 12 => (minutes - 12 * 60, false),
            Some(Half::After) if hour == 12 && is_end => (minutes + 12 * 60, false),
            Some(Half::After) if hour == 12 => (minutes, false),
            Some(Half::Before) => (minutes, false),
            Some(Half::After) => (minutes + 12 * 60, false),
            None => (minutes % (12 * 60), true),
        }
    };
    let fine = |side: &Side| side.clock.is_some_and(|(_, minutes)| minutes);
    let (first, open) = at(&begin, false);
    let width = if fine(&begin) { 1 } else { 60 };
    let last = match &end {
        None => first + width,
        Some(end) => {
            let (last, _) = at(end, true);
            match last > first {
                true => last,
                // A range over noon without a letter.
                false => last + 12 * 60,
            }
        }
    };
    let precision = match (&end, fine(&begin)) {
        (None, true) => Precision::Minute,
        _ => Precision::Hour,
    };
    // Twelve before noon may be noon itself or midnight.
    let twelve = end.is_none() && begin.clock.is_some_and(|(m, _)| m / 60 == 12);
    let twelve = twelve && begin.half == Some(Half::Before);
    let open = (open && last <= 12 * 60) || twelve;
    let last = if open { last + 12 * 60 } else { last };
    Minutes {
        begin: first.min(DAY - 1),
        end: last.clamp(first + 1, DAY),
        precision: if open { Precision::HalfDay } else { precision },
        open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> Option<String> {
        let found = read(text)?;
        let clock = |m: u32| format!("{}:{:02}", m / 60, m % 60);
        Some(format!("{} {}", clock(found.begin), clock(found.end)))
    }

    #[test]
    fn figures_fractions_and_letters() {
        for (text, expected) in [
            ("8–9½ V.", "8:00 9:30"),
            ("8–9½V", "8:00 9:30"),
            ("3–4 N", "15:00 16:00"),
            ("11–12V", "11:00 12:00"),
            ("11–12N", "23:00 24:00"),
            ("12–1N", "12:00 13:00"),
            ("12–1V", "0:00 1:00"),
            ("11½V–1N", "11:30 13:00"),
            ("11½–1N", "11:30 13:00"),
            ("12 ¼ – 1½ N", "12:15 13:30"),
            ("8.V", "8:00 9:00"),
            ("6–7Nm", "18:00 19:00"),
            ("3 10N", "15:10 15:11"),
            ("310N", "15:10 15:11"),
            ("1250 N", "12:50 12:51"),
            ("18", "18:00 19:00"),
            ("17–18", "17:00 18:00"),
            ("16.45", "16:45 16:46"),
            ("8–N", "20:00 21:00"),
            ("2–3 M", "2:00 3:00"),
            ("5–6 E", "17:00 18:00"),
        ] {
            assert_eq!(hours(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_has_no_letter_leaves_the_half_of_the_day_open() {
        assert_eq!(hours("7–8").as_deref(), Some("7:00 20:00"));
        assert_eq!(hours("XI").as_deref(), Some("11:00 24:00"));
        assert!(read("7").unwrap().open);
        for none in ["", "Bestellt", "Suchý", "70MB", "41/2 - 6N", "½", "99", "V"] {
            assert!(read(none).is_none_or(|m| none == "V" && m.open), "{none}");
        }
    }
}
