//! Parquet in a folder for each century or decade, written as the events come.
//!
//! The folders are named as Hive, Spark, DuckDB and pyarrow read them: `century=1900`. An event
//! stands where its bounds begin, in UTC; one without bounds under Hive's name for null.

use super::file::metadata;
use super::from_events_with;
use crate::error::{Error, Result};
use crate::model::Event;
use polars::io::parquet::write::BatchedWriter;
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};

/// Events that wait in memory before some are written.
const MOST_WAITING: usize = 131_072;
/// Files that are open at a time.
const MOST_OPEN: usize = 200;
/// Hive's name for null.
const NULL: &str = "__HIVE_DEFAULT_PARTITION__";

/// By what the folders are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A hundred years: `century=1900` is 1900 to 1999.
    Century,
    /// Ten years: `decade=1940` is 1940 to 1949.
    Decade,
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Unit::Century => "century",
            Unit::Decade => "decade",
        }
    }

    fn years(self) -> i32 {
        match self {
            Unit::Century => 100,
            Unit::Decade => 10,
        }
    }

    /// The first year of the unit in which an event begins; `None` without bounds.
    fn of(self, event: &Event) -> Option<i32> {
        let when = &event.when;
        let at = when.earliest.or(when.latest.map(|l| l.shifted(-1)))?;
        let year = at.at_offset(0).date().year();
        Some(year.div_euclid(self.years()) * self.years())
    }

    /// `century=1900`, `century=-0100`.
    fn folder(self, key: Option<i32>) -> String {
        match key {
            None => format!("{}={NULL}", self.name()),
            Some(year) if year < 0 => format!("{}=-{:04}", self.name(), -year),
            Some(year) => format!("{}={year:04}", self.name()),
        }
    }
}

/// A file that is being written.
struct Open {
    writer: BatchedWriter<File>,
    path: PathBuf,
    /// Columns that are not the event's own.
    extra: BTreeSet<String>,
}

/// A folder of partitions that is being written.
pub struct Partitions {
    folder: PathBuf,
    unit: Unit,
    waiting: BTreeMap<Option<i32>, Vec<Event>>,
    held: usize,
    open: BTreeMap<Option<i32>, Open>,
    /// Files of each partition so far.
    files: BTreeMap<Option<i32>, usize>,
    rows: usize,
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Events.
    pub events: usize,
    /// Folders.
    pub partitions: usize,
    /// Files.
    pub files: usize,
}

impl Partitions {
    /// Partitions below a folder that exists.
    pub fn new(folder: &Path, unit: Unit) -> Partitions {
        Partitions {
            folder: folder.to_owned(),
            unit,
            waiting: BTreeMap::new(),
            held: 0,
            open: BTreeMap::new(),
            files: BTreeMap::new(),
            rows: 0,
        }
    }

    /// Takes events, and writes when many wait.
    ///
    /// # Errors
    /// A disk that is full, or a folder that cannot be written.
    pub fn push(&mut self, events: Vec<Event>) -> Result<()> {
        for event in events {
            self.held += 1;
            let key = self.unit.of(&event);
            self.waiting.entry(key).or_default().push(event);
            while self.held >= MOST_WAITING {
                // The largest; of equals the first, so that the files do not depend on chance.
                let largest = self
                    .waiting
                    .iter()
                    .max_by_key(|(key, list)| (list.len(), std::cmp::Reverse(**key)))
                    .map(|(key, _)| *key);
                match largest {
                    Some(key) => self.flush(key)?,
                    None => break,
                }
            }
        }
        Ok(())
    }

    /// Writes the rest and closes the files.
    ///
    /// # Errors
    /// A disk that is full, or a folder that cannot be written.
    pub fn finish(mut self) -> Result<Tally> {
        let keys: Vec<Option<i32>> = self.waiting.keys().copied().collect();
        for key in keys {
            self.flush(key)?;
        }
        for open in std::mem::take(&mut self.open).into_values() {
            close(open)?;
        }
        Ok(Tally {
            events: self.rows,
            partitions: self.files.len(),
            files: self.files.values().sum(),
        })
    }

    fn flush(&mut self, key: Option<i32>) -> Result<()> {
        let Some(mut events) = self.waiting.remove(&key) else {
            return Ok(());
        };
        self.held -= events.len();
        self.rows += events.len();
        // Rows of one time lie together: a question then passes over most row groups.
        events.sort_by_key(|e| e.when.earliest);
        let extra: BTreeSet<String> = events
            .iter()
            .flat_map(|e| e.extra.keys().cloned())
            .collect();
        let fits = |open: &Open| extra.is_subset(&open.extra);
        if !self.open.get(&key).is_some_and(fits) {
            // A file has the same columns from its first row to its last.
            if let Some(open) = self.open.remove(&key) {
                close(open)?;
            }
            if self.open.len() >= MOST_OPEN
                && let Some((_, open)) = self.open.pop_first()
            {
                close(open)?;
            }
            let open = self.create(key, &events, extra)?;
            self.open.insert(key, open);
        }
        let Some(open) = self.open.get_mut(&key) else {
            return Ok(());
        };
        let mut frame = whole(&events, &open.extra)?;
        frame.rechunk_mut();
        open.writer
            .write_batch(&frame)
            .map_err(|e| failed(&open.path, e))
    }

