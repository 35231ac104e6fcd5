//! The vocabulary: plain values that every stage may use. No files, no frames, no pictures.

pub mod calendar;
mod civil_span;
pub mod column;
mod document;
mod duration;
mod event;
pub mod instant;
mod lines;
mod markup;
mod mention;
mod origin;
mod place;
mod precision;
mod problem;
mod relation;
mod span;
mod stage;
pub mod zone;

pub use calendar::{Calendar, CivilDate, Weekday};
pub use civil_span::{CivilSpan, ClockOddity};
pub use document::{Cell, Document, Row, Table};
pub use duration::{DurationRange, human_duration};
pub use event::{Event, Extent, OpenEnd, Provenance, When, ZoneBasis};
pub use instant::{Instant, InstantRange, LocalTime};
pub use lines::LineIndex;
pub use markup::{EditorDate, MarkedFile, Markup, Part, Role, Run};
pub use mention::{Mention, MentionRow, MentionType};
pub use origin::Origin;
pub use place::Place;
pub use precision::{Precision, Qualifier};
pub use problem::Problem;
pub use relation::{Answer, Ends, Relation};
pub use span::{Bound, TimeSpan};
pub use stage::Stage;
pub use zone::Zone;
