//! The second pass: each expression completed from what the text has told before it.

use super::dated::Dated;
use super::found::{Found, ends};
use super::numeric::{self, Order};
use crate::extract::bounds::Bound;
use crate::extract::complete::Problem;
use crate::extract::event;
use crate::extract::lexicon::Lexicon;
use crate::extract::narrative::Carried;
use crate::extract::point::Point;
use crate::extract::reading::Reading;
use crate::extract::resolve::{Resolved, duration, resolve};
use crate::extract::token::{Kind, Token};
use crate::extract::told::{Genre, Known, Told};
use crate::model::MentionType;
use std::iter::Peekable;
use std::ops::Range;

/// The longest way from a date to the next in one sentence, in bytes.
const SENTENCE: usize = 300;

/// A text while it is told.
pub(super) struct Telling<'t> {
    pub text: &'t str,
    pub lexicon: &'static Lexicon,
    pub tokens: Vec<Token>,
    pub told: Told,
    /// The years of the dates that name none, in the order of the text.
    pub carried: Peekable<std::vec::IntoIter<Carried>>,
    pub order: Order,
    /// The days told so far, by their tokens.
    pub days: Vec<(Range<usize>, Known)>,
}

impl Telling<'_> {
    /// Completes an expression, each end of a range by itself.
    pub fn tell(&mut self, reading: &Reading, range: &Range<usize>, out: &mut impl FnMut(Dated)) {
        let text = self.text;
        self.told.same_sentence = self.told.last.as_ref().is_some_and(|known| {
            let between = text.get(known.bytes.end..reading.bytes.start);
            let between = between.unwrap_or("\n");
            between.len() < SENTENCE && !between.contains(['\n', ';']) && !between.contains(". ")
        });
        for one in ends(reading, range, &self.tokens, self.lexicon) {
            out(self.end(one));
        }
    }

    fn end(&mut self, mut one: Found<'static>) -> Dated {
        let (text, lexicon, tokens) = (self.text, self.lexicon, &self.tokens);
        let told = &mut self.told;
        let carried = &mut self.carried;
        while carried.next_if(|c| c.byte < one.bytes.start).is_some() {}
        told.carried = carried
            .next_if(|c| c.byte == one.bytes.start)
            .and_then(|c| {
                let point = Point::Year(c.year);
                c.from.map(|bytes| Known { point, bytes })
            });
        let event = one.fields.said.event.map(|e| e as usize);
        let anchor =
            event.and_then(|e| event::dated(text, tokens, e, one.tokens.start, &self.days));
        if event.is_some() && anchor.is_none() {
            one.shorten(tokens, event);
        }
        let ahead = told.genre == Genre::News && speaks_ahead(lexicon, tokens, &one.tokens);
        let both = numeric::settle(&mut one.fields, tokens, one.tokens.start, self.order);
        let resolved = resolve_one(&one, told, ahead, anchor);
        let inside = one.fields.said.limit;
        let bound = inside.or_else(|| lexicon.bounds.before(tokens, one.tokens.start));
        // "rose from a year earlier" is no bound.
        let counted = one.fields.said.direction.is_some() || one.fields.said.step.is_some();
        let bound = bound.filter(|b| !counted || *b != Bound::Since);
        let mut dated = Dated::new(&one, resolved, bound);
        if both {
            numeric::widen(&mut dated, &one.fields);
        }
        if let (Some(point @ Point::Day(_)), None) = (dated.resolved.point, &dated.problem) {
            let bytes = one.bytes.clone();
            self.days.push((one.tokens.clone(), Known { point, bytes }));
        }
        dated.tell(&one, told);
        dated
    }
}

/// Whether the words around say that it is yet to come: "will", "due".
fn speaks_ahead(lexicon: &Lexicon, tokens: &[Token], range: &Range<usize>) -> bool {
    let Some(class) = lexicon.class("AHEADWORD") else {
        return false;
    };
    let is_ahead = |t: &Token| match t.kind() {
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
    let in_sentence = |t: &&Token| !t.is_mark('.') && !t.is_mark(';') && t.breaks() < 2;
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
