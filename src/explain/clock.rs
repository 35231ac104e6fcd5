//! The links that rest on the tables: calendar, place, zone, offset, instant.

use super::words::odd;
use super::{Known, Link};
use crate::model::zone::{DATABASE_VERSION, OffsetName};
use crate::model::{Calendar, Event, Instant, Place, Zone, ZoneBasis, country_name};

pub(super) fn short(event: &Event) -> String {
    let when = &event.when;
    let (Some(earliest), precision) = (when.earliest.or(when.latest), when.precision) else {
        return "undated".into();
    };
    if when.zone.is_none() {
        return format!("{}, zone not known, bounds widened", when.edtf);
    }
    match precision.has_clock() {
        true => format!("{}, to the {}", minute(earliest), precision.name()),
        false => format!("{}, to the {}", when.edtf, precision.name()),
    }
}

pub(super) fn calendar(event: &Event, known: &Known<'_>) -> Link {
    let reform = known
        .place
        .as_ref()
        .and_then(|p| p.reform.zip(Some(&p.place)));
    let since = reform.map(|(reform, place)| {
        let land = country_name(&place.country);
        format!("{land} since {}", reform.first_gregorian.long())
    });
    let line = match event.when.calendar {
        Calendar::Julian => {
            let written = event.when.local_begin.map(|b| {
                let (year, month, day) = Calendar::Julian.year_month_day(b.date());
                let name = crate::model::calendar::month_name(month);
                format!(": {day} {name} {year} Old Style")
            });
            format!("Julian{}", written.unwrap_or_default())
        }
        Calendar::Gregorian => match &since {
            Some(since) => format!("Gregorian ({since})"),
            None => "Gregorian".into(),
        },
    };
    let ground = reform.map_or("", |_| "data/calendars");
    let link = Link::new("calendar", line, ground);
    odd(link, known, |code| {
        matches!(code, "calendar-assumed" | "no-such-day")
    })
}

pub(super) fn place(event: &Event, known: &Known<'_>) -> Option<Link> {
    let name = event.place.as_ref()?;
    let Some(found) = &known.place else {
        let link = Link::new("place", format!("{name}, in no table"), "");
        return Some(odd(link, known, |code| code == "place-unknown"));
    };
    let at = &found.place;
    let north = if at.latitude < 0.0 { 'S' } else { 'N' };
    let east = if at.longitude < 0.0 { 'W' } else { 'E' };
    let position = format!(
        "{:.1} {north} {:.1} {east}",
        at.latitude.abs(),
        at.longitude.abs()
    );
    let modern = match at.name == *name {
        true => String::new(),
        false => format!(", today {}", at.name),
    };
    let country = match at.region.is_empty() {
        true => at.country.clone(),
        false => format!("{}-{}", at.country, at.region),
    };
    let (line, ground) = match &found.named {
        Some((words, office)) => (
            format!("\"{words}\" = {office}, {name}{modern}"),
            "data/places/offices",
        ),
        None => (format!("{name}{modern}, {country}"), "data/places"),
    };
    let mut link = Link::new("place", line, ground).with(position);
    if !found.rivals.is_empty() {
        link = link.with(format!("not {}", found.rivals.join(", nor ")));
    }
    Some(link)
}

pub(super) fn zone(event: &Event, known: &Known<'_>) -> Link {
    let ground = format!("basis: {}", event.when.zone_basis.name());
    let Some(zone) = event.when.zone else {
        let link = Link::new(
            "zone",
            "nobody knows: bounds widened by -14 h and +12 h",
            ground,
        );
        return odd(link, known, |code| code == "zone-unknown");
    };
    let why = match event.when.zone_basis {
        ZoneBasis::Stated => "because the words say so",
        ZoneBasis::Place => "because of the place",
        ZoneBasis::Document => "as another stage of this envelope",
        ZoneBasis::Default => "assumed: --assume-zone or the project file",
        ZoneBasis::Unknown => "",
    };
    let mut link = Link::new("zone", format!("{zone}, {why}"), ground);
    if let Some(place) = known
        .place
        .as_ref()
        .filter(|_| event.when.zone_basis == ZoneBasis::Place)
    {
        if let Some((source, note)) = place.overridden {
            link = link.with(format!("{note}; {source}"));
        }
        if place.local_mean {
            link = link.with(format!(
                "local mean time by the longitude of {}: the database has no other here then",
                place.place.name
            ));
        }
        if let Some(message) = before_1970(event, &place.place) {
            link = link.with(format!("note[zone-before-1970]: {message}"));
        }
    }
    odd(link, known, |code| {
        matches!(code, "zone-fold" | "zone-gap" | "place-ambiguous")
    })
}

