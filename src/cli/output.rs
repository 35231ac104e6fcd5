//! Files written whole or not at all, and text to standard output.

use crate::error::{Error, Result};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Writes a file: first beside it under another name, then renamed over it.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    write_with(path, |out| out.write_all(bytes))
}

/// The same, written as it is made.
pub fn write_with(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let folder = folder_of(path);
    let fail = |e: io::Error| Error::write(path, e);
    // A device or a pipe is written to; it must not be replaced by a file.
    if std::fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir()) {
        let to = std::fs::OpenOptions::new().write(true).open(path);
        let mut to = io::BufWriter::with_capacity(1 << 16, to.map_err(fail)?);
        return write(&mut to).and_then(|()| to.flush()).map_err(fail);
    }
    let mut file = tempfile::Builder::new()
        .prefix(".annals-")
        .tempfile_in(folder)
        .map_err(fail)?;
    let mut out = io::BufWriter::with_capacity(1 << 16, &mut file);
    write(&mut out).and_then(|()| out.flush()).map_err(fail)?;
    drop(out);
    file.as_file().sync_all().map_err(fail)?;
    // A temporary file is private; what replaces a file is as readable as the umask allows.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = match std::fs::metadata(path) {
            Ok(old) => old.permissions().mode(),
            Err(_) => 0o644,
        };
        let permissions = std::fs::Permissions::from_mode(mode);
        file.as_file().set_permissions(permissions).map_err(fail)?;
    }
    file.persist(path).map_err(|e| fail(e.error))?;
    settle(folder).map_err(fail)
}

/// Writes a folder whole or not at all: what fills it works in a hidden one beside it, which then
/// gets its name. A folder that holds anything is not replaced.
pub fn write_folder<T>(path: &Path, fill: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    let fail = |e: std::io::Error| Error::write(path, e);
    let taken = || {
        Error::request(
            format!("the folder `{}` is not empty", path.display()),
            "name a new one; results of several runs can be read together: 'events/**/*.parquet'",
        )
    };
    let is_taken = || match std::fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => path.exists(),
    };
    if is_taken() {
        return Err(taken());
    }
    let folder = folder_of(path);
    let hidden = tempfile::Builder::new()
        .prefix(".annals-")
        .tempdir_in(folder)
        .map_err(fail)?;
    let inside = hidden.path().join("whole");
    std::fs::create_dir(&inside).map_err(fail)?;
    let done = fill(&inside)?;
    // A folder that is empty gives way; one that another run has filled meanwhile does not.
    match std::fs::rename(&inside, path) {
        Err(_) if is_taken() => return Err(taken()),
        renamed => renamed.map_err(fail)?,
    }
    settle(folder).map_err(fail)?;
    Ok(done)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Makes the new names in a folder last, where the system can say so.
fn settle(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        // A folder that may be written but not read cannot be opened; its file is there all the same.
        if let Ok(folder) = std::fs::File::open(folder) {
            folder.sync_all()?;
        }
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Refuses to write over an input: an input is never changed.
pub fn refuse_input(output: &Path, inputs: &[PathBuf]) -> Result<()> {
    let Ok(output) = output.canonicalize() else {
        return Ok(());
    };
    let is_input = |input: &PathBuf| {
        let input = input.canonicalize();
        input.is_ok_and(|input| output == input || (input.is_dir() && output.starts_with(&input)))
    };
    match inputs.iter().any(is_input) {
        true => Err(Error::request(
            format!("`{}` is an input, or lies in one", output.display()),
            "inputs are never changed; name another file or folder",
        )),
        false => Ok(()),
    }
}

/// Text for people: control characters of the sources must not reach the terminal.
pub fn harmless(text: &str) -> std::borrow::Cow<'_, str> {
    let bad = |c: char| c.is_control() && c != '\n';
    if !text.contains(bad) {
        return text.into();
    }
    let shown = text.chars().map(|c| match c {
        '\t' | '\r' => ' ',
        c if bad(c) => '\u{fffd}',
        c => c,
    });
    shown.collect::<String>().into()
}

/// Prints an answer for people.
pub fn say(text: &str) -> Result<()> {
    print_with(|out| out.write_all(harmless(text).as_bytes()))
}

/// Prints an answer; on a terminal without control characters. A reader that closes the pipe
/// early is no error.
pub fn print(text: &str) -> Result<()> {
    match io::stdout().is_terminal() {
        true => say(text),
        false => print_with(|out| out.write_all(text.as_bytes())),
    }
}

/// Prints an answer as it is made.
pub fn print_with(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    print_while_read(write).map(|_| ())
}

/// The same; `false` if nobody reads any more.
pub fn print_while_read(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<bool> {
    let mut out = Pipe {
        out: io::BufWriter::with_capacity(1 << 16, io::stdout().lock()),
        closed: false,
    };
    let done = write(&mut out).and_then(|()| out.flush());
    let open = !out.closed;
    match open {
        true => drop(out),
        // What is left in the buffer has no reader.
        false => drop(out.out.into_parts()),
    }
    done.map_err(|e| Error::write(Path::new("standard output"), e))?;
    Ok(open)
}

/// An output that takes no offence at a reader who has seen enough.
struct Pipe<W: Write> {
    out: W,
    closed: bool,
}

impl<W: Write> Pipe<W> {
    fn unless_closed<T>(&mut self, done: io::Result<T>, else_: T) -> io::Result<T> {
        match done {
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(else_)
            }
            done => done,
        }
    }
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        let done = self.out.write(bytes);
        self.unless_closed(done, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let done = self.out.flush();
        self.unless_closed(done, ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_as_what_they_are_not() {
        assert_eq!(harmless("a\nb\tc"), "a\nb c");
        assert_eq!(harmless("\x1b[31mred\u{9b}"), "\u{fffd}[31mred\u{fffd}");
        assert_eq!(harmless("Łódź"), "Łódź");
    }
}
