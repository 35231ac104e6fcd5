//! What a match says: the fields of a date and a clock, before any context completes them.

use super::grammar::{BEGIN, Capture, END, Match};
use super::lexicon::Lexicon;
use super::token::Token;
use std::fmt;
use std::ops::Range;

/// A time expression as its words give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The rule that read it.
    pub rule: String,
    /// The bytes of its words.
    pub bytes: Range<usize>,
    /// The date or clock; of a range, its beginning.
    pub begin: Fields,
    /// The end of a range.
    pub end: Option<Fields>,
}

/// The fields that words fill. What they do not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// Astronomical year.
    pub year: Option<i32>,
    /// The last two figures of a year.
    pub short_year: Option<i32>,
    /// Month, 1 to 12.
    pub month: Option<u32>,
    /// Day of the month as written; whether there is such a day is for completion to say.
    pub day: Option<u32>,
    /// The day that an editor's mark offers instead.
    pub other_day: Option<u32>,
    /// Monday is 1.
    pub weekday: Option<u32>,
    /// EDTF season, 21 to 24.
    pub season: Option<u32>,
    /// The clock.
    pub clock: Option<Clock>,
    /// What the words say of the zone.
    pub zone: Option<ZoneWords>,
    /// Circa.
    pub approximate: bool,
}

/// A clock time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Hour of the day, 0 to 24.
    pub hour: u32,
    /// Minute, if written; 60 to 99 if misprinted.
    pub minute: Option<u32>,
    /// Second, if written.
    pub second: Option<u32>,
    /// Microseconds and the number of their figures, if written.
    pub fraction: Option<(u32, u8)>,
    /// The hour that an editor's mark offers instead.
    pub other_hour: Option<u32>,
    /// "midnight": the beginning or the end of the day.
    pub midnight: bool,
}

/// What the words say of the zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneWords {
    /// Seconds east of UTC, with the word that says so.
    Offset(i32, String),
    /// The clock of a place: "Moscow time".
    Place(String),
    /// "local time".
    Local,
}

impl Fields {
    /// Whether any part of a date is given.
    pub fn has_date(&self) -> bool {
        self.year.is_some() || self.month.is_some() || self.day.is_some() || self.season.is_some()
    }

    /// What is missing taken from `other`: of a range, `3` from `5 May 1943`; `3:10` from `4:55 p.m.`
    fn inherit(&mut self, other: &Fields) {
        self.year = self.year.or(other.year);
        self.short_year = self.short_year.or(other.short_year);
        self.month = self.month.or(other.month);
        self.day = self.day.or(other.day);
        self.zone = self.zone.take().or_else(|| other.zone.clone());
    }
}

impl Reading {
    /// A year alone, as a dateline may have it.
    pub(super) fn of_year(year: i32, bytes: Range<usize>) -> Reading {
        Reading {
            rule: "dateline/year".into(),
            bytes,
            begin: Fields {
                year: Some(year),
                ..Fields::default()
            },
            end: None,
        }
    }

