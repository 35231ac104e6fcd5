//! Results as rows of named cells, for any format.

use super::ndjson::{Line, quoted};
use crate::latency::{Comparison, Curve, Interval, Leg, Pair, Rolling, Status, Summary, Survival};
use crate::model::Instant;
use compact_str::CompactString;

/// A cell: its kind stays the same down a column, null or not.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    /// Text.
    Text(Option<String>),
    /// A whole number; of a column named `*_us`, microseconds.
    Integer(Option<i64>),
    /// A share or a probability, 0 to 1.
    Share(Option<f64>),
}

/// A row: every column present, in order.
pub type Row = Vec<(String, Datum)>;

fn text(name: &str, value: &str) -> (String, Datum) {
    let value = Some(value.to_owned()).filter(|v| !v.is_empty());
    (name.to_owned(), Datum::Text(value))
}

fn number(name: &str, value: Option<i64>) -> (String, Datum) {
    (name.to_owned(), Datum::Integer(value))
}

fn count(name: &str, value: usize) -> (String, Datum) {
    number(name, i64::try_from(value).ok())
}

fn share(name: &str, value: Option<f64>) -> (String, Datum) {
    (
        name.to_owned(),
        Datum::Share(value.filter(|v| v.is_finite())),
    )
}

fn interval(name: &str, value: Option<Interval>) -> [(String, Datum); 2] {
    let high = value.and_then(|i| i.high);
    [
        number(&format!("{name}_low_us"), value.map(|i| i.low)),
        number(&format!("{name}_high_us"), high),
    ]
}

/// The delays, a row each.
pub fn pair_rows(pairs: &[Pair]) -> Vec<Row> {
    let row = |pair: &Pair| -> Row {
        let named = |value: &Option<CompactString>| value.as_deref().unwrap_or_default().to_owned();
        let begin = pair.begin_earliest.map(|at| at.to_string());
        vec![
            text("message_id", &pair.message_id),
            text("from_event_id", &pair.from_event_id),
            text("to_event_id", &pair.to_event_id),
            text("from_stage", &pair.from_stage),
            text("to_stage", &pair.to_stage),
            text("from_place", &named(&pair.from_place)),
            text("to_place", &named(&pair.to_place)),
            text("sender", &named(&pair.sender)),
            text("recipient", &named(&pair.recipient)),
            text("begin_earliest", &begin.unwrap_or_default()),
            number("shortest_us", pair.shortest),
            number("longest_us", pair.longest),
            number("nominal_us", pair.nominal),
            text("status", pair.status.name()),
            text("paired_by", pair.paired_by.name()),
        ]
    };
    pairs.iter().map(row).collect()
}

fn group(of: &[(String, String)]) -> Row {
    of.iter().map(|(name, value)| text(name, value)).collect()
}

/// The summaries, a row each: group, stages, counts, and each figure with its two bounds.
pub fn summary_rows(summaries: &[Summary]) -> Vec<Row> {
    summaries.iter().map(summary_row).collect()
}

fn summary_row(summary: &Summary) -> Row {
    let mut row = group(&summary.group);
    row.push(text("from_stage", &summary.from_stage));
    row.push(text("to_stage", &summary.to_stage));
    row.push(count("n", summary.n()));
    row.extend(Status::ALL.map(|status| count(status.name(), summary.count(status))));
    for (name, value) in [
        ("min", summary.min),
        ("p10", summary.p10),
        ("median", summary.median),
        ("p90", summary.p90),
        ("max", summary.max),
    ] {
        row.extend(interval(name, value));
    }
    row
}

/// A measure with a name: its summary in microseconds, and of a count the least and the greatest
/// it can be, with the moment at which.
pub fn measure_row(
    name: &str,
    summary: &Summary,
    counted: Option<(u64, u64, Option<Instant>)>,
) -> Row {
    let mut row = summary_row(summary);
    row.insert(summary.group.len(), text("measure", name));
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    row.push(number("count_low", counted.map(|c| whole(c.0))));
    row.push(number("count_high", counted.map(|c| whole(c.1))));
    let at = counted.and_then(|c| c.2).map(|at| at.to_string());
    row.push(text("at", &at.unwrap_or_default()));
    row
}

