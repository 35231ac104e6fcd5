//! The frame in a Parquet file.

use super::arrow_stream;
use crate::error::{Error, Result, guarded};
use crate::model::zone::DATABASE_VERSION;
use polars::prelude::*;
use std::io::{Cursor, Write};
use std::path::Path;

/// Version of the columns, kept in the file.
const SCHEMA_VERSION: &str = "1";

/// Writes a frame as Parquet, with the version of its columns and of the zone database.
///
/// # Errors
/// What Polars or the writer refuses.
pub fn write_parquet(frame: &mut DataFrame, to: impl Write) -> Result<()> {
    ParquetWriter::new(to)
        .with_key_value_metadata(Some(metadata()))
        .with_statistics(StatisticsOptions::full())
        .finish(frame)?;
    Ok(())
}

/// The versions that a Parquet file carries.
pub(super) fn metadata() -> KeyValueMetadata {
    KeyValueMetadata::from_static(vec![
        ("annals_schema".into(), SCHEMA_VERSION.into()),
        ("annals_tzdb".into(), DATABASE_VERSION.into()),
    ])
}

/// Writes a frame as an Arrow file (IPC, also called Feather 2), with the same versions.
///
/// Text is of the plain type `LargeUtf8`, which every reader of Arrow knows.
///
/// # Errors
/// What Polars or the writer refuses.
pub fn write_arrow(frame: &mut DataFrame, to: impl Write) -> Result<()> {
    let mut writer = IpcWriter::new(to).with_compat_level(CompatLevel::oldest());
    let metadata = [
        ("annals_schema", SCHEMA_VERSION),
        ("annals_tzdb", DATABASE_VERSION),
    ];
    let metadata = metadata.map(|(name, value)| (name.into(), value.into()));
    writer.set_custom_schema_metadata(std::sync::Arc::new(metadata.into_iter().collect()));
    writer.finish(frame)?;
    Ok(())
}

/// Reads a Parquet file.
///
/// # Errors
/// A file that is damaged or is no Parquet.
pub fn read_parquet(
    from: impl polars::io::mmap::MmapBytesReader,
    path: &Path,
) -> Result<DataFrame> {
    read(path, "Parquet", || ParquetReader::new(from).finish())
}

/// How many rows a Parquet file of events has; `None` if it is another file, or damaged.
pub fn rows_of_events(path: &Path) -> Option<usize> {
    let mut reader = ParquetReader::new(std::fs::File::open(path).ok()?);
    guarded(|| {
        let schema = reader.schema().ok()?;
        let mut own = crate::model::column::COLUMNS.iter();
        match own.all(|column| schema.contains(column.name)) {
            true => reader.num_rows().ok(),
            false => None,
        }
    })
    .flatten()
}

/// Reads some rows of a Parquet file.
///
/// # Errors
/// A file that is damaged or is no Parquet.
pub fn read_rows(path: &Path, from: usize, most: usize) -> Result<DataFrame> {
    let file = std::fs::File::open(path).map_err(|e| Error::read(path, e))?;
    read(path, "Parquet", || {
        ParquetReader::new(file)
            .with_slice(Some((from, most)))
            .finish()
    })
}

/// Reads an Arrow file (also called IPC or Feather 2), or an Arrow stream.
///
/// # Errors
/// A file that is damaged or is no Arrow.
pub fn read_arrow(bytes: Vec<u8>, path: &Path) -> Result<DataFrame> {
    let bytes = match arrow_stream::is_stream(&bytes) {
        true => arrow_stream::to_file(&bytes).map_err(|message| Error::Format {
            path: path.to_owned(),
            message,
            hint: "the file is damaged or is no Arrow stream".into(),
        })?,
        false => bytes,
    };
    read(path, "Arrow", || {
        IpcReader::new(Cursor::new(bytes)).finish()
    })
}

/// The readers panic on some damaged files.
fn read(
    path: &Path,
    kind: &str,
    read: impl FnOnce() -> PolarsResult<DataFrame>,
) -> Result<DataFrame> {
    let wrong = |message: String| Error::Format {
        path: path.to_owned(),
        message,
        hint: format!("the file is damaged or is no {kind} file"),
    };
    match guarded(read) {
        Some(done) => done.map_err(|e| wrong(e.to_string())),
        None => Err(wrong("the reader gave up on it".into())),
    }
}
