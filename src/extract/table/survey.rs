//! What a whole table says of its cells: which figure is the day, which column counts seconds, which
//! countries its places lie in. It is looked at a piece at a time.

use super::cell::Reader;
use super::columns::{Columns, Dated};
use super::{Plan, epoch, native, numeric};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::{DateForm, Options};
use crate::model::{Row, Table};
use std::collections::BTreeSet;

/// Looks at the rows of a table before they are read.
pub struct Survey {
    columns: Columns,
    headers: Vec<String>,
    path: String,
    is_native: bool,
    /// What each column of dates holds.
    dates: Vec<(numeric::Column, epoch::Column)>,
    /// The columns of places, and the names in them.
    places: BTreeSet<usize>,
    names: BTreeSet<String>,
}

impl Survey {
    /// Of a table, before any row was looked at: by its headers alone.
    pub fn of(table: &Table, options: &Options) -> Survey {
        let columns = Columns::of(&table.headers, options.stages());
        let figures = numeric::Column::new(options.dates);
        let places = columns.dated.iter().filter_map(|dated| dated.place);
        Survey {
            headers: table.headers.clone(),
            path: table.path.clone(),
            is_native: native::is_native(&table.headers),
            dates: vec![(figures, epoch::Column::default()); columns.dated.len()],
            places: places.chain(columns.place).collect(),
            names: BTreeSet::new(),
            columns,
        }
    }

    /// Looks at the next rows.
    pub fn look(&mut self, rows: &[Row]) {
        if self.is_native || self.columns.dated.is_empty() {
            return;
        }
        for row in rows {
            for (dated, (figures, epoch)) in self.columns.dated.iter().zip(&mut self.dates) {
                if let Some(cell) = dated.date.and_then(|column| row.cells.get(column)) {
                    figures.look(row.line, &cell.text);
                    epoch.look(&cell.text);
                }
            }
            for cell in self.places.iter().filter_map(|c| row.cells.get(*c)) {
                let name = cell.text.trim();
                if !name.is_empty() && !self.names.contains(name) {
                    self.names.insert(name.to_owned());
                }
            }
        }
    }

    /// How its rows are to be read, when all were looked at.
    pub fn plan(self, options: &Options) -> Plan<'_> {
        let mut told = Vec::new();
        let looked = self.columns.dated.iter().zip(self.dates);
        let readers = looked
            .map(|(dated, (figures, epoch))| Reader {
                form: options.dates,
                is_epoch: options.dates == DateForm::Auto && epoch.is_epoch(),
                figures: match dated.date {
                    Some(_) => figures.looked_at(),
                    None => numeric::Column::default(),
                },
            })
            .collect::<Vec<_>>();
        for (dated, reader) in self.columns.dated.iter().zip(&readers) {
            tell(dated, reader, &self.headers, &self.path, &mut told);
        }
        for (first, kept) in &self.columns.twice {
            let message =
                format!("the column `{first}` stands twice; the second is kept as `{kept}`");
            told.push(
                Diagnostic::new(Severity::Note, Code::ColumnTwice, &self.path, message)
                    .hint("rename it, or map it with `--map`"),
            );
        }
        let found = self
            .names
            .iter()
            .filter_map(|name| options.gazetteer().find(name, None));
        let certain = found.filter(|located| !located.is_undecided());
        let countries: BTreeSet<String> = certain.map(|located| located.place.country).collect();
        Plan {
            columns: self.columns,
            readers,
            countries: countries.into_iter().collect(),
            is_native: self.is_native,
            path: self.path,
            told,
            options,
        }
    }
}

/// Says how a column of dates is read, where its cells alone would not tell.
fn tell(
    dated: &Dated,
    reader: &Reader,
    headers: &[String],
    path: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(header) = dated.date.and_then(|column| headers.get(column)) else {
        return;
    };
    let mut tell = |severity, line: u32, message: String, hint: &str| {
        diagnostics.push(
            Diagnostic::new(severity, Code::DateOrder, path, message)
                .at(line, 0)
                .hint(hint),
        );
    };
    if reader.is_epoch {
        let message = format!("the column `{header}` holds numbers; read as time since 1970, UTC");
        tell(
            Severity::Note,
            0,
            message,
            "pass `--dates edtf` if they are none",
        );
    }
    if let Some((line, words)) = &reader.figures.open {
        let order = match reader.figures.order {
            Some(numeric::Order::Mdy) => "month first",
            _ => "day first",
        };
        if let Some((by, proof)) = reader
            .figures
            .settled_by
            .as_ref()
            .filter(|_| reader.figures.order.is_some())
        {
            let message = format!(
                "the column `{header}` is read {order}: line {by} has `{proof}`, so `{words}` too"
            );
            let hint = "pass `--dates dmy` or `--dates mdy` to choose";
            tell(Severity::Note, *line, message, hint);
        }
    }
}
