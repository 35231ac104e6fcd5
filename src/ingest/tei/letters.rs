//! What a TEI file says of the ways of letters: `correspDesc` (letters and CMIF) and postmarks.
//!
//! Source: TEI P5 Guidelines 2.4.6 (correspondence) and CMIF 1.0.

use super::datable::edtf;
use super::{attribute, collapsed, editor_date, predefined};
use crate::model::{Cell, EditorDate, Row, Table};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::ops::Range;

/// The columns of the table that letters give.
const HEADERS: [&str; 21] = [
    "document_id",
    "message",
    "stage",
    "date",
    "as_written",
    "written_calendar",
    "postmark",
    "place",
    "place_ref",
    "from",
    "from_ref",
    "to",
    "to_ref",
    "citation",
    "pinpoint",
    "ref",
    "qualifier",
    "cert",
    "evidence",
    "received_place",
    "label",
];
/// What an office of delivery stamps on a letter.
const DELIVERED: [&str; 4] = ["bestellt", "zugestellt", "ausgetragen", "delivered"];
/// Authorities of persons and places, the most used first.
const AUTHORITIES: [&str; 7] = ["gnd", "d-nb", "viaf", "geonames", "wikidata", "loc", "bnf"];
/// Longest citation, in characters.
const CITATION: usize = 240;

/// The stages of the letters that a file describes, one row each; `None` if it describes none.
pub(super) fn read(text: &str, id: &str, source: &str, path: &str) -> Option<Table> {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    if !has("correspDesc") && !has("<stamp") {
        return None;
    }
    let mut reading = Reading {
        file: id,
        text,
        counted: (0, 1),
        ..Reading::default()
    };
    // What stands before a break of the XML is read; the break is told by the reader of the text.
    let _ = reading.run();
    let rows = reading.rows();
    (!rows.is_empty()).then(|| Table {
        id: id.to_owned(),
        source: source.to_owned(),
        path: path.to_owned(),
        headers: HEADERS.map(str::to_owned).to_vec(),
        rows,
    })
}

/// A name with its authority.
#[derive(Clone, Debug, Default)]
struct Named {
    name: String,
    reference: Option<String>,
}

/// A date with its words.
#[derive(Clone, Debug, Default)]
struct Dated {
    given: Option<EditorDate>,
    words: String,
    bytes: Range<usize>,
    cert: Option<String>,
    evidence: Option<String>,
}

/// A stage of a letter, or a postmark on it.
#[derive(Clone, Debug, Default)]
struct Action {
    stage: String,
    line: u32,
    people: Vec<Named>,
    places: Vec<Named>,
    date: Option<Dated>,
    time: Option<String>,
    added: String,
    is_stamp: bool,
}

#[derive(Clone, Debug, Default)]
struct Letter {
    root: Option<String>,
    id: Option<String>,
    key: Option<String>,
    reference: Option<String>,
    source: Option<String>,
    actions: Vec<Action>,
}

/// What the characters that come are the words of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Into {
    Person,
    Place,
    Date,
    Time,
    Added,
    Bibliography,
    Authority,
}

#[derive(Debug, Default)]
struct Reading<'a> {
    file: &'a str,
    text: &'a str,
    counted: (usize, u32),
    depth: usize,
    /// Where the characters go, and the depth at which that ends.
    into: Option<(Into, usize)>,
    words: String,
    /// `xml:id` of the innermost `TEI`.
    root: Option<String>,
    letters: Vec<Letter>,
    in_letter: bool,
    action: Option<Action>,
    /// Depth of the stage or postmark that is open.
    action_depth: usize,
    /// Depth of the letter that is open.
    letter_depth: usize,
    stamps: Vec<Action>,
    bibliography: HashMap<String, String>,
    /// The entry that is open: of the bibliography, or of a person or place.
    entry: Option<(String, usize)>,
    /// Kind of the `idno` that is open.
    idno: Option<String>,
    authorities: HashMap<String, (usize, String)>,
}

