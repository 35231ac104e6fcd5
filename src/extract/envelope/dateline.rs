//! A dateline: the place and time of writing, and notes of receipt behind them.
//!
//! `Chungking, July 20, 1943—9 a.m. [Received July 21—8:13 a.m.]`

use super::completion::completed;
use super::draft::{Draft, Whereabouts};
use super::old_style::new_style;
use super::piece::{Joined, Piece};
use super::remarks::Remarks;
use crate::diagnostic::{Code, Severity};
use crate::extract::Gazetteer;
use crate::extract::complete::{Context, complete};
use crate::extract::head::{Head, labels};
use crate::extract::limit::mark;
use crate::extract::locate::{find_place, place_named, spot};
use crate::extract::reading::Reading;
use crate::extract::stage::{End, StagePhrase, Stages};
use crate::extract::token::Kind;
use crate::model::{CivilDate, CivilSpan, Qualifier, Stage};
use std::ops::Range;

/// The readers and tables that an envelope is read with.
#[derive(Clone, Copy)]
pub(super) struct Tools<'a> {
    pub gazetteer: &'a Gazetteer,
    pub stages: &'a Stages,
}

/// Reads a dateline that the markup shows: every date in it is a stage of its message.
///
/// `sent` is the day that an earlier dateline of the message gives, `near` a date from which a
/// missing year is taken, `enclosure` the message it belongs to.
pub(super) fn dateline(
    piece: &Piece<'_>,
    sent: Option<CivilDate>,
    near: Option<CivilDate>,
    enclosure: u32,
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
) -> Vec<Draft> {
    let phrases = tools
        .stages
        .find(piece.text, &piece.tokens, &piece.readings);
    let ends: Vec<usize> = phrases
        .iter()
        .skip(1)
        .map(|p| p.tokens.start)
        .chain([piece.tokens.len()])
        .collect();
    let main = 0..phrases
        .first()
        .map_or(piece.tokens.len(), |p| p.tokens.start);
    let mut out = written(piece, main, near, enclosure, tools, remarks);
    for (phrase, end) in phrases.iter().zip(ends) {
        let own = out
            .iter()
            .rev()
            .find_map(|d| d.span.begin)
            .map(|b| b.date());
        let sent = own.or(sent);
        let draft = receipt(
            piece,
            phrase,
            end,
            sent.or(near),
            sent.is_some(),
            tools,
            remarks,
        );
        out.push(Draft { enclosure, ..draft });
    }
    bound_by_receipt(&mut out);
    out
}

/// The place and time of writing.
fn written(
    piece: &Piece<'_>,
    tokens: Range<usize>,
    near: Option<CivilDate>,
    enclosure: u32,
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
) -> Vec<Draft> {
    let joined = new_style(piece, piece.joined(tokens.clone()));
    let first = joined
        .iter()
        .position(|j| j.reading.begin.month.is_some())
        .or((!joined.is_empty()).then_some(0));
    let mut out = Vec::new();
    if let Some(odd) = piece.unread_clock(tokens.clone()) {
        let message = format!(
            "no clock shows `{}`; the day alone was read",
            piece.words(&odd)
        );
        let byte = piece.base + piece.bytes(&odd).start;
        remarks.add(byte, Severity::Warning, Code::NoSuchTime, message);
    }
    let Some(first) = first else {
        let found = undated(piece, tokens.clone(), enclosure, tools, remarks);
        out.extend(found.or_else(|| year_alone(piece, tokens, enclosure, tools, remarks)));
        return out;
    };
    let start = joined[first].tokens.start;
    let approximate = (tokens.start..start).rev().take(3).any(|i| {
        let word = piece.tokens[i].text(piece.text).to_lowercase();
        labels().approximate.contains(&word)
    });
    let mut last_end = None;
    for one in &joined[first..] {
        // A second date counts only if it is joined to the first.
        let follows = last_end.is_none_or(|end| joins_next(piece, end..one.tokens.start));
        if !follows {
            break;
        }
        last_end = Some(one.tokens.end);
        let earlier = out
            .last()
            .and_then(|d: &Draft| d.span.begin)
            .map(|b| b.date());
        let context = context(earlier.or(near), earlier.is_some());
        let Some((bytes, mut done)) = completed(piece, one, context, remarks) else {
            continue;
        };
        if approximate && done.span.qualifier.mark() != "~" {
            done.span.qualifier = done.span.qualifier.and(Qualifier::Approximate);
            mark(&mut done.span.edtf, '~');
        }
        let day = done.span.begin.map(|b| b.date());
        let place = match out.first() {
            Some(first) => first.place.clone(),
            None => place_of(
                piece,
                tokens.start..one.tokens.start,
                tokens.clone(),
                day,
                tools,
                remarks,
            ),
        };
        out.push(draft("dated", End::Sender, one, bytes, done.span, place));
    }
    for draft in &mut out {
        draft.enclosure = enclosure;
    }
    out
}

