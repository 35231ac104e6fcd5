//! TEI: a volume of documents, or one letter, to documents with their datelines marked.
//!
//! Streaming, by quick-xml; nothing outside the file is read, and entities that the file would
//! have to define stay as written. Source: TEI P5 Guidelines, chapters 3.6.4 (dates), 4.2
//! (openers and closers) and 2.4.6 (correspondence).

mod datable;
mod letters;
pub(super) mod writer;

pub use datable::edtf;

use crate::model::{Document, EditorDate, MarkedFile, Markup, Part, Role, Table};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::sync::Arc;
use writer::Writer;

/// Deepest nesting that is read; the volumes at hand need 30.
const DEPTH: usize = 500;

/// What a TEI file holds.
#[derive(Debug, Default)]
pub struct Volume {
    /// Its documents, in order.
    pub documents: Vec<Document>,
    /// The stages of the letters that its header describes, and their postmarks.
    pub letters: Option<Table>,
    /// Why the rest could not be read: line, and what is wrong there.
    pub broken: Option<(u32, String)>,
}

/// Reads a TEI file. Each `div` of type `document` is a document under its `xml:id`; a file
/// without any is one document, under the `xml:id` of its root or else the file's own name.
///
/// ```
/// use annals::ingest::tei;
/// let file = r#"<TEI><text><body><div type="document" xml:id="d7"><opener><dateline>
///   <placeName>Rome</placeName>, <date when="1917-02-06">February 6, 1917</date></dateline>
///   </opener><p>All quiet.</p></div></body></text></TEI>"#;
/// let volume = tei::read(file.to_owned(), "vol", "vol.xml", "vol.xml");
/// assert_eq!(volume.documents[0].id, "d7");
/// ```
pub fn read(text: String, id: &str, source: &str, path: &str) -> Volume {
    let letters = letters::read(&text, id, source, path);
    let file = Arc::new(MarkedFile::new(text));
    let mut reading = Reading {
        in_volume: is_volume(file.text()),
        file: Arc::clone(&file),
        names: [id, source, path],
        open: Vec::new(),
        current: None,
        title: Arc::from(""),
        volume: Arc::from(""),
        header_title: String::new(),
        out: Volume {
            letters,
            ..Volume::default()
        },
    };
    if let Err((byte, message)) = reading.run() {
        reading.out.broken = Some((file.line_of(byte), message));
    }
    reading.out
}

fn is_volume(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"type=\"document\"").is_some()
}

/// An element that is open.
struct Open {
    /// Its local name, as far as it matters.
    tag: Tag,
    /// Where its text begins.
    start: usize,
    /// Whether its text goes to the notes at the document's end.
    in_note: bool,
    role: Option<Role>,
    editor: Option<EditorDate>,
}

/// Elements that mean something here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Document,
    Root,
    Header,
    Title,
    Enclosure,
    Head,
    Dateline,
    Opener,
    Closer,
    Date,
    Place,
    Name,
    Note,
    SourceNote,
    /// Begins and ends on lines of its own.
    Block,
    LineBreak,
    /// Left out with all it holds.
    Hidden,
    Other,
}

struct Reading<'a> {
    file: Arc<MarkedFile>,
    names: [&'a str; 3],
    in_volume: bool,
    open: Vec<Open>,
    current: Option<Current>,
    title: Arc<str>,
    volume: Arc<str>,
    header_title: String,
    out: Volume,
}

/// The document that is being read.
struct Current {
    id: String,
    depth: usize,
    text: Writer,
    notes: Writer,
    parts: Vec<Part>,
    citation: String,
    bounds: Option<(String, String)>,
    enclosures: u32,
    enclosure: u32,
}

