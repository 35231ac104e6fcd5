//! Events and delays as text for other programs: one file per format.

mod csv;
mod mentions;
mod ndjson;

pub use self::csv::{events_csv, pairs_csv, summaries_csv};
pub use mentions::{MENTIONS_HEADER, mentions_csv, mentions_ndjson};
pub use ndjson::{events_ndjson, pairs_ndjson, summaries_ndjson};

use crate::latency::{Pair, Status, Summary};

/// The columns of a delay, with their values as text; a value that is `None` is null.
///
/// The flag says whether the value is a number.
fn pair_cells(pair: &Pair) -> [(&'static str, Option<String>, bool); 15] {
    let text = |t: &str| Some(t.to_owned()).filter(|t| !t.is_empty());
    let number = |n: Option<i64>| n.map(|n| n.to_string());
    [
        ("message_id", text(&pair.message_id), false),
        ("from_event_id", text(&pair.from_event_id), false),
        ("to_event_id", text(&pair.to_event_id), false),
        ("from_stage", text(&pair.from_stage), false),
        ("to_stage", text(&pair.to_stage), false),
        ("from_place", pair.from_place.clone(), false),
        ("to_place", pair.to_place.clone(), false),
        ("sender", pair.sender.clone(), false),
        ("recipient", pair.recipient.clone(), false),
        (
            "begin_earliest",
            pair.begin_earliest.map(|at| at.to_string()),
            false,
        ),
        ("shortest_us", number(pair.shortest), true),
        ("longest_us", number(pair.longest), true),
        ("nominal_us", number(pair.nominal), true),
        ("status", text(pair.status.name()), false),
        ("paired_by", text(&pair.paired_by), false),
    ]
}

/// The columns of a summary: its group, its stages, the counts, and each statistic with a lower
/// and an upper bound in microseconds.
fn summary_cells(summary: &Summary) -> Vec<(String, Option<String>, bool)> {
    let mut out: Vec<(String, Option<String>, bool)> = Vec::new();
    for (name, value) in &summary.group {
        out.push((name.clone(), Some(value.clone()), false));
    }
    out.push(("from_stage".into(), Some(summary.from_stage.clone()), false));
    out.push(("to_stage".into(), Some(summary.to_stage.clone()), false));
    out.push(("n".into(), Some(summary.n().to_string()), true));
    for status in Status::ALL {
        let count = summary.count(status).to_string();
        out.push((status.name().into(), Some(count), true));
    }
    for (name, interval) in [
        ("min", summary.min),
        ("p10", summary.p10),
        ("median", summary.median),
        ("p90", summary.p90),
        ("max", summary.max),
    ] {
        let low = interval.map(|i| i.low.to_string());
        let high = interval.and_then(|i| i.high).map(|h| h.to_string());
        out.push((format!("{name}_low_us"), low, true));
        out.push((format!("{name}_high_us"), high, true));
    }
    out
}