fn draft(
    stage: &str,
    end: End,
    joined: &Joined,
    bytes: Range<usize>,
    span: CivilSpan,
    place: Whereabouts,
) -> Draft {
    Draft {
        stage: Stage::new(stage),
        end,
        label: stage.to_owned(),
        rule: joined.reading.rule.to_string(),
        zone: joined.reading.begin.zone.clone(),
        span,
        place,
        bytes,
        enclosure: 0,
        note: None,
    }
}

fn joins_next(piece: &Piece<'_>, gap: Range<usize>) -> bool {
    gap.len() <= 2
        && gap.clone().all(|i| match piece.tokens[i].kind() {
            Kind::Mark(_) => true,
            _ => matches!(piece.tokens[i].text(piece.text), "and" | "or"),
        })
}

/// `Washington, 1961.`
fn year_alone(
    piece: &Piece<'_>,
    tokens: Range<usize>,
    enclosure: u32,
    tools: Tools,
    remarks: &mut Remarks<'_>,
) -> Option<Draft> {
    let at = tokens.clone().find(|i| piece.year(*i).is_some())?;
    let reading = Reading::of_year(piece.year(at)?, piece.bytes(&(at..at + 1)));
    let span = complete(&reading, Context::default()).ok()?.span;
    let place = place_of(
        piece,
        tokens.start..at,
        tokens.clone(),
        None,
        tools,
        remarks,
    );
    let joined = Joined {
        tokens: at..at + 1,
        doubtful: false,
        reading,
    };
    let bytes = piece.in_document(&joined.reading.bytes);
    let found = draft("dated", End::Sender, &joined, bytes, span, place);
    Some(Draft { enclosure, ..found })
}

/// `Washington, undated.`
fn undated(
    piece: &Piece<'_>,
    tokens: Range<usize>,
    enclosure: u32,
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
) -> Option<Draft> {
    let word = tokens.clone().find(|i| {
        labels()
            .undated
            .contains(&piece.tokens[*i].text(piece.text).to_lowercase())
    })?;
    let place = place_of(
        piece,
        tokens.start..word,
        tokens.clone(),
        None,
        tools,
        remarks,
    );
    Some(Draft {
        stage: Stage::new("dated"),
        end: End::Sender,
        label: "undated".into(),
        rule: "dateline/undated".into(),
        zone: None,
        span: CivilSpan::default(),
        place,
        bytes: piece.in_document(&piece.bytes(&(word..word + 1))),
        enclosure,
        note: None,
    })
}

