//! Every time expression of a text, completed from the text.
//!
//! One pass finds the expressions, a survey of the dates that are written out says what kind of
//! text it is and which years it is about, and a second pass over the expressions completes each
//! from those before it.

use super::bounds::{Bound, Joint};
use super::complete::{Problem, on_day};
use super::genre::survey;
use super::grammar::Scope;
use super::heading::Headings;
use super::locate::place_named;
use super::point::Point;
use super::reading::{Fields, Reading, ZoneWords};
use super::resolve::{Resolved, duration, resolve};
use super::said::{DayPart, Unit};
use super::token::{Kind, Token, tokens};
use super::told::{Genre, Known, Told};
use super::{Gazetteer, Lexicon, event};
use crate::model::instant::HOUR;
use crate::model::zone::Fold;
use crate::model::{
    CivilDate, CivilSpan, Instant, LocalTime, Mention, MentionType, Zone, ZoneBasis,
};
use std::ops::Range;

/// What a reader of prose may assume.
#[derive(Clone, Copy, Debug, Default)]
pub struct MentionOptions {
    /// The clock where the words say none.
    pub assume_zone: Option<Zone>,
    /// The kind of text, where it is not to be judged from its dates.
    pub genre: Option<Genre>,
}

/// The longest way from a date to the next in one sentence, in bytes.
const SENTENCE: usize = 300;

/// An expression as it stands in the text, or one end of a range.
struct Found<'r> {
    rule: &'r str,
    kind: MentionType,
    value: Option<&'r str>,
    fields: Fields,
    bytes: Range<usize>,
    tokens: Range<usize>,
}

/// Finds and completes every time expression of a text.
///
/// `written` is the day the text was made: it anchors news and letters and never fills a year in
/// narrative.
///
/// ```
/// use annals::extract::{Lexicon, MentionOptions, mentions};
/// let text = "War came on 1 September 1939. On 17 September the east was lost.";
/// let found = mentions(text, None, &MentionOptions::default());
/// assert_eq!(found[1].value, "1939-09-17");
/// assert_eq!(
///     found[1].evidence.as_deref(),
///     Some("year from `1 September 1939` at byte 12")
/// );
/// ```
pub fn mentions(text: &str, written: Option<CivilDate>, options: &MentionOptions) -> Vec<Mention> {
    let lexicon = Lexicon::english();
    let tokens = tokens(text, lexicon);
    let found = find(text, &tokens, lexicon);
    let (judged, window, before_christ) = survey(found.iter().map(|(r, _)| r), written);
    let mut told = Told {
        genre: options.genre.unwrap_or(judged),
        written,
        window,
        before_christ,
        heading: None,
        same_sentence: false,
        last: None,
        last_day: None,
        last_month: None,
    };
    let mut out = Vec::with_capacity(found.len());
    let mut place = Place::default();
    let mut days: Vec<(Range<usize>, Known)> = Vec::new();
    let mut headings = Headings::default();
    for (reading, range) in &found {
        told.heading = headings.above(&tokens, range.start, told.heading);
        told.same_sentence = told.last.as_ref().is_some_and(|known| {
            let between = text
                .get(known.bytes.end..reading.bytes.start)
                .unwrap_or("\n");
            between.len() < SENTENCE && !between.contains(['\n', ';']) && !between.contains(". ")
        });
        for mut one in ends(reading, range, &tokens, lexicon) {
            let event = one.fields.said.event.map(|e| e as usize);
            let anchor =
                event.and_then(|e| event::dated(text, &tokens, e, one.tokens.start, &days));
            if event.is_some() && anchor.is_none() {
                one.shorten(&tokens, event);
            }
            let ahead = told.genre == Genre::News && speaks_ahead(lexicon, &tokens, &one.tokens);
            let resolved = resolve_one(&one, &told, ahead, anchor);
            let bound = lexicon.bounds.before(&tokens, one.tokens.start);
            if let Some(draft) = Draft::new(text, &one, resolved, bound, options) {
                if let (Some(point @ Point::Day(_)), None) = (draft.resolved.point, &draft.problem)
                {
                    let bytes = one.bytes.clone();
                    days.push((one.tokens.clone(), Known { point, bytes }));
                }
                draft.tell(&one, &mut told);
                let written = one.fields.year.is_some() && one.fields.day.is_none();
                if let (Some(point), true) = (draft.resolved.point, written)
                    && headings.holds(&one.tokens)
                {
                    told.heading = Some(point.year());
                }
                out.push(draft);
            }
        }
    }
    join_ranges(&mut out, &tokens, lexicon);
    out.into_iter()
        .map(|draft| draft.finish(text, options, &mut place))
        .collect()
}

