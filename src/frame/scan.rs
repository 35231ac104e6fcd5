//! The part of a Parquet file that a question needs, without reading the rest.

use crate::error::{Error, Result};
use crate::model::Instant;
use polars::prelude::*;
use std::fs::File;
use std::path::Path;

/// What is wanted of a file of events.
pub struct Needed<'a> {
    /// Rows that end at or before this instant are not; `None` is unbounded.
    pub from: Option<Instant>,
    /// Rows that begin at or after this instant are not; `None` is unbounded.
    pub to: Option<Instant>,
    /// The rows to count, over the columns that are not the event's own; `None` if the expression
    /// cannot be made for this file.
    pub filter: &'a (dyn Fn(&[&str]) -> Option<Expr> + Sync),
}

/// What was read of a file of events.
#[derive(Debug)]
pub struct Scanned {
    /// The rows that may be wanted.
    pub frame: DataFrame,
    /// The rows that pass the filter, but lie wholly outside.
    pub outside: usize,
    /// The columns of the file that are not the event's own.
    pub brought: Vec<String>,
}

/// Reads the rows of a Parquet file of events that pass a filter and may lie between two instants.
///
/// Row groups whose statistics exclude them are not read, and of the others the columns that
/// decide first. `None` if the file is no file of events, or the filter does not fit it: then it
/// is to be read whole.
///
/// # Errors
/// A file that is damaged or cannot be opened.
pub fn scan_parquet(path: &Path, needed: &Needed<'_>) -> Result<Option<Scanned>> {
    let wrong = |message: String| Error::Format {
        path: path.to_owned(),
        message,
        hint: "the file is damaged or is no Parquet file".into(),
    };
    // The reader panics on some damaged files; a bad file must not take the good ones with it.
    let read = std::panic::AssertUnwindSafe(|| scan(path, needed));
    match std::panic::catch_unwind(read) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(Error::Frame(error))) => Err(wrong(error.to_string())),
        Ok(Err(error)) => Err(error),
        Err(_) => Err(wrong("the reader gave up on it".into())),
    }
}

fn scan(path: &Path, needed: &Needed<'_>) -> Result<Option<Scanned>> {
    let path = path.canonicalize().map_err(|e| Error::read(path, e))?;
    let file = File::open(&path).map_err(|e| Error::read(&path, e))?;
    let mut reader = ParquetReader::new(file);
    let schema = reader.schema()?;
    let own = crate::model::column::COLUMNS.iter().map(|c| c.name);
    if own.clone().any(|name| !schema.contains(name)) {
        return Ok(None);
    }
    let brought: Vec<&str> = schema
        .iter_names()
        .map(|name| name.as_str())
        .filter(|name| !own.clone().any(|o| o == *name))
        .collect();
    let Some(filter) = (needed.filter)(&brought) else {
        return Ok(None);
    };
    let names = brought.iter().map(|name| (*name).to_owned()).collect();
    let rows = reader.num_rows()?;
    // An absolute path of this machine: never the address of a store elsewhere.
    let Some(shown) = path.to_str() else {
        return Ok(None);
    };
    let args = ScanArgsParquet {
        glob: false,
        cache: false,
        // The name of a folder is no column: an event is the same in any.
        hive_options: polars::io::HiveOptions::new_disabled(),
        ..ScanArgsParquet::default()
    };
    let whole = LazyFrame::scan_parquet(PlRefPath::new(shown), args)?;
    let admits_all = filter == lit(true);
    let mut wanted = filter.clone();
    let at = |instant: Instant| {
        let kind = DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));
        lit(instant.micros()).cast(kind)
    };
    if let Some(to) = needed.to {
        wanted = wanted.and(col("earliest").lt(at(to)).or(col("earliest").is_null()));
    }
    if let Some(from) = needed.from {
        wanted = wanted.and(col("latest").gt(at(from)).or(col("latest").is_null()));
    }
    let collect = |lazy: LazyFrame| -> Result<DataFrame> {
        Ok(lazy.collect_with_engine(Engine::Streaming)?.unwrap_single())
    };
    let frame = collect(whole.clone().filter(wanted))?;
    let admitted = match admits_all {
        true => rows,
        false => {
            let counted = collect(whole.filter(filter).select([len().alias("n")]))?;
            let n = counted.column("n")?.cast(&DataType::UInt64)?;
            n.u64()?.get(0).map_or(0, |n| n as usize)
        }
    };
    Ok(Some(Scanned {
        outside: admitted.saturating_sub(frame.height()),
        frame,
        brought: names,
    }))
}
