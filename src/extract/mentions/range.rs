//! Two dates that words join into one range.

use super::Dated;
use super::telling::Telling;
use crate::extract::Lexicon;
use crate::extract::bounds::{Bound, Joint};
use crate::extract::limit::{limited, mark};
use crate::extract::point::Point;
use crate::extract::reading::Reading;
use crate::extract::said::Modifier;
use crate::extract::token::Token;
use crate::model::instant::HOUR;
use crate::model::{CivilSpan, Extent, Qualifier};
use std::collections::VecDeque;
use std::ops::Range;

/// The expressions of a text, each known once the next one is: what follows may join it.
pub(super) struct Joined<'t> {
    telling: Telling<'t>,
    found: std::vec::IntoIter<(Reading, Range<usize>)>,
    /// Completed, not yet given out: the last one may still be joined by the next.
    waiting: VecDeque<Dated>,
}

impl<'t> Joined<'t> {
    pub fn new(telling: Telling<'t>, found: Vec<(Reading, Range<usize>)>) -> Joined<'t> {
        Joined {
            telling,
            found: found.into_iter(),
            waiting: VecDeque::new(),
        }
    }
}

impl Iterator for Joined<'_> {
    type Item = Dated;

    fn next(&mut self) -> Option<Dated> {
        while self.waiting.len() < 2 {
            let Some((reading, range)) = self.found.next() else {
                break;
            };
            let before = self.waiting.len();
            let waiting = &mut self.waiting;
            self.telling
                .tell(&reading, &range, &mut |dated| waiting.push_back(dated));
            let (tokens, lexicon) = (&self.telling.tokens, self.telling.lexicon);
            for at in before.max(1)..self.waiting.len() {
                let (left, right) = self.waiting.make_contiguous().split_at_mut(at);
                join(&mut left[at - 1], &mut right[0], tokens, lexicon);
            }
        }
        let mut one = self.waiting.pop_front()?;
        if let (Some(span), Some(bound)) = (&mut one.span, one.bound) {
            // After mid-May may still be in May.
            let part_of = matches!(
                one.resolved.modifier,
                Some(Modifier::Start | Modifier::Mid | Modifier::End)
            );
            // Of a date with two readings the later one ends it, the earlier begins it.
            let part_of = part_of || span.edtf.starts_with('[');
            let bound = match bound {
                Bound::Before if part_of => Bound::NotAfter,
                Bound::After if part_of => Bound::NotBefore,
                bound => bound,
            };
            *span = limited(std::mem::take(span), bound);
        }
        Some(one)
    }
}

/// Gives both ends of a range the whole range.
fn join(a: &mut Dated, b: &mut Dated, tokens: &[Token], lexicon: &Lexicon) {
    if b.tokens.start < a.tokens.end || a.joined {
        return;
    }
    // "1940 to circa 1945": the word belongs to the second.
    let start = match lexicon.bounds.words_before(tokens, b.tokens.start) {
        Some((start, Bound::Circa)) if start >= a.tokens.end => start,
        _ => b.tokens.start,
    };
    let between = &tokens[a.tokens.end..start];
    let joint = lexicon.bounds.joint(between);
    let (Some(from), Some(to), Some(joint)) = (&a.span, &mut b.span, joint) else {
        return;
    };
    let moment = joint == Joint::Or || a.bound == Some(Bound::Between);
    if joint == Joint::And && !moment {
        return;
    }
    let (Some(begin), Some(mut end), Some(last)) = (from.begin, to.begin, to.end) else {
        return;
    };
    let mut finish = last;
    // 10:20 p.m. to 1:40 a.m.: the end is on the next day.
    let clocks = from.precision.has_clock() && to.precision.has_clock();
    let one_day = begin.date() == end.date() || b.resolved.taken.is_some();
    if end < begin && clocks && one_day {
        end = end.plus(24 * HOUR);
        finish = finish.plus(24 * HOUR);
        to.edtf = end.date().to_string();
        b.value = b.value.split_once('T').map_or_else(
            || b.value.clone(),
            |(_, clock)| format!("{}T{clock}", Point::Day(end.date()).timex()),
        );
    }
    if end < begin {
        return;
    }
    let about = a.bound == Some(Bound::Circa) || b.bound == Some(Bound::Circa);
    let (mut first, mut second) = (from.edtf.clone(), to.edtf.clone());
    if a.bound == Some(Bound::Circa) {
        mark(&mut first, '~');
    }
    if about {
        mark(&mut second, '~');
    }
    let edtf = match (moment, from.edtf == to.edtf) {
        (true, false) if joint == Joint::Or => format!("[{},{}]", first, second),
        (true, false) => format!("[{}..{}]", first, second),
        (_, true) => first,
        (false, false) => format!("{}/{}", first, second),
    };
    let whole = CivilSpan {
        extent: match moment {
            true => Extent::Moment,
            false => Extent::Stretch,
        },
        begin: Some(begin),
        end: Some(finish),
        core: from.end.zip(Some(end)).filter(|(a, b)| !moment && a < b),
        edtf,
        precision: from.precision.max(to.precision),
        qualifier: match about {
            true => Qualifier::Approximate,
            false => Qualifier::Exact,
        },
        ..CivilSpan::default()
    };
    (a.bound, b.bound) = (None, None);
    (a.span, b.span) = (Some(whole.clone()), Some(whole));
    b.joined = true;
}
