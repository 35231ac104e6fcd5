//! By what delays are grouped.

use super::Pair;
use compact_str::CompactString;
use foldhash::HashMap;
use std::str::FromStr;

/// A key of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Key {
    Route,
    FromPlace,
    ToPlace,
    Sender,
    Recipient,
    Year,
    Month,
    Weekday,
    Hour,
    Stage,
    /// Any column: its name, and its place in [`Pair::columns`].
    Column(String, usize),
}

impl Key {
    /// Those that are made from a delay, by name.
    pub const NAMES: [(&'static str, Key); 10] = [
        ("route", Key::Route),
        ("from_place", Key::FromPlace),
        ("to_place", Key::ToPlace),
        ("sender", Key::Sender),
        ("recipient", Key::Recipient),
        ("year", Key::Year),
        ("month", Key::Month),
        ("weekday", Key::Weekday),
        ("hour", Key::Hour),
        ("stage", Key::Stage),
    ];

    /// The name of the key.
    pub fn name(&self) -> &str {
        if let Key::Column(name, _) = self {
            return name;
        }
        let found = Key::NAMES.iter().find(|(_, key)| key == self);
        found.map_or("", |(name, _)| name)
    }

    /// The value of a pair, as it sorts.
    fn value<'a>(&self, pair: &'a Pair) -> Value<'a> {
        let text = |name: &'a Option<CompactString>| match name {
            Some(name) => Value::Text(name),
            None => Value::Unknown,
        };
        match self {
            Key::Route => Value::Text(&pair.route),
            Key::FromPlace => text(&pair.from_place),
            Key::ToPlace => text(&pair.to_place),
            Key::Sender => text(&pair.sender),
            Key::Recipient => text(&pair.recipient),
            Key::Stage => Value::Two(&pair.from_stage, &pair.to_stage),
            Key::Column(_, at) => match pair.columns.get(*at) {
                Some(value) => text(value),
                None => Value::Unknown,
            },
            Key::Year | Key::Month | Key::Weekday | Key::Hour => {
                let Some(begin) = pair.begin_local else {
                    return Value::Undated;
                };
                let date = begin.date();
                Value::Number(match self {
                    Key::Year => date.year().into(),
                    Key::Month => i64::from(date.year()) * 12 + i64::from(date.month()) - 1,
                    Key::Weekday => date.weekday() as i64,
                    _ => begin.hour_minute().0,
                })
            }
        }
    }

    /// The value of a pair in words.
    fn shown(&self, pair: &Pair) -> String {
        let date = pair.begin_local.map(|begin| begin.date());
        match (self, self.value(pair), date) {
            (_, Value::Unknown, _) => "unknown".into(),
            (_, Value::Undated, _) => "undated".into(),
            (_, Value::Text(text), _) => text.to_owned(),
            (_, Value::Two(a, b), _) => format!("{a} to {b}"),
            (Key::Month, _, Some(d)) => format!("{:04}-{:02}", d.year(), d.month()),
            (Key::Weekday, _, Some(d)) => d.weekday().to_string(),
            (Key::Year, Value::Number(year), _) => format!("{year:04}"),
            (_, Value::Number(number), _) => format!("{number:02}"),
        }
    }
}

impl FromStr for Key {
    type Err = String;

    fn from_str(name: &str) -> Result<Key, String> {
        let found = Key::NAMES.iter().find(|(known, _)| *known == name);
        found.map(|(_, key)| key.clone()).ok_or_else(|| {
            let names: Vec<&str> = Key::NAMES.iter().map(|(n, _)| *n).collect();
            format!("`{name}` is no key; use one of {}", names.join(", "))
        })
    }
}

/// A value of a key; unknown and undated ones come last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Value<'a> {
    Number(i64),
    Text(&'a str),
    Two(&'a str, &'a str),
    Unknown,
    Undated,
}

/// A group: column and value of each of its keys, and its delays in order.
pub type Group<'a> = (Vec<(String, String)>, Vec<&'a Pair>);

