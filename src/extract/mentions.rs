//! Every time expression of a text, completed from the text.
//!
//! One pass finds the expressions, a survey of the dates that are written out says what kind of
//! text it is and which years it is about, and a second pass over the expressions completes each
//! from those before it, joins ranges and applies bounds, one expression at a time.

mod dated;
mod finish;
mod found;
mod numeric;
mod range;
mod telling;
mod whole;

pub(super) use dated::Dated;
pub(super) use whole::whole;

use super::Lexicon;
use super::genre::survey;
use super::heading::Headings;
use super::narrative::{Node, Says, carry};
use super::reading::Reading;
use super::token::{Token, tokens};
use super::told::{Genre, Told};
use crate::model::{CivilDate, Mention, Zone};
use finish::Characters;
use found::find;
use range::Joined;
use std::ops::Range;
use telling::Telling;

/// What a reader of prose may assume.
#[derive(Clone, Copy, Debug, Default)]
pub struct MentionOptions {
    /// The clock where the words say none.
    pub assume_zone: Option<Zone>,
    /// The kind of text, where it is not to be judged from its dates.
    pub genre: Option<Genre>,
}

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
    mentions_in(text, written, options).collect()
}

/// The same one by one: a long text needs no memory for all of them.
pub fn mentions_in(
    text: &str,
    written: Option<CivilDate>,
    options: &MentionOptions,
) -> impl Iterator<Item = Mention> {
    let mut characters = Characters::default();
    dated(text, written, options.genre).map(move |one| one.finish(text, options, &mut characters))
}

/// The same before any zone.
pub(super) fn dated(
    text: &str,
    written: Option<CivilDate>,
    genre: Option<Genre>,
) -> impl Iterator<Item = Dated> {
    dated_in(Lexicon::english(), text, written, genre)
}

/// The same in any language.
fn dated_in(
    lexicon: &'static Lexicon,
    text: &str,
    written: Option<CivilDate>,
    genre: Option<Genre>,
) -> impl Iterator<Item = Dated> {
    let tokens = tokens(text, lexicon);
    let mut found = find(text, &tokens, lexicon);
    let (judged, window, before_christ) = survey(found.iter().map(|(r, _)| r), written);
    if !before_christ {
        found.retain(|(reading, _)| !reading.begin.said.backward);
    }
    let genre = genre.unwrap_or(judged);
    let carried = match genre {
        Genre::Narrative => carry(&nodes(&found, &tokens, before_christ), window),
        Genre::News => Vec::new(),
    };
    let telling = Telling {
        text,
        lexicon,
        told: Told {
            genre,
            written,
            window,
            before_christ,
            same_sentence: false,
            last: None,
            last_day: None,
            last_month: None,
            carried: None,
        },
        carried: carried.into_iter().peekable(),
        order: numeric::order(&found, &tokens),
        days: Vec::new(),
        tokens,
    };
    Joined::new(telling, found)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_without_an_end_is_no_quarter() {
        // Found by fuzzing.
        let text = format!("in the {}th quarter of 1989", "4".repeat(40));
        let found = mentions(&text, None, &MentionOptions::default());
        assert!(found.iter().all(|m| !m.value.contains('Q')), "{found:?}");
    }

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
