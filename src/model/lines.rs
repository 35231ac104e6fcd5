//! The lines of a text, found once.

use std::sync::OnceLock;

/// Bytes of a block whose characters are counted together.
const BLOCK: usize = 1024;

/// Where the lines of a text end; filled at the first question, so that many questions about one
/// text take time in proportion to the text. Every question must be about the same text.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    ends: OnceLock<Vec<u32>>,
    /// Characters that begin before each block.
    blocks: OnceLock<Vec<u32>>,
}

impl LineIndex {
    /// The line, from 1, in which a byte stands.
    pub fn line_of(&self, text: &str, byte: usize) -> u32 {
        self.before(text, byte) as u32 + 1
    }

    /// The column, from 1, in characters, at which a byte stands.
    pub fn column_of(&self, text: &str, byte: usize) -> usize {
        let start = match self.before(text, byte).checked_sub(1) {
            Some(last) => self.ends(text)[last] as usize + 1,
            None => 0,
        };
        let begun = self.characters(text, byte);
        begun.saturating_sub(self.characters(text, start)) + 1
    }

    fn before(&self, text: &str, byte: usize) -> usize {
        self.ends(text)
            .partition_point(|end| (*end as usize) < byte)
    }

    fn ends(&self, text: &str) -> &[u32] {
        self.ends.get_or_init(|| {
            memchr::memchr_iter(b'\n', text.as_bytes())
                .map(|at| at as u32)
                .collect()
        })
    }

    /// How many characters begin before a byte.
    fn characters(&self, text: &str, byte: usize) -> usize {
        let bytes = text.as_bytes();
        let byte = byte.min(bytes.len());
        let begin = |bytes: &[u8]| bytes.iter().filter(|b| (**b as i8) >= -0x40).count();
        let blocks = self.blocks.get_or_init(|| {
            let sums = bytes.chunks(BLOCK).scan(0u32, |sum, block| {
                let before = *sum;
                *sum += begin(block) as u32;
                Some(before)
            });
            sums.collect()
        });
        let block = byte / BLOCK;
        match blocks.get(block) {
            Some(before) => *before as usize + begin(&bytes[block * BLOCK..byte]),
            // The end of a text that fills its last block.
            None => begin(bytes),
        }
    }
}

impl PartialEq for LineIndex {
    /// An index says nothing that its text does not.
    fn eq(&self, _: &LineIndex) -> bool {
        true
    }
}

impl Eq for LineIndex {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_those_of_a_plain_count() {
        let text = "é".repeat(700) + "\nab\n" + &"x".repeat(3000) + "ü!";
        let index = LineIndex::default();
        for (at, _) in text.char_indices() {
            let before = &text[..at];
            let line = before.matches('\n').count() + 1;
            let start = before.rfind('\n').map_or(0, |i| i + 1);
            let column = before[start..].chars().count() + 1;
            assert_eq!(index.line_of(&text, at) as usize, line);
            assert_eq!(index.column_of(&text, at), column);
        }
    }
}
