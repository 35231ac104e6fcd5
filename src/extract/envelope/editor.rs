//! The editors' dates beside the words: they give the day where they are given; what the words
//! say is kept, and a disagreement is told.

use super::draft::{Draft, Whereabouts};
use super::remarks::Remarks;
use crate::diagnostic::{Code, Severity};
use crate::extract::old_style::in_calendar;
use crate::extract::stage::End;
use crate::model::instant::{DAY, HOUR, MINUTE};
use crate::model::{
    Calendar, CivilSpan, EditorDate, Extent, LocalTime, Part, Precision, Qualifier, Stage, Zone,
};
use crate::notation::edtf;

/// Compares the drafts with the editors' dates of the parts that hold their words.
pub(super) fn compare(parts: &[&Part], drafts: &mut Vec<Draft>, remarks: &mut Remarks<'_>) {
    for part in parts {
        let Some(editor) = &part.editor else {
            continue;
        };
        let Some((given, zone)) = span(editor) else {
            let message = format!("the editors' date `{}` is none", shown(editor));
            remarks.add(part.text.start, Severity::Warning, Code::NoDate, message);
            continue;
        };
        let own = drafts
            .iter_mut()
            .filter(|d| d.bytes.start < part.text.end && part.text.start < d.bytes.end)
            .collect::<Vec<_>>();
        if own.is_empty() {
            let calendar = editor.calendar.unwrap_or(given.calendar);
            drafts.push(from_editor(part, CivilSpan { calendar, ..given }, zone));
            continue;
        }
        let mut own = own;
        for draft in &mut own {
            old_style(draft, &given, editor, remarks);
        }
        let agreed = own.iter().any(|d| agree(&d.span, &given));
        for draft in own.into_iter().take(1) {
            if draft.span.begin.is_none() {
                draft.span = given.clone();
                draft.rule = "tei/when".into();
            } else if !agreed {
                differ(draft, &given, editor, remarks);
            }
        }
    }
}

/// Words that the editors call Julian, or that are the editors' day only if they are.
fn old_style(draft: &mut Draft, given: &CivilSpan, editor: &EditorDate, remarks: &mut Remarks<'_>) {
    if draft.span.precision > Precision::Day || draft.span.calendar != Calendar::Gregorian {
        return;
    }
    let moved = in_calendar(draft.span.clone(), Calendar::Julian);
    let said = editor.calendar == Some(Calendar::Julian);
    let fits = given.precision <= Precision::Day
        && editor.calendar != Some(Calendar::Gregorian)
        && !agree(&draft.span, given)
        && agree(&moved, given);
    if fits && !said {
        let (words, theirs) = (&draft.span.edtf, shown(editor));
        let message = format!(
            "the words say {words}, which is the editors' `{theirs}` only in Old Style; taken for \
             that"
        );
        remarks.add(
            draft.bytes.start,
            Severity::Note,
            Code::CalendarAssumed,
            message,
        );
    }
    if said || fits {
        draft.span = moved;
    }
}

fn differ(draft: &mut Draft, given: &CivilSpan, editor: &EditorDate, remarks: &mut Remarks<'_>) {
    let words = said(&draft.span);
    let message = format!(
        "the words say {words}, the editors' attribute `{}`",
        shown(editor)
    );
    remarks.add(
        draft.bytes.start,
        Severity::Warning,
        Code::EditorDiffers,
        message,
    );
    draft.note = Some(format!("words {words}; editors {}", shown(editor)));
    // The editors give the day, the words the clock.
    if let (Some(own), Some(theirs)) = (draft.span.begin, given.begin)
        && own.date() != theirs.date()
    {
        if draft.span.precision.has_clock() {
            let days = (theirs.date().days() - own.date().days()) * DAY;
            let moved = |at: LocalTime| at.plus(days);
            draft.span.begin = draft.span.begin.map(moved);
            draft.span.end = draft.span.end.map(moved);
            draft.span.core = draft.span.core.map(|(a, b)| (moved(a), moved(b)));
            draft.span.edtf.clone_from(&given.edtf);
        } else {
            draft.span = given.clone();
            draft.rule = "tei/when".into();
        }
    }
}

