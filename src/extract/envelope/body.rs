//! Stage words in the text of a marked document, outside its datelines: a line such as
//! `Received at 0315` at the beginning or the end of a telegram's text, or in a note on it.

use super::dateline::Tools;
use super::draft::Draft;
use super::piece::Piece;
use super::remarks::Remarks;
use super::staged::{Before, staged};
use crate::model::{CivilDate, CivilSpan, Document, Markup, Role};
use std::ops::Range;

/// Most bytes of a line that are read: a service note is short.
const SERVICE_NOTE: usize = 200;

/// The stages that lines of the text tell; each needs a clock, and no stage is told that the
/// datelines have told.
pub(super) fn body(
    document: &Document,
    markup: &Markup,
    drafts: &[Draft],
    near: Option<CivilDate>,
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
) -> Vec<Draft> {
    let text = &document.text;
    let earlier: Option<&CivilSpan> = drafts.first().map(|d| &d.span);
    let mut out: Vec<Draft> = Vec::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = start..end;
        start = end + 1;
        if !begins(&text[line.clone()], tools) || is_told(markup, &line) {
            continue;
        }
        let line = line.start..cut(text, &line);
        let piece = Piece::new(text, line);
        let mut taken = vec![false; piece.readings.len()];
        let before = Before {
            earlier,
            date: near,
            message: true,
        };
        let found = staged(&piece, before, &mut taken, tools, remarks);
        out.extend(found.drafts.into_iter().filter(|draft| {
            let told = |d: &Draft| d.enclosure == 0 && d.stage == draft.stage;
            draft.span.precision.has_clock() && !drafts.iter().any(told)
        }));
    }
    out
}

/// Whether a line begins with a stage word, brackets and figures left out.
fn begins(line: &str, tools: Tools<'_>) -> bool {
    let word = line.trim_start_matches(|c: char| !c.is_alphabetic());
    let end = word
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(word.len());
    line.len() - word.len() <= 8 && tools.stages.begins_phrase(&word[..end])
}

/// Whether a line lies in a part that is read for itself, or in an enclosure.
fn is_told(markup: &Markup, line: &Range<usize>) -> bool {
    markup.parts.iter().any(|p| {
        let read = matches!(p.role, Role::Dateline | Role::Rim | Role::Head) || p.enclosure > 0;
        read && p.text.start < line.end && line.start < p.text.end
    })
}

/// Where a line is cut.
fn cut(text: &str, line: &Range<usize>) -> usize {
    let mut end = line.end.min(line.start + SERVICE_NOTE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}
