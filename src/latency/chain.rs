//! The whole way of messages through a chain of stages: what part of it each leg takes.

use super::{Pair, Status};
use std::collections::HashMap;

/// The part that one leg has in the whole way.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// Stage the leg begins with.
    pub from_stage: String,
    /// Stage it ends with.
    pub to_stage: String,
    /// Messages whose every leg is known; the shares rest on them.
    pub n: usize,
    /// Bounds of the leg's part in the time that all of them took together, 0 to 1; `None` if they
    /// took no time.
    pub share: Option<(f64, f64)>,
}

/// The share of each leg between neighbouring stages of a chain in the whole way, from the delays
/// that [`super::pairs`] finds with [`super::Wanted::chain`].
///
/// It is the leg's part in the sum over all messages that have every leg, so the shares of a chain
/// add up; medians of legs do not. The least share is the leg's lower bounds over themselves and
/// all other legs' upper bounds.
pub fn legs(pairs: &[&Pair], chain: &[String]) -> Vec<Leg> {
    let count = chain.len().saturating_sub(1);
    let leg_of = |pair: &Pair| {
        let both = chain.windows(2);
        let mut at = both.enumerate();
        at.find(|(_, w)| w[0] == pair.from_stage && w[1] == pair.to_stage)
            .map(|(at, _)| at)
    };
    let mut index: HashMap<&str, usize> = HashMap::new();
    let mut messages: Vec<Vec<Option<(i64, i64)>>> = Vec::new();
    for pair in pairs {
        let known = matches!(pair.status, Status::Measured | Status::Bounded);
        let (Some(leg), true) = (leg_of(pair), known) else {
            continue;
        };
        let at = *index.entry(&pair.message_id).or_insert_with(|| {
            messages.push(vec![None; count]);
            messages.len() - 1
        });
        // Of a repeated leg the first counts.
        let bounds = pair.shortest.zip(pair.longest);
        messages[at][leg] = messages[at][leg].or(bounds);
    }
    let whole: Vec<Vec<(i64, i64)>> = messages
        .into_iter()
        .filter_map(|legs| legs.into_iter().collect())
        .collect();
    let sum = |leg: usize, of: fn(&(i64, i64)) -> i64| -> i128 {
        whole.iter().map(|legs| i128::from(of(&legs[leg]))).sum()
    };
    let sums: Vec<(i128, i128)> = (0..count)
        .map(|leg| (sum(leg, |l| l.0), sum(leg, |l| l.1)))
        .collect();
    let all = sums.iter().fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    (0..count)
        .map(|leg| {
            let (low, high) = sums[leg];
            let part = |own: i128, others: i128| own as f64 / (own + others) as f64;
            let share = (all.1 > 0).then(|| {
                let least = match low {
                    0 => 0.0,
                    low => part(low, all.1 - high),
                };
                let most = match high {
                    0 => 0.0,
                    high => part(high, all.0 - low),
                };
                (least, most)
            });
            Leg {
                from_stage: chain[leg].clone(),
                to_stage: chain[leg + 1].clone(),
                n: whole.len(),
                share,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(message: usize, from: &str, to: &str, low: i64, high: i64) -> Pair {
        Pair {
            message_id: message.to_string().into(),
            from_stage: from.into(),
            to_stage: to.into(),
            shortest: Some(low),
            longest: Some(high),
            status: Status::Bounded,
            ..Pair::default()
        }
    }

    proptest! {
        #[test]
        fn the_true_shares_lie_within_their_bounds(
            ways in proptest::collection::vec(
                ((1i64..500, 0i64..60, 0i64..60), (0i64..500, 0i64..60, 0i64..60)), 1..20),
        ) {
            let chain = ["sent", "arrived", "deciphered"].map(str::to_owned);
            let mut pairs = Vec::new();
            for (at, ((a, b, c), (d, e, f))) in ways.iter().enumerate() {
                pairs.push(pair(at, "sent", "arrived", (a - b).max(0), a + c));
                pairs.push(pair(at, "arrived", "deciphered", (d - e).max(0), d + f));
            }
            let list: Vec<&Pair> = pairs.iter().collect();
            let first: i64 = ways.iter().map(|((a, ..), _)| a).sum();
            let second: i64 = ways.iter().map(|(_, (d, ..))| d).sum();
            let truth = first as f64 / (first + second) as f64;
            let found = legs(&list, &chain);
            let (low, high) = found[0].share.unwrap();
            prop_assert!(low <= truth + 1e-12 && truth <= high + 1e-12);
            let (low, high) = found[1].share.unwrap();
            prop_assert!(low <= 1.0 - truth + 1e-12 && 1.0 - truth <= high + 1e-12);
            prop_assert_eq!(found[0].n, ways.len());
        }
    }

    #[test]
    fn no_message_with_every_leg_has_no_share() {
        let chain = ["sent", "arrived", "deciphered"].map(str::to_owned);
        let only = pair(0, "sent", "arrived", 4, 6);
        let found = legs(&[&only], &chain);
        assert_eq!((found.len(), found[0].n, found[0].share), (2, 0, None));
        assert!(legs(&[&only], &[]).is_empty());
    }
}
