//! The place of a receipt note that names none: `data/stages/receipts.toml`.

use super::draft::{Draft, Whereabouts};
use crate::extract::Gazetteer;
use crate::extract::head::Head;
use crate::extract::locate::place_named;
use crate::extract::stage::End;
use crate::model::Markup;
use std::sync::OnceLock;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    receipt: Vec<Series>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Series {
    title: Vec<String>,
    volume: Vec<String>,
    place: String,
}

fn series() -> &'static [Series] {
    static SERIES: OnceLock<Vec<Series>> = OnceLock::new();
    SERIES.get_or_init(|| {
        // The file is part of the program and a test reads it.
        let file: File = toml::from_str(include_str!("../../../data/stages/receipts.toml"))
            .unwrap_or_else(|message| unreachable!("data/stages/receipts.toml: {message}"));
        file.receipt
    })
}

/// The places that the file names.
#[cfg(test)]
pub(super) fn places() -> impl Iterator<Item = &'static str> {
    series().iter().map(|s| s.place.as_str())
}

/// Gives receipts without a place that of the volume's keepers, else that of the addressee.
pub(super) fn fill(
    markup: Option<&Markup>,
    head: &Head,
    drafts: &mut [Draft],
    gazetteer: &Gazetteer,
) {
    let unplaced = |d: &Draft| d.end == End::Recipient && d.place == Whereabouts::Unsaid;
    if !drafts.iter().any(unplaced) {
        return;
    }
    let begins = |text: &str, list: &[String]| {
        let text = text.to_lowercase();
        list.iter().any(|l| text.starts_with(l.as_str()))
    };
    let keeper = markup.and_then(|markup| {
        series()
            .iter()
            .find(|s| begins(&markup.title, &s.title) || begins(&markup.volume, &s.volume))
    });
    let name = keeper
        .map(|s| s.place.as_str())
        .or(head.to_place.as_deref())
        .or(head.recipient.as_deref());
    let Some(name) = name else {
        return;
    };
    for draft in drafts.iter_mut().filter(|d| unplaced(d)) {
        let day = draft.span.begin.map(|b| b.date());
        if let Some(spot) = place_named(name, day, gazetteer) {
            draft.place = Whereabouts::Known(spot);
        }
    }
}
