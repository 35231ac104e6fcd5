//! Places in a text, and the clock by which an event is told.

use super::gazetteer::{Gazetteer, Located};
use super::reading::ZoneWords;
use super::token::{Kind, Token};
use crate::model::{CivilDate, Zone, ZoneBasis};
use std::ops::Range;

/// A place that an event happened at, and the clock it kept on the day.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spot {
    /// The name in the gazetteer's spelling.
    pub name: String,
    /// Its clock.
    pub zone: Zone,
    /// How many other places have the name.
    pub others: usize,
}

/// The first name of a place among some tokens, with its tokens.
pub(super) fn find_place<'g>(
    text: &str,
    tokens: &[Token],
    range: Range<usize>,
    year: Option<i32>,
    gazetteer: &'g Gazetteer,
) -> Option<(Range<usize>, Located<'g>)> {
    for first in range.clone() {
        if !matches!(tokens[first].kind, Kind::Word { capital: true, .. }) {
            continue;
        }
        // Marks within a name, as in `VKP(b) CC`, are tokens too.
        let longest = (first + gazetteer.longest_name + 6).min(range.end);
        for last in (first + 1..=longest).rev() {
            let name = &text[tokens[first].start as usize..tokens[last - 1].end as usize];
            if let Some(found) = gazetteer.find(name, year).filter(|_| !name.contains(',')) {
                return Some((first..last, found));
            }
        }
    }
    None
}

/// A name as a place: its whole, else the last of its parts between commas that is known.
pub(super) fn place_named(
    name: &str,
    day: Option<CivilDate>,
    gazetteer: &Gazetteer,
) -> Option<Spot> {
    let year = day.map(CivilDate::year);
    let whole = gazetteer.find(name, year);
    let parts = || {
        name.split(',')
            .find_map(|part| gazetteer.find(part.trim(), year))
    };
    let located = whole.or_else(parts)?;
    Some(spot(&located, day, gazetteer))
}

pub(super) fn spot(located: &Located<'_>, day: Option<CivilDate>, gazetteer: &Gazetteer) -> Spot {
    Spot {
        name: located.name.to_owned(),
        zone: gazetteer.zone_on(located, day).0,
        others: located.others,
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
    let stated = match words {
        Some(ZoneWords::Offset(0, _)) => Some(Zone::Utc),
        Some(ZoneWords::Offset(seconds, _)) => Some(Zone::Fixed(*seconds)),
        Some(ZoneWords::Place(name)) => place_named(name, day, gazetteer).map(|s| s.zone),
        Some(ZoneWords::Local) | None => None,
    };
    let known = [
        (stated, ZoneBasis::Stated),
        (place.map(|p| p.zone), ZoneBasis::Place),
        (document, ZoneBasis::Document),
        (assumed, ZoneBasis::Default),
    ];
    known
        .into_iter()
        .find(|(zone, _)| zone.is_some())
        .unwrap_or((None, ZoneBasis::Unknown))
}
