//! Who left the Julian calendar when: `data/calendars/reforms.csv`.

use super::{Calendar, CivilDate};
use crate::model::Place;
use std::sync::OnceLock;

/// The change of one land from the Julian calendar to the Gregorian.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reform {
    place: String,
    country: String,
    region: String,
    /// The last day by the Julian calendar, as year, month and day written in it.
    pub last_julian: (i32, u32, u32),
    /// The first day by the Gregorian calendar.
    pub first_gregorian: CivilDate,
    /// On which day the year began before: `01-01`, `03-25 until 1751`.
    pub year_begins: String,
    /// The law, or the handbook.
    pub source: String,
}

/// On which day a year began, where it was not 1 January.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearStart {
    /// 25 March after 1 January: the Annunciation, as in England until 1751.
    Annunciation,
    /// 1 September before 1 January: the Byzantine year, as in Russia until 1699.
    September,
    /// 25 December before 1 January: the Nativity.
    Nativity,
}

impl YearStart {
    /// The year, counted from 1 January, of a month and day in a year of this style.
    ///
    /// ```
    /// use annals::model::calendar::YearStart;
    /// // 10 February 1723, as England counted, lies in 1724; 25 March opens the year.
    /// assert_eq!(YearStart::Annunciation.january_year(1723, 2, 10), 1724);
    /// assert_eq!(YearStart::Annunciation.january_year(1723, 3, 25), 1723);
    /// // 1 September opens the year that follows.
    /// assert_eq!(YearStart::September.january_year(1700, 9, 1), 1699);
    /// assert_eq!(YearStart::Nativity.january_year(1400, 12, 25), 1399);
    /// ```
    pub fn january_year(self, year: i32, month: u32, day: u32) -> i32 {
        match self {
            YearStart::Annunciation if (month, day) < (3, 25) => year.saturating_add(1),
            YearStart::September if month >= 9 => year.saturating_sub(1),
            YearStart::Nativity if (month, day) >= (12, 25) => year.saturating_sub(1),
            _ => year,
        }
    }

    /// The style of a name: `25 March`, `1 September`, `25 December`; `None` for 1 January and
    /// for what is no style.
    pub fn from_name(name: &str) -> Option<YearStart> {
        match name.trim().to_lowercase().as_str() {
            "25 march" | "03-25" | "lady day" => Some(YearStart::Annunciation),
            "1 september" | "09-01" => Some(YearStart::September),
            "25 december" | "12-25" => Some(YearStart::Nativity),
            _ => None,
        }
    }
}

impl Reform {
    /// Whether a day as written, year, month and day, lies before the change: it was then a day
    /// of the Julian calendar. The days that were left out belong to neither.
    pub fn is_before(&self, year: i32, month: u32, day: u32) -> bool {
        (year, month, day) <= self.last_julian
    }

    /// Whether the year of a written day is in doubt: England counted January to 24 March 1700 as
    /// the end of 1699. A year printed once is not changed.
    pub fn year_is_doubtful(&self, year: i32, month: u32, day: u32) -> bool {
        let Some((style, until)) = self.year_begins.split_once(" until ") else {
            return false;
        };
        let last = until.parse().unwrap_or(i32::MIN);
        let changed = |s: YearStart| s.january_year(year, month, day) != year;
        year <= last && YearStart::from_name(style).is_some_and(changed)
    }
}

/// When the land of a place left the Julian calendar; `None` if it never used it, or nobody
/// has said when.
///
/// ```
/// use annals::extract::Gazetteer;
/// use annals::model::calendar::reform;
/// let find = |name| Gazetteer::bundled().find(name, None).unwrap().place;
/// let russia = reform(&find("Petrograd")).unwrap();
/// assert!(russia.is_before(1917, 10, 25) && !russia.is_before(1918, 2, 14));
/// assert_eq!(reform(&find("London")).unwrap().first_gregorian.to_string(), "1752-09-14");
/// assert!(reform(&find("Tokyo")).is_none());
/// ```
pub fn reform(place: &Place) -> Option<&'static Reform> {
    let here = |r: &&Reform| {
        r.country == place.country
            && (r.place.is_empty() || r.place == place.name)
            && (r.region.is_empty() || r.region == place.region)
    };
    let found = table().iter().filter(here);
    found.max_by_key(|r| (!r.place.is_empty(), !r.region.is_empty()))
}

fn table() -> &'static [Reform] {
    static TABLE: OnceLock<Vec<Reform>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let text = include_str!("../../../data/calendars/reforms.csv");
        // The table is part of the program and a test reads it whole.
        read(text).unwrap_or_else(|row| unreachable!("data/calendars/reforms.csv: {row}"))
    })
}

fn read(text: &str) -> Result<Vec<Reform>, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| e.to_string())?;
        let field = |i: usize| record.get(i).unwrap_or("").to_owned();
        let wrong = || format!("{record:?}");
        let last = parts(&field(3)).ok_or_else(wrong)?;
        let (y, m, d) = parts(&field(4)).ok_or_else(wrong)?;
        let first = CivilDate::new(y, m, d).ok_or_else(wrong)?;
        let before = Calendar::Julian.date(last.0, last.1, last.2);
        if before.map(|b| b.plus_days(1)) != Some(first) {
            return Err(format!("the days of {record:?} do not follow each other"));
        }
        out.push(Reform {
            place: field(0),
            country: field(1),
            region: field(2),
            last_julian: last,
            first_gregorian: first,
            year_begins: field(5),
            source: field(6),
        });
    }
    Ok(out)
}

fn parts(text: &str) -> Option<(i32, u32, u32)> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    Some((
        year,
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Gazetteer;

    #[test]
    fn every_row_has_consecutive_days_a_source_and_a_known_place() {
        for row in table() {
            assert!(!row.source.is_empty(), "{row:?}");
            if !row.place.is_empty() {
                let found = Gazetteer::bundled().find(&row.place, None);
                let place = found.map(|f| f.place);
                let known = place
                    .as_ref()
                    .is_some_and(|p| p.name == row.place && p.country == row.country);
                assert!(known, "{row:?} {place:?}");
            }
        }
    }

    #[test]
    fn towns_and_regions_come_before_their_country() {
        let change = |name: &str| {
            let place = Gazetteer::bundled().find(name, None).unwrap().place;
            reform(&place).map(|r| r.first_gregorian.to_string())
        };
        assert_eq!(change("Berlin").as_deref(), Some("1700-03-01"));
        assert_eq!(change("Munich").as_deref(), Some("1583-10-16"));
        assert_eq!(change("Nuremberg").as_deref(), Some("1700-03-01"));
        assert_eq!(change("Boston").as_deref(), Some("1752-09-14"));
        assert_eq!(change("Athens").as_deref(), Some("1923-03-01"));
        assert_eq!(change("Belgrade").as_deref(), Some("1919-01-28"));
        assert_eq!(change("Sofia").as_deref(), Some("1916-04-14"));
        assert_eq!(change("Strasbourg").as_deref(), Some("1682-02-16"));
        assert_eq!(change("Buenos Aires"), None);
    }
}
