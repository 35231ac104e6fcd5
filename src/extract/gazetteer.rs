//! Names of places, and the clock of each place on a day.
//!
//! Tables: `data/places/` (GeoNames, CC BY 4.0, and historic names), `data/zones/overrides.csv`.

use crate::model::zone::parse_offset;
use crate::model::{CivilDate, Place, Zone};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Names, the places they stand for, and sourced clocks.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    places: Vec<Place>,
    capitals: Vec<bool>,
    /// By folded name.
    names: HashMap<String, Vec<Named>>,
    overrides: Vec<Override>,
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

/// A clock that a place kept, against the database.
#[derive(Clone, Debug)]
pub struct Override {
    place: usize,
    from: CivilDate,
    to: CivilDate,
    zone: Zone,
    /// Where this is known from.
    pub source: String,
    /// What the database shows instead, and why.
    pub note: String,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug)]
pub struct Located<'a> {
    /// The name in the gazetteer's spelling; of an office, its place.
    pub name: &'a str,
    /// The place.
    pub place: &'a Place,
    /// The office that was named, in full.
    pub office: Option<&'a str>,
    /// How many other places have this name.
    pub others: usize,
    index: usize,
}

impl Gazetteer {
    /// The gazetteer of `data/places` and `data/zones`.
    pub fn bundled() -> &'static Gazetteer {
        static BUNDLED: OnceLock<Gazetteer> = OnceLock::new();
        BUNDLED.get_or_init(|| {
            // The tables are part of the program and tests read them whole.
            Gazetteer::parse(
                include_str!("../../data/places/places.csv"),
                include_str!("../../data/places/names.csv"),
                include_str!("../../data/places/offices.csv"),
                include_str!("../../data/zones/overrides.csv"),
            )
            .unwrap_or_else(|message| unreachable!("data/places: {message}"))
        })
    }

    /// Reads the four tables.
    ///
    /// # Errors
    /// A message that names the table and row that is wrong.
    pub fn parse(
        places: &str,
        names: &str,
        offices: &str,
        overrides: &str,
    ) -> Result<Gazetteer, String> {
        let mut out = Gazetteer {
            places: Vec::new(),
            capitals: Vec::new(),
            names: HashMap::new(),
            overrides: Vec::new(),
            longest_name: 0,
        };
        let mut by_key: HashMap<(String, String), usize> = HashMap::new();
        for row in rows::<7>("places.csv", places)? {
            let [
                name,
                country,
                latitude,
                longitude,
                zone,
                population,
                capital,
            ] = row;
            let number = |text: &str| text.parse::<f64>().map_err(|e| format!("{name}: {e}"));
            let place = Place {
                country: country.clone(),
                latitude: number(&latitude)?,
                longitude: number(&longitude)?,
                zone: zone.parse().map_err(|e| format!("{name}: {e}"))?,
                population: population.parse().unwrap_or(0),
                name: name.clone(),
            };
            let at = out.places.len();
            out.places.push(place);
            out.capitals.push(capital == "yes");
            out.add(&name, at, (i32::MIN, i32::MAX), None);
            by_key.insert((name, country), at);
        }
        let find = |table: &str, place: String, country: String| {
            let key = (place, country);
            let found = by_key.get(&key).copied();
            found.ok_or_else(|| format!("{table}: there is no place {}, {}", key.0, key.1))
        };
        for [name, place, country, from, to, _] in rows("names.csv", names)? {
            let place = find("names.csv", place, country)?;
            let years = (
                from.parse().unwrap_or(i32::MIN),
                to.parse().unwrap_or(i32::MAX),
            );
            out.add(&name, place, years, None);
        }
        for [office, place, country, expansion] in rows("offices.csv", offices)? {
            let place = find("offices.csv", place, country)?;
            out.add(&office, place, (i32::MIN, i32::MAX), Some(expansion));
        }
        for row in rows::<8>("overrides.csv", overrides)? {
            let [place, country, from, to, offset, _, source, note] = row;
            let place = find("overrides.csv", place, country)?;
            let wrong = || format!("overrides.csv: {from}, {to}, {offset}");
            out.overrides.push(Override {
                place,
                from: iso_date(&from).ok_or_else(wrong)?,
                to: iso_date(&to).ok_or_else(wrong)?,
                zone: Zone::Fixed(parse_offset(&offset).ok_or_else(wrong)?),
                source,
                note,
            });
        }
        Ok(out)
    }

    fn add(&mut self, name: &str, place: usize, years: (i32, i32), office: Option<String>) {
        let key = fold(name);
        self.longest_name = self.longest_name.max(key.split(' ').count());
        self.names.entry(key).or_default().push(Named {
            name: name.to_owned(),
            place,
            years,
            office,
        });
    }

    /// Lets a name stand for a place that is known under another; `None` if it is not.
    pub fn add_alias(&mut self, name: &str, place: &str) -> Option<()> {
        let found = self.find(place, None)?;
        let (index, office) = (found.index, place.to_owned());
        // What the project says comes before what the tables say.
        self.names.remove(&fold(name));
        self.add(name, index, (i32::MIN, i32::MAX), Some(office));
        Some(())
    }

    /// The place that a name stands for in a year; `None` if nobody knows the name.
    ///
    /// Of several, a name in use that year comes first, then a capital, then the larger place.
    ///
    /// ```
    /// use annals::extract::Gazetteer;
    /// let found = Gazetteer::bundled().find("CHUNGKING", Some(1943)).unwrap();
    /// assert_eq!((found.name, found.place.name.as_str()), ("Chungking", "Chongqing"));
    /// assert!(Gazetteer::bundled().find("Nowhere in Particular", None).is_none());
    /// ```
    pub fn find(&self, name: &str, year: Option<i32>) -> Option<Located<'_>> {
        let key = fold(name);
        let named = self.names.get(&key).or_else(|| {
            // "Washington, D.C.", "Paris, France": the part before the comma.
            let (first, _) = name.split_once(',')?;
            self.names.get(&fold(first))
        })?;
        let in_use = |n: &Named| year.is_none_or(|y| n.years.0 <= y && y <= n.years.1);
        let best = named.iter().max_by_key(|n| {
            let size = self.places[n.place].population;
            (in_use(n), self.capitals[n.place], size)
        })?;
        let mut places: Vec<usize> = named.iter().map(|n| n.place).collect();
        places.sort_unstable();
        places.dedup();
        let place = &self.places[best.place];
        Some(Located {
            name: match best.office {
                Some(_) => &place.name,
                None => &best.name,
            },
            place,
            office: best.office.as_deref(),
            others: places.len() - 1,
            index: best.place,
        })
    }

    /// The clock of a place on a day: the database's, unless a sourced override covers the day.
    pub fn zone_on(
        &self,
        located: &Located<'_>,
        day: Option<CivilDate>,
    ) -> (Zone, Option<&Override>) {
        let covers = |o: &&Override| {
            o.place == located.index && day.is_some_and(|d| o.from <= d && d < o.to)
        };
        match self.overrides.iter().find(covers) {
            Some(found) => (found.zone, Some(found)),
            None => (located.place.zone, None),
        }
    }
}