/// What the database does not vouch for: a place that is not the city of its zone, before 1970.
pub fn before_1970(event: &Event, place: &Place) -> Option<String> {
    let Some(zone @ Zone::Named(_)) = event.when.zone else {
        return None;
    };
    let begin = event.when.local_begin?;
    let name = zone.to_string();
    let city = name.rsplit('/').next().unwrap_or("").replace('_', " ");
    (begin.date().year() < 1970 && zone == place.zone && city != place.name).then(|| {
        format!(
            "the database vouches for {} under `{name}` since 1970 only",
            place.name
        )
    })
}

pub(super) fn offset(event: &Event) -> Option<Link> {
    let (zone, seconds) = event.when.zone.zip(event.when.offset_seconds)?;
    let at = event.when.earliest.or(event.when.latest)?;
    let found = zone.offset_at(at);
    let name = match found.abbreviation {
        "" => String::new(),
        letters if letters.starts_with(['+', '-']) => String::new(),
        letters => format!(" ({letters})"),
    };
    let ground = match zone {
        Zone::Named(_) => format!("tzdb {DATABASE_VERSION} + backzone"),
        Zone::Utc | Zone::Fixed(_) => String::new(),
    };
    let link = Link::new(
        "offset",
        format!("UTC{}{name}", OffsetName(seconds)),
        ground,
    );
    Some(match zone.in_force(at) {
        (None, None) => link,
        (from, to) => {
            let from = from.map_or("the beginning".into(), minute);
            let to = to.map_or("now".into(), minute);
            link.with(format!("in force {from} to {to}"))
        }
    })
}

pub(super) fn instant(event: &Event) -> Link {
    let when = &event.when;
    let edge = |at: Option<Instant>| at.map_or("..".to_owned(), |i| i.to_string());
    let bounds = format!("[{}, {})", edge(when.earliest), edge(when.latest));
    if when.earliest.is_none() && when.latest.is_none() {
        return Link::new("instant", "none", "");
    }
    let by = match (when.zone, when.offset_seconds) {
        (Some(_), Some(seconds)) => format!("less {}", OffsetName(seconds)),
        _ => "by a clock that nobody knows".into(),
    };
    let begin = when.local_begin.map_or("..".into(), |b| b.to_string());
    // The end by the same clock: of a moment the first wall-clock time that is too late.
    let end = when.zone.zip(when.latest).map(|(zone, at)| zone.local(at));
    let begin_day = when.local_begin.map(|b| b.date());
    let shown = match end {
        // On one day the clocks are enough.
        Some(end) if Some(end.date()) == begin_day && when.precision.has_clock() => {
            let clock = |text: &str| text.split('T').nth(1).unwrap_or(text).to_owned();
            format!("{} to {} {by} =", clock(&begin), clock(&end.to_string()))
        }
        Some(end) => format!("{begin} to {end} {by} ="),
        None => format!("from {begin}, {by} ="),
    };
    Link::new("instant", shown, "").with(bounds)
}

/// An instant to the minute: `1930-06-20T22:00Z`; with seconds if there are any.
fn minute(at: Instant) -> String {
    let text = at.to_string();
    match text.strip_suffix(":00Z") {
        Some(short) => format!("{short}Z"),
        None => text,
    }
}
