//! Mail: `Date` and every `Received` hop are stages of one message. Container: crate
//! `mail-parser`. Source: RFC 5322 (messages), RFC 5321 4.4 (trace), RFC 4155 (mbox).
//!
//! A hop stands above the hops before it; the last one is `received`, those before `hop-1`,
//! `hop-2` … in the order of the way.

use super::{Content, Format, Input, shown, table};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::model::{Cell, Document, Row, Table};
use mail_parser::{Addr, DateTime, Header, HeaderName, HeaderValue, Message, MessageParser};
use std::io::BufRead;
use std::ops::Range;
use std::path::Path;

const HEADERS: [&str; 13] = [
    "document_id",
    "message",
    "stage",
    "date",
    "as_written",
    "place",
    "from",
    "from_ref",
    "to",
    "to_ref",
    "label",
    "hop_from",
    "in_reply_to",
];
/// Most hops of one message that are read; real ones have fewer than thirty.
const HOPS: usize = 99;

/// Reads one message, or the messages of a mailbox.
pub(super) fn read(
    input: &Input,
    bytes: &[u8],
    format: Format,
) -> Result<(Content, Vec<Diagnostic>)> {
    let mut out = Mailbox::new(input);
    if format == Format::Eml && !bytes.starts_with(b"From ") {
        out.message(&RawMessage {
            bytes: bytes.to_vec(),
            at: 0,
            line: 1,
            number: 1,
        });
    } else {
        let mut messages = Messages::new(bytes);
        while let Some(message) = messages.next(&input.path)? {
            out.message(&message);
        }
    }
    Ok(out.content())
}

/// The table of the stages of messages, without a row.
pub fn head_of_mail(input: &Input) -> Table {
    let mut table = table(input);
    table.headers = HEADERS.map(str::to_owned).to_vec();
    table
}

/// The stages and the text of one message.
pub fn message(input: &Input, raw: &RawMessage) -> (Vec<Document>, Table, Vec<Diagnostic>) {
    let mut out = Mailbox::new(input);
    out.message(raw);
    (out.documents, out.table, out.diagnostics)
}

/// A message of a mailbox as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawMessage {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its first byte in the mailbox.
    pub at: usize,
    /// Its first line there, from 1.
    pub line: u32,
    /// Its number, from 1.
    pub number: usize,
}

/// The messages of a mailbox: each begins behind a line `From …` that follows an empty line.
pub struct Messages<R> {
    from: R,
    at: usize,
    line: u32,
    number: usize,
    /// Where the next message begins, once its `From …` was read.
    next: Option<(usize, u32)>,
}

impl<R: BufRead> Messages<R> {
    /// Messages from the first byte on.
    pub fn new(from: R) -> Messages<R> {
        Messages {
            from,
            at: 0,
            line: 1,
            number: 0,
            next: None,
        }
    }

    /// The next message; `None` at the end of the mailbox. What stands before the first is left out.
    ///
    /// # Errors
    /// A mailbox that cannot be read.
    pub fn next(&mut self, path: &Path) -> Result<Option<RawMessage>> {
        let mut bytes = Vec::new();
        let mut is_after_empty = self.at == 0;
        loop {
            let before = bytes.len();
            let read = self.from.read_until(b'\n', &mut bytes);
            let read = read.map_err(|e| Error::read(path, e))?;
            let line = &bytes[before..];
            // The first needs no empty line before it: nothing else can be meant by its clock.
            let is_first = self.number == 0 && self.next.is_none() && line.contains(&b':');
            let is_new = (is_after_empty || is_first) && line.starts_with(b"From ");
            is_after_empty = matches!(line, b"\n" | b"\r\n");
            self.at += read;
            self.line = self.line.saturating_add(u32::from(line.ends_with(b"\n")));
            if read > 0 && !is_new {
                continue;
            }
            bytes.truncate(before);
            let ends = self.next.take();
            self.next = is_new.then_some((self.at, self.line));
            if let Some((at, line)) = ends {
                self.number += 1;
                return Ok(Some(RawMessage {
                    bytes,
                    at,
                    line,
                    number: self.number,
                }));
            }
            if read == 0 {
                return Ok(None);
            }
            bytes.clear();
        }
    }
}