impl Reading<'_> {
    fn run(&mut self) -> Result<(), (usize, String)> {
        let file = Arc::clone(&self.file);
        let mut reader = Reader::from_str(file.text());
        loop {
            let before = reader.buffer_position() as usize;
            let event = reader
                .read_event()
                .map_err(|e| (reader.error_position() as usize, e.to_string()))?;
            let after = reader.buffer_position() as usize;
            match event {
                Event::Start(start) => {
                    if self.open.len() >= DEPTH {
                        return Err((before, format!("more than {DEPTH} elements are nested")));
                    }
                    self.start(&start);
                }
                Event::Empty(start) => {
                    self.start(&start);
                    self.end();
                }
                Event::End(_) => self.end(),
                Event::Text(_) => self.text(before, &file.text()[before..after]),
                Event::CData(_) => {
                    // Between `<![CDATA[` and `]]>`.
                    let inside = before + 9..after.saturating_sub(3);
                    if let Some(text) = file.text().get(inside) {
                        self.text(before + 9, text);
                    }
                }
                Event::GeneralRef(reference) => {
                    let written = &file.text()[before..after];
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Some(c),
                        _ => predefined(&reference),
                    };
                    match resolved {
                        Some(c) => self.reference(before, after - before, c),
                        None => self.text(before, written),
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        match self.open.is_empty() {
            true => Ok(()),
            false => Err((file.text().len(), "the file ends within an element".into())),
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name();
        let tag = self.tag(name.as_ref(), element);
        let in_note = self.open.last().is_some_and(|o| o.in_note);
        let mut open = Open {
            tag,
            start: 0,
            in_note,
            role: None,
            editor: None,
        };
        match tag {
            Tag::Root => self.volume = Arc::from(attribute(element, b"id").unwrap_or_default()),
            Tag::Note => open.in_note = true,
            _ => {}
        }
        let begins = match tag {
            Tag::Document => self.current.is_none(),
            Tag::Root => self.current.is_none() && !self.in_volume,
            _ => false,
        };
        if begins {
            self.begin(element, tag);
        }
        if let Some(current) = &mut self.current {
            if matches!(
                tag,
                Tag::Block | Tag::Head | Tag::Opener | Tag::Closer | Tag::Dateline | Tag::Enclosure
            ) {
                current.writer(open.in_note).paragraph();
            }
            if tag == Tag::Note {
                current.notes.paragraph();
            }
            if tag == Tag::LineBreak {
                current.writer(open.in_note).line();
            }
            if tag == Tag::Enclosure {
                current.enclosures += 1;
                current.enclosure = current.enclosures;
            }
            open.start = current.writer(open.in_note).len();
            open.role = match tag {
                Tag::Dateline => Some(Role::Dateline),
                Tag::Head => Some(Role::Head),
                Tag::Opener | Tag::Closer => Some(Role::Rim),
                Tag::Date if within(&self.open, &[Tag::Dateline]) => {
                    open.editor = editor_date(element);
                    Some(Role::Date)
                }
                Tag::Place if within(&self.open, &[Tag::Dateline]) => Some(Role::Place),
                Tag::Name if within(&self.open, &[Tag::Head]) => correspondent(element),
                _ => None,
            };
        }
        self.open.push(open);
    }

    fn tag(&self, name: &[u8], element: &BytesStart<'_>) -> Tag {
        match name {
            b"hi" | b"p" | b"gloss" | b"persName" | b"ref" | b"date" | b"placeName" => {}
            b"TEI" | b"TEI.2" => return Tag::Root,
            b"teiHeader" => return Tag::Header,
            _ => {}
        }
        match name {
            b"p" | b"item" | b"row" | b"ab" | b"lg" | b"l" | b"signed" | b"salute" | b"label"
            | b"postscript" | b"address" | b"addrLine" | b"list" | b"table" | b"body" => Tag::Block,
            b"div" => match attribute(element, b"type").as_deref() {
                Some("document") => Tag::Document,
                Some("enclosure" | "attachment") => Tag::Enclosure,
                _ => Tag::Block,
            },
            b"attachment" | b"floatingText" => Tag::Enclosure,
            b"head" => Tag::Head,
            b"dateline" => Tag::Dateline,
            b"opener" => Tag::Opener,
            b"closer" => Tag::Closer,
            b"date" => Tag::Date,
            b"placeName" => Tag::Place,
            b"persName" | b"gloss" | b"orgName" | b"roleName" => Tag::Name,
            b"note" => match attribute(element, b"type").as_deref() {
                Some("source") => Tag::SourceNote,
                _ => Tag::Note,
            },
            b"lb" => Tag::LineBreak,
            b"title" if within(&self.open, &[Tag::Header]) => Tag::Title,
            b"back" | b"fw" | b"figDesc" => Tag::Hidden,
            _ => Tag::Other,
        }
    }

    fn begin(&mut self, element: &BytesStart<'_>, tag: Tag) {
        let own = attribute(element, b"id").or_else(|| attribute(element, b"n"));
        let id = match tag {
            Tag::Root => own.unwrap_or_else(|| self.names[0].to_owned()),
            _ => {
                own.unwrap_or_else(|| format!("{}-{}", self.names[0], self.out.documents.len() + 1))
            }
        };
        let bounds =
            attribute(element, b"doc-dateTime-min").zip(attribute(element, b"doc-dateTime-max"));
        self.current = Some(Current {
            id,
            depth: self.open.len(),
            text: Writer::default(),
            notes: Writer::default(),
            parts: Vec::new(),
            citation: String::new(),
            bounds,
            enclosures: 0,
            enclosure: 0,
        });
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else {
            return;
        };
        if open.tag == Tag::Header {
            let title = collapsed(&std::mem::take(&mut self.header_title));
            self.title = Arc::from(title.as_str());
        }
        let depth = self.open.len();
        let Some(current) = &mut self.current else {
            return;
        };
        let writer = current.writer(open.in_note);
        let end = writer.len();
        if let Some(role) = open.role
            && !open.in_note
        {
            let text = open.start..end;
            if open.editor.is_some() || !text.is_empty() {
                let (editor, enclosure) = (open.editor, current.enclosure);
                current.parts.push(Part {
                    role,
                    text,
                    editor,
                    enclosure,
                });
            }
        }
        if matches!(
            open.tag,
            Tag::Block | Tag::Head | Tag::Opener | Tag::Closer | Tag::Dateline | Tag::Enclosure
        ) {
            current.writer(open.in_note).paragraph();
        }
        if open.tag == Tag::Enclosure {
            current.enclosure = 0;
        }
        if matches!(open.tag, Tag::Document | Tag::Root)
            && current.depth == depth
            && let Some(current) = self.current.take()
        {
            self.finish(current);
        }
    }

    fn finish(&mut self, mut current: Current) {
        let (text, runs) = current.text.with(current.notes);
        current
            .parts
            .sort_by_key(|p| (p.text.start, std::cmp::Reverse(p.text.end)));
        let citation = collapsed(&current.citation);
        let citation = citation.strip_prefix("Source:").unwrap_or(&citation).trim();
        let [_, source, path] = self.names;
        self.out.documents.push(Document {
            id: current.id,
            source: source.to_owned(),
            path: path.to_owned(),
            text,
            markup: Some(Box::new(Markup {
                parts: current.parts,
                title: Arc::clone(&self.title),
                volume: Arc::clone(&self.volume),
                citation: (!citation.is_empty()).then(|| citation.to_owned()),
                bounds: current.bounds,
                runs,
                file: Arc::clone(&self.file),
                running: false,
            })),
            ..Document::default()
        });
    }

    fn text(&mut self, at: usize, text: &str) {
        if within(&self.open, &[Tag::Title]) && self.title.is_empty() {
            self.header_title.push_str(text);
            self.header_title.push(' ');
        }
        self.put(
            |current, in_note| current.writer(in_note).verbatim(at, text),
            text,
        );
    }

    fn reference(&mut self, at: usize, length: usize, c: char) {
        let mut buffer = [0; 4];
        let text: &str = c.encode_utf8(&mut buffer);
        self.put(
            |current, in_note| current.writer(in_note).reference(at, length, c),
            text,
        );
    }

    fn put(&mut self, write: impl FnOnce(&mut Current, bool), text: &str) {
        let Some(current) = &mut self.current else {
            return;
        };
        let mut in_note = false;
        for open in self.open.iter().rev() {
            match open.tag {
                Tag::Hidden | Tag::Header => return,
                Tag::SourceNote => {
                    current.citation.push_str(text);
                    return;
                }
                Tag::Note => in_note = true,
                Tag::Document => break,
                _ => {}
            }
        }
        write(current, in_note);
    }
}

impl Current {
    fn writer(&mut self, in_note: bool) -> &mut Writer {
        match in_note {
            true => &mut self.notes,
            false => &mut self.text,
        }
    }
}

fn within(open: &[Open], tags: &[Tag]) -> bool {
    open.iter().rev().any(|o| tags.contains(&o.tag))
}

/// `type="from"` or `type="to"` of a name in a heading.
fn correspondent(element: &BytesStart<'_>) -> Option<Role> {
    match attribute(element, b"type")?.as_str() {
        "from" => Some(Role::Sender),
        "to" => Some(Role::Recipient),
        _ => None,
    }
}

/// The value of an attribute by its local name.
fn attribute(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let found = element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.unescape_value().ok()?.into_owned())
}

fn editor_date(element: &BytesStart<'_>) -> Option<EditorDate> {
    let method = attribute(element, b"datingMethod");
    let of = |name: &str| {
        let one = |kind: &str| attribute(element, format!("{name}{kind}").as_bytes());
        let custom = || datable::gregorian(&one("-custom")?, method.as_deref()?);
        one("").or_else(|| one("-iso")).or_else(custom)
    };
    // Where the value is in another calendar, so are the words, unless something else is said.
    let custom = || method.as_ref().filter(|_| of("when").is_some());
    let calendar = attribute(element, b"calendar").or_else(|| custom().cloned());
    let date = EditorDate {
        calendar: calendar.and_then(|name| datable::calendar(&name)),
        when: of("when"),
        from: of("from"),
        to: of("to"),
        not_before: of("notBefore"),
        not_after: of("notAfter"),
    };
    Some(date).filter(|d| !d.is_empty())
}

fn predefined(name: &[u8]) -> Option<char> {
    match name {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        _ => None,
    }
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
