//! `annals`, a chronology engine: dated documents become events on one time line, which answer
//! what happened when, how long each message took, and how we know.
//!
//! # The journey of one date
//!
//! ```text
//! bytes ─ingest─▶ Document, Table ─extract─▶ Event ─frame─▶ DataFrame ─query──▶ events ─┐
//!                                                                └─latency─▶ delays ─┼─chart─▶ SVG
//!                                                                                    └─report▶ PDF, HTML …
//! ```
//!
//! 1. [`ingest`] finds the files behind what was typed, gives each a name, and turns its bytes
//!    into a [`model::Document`] or a [`model::Table`]. It reads no date.
//! 2. [`extract`] reads the dates. [`extract::scan`] cuts a text into tokens and matches the
//!    grammar of `data/lexicon`; stage words (`data/stages`) and places (`data/places`) join
//!    them; what words leave out is completed from the context; the clock of the place, looked
//!    up in the full history of [`model::zone`], puts it on the time line. What is odd becomes a
//!    [`diagnostic::Diagnostic`] beside the value, and the work goes on.
//! 3. [`frame`] keeps the events in a Polars frame, by the one table of [`model::column`].
//! 4. [`query`] selects the events of a window: certainly or possibly inside, or in one of Allen's
//!    relations to it; says who knew what by when, and what is missing. Of files of events only the
//!    rows that a window can need are read. [`latency`] pairs the stages of each message; a delay
//!    between two uncertain moments is a range.
//! 5. [`chart`] and [`report`] draw and print, the latter one [`report::book`] in several formats;
//!    [`export`] writes for other programs; [`check`] finds what cannot be right between events;
//!    [`explain`] gives the chain of reasons behind one.
//!
//! A corpus larger than the memory is read a piece at a time ([`pipeline::each`]) and written as
//! partitions ([`frame::Partitions`]); each piece stands for itself, so many machines may share it.
//!
//! [`pipeline`] puts the first three together, [`cli`] is the rim: only there is anything printed
//! and only there is an environment.
//!
//! # What may import what
//!
//! Stages share a vocabulary ([`model`], [`notation`], [`diagnostic`], [`error`]) and do not know
//! each other; imports point one way. A test keeps this true.
//!
//! # Three decisions
//!
//! - **Microseconds.** An `i64` of nanoseconds covers the years 1677 to 2262 only.
//! - **Within is not throughout.** [`model::TimeSpan::Moment`] is one instant somewhere between
//!   its bounds, [`model::TimeSpan::Stretch`] lasted. Neither has an order: on uncertain bounds
//!   "before" has three answers.
//! - **A stage is data.** Its words and its place in the order stand in `data/stages`.
//!
//! # Example
//!
//! ```
//! use annals::extract::{Options, Stages, document};
//! use annals::latency::{Wanted, pairs};
//! use annals::model::Document;
//!
//! let cable = Document {
//!     id: "cable-7".into(),
//!     source: "cable-7.txt".into(),
//!     path: "cable-7.txt".into(),
//!     text: "from SOCHI\nsent at 0120 4 November 1945\narrived at Moscow at 0245".into(),
//!     ..Document::default()
//! };
//! let events = document(&cable, &Options::default()).events;
//! let order: Vec<&str> = Stages::bundled().names().collect();
//! let delays = pairs(&events, &order, &Wanted::default());
//! assert_eq!(delays[0].nominal, Some(85 * 60_000_000));
//! ```

#![warn(missing_docs)]

pub mod chart;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod error;
pub mod explain;
pub mod export;
pub mod extract;
pub mod frame;
pub mod ingest;
pub mod latency;
pub mod model;
pub mod notation;
pub mod pipeline;
pub mod project;
pub mod query;
pub mod report;
