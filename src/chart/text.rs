//! Texts measured with the real advances of the bundled font, before anything is placed.

use super::face;
use plotters::style::{FontDesc, FontFamily, FontStyle};

/// Width of one line of text at a font size, in pixels.
pub fn width(text: &str, size: f64) -> f64 {
    let measured = face::is_ready()
        .then(|| {
            let name = FontFamily::Name(face::family());
            FontDesc::new(name, face::design_size(), FontStyle::Normal)
        })
        .and_then(|font| font.box_size(text).ok())
        .map(|(units, _)| f64::from(units) / face::units_per_em());
    // Without a font, an em per character is safe for every script the font covers.
    measured.unwrap_or(text.chars().count() as f64) * size
}

/// A text as one line that XML can hold: control characters become spaces, runs of them one.
pub fn clean(text: &str) -> String {
    let legal = |c: char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let spaced: String = text
        .chars()
        .map(|c| if legal(c) { c } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text, cut with an ellipsis to fit a width.
pub fn clip(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let cut = |n: usize| {
        let kept: String = chars[..n].iter().collect();
        let kept = kept.trim_end();
        // After letters from right to left, the ellipsis belongs at their left.
        let mark = if kept.chars().next_back().is_some_and(is_from_right) {
            "…\u{200F}"
        } else {
            "…"
        };
        format!("{kept}{mark}")
    };
    // Widths grow with length: search for the longest beginning that fits.
    let (mut fits, mut too_long) = (0, chars.len());
    while too_long - fits > 1 {
        let middle = usize::midpoint(fits, too_long);
        if width(&cut(middle), size) <= room {
            fits = middle;
        } else {
            too_long = middle;
        }
    }
    if fits == 0 { String::new() } else { cut(fits) }
}

/// Hebrew, Arabic and their neighbours, and their presentation forms.
fn is_from_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// The text with a number and its unit held together where a line is broken: `15 h`, `58 %`.
pub fn glue(text: &str) -> String {
    const UNITS: [&str; 8] = ["%", "h", "min", "s", "day", "days", "years", "BCE"];
    let mut out = String::with_capacity(text.len() + 16);
    for word in text.split(' ') {
        let unit = word.trim_end_matches([';', ',', '.', ':', ')']);
        let after_number = out.ends_with(|c: char| c.is_ascii_digit());
        match (out.is_empty(), after_number && UNITS.contains(&unit)) {
            (true, _) => {}
            (false, true) => out.push('\u{A0}'),
            (false, false) => out.push(' '),
        }
        out.push_str(word);
    }
    out
}

/// The text in lines no wider than `room`, broken at spaces; a longer word is cut.
pub fn wrap(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match (longer, lines.last_mut()) {
            (Some(longer), Some(line)) if width(&longer, size) <= room => *line = longer,
            _ => lines.push(clip(word, size, room)),
        }
    }
    lines
}

/// The text in as few lines as [`wrap`] makes, all about as long, so that no word is left alone.
pub fn wrap_evenly(text: &str, size: f64, room: f64) -> Vec<String> {
    let lines = wrap(text, size, room);
    if lines.len() < 2 {
        return lines;
    }
    let (mut narrow, mut wide) = (room / 2.0, room);
    for _ in 0..12 {
        let middle = f64::midpoint(narrow, wide);
        let whole = |w: f64| text.split(' ').all(|word| width(word, size) <= w);
        if wrap(text, size, middle).len() > lines.len() || !whole(middle) {
            narrow = middle;
        } else {
            wide = middle;
        }
    }
    wrap(text, size, wide)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_font() {
        // DejaVu Sans: every digit is 1303 units of 2048 wide.
        assert!((width("0", 2048.0) - 1303.0).abs() < 1.5);
        assert!((width("2026", 10.0) - 4.0 * 6.36).abs() < 0.05);
        assert!(width("Чунцин", 12.0) > 20.0);
    }

    #[test]
    fn a_clipped_text_fits_and_says_so() {
        let long = "Чрезвычайно длинное название ".repeat(8);
        let short = clip(&long, 12.0, 150.0);
        assert!(width(&short, 12.0) <= 150.0);
        assert!(short.ends_with('…'));
        assert_eq!(clip("Moscow", 12.0, 150.0), "Moscow");
        assert_eq!(clip("Moscow", 12.0, 1.0), "");
    }

    #[test]
    fn no_line_is_wider_than_its_room() {
        let text = "three events of one message, Moscow time, and averyveryveryverylongword";
        let lines = wrap(text, 11.0, 90.0);
        assert!(lines.len() > 3);
        assert!(lines.iter().all(|line| width(line, 11.0) <= 90.0));
    }

    #[test]
    fn a_number_keeps_its_unit() {
        assert_eq!(
            glue("within 15 h 24 min; 58 % of it"),
            "within 15\u{A0}h 24\u{A0}min; 58\u{A0}% of it"
        );
        let lines = wrap(&glue("it took 15 h"), 10.0, width("it took 15", 10.0));
        assert_eq!(lines, ["it took", "15\u{A0}h"]);
    }

    #[test]
    fn control_characters_do_not_reach_the_picture() {
        assert_eq!(clean("a\u{0}b\n c\u{1b}[0m"), "a b c [0m");
    }
}
