//! One row: its cells, and the events that they tell.

use super::cell::{CalendarCell, Problem, Read, Reader, Words};
use super::columns::{Columns, Dated};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::complete::Context;
use crate::extract::locate::{LookedUp, Spot, clock};
use crate::extract::oddity::{self, At};
use crate::extract::old_style::{self, in_calendar};
use crate::extract::reading::ZoneWords;
use crate::extract::scan::scan;
use crate::extract::{Covered, Extracted, Gazetteer, Lexicon, Options};
use crate::model::{
    Calendar, Cell, CivilDate, Event, Provenance, Qualifier, Row, Stage, Table, When, Zone,
    ZoneBasis,
};

/// A row that is read.
pub(super) struct RowReader<'a> {
    pub table: &'a Table,
    pub row: &'a Row,
    pub columns: &'a Columns,
    pub readers: &'a [Reader],
    pub options: &'a Options,
    pub gazetteer: &'a Gazetteer,
    /// The countries of the places of the table that have one meaning.
    pub countries: &'a [String],
    pub places: &'a mut LookedUp,
    pub out: &'a mut Extracted,
}

impl RowReader<'_> {
    fn cell(&self, column: Option<usize>) -> Option<&Cell> {
        column
            .and_then(|c| self.row.cells.get(c))
            .filter(|c| !c.text.trim().is_empty())
    }

    pub fn text(&self, column: Option<usize>) -> Option<String> {
        self.cell(column).map(|c| c.text.trim().to_owned())
    }

    fn at(&self) -> At<'_> {
        At {
            path: &self.table.path,
            line: self.row.line,
            column: 0,
        }
    }

    /// Reads the row; `near` is a date of the same message. Gives its first date.
    pub fn read(&mut self, near: Option<CivilDate>) -> Option<CivilDate> {
        let mut near = near.or(self.options.reference_date);
        let mut found: Option<CivilDate> = None;
        let (mut follows, mut events) = (false, 0);
        for index in 0..self.columns.dated.len() {
            let dated = &self.columns.dated[index];
            let date = self.cell(dated.date).cloned();
            let time = self.cell(dated.time).cloned();
            let postmark = self.cell(self.columns.postmark).cloned();
            if date.is_none() && time.is_none() {
                continue;
            }
            let trimmed = |c: &Option<Cell>| c.as_ref().map_or("", |c| c.text.trim()).to_owned();
            let words = Words {
                date: trimmed(&date),
                time: trimmed(&time),
                postmark: trimmed(&postmark),
            };
            let context = Context {
                date: near,
                follows,
                lends_day: follows,
            };
            let calendar = self.calendar();
            let read = calendar.and_then(|c| self.readers[index].read(&words, context, c));
            let read = match read {
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
                found = found.or(Some(begin.date()));
                (near, follows) = (Some(begin.date()), true);
            }
            let written = self.text(self.columns.as_written);
            let differs = written.and_then(|w| self.readers[index].differs(&w, &read));
            let odd = read
                .odd
                .iter()
                .chain(&differs)
                .map(|(severity, code, message)| {
                    self.at().diagnostic(*severity, *code, message.clone())
                });
            let odd: Vec<Diagnostic> = odd.collect();
            self.out.diagnostics.extend(odd);
            let joined = words.joined();
            self.event(index, read, &[date, time], &joined);
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
                rule: "table/undated".into(),
                ..Read::default()
            };
            self.event(0, undated, &[None, None], "");
        }
        found
    }

    fn calendar(&self) -> Result<CalendarCell, Problem> {
        let Some(cell) = self.text(self.columns.calendar) else {
            return Ok(CalendarCell::default());
        };
        CalendarCell::read(&cell).ok_or_else(|| {
            let message = format!("`{cell}` is no calendar that is known");
            (Code::CalendarAssumed, message)
        })
    }

    fn event(&mut self, index: usize, mut read: Read, cells: &[Option<Cell>; 2], words: &str) {
        let dated = &self.columns.dated[index];
        let day = read.span.begin.map(|b| b.date());
        let place_name = self.place_name(dated);
        let mut spot = place_name
            .as_deref()
            .and_then(|name| self.places.place_named(name, day, self.gazetteer));
        // Of namesakes the one in a country of the table's other places, if there is just one.
        spot = spot.map(
            |s| match s.located.is_undecided() && s.has_one_in(self.countries) {
                true => s.settled(self.countries, self.gazetteer),
                false => s,
            },
        );
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
        let mut span = read.span;
        if let Some(doubt) = self.text(self.columns.qualifier) {
            let doubt = Qualifier::from_name(&doubt.to_lowercase()).unwrap_or_default();
            span.qualifier = span.qualifier.and(doubt);
        }
        let words_are = self.text(self.columns.written_calendar);
        if let Some(calendar) = words_are.and_then(|name| CalendarCell::read(&name)) {
            span.calendar = calendar.calendar;
        }
        let (when, odd) = span.in_zone(zone, basis, self.options.fold);
        let unknown = place_name.as_deref().filter(|_| undecided.is_none());
        self.report(words, &when, odd, unknown, spot.as_ref());
        let stage = self.stage(dated);
        let id = self.table.id.clone();
        let document_id = self.text(self.columns.document).unwrap_or(id);
        // A row without a name of its message is a message of its own, never one with other rows.
        let message = self
            .text(self.columns.message)
            .or_else(|| Some(format!("row-{}", self.row.line)));
        let message_id = match self.text(self.columns.message) {
            Some(own) => own,
            None => format!("{document_id}/row-{}", self.row.line),
        };
        let event_id = match (&stage, &message) {
            (Some(stage), Some(message)) if *message != document_id => {
                format!("{document_id}/{message}/{stage}")
            }
            (Some(stage), _) => format!("{document_id}/{stage}"),
            // Given when all rows are read.
            (None, _) => String::new(),
        };
        let fact_id = match &stage {
            Some(stage) if message.is_some() => format!("{message_id}/{stage}"),
            _ => event_id.clone(),
        };
        let label = self.text(self.columns.label).unwrap_or_else(|| {
            let own = self.text(self.columns.message);
            match (&stage, &message) {
                (Some(stage), Some(message)) => format!("{message}: {}", stage.name()),
                (Some(stage), None) => stage.name().to_owned(),
                (None, _) => own.unwrap_or_else(|| match words {
                    "" => "undated".to_owned(),
                    words => oddity::one_line(words),
                }),
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
            place_ref: self.text(self.columns.place_ref),
            sender_ref: self.text(self.columns.sender_ref),
            recipient_ref: self.text(self.columns.recipient_ref),
            citation: self.text(self.columns.citation),
            pinpoint: self.text(self.columns.pinpoint),
            status: self.text(self.columns.status),
            note: self.text(self.columns.note),
            tags: self.text(self.columns.tags),
            provenance: Provenance {
                as_written: self
                    .text(self.columns.as_written)
                    .unwrap_or_else(|| words.to_owned()),
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
            // Where the clock is stated, no place is needed for it.
            (Some(_), None) if when.zone_basis == ZoneBasis::Stated => {}
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
        let filled = |(column, _): &&(usize, String)| *column < self.row.cells.len();
        let extra = self.columns.extra.iter().take_while(filled);
        let cells = extra.filter_map(|(column, name)| {
            let text = self.text(Some(*column))?;
            Some((name.clone(), text))
        });
        cells.collect()
    }
}