/// A note of receipt, or of another stage: a missing day, month or year is that of the sending.
fn receipt(
    piece: &Piece<'_>,
    phrase: &StagePhrase,
    end: usize,
    near: Option<CivilDate>,
    follows: bool,
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
) -> Draft {
    let (stage, at) = tools.stages.stage(phrase.stage, None);
    let tokens = phrase.tokens.end..end;
    let joined = piece.joined(tokens.clone());
    let first = joined.first();
    let read = first.and_then(|one| {
        let (bytes, done) = completed(piece, one, context(near, follows), remarks)?;
        Some((one, bytes, done))
    });
    let gap = tokens.start..first.map_or(tokens.end, |j| j.tokens.start);
    let (label, name) = (stage.name().to_owned(), stage.name());
    let Some((one, bytes, done)) = read else {
        return Draft {
            end: at,
            label,
            rule: "dateline/undated".into(),
            zone: None,
            span: CivilSpan::default(),
            place: Whereabouts::Unsaid,
            bytes: piece.in_document(&piece.bytes(&phrase.tokens)),
            enclosure: 0,
            note: None,
            stage,
        };
    };
    let day = done.span.begin.map(|b| b.date());
    let year = day.map(CivilDate::year);
    let found = find_place(
        piece.text,
        &piece.tokens,
        gap.clone(),
        year,
        tools.gazetteer,
    );
    let place = match found {
        Some((_, located)) => Whereabouts::Known(spot(located.into(), day, tools.gazetteer)),
        None => match tools
            .stages
            .has_name(piece.text, &piece.tokens, gap.clone())
        {
            true => {
                let name = cleaned(piece.words(&gap));
                remarks.unknown_place(bytes.start, &name);
                Whereabouts::Named(name)
            }
            false => Whereabouts::Unsaid,
        },
    };
    draft(name, at, one, bytes, done.span, place)
}

/// Where a dateline was written: the words before the date, else a name behind it.
fn place_of(
    piece: &Piece<'_>,
    before: Range<usize>,
    all: Range<usize>,
    day: Option<CivilDate>,
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
) -> Whereabouts {
    let is_word = |i: &usize| matches!(piece.tokens[*i].kind(), Kind::Word { .. });
    let is_before = before.clone().any(|i| is_word(&i));
    let range = match is_before {
        true => before,
        false => before.end..all.end,
    };
    let year = day.map(CivilDate::year);
    let name = cleaned(piece.words(&range));
    let lower = name.to_lowercase();
    if labels().withheld.contains(&lower) || name.is_empty() {
        return Whereabouts::Unsaid;
    }
    if labels()
        .moving
        .iter()
        .any(|w| lower.starts_with(w.as_str()))
    {
        return Whereabouts::Named(name);
    }
    if is_before && let Some(spot) = place_named(&name, day, tools.gazetteer) {
        return Whereabouts::Known(spot);
    }
    if let Some((_, located)) = find_place(
        piece.text,
        &piece.tokens,
        range.clone(),
        year,
        tools.gazetteer,
    ) {
        return Whereabouts::Known(spot(located.into(), day, tools.gazetteer));
    }
    let is_name = range
        .clone()
        .any(|i| matches!(piece.tokens[i].kind(), Kind::Word { capital: true, .. }));
    if !is_before || !is_name {
        return Whereabouts::Unsaid;
    }
    remarks.unknown_place(piece.base + piece.bytes(&range).start, &name);
    Whereabouts::Named(name)
}

/// A name without brackets and marks at its ends, on one line.
fn cleaned(name: &str) -> String {
    let kept: String = name
        .chars()
        .filter(|c| !matches!(c, '[' | ']' | '?'))
        .collect();
    let line = kept
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" ,", ",");
    line.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')'))
        .to_owned()
}

/// What an earlier date, or one nearby, completes.
fn context(date: Option<CivilDate>, follows: bool) -> Context {
    Context {
        date,
        follows,
        lends_day: follows,
    }
}

/// What has no date was written before it was received.
fn bound_by_receipt(drafts: &mut [Draft]) {
    let Some(received) = drafts
        .iter()
        .find(|d| d.end == End::Recipient && d.span.begin.is_some())
    else {
        return;
    };
    let (end, edtf) = (received.span.end, received.span.edtf.clone());
    for draft in drafts
        .iter_mut()
        .filter(|d| d.rule == "dateline/undated" && d.end == End::Sender)
    {
        draft.span.end = end;
        draft.span.edtf = format!("[..{edtf}]");
        draft.rule = "dateline/undated-before-receipt".into();
    }
}

/// Whether a message of this head travels, so that its dateline tells its sending.
pub(super) fn travels(head: &Head, drafts: &[Draft]) -> bool {
    let received = drafts.iter().any(|d| d.end == End::Recipient);
    received || head.kind.is_some() || (head.sender.is_some() && head.recipient.is_some())
}
