//! Names of places, and the clock of each place on a day.
//!
//! Tables: `data/places/` (GeoNames, CC BY 4.0, historic names, offices, regions), `data/zones/`.
//!
//! Of several places of one name, in this order: the words behind it say where it lies (`Windsor,
//! Vt.`); the name was in use that year; of comparable places, one in a country that the document
//! names otherwise; then the greatest weight: inhabitants, times 10 for a capital, times 5 for a
//! place known from papers (`places.csv`), a tenth by another language's name. Places within a
//! tenth of that weight and more than 40 km away are its rivals, and are told. Where none of
//! these is known from papers and they have different clocks, the clock is not known.

mod clocks;
mod fold;
mod region;
mod table;

pub use clocks::{ClockOn, Override};
pub use region::Region;

use crate::model::Place;
use clocks::Clocks;
use region::Regions;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use table::Table;

/// Inhabitants from which a place can be meant by a word in running text.
const PROMINENT: u32 = 15_000;

/// Names, the places they stand for, and sourced clocks.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    table: &'static Table,
    /// Historic names and offices, by folded name.
    names: Arc<HashMap<String, Vec<Named>>>,
    /// Names of the project, by folded name.
    aliases: HashMap<String, Named>,
    regions: Arc<Regions>,
    clocks: Arc<Clocks>,
    /// Words in the longest name.
    pub longest_name: usize,
}

#[derive(Clone, Debug)]
struct Named {
    name: String,
    place: usize,
    years: (i32, i32),
    office: Option<String>,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// The name in the gazetteer's spelling; of an office, its place.
    pub name: String,
    /// The place.
    pub place: Place,
    /// The office that was named, in full.
    pub office: Option<String>,
    /// Other places of this name that might be meant, likeliest first.
    pub rivals: Vec<Located>,
    /// Whether a word in running text can mean it: not one of the small places.
    pub prominent: bool,
    /// Whether a stated rule settles which place is meant: the only one, known from papers, or
    /// chosen by the words behind it. Else the clock is known only if the rivals have the same.
    pub settled: bool,
    index: Option<usize>,
}

struct Candidate {
    name: String,
    place: usize,
    office: Option<String>,
    in_use: bool,
    known: bool,
    curated: bool,
    weight: f64,
}

