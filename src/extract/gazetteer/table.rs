//! The table of all places, read in place: `data/places/gazetteer.bin`, made by `make.py`.
//!
//! Names are front-coded in blocks of 16, sorted by their folded form; a lookup is a binary
//! search over the blocks and one block read through. Nothing is unpacked at the start.

use super::fold::Letters;
use crate::model::{Place, Zone};
use std::cmp::Ordering;
use std::sync::OnceLock;

const MAGIC: &[u8] = b"ANNALS3\n";
const CAPITAL: u16 = 0x2000;
const CURATED: u16 = 0x4000;
const PLACE: usize = 8;
/// Bytes of the folded name at the head of a block that stand in the index.
const PREFIX: usize = 8;
const BLOCK: usize = 16;
const AIRPORT: usize = 10;

/// The table.
#[derive(Debug)]
pub(super) struct Table {
    clocks: Vec<Clock>,
    pub letters: Letters,
    places: &'static [u8],
    blocks: &'static [u8],
    names: &'static [u8],
    airports: &'static [u8],
}

/// Country, first-order division and zone, as many places share them.
#[derive(Debug)]
struct Clock {
    country: &'static str,
    region: &'static str,
    zone_name: &'static str,
    zone: OnceLock<Zone>,
}

/// A name in the table, and a place that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub name: String,
    pub place: usize,
    /// Whether it is the name that the place goes by, not another language's.
    pub main: bool,
}

