//! Labels on a line of marks: kept in order, as near to their marks as they can be, never on
//! top of each other; what does not fit is left out and counted.
//!
//! Source: the problem min Σ w (x − ideal)² with x₂ − x₁ ≥ a distance becomes isotonic regression
//! after subtracting the distances, and pool-adjacent-violators solves that exactly; with bounds,
//! the solution is cut at them (Barlow et al., "Statistical inference under order restrictions",
//! 1972). Layers with stubs for the leaders that pass through follow Labella.js.

/// A label before it is placed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// Where its mark is.
    pub ideal: f64,
    /// Width, without the gap.
    pub width: f64,
}

/// Where labels may stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Space {
    pub left: f64,
    pub right: f64,
    /// Layers on top of each other, nearest to the marks first.
    pub layers: usize,
    /// Least space between neighbours.
    pub gap: f64,
    /// How far from its mark a label may stand.
    pub reach: f64,
}

/// A label in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Which label, by its place in the input.
    pub index: usize,
    /// Layer, 0 nearest to the marks.
    pub layer: usize,
    /// Centres: where its leader passes each layer below it, then where it stands itself.
    pub path: Vec<f64>,
}

/// The result: what fits, in order, and how many did not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placement {
    pub placed: Vec<Placed>,
    pub left_out: usize,
    /// Layers used.
    pub layers: usize,
}

/// Width of a leader that passes through a layer.
const STUB: f64 = 2.0;

/// How far from its mark a leader may pass through a layer.
const STRAIGHT: f64 = 12.0;

/// So many labels are a few.
const FEW: usize = 40;

/// Places labels, which must be sorted by `ideal`. Earlier ones win where not all fit.
pub fn place(labels: &[Label], space: Space) -> Placement {
    // A stride through the input first, so that where few fit they are spread over the line.
    let mut chosen: Vec<(usize, usize)> = Vec::new();
    let mut paths: Vec<Vec<f64>> = Vec::new();
    for index in spread(labels.len()) {
        // More than the line can hold cannot be placed: stop before trying them all.
        if chosen.len() >= most(labels, space) {
            break;
        }
        let at = chosen.partition_point(|(other, _)| *other < index);
        let added = (0..space.layers).map(|layer| {
            let mut trial = chosen.clone();
            trial.insert(at, (index, layer));
            trial
        });
        let found = added
            .chain(moves(&chosen, at, index, labels.len(), space.layers))
            .find_map(|trial| solve(labels, &trial, space).map(|paths| (trial, paths)));
        if let Some(found) = found {
            (chosen, paths) = found;
        }
    }
    let layers = chosen.iter().map(|(_, layer)| layer + 1).max().unwrap_or(0);
    Placement {
        left_out: labels.len() - chosen.len(),
        layers,
        placed: chosen
            .into_iter()
            .zip(paths)
            .map(|((index, layer), path)| Placed { index, layer, path })
            .collect(),
    }
}

/// Other ways to let a label in: a neighbour goes to another layer. For a few labels only, where
/// each one matters; among many the next label will do.
fn moves(
    chosen: &[(usize, usize)],
    at: usize,
    index: usize,
    labels: usize,
    layers: usize,
) -> impl Iterator<Item = Vec<(usize, usize)>> {
    let neighbours = if labels <= FEW {
        [at.checked_sub(1), (at < chosen.len()).then_some(at)]
    } else {
        [None, None]
    };
    let pairs = neighbours.into_iter().flatten().flat_map(move |neighbour| {
        (0..layers).flat_map(move |theirs| (0..layers).map(move |own| (neighbour, theirs, own)))
    });
    pairs.map(move |(neighbour, theirs, own)| {
        let mut trial = chosen.to_vec();
        trial[neighbour].1 = theirs;
        trial.insert(at, (index, own));
        trial
    })
}

/// The order in which labels are tried: all in turn if few, else coarse strides first.
fn spread(n: usize) -> Vec<usize> {
    let mut order = Vec::with_capacity(n);
    let mut seen = vec![false; n];
    let mut stride = n.next_power_of_two();
    while stride > 0 {
        for i in (0..n).step_by(stride) {
            if !seen[i] {
                seen[i] = true;
                order.push(i);
            }
        }
        stride /= 2;
    }
    order
}

/// An upper bound of how many labels fit at all.
fn most(labels: &[Label], space: Space) -> usize {
    let narrowest = labels
        .iter()
        .map(|l| l.width + space.gap)
        .fold(f64::INFINITY, f64::min);
    let room = (space.right - space.left + space.gap).max(0.0) * space.layers as f64;
    (room / narrowest.max(1.0)).ceil() as usize
}

