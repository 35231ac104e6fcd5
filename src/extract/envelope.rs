//! A message's envelope: datelines, stage words and receipt notes become events.

mod dateline;
mod draft;
mod editor;
mod events;
mod old_style;
mod piece;
mod receipt_place;
mod remarks;
mod staged;
#[cfg(test)]
mod tests;

use super::complete::{Context, complete};
use super::head::Head;
use super::locate::{find_place, place_named};
use super::stage::End;
use super::token::Kind;
use super::{Extracted, Options};
use crate::model::{CivilDate, Document, Markup, Part, Role, Stage};
use dateline::{Tools, dateline, travels};
use draft::{Draft, Whereabouts};
use piece::Piece;
use remarks::Remarks;
use std::ops::Range;

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
        _ => plain(document, near, tools, &mut remarks),
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
        let piece = Piece::new(&document.text, part.text.clone());
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
        let found = staged::staged(&piece, first.as_ref(), near, &mut taken, tools, remarks);
        drafts.extend(found);
    }
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
    receipt_place::fill(markup, &head, &mut drafts, tools.gazetteer);
    (head, drafts)
}

/// The envelope of a plain text: its dateline, and stage words wherever they stand.
fn plain(
    document: &Document,
    near: Option<CivilDate>,
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
) -> (Head, Vec<Draft>) {
    let head = Head::read(&document.text, tools.gazetteer);
    let mut piece = Piece::new(&document.text, 0..document.text.len());
    piece.readings.retain(|(reading, _)| {
        !head
            .furniture
            .iter()
            .any(|f| f.start <= reading.bytes.start && reading.bytes.end <= f.end)
    });
    let date = piece.readings.iter().find_map(|(reading, _)| {
        reading.begin.day?;
        let context = Context {
            date: near,
            ..Context::default()
        };
        let done = complete(reading, context).ok()?;
        done.span.begin.map(|b| b.date())
    });
    let mut taken = vec![false; piece.readings.len()];
    let mut drafts = Vec::new();
    drafts.extend(first_dateline(&piece, date, &mut taken, tools, remarks));
    let first = drafts.first().map(|d: &Draft| d.span.clone());
    let more = staged::staged(&piece, first.as_ref(), date, &mut taken, tools, remarks);
    let bare = !drafts.is_empty();
    drafts.extend(more);
    if bare {
        // A dateline of a message that travelled is its sending; else the day it is dated.
        let clock = drafts[0].span.precision.has_clock();
        if head.kind.is_some() || clock || drafts.len() > 1 {
            drafts[0].stage = Stage::new("sent");
        }
    }
    (head, drafts)
}

/// The first line that is a place and a date.
fn first_dateline(
    piece: &Piece<'_>,
    date: Option<CivilDate>,
    taken: &mut [bool],
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
) -> Option<Draft> {
    for (index, used) in taken.iter_mut().enumerate() {
        let Some(place) = dateline_place(piece, index, date, tools) else {
            continue;
        };
        let reading = &piece.readings[index].0;
        let bytes = piece.in_document(&reading.bytes);
        let context = Context {
            date,
            ..Context::default()
        };
        *used = true;
        let done = match complete(reading, context) {
            Ok(done) => done,
            Err(problem) => {
                remarks.problem(&bytes, &problem);
                continue;
            }
        };
        remarks.completed(&bytes, &done);
        remarks.misread(&bytes);
        let day = done.span.begin.map(|b| b.date());
        return Some(Draft {
            stage: Stage::new("dated"),
            end: End::Sender,
            label: "dated".into(),
            rule: reading.rule.clone(),
            zone: reading.begin.zone.clone(),
            place: place_named(&piece.text[place], day, tools.gazetteer)
                .map_or(Whereabouts::Unsaid, Whereabouts::Known),
            span: done.span,
            bytes,
            enclosure: 0,
            note: None,
        });
    }
    None
}

/// The bytes of the place of a reading whose line holds nothing but a place and a date, and
/// perhaps a receipt note.
fn dateline_place(
    piece: &Piece<'_>,
    index: usize,
    date: Option<CivilDate>,
    tools: Tools<'_>,
) -> Option<Range<usize>> {
    let (reading, range) = &piece.readings[index];
    let tokens = &piece.tokens;
    reading.begin.month?;
    reading.begin.day?;
    let before = piece.line_start(range.start, 12)?..range.start;
    let after = (range.end..tokens.len())
        .take_while(|i| tokens[*i].breaks == 0 && !tokens[*i].is_mark('['));
    let quiet_after = after
        .clone()
        .all(|i| matches!(tokens[i].kind, Kind::Mark(_)));
    if before.is_empty() || !quiet_after {
        return None;
    }
    let year = reading.begin.year.or(date.map(CivilDate::year));
    let (named, _) = find_place(piece.text, tokens, before.clone(), year, tools.gazetteer)?;
    let only_place = before.filter(|i| !named.contains(i)).all(|i| {
        matches!(
            tokens[i].kind,
            Kind::Mark(_) | Kind::Word { capital: true, .. }
        )
    });
    only_place.then(|| piece.bytes(&named))
}
