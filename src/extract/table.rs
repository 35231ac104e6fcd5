//! A table of dated rows: each row gives an event, or one for each of its stages.

mod cell;
mod columns;
mod epoch;
mod native;
mod numeric;
mod postmark;
mod row;
mod signs;
mod survey;
mod words;

use super::locate::LookedUp;
use super::{Extracted, Options};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{CivilDate, Row, Table};
use rayon::prelude::*;
use std::ops::Range;

use cell::Reader;
use columns::Columns;
use row::RowReader;
pub use survey::Survey;

/// Rows of a large table that are read together.
const CHUNK: usize = 1024;

/// Reads a table: its events, the rows that could not be read, and what is odd.
///
/// A table without a usable column gives nothing; [`is_usable`] tells.
pub fn table(table: &Table, options: &Options) -> Extracted {
    let mut survey = Survey::of(table, options);
    survey.look(&table.rows);
    let plan = survey.plan(options);
    let read = plan.read(table);
    plan.finish(read, table.rows.len())
}

/// How a table is read: what its columns mean and how their cells are written, by all of its rows.
///
/// A long table is read a piece at a time: a [`Survey`] looks at every piece, its plan reads every
/// piece, and the plan finishes what was read of all.
pub struct Plan<'a> {
    columns: Columns,
    readers: Vec<Reader>,
    /// The countries of the places that the table names and that have one meaning.
    countries: Vec<String>,
    /// The table holds events as annals writes them.
    is_native: bool,
    path: String,
    /// What is odd about the columns.
    told: Vec<Diagnostic>,
    options: &'a Options,
}

impl Plan<'_> {
    /// Reads some rows. Rows of one message that follow each other belong into one piece.
    pub fn read(&self, piece: &Table) -> Extracted {
        if self.is_native {
            return native::read(piece);
        }
        let mut out = Extracted::default();
        if self.columns.dated.is_empty() {
            return out;
        }
        let parts: Vec<Extracted> = chunks(&piece.rows, self.columns.message)
            .into_par_iter()
            .map(|rows| self.chunk(piece, &piece.rows[rows]))
            .collect();
        parts.into_iter().for_each(|part| out.append(part));
        out
    }

    fn chunk(&self, table: &Table, rows: &[Row]) -> Extracted {
        let (mut out, mut places) = (Extracted::default(), LookedUp::default());
        let (mut near, mut message): (Option<CivilDate>, Option<String>) = (None, None);
        for row in rows {
            let mut reader = RowReader {
                table,
                row,
                columns: &self.columns,
                readers: &self.readers,
                options: self.options,
                gazetteer: self.options.gazetteer(),
                countries: &self.countries,
                places: &mut places,
                out: &mut out,
            };
            // Rows of one message lend each other the century.
            let own = reader.text(self.columns.message);
            if own.is_none() || own != message {
                (near, message) = (None, own);
            }
            near = reader.read(near).or(near);
        }
        out
    }

    /// How many of the last rows may go on in the next piece: those of one message.
    pub fn unfinished(&self, rows: &[Row]) -> usize {
        let Some(column) = self.columns.message else {
            return 0;
        };
        let name = |row: &Row| row.cells.get(column).map(|c| c.text.trim().to_owned());
        let last = rows.last().and_then(name).filter(|n| !n.is_empty());
        match last {
            None => 0,
            last => rows
                .iter()
                .rev()
                .take_while(|row| name(row) == last)
                .count(),
        }
    }

    /// What was read of all pieces, in order: events get the names that depend on all, and rows
    /// that could not be read are counted.
    pub fn finish(&self, mut out: Extracted, rows: usize) -> Extracted {
        if self.is_native || self.columns.dated.is_empty() {
            return out;
        }
        out.diagnostics.splice(0..0, self.told.iter().cloned());
        one_of_many(&mut out.diagnostics, Code::DateOrder);
        // An event without a stage is known by its words and their order in the table.
        for (order, event) in out.events.iter_mut().enumerate() {
            if event.event_id.is_empty() {
                let hash = super::prose::words_hash(&event.provenance.as_written, order);
                event.event_id = format!("{}/{hash:08x}", event.document_id);
                event.fact_id.clone_from(&event.event_id);
            }
        }
        let rejected =
            |d: &&Diagnostic| d.code == Code::RowUnreadable && d.severity == Severity::Error;
        let lines: std::collections::HashSet<u32> = out
            .diagnostics
            .iter()
            .filter(rejected)
            .map(|d| d.line)
            .collect();
        if !lines.is_empty() {
            let bad = lines.len();
            let message = format!(
                "{} of {rows} rows were read whole, {bad} not",
                rows - bad.min(rows)
            );
            out.diagnostics.push(Diagnostic::new(
                Severity::Note,
                Code::RowsRejected,
                &self.path,
                message,
            ));
        }
        super::number_repeats(&mut out.events);
        out
    }
}

/// Of many warnings with one code, the first stands, and says how many there are.
fn one_of_many(diagnostics: &mut Vec<Diagnostic>, code: Code) {
    let is = |d: &Diagnostic| d.code == code && d.severity == Severity::Warning;
    let count = diagnostics.iter().filter(|d| is(d)).count();
    let mut seen = false;
    diagnostics.retain(|d| !is(d) || !std::mem::replace(&mut seen, true));
    if let Some(first) = diagnostics.iter_mut().find(|d| is(d)) {
        if count > 1 {
            let more = count - 1;
            let cells = if more == 1 { "cell" } else { "cells" };
            first
                .message
                .push_str(&format!("; so are {more} more {cells}"));
        }
        first.hint = Some("pass `--dates dmy` or `--dates mdy`".to_owned());
    }
}

/// Rows that are read at once: about [`CHUNK`], those of one message together.
fn chunks(rows: &[Row], message: Option<usize>) -> Vec<Range<usize>> {
    let name = |row: usize| message.and_then(|m| rows.get(row)?.cells.get(m));
    let same = |row: usize| {
        let name = |row| name(row).map(|c| c.text.trim()).filter(|t| !t.is_empty());
        name(row).is_some() && name(row) == name(row - 1)
    };
    let (mut out, mut start) = (Vec::new(), 0);
    while start < rows.len() {
        let mut end = (start + CHUNK).min(rows.len());
        while end < rows.len() && same(end) {
            end += 1;
        }
        out.push(start..end);
        start = end;
    }
    out
}

/// Whether a table has a column that can date something.
pub fn is_usable(headers: &[String], options: &Options) -> bool {
    native::is_native(headers) || !Columns::of(headers, options.stages()).dated.is_empty()
}
