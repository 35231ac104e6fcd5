//! The envelope of a plain text: its dateline, and stage words wherever they stand.

use super::completion::completed;
use super::dateline::Tools;
use super::draft::{Draft, Whereabouts};
use super::headline::{Headline, headline};
use super::piece::{Joined, Piece};
use super::receipt_place;
use super::remarks::Remarks;
use super::staged::{Before, staged};
use crate::extract::complete::{Context, complete};
use crate::extract::head::{Head, labels};
use crate::extract::locate::{Spot, place_named};
use crate::extract::stage::End;
use crate::extract::token::Kind;
use crate::model::{CivilDate, Document, Stage};

/// The envelope of a plain text.
pub(super) fn plain(
    document: &Document,
    near: Option<CivilDate>,
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
) -> (Head, Vec<Draft>) {
    let mut head = Head::read(&document.text, tools.gazetteer);
    let mut piece = Piece::new(&document.text, 0..document.text.len());
    piece.readings.retain(|(reading, _)| {
        !head
            .furniture
            .iter()
            .any(|f| f.start <= reading.bytes.start && reading.bytes.end <= f.end)
    });
    let date = first_date(&piece, near);
    let mut taken = vec![false; piece.readings.len()];
    let phrases = tools
        .stages
        .find(piece.text, &piece.tokens, &piece.readings);
    let line = headline(&piece, date, &head, &phrases, tools);
    let dateline = line.and_then(|line| dateline(&piece, line, date, &mut taken, tools, remarks));
    let mut drafts: Vec<Draft> = Vec::new();
    let message = head.kind.is_some()
        || head.number.is_some()
        || head.from_place.is_some()
        || head.to_place.is_some();
    let before = Before {
        earlier: dateline.as_ref().map(|(draft, _)| &draft.span),
        date,
        message,
    };
    let more = staged(&piece, before, &mut taken, tools, remarks);
    if let Some((mut draft, kind)) = dateline {
        // A dateline of a message that travelled is its sending, unless its words tell that
        // apart; else the day it is dated.
        let told = more.drafts.iter().any(|d| d.stage.name() == "sent");
        let clock = draft.span.precision.has_clock();
        let travelled = head.kind.is_some() || clock || !more.drafts.is_empty();
        if travelled && !told {
            draft.stage = Stage::new("sent");
        }
        // A date alone says nothing beside stages that have their own.
        let sender = more.drafts.iter().any(|d| d.end == End::Sender);
        let lent = more
            .drafts
            .iter()
            .any(|d| d.bytes.start <= draft.bytes.start && draft.bytes.end <= d.bytes.end);
        if kind != Headline::Bare || !(sender || lent) {
            drafts.push(draft);
        }
    }
    drafts.extend(more.drafts);
    let named = |spot: &Option<Spot>| spot.as_ref().map(|s| s.name.clone());
    head.from_place = head.from_place.take().or(named(&more.from));
    head.to_place = head.to_place.take().or(named(&more.to));
    receipt_place::fill(None, &head, &mut drafts, tools.gazetteer);
    (head, drafts)
}

/// The first date of a text that is whole, or is made so by a date nearby.
fn first_date(piece: &Piece<'_>, near: Option<CivilDate>) -> Option<CivilDate> {
    piece.readings.iter().find_map(|(reading, _)| {
        reading.begin.day?;
        let context = Context {
            date: near,
            ..Context::default()
        };
        let done = complete(reading, context).ok()?;
        done.span.begin.map(|b| b.date())
    })
}

/// The clock of a date that stands on the next line, alone or behind a label: `Time: 03.20`.
fn clock_below(piece: &Piece<'_>, joined: &mut Joined, taken: &mut [bool]) {
    let from = joined.tokens.end;
    let next = piece.reading_from(from);
    let Some((reading, range)) = piece.readings.get(next) else {
        return;
    };
    let tokens = &piece.tokens;
    let near = range.start - from <= 4
        && (from..=range.start)
            .filter(|i| tokens[*i].breaks() > 0)
            .count()
            == 1
        && tokens.get(range.end).is_none_or(|t| t.breaks() > 0);
    let label = (from..range.start).all(|i| match tokens[i].kind() {
        Kind::Mark(_) => true,
        _ => labels()
            .date
            .contains(&tokens[i].text(piece.text).to_lowercase()),
    });
    if near && label && !reading.begin.has_date() && reading.end.is_none() {
        (joined.reading.begin.clock, joined.reading.begin.zone) =
            (reading.begin.clock, reading.begin.zone.clone());
        joined.reading.bytes.end = reading.bytes.end;
        joined.tokens.end = range.end;
        taken[next] = true;
    }
}

/// The draft of a dateline, and what kind of line it is.
fn dateline(
    piece: &Piece<'_>,
    line: (usize, Headline, Option<std::ops::Range<usize>>),
    date: Option<CivilDate>,
    taken: &mut [bool],
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
) -> Option<(Draft, Headline)> {
    let (index, kind, place) = line;
    let start = piece.readings[index].1.start;
    let end = (start + 1..piece.tokens.len())
        .find(|i| piece.tokens[*i].breaks() > 0 || piece.tokens[*i].is_mark('['))
        .unwrap_or(piece.tokens.len());
    let mut joined = piece.joined(start..end).into_iter().next()?;
    if joined.reading.begin.clock.is_none() && joined.reading.end.is_none() {
        clock_below(piece, &mut joined, taken);
    }
    for (used, (_, range)) in taken.iter_mut().zip(&piece.readings).skip(index) {
        // A date alone on its line may be that of the stage above it.
        if range.start >= joined.tokens.end || kind == Headline::Bare {
            break;
        }
        *used = true;
    }
    let context = Context {
        date,
        ..Context::default()
    };
    let (bytes, done) = completed(piece, &joined, context, remarks)?;
    let day = done.span.begin.or(done.span.end).map(|b| b.date());
    let place = match place {
        None => Whereabouts::Unsaid,
        Some(words) => {
            let name = &piece.text[words.clone()];
            match place_named(name, day, tools.gazetteer) {
                Some(spot) => Whereabouts::Known(spot),
                None => {
                    remarks.unknown_place(piece.base + words.start, name);
                    Whereabouts::Named(name.to_owned())
                }
            }
        }
    };
    let draft = Draft {
        stage: Stage::new("dated"),
        end: End::Sender,
        label: "dated".into(),
        rule: joined.reading.rule.to_string(),
        zone: joined.reading.begin.zone.clone(),
        span: done.span,
        place,
        bytes,
        enclosure: 0,
        note: None,
    };
    Some((draft, kind))
}