impl Gazetteer {
    /// The gazetteer of `data/places` and `data/zones`.
    pub fn bundled() -> &'static Gazetteer {
        static BUNDLED: OnceLock<Gazetteer> = OnceLock::new();
        BUNDLED.get_or_init(|| {
            // The tables are part of the program and tests read them whole.
            Gazetteer::read().unwrap_or_else(|message| unreachable!("data/places: {message}"))
        })
    }

    fn read() -> Result<Gazetteer, String> {
        let table = Table::bundled();
        let mut names: HashMap<String, Vec<Named>> = HashMap::new();
        let mut longest = 5;
        let mut add = |name: &str, place: usize, years: (i32, i32), office: Option<String>| {
            let key = table.letters.fold(name);
            longest = longest.max(key.split(' ').count());
            names.entry(key).or_default().push(Named {
                name: name.to_owned(),
                place,
                years,
                office,
            });
        };
        let find = |file: &str, place: &str, country: &str| {
            known_place(table, place, country)
                .ok_or_else(|| format!("{file}: there is no place {place}, {country}"))
        };
        let historic = include_str!("../../data/places/names.csv");
        for [name, place, country, from, to, _] in rows("names.csv", historic)? {
            let years = (
                from.parse().unwrap_or(i32::MIN),
                to.parse().unwrap_or(i32::MAX),
            );
            add(&name, find("names.csv", &place, &country)?, years, None);
        }
        let offices = include_str!("../../data/places/offices.csv");
        for [office, place, country, expansion] in rows("offices.csv", offices)? {
            let place = find("offices.csv", &place, &country)?;
            add(&office, place, (i32::MIN, i32::MAX), Some(expansion));
        }
        let clocks = Clocks::parse(
            include_str!("../../data/zones/overrides.csv"),
            include_str!("../../data/zones/abbreviations.csv"),
            |place, country| known_place(table, place, country),
            &table.letters,
        )?;
        let regions = include_str!("../../data/places/regions.csv");
        Ok(Gazetteer {
            table,
            names: Arc::new(names),
            aliases: HashMap::new(),
            regions: Arc::new(Regions::parse(regions, &table.letters)?),
            clocks: Arc::new(clocks),
            longest_name: longest,
        })
    }

    /// Lets a name stand for a place that is known under another; `None` if it is not.
    pub fn add_alias(&mut self, name: &str, place: &str) -> Option<()> {
        let found = self.find(place, None)?;
        let key = self.table.letters.fold(name);
        self.longest_name = self.longest_name.max(key.split(' ').count());
        let named = Named {
            name: found.name,
            place: found.index?,
            years: (i32::MIN, i32::MAX),
            office: Some(place.to_owned()),
        };
        // What the project says comes before what the tables say.
        self.aliases.insert(key, named);
        Some(())
    }

    /// The place that a name stands for in a year; `None` if nobody knows the name. Words behind
    /// a comma or in brackets that name a country or a state choose among places of one name.
    ///
    /// ```
    /// use annals::extract::Gazetteer;
    /// let gazetteer = Gazetteer::bundled();
    /// let found = gazetteer.find("CHUNGKING", Some(1943)).unwrap();
    /// assert_eq!((found.name.as_str(), found.place.name.as_str()), ("Chungking", "Chongqing"));
    /// let windsor = gazetteer.find("Windsor, Vt.", None).unwrap();
    /// assert_eq!(windsor.place.zone.to_string(), "America/New_York");
    /// assert!(gazetteer.find("Nowhere in Particular", None).is_none());
    /// ```
    pub fn find(&self, name: &str, year: Option<i32>) -> Option<Located> {
        if let Some(whole) = self.find_in(name, year, &[]) {
            return Some(whole);
        }
        let (first, rest) = name.split_once([',', '('])?;
        let regions = rest
            .split([',', '(', ')'])
            .map(|part| self.regions(part))
            .find(|r| !r.is_empty())
            .unwrap_or(&[]);
        self.find_in(first, year, regions)
    }

    /// The regions that some words may name: `Vt.`, `Ontario`, `England`.
    pub fn regions(&self, words: &str) -> &[Region] {
        self.regions.named(words, &self.table.letters)
    }

    /// The place of that name in one of the regions; in any, if none is given.
    pub fn find_in(&self, name: &str, year: Option<i32>, regions: &[Region]) -> Option<Located> {
        let key = self.table.letters.fold(name);
        if key.is_empty() {
            return None;
        }
        if let Some(alias) = self.aliases.get(&key) {
            return self.located(&alias.name, alias.place, alias.office.clone(), true);
        }
        let mut found = self.candidates(&key, year);
        if found.is_empty() {
            for other in fold::other_forms(&key) {
                found.extend(self.candidates(&other, year));
            }
        }
        if !regions.is_empty() {
            found.retain(|c| {
                let rank = self.table.rank(c.place);
                rank.is_some_and(|r| regions.iter().any(|x| x.holds(r.country, r.region)))
            });
        }
        let code = name.trim();
        let is_code = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
        let outdone = found
            .iter()
            .any(|c| c.known || c.weight >= f64::from(PROMINENT));
        if is_code
            && regions.is_empty()
            && !outdone
            && let Some(place) = self.table.airport(code)
        {
            return Some(Located {
                name: code.to_owned(),
                place,
                office: None,
                rivals: Vec::new(),
                prominent: false,
                settled: true,
                index: None,
            });
        }
        found.sort_by(|a, b| {
            let order = b.in_use.cmp(&a.in_use).then(b.weight.total_cmp(&a.weight));
            order.then(a.place.cmp(&b.place))
        });
        let best = found.first()?;
        let prominent = best.known || !regions.is_empty();
        let mut out = self.located(&best.name, best.place, best.office.clone(), prominent)?;
        let mut seen = vec![best.place];
        for rival in &found[1..] {
            let near = self
                .table
                .rank(rival.place)
                .zip(self.table.rank(best.place));
            let apart = near.is_some_and(|(a, b)| kilometres(a.position, b.position) > 40.0);
            let comparable = rival.in_use == best.in_use && rival.weight * 10.0 >= best.weight;
            if comparable && apart && !seen.contains(&rival.place) {
                seen.push(rival.place);
                let known = rival.known;
                out.rivals
                    .extend(self.located(&rival.name, rival.place, None, known));
            }
        }
        out.settled = best.curated || !regions.is_empty() || out.rivals.is_empty();
        Some(out)
    }

    fn candidates(&self, key: &str, year: Option<i32>) -> Vec<Candidate> {
        let mut out = Vec::new();
        // Of the names of one place that fold alike, its main one: Berlin, not Berlín.
        let mut entries = self.table.find(key);
        entries.sort_by_key(|entry| !entry.main);
        let main = |place: usize| entries.iter().find(|e| e.main && e.place == place);
        for named in self.names.get(key).into_iter().flatten() {
            let Some(rank) = self.table.rank(named.place) else {
                continue;
            };
            out.push(Candidate {
                name: match named.office {
                    Some(_) => self.table.name(named.place),
                    None => main(named.place).map_or(&named.name, |e| &e.name).clone(),
                },
                place: named.place,
                office: named.office.clone(),
                in_use: year.is_none_or(|y| named.years.0 <= y && y <= named.years.1),
                known: true,
                curated: true,
                weight: match named.office {
                    Some(_) => f64::INFINITY,
                    None => weight(&rank, true),
                },
            });
        }
        for entry in entries {
            let Some(rank) = self.table.rank(entry.place) else {
                continue;
            };
            if out.iter().any(|c| c.place == entry.place) {
                continue;
            }
            out.push(Candidate {
                name: entry.name,
                place: entry.place,
                office: None,
                in_use: true,
                known: rank.curated || rank.population >= PROMINENT,
                curated: rank.curated,
                weight: weight(&rank, entry.main),
            });
        }
        out
    }

    fn located(
        &self,
        name: &str,
        place: usize,
        office: Option<String>,
        prominent: bool,
    ) -> Option<Located> {
        Some(Located {
            name: name.to_owned(),
            place: self.table.place(place)?,
            office,
            rivals: Vec::new(),
            prominent,
            settled: true,
            index: Some(place),
        })
    }
}

