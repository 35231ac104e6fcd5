//! A cell in words: as a dateline has them, else as prose or another language does.

use super::cell::{CalendarCell, Problem, Read};
use super::signs;
use crate::diagnostic::{Code, Severity};
use crate::extract::Lexicon;
use crate::extract::complete::{Context, complete};
use crate::extract::mentions::whole;
use crate::extract::oddity::{self, one_line};
use crate::extract::old_style::{self, in_calendar};
use crate::extract::reading::Reading;
use crate::extract::scan::scan;
use crate::extract::token::{Kind, Token, tokens};
use crate::model::{Calendar, Qualifier};

/// The languages of cells, in the order in which they are tried.
const LANGUAGES: [fn() -> &'static Lexicon; 2] = [Lexicon::english_of_cells, Lexicon::german];

/// Reads a cell. What leaves nothing unread is right.
pub(super) fn read(words: &str, context: Context, written: CalendarCell) -> Result<Read, Problem> {
    if let Some(told) = signs::in_words(words) {
        return read(&told, context, written);
    }
    if let Some(dates) = signs::of_collection(words) {
        return read(dates, context, written);
    }
    let dateline = behind_its_stop(words, context, written);
    let is_whole = |read: &Read| read.odd.is_empty() && !words.contains('?');
    if dateline.as_ref().is_ok_and(is_whole) {
        return dateline;
    }
    if is_undated(words) {
        return Ok(Read {
            rule: "table/undated".into(),
            ..Read::default()
        });
    }
    match as_one_time(words, written) {
        Some(read) => Ok(read),
        None => dateline,
    }
}

/// `19. Aug. 1907`: the stop behind the day is no end of a sentence.
fn behind_its_stop(words: &str, context: Context, written: CalendarCell) -> Result<Read, Problem> {
    let day = words.find('.').filter(|at| (1..=2).contains(at));
    let letters = |at: usize| {
        words[at + 1..]
            .trim_start()
            .starts_with(char::is_alphabetic)
    };
    match day.filter(|at| letters(*at)) {
        Some(at) => {
            let without = format!("{} {}", &words[..at], words[at + 1..].trim_start());
            as_dateline(&without, context, written)
        }
        None => as_dateline(words, context, written),
    }
}

/// The grammar of datelines over the whole cell.
pub(super) fn as_dateline(
    words: &str,
    context: Context,
    written: CalendarCell,
) -> Result<Read, Problem> {
    let found = scan(words, Lexicon::english());
    let last = found.readings.last().map_or(0, |(r, _)| r.bytes.end);
    let style = words.get(last..).and_then(old_style::style_behind);
    // A year that began in March is that of a day: "winter 1907/08" lay in two of ours.
    let of_month = found.readings.iter().any(|(r, _)| r.begin.month.is_some());
    let is_early = |r: &Reading| r.begin.year.is_none_or(|y| y <= old_style::LAST_DUAL);
    let may_be_dual = of_month && found.readings.iter().all(|(r, _)| is_early(r));
    let style =
        style.filter(|(style, _)| may_be_dual || !matches!(style, old_style::Style::Dual(_)));
    let mark = style.map(|(_, length)| last..last + length);
    let taken = found.readings.iter().map(|(r, _)| &r.bytes);
    let rest = unread(words, taken.chain(&mark));
    let mut readings = found.readings.into_iter().map(|(reading, _)| reading);
    let (first, second) = (readings.next(), readings.next());
    let mut reading = match (first, second) {
        (Some(reading), None) => reading,
        (Some(old), Some(mut new))
            if old_style::is_pair(&old.begin, &new.begin)
                && words
                    .get(old.bytes.end..new.bytes.start)
                    .is_some_and(|between| between.contains(['/', '(', '['])) =>
        {
            new.begin.said.old_day = old.begin.day;
            new
        }
        (Some(date), Some(time)) => joined(date, time).ok_or_else(|| {
            let message = format!("`{}` says more than one date", one_line(words));
            (Code::NoDate, message)
        })?,
        (None, _) => return Err((Code::NoDate, format!("`{}` is no date", one_line(words)))),
    };
    // `11/24 October 1917`: one day in both styles; `4-17 November` is a stretch.
    if let Some(new) = &reading.end
        && old_style::is_pair(&reading.begin, new)
        && words
            .get(reading.bytes.clone())
            .is_some_and(|words| words.contains('/'))
    {
        let old_day = reading.begin.day;
        reading.begin = (**new).clone();
        reading.begin.said.old_day = old_day;
        reading.end = None;
    }
    // `1945a`, `1940s`: the letters belong to the figures.
    let behind = words.get(reading.bytes.end..).unwrap_or("");
    let is_glued = behind.starts_with(char::is_alphanumeric);
    // "Dec-Jan 1908": a month that is left over is another date.
    let has_month = names(&rest, &["MONTH", "MONTHABBR"]);
    if is_glued || has_month || rest.chars().any(|c| c.is_ascii_digit()) {
        let message = format!(
            "`{}` is understood only in part: `{rest}` is not",
            one_line(words)
        );
        return Err((Code::NoDate, message));
    }
    let mut odd = Vec::new();
    if rest.chars().any(char::is_alphabetic) || signs::unread(&rest) {
        let message = format!(
            "`{rest}` of `{}` is not understood; the rest was read",
            one_line(words)
        );
        odd.push((Severity::Warning, Code::NoDate, message));
    }
    in_written_calendar(&mut reading, written);
    let done = complete(&reading, context).map_err(|problem| oddity::problem(&problem, words))?;
    if let Some((written, real)) = done.weekday_mismatch {
        let message = format!("the cell says {written}, but that date was a {real}");
        odd.push((Severity::Warning, Code::WeekdayMismatch, message));
    }
    let mut span = match style {
        Some((style, _)) => old_style::in_style(done.span, style),
        None => in_calendar(done.span, written.calendar),
    };
    // "4 and 6 May": nothing is said of the day between.
    if reading.end.is_some() && words.contains(" and ") {
        span.core = None;
    }
    if bounds_unread(&rest) {
        span.qualifier = span.qualifier.and(Qualifier::Uncertain);
    }
    Ok(Read {
        span,
        zone: reading.begin.zone,
        rule: reading.rule.to_string(),
        styled: style.is_some(),
        odd,
    })
}

/// Whether what is not understood would have bounded the date or offered another.
fn bounds_unread(rest: &str) -> bool {
    LANGUAGES.iter().any(|lexicon| {
        let lexicon = lexicon();
        let found = tokens(rest, lexicon);
        found
            .iter()
            .filter_map(|t| t.word())
            .any(|word| lexicon.bounds.has(word))
    })
}

/// Whether a question mark or a word doubts the date.
pub(super) fn is_doubted(words: &str) -> bool {
    words.contains('?') || (words.contains(char::is_alphabetic) && names(words, &["DOUBTWORD"]))
}

/// Whether any word belongs to one of these classes, in any language.
fn names(words: &str, classes: &[&str]) -> bool {
    LANGUAGES.iter().any(|lexicon| {
        let lexicon = lexicon();
        let classes: Vec<_> = classes.iter().filter_map(|c| lexicon.class(c)).collect();
        let of_them = |token: &Token| match token.kind() {
            Kind::Word {
                word: Some(word),
                capital,
            } => {
                let value = |class: &_| lexicon.value(word, capital, *class);
                classes.iter().any(|class| value(class).is_some())
            }
            _ => false,
        };
        tokens(words, lexicon).iter().any(of_them)
    })
}

/// Words that say there is no date, or a dash in place of one.
pub(super) fn is_undated(words: &str) -> bool {
    if !words.is_empty() && !words.contains(char::is_alphanumeric) {
        return true;
    }
    let plain: String = words
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let plain = plain.to_lowercase();
    let plain: Vec<&str> = plain.split_whitespace().collect();
    let plain = plain.join(" ");
    LANGUAGES
        .iter()
        .any(|lexicon| lexicon().undated.contains(&plain))
}

/// A cell that is one time: with words that bound it, parts of a year, two dates of which one is
/// meant; in any language.
fn as_one_time(words: &str, written: CalendarCell) -> Option<Read> {
    if written.year_begins.is_some() {
        return None;
    }
    let found = LANGUAGES.iter().find_map(|lexicon| {
        let lexicon = lexicon();
        match lexicon.language == "en" {
            true => whole(words, lexicon),
            // Their words are the same with and without a capital.
            false => whole(&words.to_lowercase(), lexicon),
        }
    })?;
    let mut odd = Vec::new();
    if let Some((said, real)) = found.resolved.weekday_mismatch {
        let message = format!("the cell says {said}, but that date was a {real}");
        odd.push((Severity::Warning, Code::WeekdayMismatch, message));
    }
    let span = found.span?;
    Some(Read {
        span: match found.resolved.calendar {
            Some(_) => span,
            None => in_calendar(span, written.calendar),
        },
        zone: found.zone,
        rule: found.rule.to_owned(),
        styled: found.resolved.calendar.is_some(),
        odd,
    })
}

/// Fields as the `calendar` cell has them: Old Style, and the year that begins in January.
fn in_written_calendar(reading: &mut Reading, written: CalendarCell) {
    let both = [Some(&mut reading.begin), reading.end.as_deref_mut()];
    for fields in both.into_iter().flatten() {
        let julian = written.calendar == Calendar::Julian;
        fields.said.old_style |= julian && fields.said.old_day.is_none();
        let year = written.year_begins.zip(fields.year).zip(fields.month);
        if let Some(((begins, year), month)) = year {
            fields.year = Some(begins.january_year(year, month, fields.day.unwrap_or(1)));
        }
    }
}

/// What no reading has taken, on one line.
fn unread<'r>(words: &str, taken: impl Iterator<Item = &'r std::ops::Range<usize>>) -> String {
    let mut out = String::new();
    let mut at = 0;
    for bytes in taken {
        out.push_str(words.get(at..bytes.start).unwrap_or(""));
        out.push(' ');
        at = bytes.end;
    }
    out.push_str(words.get(at..).unwrap_or(""));
    one_line(&out)
}

