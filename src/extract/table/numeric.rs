//! Dates in figures: `03/04/2019`, `31. 1. 1890`, `2. X. 07`. Which figure is the day is settled
//! by the whole column, and where it cannot be, both days are kept.

use super::super::{DateForm, oddity};
use crate::model::CivilDate;

/// How near, in days, the dates of one message lie to each other.
const NEAR: i64 = 45;

/// Which figure stands where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
    /// Year, month, day.
    Ymd,
}

/// A date in figures, and what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figures<'a> {
    parts: [u32; 3],
    /// How many figures the first and the last part have.
    digits: [usize; 2],
    /// Whether the separator leaves the order open: a stroke or a hyphen.
    open: bool,
    /// A clock, as it stands.
    pub rest: &'a str,
}

/// A date in figures at the beginning of a cell.
pub(super) fn figures(text: &str) -> Option<Figures<'_>> {
    let text = text.trim();
    let (mut parts, mut digits) = ([0; 3], [0; 3]);
    let mut rest = text;
    let (mut open, mut roman) = (false, false);
    let mut mark = None;
    for part in 0..3 {
        if part > 0 {
            let trimmed = rest.trim_start_matches(['.', '/', '-', '–', ' ', '\u{a0}']);
            let separator = &rest[..rest.len() - trimmed.len()];
            if separator.is_empty() || separator.chars().count() > 3 {
                return None;
            }
            // `11.-24.10.1917` and `8./9.5.1907` are ranges: a date has one kind of separator.
            let mut marks = separator
                .chars()
                .filter(|c| matches!(c, '.' | '/' | '-' | '–'));
            let own = marks.next();
            if marks.next().is_some() || (mark.is_some() && own.is_some() && mark != own) {
                return None;
            }
            mark = mark.or(own);
            open |= separator.contains(['/', '-', '–']);
            rest = trimmed;
        }
        let length = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (value, length) = match length {
            0 if part == 1 => {
                let length = rest
                    .find(|c: char| !matches!(c, 'I' | 'V' | 'X'))
                    .unwrap_or(rest.len());
                roman = true;
                (roman_month(&rest[..length])?, length)
            }
            1..=4 => (rest[..length].parse().ok()?, length),
            _ => return None,
        };
        (parts[part], digits[part]) = (value, length);
        rest = &rest[length..];
    }
    let ends = rest
        .chars()
        .next()
        .is_none_or(|c| matches!(c, ' ' | ',' | '.'));
    let year_first = digits[0] >= 3;
    let sizes = match year_first {
        true => digits[1] <= 2 && digits[2] <= 2,
        false => digits[1] <= 4 && matches!(digits[2], 2 | 4),
    };
    if !ends || !sizes || (digits[1] > 2 && !roman) || (year_first && digits[0] != 4) {
        return None;
    }
    Some(Figures {
        parts,
        digits: [digits[0], digits[2]],
        open: open && !roman,
        rest: rest.trim_start_matches(['.', ',']).trim(),
    })
}

fn roman_month(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ];
    let found = MONTHS.iter().position(|m| *m == text)?;
    Some(found as u32 + 1)
}

impl Figures<'_> {
    /// The one order that the figures themselves allow.
    fn own_order(&self) -> Option<Order> {
        let [a, b, _] = self.parts;
        match self.digits[0] {
            4 => Some(Order::Ymd),
            // Stops and blanks part day, month and year everywhere.
            _ if !self.open => Some(Order::Dmy),
            _ if a > 12 && b <= 12 => Some(Order::Dmy),
            _ if b > 12 && a <= 12 => Some(Order::Mdy),
            _ => None,
        }
    }

    /// Whether it can be read in two ways that differ.
    pub fn is_open(&self) -> bool {
        self.own_order().is_none() && self.parts[0] != self.parts[1]
    }

    /// The date in an order; a year of two figures is that nearest to `near`, else of the 1900s.
    pub fn date(&self, order: Order, near: Option<CivilDate>) -> Result<CivilDate, String> {
        let [a, b, c] = self.parts;
        let (year, month, day, short) = match order {
            Order::Ymd => (a, b, c, self.digits[0] == 2),
            Order::Dmy => (c, b, a, self.digits[1] == 2),
            Order::Mdy => (c, a, b, self.digits[1] == 2),
        };
        let year = match (short, near) {
            (false, _) => year as i32,
            (true, None) => 1900 + year as i32,
            (true, Some(near)) => {
                let century = near.year().div_euclid(100) * 100 + year as i32;
                let all = [century - 100, century, century + 100];
                let nearest = all.into_iter().min_by_key(|y| (y - near.year()).abs());
                nearest.unwrap_or(century)
            }
        };
        CivilDate::new(year, month, day)
            .ok_or_else(|| format!("there is no day {day} of month {month} in {year}"))
    }
}

/// What a column says of the order of its figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Column {
    /// The order, if one is settled.
    pub order: Option<Order>,
    /// Line and words of a cell that needs the order.
    pub open: Option<(u32, String)>,
    /// Line and words of a cell that settles it.
    pub settled_by: Option<(u32, String)>,
    /// Cells say both.
    pub contradicts: bool,
    /// The order was asked for.
    asked: bool,
}

