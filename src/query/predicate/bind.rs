//! From a tree to an expression of the frame: names and types are checked here.

use super::tree::{Call, Compare, Node, Operand, Value};
use crate::error::{Error, Result};
use crate::model::column::{COLUMNS, Column as EventColumn, ColumnKind};
use crate::notation::iso8601;
use polars::prelude::*;

/// The type of an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Null,
    Text,
    Number,
    Instant,
    Local,
}

impl Type {
    fn words(self) -> &'static str {
        match self {
            Type::Null => "NULL",
            Type::Text => "a text",
            Type::Number => "a whole number",
            Type::Instant => "an instant",
            Type::Local => "a wall-clock time",
        }
    }
}

/// Works out names and types against the columns there are.
pub(super) struct Binder<'a> {
    pub text: &'a str,
    /// The columns that are not the event's own.
    pub brought: &'a [&'a str],
}

impl Binder<'_> {
    pub fn node(&self, node: &Node) -> Result<Expr> {
        Ok(match node {
            Node::And(a, b) => self.node(a)?.and(self.node(b)?),
            Node::Or(a, b) => self.node(a)?.or(self.node(b)?),
            Node::Not(a) => self.node(a)?.not(),
            Node::Constant(value) => lit(*value),
            Node::IsNull(operand, wanted) => {
                let (expr, _) = self.operand(operand)?;
                match wanted {
                    true => expr.is_null(),
                    false => expr.is_not_null(),
                }
            }
            Node::Compare(a, compare, b) => {
                let (a, b, unknown) = self.pair(a, b)?;
                if unknown {
                    return Ok(lit(NULL).cast(DataType::Boolean));
                }
                match compare {
                    Compare::Equal => a.eq(b),
                    Compare::NotEqual => a.neq(b),
                    Compare::Less => a.lt(b),
                    Compare::AtMost => a.lt_eq(b),
                    Compare::More => a.gt(b),
                    Compare::AtLeast => a.gt_eq(b),
                }
            }
            Node::Distinct(a, b, wanted) => {
                let (a, b, _) = self.pair(a, b)?;
                match wanted {
                    true => a.neq_missing(b),
                    false => a.eq_missing(b),
                }
            }
            Node::Like(operand, pattern, case) => {
                let expr = self.text_of(operand, "LIKE")?;
                let (expr, pattern) = match case {
                    true => (expr, pattern.clone()),
                    false => (recased(expr, lower), lower(pattern)),
                };
                expr.str().contains(lit(like(&pattern)), true)
            }
        })
    }

    /// Two operands of one type; the flag says that one of them is NULL.
    fn pair(&self, a: &Operand, b: &Operand) -> Result<(Expr, Expr, bool)> {
        let ((left, of_left), (right, of_right)) = (self.operand(a)?, self.operand(b)?);
        let unknown = of_left == Type::Null || of_right == Type::Null;
        if unknown || of_left == of_right {
            return Ok((left, right, unknown));
        }
        // A text beside a time is the time that it says.
        match (&a.value, of_left, &b.value, of_right) {
            (_, Type::Instant | Type::Local, Value::Text(text), _) => {
                Ok((left, self.time(text, of_left, b)?, false))
            }
            (Value::Text(text), _, _, Type::Instant | Type::Local) => {
                Ok((self.time(text, of_right, a)?, right, false))
            }
            _ => {
                let message = format!("{} is compared with {}", of_left.words(), of_right.words());
                let hint = match (of_left, of_right) {
                    (Type::Instant, Type::Local) | (Type::Local, Type::Instant) => {
                        "an instant has no date of its own; compare local_begin with local times"
                    }
                    (Type::Text, Type::Number) => {
                        "columns that a table brought along are texts: put the value in single quotes"
                    }
                    _ => "compare values of one type; texts stand in single quotes",
                };
                Err(self.refused(b, message, hint))
            }
        }
    }

    /// A text as an instant or a wall-clock time.
    fn time(&self, text: &str, wanted: Type, operand: &Operand) -> Result<Expr> {
        let spaced = text.trim().replacen(' ', "T", 1);
        let spaced = spaced.replace(' ', "");
        let micros = match wanted {
            Type::Instant => instant(&spaced),
            _ => local(&spaced),
        };
        let Some(micros) = micros else {
            let (message, hint) = match (wanted, local(&spaced).is_some()) {
                (Type::Instant, true) => (
                    format!(
                        "`{text}` names no zone, and other engines would read it in this machine's"
                    ),
                    "write `1945-11-04T00:00:00Z`, or compare local_begin",
                ),
                (Type::Instant, false) => (
                    format!("`{text}` is no instant"),
                    "write `1945-11-04T00:00:00Z`",
                ),
                _ => (
                    format!("`{text}` is no wall-clock time"),
                    "write `1945-11-04` or `1945-11-04T01:20:00`, without a zone",
                ),
            };
            return Err(self.refused(operand, message, hint));
        };
        let zone = (wanted == Type::Instant).then_some(TimeZone::UTC);
        Ok(lit(micros).cast(DataType::Datetime(TimeUnit::Microseconds, zone)))
    }

    fn operand(&self, operand: &Operand) -> Result<(Expr, Type)> {
        Ok(match &operand.value {
            Value::Null => (lit(NULL), Type::Null),
            Value::Text(text) => (lit(text.clone()), Type::Text),
            Value::Number(number) => (lit(*number), Type::Number),
            Value::Column(name) => self.column(name, operand)?,
            Value::Call(call, inner) => self.call(*call, inner)?,
        })
    }

    fn column(&self, name: &str, operand: &Operand) -> Result<(Expr, Type)> {
        let same = |known: &str| known.eq_ignore_ascii_case(name);
        if let Some(column) = COLUMNS.iter().find(|c| same(c.name)) {
            return Ok(own(column));
        }
        if let Some(brought) = self.brought.iter().find(|b| same(b)) {
            return Ok((col(*brought), Type::Text));
        }
        let mut known: Vec<&str> = COLUMNS.iter().map(|c| c.name).collect();
        known.extend(self.brought);
        let near = known
            .iter()
            .map(|k| (distance(&name.to_lowercase(), k), *k))
            .min()
            .filter(|(d, _)| *d <= 2);
        let hint = match near {
            Some((_, near)) => format!("did you mean `{near}`?"),
            None => format!("there are {}", known.join(", ")),
        };
        Err(self.refused(operand, format!("there is no column `{name}`"), &hint))
    }

    fn call(&self, call: Call, inner: &Operand) -> Result<(Expr, Type)> {
        let part = |expr: Expr| expr.cast(DataType::Int64);
        Ok(match call {
            Call::Lower => (recased(self.text_of(inner, "lower")?, lower), Type::Text),
            Call::Upper => (recased(self.text_of(inner, "upper")?, upper), Type::Text),
            Call::Length => {
                let text = self.text_of(inner, "length")?;
                (text.str().len_chars().cast(DataType::Int64), Type::Number)
            }
            Call::Year => (part(self.local_of(inner)?.dt().year()), Type::Number),
            Call::Month => (part(self.local_of(inner)?.dt().month()), Type::Number),
            Call::Day => (part(self.local_of(inner)?.dt().day()), Type::Number),
            Call::Hour => (part(self.local_of(inner)?.dt().hour()), Type::Number),
            Call::Minute => (part(self.local_of(inner)?.dt().minute()), Type::Number),
        })
    }

    fn text_of(&self, operand: &Operand, what: &str) -> Result<Expr> {
        match self.operand(operand)? {
            (expr, Type::Text) => Ok(expr),
            (_, other) => {
                let message = format!("{what} is for texts, this is {}", other.words());
                Err(self.refused(operand, message, ""))
            }
        }
    }

    fn local_of(&self, operand: &Operand) -> Result<Expr> {
        match self.operand(operand)? {
            (expr, Type::Local) => Ok(expr),
            (_, other) => {
                let message = format!(
                    "a date is a part of a wall-clock time, this is {}",
                    other.words()
                );
                let hint = "use local_begin: the date of an instant depends on a zone";
                Err(self.refused(operand, message, hint))
            }
        }
    }

    fn refused(&self, operand: &Operand, message: impl Into<String>, hint: &str) -> Error {
        Error::in_question(message, self.text, operand.bytes.clone(), hint)
    }
}

