//! Other views of the delays: survival, rolling median, comparison, the chain of stages.

use super::super::text;
use super::summary::{columns, interval_text, typical};
use crate::latency::{
    Comparison, Curve, FEWEST, Interval, Key, Leg, Pair, Rolling, Status, Summary, Survival,
    groups_of, rolling_median, split_by_stages, summary, survival,
};
use crate::model::human_duration;

/// The delays of one group between two stages.
pub(super) struct Part<'a> {
    pub group: Vec<(String, String)>,
    pub stages: (&'a str, &'a str),
    pub pairs: Vec<&'a Pair>,
}

/// The delays by stages, then by group.
pub(super) fn parts<'a>(delays: &'a [Pair], by: &[Key]) -> Vec<Part<'a>> {
    let all: Vec<&Pair> = delays.iter().collect();
    let mut out = Vec::new();
    for (stages, pairs) in split_by_stages(&all) {
        for (group, pairs) in groups_of(&pairs, by) {
            out.push(Part {
                group,
                stages,
                pairs,
            });
        }
    }
    out
}

impl Part<'_> {
    /// `Chungking to Washington, sent to received`.
    fn title(&self) -> String {
        let names = self.group.iter().map(|(_, value)| value.clone());
        let stages = format!("{} to {}", self.stages.0, self.stages.1);
        names.chain([stages]).collect::<Vec<_>>().join(", ")
    }
}

/// When which share of the messages is through.
pub(super) fn survival_text(part: &Part<'_>, width: usize) -> String {
    let found = survival(&part.pairs);
    let mut out = format!("{}: {}", part.title(), text::count(found.n, "delay"));
    if found.censored > 0 {
        out.push_str(&format!(", {} not ended", found.censored));
    }
    out.push('\n');
    if found.n < FEWEST {
        out.push_str("  no quantiles for fewer than 5 delays\n");
        return out;
    }
    let mut rows = vec![["through", "after"].map(String::from)];
    for (share, left) in [
        ("10 %", 0.9),
        ("25 %", 0.75),
        ("50 %", 0.5),
        ("75 %", 0.25),
        ("90 %", 0.1),
    ] {
        rows.push([share.to_owned(), reached(crossing(&found, left))]);
    }
    out.push_str(&columns(&rows, width));
    let method = match found.curve {
        Curve::KaplanMeier(_) => {
            "Kaplan-Meier; the interval by Greenwood's variance on the log(-log) scale"
        }
        Curve::Turnbull(_) => {
            "Turnbull's estimate from bounds; the interval by order statistics (sign test)"
        }
    };
    let band = match found.band {
        Some(band) => range(band),
        None => "none, too few".to_owned(),
    };
    let note = format!("95 % confidence interval of the median: {band}. {method}.");
    out.push_str(&format!(
        "  {}\n",
        text::wrap(&note, width.saturating_sub(2), 2)
    ));
    if found.silent > 0 {
        let note = format!(
            "{} without a known end say nothing and are left out; --as-of DATE says until when \
             an end would be known.",
            text::count(found.silent, "delay")
        );
        out.push_str(&format!(
            "  {}\n",
            text::wrap(&note, width.saturating_sub(2), 2)
        ));
    }
    out
}

fn crossing(found: &Survival, level: f64) -> Option<Interval> {
    match &found.curve {
        Curve::KaplanMeier(curve) => curve.crossing(level).at.map(|at| Interval {
            low: at,
            high: Some(at),
        }),
        Curve::Turnbull(curve) => curve.crossing(level),
    }
}

fn reached(interval: Option<Interval>) -> String {
    interval.map_or("not reached".to_owned(), interval_text)
}

/// Both ends of an interval, an open one told.
fn range(interval: Interval) -> String {
    match interval.high {
        Some(high) => text::between(interval.low, high),
        None => format!("{} to not reached", human_duration(interval.low)),
    }
}

/// The rolling median of each part.
pub(super) fn rolling_text(part: &Part<'_>, run: usize, width: usize) -> String {
    let list = rolling_median(&part.pairs, run);
    let mut out = format!("{}: median of {run} neighbours\n", part.title());
    if list.is_empty() {
        let note = format!("  fewer than {run} delays with two known ends\n");
        return out + &note;
    }
    let row = |rolling: &Rolling| {
        let day = rolling
            .local
            .map(|l| l.date().to_string())
            .unwrap_or_default();
        [
            day,
            interval_text(rolling.median),
            rolling.message_id.clone(),
        ]
    };
    let mut rows = vec![["begun", "median", "in the middle"].map(String::from)];
    rows.extend(list.iter().map(row));
    out.push_str(&columns(&rows, width));
    out
}

