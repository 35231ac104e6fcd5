//! Instants as numbers: seconds, milliseconds, microseconds or nanoseconds since 1970, UTC.

use super::words;
use crate::model::instant::DAY;
use crate::model::{CivilSpan, LocalTime, Precision};

/// The instant of a number, its unit judged by its size as Timesketch does: above 1e17
/// nanoseconds, above 1e14 microseconds, above 1e11 milliseconds, else seconds.
pub(super) fn read(text: &str) -> Option<CivilSpan> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let number: i128 = whole.parse().ok()?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || (text.contains('.') && fraction.is_empty())
    {
        return None;
    }
    let size = number.unsigned_abs();
    let (micros, width, precision) = match size {
        100_000_000_000_000_001.. => (number.div_euclid(1000), 1, Precision::Microsecond),
        100_000_000_000_001.. => (number, 1, Precision::Microsecond),
        100_000_000_001.. => (number * 1000, 1000, Precision::Millisecond),
        _ => {
            let six = fraction.bytes().chain(std::iter::repeat(b'0')).take(6);
            let part = six.fold(0i128, |sum, digit| sum * 10 + i128::from(digit - b'0'));
            let part = if text.starts_with('-') { -part } else { part };
            let (width, precision) = match fraction.len() {
                0 => (1_000_000, Precision::Second),
                1 => (100_000, Precision::Millisecond),
                2 => (10_000, Precision::Millisecond),
                3 => (1000, Precision::Millisecond),
                _ => (1, Precision::Microsecond),
            };
            (number * 1_000_000 + part, width, precision)
        }
    };
    let micros = i64::try_from(micros).ok()?;
    // The years 0 to 9999.
    let days = -719_528..2_932_897;
    if !days.contains(&micros.div_euclid(DAY)) {
        return None;
    }
    let begin = LocalTime::from_micros(micros);
    Some(CivilSpan {
        begin: Some(begin),
        end: Some(begin.plus(width)),
        precision,
        edtf: begin.date().to_string(),
        ..CivilSpan::default()
    })
}

/// Whether a column holds such numbers and nothing else: each of at least nine figures.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Column {
    /// A cell holds one.
    any: bool,
    /// A cell holds something else.
    other: bool,
}

impl Column {
    /// Looks at the next cell.
    pub fn look(&mut self, cell: &str) {
        let cell = cell.trim();
        // "n.d." between numbers is no number of another kind.
        if self.other || cell.is_empty() || words::is_undated(cell) {
            return;
        }
        let whole = cell.split('.').next().unwrap_or("");
        let figures = whole.trim_start_matches('-');
        let is = (9..=19).contains(&figures.len()) && figures.bytes().all(|b| b.is_ascii_digit());
        (self.any, self.other) = (true, !is);
    }

    /// Whether it is one, as far as it was looked at.
    pub fn is_epoch(self) -> bool {
        self.any && !self.other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_follows_from_the_size() {
        let begin = |text: &str| read(text).map(|s| s.begin.unwrap().to_string());
        assert_eq!(begin("1327218753").as_deref(), Some("2012-01-22T07:52:33"));
        assert_eq!(
            begin("1327218753.25").as_deref(),
            Some("2012-01-22T07:52:33.25")
        );
        assert_eq!(
            begin("1331698658276").as_deref(),
            Some("2012-03-14T04:17:38.276")
        );
        assert_eq!(
            begin("1331698658276340").as_deref(),
            Some("2012-03-14T04:17:38.27634")
        );
        assert_eq!(
            begin("1331698658276340999").as_deref(),
            Some("2012-03-14T04:17:38.27634")
        );
        assert_eq!(begin("-1").as_deref(), Some("1969-12-31T23:59:59"));
        assert_eq!(begin("x"), None);
        assert_eq!(begin("99999999999999999999999999"), None);
        let is_column = |cells: &[&str]| {
            let mut column = Column::default();
            cells.iter().for_each(|cell| column.look(cell));
            column.is_epoch()
        };
        assert!(is_column(&["1327218753", "", "1327218999.5"]));
        assert!(!is_column(&["1327218753", "19451104"]));
        assert!(!is_column(&["19451104", "1327218753"]));
        assert!(!is_column(&[""]));
    }
}
