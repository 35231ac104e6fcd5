//! Workbooks: Excel (`.xlsx`) and OpenDocument (`.ods`). Container: crate `calamine`.

use super::{Content, Format, Input, shown, table};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result, guarded};
use crate::model::{Cell, Row};
use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, Xlsx};
use std::io::{Cursor, Read};

/// Largest expansion of a workbook, which is a zip archive.
const EXPANDED: u64 = 512 << 20;
/// Most cells that are read of a sheet.
const CELLS: usize = 20_000_000;

/// Cells with their rows and columns, from 0.
type Cells = Vec<(u32, u32, String)>;

/// Reads the sheet that was named, else the first that is not empty.
///
/// # Errors
/// A file that is no workbook, has no such sheet, or expands without measure.
pub(super) fn read(
    input: &Input,
    bytes: Vec<u8>,
    format: Format,
) -> Result<(Content, Vec<Diagnostic>)> {
    let wrong = |message: String| Error::Format {
        path: input.path.clone(),
        message,
        hint: "open it in a spreadsheet program and save it again, or save the sheet as CSV".into(),
    };
    measure(&bytes, EXPANDED).map_err(wrong)?;
    let wanted = input.sheet.as_deref();
    let read = guarded(|| match format {
        Format::Ods => ods(bytes, wanted),
        _ => xlsx(bytes, wanted),
    });
    let read = read.ok_or_else(|| wrong("the reader gave up on it".into()))?;
    let (name, others, cells) = read.map_err(wrong)?;
    let mut out = table(input);
    let mut current: Option<u32> = None;
    for (row, column, text) in cells {
        let (row, column) = (row, column as usize);
        if current.is_none() {
            current = Some(row);
        }
        if current == Some(row) && out.rows.is_empty() {
            out.headers.resize(column + 1, String::new());
            out.headers[column] = text.trim().to_owned();
            continue;
        }
        if current != Some(row) {
            current = Some(row);
            out.rows.push(Row {
                line: row + 1,
                cells: Vec::new(),
            });
        }
        if column < out.headers.len()
            && let Some(last) = out.rows.last_mut()
        {
            last.cells.resize(column, Cell::default());
            last.cells.push(Cell {
                text,
                ..Cell::default()
            });
        }
    }
    if out.headers.is_empty() {
        return Err(wrong(format!("the sheet `{name}` is empty")));
    }
    let mut diagnostics = Vec::new();
    if wanted.is_none() && !others.is_empty() {
        let list: Vec<String> = others.iter().map(|o| format!("`{o}`")).collect();
        let message = format!("read the sheet `{name}`; not {}", list.join(", "));
        diagnostics.push(
            Diagnostic::new(
                Severity::Note,
                Code::SheetSkipped,
                &shown(&input.path),
                message,
            )
            .hint("name a sheet behind the file: `FILE#Sheet`"),
        );
    }
    Ok((Content::Table(out), diagnostics))
}

/// Expands every part once, and counts.
fn measure(bytes: &[u8], most: u64) -> std::result::Result<(), String> {
    let broken = |e: zip::result::ZipError| format!("it is no workbook, or a damaged one ({e})");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut total = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let name = String::from_utf8_lossy(part.name_raw()).into_owned();
        let mut limited = part.take(most + 1 - total);
        let copied = std::io::copy(&mut limited, &mut std::io::sink())
            .map_err(|e| format!("its part `{name}` is damaged ({e})"))?;
        total += copied;
        if total > most {
            return Err(format!("it expands to more than {} MiB", most >> 20));
        }
    }
    Ok(())
}

