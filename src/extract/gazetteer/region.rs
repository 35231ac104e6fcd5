//! Words behind a place that say in which country or state it lies: `Windsor, Vt.`.
//!
//! Table: `data/places/regions.csv`.

use super::fold::Letters;
use std::collections::HashMap;

/// A country, or a first-order division of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// ISO 3166 code of the country.
    pub country: &'static str,
    /// Code of the division as GeoNames has it; empty for the whole country.
    pub division: &'static str,
}

/// The words, folded.
#[derive(Clone, Debug, Default)]
pub(super) struct Regions(HashMap<String, Vec<Region>>);

impl Regions {
    pub fn parse(text: &'static str, letters: &Letters) -> Result<Regions, String> {
        let mut out: HashMap<String, Vec<Region>> = HashMap::new();
        for (number, line) in text.lines().enumerate().skip(1) {
            // Names with a comma stand in quotes.
            let (name, rest) = match line.strip_prefix('"') {
                Some(quoted) => quoted.split_once("\",").unwrap_or((quoted, "")),
                None => line.split_once(',').unwrap_or((line, "")),
            };
            let (country, division) = rest
                .split_once(',')
                .ok_or_else(|| format!("regions.csv:{}: `{line}`", number + 1))?;
            let known = out.entry(letters.fold(name)).or_default();
            known.push(Region { country, division });
            // `N. J.` is also printed `NJ`.
            let close = letters.fold(&name.replace(". ", ""));
            if close != letters.fold(name) {
                out.entry(close)
                    .or_default()
                    .push(Region { country, division });
            }
        }
        Ok(Regions(out))
    }

    /// The regions that some words may name; empty if they name none.
    pub fn named(&self, words: &str, letters: &Letters) -> &[Region] {
        let key = letters.fold(words);
        let key = key.strip_prefix("the ").unwrap_or(&key);
        self.0.get(key).map_or(&[], Vec::as_slice)
    }
}

impl Region {
    pub(super) fn holds(&self, country: &str, division: &str) -> bool {
        self.country == country && (self.division.is_empty() || self.division == division)
    }
}
