//! Where the bytes of a decoded text stand in its file.

/// Maps bytes of a text that was decoded to UTF-8 back to the bytes of its file.
///
/// ```
/// use annals::model::Origin;
/// // "é!" in windows-1252: two bytes of the file, three of the text.
/// let mut origin = Origin::new(0, 1);
/// origin.push(0..2, 1);
/// assert_eq!(origin.in_file(2), 1);
/// assert_eq!(origin.in_file(3), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// After each character that is not ASCII: its end in the text and in the file.
    points: Vec<(u32, u32)>,
    /// Bytes in the file for each ASCII character.
    step: u32,
}

impl Origin {
    /// A text that begins at a byte of the file, with `step` bytes for each ASCII character.
    pub fn new(begin: u32, step: u32) -> Origin {
        Origin {
            points: vec![(0, begin)],
            step,
        }
    }

    /// Adds a character that is not ASCII: its bytes in the text, and how many of the file it
    /// takes.
    pub fn push(&mut self, text: std::ops::Range<u32>, file_length: u32) {
        let (end, file) = self.points.last().copied().unwrap_or((0, 0));
        let ascii = text.start.saturating_sub(end);
        self.points
            .push((text.end, file + ascii * self.step + file_length));
    }

    /// The byte of the file at which a byte of the text stands.
    pub fn in_file(&self, byte: u64) -> u64 {
        let after = self.points.partition_point(|p| u64::from(p.0) <= byte);
        let (text, file) = after
            .checked_sub(1)
            .and_then(|i| self.points.get(i).copied())
            .unwrap_or((0, 0));
        u64::from(file) + (byte - u64::from(text)) * u64::from(self.step)
    }
}