/// The sheet to read and the others.
fn chosen<'n>(
    names: &'n [String],
    wanted: Option<&str>,
) -> std::result::Result<Vec<&'n String>, String> {
    match wanted {
        None => Ok(names.iter().collect()),
        Some(wanted) => match names.iter().find(|n| *n == wanted) {
            Some(found) => Ok(vec![found]),
            None => Err(format!(
                "it has no sheet `{wanted}`; it has {}",
                names
                    .iter()
                    .map(|n| format!("`{n}`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            )),
        },
    }
}

type Sheet = (String, Vec<String>, Cells);

fn first_full(
    names: &[String],
    wanted: Option<&str>,
    mut read: impl FnMut(&str) -> std::result::Result<Cells, String>,
) -> std::result::Result<Sheet, String> {
    let mut last = String::new();
    for name in chosen(names, wanted)? {
        let cells = read(name)?;
        last.clone_from(name);
        if !cells.is_empty() {
            let others = names.iter().filter(|n| *n != name).cloned().collect();
            return Ok((name.clone(), others, cells));
        }
    }
    Ok((last, Vec::new(), Vec::new()))
}

fn xlsx(bytes: Vec<u8>, wanted: Option<&str>) -> std::result::Result<Sheet, String> {
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|e| format!("it is no workbook ({e})"))?;
    let names = book.sheet_names();
    first_full(&names, wanted, |name| {
        let failed = |e: calamine::XlsxError| format!("the sheet `{name}` cannot be read ({e})");
        let mut cells = Cells::new();
        let mut reader = book.worksheet_cells_reader(name).map_err(failed)?;
        while let Some(cell) = reader.next_cell().map_err(failed)? {
            let text = match cell.get_value() {
                DataRef::String(text) => text.clone(),
                DataRef::SharedString(text) => (*text).to_owned(),
                DataRef::Int(n) => n.to_string(),
                DataRef::Float(n) => number(*n),
                DataRef::Bool(b) => b.to_string(),
                DataRef::DateTime(at) => excel(at),
                DataRef::DateTimeIso(text) => iso(text),
                DataRef::DurationIso(text) => duration(text),
                DataRef::Error(_) | DataRef::Empty => continue,
            };
            let (row, column) = cell.get_position();
            put(&mut cells, row, column, text)?;
        }
        Ok(cells)
    })
}

fn ods(bytes: Vec<u8>, wanted: Option<&str>) -> std::result::Result<Sheet, String> {
    let mut book: Ods<_> =
        Ods::new(Cursor::new(bytes)).map_err(|e| format!("it is no workbook ({e})"))?;
    let names = book.sheet_names();
    first_full(&names, wanted, |name| {
        let range = book
            .worksheet_range(name)
            .map_err(|e| format!("the sheet `{name}` cannot be read ({e})"))?;
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut cells = Cells::new();
        for (row, column, value) in range.used_cells() {
            let text = match value {
                Data::String(text) => text.clone(),
                Data::Int(n) => n.to_string(),
                Data::Float(n) => number(*n),
                Data::Bool(b) => b.to_string(),
                Data::DateTime(at) => excel(at),
                Data::DateTimeIso(text) => iso(text),
                Data::DurationIso(text) => duration(text),
                Data::Error(_) | Data::Empty => continue,
            };
            put(&mut cells, top + row as u32, left + column as u32, text)?;
        }
        Ok(cells)
    })
}

fn put(cells: &mut Cells, row: u32, column: u32, text: String) -> std::result::Result<(), String> {
    if cells.len() >= CELLS {
        return Err(format!("the sheet has more than {CELLS} cells"));
    }
    if !text.trim().is_empty() {
        cells.push((row, column, text));
    }
    Ok(())
}

/// A whole number without a point.
fn number(n: f64) -> String {
    match n.fract() == 0.0 && n.abs() < 9e15 {
        true => format!("{}", n as i64),
        false => n.to_string(),
    }
}

/// A date, a clock or both; a spreadsheet's clock without seconds is known to the minute.
fn excel(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let mut clock = format!("{hour:02}:{minute:02}");
    if second > 0 || milli > 0 {
        clock.push_str(&format!(":{second:02}"));
    }
    if milli > 0 {
        clock.push_str(&format!(".{milli:03}"));
    }
    let value = at.as_f64();
    if at.is_duration() || (0.0..1.0).contains(&value) {
        return clock;
    }
    match value.fract() == 0.0 {
        true => format!("{year:04}-{month:02}-{day:02}"),
        false => format!("{year:04}-{month:02}-{day:02}T{clock}"),
    }
}

fn iso(text: &str) -> String {
    match text.split_once('T') {
        Some(_) => text.strip_suffix(":00").unwrap_or(text).to_owned(),
        None => text.to_owned(),
    }
}

/// `PT01H20M00S` as a clock.
fn duration(text: &str) -> String {
    let body = text.strip_prefix("PT").unwrap_or(text);
    let parts: Vec<&str> = body.split(['H', 'M', 'S']).collect();
    match parts.as_slice() {
        [hour, minute, second, ..] => {
            let whole = second.split(['.', ',']).next().unwrap_or("");
            match whole.trim_start_matches('0').is_empty() {
                true => format!("{hour}:{minute}"),
                false => format!("{hour}:{minute}:{whole}"),
            }
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn what_expands_without_measure_is_refused() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("xl/sharedStrings.xml", options).unwrap();
        zip.write_all(&vec![b' '; 5 << 20]).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 1 << 20);
        assert_eq!(measure(&bytes, 5 << 20), Ok(()));
        let refused = measure(&bytes, 4 << 20);
        assert_eq!(refused, Err("it expands to more than 4 MiB".into()));
        assert!(measure(b"PK", 1).is_err());
    }

    #[test]
    fn numbers_and_clocks_as_people_write_them() {
        assert_eq!((number(1945.0), number(1.5)), ("1945".into(), "1.5".into()));
        assert_eq!(iso("1945-11-04T01:20:00"), "1945-11-04T01:20");
        assert_eq!(duration("PT01H20M00S"), "01:20");
        assert_eq!(duration("PT01H20M07S"), "01:20:07");
    }
}