impl Found<'_> {
    /// An offset from an event that nothing dates is a duration, and "the day before" is as it is.
    fn shorten(&mut self, tokens: &[Token], event: Option<usize>) {
        let said = &mut self.fields.said;
        let counted = said.tenths.is_some() || said.vague;
        let Some(event) = event else { return };
        // "three days before the landing": the direction and an article stand between.
        let mut end = event;
        while end > self.tokens.start + 1 && !is_unit(said.unit, &tokens[end - 1]) {
            end -= 1;
        }
        if counted {
            (self.kind, said.direction) = (MentionType::Duration, None);
        } else {
            end = (end + 1).min(event);
        }
        said.event = None;
        self.tokens.end = end;
        self.bytes.end = tokens[end - 1].end as usize;
    }
}

/// Whether a token is a word for a unit.
fn is_unit(unit: Option<Unit>, token: &Token) -> bool {
    let lexicon = Lexicon::english();
    let Kind::Word {
        word: Some(word),
        capital,
    } = token.kind
    else {
        return false;
    };
    let of = |class: &str| {
        let value = lexicon.value(word, capital, lexicon.class(class)?)?;
        Unit::from_word(i64::from(value))
    };
    unit.is_some() && (of("UNITS") == unit || of("UNIT") == unit)
}

/// The expressions of a text with their tokens, left to right, the longest first.
fn find(text: &str, tokens: &[Token], lexicon: &Lexicon) -> Vec<(Reading, Range<usize>)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match lexicon.grammar.longest(lexicon, tokens, at, Scope::Prose) {
            Some(found) => {
                out.push((
                    Reading::new(text, tokens, lexicon, &found),
                    found.start..found.end,
                ));
                at = found.end;
            }
            None => at += 1,
        }
    }
    out
}

/// An expression as one mention, or as one for each end of its range.
fn ends<'r>(
    reading: &'r Reading,
    range: &Range<usize>,
    tokens: &[Token],
    lexicon: &'r Lexicon,
) -> Vec<Found<'r>> {
    let rule = lexicon.grammar.rule_named(reading.rule_number);
    let kind = match rule.kind.as_str() {
        "time" => MentionType::Time,
        "duration" => MentionType::Duration,
        "set" => MentionType::Set,
        _ => MentionType::Date,
    };
    let value = rule.value.as_deref();
    let found = |fields: &Fields, bytes: Range<usize>, tokens: Range<usize>| Found {
        rule: &rule.name,
        kind,
        value,
        fields: fields.clone(),
        bytes,
        tokens,
    };
    if reading.parts.is_empty() {
        return vec![found(&reading.begin, reading.bytes.clone(), range.clone())];
    }
    if let Some(fields) = both_styles(reading, range, tokens) {
        return vec![found(&fields, reading.bytes.clone(), range.clone())];
    }
    let index = |byte: usize| {
        let inside = &tokens[range.clone()];
        range.start + inside.partition_point(|t| (t.end as usize) <= byte)
    };
    reading
        .parts
        .iter()
        .map(|(bytes, fields)| {
            let first = index(bytes.start);
            found(fields, bytes.clone(), first..index(bytes.end - 1) + 1)
        })
        .collect()
}

/// `May 2/15, 1917`: the same day in Old and New Style, where the calendars are so far apart.
fn both_styles(reading: &Reading, range: &Range<usize>, tokens: &[Token]) -> Option<Fields> {
    let [(_, old), (_, new)] = reading.parts.as_slice() else {
        return None;
    };
    let (old_day, new_day) = (old.day?, new.day?);
    let apart = (10..=13).contains(&new_day.checked_sub(old_day)?);
    let slash = tokens[range.clone()].iter().any(|t| t.is_mark('/'));
    let same_month = old.month == new.month && old.clock.is_none();
    (apart && slash && same_month).then(|| {
        let mut fields = new.clone();
        fields.said.old_day = Some(old_day);
        fields
    })
}

