//! `--known-by`: what had been received and could be read, what was under way.

use super::super::asked::{Answer, Asked};
use super::super::text;
use super::entries::{Block, blocks};
use super::page;
use crate::model::Zone;
use crate::query::{Known, Selected, State, local_begin};

/// The question understood, and how many messages had come how far.
pub fn heading(known: &Known, answer: &Answer) -> String {
    let zone = answer.clock.unwrap_or(Zone::Utc);
    let count = |state: State| known.messages.iter().filter(|m| m.state == state).count();
    let mut out = match known.moment {
        Some((begin, end)) => {
            let exact = begin == end;
            let by = if exact { "by the end of" } else { "at" };
            let local = zone.local(if exact { begin.shifted(-1) } else { begin });
            let day = local.date().long_with_weekday();
            let when = match exact {
                true => day,
                false => format!("{} on {day}", text::hours(local)),
            };
            format!(
                "What {} knew {by} {when}, {} clock\n{}. ",
                text::plain(&known.who),
                text::zone_city(zone),
                text::instant(begin)
            )
        }
        None => String::new(),
    };
    let perhaps = known.messages.iter().filter(|m| !m.certain).count();
    out.push_str(&format!(
        "{} received and readable, {} arrived but not deciphered, {} sent but not arrived",
        text::count(count(State::Read), "message"),
        count(State::Arrived),
        count(State::Sent),
    ));
    match perhaps {
        0 => out.push_str(".\n"),
        n => out.push_str(&format!(" ({n} of them perhaps, marked ?).\n")),
    }
    out
}

/// A chapter for each state.
pub fn chapters(known: &Known, answer: &Answer, asked: &Asked<'_>, width: usize) -> String {
    let zone = asked.zone;
    let mut out = String::new();
    for (state, title) in [
        (State::Read, "Received, and could be read"),
        (State::Arrived, "Arrived, not deciphered yet"),
        (State::Sent, "Sent, not arrived yet"),
    ] {
        let part = of_state(known, &answer.selected, state);
        if part.events.is_empty() {
            continue;
        }
        out.push_str(&format!(
            "\n{title}\n{}\n",
            "-".repeat(text::columns(title))
        ));
        out.push_str(&page::page(&blocks(&part, zone), width));
        for message in known.messages.iter().filter(|m| m.state == state) {
            if let Some(next) = &message.next {
                let day = local_begin(next, zone).map_or(String::new(), |l| l.date().long());
                let stage = next.stage.as_ref().map_or("", |s| s.name());
                let line = format!(
                    "after that: {} {stage} {} {day}",
                    super::message_title(&message.message_id),
                    text::clock(next, zone)
                );
                let words: Vec<&str> = line.split_whitespace().collect();
                out.push_str(&format!("  {}\n", text::cut(&words.join(" "), width - 2)));
            }
        }
    }
    out
}

/// What is not listed.
pub fn left_out(known: &Known) -> String {
    let mut out = Vec::new();
    if known.messages.is_empty() {
        out.push("No message was on its way there.".to_owned());
    }
    if known.later > 0 {
        out.push(format!(
            "{} sent only later.",
            text::count(known.later, "message")
        ));
    }
    if known.own > 0 {
        out.push(format!(
            "{} from there, known there anyway.",
            text::count(known.own, "message")
        ));
    }
    if known.undated > 0 {
        out.push(format!(
            "{} to there without a date.",
            text::count(known.undated, "message")
        ));
    }
    out.join(" ")
}

/// The entries of a state, for other renderings.
pub fn blocks_of(known: &Known, answer: &Answer, state: State, zone: Option<Zone>) -> Vec<Block> {
    blocks(&of_state(known, &answer.selected, state), zone)
}

fn of_state(known: &Known, selected: &Selected, state: State) -> Selected {
    let mut out = Selected::default();
    for event in &selected.events {
        if let Some(message) = known
            .message(&event.message_id)
            .filter(|m| m.state == state)
        {
            out.events.push(event.clone());
            out.certain.push(message.certain);
        }
    }
    out
}
