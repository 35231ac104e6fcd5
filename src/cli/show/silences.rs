//! `--gaps`: silences, and numbers that are missing in a series.

use super::super::args::PerArg;
use super::super::text;
use super::super::window::{Words, length};
use crate::error::Result;
use crate::model::{Event, human_duration};
use crate::query::{Lane, Longest, Per, Series, gaps, local_begin, series};

/// How long a silence must be, as typed.
///
/// # Errors
/// Words that are no length of time.
pub fn wanted(typed: &str) -> Result<Longest> {
    match typed.trim() {
        "usual" => Ok(Longest::Usual),
        _ => match length(Words::new(typed))?.micros {
            0 => Err(Words::new(typed).wrong("a silence has a length", "write `12h` or `3d`")),
            micros => Ok(Longest::Than(micros)),
        },
    }
}

/// The silences and the missing numbers, for people.
pub fn silences(events: &[Event], per: PerArg, longest: Longest, width: usize) -> String {
    let per = match per {
        PerArg::All => Per::All,
        PerArg::Sender => Per::Sender,
        PerArg::Recipient => Per::Recipient,
        PerArg::Route => Per::Route,
        PerArg::Place => Per::Place,
        PerArg::Series => Per::Series,
    };
    let lanes = gaps(events, per, longest);
    let mut out = String::new();
    for lane in &lanes {
        out.push_str(&of_lane(lane, width));
    }
    if lanes.is_empty() {
        out.push_str("No dated event, so no silence.\n");
    }
    let numbered = series(events);
    if !numbered.is_empty() {
        out.push('\n');
    }
    for one in &numbered {
        out.push_str(&text::wrap(&of_series(one), width, 2));
        out.push('\n');
    }
    out
}

fn of_lane(lane: &Lane, width: usize) -> String {
    let name = match lane.name.as_str() {
        "" => String::new(),
        name => format!("{}: ", text::plain(name)),
    };
    let events = text::count(lane.events, "dated event");
    let Some(limit) = lane.limit else {
        let line = format!("{name}{events}, too few for a usual time between them.");
        return text::wrap(&line, width, 2) + "\n";
    };
    let longer = human_duration(limit);
    let certain = lane.gaps.iter().filter(|g| g.certain).count();
    let perhaps = lane.gaps.len() - certain;
    let found = match (certain, perhaps) {
        (0, 0) => "no silence".to_owned(),
        (n, 0) => text::count(n, "silence"),
        (n, m) => text::count(n + m, "silence"),
    };
    let doubt = match perhaps {
        0 => String::new(),
        n if certain == 0 => format!(
            ", {} perhaps",
            if n == 1 { "that one" } else { "all of them" }
        ),
        n => format!(", {n} of them perhaps"),
    };
    let mut out = text::wrap(
        &format!("{name}{events}, {found} longer than {longer}{doubt}."),
        width,
        2,
    );
    out.push('\n');
    for gap in &lane.gaps {
        let mark = if gap.certain { " " } else { "?" };
        let long = match human_duration(gap.shortest) == human_duration(gap.longest) {
            true => human_duration(gap.shortest),
            false => format!(
                "{} to {}",
                human_duration(gap.shortest),
                human_duration(gap.longest)
            ),
        };
        let coarse = match gap.coarse {
            0 => String::new(),
            n => format!(
                "; {} known only coarsely may lie in it",
                text::count(n, "event")
            ),
        };
        let line = format!(
            "{mark} {long}: {} to {}{coarse}",
            end(&gap.after),
            end(&gap.before)
        );
        out.push_str(&format!(
            "  {}\n",
            text::wrap(&line, width.saturating_sub(2), 6)
        ));
    }
    out
}

/// `Sunday 4 November 1945 01:20 (cable-3523/sent)`.
fn end(event: &Event) -> String {
    let day = local_begin(event, None).map_or(String::new(), |l| l.date().long());
    let clock = text::clock(event, None);
    let clock = if clock.is_empty() {
        clock
    } else {
        format!(" {clock}")
    };
    text::plain(&format!("{day}{clock} ({})", event.event_id))
}

/// `cable, 3523 to 3530: 6 there, 2 missing: 3525, 3528`.
fn of_series(series: &Series) -> String {
    let Series {
        name,
        first,
        last,
        present,
        ..
    } = series;
    let head = format!("{}, {first} to {last}: {present} there", text::plain(name));
    if series.sparse {
        return format!("{head}, more than half missing, so this is rather a selection.");
    }
    let missing: u64 = series.missing.iter().map(|(a, b)| b - a + 1).sum();
    if missing == 0 {
        return format!("{head}, none missing.");
    }
    let ranges = series.missing.iter().map(|(a, b)| match a == b {
        true => a.to_string(),
        false => format!("{a} to {b}"),
    });
    format!(
        "{head}, {missing} missing: {}.",
        ranges.collect::<Vec<_>>().join(", ")
    )
}
