//! An Arrow stream as an Arrow file: the same messages with a list of them at the end.
//!
//! Polars as it is built here reads files only. A stream is a schema, then dictionaries and batches,
//! each behind a mark and its length; a file has the same between two magic words, and a footer that
//! says where each begins. Source: the columnar format of Apache Arrow, "IPC streaming format" and
//! "IPC file format", and its `Message.fbs` and `File.fbs`.

/// What begins every message: a mark, and the length of its header.
const MARK: [u8; 4] = [0xff; 4];
const MAGIC: &[u8] = b"ARROW1";
const SCHEMA: u8 = 1;
const DICTIONARY: u8 = 2;
const BATCH: u8 = 3;

/// Whether bytes are a stream and no file.
pub(super) fn is_stream(bytes: &[u8]) -> bool {
    bytes.starts_with(&MARK)
}

/// Where a message stands in the file.
struct Block {
    offset: u64,
    header: u32,
    body: u64,
}

/// The file that holds the messages of a stream; an error is what is wrong with it.
pub(super) fn to_file(stream: &[u8]) -> Result<Vec<u8>, String> {
    let (mut dictionaries, mut batches) = (Vec::new(), Vec::new());
    let mut schema = None;
    let mut at = 0;
    while at < stream.len() {
        if stream.get(at..at + 4) != Some(&MARK) {
            return Err(format!("no message begins at byte {at}"));
        }
        let length = read_u32(stream, at + 4).ok_or("the stream breaks off in a length")?;
        if length == 0 {
            break;
        }
        let header = stream
            .get(at + 8..)
            .and_then(|rest| rest.get(..length as usize))
            .ok_or_else(|| format!("the stream breaks off in the message at byte {at}"))?;
        let message = Message::of(header).ok_or_else(|| format!("byte {at} begins no message"))?;
        let next = (at as u64)
            .checked_add(8 + u64::from(length))
            .and_then(|end| end.checked_add(message.body))
            .filter(|end| *end <= stream.len() as u64)
            .ok_or_else(|| format!("the stream breaks off in the message at byte {at}"))?;
        let block = Block {
            offset: (MAGIC.len() + 2 + at) as u64,
            header: length + 8,
            body: message.body,
        };
        match message.kind {
            SCHEMA => schema = schema.or(Some((header, message.table))),
            DICTIONARY if batches.is_empty() => dictionaries.push(block),
            DICTIONARY => return Err("its dictionaries change between batches".into()),
            BATCH => batches.push(block),
            kind => return Err(format!("byte {at} begins a message of kind {kind}")),
        }
        at = next as usize;
    }
    let (header, table) = schema.ok_or("it has no schema")?;
    let footer = footer(&dictionaries, &batches, header, table);
    let mut out = Vec::with_capacity(at + footer.len() + 64);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&[0, 0]);
    out.extend_from_slice(&stream[..at]);
    out.extend_from_slice(&MARK);
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&footer);
    out.extend_from_slice(&(footer.len() as u32).to_le_bytes());
    out.extend_from_slice(MAGIC);
    Ok(out)
}

/// What is wanted of a message's header, a FlatBuffer.
struct Message {
    kind: u8,
    /// Where the table of the kind begins in the header.
    table: usize,
    /// Bytes of the body behind the header.
    body: u64,
}

impl Message {
    fn of(bytes: &[u8]) -> Option<Message> {
        let root = read_u32(bytes, 0)? as usize;
        let back = read_u32(bytes, root)? as i32;
        let fields = usize::try_from(i64::try_from(root).ok()? - i64::from(back)).ok()?;
        let size = read_u16(bytes, fields)?;
        let field = |number: u16| -> Option<usize> {
            let place = 4 + 2 * number;
            if place + 2 > size {
                return None;
            }
            match read_u16(bytes, fields + usize::from(place))? {
                0 => None,
                offset => Some(root + usize::from(offset)),
            }
        };
        let kind = *bytes.get(field(1)?)?;
        let header = field(2)?;
        let table = header.checked_add(read_u32(bytes, header)? as usize)?;
        let body = match field(3) {
            Some(at) => u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?),
            None => 0,
        };
        (table < bytes.len()).then_some(Message { kind, table, body })
    }
}

fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    let found = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(found.try_into().ok()?))
}

fn read_u16(bytes: &[u8], at: usize) -> Option<u16> {
    let found = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(found.try_into().ok()?))
}

/// The footer, a FlatBuffer: a table of version, schema and two lists of blocks; the schema is that
/// of the stream's first message, which is appended whole.
fn footer(dictionaries: &[Block], batches: &[Block], schema: &[u8], table: usize) -> Vec<u8> {
    const TABLE: u32 = 16;
    /// The version of the metadata, V5.
    const VERSION: u16 = 4;
    let list = |blocks: &[Block]| {
        let mut out = (blocks.len() as u32).to_le_bytes().to_vec();
        for block in blocks {
            out.extend_from_slice(&block.offset.to_le_bytes());
            out.extend_from_slice(&u64::from(block.header).to_le_bytes());
            out.extend_from_slice(&block.body.to_le_bytes());
        }
        out
    };
    // A list's length stands four bytes before a multiple of eight, as its blocks want it.
    let first = list(dictionaries);
    let second_at = 36 + first.len() as u32 + 4;
    let second = list(batches);
    let schema_at = second_at + second.len() as u32;
    let mut out = Vec::new();
    out.extend_from_slice(&TABLE.to_le_bytes());
    for number in [12u16, 20, 4, 8, 12, 16] {
        out.extend_from_slice(&number.to_le_bytes());
    }
    out.extend_from_slice(&12u32.to_le_bytes());
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out.extend_from_slice(&(schema_at + table as u32 - 24).to_le_bytes());
    out.extend_from_slice(&(36u32 - 28).to_le_bytes());
    out.extend_from_slice(&(second_at - 32).to_le_bytes());
    out.extend_from_slice(&first);
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&second);
    out.extend_from_slice(schema);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{from_events, read_arrow, to_events, write_arrow};
    use crate::model::Event;
    use std::path::Path;

    /// The stream within a file, which is what stands between its magic words and its footer.
    fn stream_of(file: &[u8]) -> Vec<u8> {
        let end = file.len() - MAGIC.len() - 4;
        let footer = read_u32(file, end).unwrap() as usize;
        file[8..end - footer].to_vec()
    }

    fn file() -> (Vec<Event>, Vec<u8>) {
        let events: Vec<Event> = (0..7)
            .map(|i| Event::undated(&format!("e{i}"), "d"))
            .collect();
        let mut bytes = Vec::new();
        write_arrow(&mut from_events(&events).unwrap(), &mut bytes).unwrap();
        (events, bytes)
    }

    #[test]
    fn a_stream_gives_the_events_of_its_file() {
        let (events, file) = file();
        let stream = stream_of(&file);
        assert!(is_stream(&stream) && !is_stream(&file));
        let frame = read_arrow(stream, Path::new("t.arrows")).unwrap();
        assert_eq!(to_events(&frame).unwrap(), events);
    }

    #[test]
    fn a_stream_that_breaks_off_is_an_error_wherever_it_does() {
        let (_, file) = file();
        let stream = stream_of(&file);
        for end in (4..stream.len()).step_by(97) {
            let cut = stream[..end].to_vec();
            // Between two messages the end is none of a message's.
            let _ = read_arrow(cut, Path::new("t.arrows"));
        }
        assert!(to_file(&stream[..40]).is_err());
        for at in (0..stream.len()).step_by(61) {
            let mut spoilt = stream.clone();
            spoilt[at] ^= 0xff;
            let _ = read_arrow(spoilt, Path::new("t.arrows"));
        }
    }
}
