//! The columns of an event: names, types and meaning, in the order in which they are written.
//!
//! The frame, every writer and every reader of native events go by this one table.

use super::{
    Calendar, Event, Extent, Instant, LocalTime, OpenEnd, Precision, Qualifier, Stage, ZoneBasis,
};

/// A column of the event.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: ColumnKind,
    get: fn(&Event) -> Value,
    set: fn(&mut Event, Value) -> Option<()>,
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// A string.
    Text,
    /// Datetime(µs, UTC).
    Instant,
    /// Datetime(µs), no zone.
    Local,
    /// i32.
    I32,
    /// u32.
    U32,
    /// u64.
    U64,
}

/// A value of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing is known.
    Null,
    /// A string.
    Text(String),
    /// An instant.
    Instant(Instant),
    /// A wall clock.
    Local(LocalTime),
    /// A whole number.
    Integer(i64),
}

impl Column {
    /// The value of an event in this column.
    pub fn get(&self, event: &Event) -> Value {
        (self.get)(event)
    }

    /// Writes a value into an event; `None` if it does not fit the column.
    pub fn set(&self, event: &mut Event, value: Value) -> Option<()> {
        (self.set)(event, value)
    }

    /// The column of a name.
    pub fn named(name: &str) -> Option<&'static Column> {
        COLUMNS.iter().find(|c| c.name == name)
    }
}

impl Value {
    fn text(self) -> Option<Option<String>> {
        match self {
            Value::Null => Some(None),
            Value::Text(text) => Some(Some(text)),
            _ => None,
        }
    }

    fn instant(self) -> Option<Option<Instant>> {
        match self {
            Value::Null => Some(None),
            Value::Instant(instant) => Some(Some(instant)),
            _ => None,
        }
    }

    fn integer(self) -> Option<Option<i64>> {
        match self {
            Value::Null => Some(None),
            Value::Integer(number) => Some(Some(number)),
            _ => None,
        }
    }
}

fn optional(text: &Option<String>) -> Value {
    text.clone().map_or(Value::Null, Value::Text)
}

fn instant(at: Option<Instant>) -> Value {
    at.map_or(Value::Null, Value::Instant)
}

fn whole(number: impl Into<i64>) -> Value {
    Value::Integer(number.into())
}