impl Table {
    /// The table of the program.
    pub fn bundled() -> &'static Table {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| {
            let bytes = include_bytes!("../../../data/places/gazetteer.bin");
            // The table is part of the program and a test reads it whole.
            Table::new(bytes).unwrap_or_else(|| unreachable!("data/places/gazetteer.bin"))
        })
    }

    fn new(bytes: &'static [u8]) -> Option<Table> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut take = |count: usize| {
            let (head, tail) = rest.split_at_checked(count)?;
            rest = tail;
            Some(head)
        };
        let mut sizes = [0usize; 6];
        for size in &mut sizes {
            *size = u32::from_le_bytes(take(4)?.try_into().ok()?) as usize;
        }
        let [clocks, letters, places, blocks, names, airports] = sizes;
        let clocks = std::str::from_utf8(take(clocks)?).ok()?;
        let clock = |line: &'static str| {
            let mut parts = line.split('\t');
            Some(Clock {
                country: parts.next()?,
                region: parts.next()?,
                zone_name: parts.next()?,
                zone: OnceLock::new(),
            })
        };
        Some(Table {
            clocks: clocks.lines().map(clock).collect::<Option<_>>()?,
            letters: Letters::parse(std::str::from_utf8(take(letters)?).ok()?),
            places: take(places.checked_mul(PLACE)?)?,
            blocks: take(blocks.checked_mul(BLOCK)?)?,
            names: take(names)?,
            airports: take(airports.checked_mul(AIRPORT)?)?,
        })
    }

    /// How many places there are.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.places.len() / PLACE
    }

    fn block(&self, index: usize) -> Option<(usize, usize)> {
        let at = self
            .blocks
            .get(index * BLOCK + PREFIX..(index + 1) * BLOCK)?;
        let word = |i: usize| u32::from_le_bytes([at[i], at[i + 1], at[i + 2], at[i + 3]]) as usize;
        Some((word(0), word(4)))
    }

    fn block_count(&self) -> usize {
        self.blocks.len() / BLOCK
    }

    fn head(&self, index: usize) -> &'static [u8] {
        let name = || {
            let (at, _) = self.block(index)?;
            let length = *self.names.get(at + 1)? as usize;
            self.names.get(at + 2..at + 2 + length)
        };
        name().unwrap_or(b"")
    }

    /// The first block for which `reached` holds.
    fn first_block(&self, reached: impl Fn(usize) -> bool) -> usize {
        let (mut low, mut high) = (0, self.block_count());
        while low < high {
            let middle = low + (high - low) / 2;
            match reached(middle) {
                true => high = middle,
                false => low = middle + 1,
            }
        }
        low
    }

    /// The names whose folded form is `key`, each with the places that have it.
    pub fn find(&self, key: &str) -> Vec<Entry> {
        let mut out = Vec::new();
        // Names that fold alike may begin in the block before the first whose head is not less.
        let wanted = prefix(key.as_bytes());
        let next = self.first_block(|block| {
            let at = block * BLOCK;
            let head = prefix(self.blocks.get(at..at + PREFIX).unwrap_or(&[]));
            match head.cmp(&wanted) {
                // The index says it for most blocks; the names themselves need not be touched.
                Ordering::Equal => self.letters.compare(self.head(block), key) != Ordering::Less,
                other => other == Ordering::Greater,
            }
        });
        self.read(
            next.saturating_sub(1),
            |name, first, main, others| match self.letters.compare(name, key) {
                Ordering::Less => true,
                Ordering::Greater => false,
                Ordering::Equal => {
                    let text = std::str::from_utf8(name).unwrap_or("");
                    let entry = |place: usize, main: bool| Entry {
                        name: text.to_owned(),
                        place,
                        main,
                    };
                    out.extend((first..first + main).map(|place| entry(place, true)));
                    out.extend(others.chunks_exact(3).map(|id| {
                        let id = u32::from_le_bytes([id[0], id[1], id[2], 0]) as usize;
                        entry(id, false)
                    }));
                    true
                }
            },
        );
        out
    }

    /// The name that a place goes by.
    pub fn name(&self, place: usize) -> String {
        let after = self.first_block(|block| self.block(block).is_none_or(|b| b.1 > place));
        let mut found = String::new();
        self.read(after.saturating_sub(1), |name, first, main, _| {
            if (first..first + main).contains(&place) {
                found = String::from_utf8_lossy(name).into_owned();
            }
            found.is_empty()
        });
        found
    }

    /// Reads names from a block on, until `see` says no: the name, the first of the places that
    /// go by it, how many there are, and the bytes of those that have it as another name.
    fn read(&self, block: usize, mut see: impl FnMut(&[u8], usize, usize, &[u8]) -> bool) {
        let Some((mut at, mut first)) = self.block(block) else {
            return;
        };
        let mut name: Vec<u8> = Vec::with_capacity(64);
        let mut next = |count: usize| {
            let bytes = self.names.get(at..at + count)?;
            at += count;
            Some(bytes)
        };
        loop {
            let mut step = || {
                let &[shared, length] = next(2)? else {
                    return None;
                };
                name.truncate(shared as usize);
                name.extend_from_slice(next(length as usize)?);
                let count = next(1)?[0];
                let others = match count & 0x80 {
                    0 => 0,
                    _ => next(1)?[0] as usize,
                };
                let main = usize::from(count & 0x7f);
                let go_on = see(&name, first, main, next(others * 3)?);
                first += main;
                go_on.then_some(())
            };
            if step().is_none() {
                return;
            }
        }
    }

    /// A place by its number.
    pub fn place(&self, index: usize) -> Option<Place> {
        let bytes = self.places.get(index * PLACE..(index + 1) * PLACE)?;
        let clock = self.clock(u16::from_le_bytes([bytes[5], bytes[6]]))?;
        let (latitude, longitude) = position(&bytes[..5]);
        Some(Place {
            name: self.name(index),
            country: clock.country.to_owned(),
            region: clock.region.to_owned(),
            latitude,
            longitude,
            zone: zone(clock),
            population: population(bytes[7]),
        })
    }

    /// Country and division of a place, whether it is a capital and whether it is known from
    /// papers, and its inhabitants.
    pub fn rank(&self, index: usize) -> Option<Rank> {
        let bytes = self.places.get(index * PLACE..(index + 1) * PLACE)?;
        let marks = u16::from_le_bytes([bytes[5], bytes[6]]);
        let clock = self.clock(marks)?;
        Some(Rank {
            country: clock.country,
            region: clock.region,
            capital: marks & CAPITAL != 0,
            curated: marks & CURATED != 0,
            population: population(bytes[7]),
            position: position(&bytes[..5]),
        })
    }

    fn clock(&self, marks: u16) -> Option<&Clock> {
        self.clocks.get(usize::from(marks & (CAPITAL - 1)))
    }

    /// The airport of an IATA code.
    pub fn airport(&self, code: &str) -> Option<Place> {
        let row = |i: usize| &self.airports[i * AIRPORT..(i + 1) * AIRPORT];
        let (mut low, mut high) = (0, self.airports.len() / AIRPORT);
        while low < high {
            let middle = low + (high - low) / 2;
            match row(middle)[..3].cmp(code.as_bytes()) {
                Ordering::Less => low = middle + 1,
                _ => high = middle,
            }
        }
        if low * AIRPORT >= self.airports.len() || &row(low)[..3] != code.as_bytes() {
            return None;
        }
        let bytes = row(low);
        let clock = self.clock(u16::from_le_bytes([bytes[8], bytes[9]]))?;
        let (latitude, longitude) = position(&bytes[3..8]);
        Some(Place {
            name: code.to_owned(),
            country: clock.country.to_owned(),
            region: String::new(),
            latitude,
            longitude,
            zone: zone(clock),
            population: 0,
        })
    }
}

