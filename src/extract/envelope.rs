//! A message's envelope: datelines, stage words and receipt notes become events.

mod body;
mod completion;
mod dateline;
mod draft;
mod editor;
mod entry;
mod events;
mod headline;
mod old_style;
mod piece;
mod plain;
#[cfg(test)]
mod plain_tests;
mod receipt_place;
mod remarks;
mod staged;
#[cfg(test)]
mod tests;

use super::complete::{Context, complete};
use super::head::Head;
use super::stage::End;
use super::{Extracted, Options};
use crate::model::{CivilDate, Document, Markup, Part, Role, Stage};
use dateline::{Tools, dateline, travels};
use draft::Draft;
use piece::Piece;
use remarks::Remarks;
use staged::{Before, staged};

/// Reads the envelope of a document: its events, and what is odd about them.
pub fn envelope(document: &Document, options: &Options) -> Extracted {
    envelope_near(document, options, options.reference_date)
}

/// The same, with a date nearby for what has no year.
pub(super) fn envelope_near(
    document: &Document,
    options: &Options,
    near: Option<CivilDate>,
) -> Extracted {
    let tools = Tools {
        gazetteer: options.gazetteer(),
        stages: options.stages(),
    };
    let mut remarks = Remarks::new(document);
    let (head, drafts) = match &document.markup {
        Some(markup) if !markup.running => marked(document, markup, near, tools, &mut remarks),
        _ => plain::plain(document, near, tools, &mut remarks),
    };
    events::events(document, &head, drafts, options, tools.gazetteer, remarks)
}

/// The first whole date of a document's datelines.
pub(super) fn first_date(document: &Document) -> Option<CivilDate> {
    let markup = document.markup.as_ref()?;
    markup.of(Role::Dateline).find_map(|part| {
        let piece = Piece::new(&document.text, part.text.clone());
        let joined = piece.joined(0..piece.tokens.len());
        joined.iter().find_map(|j| {
            j.reading.begin.year?;
            j.reading.begin.month?;
            let done = complete(&j.reading, Context::default()).ok()?;
            done.span.begin.map(|b| b.date())
        })
    })
}

/// The envelope of a marked document: its datelines, and the stage words of its rim.
fn marked(
    document: &Document,
    markup: &Markup,
    near: Option<CivilDate>,
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
) -> (Head, Vec<Draft>) {
    let head = Head::marked(document, markup);
    let mut drafts: Vec<Draft> = Vec::new();
    for part in markup.of(Role::Dateline) {
        let piece = Piece::dateline(&document.text, part.text.clone());
        let own = drafts.iter().filter(|d| d.enclosure == part.enclosure);
        let sent = own.filter_map(|d| d.span.begin).next().map(|b| b.date());
        let first = drafts.first().and_then(|d| d.span.begin);
        let near = first.map(|b| b.date()).or(near);
        let found = dateline(&piece, sent, near, part.enclosure, tools, remarks);
        for draft in found {
            let told = drafts.iter().any(|d| {
                d.enclosure == draft.enclosure && d.stage == draft.stage && d.span == draft.span
            });
            if !told {
                drafts.push(draft);
            }
        }
    }
    let dated: Vec<&Part> = markup.of(Role::Date).collect();
    editor::compare(&dated, &mut drafts, remarks);
    for part in markup.of(Role::Rim) {
        let holds = |p: &Part| part.text.start <= p.text.start && p.text.end <= part.text.end;
        if markup.of(Role::Dateline).any(holds) || part.enclosure > 0 {
            continue;
        }
        let piece = Piece::new(&document.text, part.text.clone());
        let mut taken = vec![false; piece.readings.len()];
        let first = drafts.first().map(|d| d.span.clone());
        let before = Before {
            earlier: first.as_ref(),
            date: near,
            message: true,
        };
        let found = staged(&piece, before, &mut taken, tools, remarks);
        drafts.extend(found.drafts);
    }
    let found = body::body(document, markup, &drafts, near, tools, remarks);
    drafts.extend(found);
    let enclosures: Vec<u32> = drafts.iter().map(|d| d.enclosure).collect();
    for draft in 0..drafts.len() {
        let enclosure = enclosures[draft];
        let received = drafts
            .iter()
            .any(|d| d.enclosure == enclosure && d.end == End::Recipient);
        let sent = match enclosure {
            0 => travels(&head, &drafts),
            _ => received,
        };
        if sent && drafts[draft].stage.name() == "dated" {
            drafts[draft].stage = Stage::new("sent");
            drafts[draft].label = "sent".into();
        }
    }
    receipt_place::fill(Some(markup), &head, &mut drafts, tools.gazetteer);
    (head, drafts)
}
