//! The text of a document, with the bytes of the file that each run of it stands for.

use crate::model::Run;

/// Text as it is gathered.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Writer {
    text: String,
    runs: Vec<Run>,
}

impl Writer {
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Adds text that stands in the file as it is; its line ends are blanks here.
    pub fn verbatim(&mut self, file: usize, text: &str) {
        let at_line_start = self.text.is_empty() || self.text.ends_with('\n');
        if at_line_start && text.bytes().all(|b| b.is_ascii_whitespace()) {
            return;
        }
        self.run(file, text.len());
        if memchr::memchr(b'\n', text.as_bytes()).is_none() {
            self.text.push_str(text);
            return;
        }
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.text.push(' ');
            }
            self.text.push_str(line);
        }
    }

    /// Adds the character of a reference.
    pub fn reference(&mut self, file: usize, length: usize, c: char) {
        self.run(file, length);
        self.text.push(if c == '\n' { ' ' } else { c });
    }

    /// Adds a blank between words.
    pub fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    /// Adds words that stand otherwise in the file, at about a byte.
    pub fn unplaced(&mut self, file: usize, text: &str) {
        self.run(file, 0);
        self.text.push_str(text);
    }

    /// Begins a line.
    pub fn line(&mut self) {
        self.text.push('\n');
    }

    /// Begins a paragraph, if one is to be begun.
    pub fn paragraph(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push_str("\n\n");
        }
    }

    fn run(&mut self, file: usize, length: usize) {
        self.runs.push(Run {
            text: self.text.len() as u32,
            file: file as u32,
            length: length as u32,
        });
    }

    /// This text with another behind it.
    pub fn with(mut self, other: Writer) -> (String, Vec<Run>) {
        if !other.text.trim().is_empty() {
            self.paragraph();
            let offset = self.text.len() as u32;
            self.text.push_str(&other.text);
            self.runs.extend(other.runs.into_iter().map(|run| Run {
                text: run.text + offset,
                ..run
            }));
        }
        (self.text, self.runs)
    }
}