impl Reading<'_> {
    fn run(&mut self) -> Result<(), ()> {
        let mut reader = Reader::from_str(self.text);
        loop {
            let before = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|_| ())?;
            let after = reader.buffer_position() as usize;
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > super::DEPTH {
                        return Err(());
                    }
                    self.start(&start, before..after);
                }
                Event::Empty(start) => {
                    self.depth += 1;
                    self.start(&start, before..after);
                    self.end(after);
                }
                Event::End(_) => self.end(before),
                Event::Text(_) => self.characters(&self.text[before..after]),
                Event::CData(data) => self.characters(&String::from_utf8_lossy(&data)),
                Event::GeneralRef(reference) => {
                    let c = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Some(c),
                        _ => predefined(&reference),
                    };
                    self.characters(c.map_or(String::new(), String::from).as_str());
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn characters(&mut self, text: &str) {
        if self.into.is_some() {
            self.words.push_str(text);
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, bytes: Range<usize>) {
        let local = element.local_name();
        let of = |name: &[u8]| attribute(element, name).filter(|v| !v.trim().is_empty());
        match local.as_ref() {
            b"TEI" | b"TEI.2" => self.root = of(b"id"),
            b"correspDesc" => {
                self.in_letter = true;
                self.letter_depth = self.depth;
                self.letters.push(Letter {
                    root: self.root.clone(),
                    id: of(b"id"),
                    key: of(b"key"),
                    reference: of(b"ref"),
                    source: of(b"source"),
                    actions: Vec::new(),
                });
            }
            b"correspAction" if self.in_letter => {
                let kind = of(b"subtype")
                    .or(of(b"type"))
                    .unwrap_or_else(|| "dated".into());
                self.action_depth = self.depth;
                self.action = Some(Action {
                    stage: kind.trim().to_lowercase(),
                    line: self.line(bytes.start),
                    ..Action::default()
                });
            }
            b"stamp" => {
                self.action_depth = self.depth;
                self.action = Some(Action {
                    stage: "postmarked".into(),
                    line: self.line(bytes.start),
                    is_stamp: true,
                    ..Action::default()
                });
            }
            b"bibl" | b"biblStruct" if self.action.is_none() => {
                if let Some(id) = of(b"id") {
                    self.entry = Some((id, self.depth));
                    self.take(Into::Bibliography);
                }
            }
            b"person" | b"place" | b"org" if self.action.is_none() => {
                if let Some(id) = of(b"id") {
                    self.entry = Some((id, self.depth));
                }
            }
            b"idno" if self.entry.is_some() && self.into.is_none() => {
                self.idno = of(b"subtype").or(of(b"type"));
                self.take(Into::Authority);
            }
            _ if self.action.is_some() => self.part(local.as_ref(), element, bytes),
            _ => {}
        }
    }

    /// An element within a stage or a postmark.
    fn part(&mut self, name: &[u8], element: &BytesStart<'_>, bytes: Range<usize>) {
        let Some(action) = self.action.as_mut().filter(|_| self.into.is_none()) else {
            return;
        };
        let of = |name: &[u8]| attribute(element, name).filter(|v| !v.trim().is_empty());
        let reference = of(b"ref").or(of(b"key"));
        let named = Named {
            name: String::new(),
            reference,
        };
        let into = match name {
            b"persName" | b"orgName" | b"name" => {
                action.people.push(named);
                Into::Person
            }
            b"placeName" | b"settlement" | b"geogName" => {
                action.places.push(named);
                Into::Place
            }
            b"date" if action.date.is_none() => {
                action.date = Some(Dated {
                    given: editor_date(element),
                    words: String::new(),
                    bytes,
                    cert: of(b"cert"),
                    evidence: of(b"evidence"),
                });
                Into::Date
            }
            b"time" => Into::Time,
            b"addSpan" | b"add" | b"note" => Into::Added,
            _ => return,
        };
        self.take(into);
    }

    fn take(&mut self, into: Into) {
        self.words.clear();
        self.into = Some((into, self.depth));
    }

    fn end(&mut self, byte: usize) {
        if let Some((into, depth)) = self.into
            && depth == self.depth
        {
            self.into = None;
            let words = collapsed(&std::mem::take(&mut self.words));
            self.taken(into, words, byte);
        }
        if self
            .entry
            .as_ref()
            .is_some_and(|(_, depth)| *depth == self.depth)
        {
            self.entry = None;
        }
        if self.depth == self.action_depth
            && let Some(mut action) = self.action.take()
        {
            let added = action.added.to_lowercase();
            if action.is_stamp {
                if DELIVERED.iter().any(|word| added.starts_with(word)) {
                    action.stage = "delivered".into();
                }
                self.stamps.push(action);
            } else if let Some(letter) = self.letters.last_mut() {
                letter.actions.push(action);
            }
        }
        if self.in_letter && self.depth == self.letter_depth {
            self.in_letter = false;
        }
        self.depth = self.depth.saturating_sub(1);
    }

    /// The words of an element that has ended.
    fn taken(&mut self, into: Into, words: String, byte: usize) {
        match (into, &mut self.action) {
            (Into::Bibliography, _) => {
                if let Some((id, _)) = &self.entry {
                    self.bibliography.insert(id.clone(), cut(&words));
                }
            }
            (Into::Authority, _) => {
                let kind = self.idno.take().unwrap_or_default().to_lowercase();
                let named = |a: &str| kind.contains(a) || words.contains(a);
                let rank = AUTHORITIES.iter().position(|a| named(a));
                let rank = rank.unwrap_or(AUTHORITIES.len());
                let Some((id, _)) = self.entry.as_ref().filter(|_| words.starts_with("http"))
                else {
                    return;
                };
                let better = self
                    .authorities
                    .get(id)
                    .is_none_or(|(known, _)| rank < *known);
                if better {
                    self.authorities.insert(id.clone(), (rank, words));
                }
            }
            (_, None) => {}
            (Into::Person, Some(action)) => {
                if let Some(last) = action.people.last_mut() {
                    last.name = words;
                }
            }
            (Into::Place, Some(action)) => {
                if let Some(last) = action.places.last_mut() {
                    last.name = words;
                }
            }
            (Into::Date, Some(action)) => {
                if let Some(date) = &mut action.date {
                    // From the first tag to the last character of the words.
                    date.bytes.end = date.bytes.end.max(byte);
                    date.words = words;
                }
            }
            (Into::Time, Some(action)) => action.time = Some(words),
            (Into::Added, Some(action)) => action.added = words,
        }
    }

    fn line(&mut self, byte: usize) -> u32 {
        let (from, line) = self.counted;
        let ends = memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..byte]).count();
        self.counted = (byte, line + ends as u32);
        self.counted.1
    }
}

