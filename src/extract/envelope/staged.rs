//! Stage words of a running text, each with its time and its place.
//!
//! `arrived at the VKP CC for decipherment at 0245`, its date two lines below.

use super::completion::completed;
use super::dateline::Tools;
use super::draft::{Draft, Whereabouts};
use super::entry::{Entry, entries};
use super::piece::Piece;
use super::remarks::Remarks;
use crate::diagnostic::{Code, Severity};
use crate::extract::complete::Context;
use crate::extract::locate::{Spot, find_place, spot};
use crate::extract::stage::End;
use crate::extract::token::Kind;
use crate::model::{CivilDate, CivilSpan};
use std::ops::Range;

/// What the stage words of a text say.
#[derive(Default)]
pub(super) struct Staged {
    pub drafts: Vec<Draft>,
    /// Where the message came from, as a stage of its addressee says: "received from Sochi".
    pub from: Option<Spot>,
    /// Where it went to, as a stage of its sender says: "sent to London".
    pub to: Option<Spot>,
}

/// What is known before the stage words are read.
#[derive(Clone, Copy, Default)]
pub(super) struct Before<'a> {
    /// What the envelope has said so far.
    pub earlier: Option<&'a CivilSpan>,
    /// The first whole date of the document.
    pub date: Option<CivilDate>,
    /// The text is a message, so that stage words count in long lines too.
    pub message: bool,
}

/// Reads the stage words of a piece; `taken` are the readings that have been used.
pub(super) fn staged(
    piece: &Piece<'_>,
    before: Before<'_>,
    taken: &mut [bool],
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
) -> Staged {
    let mut out = Staged::default();
    let phrases = tools
        .stages
        .find(piece.text, &piece.tokens, &piece.readings);
    let year = before.date.map(CivilDate::year);
    for entry in entries(piece, tools.stages, &phrases, before.message, year, taken) {
        if let Some(bytes) = &entry.misprint {
            let words = remarks.words(bytes);
            let message = format!("no clock shows `{words}`; it was left out");
            remarks.add(bytes.start, Severity::Warning, Code::NoSuchTime, message);
            if !entry.joined.reading.begin.has_date() {
                continue;
            }
        }
        let near = out.drafts.last().map(|d| &d.span).or(before.earlier);
        let near = near.and_then(|s| s.begin.or(s.end)).map(|b| b.date());
        let context = Context {
            date: near.or(before.date),
            follows: near.is_some(),
            lends_day: true,
        };
        let Some((bytes, done)) = completed(piece, &entry.joined, context, remarks) else {
            continue;
        };
        let told = out.drafts.last().map(|d| d.end);
        let (stage, end) = tools.stages.stage(entry.stage, told);
        let day = done.span.begin.or(done.span.end).map(|b| b.date());
        let (named, place) = place(piece, &entry, end, day, tools, remarks, &mut out);
        out.drafts.push(Draft {
            label: match entry.is_label {
                true => stage.name().to_owned(),
                false => label(piece, &entry, named),
            },
            stage,
            end,
            rule: entry.joined.reading.rule.to_string(),
            zone: entry.joined.reading.begin.zone.clone(),
            span: done.span,
            place,
            bytes,
            enclosure: 0,
            note: None,
        });
    }
    out
}