    fn create(
        &mut self,
        key: Option<i32>,
        events: &[Event],
        extra: BTreeSet<String>,
    ) -> Result<Open> {
        let number = self.files.entry(key).or_default();
        let folder = self.folder.join(self.unit.folder(key));
        std::fs::create_dir_all(&folder).map_err(|e| Error::write(&folder, e))?;
        let path = folder.join(format!("part-{number:05}.parquet"));
        *number += 1;
        let file = File::create(&path).map_err(|e| Error::write(&path, e))?;
        let frame = whole(events, &extra)?;
        let writer = ParquetWriter::new(file)
            .with_key_value_metadata(Some(metadata()))
            .with_statistics(StatisticsOptions::full())
            .batched(frame.schema())
            .map_err(|e| failed(&path, e))?;
        Ok(Open {
            writer,
            path,
            extra,
        })
    }
}

/// The frame of some events, with all of some columns, filled or not.
fn whole(events: &[Event], extra: &BTreeSet<String>) -> Result<DataFrame> {
    let frame = from_events_with(events, extra)?;
    let own = crate::model::column::COLUMNS.iter().map(|c| c.name);
    let order: Vec<&str> = own.chain(extra.iter().map(String::as_str)).collect();
    Ok(frame.select(order)?)
}

fn close(open: Open) -> Result<()> {
    open.writer.finish().map_err(|e| failed(&open.path, e))?;
    drop(open.writer);
    let file = File::open(&open.path).map_err(|e| Error::write(&open.path, e))?;
    file.sync_all().map_err(|e| Error::write(&open.path, e))
}

/// What the writer says of the disk.
fn failed(path: &Path, error: PolarsError) -> Error {
    match error {
        PolarsError::IO { error, .. } => {
            Error::write(path, std::io::Error::new(error.kind(), error.to_string()))
        }
        other => Error::write(path, std::io::Error::other(other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{read_parquet, to_events};
    use crate::model::{CivilDate, LocalTime};

    fn event(id: usize, year: Option<i32>) -> Event {
        let mut event = Event::undated(&format!("e{id}"), "d");
        let at = |year| LocalTime::new(CivilDate::new(year, 1, 1)?, 0, 0, 0).at_offset(0);
        event.when.earliest = year.and_then(at);
        event
    }

    fn files(folder: &Path) -> Vec<String> {
        let walk = walkdir::WalkDir::new(folder).sort_by_file_name();
        walk.into_iter()
            .flatten()
            .filter(|e| e.file_type().is_file())
            .map(|e| {
                let path = e.path().strip_prefix(folder).unwrap();
                path.display().to_string()
            })
            .collect()
    }

    #[test]
    fn events_stand_under_the_unit_in_which_they_begin() {
        let folder = tempfile::tempdir().unwrap();
        let mut out = Partitions::new(folder.path(), Unit::Century);
        let years = [Some(1945), Some(-55), None, Some(1901), Some(2000)];
        let events: Vec<Event> = years
            .iter()
            .enumerate()
            .map(|(i, y)| event(i, *y))
            .collect();
        out.push(events).unwrap();
        let tally = out.finish().unwrap();
        assert_eq!((tally.events, tally.partitions, tally.files), (5, 4, 4));
        let expected = [
            "century=-0100/part-00000.parquet",
            "century=1900/part-00000.parquet",
            "century=2000/part-00000.parquet",
            "century=__HIVE_DEFAULT_PARTITION__/part-00000.parquet",
        ];
        assert_eq!(files(folder.path()), expected);
        let path = folder.path().join(expected[1]);
        let file = File::open(&path).unwrap();
        let read = to_events(&read_parquet(file, &path).unwrap()).unwrap();
        let ids: Vec<&str> = read.iter().map(|e| e.event_id.as_str()).collect();
        assert_eq!(ids, ["e3", "e0"], "in the order of time");
    }

    #[test]
    fn a_new_column_begins_a_new_file_and_memory_is_bounded() {
        let folder = tempfile::tempdir().unwrap();
        let mut out = Partitions::new(folder.path(), Unit::Decade);
        let events = |from: usize| (from..from + MOST_WAITING).map(|i| event(i, Some(1945)));
        out.push(events(0).collect()).unwrap();
        assert_eq!(out.held, 0, "all were written");
        let mut own = event(7, Some(1945));
        own.extra.insert("own".into(), "x".into());
        out.push(vec![own, event(8, Some(1946))]).unwrap();
        let tally = out.finish().unwrap();
        assert_eq!((tally.events, tally.files), (MOST_WAITING + 2, 2));
    }
}
