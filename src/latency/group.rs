//! By what delays are grouped.

use super::Pair;
use std::str::FromStr;

/// A key of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
}

impl Key {
    /// All of them, by name.
    pub const NAMES: [(&'static str, Key); 9] = [
        ("route", Key::Route),
        ("from_place", Key::FromPlace),
        ("to_place", Key::ToPlace),
        ("sender", Key::Sender),
        ("recipient", Key::Recipient),
        ("year", Key::Year),
        ("month", Key::Month),
        ("weekday", Key::Weekday),
        ("hour", Key::Hour),
    ];

    /// The name of the key.
    pub fn name(self) -> &'static str {
        let found = Key::NAMES.iter().find(|(_, key)| *key == self);
        found.map_or("", |(name, _)| name)
    }

    /// The value of a pair: what sorts, and what is shown.
    pub(super) fn value(self, pair: &Pair) -> (i64, String) {
        let text = |name: &Option<String>| (0, name.clone().unwrap_or_else(|| "unknown".into()));
        let local = |sort: i64, shown: String| (sort, shown);
        match self {
            Key::Route => (0, pair.route.clone()),
            Key::FromPlace => text(&pair.from_place),
            Key::ToPlace => text(&pair.to_place),
            Key::Sender => text(&pair.sender),
            Key::Recipient => text(&pair.recipient),
            Key::Year | Key::Month | Key::Weekday | Key::Hour => {
                let Some(begin) = pair.begin_local else {
                    return (i64::MAX, "undated".into());
                };
                let date = begin.date();
                match self {
                    Key::Year => local(date.year().into(), format!("{:04}", date.year())),
                    Key::Month => local(
                        i64::from(date.year()) * 12 + i64::from(date.month()),
                        format!("{:04}-{:02}", date.year(), date.month()),
                    ),
                    Key::Weekday => local(date.weekday() as i64, date.weekday().to_string()),
                    _ => {
                        let (hour, _) = begin.hour_minute();
                        local(hour, format!("{hour:02}"))
                    }
                }
            }
        }
    }
}

impl FromStr for Key {
    type Err = String;

    fn from_str(name: &str) -> Result<Key, String> {
        let found = Key::NAMES.iter().find(|(known, _)| *known == name);
        found.map(|(_, key)| *key).ok_or_else(|| {
            let names: Vec<&str> = Key::NAMES.iter().map(|(n, _)| *n).collect();
            format!("`{name}` is no key; use one of {}", names.join(", "))
        })
    }
}
