//! Every time expression of a text, completed from the text.
//!
//! One pass finds the expressions, a survey of the dates that are written out says what kind of
//! text it is and which years it is about, and a second pass over the expressions completes each
//! from those before it. Then ranges are joined and bounds applied.

mod bind;
mod dated;
mod finish;
mod found;
mod numeric;
mod range;

pub(super) use dated::Dated;

use super::Lexicon;
use super::bounds::Bound;
use super::complete::Problem;
use super::event;
use super::genre::survey;
use super::heading::Headings;
use super::narrative::{Node, Says, carry};
use super::point::Point;
use super::reading::Reading;
use super::resolve::{Resolved, duration, resolve};
use super::token::{Kind, Token, tokens};
use super::told::{Genre, Known, Told};
use crate::model::{CivilDate, Mention, MentionType, Zone};
use finish::Characters;
use found::{Found, ends, find};
use std::ops::Range;

/// What a reader of prose may assume.
#[derive(Clone, Copy, Debug, Default)]
pub struct MentionOptions {
    /// The clock where the words say none.
    pub assume_zone: Option<Zone>,
    /// The kind of text, where it is not to be judged from its dates.
    pub genre: Option<Genre>,
}

/// The longest way from a date to the next in one sentence, in bytes.
const SENTENCE: usize = 300;

/// Finds and completes every time expression of a text.
///
/// `written` is the day the text was made: it anchors news and letters and never fills a year in
/// narrative.
///
/// ```
/// use annals::extract::{Lexicon, MentionOptions, mentions};
/// let text = "War came on 1 September 1939. On 17 September the east was lost.";
/// let found = mentions(text, None, &MentionOptions::default());
/// assert_eq!(found[1].value, "1939-09-17");
/// assert_eq!(
///     found[1].evidence.as_deref(),
///     Some("year from `1 September 1939` at byte 12")
/// );
/// ```
pub fn mentions(text: &str, written: Option<CivilDate>, options: &MentionOptions) -> Vec<Mention> {
    let mut characters = Characters::default();
    dated(text, written, options.genre)
        .into_iter()
        .map(|one| one.finish(text, options, &mut characters))
        .collect()
}

/// The same before any zone.
pub(super) fn dated(text: &str, written: Option<CivilDate>, genre: Option<Genre>) -> Vec<Dated> {
    let lexicon = Lexicon::english();
    let tokens = tokens(text, lexicon);
    let mut found = find(text, &tokens, lexicon);
    let (judged, window, before_christ) = survey(found.iter().map(|(r, _)| r), written);
    if !before_christ {
        found.retain(|(reading, _)| !reading.begin.said.backward);
    }
    let mut told = Told {
        genre: genre.unwrap_or(judged),
        written,
        window,
        before_christ,
        same_sentence: false,
        last: None,
        last_day: None,
        last_month: None,
        carried: None,
    };
    let carried = match told.genre {
        Genre::Narrative => carry(&nodes(&found, &tokens, before_christ), window),
        Genre::News => Vec::new(),
    };
    let order = numeric::order(&found, &tokens);
    let mut carried = carried.into_iter().peekable();
    let mut out = Vec::with_capacity(found.len());
    let mut days: Vec<(Range<usize>, Known)> = Vec::new();
    for (reading, range) in &found {
        told.same_sentence = told.last.as_ref().is_some_and(|known| {
            let between = text
                .get(known.bytes.end..reading.bytes.start)
                .unwrap_or("\n");
            between.len() < SENTENCE && !between.contains(['\n', ';']) && !between.contains(". ")
        });
        for mut one in ends(reading, range, &tokens, lexicon) {
            while carried.next_if(|c| c.byte < one.bytes.start).is_some() {}
            told.carried = carried
                .next_if(|c| c.byte == one.bytes.start)
                .and_then(|c| {
                    let point = Point::Year(c.year);
                    c.from.map(|bytes| Known { point, bytes })
                });
            let event = one.fields.said.event.map(|e| e as usize);
            let anchor =
                event.and_then(|e| event::dated(text, &tokens, e, one.tokens.start, &days));
            if event.is_some() && anchor.is_none() {
                one.shorten(&tokens, event);
            }
            let ahead = told.genre == Genre::News && speaks_ahead(lexicon, &tokens, &one.tokens);
            let both = numeric::settle(&mut one.fields, &tokens, one.tokens.start, order);
            let resolved = resolve_one(&one, &told, ahead, anchor);
            let bound = lexicon.bounds.before(&tokens, one.tokens.start);
            // "rose from a year earlier" is no bound.
            let counted = one.fields.said.direction.is_some() || one.fields.said.step.is_some();
            let bound = bound.filter(|b| !counted || *b != Bound::Since);
            let mut dated = Dated::new(&one, resolved, bound);
            if both {
                numeric::widen(&mut dated, &one.fields);
            }
            if let (Some(point @ Point::Day(_)), None) = (dated.resolved.point, &dated.problem) {
                let bytes = one.bytes.clone();
                days.push((one.tokens.clone(), Known { point, bytes }));
            }
            dated.tell(&one, &mut told);
            out.push(dated);
        }
    }
    range::join(&mut out, &tokens, lexicon);
    for one in &mut out {
        if let (Some(span), Some(bound)) = (&mut one.span, one.bound) {
            bind::bind(span, bound);
        }
    }
    out
}

