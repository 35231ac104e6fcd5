//! Rows for marks that would cover each other: first come, first free row.

/// A row for each extent, which must be sorted by start; `None` where `most` rows are full.
///
/// Minimal: as many rows as marks overlap at once. Equal starts keep the order of the input.
pub fn pack(extents: &[(f64, f64)], gap: f64, most: usize) -> Vec<Option<usize>> {
    let mut ends: Vec<f64> = Vec::new();
    extents
        .iter()
        .map(|(start, end)| {
            let free = ends.iter().position(|taken| taken + gap <= *start);
            let row = match free {
                Some(row) => row,
                None if ends.len() < most => {
                    ends.push(f64::NEG_INFINITY);
                    ends.len() - 1
                }
                None => return None,
            };
            ends[row] = *end;
            Some(row)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_one_row_never_touch_and_the_rest_is_known() {
        let rows = pack(&[(0.0, 8.0), (0.0, 8.0), (4.0, 12.0), (10.0, 18.0)], 1.0, 2);
        assert_eq!(rows, [Some(0), Some(1), None, Some(0)]);
    }
}