/// Whether the words around say that it is yet to come: "will", "due".
fn speaks_ahead(lexicon: &Lexicon, tokens: &[Token], range: &Range<usize>) -> bool {
    let Some(class) = lexicon.class("AHEADWORD") else {
        return false;
    };
    let is_ahead = |t: &Token| match t.kind {
        Kind::Word {
            word: Some(word),
            capital,
        } => lexicon.value(word, capital, class).is_some(),
        _ => false,
    };
    let before = tokens[range.start.saturating_sub(12)..range.start]
        .iter()
        .rev();
    let after = tokens[range.end..(range.end + 6).min(tokens.len())].iter();
    let in_sentence = |t: &&Token| !t.is_mark('.') && t.breaks < 2;
    before.take_while(in_sentence).any(is_ahead) || after.take_while(in_sentence).any(is_ahead)
}

fn resolve_one(
    one: &Found<'_>,
    told: &Told,
    ahead: bool,
    anchor: Option<Known>,
) -> Result<Resolved, Problem> {
    let said = &one.fields.said;
    if let (Some(known), Some(unit)) = (anchor, said.unit) {
        let count = said.tenths.unwrap_or(10).min(10_000_000) as i32 / 10;
        let point = event::away(
            &known,
            unit,
            count.saturating_mul(said.direction.unwrap_or(0)),
        );
        return Ok(Resolved {
            point,
            taken: Some(("counted", known)),
            modifier: said.roughly,
            ..Resolved::default()
        });
    }
    if let Some(value) = one.value {
        return Ok(Resolved {
            value: Some(value.to_owned()),
            ..Resolved::default()
        });
    }
    match one.kind {
        MentionType::Duration | MentionType::Set => Ok(Resolved {
            value: duration(&one.fields.said),
            modifier: one.fields.said.roughly,
            ..Resolved::default()
        }),
        _ => resolve(&one.fields, told, ahead),
    }
}

/// A mention before its range is known.
struct Draft {
    bytes: Range<usize>,
    tokens: Range<usize>,
    rule: String,
    kind: MentionType,
    value: String,
    fields: Fields,
    resolved: Resolved,
    span: Option<CivilSpan>,
    bound: Option<Bound>,
    problem: Option<String>,
}

impl Draft {
    fn new(
        text: &str,
        one: &Found<'_>,
        resolved: Result<Resolved, Problem>,
        bound: Option<Bound>,
        _options: &MentionOptions,
    ) -> Option<Draft> {
        let _ = text;
        let (resolved, mut problem) = match resolved {
            Ok(resolved) => (resolved, None),
            Err(problem) => (Resolved::default(), Some(problem)),
        };
        let said = &one.fields.said;
        let mut kind = resolved.kind.unwrap_or(one.kind);
        if kind == MentionType::Date && (one.fields.clock.is_some() || said.part.is_some()) {
            kind = MentionType::Time;
        }
        let mut span = None;
        if let Some(point) = resolved.point {
            match span_of(point, &one.fields) {
                Ok(found) => span = found,
                Err(found) => problem = Some(found),
            }
        }
        let value = match &problem {
            Some(_) => String::new(),
            None => value_of(&resolved, &one.fields),
        };
        Some(Draft {
            bytes: one.bytes.clone(),
            tokens: one.tokens.clone(),
            rule: one.rule.to_owned(),
            kind,
            value,
            fields: one.fields.clone(),
            resolved,
            span,
            bound,
            problem: problem.map(words_of),
        })
    }

    /// What the text has told with this.
    fn tell(&self, one: &Found<'_>, told: &mut Told) {
        // "the previous year" looks back: the telling goes on from where it was.
        let said = &one.fields.said;
        let back = said.step.is_some_and(|s| s.by() < 0)
            || said.direction.is_some_and(|d| d < 0)
            || said.same_year.is_some_and(|n| n < 0);
        if let (Some(point), None, false) = (self.resolved.point, &self.problem, back) {
            told.tell(point, one.bytes.clone());
        }
    }

