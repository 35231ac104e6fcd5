//! The bytes of a file, within bounds: no line, no text and no archive may fill the memory.

use super::{Format, Input, shown};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use flate2::read::MultiGzDecoder;
use std::io::Read;
use std::path::Path;

const MIB: u64 = 1 << 20;
/// Longest line of a table or mailbox.
const LINE: u64 = 64 * MIB;
/// Largest text, page or XML file, which must be in memory as a whole.
const TEXT: u64 = 256 * MIB;
/// Largest file of any kind, and largest expansion of a compressed one.
const FILE: u64 = 4095 * MIB;
/// A compressed file that grows more than this many times its size and above [`TEXT`] is refused.
const RATIO: u64 = 100;

/// A file as it was read.
#[derive(Debug, Default)]
pub struct Source {
    /// Its bytes, decompressed.
    pub bytes: Vec<u8>,
    /// Its bytes as they stand on the disk, if it was compressed.
    pub packed: Option<Vec<u8>>,
    /// Where it breaks, or that it changed while it was read.
    pub diagnostics: Vec<Diagnostic>,
}

impl Source {
    /// The bytes on the disk.
    pub fn raw(&self) -> &[u8] {
        self.packed.as_deref().unwrap_or(&self.bytes)
    }
}

/// Reads a file or standard input; gzip is known by its first bytes. What is read of a truncated
/// archive is kept, and told.
///
/// # Errors
/// A file that cannot be opened, or that would fill the memory.
pub fn open(input: &Input, format: Option<Format>) -> Result<Source> {
    open_after(input, format, &[])
}

/// The same, where some bytes of standard input have been taken already.
///
/// # Errors
/// A file that cannot be opened, or that would fill the memory.
pub fn open_after(input: &Input, format: Option<Format>, taken: &[u8]) -> Result<Source> {
    let path = &input.path;
    let bounds = Bounds::of(format);
    if path.as_os_str() == "-" {
        let bytes = bounds.read(taken.chain(std::io::stdin().lock()), path)?;
        return unpacked(bytes, input, &bounds);
    }
    let failed = |e| Error::read(path, e);
    let file = std::fs::File::open(path).map_err(failed)?;
    let before = file.metadata().map_err(failed)?;
    if before.is_dir() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    let packed = path.extension().is_some_and(|e| e == "gz");
    if before.len() > bounds.file && !packed {
        return Err(too_large(path, before.len(), bounds.file));
    }
    let bytes = bounds.read(&file, path)?;
    let changed = changed(path, &before);
    let mut out = unpacked(bytes, input, &bounds)?;
    out.diagnostics.extend(changed);
    Ok(out)
}

/// That a file is not what it was before it was read.
pub fn changed(path: &Path, before: &std::fs::Metadata) -> Option<Diagnostic> {
    let same = std::fs::metadata(path).is_ok_and(|after| {
        after.len() == before.len() && after.modified().ok() == before.modified().ok()
    });
    let message = "the file changed or vanished while it was read".to_owned();
    let told = Diagnostic::new(Severity::Warning, Code::FileChanged, &shown(path), message);
    (!same).then(|| told.hint("run again when nothing writes to it"))
}

/// How much may be read.
struct Bounds {
    file: u64,
    /// Longest line; only files of lines are watched, the others end at `file`.
    line: Option<u64>,
}

impl Bounds {
    fn of(format: Option<Format>) -> Bounds {
        match format {
            Some(format) if format.is_of_records() => Bounds {
                file: FILE,
                line: Some(LINE),
            },
            Some(format) if format.is_binary() => Bounds {
                file: FILE,
                line: None,
            },
            // What is to be sniffed may be either.
            None => Bounds {
                file: FILE,
                line: Some(LINE),
            },
            Some(_) => Bounds {
                file: TEXT,
                line: None,
            },
        }
    }

    fn read(&self, from: impl Read, path: &Path) -> Result<Vec<u8>> {
        let mut meter = Meter::new(self, path);
        let mut from = from;
        let mut block = vec![0; 1 << 18];
        loop {
            match from.read(&mut block) {
                Ok(0) => return Ok(meter.bytes),
                Ok(n) => meter.take(&block[..n])?,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => return Err(Error::read(path, e)),
            }
        }
    }
}

/// Bytes as they come in, counted.
struct Meter<'a> {
    bytes: Vec<u8>,
    bounds: &'a Bounds,
    path: &'a Path,
    lines: u64,
    line: u64,
    /// Watching begins with the second block: the first tells gzip from lines.
    binary: bool,
}

