//! From documents and tables to events. Never fails: what is odd becomes a diagnostic.

mod complete;
mod gazetteer;
mod grammar;
mod lexicon;
mod reading;
mod scan;
mod stage;
mod token;

pub use complete::{Completed, Context, Problem, complete};
pub use gazetteer::{Gazetteer, Located, Override};
pub use grammar::{Grammar, RuleText};
pub use lexicon::Lexicon;
pub use reading::{Clock, Fields, Reading, ZoneWords};
pub use scan::{Scan, scan};
pub use stage::{End, Stages};
