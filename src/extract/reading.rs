//! What a match says: the fields of a date and a clock, before any context completes them.

use super::bounds::Bound;
use super::grammar::{BEGIN, Capture, END, Match};
use super::lexicon::Lexicon;
use super::said::{DayPart, Modifier, Said, Step, Unit};
use super::token::Token;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A time expression as its words give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The rule that read it.
    pub rule: Arc<str>,
    /// Its number in the grammar.
    pub rule_number: usize,
    /// The bytes of its words.
    pub bytes: Range<usize>,
    /// The date or clock; of a range, its beginning.
    pub begin: Fields,
    /// The end of a range.
    pub end: Option<Box<Fields>>,
    /// The ends of a range or the items of a list, each with its bytes; empty for one date.
    pub parts: Vec<(Range<usize>, Fields)>,
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
    /// What prose says beside.
    pub said: Said,
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

impl Clock {
    /// A clock to the minute.
    pub(super) fn at(hour: u32, minute: u32) -> Clock {
        Clock {
            hour,
            minute: Some(minute),
            second: None,
            fraction: None,
            other_hour: None,
            midnight: false,
        }
    }
}

impl Fields {
    /// Whether any part of a date is given.
    pub fn has_date(&self) -> bool {
        self.year.is_some() || self.month.is_some() || self.day.is_some() || self.season.is_some()
    }