/// A date in one cell and its clock in another, or a date and a clock that no rule joins.
fn joined(first: Reading, second: Reading) -> Option<Reading> {
    let (date, time) = match (first.begin.clock, second.begin.clock) {
        (None, Some(_)) if !second.begin.has_date() => (first, second),
        (Some(_), None) if !first.begin.has_date() => (second, first),
        _ => return None,
    };
    let mut out = date;
    out.begin.clock = time.begin.clock;
    out.begin.zone = time.begin.zone.or(out.begin.zone);
    out.bytes = out.bytes.start.min(time.bytes.start)..out.bytes.end.max(time.bytes.end);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::edtf;
    use proptest::prelude::*;

    const PIECES: [&str; 40] = [
        "1945",
        "May",
        "8.",
        "Mai",
        "vor",
        "[",
        "]",
        "?",
        "/",
        "-",
        "oder",
        "or",
        "ca.",
        "Winter",
        "99999",
        "Anfang",
        "bis",
        ".",
        "4",
        "31",
        "Februar",
        "between",
        "and",
        "und",
        "1547",
        "Juli",
        "nach",
        "um",
        "19. Jahrhundert",
        "1920er",
        "BC",
        "44",
        "o'clock",
        "Uhr",
        "nachts",
        "spring of",
        "/46",
        "XII",
        ",",
        "März",
    ];

    proptest! {
        /// Whatever a cell holds, its time ends after it begins, and it is written as EDTF.
        #[test]
        fn any_words_give_a_time_or_a_reason(
            pieces in proptest::collection::vec((0..PIECES.len(), any::<bool>()), 0..9),
        ) {
            let cell: String = pieces
                .iter()
                .map(|(at, apart)| format!("{}{}", PIECES[*at], if *apart { " " } else { "" }))
                .collect();
            let Ok(found) = read(&cell, Context::default(), CalendarCell::default()) else {
                return Ok(());
            };
            if let (Some(begin), Some(end)) = (found.span.begin, found.span.end) {
                prop_assert!(begin < end, "{cell}: {:?}", found.span);
            }
            if let (Some((a, b)), Some(begin), Some(end)) =
                (found.span.core, found.span.begin, found.span.end)
            {
                prop_assert!(begin <= a && a < b && b <= end, "{cell}: {:?}", found.span);
            }
            let bounded = found.span.begin.is_some() || found.span.end.is_some();
            prop_assert_eq!(bounded, !found.span.edtf.is_empty(), "{}", cell);
            // "Winter/1945": a winter begins before its year and ends behind it; EDTF has no months
            // of years with five figures.
            let read_again = edtf::parse(&found.span.edtf).is_some();
            let has = |part: &str| found.span.edtf.contains(part);
            let none = (has("-24") && has("/")) || has("Y");
            prop_assert!(read_again || none || !bounded, "{cell}: {}", found.span.edtf);
        }
    }
}
