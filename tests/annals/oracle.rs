//! The delay statistics against other programs' numbers: `tests/oracle/latency.json`, written by
//! `tests/oracle/latency.py` with the versions of lifelines and scipy that stand in it.

use annals::latency::{Interval, kaplan_meier, median_interval, quantile, superiority, turnbull};
use serde_json::Value;

fn stored() -> Value {
    serde_json::from_str(include_str!("../oracle/latency.json")).unwrap()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().unwrap()
}

fn whole(value: &Value) -> Vec<i64> {
    let all = value.as_array().unwrap();
    all.iter().map(|v| v.as_i64().unwrap()).collect()
}

fn close(a: f64, b: &Value) -> bool {
    (a - b.as_f64().unwrap()).abs() < 1e-9
}

#[test]
fn kaplan_meier_is_that_of_lifelines() {
    let stored = stored();
    assert_eq!(list(&stored, "kaplan_meier").len(), 7);
    for case in list(&stored, "kaplan_meier") {
        let ended = list(case, "ended").iter().map(|v| v.as_bool().unwrap());
        let observed: Vec<(i64, bool)> = whole(&case["times"]).into_iter().zip(ended).collect();
        let curve = kaplan_meier(&observed);
        assert_eq!(curve.steps.len(), list(case, "rows").len());
        for (step, row) in curve.steps.iter().zip(list(case, "rows")) {
            assert_eq!(step.time, row[0].as_i64().unwrap());
            assert!(close(step.survival, &row[1]), "{step:?} {row}");
            assert!(close(step.low, &row[2]), "{step:?} {row}");
            assert!(
                row[3].is_null() || close(step.high, &row[3]),
                "{step:?} {row}"
            );
        }
        let median = curve.crossing(0.5);
        assert_eq!(median.at, case["median"].as_i64());
        assert_eq!(median.low, case["median_low"].as_i64());
    }
}

#[test]
fn turnbull_is_that_of_lifelines() {
    let stored = stored();
    assert_eq!(list(&stored, "turnbull").len(), 6);
    for case in list(&stored, "turnbull") {
        let delays: Vec<Interval> = list(case, "intervals")
            .iter()
            .map(|i| Interval {
                low: i[0].as_i64().unwrap(),
                high: i[1].as_i64(),
            })
            .collect();
        let found = turnbull(&delays);
        assert!(found.gap <= 1e-10, "{} after {}", found.gap, found.rounds);
        for row in list(case, "rows") {
            let (low, high) = (row[0].as_i64().unwrap(), row[1].as_i64());
            let same = found.masses.iter().find(|m| (m.low, m.high) == (low, high));
            let share = same.map_or(0.0, |m| m.share);
            assert!(
                close(share, &row[2]),
                "{low} {high:?}: {share} {row} {}",
                found.rounds
            );
        }
        let all: f64 = found.masses.iter().map(|m| m.share).sum();
        assert!((all - 1.0).abs() < 1e-9);
    }
}

#[test]
fn quantiles_are_those_of_numpy_type_7() {
    for case in list(&stored(), "quantiles") {
        let values = whole(&case["values"]);
        for pair in list(case, "quantiles") {
            // Scaled up, so that rounding to whole numbers does not hide a difference.
            let scaled: Vec<i64> = values.iter().map(|v| v * 1_000_000).collect();
            let found = quantile(&scaled, pair[0].as_u64().unwrap() as u32).unwrap();
            let expected = pair[1].as_f64().unwrap() * 1e6;
            assert!(
                (found as f64 - expected).abs() <= 0.5 + 1e-3,
                "{found} {expected}"
            );
        }
    }
}

#[test]
fn superiority_is_the_u_of_scipy() {
    for case in list(&stored(), "superiority") {
        let exact = |name: &str| -> Vec<Interval> {
            let one = |t: i64| Interval {
                low: t,
                high: Some(t),
            };
            whole(&case[name]).into_iter().map(one).collect()
        };
        let (low, high) = superiority(&exact("first"), &exact("second")).unwrap();
        assert!(low == high && close(low, &case["longer"]));
    }
}

#[test]
fn the_interval_of_the_median_takes_the_ranks_of_scipy() {
    for case in list(&stored(), "ranks") {
        let (n, rank) = (case[0].as_i64().unwrap(), case[1].as_i64().unwrap());
        let delays: Vec<Interval> = (1..=n)
            .map(|t| Interval {
                low: t,
                high: Some(t),
            })
            .collect();
        let found = median_interval(&delays).unwrap();
        assert_eq!((found.low, found.high), (rank, Some(n + 1 - rank)));
    }
}

/// Computes the stored numbers again; needs Python with lifelines and scipy.
#[test]
#[ignore = "needs `pip install lifelines scipy`; see CONTRIBUTING.md"]
fn the_stored_numbers_are_those_of_the_peers() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/latency.py");
    let done = std::process::Command::new("python3")
        .args([script, "--check"])
        .status()
        .unwrap();
    assert!(done.success());
}
