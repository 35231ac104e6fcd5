//! Counts as shades: light is few, dark is many, white is none.

use super::canvas::{Align, Canvas, Rect, Stroke};
use super::style::{self, SMALL};
use super::text;
use super::words;
use plotters::style::RGBColor;

/// Classes of counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shades {
    /// The greatest count of each class, ascending.
    tops: Vec<usize>,
}

impl Shades {
    /// Classes for these counts: each its own count if there are few, else even steps.
    pub fn of(counts: impl Iterator<Item = usize>) -> Shades {
        let mut seen: Vec<usize> = counts.filter(|n| *n > 0).collect();
        seen.sort_unstable();
        seen.dedup();
        let most = seen.last().copied().unwrap_or(1);
        let classes = style::STEPS.len();
        let tops = if seen.len() <= classes {
            seen
        } else {
            // Ratios, not differences: one busy hour must not bleach the rest.
            let ratio = (most as f64).powf(1.0 / classes as f64);
            let mut tops: Vec<usize> = (1..=classes)
                .map(|i| ratio.powi(i as i32).round() as usize)
                .collect();
            if most < 3 * classes {
                tops = (1..=classes)
                    .map(|i| (most * i).div_ceil(classes))
                    .collect();
            }
            tops.dedup();
            if let Some(last) = tops.last_mut() {
                *last = most;
            }
            tops
        };
        Shades { tops }
    }

    fn step(&self, n: usize) -> usize {
        let class = self.tops.partition_point(|top| *top < n);
        match self.tops.len() {
            0 | 1 => 2,
            classes => class.min(classes - 1) * (style::STEPS.len() - 1) / (classes - 1),
        }
    }

    /// Colour and words of each class.
    pub fn legend(&self) -> Vec<(RGBColor, String)> {
        let mut from = 1;
        let mut out = Vec::with_capacity(self.tops.len());
        for top in &self.tops {
            let words = if from >= *top || self.tops.len() == 1 {
                words::number(*top)
            } else {
                format!("{} to {}", words::number(from), words::number(*top))
            };
            out.push((style::STEPS[self.step(*top)], words));
            from = top + 1;
        }
        if let Some((_, first)) = out.first_mut() {
            first.insert_str(0, "events: ");
        }
        out
    }

    /// A cell with its count, if there is room for the digits; an empty one is an outline.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, n: usize, what: &str, row: usize) {
        let name = format!("{what}: {}", words::count(n, "event"));
        canvas.row(&name, row, |c| {
            let corners = [
                (area.left, area.top),
                (area.right, area.top),
                (area.right, area.bottom),
                (area.left, area.bottom),
                (area.left, area.top),
            ];
            if n == 0 {
                return c.line(&corners, Stroke::new(style::GRID, 0.6));
            }
            let step = self.step(n);
            c.rect(area, style::STEPS[step], 1.0);
            c.line(&corners, Stroke::new(style::edge_of(step), 0.6));
            let label = words::number(n);
            let fits = text::width(&label, SMALL) <= area.width() - 3.0;
            if fits && area.bottom - area.top >= SMALL + 3.0 {
                let at = (
                    f64::midpoint(area.left, area.right),
                    f64::midpoint(area.top, area.bottom) + 4.0,
                );
                c.text(&label, at, SMALL, Align::Center, style::ink_on(step));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_counts_are_their_own_classes_and_many_are_steps() {
        let few = Shades::of([0, 1, 3, 3, 2].into_iter());
        assert_eq!(few.tops, [1, 2, 3]);
        assert_eq!((few.step(1), few.step(3)), (0, 4));
        let many = Shades::of(1..1000);
        assert_eq!(many.tops.last(), Some(&999));
        assert!(many.tops.windows(2).all(|p| p[0] < p[1]));
        assert_eq!(many.legend()[0].1, "events: 1 to 4");
    }
}