fn from_editor(part: &Part, span: CivilSpan, zone: Option<Zone>) -> Draft {
    use crate::extract::reading::ZoneWords;
    let zone = zone.map(|z| {
        let seconds = match z {
            Zone::Fixed(seconds) => seconds,
            _ => 0,
        };
        ZoneWords::Offset(seconds, z.to_string())
    });
    Draft {
        stage: Stage::new("dated"),
        end: End::Sender,
        label: "dated".into(),
        rule: "tei/when".into(),
        zone,
        span,
        place: Whereabouts::Unsaid,
        bytes: part.text.clone(),
        enclosure: part.enclosure,
        note: None,
    }
}

/// What the attributes say: the date, or the hull of its bounds.
fn span(editor: &EditorDate) -> Option<(CivilSpan, Option<Zone>)> {
    if let Some(when) = &editor.when {
        return date(when);
    }
    let side = |a: &Option<String>, b: &Option<String>| {
        let text = a.as_deref().or(b.as_deref())?;
        date(text)
    };
    let from = side(&editor.from, &editor.not_before);
    let to = side(&editor.to, &editor.not_after);
    let lasted = editor.from.is_some() || editor.to.is_some();
    let zone = from.as_ref().or(to.as_ref())?.1;
    let precision = from.as_ref().or(to.as_ref())?.0.precision;
    let (first, last) = (from.map(|f| f.0), to.map(|t| t.0));
    let edtf = |s: &Option<CivilSpan>| s.as_ref().map_or(String::new(), |s| s.edtf.clone());
    let written = match lasted {
        true => format!("{}/{}", edtf(&first), edtf(&last)),
        false => format!("[{}..{}]", edtf(&first), edtf(&last)),
    };
    let span = CivilSpan {
        extent: if lasted {
            Extent::Stretch
        } else {
            Extent::Moment
        },
        begin: first.as_ref().and_then(|s| s.begin),
        end: last.as_ref().and_then(|s| s.end),
        precision,
        edtf: written,
        ..CivilSpan::default()
    };
    Some((span, zone))
}

/// A date of `@when`; a clock without seconds is taken too.
fn date(text: &str) -> Option<(CivilSpan, Option<Zone>)> {
    let found = edtf::parse(text);
    if found.is_some() {
        return found;
    }
    let (day, clock) = text.split_once('T')?;
    let end = clock.find(['Z', '+', '-']).unwrap_or(clock.len());
    let (clock, zone) = clock.split_at(end);
    edtf::parse(&format!("{day}T{clock}:00{zone}"))
}

/// Whether words and editors can mean the same: their days meet, and of two clocks the minutes.
fn agree(words: &CivilSpan, given: &CivilSpan) -> bool {
    let (Some(a), Some(b), Some(c), Some(d)) = (words.begin, words.end, given.begin, given.end)
    else {
        let after =
            |x: Option<LocalTime>, y: Option<LocalTime>| x.zip(y).is_some_and(|(x, y)| x >= y);
        return !after(words.begin, given.end) && !after(given.begin, words.end);
    };
    let clocks = words.precision.has_clock() && given.precision.has_clock();
    if clocks {
        let same = |x: LocalTime, y: LocalTime| {
            x.micros().div_euclid(MINUTE) == y.micros().div_euclid(MINUTE)
        };
        let midnight = b.micros() - a.micros() == DAY + HOUR;
        return if midnight {
            // Either end of the day, and nothing between.
            same(a, c) || c >= b.plus(-HOUR)
        } else if words.extent == Extent::Stretch && given.extent == Extent::Moment {
            same(a, c) || words.core.is_some_and(|(_, end)| same(end, c))
        } else if words.qualifier != Qualifier::Exact || given.extent == Extent::Stretch {
            a < d && c < b
        } else {
            same(a, c)
        };
    }
    a.date() <= d.plus(-1).date() && c.date() <= b.plus(-1).date()
}

fn said(span: &CivilSpan) -> String {
    match (span.precision.has_clock(), span.begin) {
        (true, Some(begin)) => begin.to_string(),
        _ => span.edtf.clone(),
    }
}

fn shown(editor: &EditorDate) -> String {
    let named = [
        ("", &editor.when),
        ("from ", &editor.from),
        ("to ", &editor.to),
        ("not before ", &editor.not_before),
        ("not after ", &editor.not_after),
    ];
    let parts: Vec<String> = named
        .iter()
        .filter_map(|(name, value)| Some(format!("{name}{}", value.as_ref()?)))
        .collect();
    parts.join(" ")
}
