//! Cannot do it: an error that names the value, the place and the way out.

use crate::model::zone::UnknownZone;
use std::path::{Path, PathBuf};

/// Why the work, or a part of it, cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder that cannot be opened or read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file, as typed.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file that cannot be written.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// The file, as typed.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file whose contents are not what its name promises.
    #[error("cannot read `{}`: {message}", path.display())]
    Format {
        /// The file, as typed.
        path: PathBuf,
        /// What is wrong, and where.
        message: String,
        /// What to do.
        hint: String,
    },
    /// A request that cannot be met.
    #[error("{message}")]
    Request {
        /// What is wrong with it.
        message: String,
        /// What to do.
        hint: String,
    },
    /// A zone that is in no database.
    #[error(transparent)]
    Zone(#[from] UnknownZone),
    /// The frame engine refused something.
    #[error("the frame could not be worked on")]
    Frame(#[from] polars::error::PolarsError),
    /// A chart could not be drawn.
    #[error("the chart `{kind}` could not be drawn: {message}")]
    Chart {
        /// The kind of chart.
        kind: &'static str,
        /// Why.
        message: String,
    },
    /// The printed chronology could not be set.
    #[error("the report could not be set: {0}")]
    Report(String),
}

/// A result with this crate's error.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A request that cannot be met, and the way out.
    pub fn request(message: impl Into<String>, hint: impl Into<String>) -> Error {
        Error::Request {
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// A request that cannot be met because of some of its words: they are shown, and marked below.
    pub fn in_question(
        message: impl Into<String>,
        words: &str,
        bytes: std::ops::Range<usize>,
        hint: impl Into<String>,
    ) -> Error {
        let columns = |text: Option<&str>| text.map_or(0, |t| t.chars().count());
        let before = columns(words.get(..bytes.start));
        let marks = columns(words.get(bytes)).max(1);
        // Tabs and line breaks would shift the marks.
        let shown: String = words
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let (lead, marks) = (" ".repeat(before), "^".repeat(marks));
        Error::request(
            format!(
                "{}\n  {}\n  {lead}{marks}",
                message.into(),
                shown.trim_end()
            ),
            hint,
        )
    }

    /// A file that could not be read.
    pub fn read(path: &Path, source: std::io::Error) -> Error {
        Error::Read {
            path: path.to_owned(),
            source,
        }
    }

    /// A file that could not be written.
    pub fn write(path: &Path, source: std::io::Error) -> Error {
        Error::Write {
            path: path.to_owned(),
            source,
        }
    }

    /// The way out, if there is one to name.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Error::Format { hint, .. } | Error::Request { hint, .. } => {
                (!hint.is_empty()).then_some(hint)
            }
            Error::Zone(zone) => Some(zone.hint()),
            Error::Read { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
                Some("check the name; a relative path starts at the working directory")
            }
            Error::Write { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
                Some("create the folder first")
            }
            Error::Read { source, .. } | Error::Write { source, .. } => match source.kind() {
                std::io::ErrorKind::PermissionDenied => {
                    Some("ask its owner for the right to it, or name another")
                }
                std::io::ErrorKind::StorageFull => {
                    Some("nothing was changed; make room, or write elsewhere")
                }
                _ => None,
            },
            _ => None,
        }
    }
}

thread_local! {
    static GUARDED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Runs a reader of another crate that may panic on a damaged file; `None` if it did. A bad file
/// must not take the good ones with it.
pub fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    let before = GUARDED.replace(true);
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
    GUARDED.set(before);
    done.ok()
}

/// Keeps the panics that [`guarded`] catches from being printed. For the program's start.
pub fn silence_guarded() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !GUARDED.get() {
            usual(info);
        }
    }));
}
