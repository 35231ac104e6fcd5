//! Bytes of any encoding to text. Conversion: crate `encoding_rs`; guesses: crate `chardetng`.
//!
//! In this order: a byte-order mark; UTF-8, if the bytes are that; what an XML or HTML file says
//! of itself; UTF-8 with a few damaged bytes; a guess from the bytes, which is told.

use super::{Format, shown};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::model::Origin;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::path::Path;
use std::sync::Arc;

/// How far a file is searched for what it says of its encoding.
const HEAD: usize = 2048;

/// A decoded text.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    pub text: String,
    /// Where its bytes stand in the file; `None` if they are the same.
    pub origin: Option<Arc<Origin>>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The text of some bytes. A UTF-8 byte-order mark is kept, so that offsets stay those of the file.
///
/// # Errors
/// Bytes that are no text in any encoding.
pub(super) fn decode(bytes: Vec<u8>, path: &Path, format: Format) -> Result<Decoded> {
    if bytes.len() >= u32::MAX as usize {
        return Err(Error::Format {
            path: path.to_owned(),
            message: "it is larger than 4 GiB".into(),
            hint: "split it".into(),
        });
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => {
            return Ok(Decoded {
                text,
                ..Decoded::default()
            });
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes)
        && encoding != UTF_8
    {
        return sound(converted(&bytes, encoding, mark), path);
    }
    if let Some(encoding) = utf_16_without_mark(&bytes) {
        return sound(converted(&bytes, encoding, 0).told(path, "its bytes"), path);
    }
    if let Some(at) = memchr::memchr(0, &bytes) {
        return Err(Error::Format {
            path: path.to_owned(),
            message: format!("it is no text (a NUL at byte {at})"),
            hint: "name its kind with `--input-format` if its ending is wrong".into(),
        });
    }
    if let Some(encoding) = declared(&bytes, format)
        && encoding != UTF_8
    {
        return Ok(converted(&bytes, encoding, 0));
    }
    let (valid, damaged, first) = utf_8_quality(&bytes);
    if valid > 4 * damaged {
        let line = memchr::memchr_iter(b'\n', &bytes[..first]).count() + 1;
        let plural = if damaged == 1 { "place" } else { "places" };
        let message = format!("it is UTF-8, but damaged in {damaged} {plural}, first here");
        let mut out = lossy(&bytes);
        out.diagnostics.push(
            Diagnostic::new(
                Severity::Warning,
                Code::EncodingAssumed,
                &shown(path),
                message,
            )
            .at(u32::try_from(line).unwrap_or(u32::MAX), 0)
            .hint("the damaged bytes are shown as `\u{fffd}`"),
        );
        return Ok(out);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    sound(converted(&bytes, guess, 0).told(path, "its bytes"), path)
}

/// Refuses what reads as text in an encoding, but is mostly damage and control characters.
fn sound(decoded: Decoded, path: &Path) -> Result<Decoded> {
    let bad = |c: &char| {
        *c == '\u{fffd}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}'))
    };
    let count = decoded.text.chars().filter(bad).count();
    match count * 20 > decoded.text.chars().count() {
        true => Err(Error::Format {
            path: path.to_owned(),
            message: "it is no text in any encoding that is known".into(),
            hint: "name its kind with `--input-format` if its ending is wrong".into(),
        }),
        false => Ok(decoded),
    }
}

impl Decoded {
    /// The same, with a note that the encoding is a guess.
    fn told(mut self, path: &Path, evidence: &str) -> Decoded {
        let name = self
            .diagnostics
            .pop()
            .map_or_else(String::new, |d| d.message);
        let message = format!("it is no UTF-8; read as {name}, judged by {evidence}");
        self.diagnostics.push(
            Diagnostic::new(Severity::Note, Code::EncodingAssumed, &shown(path), message)
                .hint("if names look wrong, convert the file to UTF-8 first"),
        );
        self
    }
}

/// UTF-16 shows itself by a NUL in nearly every second byte of a western text.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD) & !1];
    let nul = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (nul(0), nul(1));
    let pairs = head.len() / 2;
    match pairs > 0 {
        true if odd * 10 > pairs * 7 && even * 10 < pairs => Some(UTF_16LE),
        true if even * 10 > pairs * 7 && odd * 10 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that an XML declaration or a page's `meta` names.
fn declared(bytes: &[u8], format: Format) -> Option<&'static Encoding> {
    let keyword: &[u8] = match format {
        Format::Tei => b"encoding=",
        Format::Html => b"charset=",
        _ => return None,
    };
    let head = &bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let at = memchr::memmem::find(head, keyword)? + keyword.len();
    let name = head[at..].trim_ascii_start();
    let name = name
        .strip_prefix(b"\"")
        .or(name.strip_prefix(b"'"))
        .unwrap_or(name);
    let end = name
        .iter()
        .position(|b| !(b.is_ascii_alphanumeric() || b"-_.:".contains(b)))?;
    Encoding::for_label(&name[..end])
}

