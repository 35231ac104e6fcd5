//! What the grammar found: one expression, or one for each end of a range or item of a list.

use crate::extract::Lexicon;
use crate::extract::grammar::{Scope, Scratch};
use crate::extract::old_style::LAST_PAIR;
use crate::extract::reading::{Fields, Reading};
use crate::extract::said::Unit;
use crate::extract::token::{Kind, Token};
use crate::model::{Calendar, CivilDate, MentionType};
use std::ops::Range;

/// An expression as it stands in the text, or one end of a range.
pub(super) struct Found<'r> {
    pub rule: &'r str,
    pub kind: MentionType,
    /// The value that the rule gives to every match.
    pub value: Option<&'r str>,
    pub fields: Fields,
    pub bytes: Range<usize>,
    pub tokens: Range<usize>,
}

impl Found<'_> {
    /// An offset from an event that nothing dates is a duration, and "the day before" is as it is.
    pub fn shorten(&mut self, tokens: &[Token], event: Option<usize>) {
        let said = &mut self.fields.said;
        let counted = said.tenths.is_some() || said.vague;
        let Some(event) = event else { return };
        // "three days before the landing": the direction and an article stand between.
        let mut end = event;
        while end > self.tokens.start + 1 && !is_unit(said.unit, &tokens[end - 1]) {
            end -= 1;
        }
        if counted {
            (self.kind, said.direction) = (MentionType::Duration, None);
        } else {
            end = (end + 1).min(event);
        }
        said.event = None;
        self.tokens.end = end;
        self.bytes.end = tokens[end - 1].end();
    }
}

/// Whether a token is a word for a unit.
fn is_unit(unit: Option<Unit>, token: &Token) -> bool {
    let lexicon = Lexicon::english();
    let Kind::Word {
        word: Some(word),
        capital,
    } = token.kind()
    else {
        return false;
    };
    let of = |class: &str| {
        let value = lexicon.value(word, capital, lexicon.class(class)?)?;
        Unit::from_word(i64::from(value))
    };
    unit.is_some() && (of("UNITS") == unit || of("UNIT") == unit)
}

/// The expressions of a text with their tokens, left to right, the longest first.
pub(super) fn find(
    text: &str,
    tokens: &[Token],
    lexicon: &Lexicon,
) -> Vec<(Reading, Range<usize>)> {
    let mut out = Vec::new();
    let mut scratch = Scratch::default();
    let mut at = 0;
    while at < tokens.len() {
        match lexicon
            .grammar
            .longest(lexicon, tokens, at, Scope::Prose, &mut scratch)
        {
            Some(found) => {
                out.push((
                    Reading::new(text, tokens, lexicon, &found),
                    found.start..found.end,
                ));
                at = found.end;
            }
            None => at += 1,
        }
    }
    out
}

/// An expression as one mention, or as one for each end of its range.
pub(super) fn ends<'r>(
    reading: &Reading,
    range: &Range<usize>,
    tokens: &[Token],
    lexicon: &'r Lexicon,
) -> Vec<Found<'r>> {
    let rule = lexicon.grammar.rule_named(reading.rule_number);
    let kind = match rule.kind.as_str() {
        "time" => MentionType::Time,
        "duration" => MentionType::Duration,
        "set" => MentionType::Set,
        _ => MentionType::Date,
    };
    let value = rule.value.as_deref();
    let found = |fields: &Fields, bytes: Range<usize>, tokens: Range<usize>| Found {
        rule: &rule.name,
        kind,
        value,
        fields: fields.clone(),
        bytes,
        tokens,
    };
    if reading.parts.is_empty() {
        return vec![found(&reading.begin, reading.bytes.clone(), range.clone())];
    }
    if let Some(fields) = both_styles(reading, range, tokens) {
        return vec![found(&fields, reading.bytes.clone(), range.clone())];
    }
    let index = |byte: usize| {
        let inside = &tokens[range.clone()];
        range.start + inside.partition_point(|t| (t.end()) <= byte)
    };
    reading
        .parts
        .iter()
        .map(|(bytes, fields)| {
            let first = index(bytes.start);
            found(fields, bytes.clone(), first..index(bytes.end - 1) + 1)
        })
        .collect()
}

/// `May 2/15, 1917`: the same day in Old and New Style, where the calendars are so far apart.
fn both_styles(reading: &Reading, range: &Range<usize>, tokens: &[Token]) -> Option<Fields> {
    let [(_, old), (_, new)] = reading.parts.as_slice() else {
        return None;
    };
    let (old_day, new_day) = (old.day?, new.day?);
    if new.year.or(old.year).is_some_and(|year| year > LAST_PAIR) {
        return None;
    }
    let slash = tokens[range.clone()].iter().any(|t| t.is_mark('/'));
    let apart = match (old.month == new.month, new.year) {
        (false, Some(year)) => {
            // `24 December/6 January 1918`: the old year may be the one before.
            let new = CivilDate::new(year, new.month?, new_day)?;
            let old = |year| Calendar::Julian.date(year, old.month?, old_day);
            [old(year), old(year - 1)].contains(&Some(new))
        }
        (false, None) => false,
        (true, _) => (10..=13).contains(&new_day.checked_sub(old_day)?),
    };
    (apart && slash && old.clock.is_none()).then(|| {
        let mut fields = new.clone();
        fields.said.old_day = Some(old_day);
        fields
    })
}