/// Two sets beside each other.
pub(super) fn comparison_text(found: &Comparison, width: usize) -> String {
    let mut out = format!("{} to {}\n\n", found.first.from_stage, found.first.to_stage);
    let row = |summary: &Summary| {
        let name = summary
            .group
            .first()
            .map_or("", |(_, value)| value.as_str());
        let shown = |i: Option<Interval>| i.map_or("—".to_owned(), interval_text);
        [
            name.to_owned(),
            summary.n().to_string(),
            typical(summary),
            shown(summary.p90),
        ]
    };
    let head = ["", "n", "median", "p90"].map(String::from);
    out.push_str(&columns(
        &[head, row(&found.first), row(&found.second)],
        width,
    ));
    out.push('\n');
    let line = match found.difference {
        Some((Some(low), Some(high))) => format!(
            "Difference of the medians, second less first: {} to {} min.",
            minutes(low, f64::floor),
            minutes(high, f64::ceil)
        ),
        Some(_) => "The difference of the medians has no bound on one side.".to_owned(),
        None => "No medians for fewer than 5 delays, so no difference.".to_owned(),
    };
    out.push_str(&text::wrap(&line, width, 0));
    out.push('\n');
    if let Some((low, high)) = found.longer {
        let line = format!(
            "Of two messages, one of each, that of the second set takes longer in {} of \
             cases (50 %: no difference).",
            percent(low, high)
        );
        out.push_str(&text::wrap(&line, width, 0));
        out.push('\n');
    }
    let left_out = [&found.first, &found.second]
        .map(|s| s.count(Status::Censored) + s.count(Status::Impossible));
    if left_out != [0, 0] {
        let [a, b] = left_out;
        out.push_str(&format!(
            "Without figures, censored or impossible: {a} and {b}.\n"
        ));
    }
    out
}

/// Minutes with a sign, rounded outward.
fn minutes(micros: i64, outward: fn(f64) -> f64) -> String {
    let whole = outward(micros as f64 / 60_000_000.0) as i64;
    match whole {
        0 => "0".to_owned(),
        less if less < 0 => format!("−{}", less.unsigned_abs()),
        more => format!("+{more}"),
    }
}

/// `73 % to 75 %`, rounded outward so that nothing more is claimed.
pub(super) fn percent(low: f64, high: f64) -> String {
    let (low, high) = ((low * 100.0 + 1e-9).floor(), (high * 100.0 - 1e-9).ceil());
    match low == high {
        true => format!("{low} %"),
        false => format!("{low} % to {high} %"),
    }
}

/// The legs of a chain with their shares, then the whole.
pub(super) fn chain_text(title: &str, legs: &[(Leg, Summary)], width: usize) -> String {
    let mut rows = vec![["", "n", "median", "p90", "share"].map(String::from)];
    let shown = |i: Option<Interval>| i.map_or("—".to_owned(), interval_text);
    for (leg, summary) in legs {
        let share = leg
            .share
            .map_or("—".to_owned(), |(low, high)| percent(low, high));
        rows.push([
            format!("{} to {}", leg.from_stage, leg.to_stage),
            summary.n().to_string(),
            typical(summary),
            shown(summary.p90),
            share,
        ]);
    }
    let mut out = format!("{title}\n\n{}", columns(&rows, width));
    let complete = legs.first().map_or(0, |(leg, _)| leg.n);
    let note = format!(
        "Shares of the time that {} with every leg took together.",
        text::count(complete, "message")
    );
    out.push_str(&format!("\n{}\n", text::wrap(&note, width, 0)));
    out
}

/// The legs of a chain, and the whole as the last.
pub(super) fn chain_legs(
    of: &[(String, String)],
    pairs: &[&Pair],
    chain: &[String],
) -> Vec<(Leg, Summary)> {
    let between = |from: &str, to: &str| -> Summary {
        let same = |p: &&&Pair| p.from_stage == from && p.to_stage == to;
        let list: Vec<&Pair> = pairs.iter().filter(same).copied().collect();
        summary(of.to_vec(), (from, to), &list)
    };
    let mut out: Vec<(Leg, Summary)> = Vec::new();
    for leg in crate::latency::legs(pairs, chain) {
        let summary = between(&leg.from_stage, &leg.to_stage);
        out.push((leg, summary));
    }
    if let [first, .., last] = chain
        && chain.len() > 2
    {
        let n = out.first().map_or(0, |(leg, _)| leg.n);
        let whole = Leg {
            from_stage: first.clone(),
            to_stage: last.clone(),
            n,
            share: (n > 0).then_some((1.0, 1.0)),
        };
        out.push((whole, between(first, last)));
    }
    out
}
