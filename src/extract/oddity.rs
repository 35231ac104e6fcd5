//! What is odd about a date, in words, with a stable code.

use super::complete::Problem;
use super::gazetteer::Located;
use super::locate::Spot;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::calendar::Reform;
use crate::model::{Calendar, CivilDate, ClockOddity, Document, Mention, Weekday, When};

/// Where something odd stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    pub path: &'a str,
    pub line: u32,
    pub column: usize,
}

impl At<'_> {
    pub fn diagnostic(self, severity: Severity, code: Code, message: String) -> Diagnostic {
        Diagnostic::new(severity, code, self.path, message).at(self.line, self.column)
    }
}

/// Code and message of a reading that gives no date.
pub(super) fn problem(problem: &Problem, written: &str) -> (Code, String) {
    let written = one_line(written);
    match problem {
        Problem::NoSuchDay(why) => (
            Code::NoSuchDay,
            format!("{why}, so `{written}` was skipped"),
        ),
        Problem::NoSuchTime(why) => (
            Code::NoSuchTime,
            format!("{why}, so the clock of `{written}` was left out"),
        ),
        Problem::NoYear => (
            Code::NoDate,
            format!("`{written}` has no year, and no date nearby gives one; it was skipped"),
        ),
        Problem::NoDay => (
            Code::NoDate,
            format!("`{written}` has no day, and no date nearby gives one; it was skipped"),
        ),
    }
}

/// A weekday that the date does not have.
pub(super) fn weekday(at: At<'_>, written: &str, said: Weekday, is: Weekday) -> Diagnostic {
    let written = one_line(written);
    let message = format!("`{written}` says {said}, but that date was a {is}");
    at.diagnostic(Severity::Warning, Code::WeekdayMismatch, message)
}

/// What is odd about a time expression of a document.
///
/// ```
/// use annals::extract::{MentionOptions, mention_diagnostics, mentions};
/// use annals::model::Document;
/// let document = Document {
///     path: "diary.txt".into(),
///     text: "We met on Monday, 4 November 1945.".into(),
///     ..Document::default()
/// };
/// let found = mentions(&document.text, None, &MentionOptions::default());
/// assert_eq!(
///     mention_diagnostics(&document, &found[0])[0].to_string(),
///     "diary.txt:1:11  warning[weekday-mismatch]: `Monday, 4 November 1945` says Monday, but that date was a Sunday"
/// );
/// ```
pub fn mention_diagnostics(document: &Document, found: &Mention) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if found.problem.is_none() && found.weekday_mismatch.is_none() {
        return out;
    }
    let at = At {
        path: &document.path,
        line: document.line_of(found.byte_start),
        column: document.column_of(found.byte_start),
    };
    let words = document.words(&(found.byte_start..found.byte_end));
    if let Some(found) = &found.problem {
        let (code, message) = problem(found, &words);
        out.push(at.diagnostic(Severity::Warning, code, message));
    }
    if let Some((said, is)) = found.weekday_mismatch {
        out.push(weekday(at, &words, said, is));
    }
    out
}

/// Reports what is odd about a clock in its zone, and a zone that nobody knows.
pub(super) fn clock(
    out: &mut Vec<Diagnostic>,
    at: At<'_>,
    written: &str,
    odd: Option<ClockOddity>,
    when: &When,
) {
    let written = one_line(written);
    let zone = when.zone.map_or(String::new(), |z| z.to_string());
    match odd {
        Some(ClockOddity::Fold) => out.push(
            at.diagnostic(
                Severity::Note,
                Code::ZoneFold,
                format!("the clock in `{zone}` showed `{written}` twice; kept both"),
            )
            .hint("pass `--fold earlier` or `--fold later` to choose"),
        ),
        Some(ClockOddity::Gap) => out.push(
            at.diagnostic(
                Severity::Warning,
                Code::ZoneGap,
                format!(
                    "the clock in `{zone}` was set forward and never showed `{written}`; \
                     the bounds cover both readings"
                ),
            )
            .hint("check the words, the place and the date against the source"),
        ),
        Some(ClockOddity::OutOfRange) => out.push(at.diagnostic(
            Severity::Warning,
            Code::OutOfRange,
            format!("`{written}` lies outside the range of instants; it has no bounds"),
        )),
        None => {}
    }
    if when.zone.is_none() && when.precision.has_clock() {
        out.push(
            at.diagnostic(
                Severity::Note,
                Code::ZoneUnknown,
                format!("nobody says by which clock `{written}` is told; its bounds are widened"),
            )
            .hint("pass `--assume-zone ZONE` if you know it"),
        );
    }
}

