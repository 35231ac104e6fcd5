//! Blocks into columns of about the same depth.

use super::lines::{Block, Line, height};

/// A block of more lines may be broken.
const LONG: usize = 14;

/// A column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    pub lines: Vec<Line>,
}

/// The blocks in at most so many columns, and how deep the deepest is.
pub fn flow(blocks: &[Block], count: usize) -> (Vec<Column>, f64) {
    let total: f64 = blocks.iter().map(|b| height(&b.lines)).sum();
    let mut depth = total / count.max(1) as f64 + 1.0;
    loop {
        let columns = poured(blocks, depth);
        if columns.len() <= count.max(1) {
            let deepest = columns.iter().map(|c| height(&c.lines)).fold(0.0, f64::max);
            return (columns, deepest);
        }
        depth *= 1.02;
    }
}

/// The blocks in columns of this depth; a column that has nothing takes any line.
fn poured(blocks: &[Block], depth: f64) -> Vec<Column> {
    let mut columns = vec![Column::default()];
    let mut used = 0.0;
    let next = |columns: &mut Vec<Column>, used: &mut f64| {
        if *used > 0.0 {
            columns.push(Column::default());
            *used = 0.0;
        }
    };
    let mut at = 0;
    while at < blocks.len() {
        // Headings and the block that they open, in one piece.
        let mut end = at;
        while end + 1 < blocks.len() && blocks[end].opens {
            end += 1;
        }
        let together = &blocks[at..=end];
        let whole: f64 = together.iter().map(|b| height(&b.lines)).sum();
        let long = together.iter().any(|b| b.lines.len() > LONG);
        let first: f64 = match long {
            // Of a long one the headings and two lines stay together.
            true => {
                let heads = &blocks[at..end];
                heads.iter().map(|b| height(&b.lines)).sum::<f64>() + 60.0
            }
            false => whole,
        };
        if used + first > depth {
            next(&mut columns, &mut used);
        }
        for line in together.iter().flat_map(|b| &b.lines) {
            let lead = line.style.lead();
            if long && used + lead > depth {
                next(&mut columns, &mut used);
            }
            if let Some(column) = columns.last_mut() {
                column.lines.push(line.clone());
            }
            used += lead;
        }
        at = end + 1;
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::super::lines::Style;
    use super::*;

    fn block(lines: usize, opens: bool) -> Block {
        let style = if opens { Style::Heading } else { Style::Text };
        let line = Line {
            text: "x".into(),
            style,
        };
        Block {
            lines: vec![line; lines],
            opens,
        }
    }

    #[test]
    fn no_heading_ends_a_column_and_nothing_is_lost() {
        let mut blocks = Vec::new();
        for n in 0..40 {
            blocks.push(block(1, true));
            blocks.push(block(1 + n % 5, false));
        }
        blocks.push(block(200, false));
        for count in 1..9 {
            let (columns, deepest) = flow(&blocks, count);
            assert!(columns.len() <= count && deepest > 0.0);
            let lines: usize = columns.iter().map(|c| c.lines.len()).sum();
            assert_eq!(lines, blocks.iter().map(|b| b.lines.len()).sum::<usize>());
            for column in columns.iter().take(columns.len() - 1) {
                let last = column.lines.last().unwrap();
                assert_ne!(last.style, Style::Heading);
            }
        }
    }
}