/// Delays by their keys, in the order of the keys' values.
///
/// ```
/// use annals::latency::{Key, Pair, groups};
/// let pair = |route: &str| Pair { route: route.into(), ..Pair::default() };
/// let pairs = [pair("Chungking to Washington"), pair("Bern to London")];
/// let found = groups(&pairs, &[Key::Route]);
/// assert_eq!(found[0].0[0].1, "Bern to London");
/// ```
pub fn groups<'a>(pairs: &'a [Pair], by: &[Key]) -> Vec<Group<'a>> {
    let all: Vec<&Pair> = pairs.iter().collect();
    groups_of(&all, by)
}

/// [`groups`] of some delays.
pub fn groups_of<'a>(pairs: &[&'a Pair], by: &[Key]) -> Vec<Group<'a>> {
    if pairs.is_empty() {
        return Vec::new();
    }
    // The group of each pair: one key after the other splits the groups so far.
    let mut group = vec![0u32; pairs.len()];
    let mut values: Vec<Vec<Value<'a>>> = vec![Vec::new()];
    for key in by {
        let mut index: HashMap<(u32, Value<'a>), u32> = HashMap::default();
        let mut split: Vec<Vec<Value<'a>>> = Vec::new();
        let mut last: Option<((u32, Value<'a>), u32)> = None;
        for (slot, pair) in group.iter_mut().zip(pairs) {
            let of = (*slot, key.value(pair));
            *slot = match last {
                Some((same, at)) if same == of => at,
                _ => *index.entry(of).or_insert_with(|| {
                    let mut whole = values[of.0 as usize].clone();
                    whole.push(of.1);
                    split.push(whole);
                    split.len() as u32 - 1
                }),
            };
            last = Some((of, *slot));
        }
        values = split;
    }
    let mut sizes = vec![0usize; values.len()];
    group.iter().for_each(|at| sizes[*at as usize] += 1);
    let mut lists: Vec<Vec<&'a Pair>> = sizes.into_iter().map(Vec::with_capacity).collect();
    for (at, pair) in group.iter().zip(pairs) {
        lists[*at as usize].push(pair);
    }
    let mut out: Vec<(Vec<Value<'a>>, Vec<&'a Pair>)> = values.into_iter().zip(lists).collect();
    out.sort_by(|a, b| a.0.cmp(&b.0));
    let named = |(_, pairs): (_, Vec<&'a Pair>)| {
        let first = pairs.first().copied();
        let name = |key: &Key| {
            let shown = first.map_or_else(String::new, |pair| key.shown(pair));
            (key.name().to_owned(), shown)
        };
        (by.iter().map(name).collect(), pairs)
    };
    out.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CivilDate, LocalTime};

    fn pair(sender: Option<&str>, month: u32) -> Pair {
        let date = CivilDate::new(1943, month, 1).unwrap();
        Pair {
            sender: sender.map(CompactString::from),
            begin_local: Some(LocalTime::new(date, 9, 0, 0)),
            ..Pair::default()
        }
    }

    #[test]
    fn two_keys_split_in_their_order_and_the_unknown_comes_last() {
        let pairs = [
            pair(None, 7),
            pair(Some("Gauss"), 12),
            pair(Some("Gauss"), 2),
            pair(Some("Atcheson"), 7),
            pair(Some("Gauss"), 2),
        ];
        let found = groups(&pairs, &[Key::Sender, Key::Month]);
        let shown: Vec<(String, usize)> = found
            .iter()
            .map(|(group, pairs)| (format!("{} {}", group[0].1, group[1].1), pairs.len()))
            .collect();
        let expected = [
            ("Atcheson 1943-07", 1),
            ("Gauss 1943-02", 2),
            ("Gauss 1943-12", 1),
            ("unknown 1943-07", 1),
        ];
        assert_eq!(shown, expected.map(|(name, n)| (name.to_owned(), n)));
    }

    #[test]
    fn a_column_groups_as_well() {
        let mut one = pair(None, 1);
        one.columns = vec![Some("copper".into())];
        let pairs = [one, pair(None, 1)];
        let found = groups(&pairs, &[Key::Column("cable".into(), 0)]);
        assert_eq!(found[0].0, [("cable".to_owned(), "copper".to_owned())]);
        assert_eq!(found[1].0[0].1, "unknown");
        assert!(groups(&[], &[Key::Route]).is_empty());
    }
}