/// Reports a name that several places have.
pub(super) fn ambiguous(out: &mut Vec<Diagnostic>, at: At<'_>, place: &Spot) {
    let rivals: Vec<String> = place.located.rivals.iter().take(3).map(describe).collect();
    out.push(
        at.diagnostic(
            Severity::Note,
            Code::PlaceAmbiguous,
            format!(
                "`{}` is the name of {} comparable places; took {}, not {}",
                place.name,
                place.others + 1,
                describe(&place.located),
                rivals.join(", ")
            ),
        )
        .hint("name the country or state behind it, or settle it under [places] of annals.toml"),
    );
}

fn describe(l: &Located) -> String {
    match l.place.region.is_empty() {
        true => format!("{} {}", l.place.country, l.place.zone),
        false => format!("{}-{} {}", l.place.country, l.place.region, l.place.zone),
    }
}

/// Reports a name of comparable places of which no rule says which is meant.
pub(super) fn undecided(out: &mut Vec<Diagnostic>, at: At<'_>, place: &Spot) {
    let others = place.located.rivals.iter().take(3).map(describe);
    let list: Vec<String> = std::iter::once(describe(&place.located))
        .chain(others)
        .collect();
    out.push(
        at.diagnostic(
            Severity::Warning,
            Code::PlaceAmbiguous,
            format!(
                "`{}` is the name of {} comparable places, and nothing says which: its clock is \
                 not known ({})",
                place.name,
                place.others + 1,
                list.join(", ")
            ),
        )
        .hint("name the country or state behind it, or settle it under [places] of annals.toml"),
    );
}

/// Reports a calendar that is inferred from the place alone.
pub(super) fn old_style(
    out: &mut Vec<Diagnostic>,
    at: At<'_>,
    written: &str,
    place: &Spot,
    reform: &Reform,
    read: CivilDate,
) {
    let (year, month, day) = Calendar::Julian.year_month_day(read);
    let doubt = match reform.year_is_doubtful(year, month, day) {
        true => "; the year may be counted from another day than 1 January",
        false => "",
    };
    out.push(
        at.diagnostic(
            Severity::Note,
            Code::CalendarAssumed,
            format!(
                "`{}` at {} was taken for Old Style, {} New Style: Gregorian there since {} \
                 ({}){doubt}",
                one_line(written),
                place.name,
                read.long(),
                reform.first_gregorian.long(),
                reform.source
            ),
        )
        .hint("write `N.S.` behind it, or a `calendar` column, if it is New Style"),
    );
}

/// What a scanner made of a letter or figure, and what was printed: `a. in.` for `a. m.`, the
/// letter l for 1.
pub(super) fn scanning_error(words: &str) -> Option<(&'static str, &'static str)> {
    let compact: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let lower = compact.to_lowercase();
    if lower.contains("a.in.") || lower.contains("p.in.") {
        return Some(("in.", "m."));
    }
    let bytes = compact.as_bytes();
    let letter = bytes.iter().enumerate().any(|(i, b)| {
        let before = i.checked_sub(1).map(|i| bytes[i]);
        let after = bytes.get(i + 1);
        let starts = before.is_none_or(|b| !b.is_ascii_alphabetic());
        *b == b'l'
            && starts
            && after.is_some_and(|a| matches!(a, b':' | b'.' | b'p' | b'a') || a.is_ascii_digit())
    });
    letter.then_some(("l", "1"))
}

/// Words on one line, blanks collapsed, cut at 80 characters.
pub(super) fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(80) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}
