//! Two dates that words join into one range.

use super::Dated;
use crate::extract::Lexicon;
use crate::extract::bounds::{Bound, Joint};
use crate::extract::point::Point;
use crate::extract::token::Token;
use crate::model::instant::HOUR;
use crate::model::{CivilSpan, Extent};

/// Gives both ends of each range the whole range.
pub(super) fn join(dated: &mut [Dated], tokens: &[Token], lexicon: &Lexicon) {
    for at in 1..dated.len() {
        let (left, right) = dated.split_at_mut(at);
        let (a, b) = (&mut left[at - 1], &mut right[0]);
        if b.tokens.start < a.tokens.end || a.joined {
            continue;
        }
        let between = &tokens[a.tokens.end..b.tokens.start];
        let joint = lexicon.bounds.joint(between);
        let (Some(from), Some(to), Some(joint)) = (&a.span, &mut b.span, joint) else {
            continue;
        };
        let moment = a.bound == Some(Bound::Between);
        if joint == Joint::And && !moment {
            continue;
        }
        let (Some(begin), Some(mut end), Some(last)) = (from.begin, to.begin, to.end) else {
            continue;
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
            continue;
        }
        let edtf = match (moment, from.edtf == to.edtf) {
            (true, _) => format!("[{}..{}]", from.edtf, to.edtf),
            (false, true) => from.edtf.clone(),
            (false, false) => format!("{}/{}", from.edtf, to.edtf),
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
            ..CivilSpan::default()
        };
        (a.bound, b.bound) = (None, None);
        (a.span, b.span) = (Some(whole.clone()), Some(whole));
        b.joined = true;
    }
}
