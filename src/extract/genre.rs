//! What kind of text it is and which years it is about, from the dates it writes out.

use super::reading::{Fields, Reading};
use super::said::Step;
use super::told::Genre;
use crate::model::CivilDate;

/// How far from the day of writing news dates lie, in years.
const NEWS_YEARS: i32 = 1;

/// A date so near the day of writing, in days, is that of the text itself.
const SAME_WEEK: i64 = 3;

/// The kind of a text, the years it is about, and whether it counts backward.
pub(super) fn survey<'r>(
    readings: impl Iterator<Item = &'r Reading>,
    written: Option<CivilDate>,
) -> (Genre, Option<(i32, i32)>, bool) {
    let (mut full, mut bare) = (Vec::new(), Vec::new());
    let (mut eras, mut backward) = (0usize, 0usize);
    let mut dated = false;
    // "yesterday", "last week", "on Tuesday": words that a text has which speaks from its own day.
    let mut spoken = 0usize;
    for fields in readings.flat_map(|r| std::iter::once(&r.begin).chain(r.end.as_deref())) {
        if fields.said.backward {
            continue;
        }
        let Some(year) = fields.year else {
            spoken += usize::from(speaks_from_its_day(fields));
            continue;
        };
        if fields.said.era {
            eras += 1;
            backward += usize::from(fields.said.before_christ);
        }
        if let (Some(month), Some(day), Some(written)) = (fields.month, fields.day, written)
            && let Some(date) = CivilDate::new(year, month, day)
        {
            dated |= (date.days() - written.days()).abs() <= SAME_WEEK;
        }
        match fields.month {
            Some(_) => full.push(year),
            None => bare.push(year),
        }
    }
    let before_christ = backward * 2 > eras && backward * 3 > full.len() + bare.len();
    if full.len() < 4 || before_christ {
        full.append(&mut bare);
    }
    full.sort_unstable();
    let at = |share: usize| {
        full.get((full.len().saturating_sub(1)) * share / 100)
            .copied()
    };
    let window = at(4).zip(at(96)).map(|(a, b)| (a - 1, b + 1));
    let genre = match written {
        None => Genre::Narrative,
        Some(written) => {
            let near = full
                .iter()
                .filter(|y| (**y - written.year()).abs() <= NEWS_YEARS)
                .count();
            let far = full.len() - near;
            match dated || near * 2 >= full.len() || spoken * 4 >= far {
                true => Genre::News,
                false => Genre::Narrative,
            }
        }
    };
    (
        genre,
        window.filter(|_| genre == Genre::Narrative),
        before_christ,
    )
}

/// Whether an expression is counted from the day of writing.
fn speaks_from_its_day(fields: &Fields) -> bool {
    let said = &fields.said;
    let step = matches!(said.step, Some(Step::Written(_)));
    let weekday = fields.weekday.is_some() && fields.month.is_none() && said.step.is_none();
    said.day_word.is_some() || said.ago || step || weekday
}
