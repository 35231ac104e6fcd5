//! Files written whole or not at all, and text to standard output.

use crate::error::{Error, Result};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Writes a file: first beside it under another name, then renamed over it.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    write_parts(path, &[bytes])
}

/// The same in parts.
pub fn write_parts(path: &Path, parts: &[&[u8]]) -> Result<()> {
    let folder = folder_of(path);
    let fail = |e: std::io::Error| Error::write(path, e);
    // A device or a pipe is written to; it must not be replaced by a file.
    if std::fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir()) {
        let mut to = std::fs::OpenOptions::new()
            .write(true)
            .open(path)
            .map_err(fail)?;
        return parts
            .iter()
            .try_for_each(|part| to.write_all(part))
            .map_err(fail);
    }
    let mut file = tempfile::Builder::new()
        .prefix(".annals-")
        .tempfile_in(folder)
        .map_err(fail)?;
    for part in parts {
        file.write_all(part).map_err(fail)?;
    }
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
    print_parts(&[harmless(text).as_bytes()])
}

/// Prints an answer; on a terminal without control characters. A reader that closes the pipe
/// early is no error.
pub fn print(text: &str) -> Result<()> {
    match std::io::stdout().is_terminal() {
        true => say(text),
        false => print_parts(&[text.as_bytes()]),
    }
}

/// Prints an answer in parts.
pub fn print_parts(parts: &[&[u8]]) -> Result<()> {
    print_while_read(parts).map(|_| ())
}

/// The same; `false` if nobody reads any more.
pub fn print_while_read(parts: &[&[u8]]) -> Result<bool> {
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let each = parts.iter().try_for_each(|part| out.write_all(part));
    let done = each.and_then(|()| out.flush());
    match done {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => {
            // What is left in the buffer has no reader.
            drop(out.into_parts());
            Ok(false)
        }
        Err(e) => Err(Error::write(Path::new("standard output"), e)),
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
