//! Places in a text, and the clock by which an event is told.

use super::gazetteer::{Gazetteer, Located, Region};
use super::head::labels;
use super::reading::ZoneWords;
use super::token::{Kind, Token};
use crate::model::{CivilDate, Zone, ZoneBasis};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A place that an event happened at, and the clock it kept on the day.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spot {
    /// The name in the gazetteer's spelling.
    pub name: String,
    /// Its clock.
    pub zone: Zone,
    /// How many other places of the name might be meant.
    pub others: usize,
    /// What the gazetteer says of it.
    pub located: Arc<Located>,
    day: Option<CivilDate>,
}

/// Most tokens of a region behind a place: `N. J.`.
const REGION: usize = 6;

/// The first name of a place among some tokens, with its tokens. Small places are not meant by
/// a word of running text, unless a region stands behind it.
pub(super) fn find_place(
    text: &str,
    tokens: &[Token],
    range: Range<usize>,
    year: Option<i32>,
    gazetteer: &Gazetteer,
) -> Option<(Range<usize>, Located)> {
    for first in range.clone() {
        if !matches!(tokens[first].kind(), Kind::Word { capital: true, .. }) {
            continue;
        }
        // Marks within a name, as in `VKP(b) CC`, are tokens too.
        let longest = (first + gazetteer.longest_name + 6).min(range.end);
        for last in (first + 1..=longest).rev() {
            let name = &text[tokens[first].start()..tokens[last - 1].end()];
            // `Date: 4 November` has a label, and there is a town of Date.
            let colon = tokens.get(last).is_some_and(|t| t.is_mark(':'));
            if name.contains(',') || colon && labels().date.contains(&name.to_lowercase()) {
                continue;
            }
            let behind = region_behind(text, tokens, last..range.end, gazetteer);
            if let Some((end, regions)) = behind
                && let Some(found) = gazetteer.find_in(name, year, regions)
            {
                return Some((first..end, found));
            }
            let found = gazetteer.find_in(name, year, &[]);
            if let Some(found) = found.filter(|f| f.prominent) {
                return Some((first..last, found));
            }
        }
    }
    None
}

/// `, N. J.` or `(Ontario)` behind a place: where it ends, and what it names.
fn region_behind<'g>(
    text: &str,
    tokens: &[Token],
    range: Range<usize>,
    gazetteer: &'g Gazetteer,
) -> Option<(usize, &'g [Region])> {
    let mark = tokens.get(range.start)?;
    if range.is_empty() || !(mark.is_mark(',') || mark.is_mark('(')) {
        return None;
    }
    let first = range.start + 1;
    let longest = (first + REGION).min(range.end);
    (first + 1..=longest).rev().find_map(|last| {
        let words = &text[tokens[first].start()..tokens[last - 1].end()];
        let regions = gazetteer.regions(words);
        // Two small letters, as in `in` or `or`, are words, no states.
        let written = words.starts_with(char::is_uppercase);
        (written && !regions.is_empty()).then_some((last, regions))
    })
}

/// A name as a place: its whole, else the first of its parts between commas that is known.
pub(super) fn place_named(
    name: &str,
    day: Option<CivilDate>,
    gazetteer: &Gazetteer,
) -> Option<Spot> {
    let located = located_named(name, day.map(CivilDate::year), gazetteer)?;
    Some(spot(Arc::new(located), day, gazetteer))
}

fn located_named(name: &str, year: Option<i32>, gazetteer: &Gazetteer) -> Option<Located> {
    let whole = gazetteer.find(name, year);
    // A region that has no such place says that the place is unknown, not that it lies elsewhere.
    let named_region = || {
        name.split_once(',')
            .is_some_and(|(_, rest)| rest.split(',').any(|p| !gazetteer.regions(p).is_empty()))
    };
    whole.or_else(|| {
        name.split(',')
            .filter(|_| !named_region())
            .find_map(|part| gazetteer.find(part.trim(), year))
    })
}

/// Names that were looked up before, by year: those of a table come again and again.
#[derive(Default)]
pub(super) struct LookedUp {
    by_year: HashMap<Option<i32>, HashMap<String, Option<Arc<Located>>>>,
}

impl LookedUp {
    /// The same as [`place_named`].
    pub fn place_named(
        &mut self,
        name: &str,
        day: Option<CivilDate>,
        gazetteer: &Gazetteer,
    ) -> Option<Spot> {
        let year = day.map(CivilDate::year);
        let names = self.by_year.entry(year).or_default();
        let located = match names.get(name) {
            Some(known) => known.clone(),
            None => {
                let found = located_named(name, year, gazetteer).map(Arc::new);
                names.insert(name.to_owned(), found.clone());
                found
            }
        };
        Some(spot(located?, day, gazetteer))
    }
}

pub(super) fn spot(located: Arc<Located>, day: Option<CivilDate>, gazetteer: &Gazetteer) -> Spot {
    Spot {
        name: located.name.clone(),
        zone: gazetteer.zone_on(&located, day).zone,
        others: located.rivals.len(),
        located,
        day,
    }
}

impl Spot {
    /// Whether just one of the places of its name lies in one of these countries.
    pub fn has_one_in(&self, countries: &[String]) -> bool {
        let own = std::iter::once(&*self.located);
        let all = own.chain(&self.located.rivals);
        all.filter(|located| located.is_in(countries)).count() == 1
    }

