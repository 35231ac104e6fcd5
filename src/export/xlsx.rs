//! A workbook of Excel with one sheet: a row per event, the columns of the event. Writing: crate
//! `rust_xlsxwriter`.
//!
//! Instants are text in ISO 8601: a cell of Excel has no time before 1900, no zone, and
//! milliseconds at best.

use super::loss::{Export, Losses};
use super::rows::{Datum, Row};
use crate::error::{Error, Result};
use crate::model::Event;
use crate::model::column::{COLUMNS, ColumnKind, Value};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::collections::BTreeSet;

/// Rows of a sheet, with the header.
const ROWS: usize = 1_048_576;
/// Columns of a sheet.
const COLUMNS_OF_A_SHEET: usize = 16_384;
/// UTF-16 units in a cell.
const UNITS: usize = 32_767;
/// Whole numbers above this are text: a cell holds a double.
const WHOLE: i64 = 1 << 53;

/// Events as a workbook.
///
/// # Errors
/// More events or columns than a sheet has room for.
pub(super) fn write(events: &[Event]) -> Result<Export> {
    let extra: BTreeSet<&String> = events.iter().flat_map(|e| e.extra.keys()).collect();
    let mut losses = Losses::default();
    let mut sheet = Sheet::new(events.len(), COLUMNS.len() + extra.len())?;
    let own = COLUMNS.iter().map(|c| c.name);
    sheet.header(own.chain(extra.iter().map(|n| n.as_str())))?;
    for (number, event) in events.iter().enumerate() {
        let row = number as u32 + 1;
        let mut whole = true;
        for (at, column) in COLUMNS.iter().enumerate() {
            let at = at as u16;
            whole &= match column.get(event) {
                Value::Null => true,
                Value::Text(text) => sheet.text(row, at, &text)?,
                Value::Instant(instant) => sheet.text(row, at, &instant.to_string())?,
                Value::Local(local) => sheet.text(row, at, &local.to_string())?,
                Value::Integer(n) => sheet.number(row, at, n)?,
            };
        }
        for (at, name) in extra.iter().enumerate() {
            if let Some(text) = event.extra.get(*name) {
                whole &= sheet.text(row, (COLUMNS.len() + at) as u16, text)?;
            }
        }
        if !whole {
            losses.cut("have a text of more than 32,767 characters, which is cut in the workbook");
        }
    }
    let narrow = |kind| matches!(kind, ColumnKind::I32 | ColumnKind::U32 | ColumnKind::U64);
    for (at, column) in COLUMNS.iter().enumerate() {
        let width = if narrow(column.kind) { 8.0 } else { 20.0 };
        sheet
            .sheet
            .set_column_width(at as u16, width)
            .map_err(refused)?;
    }
    Ok(Export {
        bytes: sheet.finish()?,
        diagnostics: losses.told("a workbook", &["*"], &[]),
    })
}

/// Rows of a result as a workbook.
///
/// # Errors
/// More rows or columns than a sheet has room for.
pub fn rows_xlsx(rows: &[Row]) -> Result<Vec<u8>> {
    let width = rows.first().map_or(0, Vec::len);
    let mut sheet = Sheet::new(rows.len(), width)?;
    if let Some(first) = rows.first() {
        sheet.header(first.iter().map(|(name, _)| name.as_str()))?;
    }
    for (number, row) in rows.iter().enumerate() {
        for (at, (_, datum)) in row.iter().enumerate() {
            let (number, at) = (number as u32 + 1, at as u16);
            match datum {
                Datum::Text(Some(text)) => {
                    sheet.text(number, at, text)?;
                }
                Datum::Integer(Some(n)) => {
                    sheet.number(number, at, *n)?;
                }
                Datum::Share(Some(share)) => {
                    sheet
                        .sheet
                        .write_number(number, at, *share)
                        .map_err(refused)?;
                }
                Datum::Text(None) | Datum::Integer(None) | Datum::Share(None) => {}
            }
        }
    }
    sheet.finish()
}

struct Sheet {
    sheet: Worksheet,
}

impl Sheet {
    fn new(rows: usize, columns: usize) -> Result<Sheet> {
        if rows >= ROWS || columns > COLUMNS_OF_A_SHEET {
            return Err(Error::request(
                format!(
                    "{rows} rows of {columns} columns do not fit a sheet of {} by {COLUMNS_OF_A_SHEET}",
                    ROWS - 1
                ),
                "write .parquet or .csv, or fewer events",
            ));
        }
        let mut sheet = Worksheet::new();
        sheet.set_name("events").map_err(refused)?;
        sheet.set_freeze_panes(1, 0).map_err(refused)?;
        Ok(Sheet { sheet })
    }

    fn header<'n>(&mut self, names: impl Iterator<Item = &'n str>) -> Result<()> {
        let bold = Format::new().set_bold();
        for (at, name) in names.enumerate() {
            self.sheet
                .write_string_with_format(0, at as u16, name, &bold)
                .map_err(refused)?;
        }
        Ok(())
    }

    /// Whether the text is there whole.
    fn text(&mut self, row: u32, column: u16, text: &str) -> Result<bool> {
        if text.is_empty() {
            return Ok(true);
        }
        let mut units = 0;
        let end = text.char_indices().find(|(_, c)| {
            units += c.len_utf16();
            units > UNITS
        });
        let kept = end.map_or(text, |(at, _)| &text[..at]);
        self.sheet
            .write_string(row, column, kept)
            .map_err(refused)?;
        Ok(kept.len() == text.len())
    }

    fn number(&mut self, row: u32, column: u16, n: i64) -> Result<bool> {
        if n.abs() >= WHOLE {
            return self.text(row, column, &n.to_string());
        }
        self.sheet
            .write_number(row, column, n as f64)
            .map_err(refused)?;
        Ok(true)
    }

    fn finish(self) -> Result<Vec<u8>> {
        let mut book = Workbook::new();
        // The present has no part in it: the same events give the same file.
        let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(refused)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&made));
        book.push_worksheet(self.sheet);
        book.save_to_buffer().map_err(refused)
    }
}

fn refused(error: XlsxError) -> Error {
    Error::request(format!("the workbook cannot be written: {error}"), "")
}
