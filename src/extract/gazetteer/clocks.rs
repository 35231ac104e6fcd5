//! The clock of a place on a day: the database's, a sourced override's, or local mean time.
//!
//! Tables: `data/zones/overrides.csv`, `abbreviations.csv`, `letters.csv`.

use super::fold::Letters;
use super::table::Table;
use super::{Gazetteer, Located, rows};
use crate::model::zone::parse_offset;
use crate::model::{CivilDate, LocalTime, Place, Zone};

/// A clock that a place, a region or a country kept, against the database.
#[derive(Clone, Debug)]
pub struct Override {
    /// A place of the gazetteer; `None` is the whole region.
    place: Option<usize>,
    country: String,
    /// A division, the zone that GeoNames gives, or empty for the whole country.
    region: String,
    from: Option<CivilDate>,
    to: CivilDate,
    clock: Kept,
    /// Where this is known from.
    pub source: String,
    /// What the database shows instead, and why.
    pub note: String,
}

#[derive(Clone, Copy, Debug)]
enum Kept {
    Zone(Zone),
    LocalMean,
}

/// The clock of a place on a day, and why.
#[derive(Clone, Copy, Debug)]
pub struct ClockOn<'a> {
    /// The clock.
    pub zone: Zone,
    /// The sourced override it comes from.
    pub overridden: Option<&'a Override>,
    /// Whether it is local mean time by the longitude of the place.
    pub local_mean: bool,
}

/// A word or letters for a clock.
#[derive(Clone, Debug)]
struct Word {
    key: String,
    seconds: i32,
    from: Option<CivilDate>,
    to: Option<CivilDate>,
    countries: Vec<String>,
    meaning: String,
}

/// The clocks that are not the database's, and the words for clocks.
#[derive(Clone, Debug, Default)]
pub(super) struct Clocks {
    overrides: Vec<Override>,
    words: Vec<Word>,
}

impl Clocks {
    pub fn parse(
        overrides: &str,
        words: &str,
        find: impl Fn(&str, &str) -> Option<usize>,
        letters: &Letters,
    ) -> Result<Clocks, String> {
        let mut out = Clocks::default();
        for row in rows::<9>("overrides.csv", overrides)? {
            let [place, country, region, from, to, clock, _, source, note] = row;
            let wrong = || format!("overrides.csv: {place} {country} {from} {to} {clock}");
            let kept = match (clock.as_str(), parse_offset(&clock)) {
                ("LMT", _) => Kept::LocalMean,
                (_, Some(seconds)) => Kept::Zone(Zone::Fixed(seconds)),
                (name, None) => Kept::Zone(name.parse().map_err(|_| wrong())?),
            };
            let index = match place.is_empty() {
                true => None,
                false => Some(find(&place, &country).ok_or_else(wrong)?),
            };
            out.overrides.push(Override {
                place: index,
                region,
                from: match from.is_empty() {
                    true => None,
                    false => Some(iso_date(&from).ok_or_else(wrong)?),
                },
                to: iso_date(&to).ok_or_else(wrong)?,
                clock: kept,
                country,
                source,
                note,
            });
        }
        for row in rows::<6>("abbreviations.csv", words)? {
            let [word, offset, from, to, countries, meaning] = row;
            out.words.push(Word {
                key: letters.fold(&word),
                seconds: parse_offset(&offset).ok_or_else(|| format!("{word}: {offset}"))?,
                from: iso_date(&from),
                to: iso_date(&to),
                countries: countries
                    .split(' ')
                    .filter(|c| !c.is_empty())
                    .map(str::to_owned)
                    .collect(),
                meaning,
            });
        }
        Ok(out)
    }

    fn kept(&self, index: Option<usize>, place: &Place, day: CivilDate) -> Option<&Override> {
        let zone_name = place.zone.to_string();
        self.overrides.iter().find(|o| {
            let here = match o.place {
                Some(own) => Some(own) == index,
                None => {
                    o.country == place.country
                        && (o.region.is_empty()
                            || o.region == place.region
                            || o.region == zone_name)
                }
            };
            here && o.from.is_none_or(|from| from <= day) && day < o.to
        })
    }
}

