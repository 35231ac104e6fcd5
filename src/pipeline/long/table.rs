//! A table in lines: read twice, first to see how its columns are written, then for its rows.

use super::Pieces;
use crate::error::{Error, Result};
use crate::extract::{self, Extracted, Options, Survey};
use crate::ingest::{Format, Input, Rows, Step};
use crate::model::Table;
use crate::pipeline::{How, file};
use std::fs::File;
use std::io::{BufRead, BufReader};

/// Rows of a piece; a few in the tests, so that there are many pieces.
const ROWS_OF_A_PIECE: usize = if cfg!(test) { 50 } else { 8192 };

/// The events of the rows; `None` of a table that has to be seen whole: one with a quote that is
/// never closed, with bytes that are no UTF-8, or without a column that dates something.
pub(super) fn events(
    input: &Input,
    from: &mut Pieces,
    format: Format,
    how: &How<'_>,
    options: &Options,
) -> Result<Option<Extracted>> {
    let open = || File::open(&input.path).map_err(|e| Error::read(&input.path, e));
    let before = BufReader::with_capacity(1 << 18, open()?);
    let Some(survey) = surveyed(input, Rows::new(before, input, format)?, how, options)? else {
        return Ok(None);
    };
    let plan = survey.plan(options);
    let (mut out, mut count) = (Extracted::default(), 0);
    let mut rows = Rows::new(from, input, format)?;
    let mut waiting = Vec::new();
    loop {
        let Some((mut piece, is_last)) = piece(input, &mut rows, how)? else {
            return Ok(None);
        };
        count += piece.rows.len();
        // Rows of one message stay together.
        waiting.append(&mut piece.rows);
        let unfinished = match is_last {
            true => 0,
            false => plan.unfinished(&waiting),
        };
        let next = waiting.split_off(waiting.len() - unfinished);
        piece.rows = std::mem::replace(&mut waiting, next);
        out.append(plan.read(&piece));
        if is_last {
            break;
        }
    }
    let mut out = plan.finish(out, count);
    let mut told = rows.diagnostics;
    told.append(&mut out.diagnostics);
    out.diagnostics = told;
    Ok(Some(out))
}

/// What all rows say of the columns; `None` if the table has to be seen whole.
fn surveyed<R: BufRead>(
    input: &Input,
    mut rows: Rows<R>,
    how: &How<'_>,
    options: &Options,
) -> Result<Option<Survey>> {
    let mut survey: Option<Survey> = None;
    loop {
        let Some((piece, is_last)) = piece(input, &mut rows, how)? else {
            return Ok(None);
        };
        if !extract::is_usable(&piece.headers, options) {
            return Ok(None);
        }
        let survey = survey.get_or_insert_with(|| Survey::of(&piece, options));
        survey.look(&piece.rows);
        if is_last {
            break;
        }
    }
    Ok(survey)
}

/// The next rows, under headers that have our names, and whether they are the last.
fn piece<R: BufRead>(
    input: &Input,
    rows: &mut Rows<R>,
    how: &How<'_>,
) -> Result<Option<(Table, bool)>> {
    let mut table = crate::ingest::table(input);
    let mut is_last = false;
    while table.rows.len() < ROWS_OF_A_PIECE && !is_last {
        match rows.next()? {
            Step::Row(row) => table.rows.push(row),
            Step::End => is_last = true,
            Step::Unclosed { .. } | Step::NoText => return Ok(None),
        }
    }
    table.headers.clone_from(&rows.headers);
    file::adapt(&mut table, how);
    Ok(Some((table, is_last)))
}