/// Letters without case, blanks collapsed, full stops and brackets left out.
fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        let kept = word
            .chars()
            .filter(|c| !matches!(c, '.' | ',' | '[' | ']'))
            .flat_map(char::to_lowercase);
        let before = out.len();
        if before > 0 {
            out.push(' ');
        }
        let start = out.len();
        out.extend(kept);
        if out.len() == start {
            out.truncate(before);
        }
    }
    out
}

fn iso_date(text: &str) -> Option<CivilDate> {
    let mut parts = text.split('-');
    let mut next = || parts.next()?.parse::<u32>().ok();
    CivilDate::new(next()? as i32, next()?, next()?)
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
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> Option<CivilDate> {
        CivilDate::new(y, m, d)
    }

    #[test]
    fn wartime_chungking_keeps_its_own_clock() {
        let gazetteer = Gazetteer::bundled();
        let found = gazetteer.find("Chungking", Some(1943)).unwrap();
        let (zone, why) = gazetteer.zone_on(&found, day(1943, 7, 16));
        assert_eq!(zone, Zone::Fixed(7 * 3600));
        assert!(why.is_some_and(|w| !w.source.is_empty()));
        let (zone, why) = gazetteer.zone_on(&found, day(1990, 7, 16));
        assert_eq!(
            (zone.to_string().as_str(), why.is_none()),
            ("Asia/Shanghai", true)
        );
    }

    #[test]
    fn offices_stand_for_their_places() {
        let found = Gazetteer::bundled().find("VKP CC", Some(1945)).unwrap();
        assert_eq!(found.name, "Moscow");
        assert!(
            found
                .office
                .is_some_and(|o| o.contains("Central Committee"))
        );
    }

    #[test]
    fn a_capital_comes_before_its_namesakes() {
        let found = Gazetteer::bundled().find("WASHINGTON, D.C.", None).unwrap();
        assert_eq!(found.place.zone.to_string(), "America/New_York");
    }
}
