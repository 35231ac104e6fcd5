//! Joined words to a span: from the context of the envelope, with what bounds them.

use super::piece::{Joined, Piece};
use super::remarks::Remarks;
use crate::extract::Lexicon;
use crate::extract::bounds::Bound;
use crate::extract::complete::{Completed, Context, Problem, complete};
use crate::extract::limit::{limited, mark};
use crate::model::{CivilDate, Qualifier};
use std::ops::Range;

/// Where the century of two figures is sought if nothing near the words gives it: telegraphs,
/// ciphers and date-time groups are of the 20th.
const CENTURY: i32 = 1950;

/// The bytes of a joined reading in the document, and what it says. What is odd is told; a clock
/// that cannot be leaves the day that it stands with.
pub(super) fn completed(
    piece: &Piece<'_>,
    joined: &Joined,
    context: Context,
    remarks: &mut Remarks<'_>,
) -> Option<(Range<usize>, Completed)> {
    let bytes = piece.in_document(&joined.reading.bytes);
    let mut found = complete(&joined.reading, context);
    if found == Err(Problem::NoYear) && joined.reading.begin.short_year.is_some() {
        let date = CivilDate::new(CENTURY, 1, 1);
        found = complete(&joined.reading, Context { date, ..context });
        if let Ok(done) = &found
            && let Some(begin) = done.span.begin
        {
            remarks.century_assumed(&bytes, begin.date().year());
        }
    } else if let Ok(done) = &found
        && !context.follows
        && done.inherited == Some("year")
        && let Some(begin) = done.span.begin
    {
        remarks.year_assumed(&bytes, begin.date().year());
    }
    let mut done = match found {
        Ok(done) => done,
        Err(problem) => {
            remarks.problem(&bytes, &problem);
            let mut without = joined.reading.clone();
            (without.begin.clock, without.end) = (None, None);
            let context = Context {
                lends_day: false,
                ..context
            };
            return Some((bytes, complete(&without, context).ok()?));
        }
    };
    if joined.doubtful {
        done.span.qualifier = done.span.qualifier.and(Qualifier::Uncertain);
        mark(&mut done.span.edtf, '?');
    }
    if let Some(bound) = bound(piece, joined) {
        done.span = limited(done.span, bound);
    }
    remarks.completed(&bytes, &done);
    remarks.misread(&bytes);
    Some((bytes, done))
}

/// The word before a time that makes a bound of it. "From" is a place's word in an envelope.
fn bound(piece: &Piece<'_>, joined: &Joined) -> Option<Bound> {
    let at = joined.tokens.start;
    let found = Lexicon::english().bounds.before(&piece.tokens, at)?;
    let from = at.checked_sub(1).is_some_and(|i| {
        piece.tokens[i]
            .text(piece.text)
            .eq_ignore_ascii_case("from")
    });
    (found != Bound::Since || !from).then_some(found)
}