impl<'a> Meter<'a> {
    fn new(bounds: &'a Bounds, path: &'a Path) -> Meter<'a> {
        Meter {
            bytes: Vec::new(),
            bounds,
            path,
            lines: 0,
            line: 0,
            binary: false,
        }
    }

    fn take(&mut self, block: &[u8]) -> Result<()> {
        if self.bytes.is_empty() {
            self.binary = is_gzip(block);
        }
        let total = (self.bytes.len() + block.len()) as u64;
        if total > self.bounds.file {
            return Err(too_large(self.path, total, self.bounds.file));
        }
        self.bytes.extend_from_slice(block);
        let Some(longest) = self.bounds.line.filter(|_| !self.binary) else {
            return Ok(());
        };
        let ends = memchr::memchr_iter(b'\n', block).count() as u64;
        self.lines += ends;
        self.line = match memchr::memrchr(b'\n', block) {
            Some(last) => (block.len() - last) as u64,
            None => self.line + block.len() as u64,
        };
        if self.line <= longest {
            return Ok(());
        }
        Err(Error::Format {
            path: self.path.to_owned(),
            message: format!(
                "line {} is longer than {} KiB",
                self.lines + 1,
                longest / 1024
            ),
            hint: "a table or mailbox has a line for each row; is this another kind of file?"
                .into(),
        })
    }
}

fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// The bytes, decompressed if they are gzip.
fn unpacked(bytes: Vec<u8>, input: &Input, bounds: &Bounds) -> Result<Source> {
    if !is_gzip(&bytes) {
        return Ok(Source {
            bytes,
            ..Source::default()
        });
    }
    let path = &input.path;
    let most = bounds.file.min(TEXT.max(bytes.len() as u64 * RATIO));
    let mut decoder = MultiGzDecoder::new(bytes.as_slice());
    let limits = Bounds {
        file: most,
        line: bounds.line,
    };
    let mut meter = Meter::new(&limits, path);
    let mut block = vec![0; 1 << 18];
    let mut diagnostics = Vec::new();
    loop {
        match decoder.read(&mut block) {
            Ok(0) => break,
            Ok(n) => meter.take(&block[..n])?,
            Err(e) if meter.bytes.is_empty() => {
                return Err(Error::Format {
                    path: path.clone(),
                    message: format!("the gzip archive is broken: {e}"),
                    hint: "fetch or make the file again".into(),
                });
            }
            Err(e) => {
                // The last line is cut off somewhere.
                let whole = memchr::memrchr(b'\n', &meter.bytes).map_or(0, |at| at + 1);
                meter.bytes.truncate(whole);
                let line = memchr::memchr_iter(b'\n', &meter.bytes).count() + 1;
                let message = format!("the gzip archive breaks here: {e}; what was before is read");
                diagnostics.push(
                    Diagnostic::new(Severity::Error, Code::FileUnreadable, &shown(path), message)
                        .at(u32::try_from(line).unwrap_or(u32::MAX), 0)
                        .hint("fetch or make the file again"),
                );
                break;
            }
        }
    }
    Ok(Source {
        bytes: meter.bytes,
        packed: Some(bytes),
        diagnostics,
    })
}

fn too_large(path: &Path, size: u64, most: u64) -> Error {
    Error::Format {
        path: path.to_owned(),
        message: format!(
            "it holds {} MiB or more, and at most {} MiB of its kind are read at once",
            size / MIB,
            most / MIB
        ),
        hint: "split it, or write it as a table".into(),
    }
}

/// Compresses bytes, for tests of the readers.
#[cfg(test)]
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let done = out.write_all(bytes).and_then(|()| out.finish());
    done.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, Input) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let input = Input {
            path,
            id: "t".into(),
            source: name.into(),
            explicit: true,
            sheet: None,
        };
        (folder, input)
    }

    #[test]
    fn a_truncated_archive_gives_its_whole_lines_and_where_it_breaks() {
        let text: String = (0..5000)
            .map(|n| format!("row {n}, {}\n", n * 7919))
            .collect();
        let packed = gzip(text.as_bytes());
        let (_folder, input) = file("t.csv.gz", &packed[..packed.len() / 2]);
        let source = open(&input, Some(Format::Csv)).unwrap();
        assert!(text.as_bytes().starts_with(&source.bytes));
        assert!(source.bytes.ends_with(b"\n") && source.bytes.len() > 1000);
        let lines = source.bytes.iter().filter(|b| **b == b'\n').count();
        assert_eq!(source.diagnostics[0].line as usize, lines + 1);
        let (_folder, input) = file("t.csv.gz", b"\x1f\x8b\x08nonsense");
        assert!(open(&input, Some(Format::Csv)).is_err());
    }

    #[test]
    fn a_bomb_and_an_endless_line_are_refused_before_they_fill_the_memory() {
        let bounds = Bounds {
            file: MIB,
            line: Some(MIB / 4),
        };
        let refused = |bytes: &[u8]| {
            let (_folder, input) = file("t.csv.gz", b"");
            let packed = unpacked(gzip(bytes), &input, &bounds);
            packed.unwrap_err().to_string()
        };
        let error = refused(&vec![b'x'; MIB as usize]);
        assert!(error.contains("line 1 is longer than"), "{error}");
        let error = refused("x\n".repeat(MIB as usize).as_bytes());
        assert!(error.contains("at most 1 MiB"), "{error}");
    }

    #[test]
    fn a_file_without_an_end_or_a_name_is_an_error() {
        let input = Input {
            path: PathBuf::from("/nowhere/at/all.csv"),
            id: String::new(),
            source: String::new(),
            explicit: true,
            sheet: None,
        };
        assert!(open(&input, None).is_err());
    }
}
