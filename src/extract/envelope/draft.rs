//! A stage of a message as its words give it, before place and clock are known.

use crate::extract::locate::Spot;
use crate::extract::reading::ZoneWords;
use crate::extract::stage::End;
use crate::model::{CivilSpan, Stage};
use std::ops::Range;

/// Where a stage happened, as far as the words say.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Whereabouts {
    /// Nothing is said.
    Unsaid,
    /// A place of the gazetteer.
    Known(Spot),
    /// A name that no table has, or a ship: its clock is not known.
    Named(String),
}

/// A stage with its words.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub stage: Stage,
    pub end: End,
    pub label: String,
    pub rule: String,
    pub zone: Option<ZoneWords>,
    pub span: CivilSpan,
    pub place: Whereabouts,
    /// Its words, as bytes of the document.
    pub bytes: Range<usize>,
    /// 0 is the document's own message; enclosures count from 1.
    pub enclosure: u32,
    pub note: Option<String>,
}

impl Whereabouts {
    pub fn spot(&self) -> Option<&Spot> {
        match self {
            Whereabouts::Known(spot) => Some(spot),
            _ => None,
        }
    }
}
