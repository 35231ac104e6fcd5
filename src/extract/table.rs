//! A table of dated rows: each row gives an event, or one for each of its stages.

mod columns;
mod native;

use super::complete::{Context, complete};
use super::locate::{Spot, clock, place_named};
use super::oddity::{self, At};
use super::reading::{Reading, ZoneWords};
use super::scan::scan;
use super::{Covered, Extracted, Gazetteer, Lexicon, Options};
use crate::diagnostic::{Code, Severity};
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
            };
            self.event(0, undated, &[None, None], "");
        }
    }

    /// Reads the words of a date: EDTF, else the grammar of prose over the whole cell.
    fn dated(&mut self, words: &str, context: Context) -> Result<Read, (Code, String)> {
        let calendar = match self.text(self.columns.calendar).as_deref() {
            None | Some("gregorian" | "Gregorian" | "N.S.") => Calendar::Gregorian,
            Some("julian" | "Julian" | "O.S.") => Calendar::Julian,
            Some(other) => {
                let message = format!("`{other}` is no calendar that is known");
                return Err((Code::CalendarAssumed, message));
            }
        };
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
            return Ok(Read { span, zone, rule });
        }
        let found = scan(words, Lexicon::english());
        let rest = unread(words, found.readings.iter().map(|(r, _)| &r.bytes));
        let mut readings = found.readings.into_iter().map(|(reading, _)| reading);
        let (first, second) = (readings.next(), readings.next());
        let reading = match (first, second) {
            (Some(reading), None) => reading,
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
        let done =
            complete(&reading, context).map_err(|problem| oddity::problem(&problem, words))?;
        if let Some((written, real)) = done.weekday_mismatch {
            let message = format!("the cell says {written}, but that date was a {real}");
            let found = self
                .at()
                .diagnostic(Severity::Warning, Code::WeekdayMismatch, message);
            self.out.diagnostics.push(found);
        }
        Ok(Read {
            span: in_calendar(done.span, calendar),
            zone: reading.begin.zone,
            rule: reading.rule,
        })
    }

    fn event(&mut self, index: usize, read: Read, cells: &[Option<Cell>; 2], words: &str) {
        let dated = &self.columns.dated[index];
        let day = read.span.begin.map(|b| b.date());
        let place_name = self.place_name(dated);
        let spot = place_name
            .as_deref()
            .and_then(|name| place_named(name, day, self.gazetteer));
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
        self.report(words, &when, odd, place_name.as_deref(), spot.as_ref());
        let stage = self.stage(dated);
        let id = self.table.id.clone();
        let document_id = self.text(self.columns.document).unwrap_or(id);
        // A row without a name of its message is a message of its own, never one with other rows.
        let message = self
            .text(self.columns.message)
            .or_else(|| Some(format!("row-{}", self.row.line)));
        let message_id = message.clone().unwrap_or_else(|| document_id.clone());
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

/// Words in a Julian `calendar` column moved to the one time line.
fn in_calendar(mut span: CivilSpan, calendar: Calendar) -> CivilSpan {
    if calendar == Calendar::Gregorian {
        return span;
    }
    let moved = |local: crate::model::LocalTime| {
        let date = local.date();
        let day = calendar.date(date.year(), date.month(), date.day());
        let shift = day.map_or(0, |d| d.days() - date.days());
        local.plus(shift * crate::model::instant::DAY)
    };
    span.begin = span.begin.map(moved);
    span.end = span.end.map(moved);
    span.core = span.core.map(|(a, b)| (moved(a), moved(b)));
    span.calendar = calendar;
    if let Some(begin) = span
        .begin
        .filter(|_| span.precision <= crate::model::Precision::Day)
    {
        span.edtf = begin.date().to_string();
    }
    span
}
