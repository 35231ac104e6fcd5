//! A table of dated rows: each row gives an event, or one for each of its stages.

mod columns;
mod native;

use super::complete::{Context, complete};
use super::locate::{Spot, clock, place_named};
use super::oddity::{self, At};
use super::old_style::{self, in_calendar};
use super::reading::{Reading, ZoneWords};
use super::scan::scan;
use super::{Covered, Extracted, Gazetteer, Lexicon, Options};
use crate::diagnostic::{Code, Severity};
use crate::model::calendar::YearStart;
use crate::model::{
    Calendar, Cell, CivilDate, CivilSpan, Event, OpenEnd, Provenance, Row, Stage, Table, When,
    Zone, ZoneBasis,
};
use crate::notation::edtf;
use columns::{Columns, Dated};

/// Reads a table: its events, the rows that could not be read, and what is odd.
///
/// A table without a usable column gives nothing; [`is_usable`] tells.
pub fn table(table: &Table, options: &Options) -> Extracted {
    if native::is_native(&table.headers) {
        return native::read(table);
    }
    let columns = Columns::of(&table.headers, options.stages());
    let mut out = Extracted::default();
    for row in &table.rows {
        let mut reader = RowReader {
            table,
            row,
            columns: &columns,
            options,
            gazetteer: options.gazetteer(),
            out: &mut out,
        };
        reader.read();
    }
    super::number_repeats(&mut out.events);
    out
}

/// Whether a table has a column that can date something.
pub fn is_usable(headers: &[String], options: &Options) -> bool {
    native::is_native(headers) || !Columns::of(headers, options.stages()).dated.is_empty()
}

/// A dated cell, read.
struct Read {
    span: CivilSpan,
    zone: Option<ZoneWords>,
    rule: String,
    /// Whether the words say Old or New Style.
    styled: bool,
}

struct RowReader<'a> {
    table: &'a Table,
    row: &'a Row,
    columns: &'a Columns,
    options: &'a Options,
    gazetteer: &'a Gazetteer,
    out: &'a mut Extracted,
}

