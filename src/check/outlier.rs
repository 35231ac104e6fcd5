//! A delay far out of line with the others of its route.
//!
//! Tukey's outer fence: more than three times the distance of the quartiles above the third.
//! The lower bound of the delay must lie beyond the fence made of the others' upper bounds.

use super::{event, fault};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::latency::{Key, Pair, Status, groups, quantile};
use crate::model::{Event, human_duration};

/// Fewest delays on a route that make a rule.
const FEWEST: usize = 10;

pub(super) fn delay_outlier(events: &[Event], pairs: &[Pair]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (group, pairs) in groups(pairs, &[Key::Route]) {
        let mut stages: Vec<(&str, &str)> = Vec::new();
        for pair in &pairs {
            let of = (pair.from_stage.as_str(), pair.to_stage.as_str());
            if !stages.contains(&of) {
                stages.push(of);
            }
        }
        for stages in stages {
            let same = |p: &&&Pair| (p.from_stage.as_str(), p.to_stage.as_str()) == stages;
            let known: Vec<(i64, i64, &Pair)> = pairs
                .iter()
                .filter(same)
                .filter(|p| matches!(p.status, Status::Measured | Status::Bounded))
                .filter_map(|p| Some((p.shortest?, p.longest?, *p)))
                .collect();
            let mut highs: Vec<i64> = known.iter().map(|(_, high, _)| *high).collect();
            highs.sort_unstable();
            let quartiles = quantile(&highs, 25).zip(quantile(&highs, 75));
            let Some((first, third)) = quartiles.filter(|_| highs.len() >= FEWEST) else {
                continue;
            };
            let fence = third.saturating_add((third - first).saturating_mul(3));
            for (low, _, pair) in known.iter().filter(|(low, ..)| *low > fence) {
                let Some(at) = event(events, &pair.to_event_id) else {
                    continue;
                };
                let message = format!(
                    "{} took at least {} from {} to {}; three quarters of {} took at most {}",
                    pair.message_id,
                    human_duration(*low),
                    pair.from_stage,
                    pair.to_stage,
                    group.first().map_or("", |(_, route)| route),
                    human_duration(third),
                );
                out.push(fault(at, Severity::Note, Code::DelayOutlier, message));
            }
        }
    }
    out
}