    fn finish(self, text: &str, options: &MentionOptions, place: &mut Place) -> Mention {
        let (start, end) = (self.bytes.start, self.bytes.end);
        let first = place.characters(text, start);
        let written = &text[start..end];
        let zone = self.zone(options);
        let (mut edtf, mut earliest, mut latest) = (None, None, None);
        if let Some(span) = &self.span {
            let basis = ZoneBasis::Stated;
            let when = span.in_zone(zone, basis, Fold::default()).0;
            (earliest, latest) = (when.earliest, when.latest);
            edtf = Some(span.edtf.clone());
            self.bind(span, &mut edtf, &mut earliest, &mut latest);
        }
        let evidence = self
            .resolved
            .taken
            .as_ref()
            .map(|(what, known)| evidence(text, what, known));
        Mention {
            start: first,
            end: first + written.chars().count(),
            byte_start: start,
            byte_end: end,
            text: written.to_owned(),
            kind: self.kind,
            value: self.value,
            modifier: self.resolved.modifier.map(|m| m.name()),
            edtf,
            zone: zone.map(|z| z.to_string()),
            calendar: self.resolved.calendar.or(self.span.map(|s| s.calendar)),
            earliest,
            latest,
            rule: self.rule,
            evidence,
            problem: self.problem,
        }
    }

    fn zone(&self, options: &MentionOptions) -> Option<Zone> {
        let day = self.resolved.point.and_then(|p| p.first());
        match &self.fields.zone {
            Some(ZoneWords::Offset(0, _)) => Some(Zone::Utc),
            Some(ZoneWords::Offset(seconds, _)) => Some(Zone::Fixed(*seconds)),
            Some(ZoneWords::Place(name)) => {
                place_named(name, day, Gazetteer::bundled()).map(|s| s.zone)
            }
            Some(ZoneWords::Local) | None => options.assume_zone,
        }
    }

    /// The bound that the words before make of the date.
    fn bind(
        &self,
        span: &CivilSpan,
        edtf: &mut Option<String>,
        earliest: &mut Option<Instant>,
        latest: &mut Option<Instant>,
    ) {
        let own = &span.edtf;
        let day_away = |end: bool| {
            let day = match end {
                true => span.end.map(|e| e.date()),
                false => span.begin.map(|b| b.date().plus_days(-1)),
            };
            day.map(|d| d.to_string()).unwrap_or_default()
        };
        match self.bound {
            None | Some(Bound::Between) => {}
            Some(Bound::Circa) => {
                *edtf = Some(format!("{own}~"));
            }
            Some(Bound::NotAfter) => {
                (*edtf, *earliest) = (Some(format!("[..{own}]")), None);
            }
            Some(Bound::Before) => {
                (*edtf, *latest) = (Some(format!("[..{}]", day_away(false))), *earliest);
                *earliest = None;
            }
            Some(Bound::Until) => {
                (*edtf, *earliest) = (Some(format!("../{own}")), None);
            }
            Some(Bound::Since) if own.contains('/') || own.starts_with('[') => {}
            Some(Bound::Since) => {
                (*edtf, *latest) = (Some(format!("{own}/..")), None);
            }
            Some(Bound::After) => {
                (*edtf, *earliest) = (Some(format!("[{}..]", day_away(true))), *latest);
                *latest = None;
            }
            Some(Bound::NotBefore) => {
                (*edtf, *latest) = (Some(format!("[{own}..]")), None);
            }
        }
    }
}

/// How the completion of an expression is explained.
fn evidence(text: &str, what: &str, known: &Known) -> String {
    match known.bytes.is_empty() {
        true => format!(
            "{what} from the date of the document, `{}`",
            known.point.edtf()
        ),
        false => {
            let words = &text[known.bytes.clone()];
            format!("{what} from `{words}` at byte {}", known.bytes.start)
        }
    }
}

fn words_of(problem: Problem) -> String {
    match problem {
        Problem::NoSuchDay(what) | Problem::NoSuchTime(what) => what,
        Problem::NoYear => "no year is given and none is near".into(),
        Problem::NoDay => "no day is given and none is near".into(),
    }
}

/// The value of TIMEX3.
fn value_of(resolved: &Resolved, fields: &Fields) -> String {
    let said = &fields.said;
    let mut value = match (&resolved.value, resolved.point) {
        (Some(value), _) => return value.clone(),
        (None, Some(point)) => point.timex(),
        (None, None) if fields.clock.is_some() || said.part.is_some() => "XXXX-XX-XX".to_owned(),
        (None, None) => return String::new(),
    };
    if resolved.some_day {
        match resolved.point.map(Point::unit) {
            Some(Unit::Month) => value.push_str("-XX"),
            Some(Unit::Year) => value.push_str("-XX-XX"),
            _ => {}
        }
    }
    if let Some(clock) = fields.clock {
        let minute = clock.minute.unwrap_or(0);
        value.push_str(&format!("T{:02}:{minute:02}", clock.hour));
    } else if let Some(part) = said.part {
        value.push('T');
        value.push_str(part.letters());
    }
    value
}

