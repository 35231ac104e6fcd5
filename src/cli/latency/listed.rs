//! Every delay on a line.

use super::super::text;
use crate::latency::{Pair, Status};
use crate::model::human_duration;

/// A line per delay.
pub(super) fn pairs_text(delays: &[Pair], width: usize) -> String {
    let mut out = String::new();
    let widest = |of: fn(&Pair) -> String| delays.iter().map(|d| text::columns(&of(d))).max();
    let message = |d: &Pair| d.message_id.to_string();
    let stages = |d: &Pair| format!("{} to {}", d.from_stage, d.to_stage);
    let (first, second) = (widest(message).unwrap_or(0), widest(stages).unwrap_or(0));
    for pair in delays {
        let delay = match pair.status {
            Status::Impossible => {
                format!("below zero, {}", human_duration(pair.longest.unwrap_or(0)))
            }
            Status::Censored if pair.from_event_id.is_empty() => "no beginning known".to_owned(),
            Status::Censored => match pair.shortest {
                Some(waited) if waited > 0 => format!("over {}", human_duration(waited)),
                _ => "no end known".to_owned(),
            },
            _ => text::delay(pair.shortest, pair.longest, pair.nominal),
        };
        let line = format!(
            "{}  {}  {}  {delay}",
            text::pad(&message(pair), first),
            text::pad(&stages(pair), second),
            text::pad(pair.status.name(), 10),
        );
        out.push_str(&text::cut(&line, width));
        out.push('\n');
    }
    out.push_str(&format!("{}\n", text::count(delays.len(), "delay")));
    out
}