/// Where a stage happened: a place between the word and its time, or behind the time. A place
/// that the message came from, or goes to, is that of the other end.
fn place(
    piece: &Piece<'_>,
    entry: &Entry,
    end: End,
    day: Option<CivilDate>,
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
    out: &mut Staged,
) -> (Option<Range<usize>>, Whereabouts) {
    let year = day.map(CivilDate::year);
    let mut own = None;
    let tail = entry.tail.start..entry.tail.end.min(entry.tail.start + 8);
    for (window, behind) in [(entry.gap.clone(), false), (tail, true)] {
        let mut from = window.start;
        while let Some((range, located)) = find_place(
            piece.text,
            &piece.tokens,
            from..window.end,
            year,
            tools.gazetteer,
        ) {
            from = range.end;
            let word = word_before(piece, window.start, range.start);
            let found = spot(located.into(), day, tools.gazetteer);
            match (word, end) {
                ("from", End::Recipient) => out.from = out.from.take().or(Some(found)),
                ("to" | "for", End::Sender) => out.to = out.to.take().or(Some(found)),
                // Behind a time a place needs a word that makes it one.
                ("in" | "at" | "by" | "from" | "to", _) if own.is_none() => {
                    own = Some((range, Whereabouts::Known(found)));
                }
                _ if own.is_none() && !behind => {
                    own = Some((range, Whereabouts::Known(found)));
                }
                _ => {}
            }
        }
    }
    match own {
        Some((range, place)) => (Some(range), place),
        None => unknown_place(piece, entry.gap.clone(), tools, remarks),
    }
}

/// The small word before a name, articles, marks and other names left out: "from Ambassador
/// Rossi, Tirana".
fn word_before(piece: &Piece<'_>, least: usize, at: usize) -> &'static str {
    const WORDS: [&str; 6] = ["from", "to", "for", "in", "at", "by"];
    let word = |i: usize| piece.tokens[i].text(piece.text);
    let found = (least..at).rev().find(|i| {
        matches!(piece.tokens[*i].kind(), Kind::Word { capital: false, .. }) && word(*i) != "the"
    });
    let found = found.and_then(|i| WORDS.iter().find(|w| w.eq_ignore_ascii_case(word(i))));
    found.copied().unwrap_or("")
}

/// A name between a stage word and its clock, behind "at" or "in", that no gazetteer has.
fn unknown_place(
    piece: &Piece<'_>,
    gap: Range<usize>,
    tools: Tools<'_>,
    remarks: &mut Remarks<'_>,
) -> (Option<Range<usize>>, Whereabouts) {
    let is_name = |i: usize| {
        matches!(piece.tokens[i].kind(), Kind::Word { capital: true, .. })
            && tools.stages.has_name(piece.text, &piece.tokens, i..i + 1)
    };
    let Some(first) = gap.clone().find(|i| is_name(*i)) else {
        return (None, Whereabouts::Unsaid);
    };
    let word = word_before(piece, gap.start, first);
    if !matches!(word, "at" | "in") {
        return (None, Whereabouts::Unsaid);
    }
    let last = (first..gap.end).take_while(|i| is_name(*i)).count();
    let name = first..first + last;
    let byte = piece.base + piece.bytes(&name).start;
    remarks.unknown_place(byte, piece.words(&name));
    let place = Whereabouts::Named(piece.words(&name).to_owned());
    (Some(name), place)
}

/// The words of a stage without its place and its last prepositions: `arrived for decipherment`.
fn label(piece: &Piece<'_>, entry: &Entry, place: Option<Range<usize>>) -> String {
    let before_place = ["the", "at", "in", "by", "to", "from", ","];
    let small = [
        "at", "on", "in", "by", "about", "circa", ",", ":", "-", "—", "the", "from", "[", "(",
        "before", "after", "until", "since", "not", "later", "earlier", "than", "or",
    ];
    let mut words: Vec<&str> = Vec::new();
    let own = entry.gap.start.saturating_sub(entry.words.start).max(1);
    for i in entry.words.clone() {
        let word = piece.tokens[i].text(piece.text);
        match &place {
            Some(place) if place.contains(&i) => {
                while i == place.start
                    && words.len() > own
                    && words.last().is_some_and(|w| before_place.contains(w))
                {
                    words.pop();
                }
            }
            _ => words.push(word),
        }
    }
    while words.len() > own && words.last().is_some_and(|w| small.contains(w)) {
        words.pop();
    }
    let mut out = String::new();
    let mut open = true;
    for word in words {
        let mark = word.chars().all(|c| !c.is_alphanumeric());
        if !open && !mark {
            out.push(' ');
        }
        open = matches!(word, "'" | "’");
        out.push_str(word);
    }
    out.to_lowercase()
}