impl Located {
    /// Whether nobody can say whose clock is meant: comparable places, none settled, of other
    /// zones.
    pub(super) fn is_undecided(&self) -> bool {
        !self.settled && self.rivals.iter().any(|r| r.place.zone != self.place.zone)
    }

    /// Whether it lies in one of some countries.
    pub(super) fn is_in(&self, countries: &[String]) -> bool {
        countries.contains(&self.place.country)
    }
}

/// What a place weighs against others of its name.
fn weight(rank: &table::Rank, main: bool) -> f64 {
    let times = match (rank.capital, rank.curated) {
        (true, _) => 10.0,
        (false, true) => 5.0,
        (false, false) => 1.0,
    };
    let by_name = if main { 1.0 } else { 0.1 };
    // A place whose inhabitants nobody counted still weighs something.
    f64::from(rank.population.max(1_000)) * times * by_name
}

/// A place by its modern name and country: one known from papers, else the largest.
fn known_place(table: &Table, name: &str, country: &str) -> Option<usize> {
    let found = table.find(&table.letters.fold(name)).into_iter();
    let here = found.filter_map(|e| Some((e.place, table.rank(e.place)?, e.main, e.name == name)));
    here.filter(|(_, rank, ..)| rank.country == country)
        .max_by_key(|(place, rank, main, exact)| {
            (
                *exact && *main,
                rank.curated,
                *main,
                rank.population,
                std::cmp::Reverse(*place),
            )
        })
        .map(|(place, ..)| place)
}

/// Distance along the ground, on a sphere.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (north, south) = (a.0.to_radians(), b.0.to_radians());
    let east = (b.1 - a.1).to_radians();
    let half = ((south - north) / 2.0).sin().powi(2)
        + north.cos() * south.cos() * (east / 2.0).sin().powi(2);
    12_742.0 * half.sqrt().min(1.0).asin()
}

fn rows<const N: usize>(table: &str, text: &str) -> Result<Vec<[String; N]>, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| format!("{table}: {e}"))?;
        let fields: Vec<String> = record.iter().map(str::to_owned).collect();
        let found = fields.len();
        let row = fields
            .try_into()
            .map_err(|_| format!("{table}: {found} fields, not {N}: {record:?}"))?;
        out.push(row);
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
