//! Classes of data: a colour, and a second channel that survives without it.

use super::canvas::{Canvas, Point, Shape, Stroke};
use super::style;
use plotters::style::RGBColor;

/// More classes than these are one class of others.
pub const MOST: usize = 6;

/// A class: its name, and how its marks and lines look.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    pub name: String,
    pub color: RGBColor,
    pub shape: Shape,
    number: usize,
    dash: Option<(f64, f64)>,
}

/// Colour, shape and dash of a class.
type Channel = (RGBColor, Shape, Option<(f64, f64)>);

/// The channels in the order in which classes take them.
const CHANNELS: [Channel; MOST] = [
    (style::BLUE, Shape::Circle, None),
    (style::VERMILLION, Shape::Triangle, Some((7.0, 3.0))),
    (style::GREEN, Shape::Square, Some((2.0, 2.5))),
    (style::PURPLE, Shape::Diamond, Some((9.0, 3.0))),
    (style::INK, Shape::Plus, Some((5.0, 2.0))),
    (style::ORANGE, Shape::Cross, Some((3.0, 3.0))),
];

impl Class {
    /// The class of that number.
    pub fn new(name: impl Into<String>, number: usize) -> Class {
        let (color, shape, dash) = CHANNELS[number.min(MOST - 1)];
        Class {
            name: name.into(),
            color,
            shape,
            number: number.min(MOST - 1),
            dash,
        }
    }

    /// The hatch of its areas in black and white; the first is solid.
    pub fn hatch(&self) -> Option<usize> {
        self.number.checked_sub(1)
    }

    /// A line of the class.
    pub fn stroke(&self, width: f64) -> Stroke {
        let stroke = Stroke::new(self.color, width);
        match self.dash {
            Some((dash, gap)) => stroke.dashed(dash, gap),
            None => stroke,
        }
    }

    /// A mark of the class.
    pub fn draw(&self, canvas: &mut Canvas, at: Point, radius: f64) {
        canvas.symbol(self.shape, at, radius, self.color);
    }
}

/// The classes of values by how often they come, at most [`MOST`]; the rest is one of others.
/// For each value the number of its class.
pub fn classes(values: &[String]) -> (Vec<Class>, Vec<usize>) {
    let mut counts: std::collections::BTreeMap<&str, (usize, usize)> = Default::default();
    for (i, value) in values.iter().enumerate() {
        counts.entry(value).or_insert((0, i)).0 += 1;
    }
    let mut order: Vec<(&str, (usize, usize))> = counts.into_iter().collect();
    order.sort_by_key(|(_, (n, first))| (std::cmp::Reverse(*n), *first));
    let shown = if order.len() > MOST {
        MOST - 1
    } else {
        order.len()
    };
    let position: std::collections::BTreeMap<&str, usize> = order
        .iter()
        .enumerate()
        .map(|(i, (name, _))| {
            (
                *name,
                i.min(shown.max(1) - usize::from(order.len() <= MOST)),
            )
        })
        .collect();
    let mut classes: Vec<Class> = order
        .iter()
        .take(shown)
        .enumerate()
        .map(|(i, (name, _))| Class::new(*name, i))
        .collect();
    if order.len() > shown {
        classes.push(Class::new(format!("{} others", order.len() - shown), shown));
    }
    let numbers = values.iter().map(|v| position[v.as_str()]).collect();
    (classes, numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_come_first_and_many_become_others() {
        let values: Vec<String> = ["b", "a", "b", "c"].map(str::to_owned).into();
        let (found, numbers) = classes(&values);
        let names: Vec<&str> = found.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["b", "a", "c"]);
        assert_eq!(numbers, [0, 1, 0, 2]);
        let many: Vec<String> = (0..9).map(|i| i.to_string()).collect();
        let (found, numbers) = classes(&many);
        assert_eq!(found.len(), MOST);
        assert_eq!(found[5].name, "4 others");
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 5, 5, 5]);
        assert_eq!(classes(&[]).0, []);
    }

    #[test]
    fn no_two_classes_share_shape_or_line() {
        for a in 0..MOST {
            for b in 0..a {
                let (a, b) = (Class::new("a", a), Class::new("b", b));
                assert!(a.shape != b.shape && a.dash != b.dash);
            }
        }
    }
}