/// Positions of the chosen labels in every layer, or `None` if some would be too far away.
fn solve(labels: &[Label], chosen: &[(usize, usize)], space: Space) -> Option<Vec<Vec<f64>>> {
    let mut paths: Vec<Vec<f64>> = vec![Vec::new(); chosen.len()];
    let deepest = chosen.iter().map(|(_, layer)| *layer).max()?;
    for layer in 0..=deepest {
        // Labels of this layer, and the leaders of those above.
        let here: Vec<usize> = (0..chosen.len())
            .filter(|i| chosen[*i].1 >= layer)
            .collect();
        let wishes: Vec<Label> = here
            .iter()
            .map(|i| Label {
                ideal: labels[chosen[*i].0].ideal,
                width: if chosen[*i].1 == layer {
                    labels[chosen[*i].0].width
                } else {
                    STUB
                },
            })
            .collect();
        let found = in_one_row(&wishes, space)?;
        for (i, x) in here.into_iter().zip(found) {
            // A leader goes nearly straight up; only its label may stand aside.
            let passes = chosen[i].1 > layer;
            let reach = if passes {
                STRAIGHT.min(space.reach)
            } else {
                space.reach
            };
            if (x - labels[chosen[i].0].ideal).abs() > reach {
                return None;
            }
            paths[i].push(x);
        }
    }
    Some(paths)
}

/// Centres of one row, as near to the wishes as order, gaps and bounds allow.
fn in_one_row(labels: &[Label], space: Space) -> Option<Vec<f64>> {
    let (first, last) = (labels.first()?, labels.last()?);
    // Distance of each centre from the first if all stood side by side.
    let mut offsets = vec![0.0];
    for pair in labels.windows(2) {
        let before = offsets.last().copied().unwrap_or(0.0);
        offsets.push(before + (pair[0].width + pair[1].width) / 2.0 + space.gap);
    }
    let total = offsets.last().copied().unwrap_or(0.0);
    let low = space.left + first.width / 2.0;
    let high = space.right - last.width / 2.0 - total;
    if high < low {
        return None;
    }
    // Pools of neighbours that share one position: weighted sum of wishes, weight, number.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (label, offset) in labels.iter().zip(&offsets) {
        // A leader that passes keeps its place more than a label does.
        let weight = if label.width > STUB { 1.0 } else { 10.0 };
        let mut pool = ((label.ideal - offset) * weight, weight, 1);
        while let Some((sum, weight, n)) = pools.last().copied() {
            if sum / weight <= pool.0 / pool.1 {
                break;
            }
            pools.pop();
            pool = (pool.0 + sum, pool.1 + weight, pool.2 + n);
        }
        pools.push(pool);
    }
    let positions = pools
        .iter()
        .flat_map(|(sum, weight, n)| std::iter::repeat_n(sum / weight, *n))
        .zip(&offsets)
        .map(|(start, offset)| start.clamp(low, high) + offset);
    Some(positions.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn space(layers: usize) -> Space {
        Space {
            left: 0.0,
            right: 800.0,
            layers,
            gap: 6.0,
            reach: 120.0,
        }
    }

    fn overlap(labels: &[Label], placement: &Placement, gap: f64) -> bool {
        (0..placement.layers).any(|layer| {
            let row: Vec<(f64, f64)> = placement
                .placed
                .iter()
                .filter(|p| p.layer >= layer)
                .map(|p| {
                    let width = if p.layer == layer {
                        labels[p.index].width
                    } else {
                        STUB
                    };
                    (p.path[layer] - width / 2.0, p.path[layer] + width / 2.0)
                })
                .collect();
            row.windows(2).any(|w| w[1].0 - w[0].1 < gap - 1e-6)
                || row.iter().any(|b| b.0 < -1e-6 || b.1 > 800.0 + 1e-6)
        })
    }

    #[test]
    fn labels_with_room_stand_at_their_marks() {
        let labels = [100.0, 300.0, 500.0].map(|ideal| Label { ideal, width: 80.0 });
        let placement = place(&labels, space(3));
        assert_eq!(placement.left_out, 0);
        assert_eq!(placement.layers, 1);
        assert!(
            placement
                .placed
                .iter()
                .all(|p| p.path[0] == labels[p.index].ideal)
        );
    }

    #[test]
    fn two_at_one_place_move_apart_by_as_little_as_needed() {
        let labels = [Label {
            ideal: 400.0,
            width: 94.0,
        }; 2];
        let placement = place(&labels, space(1));
        let xs: Vec<f64> = placement.placed.iter().map(|p| p.path[0]).collect();
        assert_eq!(xs, [350.0, 450.0]);
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let labels = vec![
            Label {
                ideal: 10.0,
                width: 90.0
            };
            1000
        ];
        let placement = place(&labels, space(2));
        assert!(placement.left_out > 900);
        assert_eq!(placement.left_out + placement.placed.len(), 1000);
    }

    proptest! {
        #[test]
        fn no_two_labels_overlap(
            mut marks in proptest::collection::vec((0.0..800.0_f64, 5.0..200.0_f64), 0..60),
            layers in 1..5_usize,
        ) {
            marks.sort_by(|a, b| a.0.total_cmp(&b.0));
            let labels: Vec<Label> = marks
                .iter()
                .map(|(ideal, width)| Label { ideal: *ideal, width: *width })
                .collect();
            let placement = place(&labels, space(layers));
            prop_assert!(!overlap(&labels, &placement, 6.0));
        }
    }
}
