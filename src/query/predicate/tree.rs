//! The tree of a predicate.

use std::ops::Range;

/// A condition: true, false, or unknown, as in SQL.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Constant(bool),
    Compare(Operand, Compare, Operand),
    /// A pattern with `%` and `_`; the flag says whether case counts.
    Like(Operand, String, bool),
    /// IS NULL, or IS NOT NULL if the flag is false.
    IsNull(Operand, bool),
    /// IS DISTINCT FROM, or IS NOT DISTINCT FROM if the flag is false.
    Distinct(Operand, Operand, bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compare {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// A column or a value, with its place in the predicate.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Operand {
    pub value: Value,
    pub bytes: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Text(String),
    Number(i64),
    Column(String),
    Call(Call, Box<Operand>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Lower,
    Upper,
    Length,
    Year,
    Month,
    Day,
    Hour,
    Minute,
}
