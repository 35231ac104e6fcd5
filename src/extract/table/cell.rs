//! The date of a row's cells: EDTF, a stamp of a program, figures, an epoch, or words.

use super::numeric::{self, Column};
use super::{epoch, postmark, signs, words};
use crate::diagnostic::{Code, Severity};
use crate::extract::DateForm;
use crate::extract::complete::Context;
use crate::extract::limit::mark;
use crate::extract::oddity::one_line;
use crate::extract::old_style::in_calendar;
use crate::extract::reading::ZoneWords;
use crate::model::calendar::YearStart;
use crate::model::instant::MINUTE;
use crate::model::{
    Calendar, CivilDate, CivilSpan, LocalTime, OpenEnd, Precision, Qualifier, Zone,
};
use crate::notation::{edtf, iso8601};

/// The cells that date a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub date: String,
    pub time: String,
    /// A clock in the notation of postmarks.
    pub postmark: String,
}

/// A dated cell, read.
#[derive(Clone, Debug, Default)]
pub(super) struct Read {
    pub span: CivilSpan,
    pub zone: Option<ZoneWords>,
    pub rule: String,
    /// Whether the words say Old or New Style.
    pub styled: bool,
    /// What is odd about it, and stands.
    pub odd: Vec<(Severity, Code, String)>,
}

/// What a `calendar` cell says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CalendarCell {
    pub calendar: Calendar,
    /// The day on which the year began.
    pub year_begins: Option<YearStart>,
}

impl CalendarCell {
    /// Reads `julian`, `gregorian`, `O.S.`, `N.S.`, and on which day the year began, as in
    /// `julian, 25 March`.
    pub fn read(cell: &str) -> Option<CalendarCell> {
        let (name, begins) = cell.split_once(',').unwrap_or((cell, ""));
        let calendar = match name.trim().to_lowercase().as_str() {
            "gregorian" | "n.s." | "new style" => Calendar::Gregorian,
            "julian" | "o.s." | "old style" => Calendar::Julian,
            _ => return None,
        };
        let year_begins = match begins.trim() {
            "" | "1 January" => None,
            begins => Some(YearStart::from_name(begins)?),
        };
        Some(CalendarCell {
            calendar,
            year_begins,
        })
    }
}

/// Why a cell gives no date.
pub(super) type Problem = (Code, String);

/// How the cells of a column are read.
#[derive(Clone, Debug, Default)]
pub(super) struct Reader {
    pub form: DateForm,
    pub figures: Column,
    pub is_epoch: bool,
}

impl Words {
    /// The date and the time, with a blank between them.
    fn day_and_time(&self) -> String {
        match (self.date.trim(), self.time.trim()) {
            (date, "") => date.to_owned(),
            ("", time) => time.to_owned(),
            (date, time) => format!("{date} {time}"),
        }
    }

    pub fn joined(&self) -> String {
        let parts = [&self.date, &self.time, &self.postmark];
        let given: Vec<&str> = parts
            .iter()
            .map(|p| p.trim())
            .filter(|p| !p.is_empty())
            .collect();
        given.join(" ")
    }
}

impl Reader {
    /// Reads the cells of a row; `written` is what its `calendar` cell says.
    pub fn read(
        &self,
        words: &Words,
        context: Context,
        written: CalendarCell,
    ) -> Result<Read, Problem> {
        let both = words.day_and_time();
        let mut read = match self.in_figures_only(words, context) {
            Ok(Some(mut read)) => {
                read.span = in_calendar(read.span, written.calendar);
                read
            }
            Ok(None) => words::read(&both, context, written)?,
            // `8.5.1907 bis 9.6.1907` is more than a date in figures.
            Err(problem) => match self.form == DateForm::Edtf || both.contains('/') {
                true => return Err(problem),
                false => words::read(&both, context, written).map_err(|_| problem)?,
            },
        };
        if read.span.qualifier == Qualifier::Exact && words::is_doubted(&both) {
            read.span.qualifier = Qualifier::Uncertain;
            mark(&mut read.span.edtf, '?');
        }
        if !words.postmark.is_empty() {
            stamp_clock(&mut read, &words.postmark);
        }
        Ok(read)
    }