impl RowReader<'_> {
    fn cell(&self, column: Option<usize>) -> Option<&Cell> {
        column
            .and_then(|c| self.row.cells.get(c))
            .filter(|c| !c.text.trim().is_empty())
    }

    fn text(&self, column: Option<usize>) -> Option<String> {
        self.cell(column).map(|c| c.text.trim().to_owned())
    }

    fn at(&self) -> At<'_> {
        At {
            path: &self.table.path,
            line: self.row.line,
            column: 0,
        }
    }

    fn read(&mut self) {
        let mut near: Option<CivilDate> = self.options.reference_date;
        let (mut follows, mut events) = (false, 0);
        for index in 0..self.columns.dated.len() {
            let dated = &self.columns.dated[index];
            let date = self.cell(dated.date).cloned();
            let time = self.cell(dated.time).cloned();
            if date.is_none() && time.is_none() {
                continue;
            }
            let words = [&date, &time]
                .into_iter()
                .flatten()
                .map(|c| c.text.trim())
                .collect::<Vec<_>>()
                .join(" ");
            let context = Context {
                date: near,
                follows,
                lends_day: follows,
            };
            let read = match self.dated(&words, context) {
                Ok(read) => read,
                Err((code, message)) => {
                    let header = dated.date.or(dated.time);
                    let header = header.map_or("", |h| self.table.headers[h].as_str());
                    let found = self
                        .at()
                        .diagnostic(
                            Severity::Error,
                            Code::RowUnreadable,
                            format!("column `{header}`: {message} ({})", code.name()),
                        )
                        .hint(
                            "write dates as `1945-11-04 01:20`, in words, or in EDTF; \
                             the rest of the table was read",
                        );
                    self.out.diagnostics.push(found);
                    continue;
                }
            };
            if let Some(begin) = read.span.begin {
                (near, follows) = (Some(begin.date()), true);
            }
            let written = [date, time];
            self.event(index, read, &written, &words);
            events += 1;
        }
        let cells = self.columns.dated.len();
        let covered = match events {
            0 => Covered::Undated,
            n if n < cells => Covered::Partly,
            _ => Covered::Whole,
        };
        self.out.coverage.push(covered);
        let dates_are_empty = self
            .columns
            .dated
            .iter()
            .all(|d| self.cell(d.date).is_none() && self.cell(d.time).is_none());
        if events == 0 && dates_are_empty && self.row.cells.iter().any(|c| !c.text.is_empty()) {
            let undated = Read {
                span: CivilSpan::default(),
                zone: None,
                rule: "table/undated".into(),
                styled: false,
            };
            self.event(0, undated, &[None, None], "");
        }
    }

    /// Reads the words of a date: EDTF, else the grammar of prose over the whole cell.
    fn dated(&mut self, words: &str, context: Context) -> Result<Read, (Code, String)> {
        let cell = self.text(self.columns.calendar);
        let calendar = calendar(cell.as_deref()).ok_or_else(|| {
            let other = cell.unwrap_or_default();
            let message = format!("`{other}` is no calendar that is known");
            (Code::CalendarAssumed, message)
        })?;
        let year_begins = calendar.1;
        let calendar = calendar.0;
        if let Some((span, zone)) = edtf::parse(words) {
            if span.begin.or(span.end).is_none() && span.open == OpenEnd::None {
                let message = format!("`{words}` lies outside the range of instants: no bounds");
                let found = self
                    .at()
                    .diagnostic(Severity::Warning, Code::OutOfRange, message);
                self.out.diagnostics.push(found);
            }
            let zone = zone.map(|z| ZoneWords::Offset(offset_of(z), z.to_string()));
            let span = in_calendar(span, calendar);
            let rule = "edtf".to_owned();
            return Ok(Read {
                span,
                zone,
                rule,
                styled: false,
            });
        }
        let found = scan(words, Lexicon::english());
        let last = found.readings.last().map_or(0, |(r, _)| r.bytes.end);
        let style = words.get(last..).and_then(old_style::style_behind);
        let mark = style.map(|(_, length)| last..last + length);
        let taken = found.readings.iter().map(|(r, _)| &r.bytes);
        let rest = unread(words, taken.chain(&mark));
        let mut readings = found.readings.into_iter().map(|(reading, _)| reading);
        let (first, second) = (readings.next(), readings.next());
        let mut reading = match (first, second) {
            (Some(reading), None) => reading,
            (Some(old), Some(mut new)) if old_style::is_pair(&old.begin, &new.begin) => {
                new.begin.said.old_day = old.begin.day;
                new
            }
            (Some(date), Some(time)) => joined(date, time).ok_or_else(|| {
                (
                    Code::NoDate,
                    format!("`{}` says more than one date", oddity::one_line(words)),
                )
            })?,
            (None, _) => {
                let message = format!("`{}` is no date", oddity::one_line(words));
                return Err((Code::NoDate, message));
            }
        };
        // `11/24 October 1917`: one day in both styles, no stretch.
        if let Some(new) = &reading.end
            && old_style::is_pair(&reading.begin, new)
        {
            let old_day = reading.begin.day;
            reading.begin = new.clone();
            reading.begin.said.old_day = old_day;
            reading.end = None;
        }
        if rest.chars().any(|c| c.is_ascii_digit()) {
            let message = format!(
                "`{}` is understood only in part: `{rest}` is not",
                oddity::one_line(words)
            );
            return Err((Code::NoDate, message));
        }
        if rest.chars().any(char::is_alphabetic) {
            let message = format!(
                "`{rest}` of `{}` is not understood; the rest was read",
                oddity::one_line(words)
            );
            let found = self
                .at()
                .diagnostic(Severity::Warning, Code::NoDate, message);
            self.out.diagnostics.push(found);
        }
        for fields in [Some(&mut reading.begin), reading.end.as_mut()]
            .into_iter()
            .flatten()
        {
            fields.said.old_style |= calendar == Calendar::Julian && fields.said.old_day.is_none();
            if let (Some(style), Some(year), Some(month)) = (year_begins, fields.year, fields.month)
            {
                let day = fields.day.unwrap_or(1);
                fields.year = Some(style.january_year(year, month, day));
            }
        }
        let done =
            complete(&reading, context).map_err(|problem| oddity::problem(&problem, words))?;
        if let Some((written, real)) = done.weekday_mismatch {
            let message = format!("the cell says {written}, but that date was a {real}");
            let found = self
                .at()
                .diagnostic(Severity::Warning, Code::WeekdayMismatch, message);
            self.out.diagnostics.push(found);
        }
        let span = match style {
            Some((style, _)) => old_style::in_style(done.span, style),
            None => in_calendar(done.span, calendar),
        };
        Ok(Read {
            span,
            zone: reading.begin.zone,
            rule: reading.rule,
            styled: style.is_some(),
        })
    }

    fn event(&mut self, index: usize, mut read: Read, cells: &[Option<Cell>; 2], words: &str) {
        let dated = &self.columns.dated[index];
        let day = read.span.begin.map(|b| b.date());
        let place_name = self.place_name(dated);
        let mut spot = place_name
            .as_deref()
            .and_then(|name| place_named(name, day, self.gazetteer));
        let undecided = spot.take_if(|s| s.located.is_undecided());
        if let Some(spot) = &undecided {
            let mut found = Vec::new();
            oddity::undecided(&mut found, self.at(), spot);
            self.out.diagnostics.extend(found);
        }
        let says = self.text(self.columns.calendar).is_some();
        let reform = match says {
            // Rows are put together by somebody: only words of prose are in the style of the place.
            true => None,
            false if read.styled => None,
            false => old_style::inferred(&read.span, &read.rule, spot.as_ref(), self.is_abroad()),
        };
        if let Some((reform, spot)) = reform.zip(spot.as_ref()) {
            read.span = in_calendar(read.span, Calendar::Julian);
            if let Some(begin) = read.span.begin {
                let mut found = Vec::new();
                oddity::old_style(&mut found, self.at(), words, spot, reform, begin.date());
                self.out.diagnostics.extend(found);
            }
        }
        let zone_cell = self.text(dated.zone.or(self.columns.zone));
        let mut stated = read.zone;
        if let (None, Some(name)) = (&stated, &zone_cell) {
            stated = self.zone_words(name);
        }
        let named_zone = zone_cell.and_then(|name| name.parse::<Zone>().ok());
        let (mut zone, mut basis) = clock(
            stated.as_ref(),
            spot.as_ref(),
            None,
            self.options.assume_zone,
            day,
            self.gazetteer,
        );
        if stated.is_none() && named_zone.is_some() {
            (zone, basis) = (named_zone, ZoneBasis::Stated);
        }
        let (when, odd) = read.span.in_zone(zone, basis, self.options.fold);
        let unknown = place_name.as_deref().filter(|_| undecided.is_none());
        self.report(words, &when, odd, unknown, spot.as_ref());
        let stage = self.stage(dated);
        let id = self.table.id.clone();
        let document_id = self.text(self.columns.document).unwrap_or(id);
        // A row without a name of its message is a message of its own, never one with other rows.
        let message = self
            .text(self.columns.message)
            .or_else(|| Some(format!("row-{}", self.row.line)));
        // Rows of two tables may have the same number.
        let message_id = match (&message, self.text(self.columns.message)) {
            (Some(row), None) => format!("{document_id}/{row}"),
            (message, _) => message.clone().unwrap_or_else(|| document_id.clone()),
        };
        let event_id = match (&stage, &message) {
            (Some(stage), Some(message)) if *message != document_id => {
                format!("{document_id}/{message}/{stage}")
            }
            (Some(stage), _) => format!("{document_id}/{stage}"),
            (None, _) => {
                let order = self.out.events.len();
                format!(
                    "{document_id}/{:08x}",
                    super::prose::words_hash(words, order)
                )
            }
        };
        let fact_id = match &stage {
            Some(stage) if message.is_some() => format!("{message_id}/{stage}"),
            _ => event_id.clone(),
        };
        let label = self.text(self.columns.label).unwrap_or_else(|| {
            let name = stage.as_ref().map_or("undated", Stage::name);
            match &message {
                Some(message) => format!("{message}: {name}"),
                None => name.to_owned(),
            }
        });
        let bytes = |c: &Option<Cell>| c.as_ref().map(|c| (c.byte_start, c.byte_end));
        let spans: Vec<(u64, u64)> = cells.iter().filter_map(bytes).collect();
        let event = Event {
            event_id,
            document_id,
            message_id,
            fact_id,
            stage,
            label,
            when,
            place: spot.map(|s| s.name).or(place_name),
            sender: self.text(self.columns.sender),
            recipient: self.text(self.columns.recipient),
            place_ref: None,
            sender_ref: None,
            recipient_ref: None,
            citation: self.text(self.columns.citation),
            pinpoint: self.text(self.columns.pinpoint),
            status: self.text(self.columns.status),
            note: self.text(self.columns.note),
            tags: self.text(self.columns.tags),
            provenance: Provenance {
                as_written: words.to_owned(),
                source: self.table.source.clone(),
                byte_start: spans.iter().map(|s| s.0).min().unwrap_or(0),
                byte_end: spans.iter().map(|s| s.1).max().unwrap_or(0),
                line: self.row.line,
                rule: read.rule,
            },
            extra: self.extra(),
        };
        self.out.events.push(event);
    }

    /// `<stage>_place`, else sender's or recipient's place for the first or last stage, else
    /// `place`.
    fn place_name(&self, dated: &Dated) -> Option<String> {
        if let Some(own) = self.text(dated.place) {
            return Some(own);
        }
        let stages: Vec<&Dated> = self.columns.dated.iter().collect();
        let has_places = stages.iter().any(|d| d.place.is_some());
        if !has_places && stages.len() > 1 {
            let is = |other: Option<&&Dated>| other.is_some_and(|o| o.date == dated.date);
            let column = if is(stages.first()) {
                self.columns.sender
            } else if is(stages.last()) {
                self.columns.recipient
            } else {
                None
            };
            let known = self
                .text(column)
                .filter(|name| self.gazetteer.find(name, None).is_some_and(|f| f.prominent));
            if known.is_some() {
                return known;
            }
        }
        self.text(self.columns.place)
    }

    /// Whether the row went to another country, or came from one: then its style is not that of
    /// the place.
    fn is_abroad(&self) -> bool {
        let columns = &self.columns.dated;
        let mut names: Vec<String> = columns.iter().filter_map(|d| self.text(d.place)).collect();
        names.extend(self.text(self.columns.sender));
        names.extend(self.text(self.columns.recipient));
        let found = names.iter().filter_map(|n| self.gazetteer.find(n, None));
        let mut countries: Vec<String> = found
            .filter(|f| f.prominent)
            .map(|f| f.place.country)
            .collect();
        countries.dedup();
        countries.len() > 1
    }

    fn stage(&self, dated: &Dated) -> Option<Stage> {
        if dated.stage.is_some() {
            return dated.stage.clone();
        }
        let name = self.text(self.columns.stage)?;
        let known = self.options.stages().named(&name.to_lowercase());
        Some(known.unwrap_or_else(|| Stage::new(name)))
    }

    /// A zone cell that is an abbreviation or the name of a place.
    fn zone_words(&self, name: &str) -> Option<ZoneWords> {
        if name.parse::<Zone>().is_ok() {
            return None;
        }
        let words = format!("12:00 {name}");
        let found = scan(&words, Lexicon::english());
        let (reading, _) = found.readings.into_iter().next()?;
        // A cell that is read only in part, such as `UTC+25:00`, names no zone.
        if reading.bytes.end != words.len() {
            return None;
        }
        let place = || {
            self.gazetteer
                .find(name, None)
                .map(|_| ZoneWords::Place(name.to_owned()))
        };
        reading.begin.zone.or_else(place)
    }

    fn report(
        &mut self,
        words: &str,
        when: &When,
        odd: Option<crate::model::ClockOddity>,
        name: Option<&str>,
        spot: Option<&Spot>,
    ) {
        let mut found = Vec::new();
        let at = self.at();
        oddity::clock(&mut found, at, words, odd, when);
        match (name, spot) {
            (Some(name), None) => found.push(
                at.diagnostic(
                    Severity::Warning,
                    Code::PlaceUnknown,
                    format!("the place `{name}` is in no table"),
                )
                .hint("pass `--assume-zone ZONE` to name its clock"),
            ),
            (_, Some(spot)) if spot.others > 0 => oddity::ambiguous(&mut found, at, spot),
            _ => {}
        }
        self.out.diagnostics.extend(found);
    }

    fn extra(&self) -> std::collections::BTreeMap<String, String> {
        let cells = self.columns.extra.iter().filter_map(|column| {
            let text = self.text(Some(*column))?;
            Some((self.table.headers[*column].clone(), text))
        });
        cells.collect()
    }
}

/// What a `calendar` cell says: `julian`, `gregorian`, `O.S.`, `N.S.`, and on which day the year
/// began, as in `julian, 25 March`.
fn calendar(cell: Option<&str>) -> Option<(Calendar, Option<YearStart>)> {
    let (name, style) = match cell {
        None => return Some((Calendar::Gregorian, None)),
        Some(cell) => cell.split_once(',').unwrap_or((cell, "")),
    };
    let calendar = match name.trim().to_lowercase().as_str() {
        "gregorian" | "n.s." | "new style" => Calendar::Gregorian,
        "julian" | "o.s." | "old style" => Calendar::Julian,
        _ => return None,
    };
    match style.trim() {
        "" | "1 January" => Some((calendar, None)),
        style => Some((calendar, Some(YearStart::from_name(style)?))),
    }
}

fn offset_of(zone: Zone) -> i32 {
    match zone {
        Zone::Fixed(seconds) => seconds,
        Zone::Utc | Zone::Named(_) => 0,
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
    oddity::one_line(&out)
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