/// Every column, in the order in which they are written.
pub const COLUMNS: [Column; 37] = [
    Column {
        name: "event_id",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.event_id.clone()),
        set: |e, v| {
            e.event_id = v.text()?.unwrap_or_default();
            Some(())
        },
    },
    Column {
        name: "document_id",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.document_id.clone()),
        set: |e, v| {
            e.document_id = v.text()?.unwrap_or_default();
            Some(())
        },
    },
    Column {
        name: "message_id",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.message_id.clone()),
        set: |e, v| {
            e.message_id = v.text()?.unwrap_or_default();
            Some(())
        },
    },
    Column {
        name: "fact_id",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.fact_id.clone()),
        set: |e, v| {
            e.fact_id = v.text()?.unwrap_or_default();
            Some(())
        },
    },
    Column {
        name: "stage",
        kind: ColumnKind::Text,
        get: |e| {
            e.stage
                .as_ref()
                .map_or(Value::Null, |s| Value::Text(s.name().to_owned()))
        },
        set: |e, v| {
            e.stage = v.text()?.map(Stage::new);
            Some(())
        },
    },
    Column {
        name: "label",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.label.clone()),
        set: |e, v| {
            e.label = v.text()?.unwrap_or_default();
            Some(())
        },
    },
    Column {
        name: "extent",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.when.extent.name().to_owned()),
        set: |e, v| {
            e.when.extent = Extent::from_name(&v.text()??)?;
            Some(())
        },
    },
    Column {
        name: "earliest",
        kind: ColumnKind::Instant,
        get: |e| instant(e.when.earliest),
        set: |e, v| {
            e.when.earliest = v.instant()?;
            Some(())
        },
    },
    Column {
        name: "latest",
        kind: ColumnKind::Instant,
        get: |e| instant(e.when.latest),
        set: |e, v| {
            e.when.latest = v.instant()?;
            Some(())
        },
    },
    Column {
        name: "open",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.when.open.name().to_owned()),
        set: |e, v| {
            e.when.open = OpenEnd::from_name(&v.text()??)?;
            Some(())
        },
    },
    Column {
        name: "core_begin",
        kind: ColumnKind::Instant,
        get: |e| instant(e.when.core.map(|(a, _)| a)),
        set: |e, v| {
            if let Some(a) = v.instant()? {
                e.when.core = Some((a, e.when.core.map_or(a, |(_, b)| b)));
            }
            Some(())
        },
    },
    Column {
        name: "core_end",
        kind: ColumnKind::Instant,
        get: |e| instant(e.when.core.map(|(_, b)| b)),
        set: |e, v| {
            if let Some(b) = v.instant()? {
                e.when.core = Some((e.when.core.map_or(b, |(a, _)| a), b));
            }
            Some(())
        },
    },
    Column {
        name: "precision",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.when.precision.name().to_owned()),
        set: |e, v| {
            e.when.precision = Precision::from_name(&v.text()??)?;
            Some(())
        },
    },
    Column {
        name: "qualifier",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.when.qualifier.name().to_owned()),
        set: |e, v| {
            e.when.qualifier = Qualifier::from_name(&v.text()??)?;
            Some(())
        },
    },
    Column {
        name: "edtf",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.when.edtf.clone()),
        set: |e, v| {
            e.when.edtf = v.text()?.unwrap_or_default();
            Some(())
        },
    },
    Column {
        name: "calendar",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.when.calendar.to_string()),
        set: |e, v| {
            e.when.calendar = Calendar::from_name(&v.text()??)?;
            Some(())
        },
    },
    Column {
        name: "local_begin",
        kind: ColumnKind::Local,
        get: |e| e.when.local_begin.map_or(Value::Null, Value::Local),
        set: |e, v| {
            e.when.local_begin = match v {
                Value::Null => None,
                Value::Local(local) => Some(local),
                _ => return None,
            };
            Some(())
        },
    },
    Column {
        name: "zone",
        kind: ColumnKind::Text,
        get: |e| {
            e.when
                .zone
                .map_or(Value::Null, |z| Value::Text(z.to_string()))
        },
        set: |e, v| {
            e.when.zone = match v.text()? {
                Some(name) => Some(name.parse().ok()?),
                None => None,
            };
            Some(())
        },
    },
    Column {
        name: "offset_seconds",
        kind: ColumnKind::I32,
        get: |e| e.when.offset_seconds.map_or(Value::Null, whole),
        set: |e, v| {
            e.when.offset_seconds = match v.integer()? {
                Some(seconds) => Some(i32::try_from(seconds).ok()?),
                None => None,
            };
            Some(())
        },
    },
    Column {
        name: "zone_basis",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.when.zone_basis.name().to_owned()),
        set: |e, v| {
            e.when.zone_basis = ZoneBasis::from_name(&v.text()??)?;
            Some(())
        },
    },
    Column {
        name: "place",
        kind: ColumnKind::Text,
        get: |e| optional(&e.place),
        set: |e, v| {
            e.place = v.text()?;
            Some(())
        },
    },
    Column {
        name: "sender",
        kind: ColumnKind::Text,
        get: |e| optional(&e.sender),
        set: |e, v| {
            e.sender = v.text()?;
            Some(())
        },
    },
    Column {
        name: "recipient",
        kind: ColumnKind::Text,
        get: |e| optional(&e.recipient),
        set: |e, v| {
            e.recipient = v.text()?;
            Some(())
        },
    },
    Column {
        name: "place_ref",
        kind: ColumnKind::Text,
        get: |e| optional(&e.place_ref),
        set: |e, v| {
            e.place_ref = v.text()?;
            Some(())
        },
    },
    Column {
        name: "sender_ref",
        kind: ColumnKind::Text,
        get: |e| optional(&e.sender_ref),
        set: |e, v| {
            e.sender_ref = v.text()?;
            Some(())
        },
    },
    Column {
        name: "recipient_ref",
        kind: ColumnKind::Text,
        get: |e| optional(&e.recipient_ref),
        set: |e, v| {
            e.recipient_ref = v.text()?;
            Some(())
        },
    },
    Column {
        name: "citation",
        kind: ColumnKind::Text,
        get: |e| optional(&e.citation),
        set: |e, v| {
            e.citation = v.text()?;
            Some(())
        },
    },
    Column {
        name: "pinpoint",
        kind: ColumnKind::Text,
        get: |e| optional(&e.pinpoint),
        set: |e, v| {
            e.pinpoint = v.text()?;
            Some(())
        },
    },
    Column {
        name: "status",
        kind: ColumnKind::Text,
        get: |e| optional(&e.status),
        set: |e, v| {
            e.status = v.text()?;
            Some(())
        },
    },
    Column {
        name: "note",
        kind: ColumnKind::Text,
        get: |e| optional(&e.note),
        set: |e, v| {
            e.note = v.text()?;
            Some(())
        },
    },
    Column {
        name: "tags",
        kind: ColumnKind::Text,
        get: |e| optional(&e.tags),
        set: |e, v| {
            e.tags = v.text()?;
            Some(())
        },
    },
    Column {
        name: "as_written",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.provenance.as_written.clone()),
        set: |e, v| {
            e.provenance.as_written = v.text()?.unwrap_or_default();
            Some(())
        },
    },
    Column {
        name: "source",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.provenance.source.clone()),
        set: |e, v| {
            e.provenance.source = v.text()?.unwrap_or_default();
            Some(())
        },
    },
    Column {
        name: "byte_start",
        kind: ColumnKind::U64,
        get: |e| whole(e.provenance.byte_start as i64),
        set: |e, v| {
            e.provenance.byte_start = u64::try_from(v.integer()?.unwrap_or(0)).ok()?;
            Some(())
        },
    },
    Column {
        name: "byte_end",
        kind: ColumnKind::U64,
        get: |e| whole(e.provenance.byte_end as i64),
        set: |e, v| {
            e.provenance.byte_end = u64::try_from(v.integer()?.unwrap_or(0)).ok()?;
            Some(())
        },
    },
    Column {
        name: "line",
        kind: ColumnKind::U32,
        get: |e| whole(e.provenance.line),
        set: |e, v| {
            e.provenance.line = u32::try_from(v.integer()?.unwrap_or(0)).ok()?;
            Some(())
        },
    },
    Column {
        name: "rule",
        kind: ColumnKind::Text,
        get: |e| Value::Text(e.provenance.rule.clone()),
        set: |e, v| {
            e.provenance.rule = v.text()?.unwrap_or_default();
            Some(())
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_gives_back_what_it_takes() {
        let mut event = Event::undated("a/sent", "a");
        event.when.earliest = Instant::from_micros(1);
        event.when.core = Instant::from_micros(2).zip(Instant::from_micros(3));
        event.when.zone = "Europe/Moscow".parse().ok();
        event.place = Some("Moscow".into());
        let mut copy = Event::undated("", "");
        for column in &COLUMNS {
            let fits = column.set(&mut copy, column.get(&event));
            assert!(fits.is_some(), "{}", column.name);
        }
        assert_eq!(copy, event);
    }
}