fn lines(bytes: &[u8]) -> u32 {
    memchr::memchr_iter(b'\n', bytes).count() as u32
}

struct Mailbox<'a> {
    input: &'a Input,
    table: Table,
    documents: Vec<Document>,
    diagnostics: Vec<Diagnostic>,
}

/// What all stages of one message share.
struct Envelope {
    id: String,
    from: (String, String),
    to: (String, String),
    subject: String,
    reply: String,
}

impl<'a> Mailbox<'a> {
    fn new(input: &'a Input) -> Mailbox<'a> {
        Mailbox {
            input,
            table: head_of_mail(input),
            documents: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    fn content(self) -> (Content, Vec<Diagnostic>) {
        let content = Content::Letters {
            documents: self.documents,
            table: self.table,
        };
        (content, self.diagnostics)
    }

    fn message(&mut self, raw: &RawMessage) {
        let (bytes, at, line) = (&raw.bytes[..], raw.at, raw.line);
        let Some(message) = MessageParser::default().parse(bytes) else {
            let message = "the message has no headers; it was skipped".to_owned();
            self.problem(line, Severity::Error, Code::RowUnreadable, message);
            return;
        };
        let first = |list: Option<&mail_parser::Address<'_>>| names(list);
        let envelope = Envelope {
            id: match message.message_id() {
                Some(id) if !id.trim().is_empty() => id.trim().to_owned(),
                _ => format!("{}-{}", self.input.id, raw.number),
            },
            from: first(message.from()),
            to: first(message.to()),
            subject: message.subject().unwrap_or("").trim().to_owned(),
            reply: match message.in_reply_to() {
                HeaderValue::Text(id) => id.to_string(),
                HeaderValue::TextList(ids) => ids.first().map_or(String::new(), |i| i.to_string()),
                _ => String::new(),
            },
        };
        let line_of = |header: &Header<'_>| {
            let end = (header.offset_field as usize).min(bytes.len());
            line + lines(&bytes[..end])
        };
        let before = self.table.rows.len();
        let mut hops: Vec<&Header<'_>> = Vec::new();
        for header in message.headers() {
            match (&header.name, &header.value) {
                (HeaderName::Date, HeaderValue::DateTime(date)) => {
                    if self.table.rows.len() > before {
                        continue;
                    }
                    let words = words_of(bytes, header);
                    self.stage(
                        &envelope,
                        "sent",
                        Some(date),
                        &words,
                        at,
                        line_of(header),
                        None,
                    );
                }
                (HeaderName::Date, _) => {
                    let words = words_of(bytes, header).0;
                    let message = format!("`Date: {words}` is no date");
                    self.problem(line_of(header), Severity::Warning, Code::NoDate, message);
                }
                (HeaderName::Received, _) if hops.len() < HOPS => hops.push(header),
                _ => {}
            }
        }
        hops.reverse();
        let count = hops.len();
        for (number, header) in hops.into_iter().enumerate() {
            let stage = match number + 1 == count {
                true => "received".to_owned(),
                false => format!("hop-{}", number + 1),
            };
            let (written, place) = words_of(bytes, header);
            let date = written.rsplit(';').next().unwrap_or("").trim();
            let start = place.start + written.rfind(date).unwrap_or(0);
            let words = (date.to_owned(), start..start + date.len());
            let hop = match &header.value {
                HeaderValue::Received(hop) => Some(&**hop),
                _ => None,
            };
            let when = hop.and_then(|h| h.date.as_ref());
            self.stage(&envelope, &stage, when, &words, at, line_of(header), hop);
        }
        if self.table.rows.len() == before {
            let message = format!("`{}` has no date and no trace of its way", envelope.id);
            self.problem(line, Severity::Warning, Code::NoDate, message);
            let none = (String::new(), 0..0);
            self.stage(&envelope, "sent", None, &none, at, line, None);
        }
        self.body(&message, envelope.id, line);
    }

    #[allow(clippy::too_many_arguments)]
    fn stage(
        &mut self,
        envelope: &Envelope,
        stage: &str,
        date: Option<&DateTime>,
        words: &(String, Range<usize>),
        at: usize,
        line: u32,
        hop: Option<&mail_parser::Received<'_>>,
    ) {
        let (written, bytes) = words;
        let date = date.filter(|d| d.is_valid());
        if date.is_none() && !written.is_empty() {
            let message = format!("`{written}` is no date of a mail header");
            self.problem(line, Severity::Warning, Code::NoDate, message);
        }
        let host =
            |host: Option<&mail_parser::Host<'_>>| host.map_or(String::new(), |h| h.to_string());
        let cells = [
            envelope.id.clone(),
            envelope.id.clone(),
            stage.to_owned(),
            date.map_or(String::new(), iso),
            written.clone(),
            hop.map_or(String::new(), |h| host(h.by.as_ref())),
            envelope.from.0.clone(),
            envelope.from.1.clone(),
            envelope.to.0.clone(),
            envelope.to.1.clone(),
            envelope.subject.clone(),
            hop.map_or(String::new(), |h| host(h.from.as_ref())),
            envelope.reply.clone(),
        ];
        let (start, end) = ((at + bytes.start) as u64, (at + bytes.end) as u64);
        let cells = cells.map(|text| Cell {
            text,
            byte_start: start,
            byte_end: end,
        });
        self.table.rows.push(Row {
            line,
            cells: cells.to_vec(),
        });
    }

    /// The words of the message, for those who ask for the facts of texts.
    fn body(&mut self, message: &Message<'_>, id: String, line: u32) {
        let Some(text) = message.body_text(0).filter(|t| !t.trim().is_empty()) else {
            return;
        };
        self.documents.push(Document {
            id,
            source: self.input.source.clone(),
            path: format!("{}:{line}", shown(&self.input.path)),
            text: text.replace("\r\n", "\n"),
            written: message.date().and_then(|d| {
                crate::model::CivilDate::new(
                    i32::from(d.year),
                    u32::from(d.month),
                    u32::from(d.day),
                )
            }),
            ..Document::default()
        });
    }

    fn problem(&mut self, line: u32, severity: Severity, code: Code, message: String) {
        let path = shown(&self.input.path);
        self.diagnostics
            .push(Diagnostic::new(severity, code, &path, message).at(line, 0));
    }
}

/// The words of a header on one line, and their bytes in the message.
fn words_of(bytes: &[u8], header: &Header<'_>) -> (String, Range<usize>) {
    let range = header.offset_start as usize..header.offset_end as usize;
    let found = bytes.get(range.clone()).unwrap_or(b"");
    let text = String::from_utf8_lossy(found);
    let lead = text.len() - text.trim_start().len();
    let start = range.start + lead;
    // Folded lines keep their length, so that bytes within the words stay right.
    let text: String = text
        .trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let end = start + text.len();
    (text, start..end)
}

/// Names and addresses of correspondents.
fn names(list: Option<&mail_parser::Address<'_>>) -> (String, String) {
    let people: Vec<&Addr<'_>> = list.map_or_else(Vec::new, |l| l.iter().take(20).collect());
    let name = |a: &&Addr<'_>| {
        let name = a.name.as_deref().or(a.address.as_deref());
        name.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty())
    };
    let address = |a: &&Addr<'_>| Some(format!("mailto:{}", a.address.as_deref()?.trim()));
    let names: Vec<String> = people.iter().filter_map(name).collect();
    let addresses: Vec<String> = people.iter().filter_map(address).collect();
    (names.join("; "), addresses.join(" "))
}

fn iso(date: &DateTime) -> String {
    let sign = if date.tz_before_gmt { '-' } else { '+' };
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
        date.year,
        date.month,
        date.day,
        date.hour,
        date.minute,
        date.second,
        date.tz_hour,
        date.tz_minute
    )
}
