//! `--where`: a predicate of SQL over the columns of the events.
//!
//! Offered is the part whose meaning every engine shares: comparisons, BETWEEN, IN, LIKE, ILIKE,
//! IS NULL, IS DISTINCT FROM, AND, OR, NOT with the three truth values of SQL, and a few functions.
//! The rest (arithmetic, casts, dates of instants, queries inside) is refused with the reason.
//! Polars works the predicate out; its own SQL reader is not used, because it does not say where
//! in the question a fault is, and gives another meaning to some of what it reads.

mod bind;
mod parse;
mod token;
mod tree;

use crate::error::Result;
use crate::frame;
use crate::model::Event;
use crate::model::column::Column as EventColumn;
use polars::prelude::*;

/// A predicate, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicate {
    text: String,
    tree: tree::Node,
}

impl Predicate {
    /// Reads a predicate.
    ///
    /// # Errors
    /// What is not offered or cannot be read, with its place.
    ///
    /// ```
    /// use annals::model::Event;
    /// use annals::query::Predicate;
    /// let wanted = Predicate::parse("stage IS NULL AND document_id LIKE 'cable-%'").unwrap();
    /// let events = [Event::undated("e", "cable-7"), Event::undated("f", "letter-7")];
    /// assert_eq!(wanted.mask(&events, &[]).unwrap(), [true, false]);
    /// assert!(Predicate::parse("stage =").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Predicate> {
        Ok(Predicate {
            tree: parse::parse(text)?,
            text: text.to_owned(),
        })
    }

    /// The expression over a frame that has these columns beside the event's own.
    ///
    /// # Errors
    /// A column that is not there, or values of two types compared.
    pub fn expr(&self, brought: &[&str]) -> Result<Expr> {
        let binder = bind::Binder {
            text: &self.text,
            brought,
        };
        binder.node(&self.tree)
    }

    /// For each event, whether the predicate holds; unknown is no. `columns` are known to the
    /// inputs, though no event may have a value there.
    ///
    /// # Errors
    /// As [`Predicate::expr`].
    pub fn mask(&self, events: &[Event], columns: &[String]) -> Result<Vec<bool>> {
        let frame = frame::from_events_with(events, columns)?;
        let names = frame.get_column_names();
        let brought: Vec<&str> = names
            .iter()
            .map(|name| name.as_str())
            .filter(|name| EventColumn::named(name).is_none())
            .collect();
        let expr = self.expr(&brought)?;
        if events.is_empty() {
            return Ok(Vec::new());
        }
        const HOLDS: &str = "annals.holds";
        let done = frame
            .clone()
            .lazy()
            .with_column(expr.alias(HOLDS))
            .collect()?;
        let holds = done.column(HOLDS)?.bool()?;
        Ok(holds.iter().map(|h| h.unwrap_or(false)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refused(text: &str) -> String {
        let read = Predicate::parse(text).and_then(|p| p.mask(&[], &[]).map(|_| ()));
        read.err()
            .map_or_else(|| "read".to_owned(), |e| e.to_string())
    }

    #[test]
    fn long_and_deep_predicates_do_no_harm() {
        let long = vec!["line = 1"; 5_000].join(" OR ");
        let event = [Event::undated("e", "d")];
        let mask = Predicate::parse(&long).unwrap().mask(&event, &[]).unwrap();
        assert_eq!(mask, [false]);
        let list = format!("line IN ({})", vec!["1"; 5_000].join(", "));
        assert_eq!(refused(&list), "read");
        let longer = vec!["line = 1"; 20_000].join(" AND ");
        assert!(refused(&longer).contains("more than 10000"));
        for deep in ["(", "NOT ", "lower("] {
            assert!(
                refused(&deep.repeat(100_000)).contains("too deeply"),
                "{deep}"
            );
        }
    }

    #[test]
    fn the_place_of_a_fault_is_marked() {
        let shown = refused("line > 3 AND stage == sent'");
        assert!(
            shown.ends_with("\n                            ^"),
            "{shown}"
        );
        assert!(refused("stage").contains("a comparison is missing"));
        assert!(refused("").contains("a column or a value is missing"));
        assert!(refused("line IN ()").contains("a column or a value is missing"));
        assert!(refused("line = 1; DROP TABLE events").contains("`;` has no meaning"));
        assert!(refused("line = (SELECT 1)").contains("missing here"));
    }

    proptest! {
        /// Any text is a predicate or is refused.
        #[test]
        fn any_text_is_read_or_refused(text in "[a-z_'\"()=<>%,. 0-9é]{0,40}") {
            let _ = refused(&text);
        }
    }
}
