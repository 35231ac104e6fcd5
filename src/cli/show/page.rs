//! The entries as text for people, fitted to the width.

use super::super::text;
use super::entries::{Block, Group};

/// The blocks under their headings.
pub fn page(blocks: &[Block], width: usize) -> String {
    let mut out = String::new();
    for block in blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        let taken = text::columns(&block.heading) + text::columns(&block.clock);
        let room = width.saturating_sub(taken);
        let line = format!(
            "{}{}{}",
            block.heading,
            " ".repeat(room.max(2)),
            block.clock
        );
        out.push_str(line.trim_end());
        out.push('\n');
        for group in &block.groups {
            entries(&mut out, group, width);
        }
    }
    out
}

/// The rows of a message, in columns.
fn entries(out: &mut String, group: &Group, width: usize) {
    if let Some(title) = &group.title {
        out.push_str(&format!("  {}\n", text::cut(title, width - 2)));
    }
    let widest =
        |of: &dyn Fn(&super::entries::Row) -> usize| group.rows.iter().map(of).max().unwrap_or(0);
    let clock = widest(&|r| text::columns(&r.clock)).max(5);
    let utc = widest(&|r| text::columns(&r.utc));
    // A long name of a place must not push the rest off the line.
    let place = widest(&|r| text::columns(&r.place)).min(width / 3);
    for row in &group.rows {
        let lead = format!(
            "  {}  {}  {}  ",
            text::pad(&row.clock, clock),
            text::pad(&row.utc, utc),
            text::pad(&text::cut(&row.place, place), place)
        );
        let indent = text::columns(&lead);
        let room = width.saturating_sub(indent).max(20);
        let taken = text::columns(&row.since) + 2 * usize::from(!row.since.is_empty());
        let what = text::wrap(&row.what, room.saturating_sub(taken).max(12), 0);
        let mut lines = what.lines();
        let first = lines.next().unwrap_or("");
        let gap = room.saturating_sub(text::columns(first) + text::columns(&row.since));
        let line = match row.since.is_empty() {
            true => format!("{lead}{first}"),
            false => format!("{lead}{first}{}{}", " ".repeat(gap.max(2)), row.since),
        };
        out.push_str(&format!("{}\n", line.trim_end()));
        for more in lines {
            out.push_str(&format!("{}{more}\n", " ".repeat(indent)));
        }
    }
    for source in &group.sources {
        let wrapped = text::wrap(&format!("source: {source}"), width.saturating_sub(9), 2);
        out.push_str(&format!(
            "         {}\n",
            wrapped.replace('\n', "\n         ")
        ));
    }
}
