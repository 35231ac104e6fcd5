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
    ParquetReader::new(from)
        .finish()
        .map_err(|e| Error::Format {
            path: path.to_owned(),
            message: e.to_string(),
            hint: "the file is damaged or is no Parquet file".into(),
        })
}
