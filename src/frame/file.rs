//! The frame in a Parquet file.

use crate::error::{Error, Result};
use crate::model::zone::DATABASE_VERSION;
use polars::prelude::*;
use std::io::Write;
use std::path::Path;

/// Version of the columns, kept in the file.
const SCHEMA_VERSION: &str = "1";

/// Writes a frame as Parquet, with the version of its columns and of the zone database.
///
/// # Errors
/// What Polars or the writer refuses.
pub fn write_parquet(frame: &mut DataFrame, to: impl Write) -> Result<()> {
    let metadata = KeyValueMetadata::from_static(vec![
        ("annals_schema".into(), SCHEMA_VERSION.into()),
        ("annals_tzdb".into(), DATABASE_VERSION.into()),
    ]);
    ParquetWriter::new(to)
        .with_key_value_metadata(Some(metadata))
        .with_statistics(StatisticsOptions::full())
        .finish(frame)?;
    Ok(())
}

/// Reads a Parquet file of events.
///
/// # Errors
/// A file that is damaged or is no Parquet.
pub fn read_parquet(
    from: impl polars::io::mmap::MmapBytesReader,
    path: &Path,
) -> Result<DataFrame> {
    let wrong = |message: String| Error::Format {
        path: path.to_owned(),
        message,
        hint: "the file is damaged or is no Parquet file".into(),
    };
    // The reader panics on some damaged files; a bad file must not take the good ones with it.
    let read = std::panic::AssertUnwindSafe(|| ParquetReader::new(from).finish());
    match std::panic::catch_unwind(read) {
        Ok(done) => done.map_err(|e| wrong(e.to_string())),
        Err(_) => Err(wrong("the reader gave up on it".into())),
    }
}