/// The legs of a chain, a row each.
pub fn leg_rows(of: &[(String, String)], legs: &[(Leg, Summary)]) -> Vec<Row> {
    let row = |(leg, summary): &(Leg, Summary)| {
        let mut row = group(of);
        row.extend(summary_row(summary).into_iter().skip(summary.group.len()));
        row.push(count("complete", leg.n));
        row.push(share("share_low", leg.share.map(|s| s.0)));
        row.push(share("share_high", leg.share.map(|s| s.1)));
        row
    };
    legs.iter().map(row).collect()
}

/// A survival curve, a row for each step or innermost interval.
pub fn survival_rows(of: &[(String, String)], stages: (&str, &str), found: &Survival) -> Vec<Row> {
    let head = |method: &str| {
        let mut row = group(of);
        row.push(text("from_stage", stages.0));
        row.push(text("to_stage", stages.1));
        row.push(text("estimate", method));
        row
    };
    match &found.curve {
        Curve::KaplanMeier(curve) => curve
            .steps
            .iter()
            .map(|step| {
                let mut row = head("kaplan-meier");
                row.push(number("time_low_us", Some(step.time)));
                row.push(number("time_high_us", Some(step.time)));
                row.push(count("at_risk", step.at_risk));
                row.push(count("ended", step.ended));
                row.push(count("censored", step.censored));
                row.push(share("survival", Some(step.survival)));
                row.push(share("survival_low", Some(step.low)));
                row.push(share("survival_high", Some(step.high)));
                row
            })
            .collect(),
        Curve::Turnbull(curve) => {
            let mut left = 1.0f64;
            let mut rows = Vec::new();
            for mass in &curve.masses {
                left = (left - mass.share).max(0.0);
                let mut row = head("turnbull");
                row.push(number("time_low_us", Some(mass.low)));
                row.push(number("time_high_us", mass.high));
                row.push(number("at_risk", None));
                row.push(number("ended", None));
                row.push(number("censored", None));
                row.push(share("survival", Some(left)));
                row.push(share("survival_low", None));
                row.push(share("survival_high", None));
                rows.push(row);
            }
            rows
        }
    }
}

/// A rolling median, a row each.
pub fn rolling_rows(of: &[(String, String)], stages: (&str, &str), list: &[Rolling]) -> Vec<Row> {
    let row = |rolling: &Rolling| {
        let mut row = group(of);
        row.push(text("from_stage", stages.0));
        row.push(text("to_stage", stages.1));
        row.push(text("message_id", &rolling.message_id));
        row.push(text("begin_earliest", &rolling.at.to_string()));
        row.push(count("n", rolling.n));
        row.extend(interval("median", Some(rolling.median)));
        row
    };
    list.iter().map(row).collect()
}

/// A comparison: a row for each set, and with both the bounds of their difference.
pub fn comparison_rows(found: &Comparison) -> Vec<Row> {
    let sets = [(&found.first, false), (&found.second, true)];
    sets.map(|(summary, second)| {
        let mut row = summary_row(summary);
        let (low, high) = found.difference.filter(|_| second).unwrap_or((None, None));
        row.push(number("difference_low_us", low));
        row.push(number("difference_high_us", high));
        let longer = found.longer.filter(|_| second);
        row.push(share("longer_low", longer.map(|l| l.0)));
        row.push(share("longer_high", longer.map(|l| l.1)));
        row
    })
    .to_vec()
}

/// Rows as NDJSON.
pub fn rows_ndjson(rows: &[Row]) -> String {
    let mut out = String::new();
    for row in rows {
        let mut line = Line::default();
        for (name, datum) in row {
            match datum {
                Datum::Text(Some(text)) => line.push(name, &quoted(text)),
                datum => line.push(name, &plain(datum).unwrap_or_else(|| "null".into())),
            }
        }
        out.push_str(&line.close());
    }
    out
}

/// Rows as CSV with a header; nothing for no rows.
///
/// # Errors
/// What the writer of the format refuses.
pub fn rows_csv(rows: &[Row]) -> csv::Result<String> {
    let mut writer = super::csv::writer();
    if let Some(first) = rows.first() {
        writer.write_record(first.iter().map(|(name, _)| name))?;
    }
    for row in rows {
        writer.write_record(
            row.iter()
                .map(|(_, datum)| plain(datum).unwrap_or_default()),
        )?;
    }
    super::csv::finish(writer)
}

fn plain(datum: &Datum) -> Option<String> {
    match datum {
        Datum::Text(text) => text.clone(),
        Datum::Integer(number) => number.map(|n| n.to_string()),
        Datum::Share(share) => share.map(|s| s.to_string()),
    }
}