    /// The same, or the likeliest of its rivals in one of the countries that the document names
    /// otherwise; the rest stay rivals.
    pub fn settled(self, countries: &[String], gazetteer: &Gazetteer) -> Spot {
        let mut located = (*self.located).clone();
        if located.rivals.is_empty() {
            return self;
        }
        if located.is_in(countries) {
            located.settled = true;
            return Spot {
                located: Arc::new(located),
                ..self
            };
        }
        let Some(at) = located.rivals.iter().position(|r| r.is_in(countries)) else {
            return self;
        };
        let mut chosen = located.rivals.remove(at);
        chosen.settled = true;
        let rivals = std::mem::take(&mut located.rivals);
        chosen.rivals.push(located);
        chosen.rivals.extend(rivals);
        spot(Arc::new(chosen), self.day, gazetteer)
    }
}

/// The clock of an event and how it is known: the words' own, the place's, the document's, the
/// one assumed, or none.
pub(super) fn clock(
    words: Option<&ZoneWords>,
    place: Option<&Spot>,
    document: Option<Zone>,
    assumed: Option<Zone>,
    day: Option<CivilDate>,
    gazetteer: &Gazetteer,
) -> (Option<Zone>, ZoneBasis) {
    let country = place.map(|p| p.located.place.country.as_str());
    let known = [
        (
            words.and_then(|w| stated(w, country, day, gazetteer)),
            ZoneBasis::Stated,
        ),
        (place.map(|p| p.zone), ZoneBasis::Place),
        (document, ZoneBasis::Document),
        (assumed, ZoneBasis::Default),
    ];
    known
        .into_iter()
        .find(|(zone, _)| zone.is_some())
        .unwrap_or((None, ZoneBasis::Unknown))
}

/// The clock that words name: an offset, an abbreviation as it was meant there and then, or the
/// clock of a place. "Local time" is that of the event's own place.
pub(super) fn stated(
    words: &ZoneWords,
    country: Option<&str>,
    day: Option<CivilDate>,
    gazetteer: &Gazetteer,
) -> Option<Zone> {
    let fixed = |seconds: i32| match seconds {
        0 => Zone::Utc,
        seconds => Zone::Fixed(seconds),
    };
    match words {
        ZoneWords::Offset(seconds, word) => {
            let word = word.trim();
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            // A single letter of a date-time group, or figures, mean the same everywhere.
            let table = (letters > 1)
                .then(|| gazetteer.zone_word(word, country, day))
                .flatten();
            Some(fixed(table.map_or(*seconds, |(seconds, _)| seconds)))
        }
        ZoneWords::Place(name) => {
            let phrase = format!("{name} time");
            if let Some((seconds, _)) = gazetteer.zone_word(&phrase, country, day) {
                return Some(fixed(seconds));
            }
            place_named(name, day, gazetteer).map(|s| s.zone)
        }
        ZoneWords::Local => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Lexicon, scan};

    fn offset(words: &str, country: Option<&str>, day: (i32, u32, u32)) -> String {
        let found = scan(words, Lexicon::english());
        let (reading, _) = &found.readings[0];
        assert_eq!(reading.bytes.end, words.len(), "{words}: {reading:?}");
        let zone = reading.begin.zone.as_ref().unwrap();
        let day = CivilDate::new(day.0, day.1, day.2);
        stated(zone, country, day, Gazetteer::bundled()).map_or(String::new(), |z| z.to_string())
    }

    #[test]
    fn words_for_clocks_mean_what_they_meant_there_and_then() {
        let d_day = (1944, 6, 6);
        assert_eq!(offset("9 a.m. BDST", Some("GB"), d_day), "UTC+02:00");
        assert_eq!(offset("9 a.m. EWT", Some("US"), d_day), "UTC-04:00");
        assert_eq!(offset("9 a.m. Eastern War Time", None, d_day), "UTC-04:00");
        assert_eq!(offset("9 a.m. Greenwich time", Some("GB"), d_day), "UTC");
        assert_eq!(offset("9 a.m. Moscow time", None, d_day), "Europe/Moscow");
        assert_eq!(
            offset("9 a.m. New York time", None, d_day),
            "America/New_York"
        );
        assert_eq!(
            offset("9 a.m. CEMT", Some("DE"), (1945, 6, 15)),
            "UTC+03:00"
        );
        assert_eq!(offset("9 a.m. MSK", None, (2012, 6, 15)), "UTC+04:00");
        assert_eq!(offset("9 a.m. CST", Some("CN"), (1990, 1, 15)), "UTC+08:00");
        assert_eq!(offset("9 a.m. CST", Some("US"), (1990, 1, 15)), "UTC-06:00");
        assert_eq!(offset("9 a.m. IST", Some("IE"), (1975, 7, 1)), "UTC+01:00");
        assert_eq!(offset("9 a.m. IST", Some("IN"), (1975, 7, 1)), "UTC+05:30");
        assert_eq!(offset("0120Z", None, d_day), "UTC");
    }

    #[test]
    fn every_letter_of_a_date_time_group_is_that_of_the_table() {
        for row in include_str!("../../data/zones/letters.csv").lines().skip(1) {
            let (letter, expected) = row.split_once(',').unwrap();
            let words = format!("040120{letter} NOV 45");
            let found = scan(&words, Lexicon::english());
            let zone = found.readings[0].0.begin.zone.as_ref().unwrap();
            let expected = crate::model::zone::parse_offset(expected).unwrap();
            assert!(
                matches!(zone, ZoneWords::Offset(s, _) if *s == expected),
                "{words}: {zone:?}"
            );
        }
    }
}