    /// An epoch, ISO, EDTF or figures; `None` if the cell has words.
    fn in_figures_only(&self, words: &Words, context: Context) -> Result<Option<Read>, Problem> {
        let (date, time) = (words.date.trim(), words.time.trim());
        let both = words.day_and_time();
        if (self.is_epoch || self.form == DateForm::Epoch) && time.is_empty() {
            return match epoch::read(date) {
                Some(span) => Ok(Some(Read {
                    span,
                    zone: Some(offset(Zone::Utc)),
                    rule: "epoch".into(),
                    ..Read::default()
                })),
                None if words::is_undated(date) => Ok(None),
                None => Err((
                    Code::NoDate,
                    format!("`{}` is no number of seconds since 1970", one_line(date)),
                )),
            };
        }
        if let Some((span, zone)) = iso8601::stamp(&both) {
            return Ok(Some(Read {
                span,
                zone: zone.map(offset),
                rule: "iso".into(),
                ..Read::default()
            }));
        }
        let compact = iso8601::compact_date(&both).map(|day| day.to_string());
        let plain = signs::plain(&both);
        let lost = signs::lost_figures(&both);
        let text = compact.as_deref().or(lost.as_deref()).unwrap_or(&plain);
        if let Some((span, zone)) = edtf::parse(text).filter(|_| !is_no_edtf(text)) {
            return Ok(Some(from_edtf(span, zone, &both)));
        }
        if self.form == DateForm::Edtf {
            let message = format!("`{}` is no EDTF", one_line(&both));
            return Err((Code::NoDate, message));
        }
        match numeric::figures(date) {
            Some(figures) => self.in_figures(&figures, date, time, context).map(Some),
            None => Ok(None),
        }
    }

    /// Words beside a normalised date that say another day, in figures.
    pub fn differs(&self, words: &str, read: &Read) -> Option<(Severity, Code, String)> {
        let begin = read.span.begin?.date();
        let last = read.span.end?.plus(-1).date();
        let figures = numeric::figures(words)?;
        let (a, b) = self.figures.days(&figures, Some(begin), self.form).ok()?;
        let within = |day: CivilDate| begin <= day && day <= last;
        if within(a) || b.is_some_and(within) {
            return None;
        }
        let message = format!(
            "the words say {a}, the editors' attribute `{}`",
            read.span.edtf
        );
        Some((Severity::Warning, Code::EditorDiffers, message))
    }

    fn in_figures(
        &self,
        figures: &numeric::Figures<'_>,
        date: &str,
        time: &str,
        context: Context,
    ) -> Result<Read, Problem> {
        let skipped = |why| (Code::NoSuchDay, format!("{why}, so `{date}` was skipped"));
        let (first, second) = self
            .figures
            .days(figures, context.date, self.form)
            .map_err(skipped)?;
        let clock = [figures.rest, time].join(" ");
        let one = |day: CivilDate| -> Result<Read, Problem> {
            let words = format!("{day} {}", clock.trim());
            let words = words.trim();
            if let Some((span, zone)) = iso8601::stamp(words) {
                let zone = zone.map(offset);
                return Ok(Read {
                    span,
                    zone,
                    ..Read::default()
                });
            }
            match edtf::parse(words) {
                Some((span, zone)) => Ok(from_edtf(span, zone, words)),
                None => words::as_dateline(words, context, CalendarCell::default()),
            }
        };
        let mut read = one(first)?;
        if let Some(second) = second {
            let other = one(second)?;
            read.span = read.span.hull(&other.span);
            let why = match self.figures.contradicts {
                true => "other cells of the column say both",
                false => "no cell of the column says which figure is the day",
            };
            let message = format!("`{date}` may be two days: {why}; kept both");
            read.odd.push((Severity::Warning, Code::DateOrder, message));
        }
        read.rule = "figures".into();
        Ok(read)
    }
}

/// What EDTF would read and nobody means: `1547/48` is two years, not 1547 until the 49th century;
/// `05/1907` a month, `45` no century; `?-1945` no year before Christ.
fn is_no_edtf(text: &str) -> bool {
    let text = text.trim_end_matches(['?', '~', '%']);
    let figures = |part: &str| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    let part_is_short = text
        .split_once('/')
        .is_some_and(|(a, b)| !a.is_empty() && !b.is_empty() && (figures(a) || figures(b)));
    let before_christ = text
        .strip_prefix("?-")
        .is_some_and(|year| !year.starts_with('0'));
    part_is_short || (figures(text) && !text.is_empty()) || before_christ
}

fn from_edtf(span: CivilSpan, zone: Option<Zone>, words: &str) -> Read {
    let mut odd = Vec::new();
    if span.begin.or(span.end).is_none() && span.open == OpenEnd::None {
        let message = format!("`{words}` lies outside the range of instants: no bounds");
        odd.push((Severity::Warning, Code::OutOfRange, message));
    }
    Read {
        span,
        zone: zone.map(offset),
        rule: "edtf".into(),
        odd,
        styled: false,
    }
}

