//! The answer as Markdown: a heading per day, a table per message, the sources below it.

use super::entries::Block;

/// The blocks as sections of the second level.
pub fn sections(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let clock = match block.clock.is_empty() {
            true => String::new(),
            false => format!(" ({})", block.clock),
        };
        out.push_str(&format!(
            "\n## {}{}\n",
            escaped(&block.heading),
            escaped(&clock)
        ));
        for group in &block.groups {
            if let Some(title) = &group.title {
                out.push_str(&format!("\n**{}**\n", escaped(title.trim())));
            }
            out.push_str("\n| clock | UTC | place | what | since |\n|---|---|---|---|---|\n");
            for row in &group.rows {
                let utc = row.utc.trim_matches(['[', ']']);
                let cells = [&row.clock, utc, &row.place, &row.what, &row.since];
                let cells: Vec<String> = cells.iter().map(|c| escaped(c.trim())).collect();
                out.push_str(&format!("| {} |\n", cells.join(" | ")));
            }
            out.push('\n');
            for source in &group.sources {
                out.push_str(&format!("- source: {}\n", escaped(source)));
            }
        }
    }
    out
}

/// Text that stays text: what Markdown or HTML would read as markup gets a backslash.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
