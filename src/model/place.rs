//! A place on the ground.

use super::Zone;

/// A place of the gazetteer.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The name in use today, in English: `Chongqing`.
    pub name: String,
    /// ISO 3166 country code.
    pub country: String,
    /// First-order division as GeoNames codes it, such as `NY`; empty if not known.
    pub region: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// The zone that the gazetteer gives for it.
    pub zone: Zone,
    /// Inhabitants, to about 4 %, to choose between places of one name; 0 is unknown.
    pub population: u32,
}