impl Column {
    /// Before any cell was looked at.
    pub fn new(form: DateForm) -> Column {
        Column {
            order: match form {
                DateForm::DayFirst => Some(Order::Dmy),
                DateForm::MonthFirst => Some(Order::Mdy),
                DateForm::YearFirst => Some(Order::Ymd),
                DateForm::Auto | DateForm::Edtf | DateForm::Epoch => None,
            },
            asked: matches!(
                form,
                DateForm::DayFirst | DateForm::MonthFirst | DateForm::YearFirst
            ),
            ..Column::default()
        }
    }

    /// Looks at the next cell of the column.
    pub fn look(&mut self, line: u32, text: &str) {
        if self.asked {
            return;
        }
        let Some(found) = figures(text).filter(|f| f.open && f.digits[0] < 4) else {
            return;
        };
        let shown = || Some((line, oddity::one_line(text)));
        match found.own_order() {
            None if found.is_open() => self.open = self.open.take().or_else(shown),
            None => {}
            Some(order) if self.order.is_none() => {
                (self.order, self.settled_by) = (Some(order), shown());
            }
            Some(order) => self.contradicts |= self.order != Some(order),
        }
    }

    /// When every cell was looked at.
    pub fn looked_at(mut self) -> Column {
        if self.contradicts {
            self.order = None;
        }
        self
    }

    /// The days that figures mean: one, or two that the column leaves open.
    pub fn days(
        &self,
        figures: &Figures<'_>,
        near: Option<CivilDate>,
        form: DateForm,
    ) -> Result<(CivilDate, Option<CivilDate>), String> {
        let own = figures.own_order();
        let order = match (form, own) {
            // Asked for, it holds also where the figures would allow another.
            (DateForm::DayFirst | DateForm::MonthFirst, own) if own != Some(Order::Ymd) => {
                self.order.filter(|_| figures.open).or(own)
            }
            (DateForm::YearFirst, None) => self.order,
            (_, own) => own.or(self.order),
        };
        if let Some(order) = order {
            return Ok((figures.date(order, near)?, None));
        }
        let first = figures.date(Order::Dmy, near);
        let second = figures.date(Order::Mdy, near);
        match (first, second) {
            (Ok(a), Ok(b)) if a != b => {
                // Another date of the same message may lie near one of them alone.
                let far = |day: CivilDate| near.map(|n| (day.days() - n.days()).abs() > NEAR);
                match (far(a), far(b)) {
                    (Some(false), Some(true)) => Ok((a, None)),
                    (Some(true), Some(false)) => Ok((b, None)),
                    _ => Ok((a.min(b), Some(a.max(b)))),
                }
            }
            (Ok(a), _) | (_, Ok(a)) => Ok((a, None)),
            (Err(why), _) => Err(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Column {
        let numbered = cells.iter().enumerate().map(|(i, c)| (i as u32 + 2, *c));
        let mut column = Column::new(DateForm::Auto);
        numbered.for_each(|(line, text)| column.look(line, text));
        column.looked_at()
    }

    fn read(column: &Column, text: &str) -> Result<(String, Option<String>), String> {
        let near = CivilDate::new(1892, 5, 25);
        let found = figures(text).ok_or("no figures")?;
        let (a, b) = column.days(&found, near, DateForm::Auto)?;
        Ok((a.to_string(), b.map(|b| b.to_string())))
    }

    #[test]
    fn the_whole_column_settles_the_order() {
        let day = column(&["03/04/2019", "25/04/2019", "04/04/2019"]);
        assert_eq!(day.order, Some(Order::Dmy));
        assert_eq!(day.settled_by, Some((3, "25/04/2019".into())));
        assert_eq!(read(&day, "03/04/2019").unwrap().0, "2019-04-03");
        let month = column(&["03/04/2019", "04/25/2019"]);
        assert_eq!(read(&month, "03/04/2019").unwrap().0, "2019-03-04");
        let open = column(&["03/04/2019"]);
        assert_eq!(open.order, None);
        let both = read(&open, "03/04/2019").unwrap();
        assert_eq!(both, ("2019-03-04".into(), Some("2019-04-03".into())));
        // Read beside 25 May 1892.
        assert_eq!(read(&open, "2/5 92").unwrap(), ("1892-05-02".into(), None));
        let both = column(&["25/04/2019", "04/25/2019", "03/04/2019"]);
        assert!(both.contradicts && both.order.is_none());
    }

    #[test]
    fn stops_blanks_and_roman_months_are_day_first() {
        let none = Column::default();
        let day = |text: &str| read(&none, text).map(|r| r.0);
        assert_eq!(day("31. 1. 1890").as_deref(), Ok("1890-01-31"));
        assert_eq!(day("2. X. 07").as_deref(), Ok("1907-10-02"));
        assert_eq!(day("14 XI 96").as_deref(), Ok("1896-11-14"));
        assert_eq!(day("22. 2. 92").as_deref(), Ok("1892-02-22"));
        assert_eq!(day("18/9 93").as_deref(), Ok("1893-09-18"));
        assert_eq!(day("2019/4/3").as_deref(), Ok("2019-04-03"));
        assert!(day("31.2.1890").is_err());
        assert_eq!(figures("25/04/2019 14:30").unwrap().rest, "14:30");
        for none in [
            "1945",
            "1945-11",
            "12:30",
            "4 November 1945",
            "1.2",
            "10/20/30/40",
            "1 2",
        ] {
            assert_eq!(figures(none), None, "{none}");
        }
    }
}