impl Gazetteer {
    /// The clock of a place on a day: a sourced override if one covers the day; local mean time
    /// by the place's own longitude where the database has nothing but local mean time; else the
    /// database's zone.
    ///
    /// ```
    /// use annals::extract::Gazetteer;
    /// use annals::model::CivilDate;
    /// let gazetteer = Gazetteer::bundled();
    /// let kunming = gazetteer.find("Kunming", Some(1943)).unwrap();
    /// let clock = gazetteer.zone_on(&kunming, CivilDate::new(1943, 7, 16));
    /// assert_eq!(clock.zone.to_string(), "UTC+07:00");
    /// assert!(clock.overridden.unwrap().source.contains("backzone"));
    /// ```
    pub fn zone_on(&self, located: &Located, day: Option<CivilDate>) -> ClockOn<'_> {
        let place = &located.place;
        let plain = ClockOn {
            zone: place.zone,
            overridden: None,
            local_mean: false,
        };
        let Some(day) = day else {
            return plain;
        };
        let mean = Zone::Fixed((place.longitude * 240.0).round() as i32);
        if let Some(found) = self.clocks.kept(located.index, place, day) {
            return ClockOn {
                zone: match found.clock {
                    Kept::Zone(zone) => zone,
                    Kept::LocalMean => mean,
                },
                overridden: Some(found),
                local_mean: matches!(found.clock, Kept::LocalMean),
            };
        }
        match local_mean_of(place.zone, day) {
            // The database's own city, or one beside it: its figure is the better known.
            Some(seconds) if !is_near(mean, seconds) => ClockOn {
                zone: mean,
                overridden: None,
                local_mean: true,
            },
            _ => plain,
        }
    }

    /// Seconds east of UTC and the meaning of a word for a clock, such as `BDST` or `Eastern War
    /// Time`, in a country and on a day; `None` if no row of the table fits.
    ///
    /// ```
    /// use annals::extract::Gazetteer;
    /// use annals::model::CivilDate;
    /// let gazetteer = Gazetteer::bundled();
    /// let day = CivilDate::new(1944, 6, 6);
    /// assert_eq!(gazetteer.zone_word("BDST", None, day).unwrap().0, 7200);
    /// assert_eq!(gazetteer.zone_word("IST", Some("IE"), CivilDate::new(1975, 7, 1)).unwrap().0, 3600);
    /// assert!(gazetteer.zone_word("XYZT", None, day).is_none());
    /// ```
    pub fn zone_word(
        &self,
        word: &str,
        country: Option<&str>,
        day: Option<CivilDate>,
    ) -> Option<(i32, &str)> {
        let key = Table::bundled().letters.fold(word);
        let here = |w: &Word| match country {
            Some(country) if !w.countries.is_empty() => w.countries.iter().any(|c| c == country),
            _ => w.countries.is_empty(),
        };
        let then = |w: &Word| {
            day.is_none_or(|d| w.from.is_none_or(|f| f <= d) && w.to.is_none_or(|t| d < t))
        };
        let named: Vec<&Word> = self.clocks.words.iter().filter(|w| w.key == key).collect();
        // Of several, the one of the country and the day; else of the day; else the first.
        let best = named
            .iter()
            .enumerate()
            .max_by_key(|(at, w)| (then(w), here(w), std::cmp::Reverse(*at)))?
            .1;
        Some((best.seconds, &best.meaning))
    }
}

/// The database's local mean time of a zone on a day, in seconds, if it has no other that day.
fn local_mean_of(zone: Zone, day: CivilDate) -> Option<i32> {
    // Riyadh kept local mean time longest, until 1947.
    if day.year() > 1950 {
        return None;
    }
    let at = |day: CivilDate| zone.resolve(LocalTime::new(day, 0, 0, 0)).earliest();
    let (begin, end) = (at(day)?, at(day.plus_days(1))?);
    let (first, last) = (zone.offset_at(begin), zone.offset_at(end));
    (first.abbreviation == "LMT" && last.abbreviation == "LMT").then_some(first.seconds)
}

fn is_near(mean: Zone, seconds: i32) -> bool {
    matches!(mean, Zone::Fixed(own) if (own - seconds).abs() <= 60)
}

pub(super) fn iso_date(text: &str) -> Option<CivilDate> {
    let mut parts = text.split('-');
    let mut next = || parts.next()?.parse::<u32>().ok();
    CivilDate::new(next()? as i32, next()?, next()?)
}