/// The dates of a text as the search for their years sees them.
fn nodes(found: &[(Reading, Range<usize>)], tokens: &[Token], before_christ: bool) -> Vec<Node> {
    let mut out = Vec::with_capacity(found.len());
    let mut headings = Headings::default();
    let mut heading = None;
    for (reading, range) in found {
        heading = headings.above(tokens, range.start, heading);
        let mut push = |bytes: Range<usize>, said: Option<Says>| {
            out.extend(said.map(|said| Node {
                bytes,
                heading,
                said,
            }));
        };
        let said: Vec<Option<Says>> = match reading.parts.as_slice() {
            [] => vec![Says::of(&reading.begin, before_christ)],
            parts => (parts.iter())
                .map(|(_, fields)| Says::of(fields, before_christ))
                .collect(),
        };
        let years = match said.as_slice() {
            [Some(Says::Years(first, last))] => Some((*first, *last)),
            [Some(Says::Years(first, _)), .., Some(Says::Years(_, last))] => Some((*first, *last)),
            [Some(Says::Written(..)), ..] => reading.begin.year.map(|y| (y, y)),
            _ => None,
        };
        match (said.as_slice(), years) {
            // `1983–1985` is one stretch of the telling.
            ([_, _, ..], Some((first, last))) if first < last => {
                push(reading.bytes.clone(), Some(Says::Years(first, last)));
            }
            ([one], _) => push(reading.bytes.clone(), *one),
            (several, _) => {
                for ((bytes, _), one) in reading.parts.iter().zip(several) {
                    push(bytes.clone(), *one);
                }
            }
        }
        if years.is_some() && reading.begin.day.is_none() && headings.holds(range) {
            heading = years;
        }
    }
    out
}

/// Whether the words around say that it is yet to come: "will", "due".
fn speaks_ahead(lexicon: &Lexicon, tokens: &[Token], range: &Range<usize>) -> bool {
    let Some(class) = lexicon.class("AHEADWORD") else {
        return false;
    };
    let is_ahead = |t: &Token| match t.kind {
        Kind::Word {
            word: Some(word),
            capital,
        } => lexicon.value(word, capital, class).is_some(),
        _ => false,
    };
    let before = tokens[range.start.saturating_sub(12)..range.start]
        .iter()
        .rev();
    let after = tokens[range.end..(range.end + 6).min(tokens.len())].iter();
    let in_sentence = |t: &&Token| !t.is_mark('.') && !t.is_mark(';') && t.breaks < 2;
    before.take_while(in_sentence).any(is_ahead) || after.take_while(in_sentence).any(is_ahead)
}

fn resolve_one(
    one: &Found<'_>,
    told: &Told,
    ahead: bool,
    anchor: Option<Known>,
) -> Result<Resolved, Problem> {
    let said = &one.fields.said;
    if let (Some(known), Some(unit)) = (anchor, said.unit) {
        let count = said.tenths.unwrap_or(10).min(10_000_000) as i32 / 10;
        let point = event::away(
            &known,
            unit,
            count.saturating_mul(said.direction.unwrap_or(0)),
        );
        return Ok(Resolved {
            point,
            taken: Some(("counted", known)),
            modifier: said.roughly,
            ..Resolved::default()
        });
    }
    if let Some(value) = one.value {
        return Ok(Resolved {
            value: Some(value.to_owned()),
            ..Resolved::default()
        });
    }
    match one.kind {
        MentionType::Duration | MentionType::Set => Ok(Resolved {
            value: duration(&one.fields),
            modifier: one.fields.said.roughly,
            ..Resolved::default()
        }),
        _ => resolve(&one.fields, told, ahead),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_leave_an_end_open_or_unknown() {
        let read = |text: &str| {
            let found = mentions(text, None, &MentionOptions::default());
            let zone = |i: Option<crate::model::Instant>| i.map(|i| i.to_string());
            (
                found[0].edtf.clone().unwrap(),
                zone(found[0].earliest),
                zone(found[0].latest),
            )
        };
        let (edtf, earliest, latest) = read("not later than 15 March 1944");
        assert_eq!((edtf.as_str(), earliest), ("[..1944-03-15]", None));
        // The clock is not known: the bound is widened.
        assert_eq!(latest.as_deref(), Some("1944-03-16T12:00:00Z"));
        let (edtf, earliest, latest) = read("after March 1944");
        assert_eq!((edtf.as_str(), latest), ("[1944-04-01..]", None));
        assert_eq!(earliest.as_deref(), Some("1944-03-31T10:00:00Z"));
        assert_eq!(read("before 3 p.m. on 4 May 1945").0, "[..1945-05-04]");
        assert_eq!(read("until 15 March 1944").0, "../1944-03-15");
        assert_eq!(read("since 15 March 1944").0, "1944-03-15/..");
    }
}