fn offset(zone: Zone) -> ZoneWords {
    let seconds = match zone {
        Zone::Fixed(seconds) => seconds,
        Zone::Utc | Zone::Named(_) => 0,
    };
    ZoneWords::Offset(seconds, zone.to_string())
}

/// Puts the clock of a postmark on a day; on anything else it says nothing.
fn stamp_clock(read: &mut Read, words: &str) {
    let Some(minutes) = postmark::read(words) else {
        let message = format!(
            "the clock `{}` of a postmark is not understood",
            one_line(words)
        );
        read.odd.push((Severity::Note, Code::NoSuchTime, message));
        return;
    };
    let (Some(begin), Precision::Day) = (read.span.begin, read.span.precision) else {
        return;
    };
    let midnight = LocalTime::new(begin.date(), 0, 0, 0);
    let at = |minute: u32| midnight.plus(i64::from(minute) * MINUTE);
    read.span.begin = Some(at(minutes.begin));
    read.span.end = Some(at(minutes.end));
    read.span.precision = minutes.precision;
    if minutes.open {
        read.span.qualifier = read.span.qualifier.and(Qualifier::Uncertain);
    }
    read.rule = "postmark".into();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edtf(cell: &str) -> Option<String> {
        let words = Words {
            date: cell.into(),
            ..Words::default()
        };
        let read = Reader::default().read(&words, Context::default(), CalendarCell::default());
        read.ok().map(|read| read.span.edtf)
    }

    #[test]
    fn cells_of_catalogues_in_english_and_german() {
        for (cell, expected) in [
            ("4 May 1945", "1945-05-04"),
            ("1945 May 4", "1945-05-04"),
            ("before May 1945", "[..1945-04-30]"),
            ("[4 May 1945?]", "1945-05-04?"),
            ("1547/48", "1547/1548"),
            ("2004-06/2006", "2004-06/2006"),
            ("10 February 1723/4", "1724-02-21"),
            ("winter 1907/08", "[1907-12..1908-02]"),
            // Of both styles only with a stroke or brackets, and only while there were two.
            ("4-17 November 2019", "2019-11-04/2019-11-17"),
            ("July 1-13, 1863", "1863-07-01/1863-07-13"),
            ("3/16 May 1945", "1945-05-03/1945-05-16"),
            ("11/24 October 1917", "1917-10-24"),
            ("25 October (7 November) 1917", "1917-11-07"),
            // Signs and doubts.
            ("1945-05-04 (?)", "1945-05-04?"),
            ("<1945", "[..1944-12-31]"),
            ("1945+", "[1945..]"),
            ("[1945]", "1945"),
            ("194-", "194X"),
            ("1945/46?", "1945/1946"),
            ("3.5.1945 - 16.5.1945", "1945-05-03/1945-05-16"),
            ("8.5.1907 bis 9.6.1907", "1907-05-08/1907-06-09"),
            ("not later than 1945", "[..1945]"),
            ("-", ""),
            ("?2004-06", "?2004-06"),
            ("?-0044", "?-0044"),
            ("1985-04-12/..", "1985-04-12/.."),
            ("05/1907", "1907-05"),
            ("11.-24.10.1917", "1917-10-11/1917-10-24"),
            ("1945-now", "1945/.."),
            ("4 and 6 May 1945", "1945-05-04/1945-05-06"),
            ("8. Mai 1907", "1907-05-08"),
            ("8. MÄRZ 1907", "1907-03-08"),
            ("19. Aug. 1907", "1907-08-19"),
            ("[1547 Juli vor 19]", "[..1547-07-18]"),
            ("n.d.", ""),
            ("o. D.", ""),
        ] {
            assert_eq!(edtf(cell).as_deref(), Some(expected), "{cell}");
        }
        let doubt = |cell: &str| {
            let words = Words {
                date: cell.into(),
                ..Words::default()
            };
            let read = Reader::default().read(&words, Context::default(), CalendarCell::default());
            read.map(|read| read.span.qualifier)
        };
        assert_eq!(
            doubt("May 1945 or shortly thereafter"),
            Ok(Qualifier::Uncertain)
        );
        assert_eq!(doubt("May 1945 in Paris"), Ok(Qualifier::Exact));
        // What is left over is told: no cell is read in part and taken for whole.
        for cell in [
            "8. Mai",
            "vor 1. Advent 1907",
            "May 1945 in Paris on the 3rd",
        ] {
            assert_eq!(edtf(cell), None, "{cell}");
        }
    }
}
