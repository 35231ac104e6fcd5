//! Files written whole or not at all, and text to standard output.

use crate::error::{Error, Result};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes a file: first beside it under another name, then renamed over it.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let fail = |e: std::io::Error| Error::write(path, e);
    let mut file = tempfile::Builder::new()
        .prefix(".annals-")
        .tempfile_in(folder)
        .map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
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

/// Prints an answer. A reader that closes the pipe early is no error.
pub fn print(text: &str) -> Result<()> {
    print_parts(&[text.as_bytes()])
}

/// Prints an answer in parts.
pub fn print_parts(parts: &[&[u8]]) -> Result<()> {
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let each = parts.iter().try_for_each(|part| out.write_all(part));
    let done = each.and_then(|()| out.flush());
    match done {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::write(Path::new("standard output"), e))
        }
        _ => Ok(()),
    }
}