    /// What is missing taken from `other`: of a range, `3` from `5 May 1943`; `3:10` from `4:55 p.m.`
    fn inherit(&mut self, other: &Fields) {
        if self.year.is_none()
            && let (Some(short), Some(whole)) = (self.short_year, other.year)
        {
            // `1957–60`: the same century, or the next.
            let year = whole.div_euclid(100) * 100 + short;
            self.year = Some(if year < whole { year + 100 } else { year });
        }
        self.year = self.year.or(other.year);
        self.short_year = self.short_year.or(other.short_year);
        self.month = self.month.or(other.month);
        self.day = self.day.or(other.day);
        self.zone = self.zone.take().or_else(|| other.zone.clone());
        self.said.same_year = self.said.same_year.or(other.said.same_year);
        if other.said.before_christ && !self.said.era {
            (self.said.before_christ, self.said.era) = (true, true);
            self.year = self.year.map(|y| if y > 0 { 1 - y } else { y });
        }
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
            parts: Vec::new(),
            rule_number: usize::MAX,
        }
    }

    /// Reads the captures of a match.
    pub fn new(text: &str, tokens: &[Token], lexicon: &Lexicon, found: &Match) -> Reading {
        let grammar = &lexicon.grammar;
        let reader = Reader {
            text,
            tokens,
            lexicon,
        };
        let (mut shared, mut parts, mut part) = (Vec::new(), Vec::new(), None);
        for capture in &found.captures {
            match capture.field {
                BEGIN => part = Some((capture.token as usize, Vec::new())),
                END => parts.extend(part.take().map(|(at, c)| (at..capture.token as usize, c))),
                _ => match &mut part {
                    Some((_, part)) => part.push(*capture),
                    None => shared.push(*capture),
                },
            }
        }
        for given in &grammar.rules()[found.rule].given {
            shared.push(*given);
        }
        let shared_from = shared.iter().map(|c| c.token as usize).min();
        let shared = reader.fields(&shared);
        let bytes_of =
            |range: Range<usize>| tokens[range.start].start()..tokens[range.end - 1].end();
        let (begin, end, parts) = match parts.len() {
            0 | 1 => (shared, None, Vec::new()),
            last => {
                let mut drafts: Vec<Draft> = parts.iter().map(|(_, c)| reader.draft(c)).collect();
                // `3:10–4:55 p.m.`: the first clock is of the same half of the day.
                if let [begin, end] = drafts.as_mut_slice() {
                    let same_half = begin.hour.unwrap_or(0) % 12 <= end.hour.unwrap_or(0) % 12;
                    if begin.half.is_none() && end.half.is_some() && same_half {
                        (begin.half, begin.of_twelve) = (end.half, true);
                    }
                }
                let mut fields: Vec<Fields> = drafts.into_iter().map(Draft::finish).collect();
                for own in &mut fields {
                    own.inherit(&shared);
                }
                for i in (1..last).rev() {
                    let later = fields[i].clone();
                    fields[i - 1].inherit(&later);
                }
                for i in 1..last {
                    let earlier = fields[i - 1].clone();
                    fields[i].inherit(&earlier);
                }
                let mut out = Vec::with_capacity(last);
                for (i, own) in fields.iter().enumerate() {
                    let mut range = parts[i].0.clone();
                    if i == 0 {
                        range.start = shared_from.map_or(range.start, |f| f.min(range.start));
                    }
                    if i + 1 == last {
                        range.end = found.end;
                    }
                    out.push((bytes_of(range), own.clone()));
                }
                (
                    fields[0].clone(),
                    Some(Box::new(fields[last - 1].clone())),
                    out,
                )
            }
        };
        let bytes = bytes_of(found.start..found.end);
        Reading {
            rule: Arc::clone(&grammar.rules()[found.rule].name),
            rule_number: found.rule,
            bytes,
            begin,
            end,
            parts,
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
    words: ClockWords,
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
    /// "12 m."
    meridian: bool,
    /// "5 o'clock"
    oclock: bool,
    zone_sign: i32,
    zone_size: i64,
    /// A year in words: its hundreds, and the rest.
    hundreds: Option<i32>,
    rest: i32,
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
                "month" | "mon" | "roman" | "safemonth" | "riskymonth" => {
                    fields.month = Some(value)
                }
                "year" => fields.year = Some(value as i32),
                "short-year" => fields.short_year = Some(value as i32),
                "adword" | "adletter" => fields.said.era = true,
                "year-hundreds" => draft.hundreds = Some(value as i32 * 100),
                "year-rest" => draft.rest += value as i32,
                "century-decade" => draft.hundreds = Some(value as i32 * 100),
                "era" | "eraletter" => {
                    fields.said.era = true;
                    fields.said.before_christ = capture.value < 0;
                    if capture.value < 0 {
                        fields.year = fields.year.map(|y| 1 - y);
                    }
                }
                "weekday" | "weekdayname" | "weekdaysname" => fields.weekday = Some(value),
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
                "meridiem" | "meridiemletter" | "half-part" => draft.half = Some(value),
                "other-meridiem" => draft.other_half = Some(value),
                "namedclock" => {
                    draft.hour = Some(value / 60);
                    draft.midnight = value == 0;
                }
                "meridian" => draft.meridian = true,
                "oclock" => draft.oclock = true,
                "other-clock" => draft.other_hour = Some(value / 60),
                "zone" | "zoneletter" => {
                    let word = self.tokens[capture.token as usize].text(self.text);
                    let seconds = capture.value as i32 * 60;
                    fields.zone = Some(ZoneWords::Offset(seconds, word.to_owned()));
                }
                "zone-place" => {
                    let word = self.tokens[capture.token as usize].text(self.text);
                    // "New York time", "Eastern War Time": several words are one name.
                    fields.zone = Some(ZoneWords::Place(match fields.zone.take() {
                        Some(ZoneWords::Place(before)) => format!("{before} {word}"),
                        _ => word.to_owned(),
                    }));
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
                other if other.starts_with("clock-") => draft.words.take(other, value),
                other => say(&mut fields.said, other, capture),
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

/// A clock in words: "twenty past one".
#[derive(Default)]
struct ClockWords {
    hour: Option<u32>,
    minutes: u32,
    /// Minutes are past the hour (1) or to it (−1).
    side: i64,
}

impl ClockWords {
    fn take(&mut self, field: &str, value: u32) {
        let side = match value {
            1 => 1,
            _ => -1,
        };
        match field {
            "clock-hour" => self.hour = Some(value),
            "clock-minute" => self.minutes = self.minutes.saturating_add(value),
            "clock-side" => self.side = side,
            "clock-half" => (self.minutes, self.side) = (30, side),
            "clock-quarter" => (self.minutes, self.side) = (15, side),
            _ => {}
        }
    }

    /// Hour and minute of a clock of twelve.
    fn read(&self) -> Option<(u32, u32)> {
        let hour = self.hour.filter(|h| (1..=12).contains(h))?;
        let minutes = i64::from(hour) * 60 + self.side * i64::from(self.minutes);
        let minutes = minutes.rem_euclid(12 * 60) as u32;
        let hour = match minutes / 60 {
            0 => 12,
            hour => hour,
        };
        Some((hour, minutes % 60))
    }
}

/// One captured word of prose.
fn say(said: &mut Said, field: &str, capture: &Capture) {
    let value = capture.value as i32;
    let number = u32::try_from(capture.value).unwrap_or(u32::MAX);
    let modifier = Modifier::from_word(capture.value);
    match field {
        "decade" => said.decade = Some(value),
        "decade-word" | "decadeword" => said.short_decade = Some(value),
        "century" | "century-tens" => said.century = Some(said.century.unwrap_or(0) + value),
        "quarter" => said.quarter = Some(number),
        "quarter-last" => said.quarter = Some(0),
        "half" => said.half = Some(number),
        "half-last" => said.half = Some(0),
        "part" | "dawnpart" | "daytime" => said.part = DayPart::from_word(capture.value),
        "tonight" => {
            said.part = DayPart::from_word(capture.value);
            said.day_word = Some(0);
        }
        "modifier" => said.modifier = modifier,
        "durmod" | "overword" => said.roughly = modifier,
        "step" | "samestep" => said.step = Some(Step::Told(value)),
        "deictic-step" => said.step = Some(Step::Written(value)),
        "unit" | "quarterword" => said.unit = Unit::from_word(capture.value),
        "yearly" => {
            said.unit = Unit::from_word(capture.value);
            said.every = true;
        }
        "everyword" => said.every = true,
        "count" | "count-a" => {
            let tenths = number.saturating_mul(10);
            said.tenths = Some(said.tenths.unwrap_or(0).saturating_add(tenths));
        }
        "count-tenths" if capture.digits == 1 => {
            said.tenths = Some(said.tenths.unwrap_or(0).saturating_add(number));
        }
        "count-half" | "halfword" => said.tenths = Some(said.tenths.unwrap_or(0) + 5),
        "vague" => said.vague = true,
        "direction" => {
            said.direction = Some(value.signum());
        }
        "ago" => {
            said.direction = Some(value);
            said.ago = true;
        }
        "same-year" => said.same_year = Some(value),
        "within" => said.within = Some(value),
        "dayword" => said.day_word = Some(value),
        "feast" => said.feast = Some(value),
        "feast-eve" => said.eve = true,
        "old-day" => said.old_day = Some(number),
        "old-style" => said.old_style = true,
        "dual-year" => said.dual_year = Some(number),
        "pastspan" => said.span = true,
        "week-of" => said.week = Some(value),
        "week-of-year" => said.week_of_year = Some(number),
        "single" => {
            said.tenths = Some(10);
            said.unit = said.unit.or(Unit::from_word(capture.value));
        }
        "event" => said.event = Some(capture.token),
        "monthstep" => said.month_step = Some(value),
        "numeric" => said.numeric = true,
        "backward" => said.backward = true,
        "times" => said.times = true,
        "next-day" => said.next_day = Some(number),
        "winter-to" => said.winter_to = Some(number),
        "limit" => {
            said.limit = match value {
                1 => Some(Bound::Before),
                2 => Some(Bound::After),
                4 => Some(Bound::NotBefore),
                5 => Some(Bound::NotAfter),
                6 => Some(Bound::Since),
                _ => Some(Bound::Circa),
            }
        }
        _ => {}
    }
}

impl Draft {
    fn finish(mut self) -> Fields {
        if let Some((hour, minute)) = self.words.read() {
            (self.hour, self.minute, self.of_twelve) = (Some(hour), Some(minute), true);
        }
        let mut fields = self.fields;
        match (self.hundreds, fields.said.short_decade.take()) {
            (Some(hundreds), Some(tens)) => fields.said.decade = Some(hundreds + tens),
            (Some(hundreds), None) => fields.year = Some(hundreds + self.rest),
            (None, tens) => fields.said.short_decade = tens,
        }
        if self.zone_sign != 0 && self.zone_size <= 18 * 60 {
            let seconds = self.zone_sign * self.zone_size as i32 * 60;
            let word = crate::model::zone::OffsetName(seconds).to_string();
            fields.zone = Some(ZoneWords::Offset(seconds, word));
        }
        let Some(hour) = self.hour.filter(|h| !self.meridian || *h == 12) else {
            return fields;
        };
        if self.oclock && self.half.is_none() && (1..=12).contains(&hour) {
            (self.of_twelve, self.half, self.other_half) = (true, Some(0), Some(12));
        }
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