    /// Reads the captures of a match.
    pub fn new(text: &str, tokens: &[Token], lexicon: &Lexicon, found: &Match) -> Reading {
        let grammar = &lexicon.grammar;
        let rule = &grammar.rules()[found.rule].text;
        let reader = Reader {
            text,
            tokens,
            lexicon,
        };
        let (mut shared, mut parts, mut part) = (Vec::new(), Vec::new(), None);
        for capture in &found.captures {
            match capture.field {
                BEGIN => part = Some(Vec::new()),
                END => parts.extend(part.take()),
                _ => match &mut part {
                    Some(part) => part.push(*capture),
                    None => shared.push(*capture),
                },
            }
        }
        let shared = reader.fields(&shared);
        let first = tokens[found.start].start as usize;
        let last = tokens[found.end - 1].end as usize;
        let (begin, end) = match parts.as_slice() {
            [from, to] => {
                let (mut begin, end) = (reader.draft(from), reader.draft(to));
                // `3:10–4:55 p.m.`: the first clock is of the same half of the day.
                let same_half = begin.hour.unwrap_or(0) % 12 <= end.hour.unwrap_or(0) % 12;
                if begin.half.is_none() && end.half.is_some() && same_half {
                    (begin.half, begin.of_twelve) = (end.half, true);
                }
                let (mut begin, mut end) = (begin.finish(), end.finish());
                begin.inherit(&shared);
                end.inherit(&shared);
                begin.inherit(&end);
                end.inherit(&begin);
                (begin, Some(end))
            }
            _ => (shared, None),
        };
        Reading {
            rule: rule.name.clone(),
            bytes: first..last,
            begin,
            end,
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lexicon: &'a Lexicon,
}

/// Fields with the halves of a clock of twelve still apart.
#[derive(Default)]
struct Draft {
    fields: Fields,
    hour: Option<u32>,
    of_twelve: bool,
    minute: Option<u32>,
    second: Option<u32>,
    fraction: Option<(u32, u8)>,
    half: Option<u32>,
    other_half: Option<u32>,
    other_hour: Option<u32>,
    midnight: bool,
    zone_sign: i32,
    zone_size: i64,
}

impl Reader<'_> {
    fn fields(&self, captures: &[Capture]) -> Fields {
        self.draft(captures).finish()
    }

    fn draft(&self, captures: &[Capture]) -> Draft {
        let mut draft = Draft::default();
        let mut tens = 0;
        for capture in captures {
            let value = u32::try_from(capture.value).unwrap_or(u32::MAX);
            let fields = &mut draft.fields;
            match self.lexicon.grammar.field(capture.field) {
                "day" | "iso-day" => fields.day = Some(value),
                "other-day" => fields.other_day = Some(value),
                "tens" => tens = value,
                "ordinal" => fields.day = Some(tens + value),
                "month" | "mon" | "roman" => fields.month = Some(value),
                "year" => fields.year = Some(value as i32),
                "short-year" => fields.short_year = Some(value as i32),
                "era" if capture.value < 0 => fields.year = fields.year.map(|y| 1 - y),
                "weekday" => fields.weekday = Some(value),
                "season" => fields.season = Some(value),
                "circa" => fields.approximate = true,
                "hour" => (draft.hour, draft.of_twelve) = (Some(value), true),
                "hour-of-day" => draft.hour = Some(value),
                "hhmm" => (draft.hour, draft.minute) = (Some(value / 100), Some(value % 100)),
                "six" => {
                    fields.day = Some(value / 10_000);
                    draft.hour = Some(value / 100 % 100);
                    draft.minute = Some(value % 100);
                }
                "minute" => draft.minute = Some(value),
                "second" => draft.second = Some(value),
                "fraction" => draft.fraction = Some(microseconds(value, capture.digits)),
                "meridiem" | "meridiemletter" => draft.half = Some(value),
                "other-meridiem" => draft.other_half = Some(value),
                "namedclock" => {
                    draft.hour = Some(value / 60);
                    draft.midnight = value == 0;
                }
                "other-clock" => draft.other_hour = Some(value / 60),
                "zone" | "zoneletter" => {
                    let word = self.tokens[capture.token as usize].text(self.text);
                    let seconds = capture.value as i32 * 60;
                    fields.zone = Some(ZoneWords::Offset(seconds, word.to_owned()));
                }
                "zone-place" => {
                    let word = self.tokens[capture.token as usize].text(self.text);
                    fields.zone = Some(ZoneWords::Place(word.to_owned()));
                }
                "local-zone" => fields.zone = Some(ZoneWords::Local),
                "zone-east" | "zone-west" => {
                    let east = self.lexicon.grammar.field(capture.field) == "zone-east";
                    draft.zone_sign = if east { 1 } else { -1 };
                    draft.zone_size = match capture.digits {
                        4 => capture.value / 100 * 60 + capture.value % 100,
                        _ => capture.value * 60,
                    };
                }
                "zone-minutes" => draft.zone_size += capture.value,
                _ => {}
            }
        }
        draft
    }
}

fn microseconds(value: u32, digits: u8) -> (u32, u8) {
    let digits = digits.clamp(1, 9);
    let value = u64::from(value) * 1_000_000 / 10u64.pow(u32::from(digits));
    (value.min(999_999) as u32, digits)
}

impl Draft {
    fn finish(self) -> Fields {
        let mut fields = self.fields;
        if self.zone_sign != 0 && self.zone_size <= 18 * 60 {
            let seconds = self.zone_sign * self.zone_size as i32 * 60;
            let word = crate::model::zone::OffsetName(seconds).to_string();
            fields.zone = Some(ZoneWords::Offset(seconds, word));
        }
        let Some(hour) = self.hour else {
            return fields;
        };
        let of_day = |half: Option<u32>| match half {
            Some(half) if self.of_twelve && hour <= 12 => hour % 12 + half,
            _ => hour,
        };
        let chosen = of_day(self.half);
        let other = self.other_half.map(|h| of_day(Some(h))).or(self.other_hour);
        fields.clock = Some(Clock {
            hour: chosen,
            minute: self.minute,
            second: self.second,
            fraction: self.fraction,
            other_hour: other.filter(|o| *o != chosen),
            midnight: self.midnight,
        });
        fields
    }
}

impl fmt::Display for Fields {
    /// In the manner of TIMEX3, `X` for what is not said: `XXXX-11-04T01:20`, `XX45-11-04`, `T09`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.has_date() {
            match (self.year, self.short_year) {
                (Some(year), _) => write!(f, "{year:04}")?,
                (None, Some(short)) => write!(f, "XX{short:02}")?,
                (None, None) => f.write_str("XXXX")?,
            }
            if let Some(month) = self.season.or(self.month) {
                write!(f, "-{month:02}")?;
            } else if self.day.is_some() {
                f.write_str("-XX")?;
            }
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        if let Some(clock) = self.clock {
            write!(f, "T{:02}", clock.hour)?;
            if let Some(minute) = clock.minute {
                write!(f, ":{minute:02}")?;
            }
            if let Some(second) = clock.second {
                write!(f, ":{second:02}")?;
            }
        }
        match &self.zone {
            Some(ZoneWords::Offset(0, _)) => f.write_str("Z"),
            Some(ZoneWords::Offset(s, _)) => {
                write!(f, "{}", crate::model::zone::OffsetName(*s))
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.begin)?;
        match &self.end {
            // A clock range that runs past midnight ends on the next day.
            Some(end) => write!(f, "/{end}"),
            None => Ok(()),
        }
    }
}