/// The two ends of a letter: names and authorities.
struct Ends {
    sender: (String, String),
    recipient: (String, String),
    received_at: String,
}

impl Reading<'_> {
    /// The rows, letter by letter; postmarks belong to the one letter of their file.
    fn rows(mut self) -> Vec<Row> {
        let mut letters = std::mem::take(&mut self.letters);
        let stamps = std::mem::take(&mut self.stamps);
        match letters.as_mut_slice() {
            [only] => only.actions.extend(stamps),
            [] => letters.push(Letter {
                root: self.root.clone(),
                actions: stamps,
                ..Letter::default()
            }),
            // Of several letters nobody says which one a postmark is on.
            _ => {}
        }
        let one = letters.len() == 1;
        let mut out = Vec::new();
        for (number, letter) in letters.iter().enumerate() {
            let dated = letter
                .actions
                .iter()
                .filter(|a| a.date.is_some() || a.time.is_some());
            let mut wanted: Vec<&Action> = dated.collect();
            if wanted.is_empty() {
                wanted.extend(letter.actions.first());
            }
            let of = |stage: &str| letter.actions.iter().find(|a| a.stage == stage);
            let ends = Ends {
                sender: self.names(of("sent").map(|a| a.people.as_slice())),
                recipient: self.names(of("received").map(|a| a.people.as_slice())),
                received_at: self.names(of("received").map(|a| a.places.as_slice())).0,
            };
            for action in wanted {
                out.push(self.row(letter, action, &ends, number + 1, one));
            }
        }
        out
    }

    fn row(&self, letter: &Letter, action: &Action, ends: &Ends, number: usize, one: bool) -> Row {
        // The file's own letter has the name of its root; a list has the letters' own names.
        let root = letter.root.clone().filter(|_| one);
        let document = match one {
            true => root.clone().unwrap_or_else(|| self.file.to_owned()),
            false => self.file.to_owned(),
        };
        let bare = |key: &String| key.chars().all(|c| c.is_ascii_digit());
        let key = letter.key.clone().filter(|k| !bare(k));
        let message = root
            .or(key)
            .or(letter.id.clone())
            .or_else(|| {
                letter
                    .key
                    .as_ref()
                    .map(|key| format!("{}-{key}", self.file))
            })
            .unwrap_or_else(|| match one {
                true => document.clone(),
                false => format!("{}-{number}", self.file),
            });
        let (sender, sender_ref) = ends.sender.clone();
        let (recipient, recipient_ref) = ends.recipient.clone();
        let (place, place_ref) = self.names(Some(action.places.get(..1).unwrap_or(&[])));
        // The number of a post office is no part of its town: `Wien 1/1`.
        let office = |c: char| c.is_ascii_digit();
        let town: Vec<&str> = place.split(' ').filter(|w| !w.contains(office)).collect();
        let town = match action.is_stamp && !town.is_empty() {
            true => town.join(" "),
            false => place.clone(),
        };
        let received_place = ends.received_at.clone();
        let date = action.date.clone().unwrap_or_default();
        let given = date.given.as_ref().and_then(edtf);
        let source = letter.source.as_deref().map(|s| s.trim_start_matches('#'));
        let citation = source.and_then(|s| self.bibliography.get(s));
        let cert = date.cert.clone().unwrap_or_default();
        let evidence = date.evidence.clone().unwrap_or_default();
        let doubtful = evidence == "conjecture" || matches!(cert.as_str(), "low" | "medium");
        let bytes = date.bytes.clone();
        let words = match (&date.words, &date.given) {
            (words, Some(_)) if words.is_empty() => given.clone().unwrap_or_default(),
            (words, _) => words.clone(),
        };
        let label = match (
            action.is_stamp,
            action.time.as_deref(),
            action.added.as_str(),
        ) {
            (true, time, added) => {
                let parts = ["postmark", &place, &date.words, time.unwrap_or(""), added];
                parts
                    .into_iter()
                    .filter(|p| !p.is_empty())
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            (false, ..) => format!("{}: {}", message, action.stage),
        };
        let cells = [
            document,
            message,
            action.stage.clone(),
            given.unwrap_or_else(|| date.words.clone()),
            words,
            (date.given.as_ref().and_then(|d| d.calendar))
                .map_or(String::new(), |calendar| calendar.to_string()),
            action.time.clone().unwrap_or_default(),
            town,
            place_ref,
            sender,
            sender_ref,
            recipient,
            recipient_ref,
            citation.cloned().unwrap_or_default(),
            letter.key.clone().unwrap_or_default(),
            letter.reference.clone().unwrap_or_default(),
            if doubtful { "uncertain" } else { "" }.to_owned(),
            cert,
            evidence,
            received_place,
            label,
        ];
        Row {
            line: action.line,
            cells: cells
                .map(|text| Cell {
                    text,
                    byte_start: bytes.start as u64,
                    byte_end: bytes.end as u64,
                })
                .to_vec(),
        }
    }

    /// Names and their authorities, several joined; nobody is named `Unknown`.
    fn names(&self, list: Option<&[Named]>) -> (String, String) {
        let list = list.unwrap_or(&[]);
        let known = list
            .iter()
            .filter(|n| !n.name.eq_ignore_ascii_case("unknown"));
        let names: Vec<&str> = known
            .map(|n| n.name.as_str())
            .filter(|n| !n.is_empty())
            .collect();
        let references: Vec<&str> = list
            .iter()
            .filter_map(|n| {
                let own = n.reference.as_deref()?;
                let found = self.authorities.get(own.trim_start_matches('#'));
                Some(found.map_or(own, |(_, uri)| uri.as_str()))
            })
            .collect();
        (names.join("; "), references.join(" "))
    }
}

/// A citation cut at 240 characters.
fn cut(text: &str) -> String {
    match text.char_indices().nth(CITATION) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
