//! Quantiles of whole microseconds.

/// The `p`/100 quantile of sorted values by type 7 of Hyndman and Fan (1996): linear between the
/// two nearest, rounded to the nearest whole number. `None` for no values.
///
/// ```
/// use annals::latency::quantile;
/// assert_eq!(quantile(&[10, 20, 30, 40], 50), Some(25));
/// assert_eq!(quantile(&[10, 20, 30, 40], 90), Some(37));
/// ```
pub fn quantile(sorted: &[i64], p: u32) -> Option<i64> {
    let last = sorted.len().checked_sub(1)?;
    // Exact in whole numbers: the position is `last * p / 100`.
    let position = last as u128 * u128::from(p.min(100));
    let (below, rest) = ((position / 100) as usize, (position % 100) as i128);
    let a = i128::from(sorted[below]);
    let b = i128::from(sorted[(below + 1).min(last)]);
    let scaled = a * 100 + (b - a) * rest;
    i64::try_from((scaled + 50).div_euclid(100)).ok()
}

#[cfg(test)]
mod tests {
    use super::quantile;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lies_between_its_neighbours_and_grows_with_p(
            mut values in proptest::collection::vec(-1_000_000i64..1_000_000, 1..60),
            p in 0u32..100,
        ) {
            values.sort_unstable();
            let (at, next) = (quantile(&values, p).unwrap(), quantile(&values, p + 1).unwrap());
            prop_assert!(values[0] <= at && at <= values[values.len() - 1]);
            prop_assert!(at <= next);
        }
    }

    #[test]
    fn no_values_no_quantile() {
        assert_eq!(quantile(&[], 50), None);
        assert_eq!(quantile(&[7], 90), Some(7));
    }
}