/// How many characters beyond ASCII are right in UTF-8, how many places are not, and the first.
fn utf_8_quality(bytes: &[u8]) -> (usize, usize, usize) {
    let (mut valid, mut damaged, mut first, mut at) = (0, 0, None, 0);
    for chunk in bytes.utf8_chunks() {
        let begins = |b: &&u8| **b >= 0xc0;
        valid += chunk.valid().as_bytes().iter().filter(begins).count();
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            damaged += 1;
            first.get_or_insert(at);
        }
        at += chunk.invalid().len();
    }
    (valid, damaged, first.unwrap_or(0))
}

fn lossy(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut origin = Origin::new(0, 1);
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            put(&mut text, &mut origin, c, c.len_utf8());
        }
        if !chunk.invalid().is_empty() {
            put(&mut text, &mut origin, '\u{fffd}', chunk.invalid().len());
        }
    }
    Decoded {
        text,
        origin: Some(Arc::new(origin)),
        diagnostics: Vec::new(),
    }
}

/// The bytes behind a byte-order mark in another encoding; its name is left as a diagnostic.
fn converted(bytes: &[u8], encoding: &'static Encoding, mark: usize) -> Decoded {
    let (decoded, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    let mut origin = Origin::new(mark as u32, if wide { 2 } else { 1 });
    let mut text = String::with_capacity(decoded.len());
    let mut buffer = [0; 4];
    // A NUL that was in the file ends no text here.
    for c in decoded.chars().map(|c| if c == '\0' { ' ' } else { c }) {
        let length = match c {
            c if c.is_ascii() => 1,
            c if wide => 2 * c.len_utf16(),
            _ if encoding.is_single_byte() => 1,
            c => encoding.encode(c.encode_utf8(&mut buffer)).0.len().min(4),
        };
        put(&mut text, &mut origin, c, length);
    }
    let name = encoding.name().to_lowercase();
    Decoded {
        text,
        origin: Some(Arc::new(origin)),
        diagnostics: vec![Diagnostic::new(
            Severity::Note,
            Code::EncodingAssumed,
            "",
            name,
        )],
    }
}

fn put(text: &mut String, origin: &mut Origin, c: char, length: usize) {
    let begin = text.len() as u32;
    text.push(c);
    if !c.is_ascii() {
        origin.push(begin..text.len() as u32, length as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], format: Format) -> Decoded {
        decode(bytes.to_vec(), Path::new("t.txt"), format).unwrap()
    }

    #[test]
    fn every_encoding_gives_its_text_and_the_bytes_of_its_words() {
        let text =
            "Zürich, den 4. März 1902. Größe und Übermut; naïveté à Genève, où l’été passe.\n";
        let long = text.repeat(20);
        for encoding in [encoding_rs::WINDOWS_1252, UTF_16LE, UTF_16BE] {
            let (bytes, mark): (Vec<u8>, usize) = match encoding {
                e if e == UTF_16LE => (long.encode_utf16().flat_map(u16::to_le_bytes).collect(), 0),
                e if e == UTF_16BE => {
                    let mark = [0xfe, 0xff];
                    let units = long.encode_utf16().flat_map(u16::to_be_bytes);
                    (mark.into_iter().chain(units).collect(), 2)
                }
                e => (e.encode(&long).0.into_owned(), 0),
            };
            let found = read(&bytes, Format::Text);
            assert_eq!(found.text, long, "{}", encoding.name());
            let origin = found.origin.unwrap();
            let at = long.rfind("Genève").unwrap();
            let file = origin.in_file(at as u64) as usize;
            let end = origin.in_file((at + "Genève".len()) as u64) as usize;
            let (back, _) = encoding.decode_without_bom_handling(&bytes[file..end]);
            assert_eq!(back, "Genève", "{} {mark}", encoding.name());
        }
        assert_eq!(read("é".as_bytes(), Format::Text).text, "é");
    }

    #[test]
    fn a_guess_is_told_and_a_declaration_is_followed() {
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode("Größe und Übermut in Zürich");
        let found = read(&bytes, Format::Text);
        assert_eq!(found.diagnostics.len(), 1);
        assert!(
            found.diagnostics[0].message.contains("windows-125"),
            "{:?}",
            found.diagnostics
        );
        let xml = "<?xml version='1.0' encoding='koi8-r'?><TEI>Москва</TEI>";
        let (bytes, ..) = encoding_rs::KOI8_R.encode(xml);
        assert_eq!(read(&bytes, Format::Tei).text, xml);
    }

    #[test]
    fn a_damaged_byte_does_not_turn_the_rest_into_another_language() {
        let mut bytes = "Über Łódź, Kraków, Wrocław\n".repeat(9).into_bytes();
        let end = bytes.len();
        bytes[end - 3] = 0xff;
        let found = read(&bytes, Format::Text);
        assert!(found.text.starts_with("Über Łódź"));
        assert_eq!(found.diagnostics[0].line, 9);
        for binary in [
            &b"a\0b\0\0c"[..],
            b"\xff\xfe\0b\0",
            b"\x89PNG\r\n\x1a\n\x01\x02\x03",
        ] {
            assert!(decode(binary.to_vec(), Path::new("t"), Format::Text).is_err());
        }
    }
}
