//! A table of dated rows: each row gives an event, or one for each of its stages.

mod cell;
mod columns;
mod epoch;
mod native;
mod numeric;
mod postmark;
mod row;

use super::{Extracted, Options};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{CivilDate, Table};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;

use cell::Reader;
use columns::{Columns, Dated};
use numeric::Column;
use row::RowReader;

/// Rows of a large table that are read together.
const CHUNK: usize = 1024;

/// Reads a table: its events, the rows that could not be read, and what is odd.
///
/// A table without a usable column gives nothing; [`is_usable`] tells.
pub fn table(table: &Table, options: &Options) -> Extracted {
    if native::is_native(&table.headers) {
        return native::read(table);
    }
    let columns = Columns::of(&table.headers, options.stages());
    let mut out = Extracted::default();
    if columns.dated.is_empty() {
        return out;
    }
    let readers: Vec<Reader> = columns
        .dated
        .iter()
        .map(|dated| reader(table, dated, options, &mut out.diagnostics))
        .collect();
    for (first, kept) in &columns.twice {
        let message = format!("the column `{first}` stands twice; the second is kept as `{kept}`");
        out.diagnostics.push(
            Diagnostic::new(Severity::Note, Code::ColumnTwice, &table.path, message)
                .hint("rename it, or map it with `--map`"),
        );
    }
    let countries = countries(table, &columns, options);
    let parts: Vec<Extracted> = chunks(table, columns.message)
        .into_par_iter()
        .map(|rows| {
            let mut out = Extracted::default();
            let (mut near, mut message): (Option<CivilDate>, Option<String>) = (None, None);
            for row in &table.rows[rows] {
                let mut reader = RowReader {
                    table,
                    row,
                    columns: &columns,
                    readers: &readers,
                    options,
                    gazetteer: options.gazetteer(),
                    countries: &countries,
                    out: &mut out,
                };
                // Rows of one message lend each other the century.
                let own = reader.text(columns.message);
                if own.is_none() || own != message {
                    (near, message) = (None, own);
                }
                near = reader.read(near).or(near);
            }
            out
        })
        .collect();
    for part in parts {
        out.append(part);
    }
    one_of_many(&mut out.diagnostics, Code::DateOrder);
    // An event without a stage is known by its words and their order in the table.
    for (order, event) in out.events.iter_mut().enumerate() {
        if event.event_id.is_empty() {
            let hash = super::prose::words_hash(&event.provenance.as_written, order);
            event.event_id = format!("{}/{hash:08x}", event.document_id);
            event.fact_id.clone_from(&event.event_id);
        }
    }
    let rejected = |d: &&Diagnostic| d.code == Code::RowUnreadable && d.severity == Severity::Error;
    let lines: std::collections::HashSet<u32> = out
        .diagnostics
        .iter()
        .filter(rejected)
        .map(|d| d.line)
        .collect();
    if !lines.is_empty() {
        let (all, bad) = (table.rows.len(), lines.len());
        let message = format!(
            "{} of {all} rows were read whole, {bad} not",
            all - bad.min(all)
        );
        out.diagnostics.push(Diagnostic::new(
            Severity::Note,
            Code::RowsRejected,
            &table.path,
            message,
        ));
    }
    super::number_repeats(&mut out.events);
    out
}

/// The countries of the places that a table names and that have one meaning.
fn countries(table: &Table, columns: &Columns, options: &Options) -> Vec<String> {
    let places = columns.dated.iter().filter_map(|dated| dated.place);
    let places: BTreeSet<usize> = places.chain(columns.place).collect();
    let cells = |column: usize| {
        table
            .rows
            .iter()
            .filter_map(move |row| row.cells.get(column))
    };
    let names: BTreeSet<&str> = (places.into_iter().flat_map(cells))
        .map(|cell| cell.text.trim())
        .filter(|name| !name.is_empty())
        .collect();
    let found = names
        .into_iter()
        .filter_map(|name| options.gazetteer().find(name, None));
    let certain = found.filter(|located| !located.is_undecided());
    let countries: BTreeSet<String> = certain.map(|located| located.place.country).collect();
    countries.into_iter().collect()
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
fn chunks(table: &Table, message: Option<usize>) -> Vec<Range<usize>> {
    let name = |row: usize| message.and_then(|m| table.rows.get(row)?.cells.get(m));
    let same = |row: usize| {
        let name = |row| name(row).map(|c| c.text.trim()).filter(|t| !t.is_empty());
        name(row).is_some() && name(row) == name(row - 1)
    };
    let (mut out, mut start) = (Vec::new(), 0);
    while start < table.rows.len() {
        let mut end = (start + CHUNK).min(table.rows.len());
        while end < table.rows.len() && same(end) {
            end += 1;
        }
        out.push(start..end);
        start = end;
    }
    out
}

/// How a column of dates is read, by all of its cells.
fn reader(
    table: &Table,
    dated: &Dated,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Reader {
    let Some(column) = dated.date else {
        return Reader {
            form: options.dates,
            ..Reader::default()
        };
    };
    let cells = || {
        let rows = table.rows.iter();
        rows.filter_map(move |row| Some((row.line, row.cells.get(column)?.text.as_str())))
    };
    let header = &table.headers[column];
    let is_epoch =
        options.dates == super::DateForm::Auto && epoch::is_column(cells().map(|(_, text)| text));
    let figures = Column::of(cells(), options.dates);
    let mut tell = |severity, line: u32, message: String, hint: &str| {
        diagnostics.push(
            Diagnostic::new(severity, Code::DateOrder, &table.path, message)
                .at(line, 0)
                .hint(hint),
        );
    };
    if is_epoch {
        let message = format!("the column `{header}` holds numbers; read as time since 1970, UTC");
        tell(
            Severity::Note,
            0,
            message,
            "pass `--dates edtf` if they are none",
        );
    }
    if let Some((line, words)) = &figures.open {
        let order = match figures.order {
            Some(numeric::Order::Mdy) => "month first",
            _ => "day first",
        };
        if let Some((by, proof)) = figures
            .settled_by
            .as_ref()
            .filter(|_| figures.order.is_some())
        {
            let message = format!(
                "the column `{header}` is read {order}: line {by} has `{proof}`, so `{words}` too"
            );
            let hint = "pass `--dates dmy` or `--dates mdy` to choose";
            tell(Severity::Note, *line, message, hint);
        }
    }
    Reader {
        form: options.dates,
        figures,
        is_epoch,
    }
}

/// Whether a table has a column that can date something.
pub fn is_usable(headers: &[String], options: &Options) -> bool {
    native::is_native(headers) || !Columns::of(headers, options.stages()).dated.is_empty()
}
