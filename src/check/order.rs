//! A message that arrives wholly before it was sent: the print or a clock is wrong.

use super::{event, fault};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::latency::{Pair, Status};
use crate::model::{Event, human_duration};

pub(super) fn arrival_before_dispatch(events: &[Event], pairs: &[Pair]) -> Vec<Diagnostic> {
    let impossible = pairs.iter().filter(|p| p.status == Status::Impossible);
    impossible
        .filter_map(|pair| {
            let (from, to) = (
                event(events, &pair.from_event_id)?,
                event(events, &pair.to_event_id)?,
            );
            let message = format!(
                "{} is {} at `{}`, at least {} before it is {} at `{}`",
                pair.message_id,
                pair.to_stage,
                one_line(&to.provenance.as_written),
                human_duration(-pair.longest?),
                pair.from_stage,
                one_line(&from.provenance.as_written),
            );
            let found = fault(to, Severity::Warning, Code::ArrivalBeforeDispatch, message);
            Some(found.hint("compare with the source; the delay is left out of the figures"))
        })
        .collect()
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
