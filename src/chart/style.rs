//! Colours, font and sizes: the one file that knows them.
//!
//! Source of the colours: Okabe and Ito, "Color Universal Design", 2008.

use plotters::style::RGBColor;

/// The bundled font, by its exact name; never a generic family.
pub const FONT: &str = "DejaVu Sans";

/// Text, and marks that carry no class. 15.9:1 on white.
pub const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
/// Secondary text. 7:1 on white.
pub const QUIET: RGBColor = RGBColor(0x59, 0x59, 0x59);
/// Leaders and place lines. 3.5:1 on white.
pub const RULE: RGBColor = RGBColor(0x88, 0x88, 0x88);
/// The grid.
pub const GRID: RGBColor = RGBColor(0xD9, 0xD9, 0xD9);
/// Every second lane.
pub const BAND: RGBColor = RGBColor(0xF5, 0xF6, 0xF7);
/// The middle half of a distribution.
pub const BAND_DARK: RGBColor = RGBColor(0xDC, 0xE3, 0xE8);
/// Paper.
pub const PAPER: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);

/// Blue: the first colour for marks.
pub const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xB2);
/// Vermillion: what cannot be.
pub const VERMILLION: RGBColor = RGBColor(0xD5, 0x5E, 0x00);
/// Bluish green.
pub const GREEN: RGBColor = RGBColor(0x00, 0x9E, 0x73);
/// Reddish purple.
pub const PURPLE: RGBColor = RGBColor(0xCC, 0x79, 0xA7);
/// Black.
pub const BLACK: RGBColor = RGBColor(0x00, 0x00, 0x00);

/// Orange.
pub const ORANGE: RGBColor = RGBColor(0xE6, 0x9F, 0x00);

/// A colour as deep as lines and the edges of marks need it, 3:1 on white and on the tint of a lane;
/// fills keep their own.
pub fn edge(color: RGBColor) -> RGBColor {
    match color {
        PURPLE => RGBColor(0xB5, 0x5C, 0x8E),
        ORANGE => RGBColor(0xB3, 0x7B, 0x00),
        other => other,
    }
}

/// The grey that stands for a colour in black and white: lines stay dark, fills tell apart.
pub fn grey(color: RGBColor) -> RGBColor {
    let level = match color {
        BLUE => 0x33,
        VERMILLION => 0x70,
        GREEN => 0x55,
        PURPLE => 0x80,
        ORANGE => 0x8C,
        RGBColor(r, g, b) => {
            let sum = 299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b);
            u8::try_from(sum / 1000).unwrap_or(u8::MAX)
        }
    };
    RGBColor(level, level, level)
}

/// Five steps from few to many, light to dark: blues of one hue, also in order of lightness.
pub const STEPS: [RGBColor; 5] = [
    RGBColor(0xC9, 0xDF, 0xEF),
    RGBColor(0x8F, 0xBD, 0xDD),
    RGBColor(0x4B, 0x94, 0xC6),
    RGBColor(0x17, 0x6A, 0xA3),
    RGBColor(0x08, 0x3D, 0x66),
];

/// The edge of a step that is too light to be told from the paper.
pub fn edge_of(step: usize) -> RGBColor {
    STEPS[step.clamp(2, STEPS.len() - 1)]
}

/// The ink that can be read on a step.
pub fn ink_on(step: usize) -> RGBColor {
    match step {
        0 | 1 => INK,
        2 => BLACK,
        _ => PAPER,
    }
}

/// The heading, in pixels of 1/96 inch.
pub const TITLE: f64 = 17.0;
/// What is read: names of lanes, labels.
pub const BODY: f64 = 12.0;
/// Ticks, legend, foot: 8 point.
pub const SMALL: f64 = 11.0;

/// Space around the drawing.
pub const MARGIN: f64 = 16.0;
/// Radius of a dot.
pub const DOT: f64 = 4.0;
/// Height of a bar.
pub const BAR: f64 = 8.0;