/// What settles between places of one name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rank {
    pub country: &'static str,
    pub region: &'static str,
    pub capital: bool,
    pub curated: bool,
    pub population: u32,
    pub position: (f64, f64),
}

/// The first eight bytes as one number, which orders as they do.
fn prefix(bytes: &[u8]) -> u64 {
    let mut out = [0; PREFIX];
    let length = bytes.len().min(PREFIX);
    out[..length].copy_from_slice(&bytes[..length]);
    u64::from_be_bytes(out)
}

fn zone(clock: &Clock) -> Zone {
    *clock.zone.get_or_init(|| {
        // A test looks that every zone of the table is known.
        clock.zone_name.parse().unwrap_or(Zone::Utc)
    })
}

/// Degrees north and east, to about 0.003° and 0.00002°.
fn position(bytes: &[u8]) -> (f64, f64) {
    let latitude = f64::from(u16::from_le_bytes([bytes[0], bytes[1]]));
    let longitude = f64::from(u32::from_le_bytes([bytes[2], bytes[3], bytes[4], 0]));
    (
        latitude / 65_535.0 * 180.0 - 90.0,
        longitude / 16_777_215.0 * 360.0 - 180.0,
    )
}

/// Inhabitants, to about 4 %; 0 is unknown.
fn population(size: u8) -> u32 {
    match size {
        0 => 0,
        size => 2f64.powf(f64::from(size - 1) / 10.0).round() as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_a_name_a_zone_and_is_found_by_it() {
        let table = Table::bundled();
        assert!(table.len() > 200_000);
        for clock in &table.clocks {
            assert!(
                clock.zone_name.parse::<Zone>().is_ok(),
                "{}",
                clock.zone_name
            );
        }
        for place in (0..table.len()).step_by(97) {
            let name = table.name(place);
            let found = table.find(&table.letters.fold(&name));
            assert!(found.iter().any(|e| e.place == place && e.main), "{name}");
        }
    }

    #[test]
    fn the_names_are_in_order() {
        let table = Table::bundled();
        let mut before = String::new();
        let mut count = 0;
        table.read(0, |name, _, _, _| {
            let key = table.letters.fold(std::str::from_utf8(name).unwrap());
            assert!(before.as_bytes() <= key.as_bytes(), "{before} {key}");
            assert_eq!(table.letters.compare(name, &key), Ordering::Equal);
            before = key;
            count += 1;
            true
        });
        assert!(count > 200_000, "{count}");
    }

    #[test]
    fn what_is_in_no_table_is_not_found() {
        let table = Table::bundled();
        for key in ["", "zzzzzz", "a", "nowhere in particular", "\u{10ffff}"] {
            let found = table.find(key);
            assert!(
                found.iter().all(|e| table.letters.fold(&e.name) == key),
                "{key}"
            );
        }
        assert!(table.airport("ZZZ").is_none() && table.airport("").is_none());
        assert_eq!(table.airport("VIE").unwrap().country, "AT");
    }
}
