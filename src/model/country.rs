//! Countries by name: `data/places/countries.csv`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const COUNTRIES: &str = include_str!("../../data/places/countries.csv");

/// The English name of a country by its ISO 3166 code of two letters; the code itself if there is
/// none.
///
/// Names are those of GeoNames (CC BY 4.0).
///
/// ```
/// use annals::model::country_name;
/// assert_eq!(country_name("RU"), "Russia");
/// assert_eq!(country_name("XX"), "XX");
/// ```
pub fn country_name(code: &str) -> &str {
    static NAMES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        // A row that is none is left out: its code is shown instead.
        let rows = csv::Reader::from_reader(COUNTRIES.as_bytes()).into_deserialize();
        rows.flatten().collect()
    });
    names.get(code).map_or(code, String::as_str)
}