fn own(column: &EventColumn) -> (Expr, Type) {
    let expr = col(column.name);
    match column.kind {
        ColumnKind::Text => (expr, Type::Text),
        ColumnKind::Instant => (expr, Type::Instant),
        ColumnKind::Local => (expr, Type::Local),
        ColumnKind::I32 | ColumnKind::U32 | ColumnKind::U64 => {
            (expr.cast(DataType::Int64), Type::Number)
        }
    }
}

fn instant(text: &str) -> Option<i64> {
    let clock = text.find('T')?;
    let zone = clock + text[clock..].find(['Z', '+', '-'])?;
    let offset = match &text[zone..] {
        "Z" => 0,
        offset => crate::model::zone::parse_offset(offset)?,
    };
    let local = local(&text[..zone])?;
    let at = crate::model::LocalTime::from_micros(local).at_offset(offset)?;
    Some(at.micros())
}

fn local(text: &str) -> Option<i64> {
    let whole = match text.split_once('T') {
        None => format!("{text}T00:00:00"),
        Some((_, clock)) if clock.len() == 5 => format!("{text}:00"),
        Some(_) => text.to_owned(),
    };
    iso8601::local(&whole).map(|l| l.micros())
}

/// A LIKE pattern as a regular expression: `%` is anything, `_` one character.
fn like(pattern: &str) -> String {
    let mut out = String::from(r"(?s)\A");
    for c in pattern.chars() {
        match c {
            '%' => out.push_str(".*"),
            '_' => out.push('.'),
            c => out.push_str(&regex::escape(&c.to_string())),
        }
    }
    out + r"\z"
}

/// A text column with every character changed, one to one as the SQL engines do.
fn recased(expr: Expr, change: fn(&str) -> String) -> Expr {
    let cased = move |column: Column| -> PolarsResult<Column> {
        let changed: StringChunked = column.str()?.iter().map(|c| c.map(change)).collect();
        Ok(changed.with_name(column.name().clone()).into_column())
    };
    expr.map(cased, |_, field| Ok(field.clone()))
}

fn lower(text: &str) -> String {
    text.chars().map(|c| alone(c, c.to_lowercase())).collect()
}

fn upper(text: &str) -> String {
    text.chars().map(|c| alone(c, c.to_uppercase())).collect()
}

/// The one character of a mapping; a character that becomes several stays as it is.
fn alone(c: char, mut mapped: impl Iterator<Item = char>) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(one), None) => one,
        // The lower case of the dotted capital I is given as i with a dot.
        (Some('i'), Some(_)) => 'i',
        _ => c,
    }
}

/// The number of letters to change, add or leave out.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let change = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