/// What a resolved expression says on the wall.
fn span_of(point: Point, fields: &Fields) -> Result<Option<CivilSpan>, Problem> {
    if let (Point::Day(day), Some(_)) = (point, fields.clock) {
        return on_day(day, fields.clock).map(Some);
    }
    let (Some(first), Some(end)) = (point.first(), point.end()) else {
        return Ok(None);
    };
    let midnight = |day: CivilDate| LocalTime::new(day, 0, 0, 0);
    let mut span = CivilSpan {
        begin: Some(midnight(first)),
        end: Some(midnight(end)),
        precision: precision(point),
        edtf: point.edtf(),
        ..CivilSpan::default()
    };
    if let (Point::Day(day), Some(part)) = (point, fields.said.part) {
        let (from, to) = part.hours();
        span.begin = Some(midnight(day).plus(from * HOUR));
        span.end = Some(midnight(day).plus(to * HOUR));
        span.precision = crate::model::Precision::HalfDay;
        if fields.said.next_day.is_some() && part == DayPart::Night {
            span.edtf = format!("{day}/{}", day.plus_days(1));
        }
    }
    Ok(Some(span))
}

fn precision(point: Point) -> crate::model::Precision {
    use crate::model::Precision;
    match point {
        Point::Day(_) => Precision::Day,
        Point::Week(_) | Point::Weekend(_) => Precision::Week,
        Point::Month(..) => Precision::Month,
        Point::Quarter(..) => Precision::Quarter,
        Point::Half(..) => Precision::Half,
        Point::Season(..) => Precision::Season,
        Point::Year(_) => Precision::Year,
        Point::Decade(..) => Precision::Decade,
        Point::Century(..) => Precision::Century,
    }
}

/// Gives both ends of each range the whole range.
fn join_ranges(drafts: &mut [Draft], tokens: &[Token], lexicon: &Lexicon) {
    for at in 1..drafts.len() {
        let (left, right) = drafts.split_at_mut(at);
        let (a, b) = (&mut left[at - 1], &mut right[0]);
        if b.tokens.start < a.tokens.end {
            continue;
        }
        let between = &tokens[a.tokens.end..b.tokens.start];
        let joint = lexicon.bounds.joint(between);
        let (Some(from), Some(to), Some(joint)) = (&a.span, &mut b.span, joint) else {
            continue;
        };
        let moment = a.bound == Some(Bound::Between);
        if joint == Joint::And && !moment {
            continue;
        }
        let (Some(begin), Some(mut end), Some(last)) = (from.begin, to.begin, to.end) else {
            continue;
        };
        let mut finish = last;
        // 10:20 p.m. to 1:40 a.m.: the end is on the next day.
        if end < begin && to.precision.has_clock() && b.resolved.taken.is_some() {
            end = end.plus(24 * HOUR);
            finish = finish.plus(24 * HOUR);
            to.edtf = end.date().to_string();
            b.value = b.value.split_once('T').map_or_else(
                || b.value.clone(),
                |(_, clock)| format!("{}T{clock}", Point::Day(end.date()).timex()),
            );
        }
        if end < begin {
            continue;
        }
        let edtf = match (moment, from.edtf == to.edtf) {
            (true, _) => format!("[{}..{}]", from.edtf, to.edtf),
            (false, true) => from.edtf.clone(),
            (false, false) => format!("{}/{}", from.edtf, to.edtf),
        };
        let whole = CivilSpan {
            begin: Some(begin),
            end: Some(finish),
            edtf,
            precision: from.precision,
            ..CivilSpan::default()
        };
        (a.bound, b.bound) = (None, None);
        (a.span, b.span) = (Some(whole.clone()), Some(whole));
    }
}

/// Where the count of characters stands.
#[derive(Default)]
struct Place {
    byte: usize,
    characters: usize,
}

impl Place {
    /// The number of characters before a byte.
    fn characters(&mut self, text: &str, byte: usize) -> usize {
        if byte < self.byte {
            *self = Place::default();
        }
        let between = &text.as_bytes()[self.byte..byte];
        self.characters += between.iter().filter(|b| (**b as i8) >= -0x40).count();
        self.byte = byte;
        self.characters
    }
}
