//! A stage of a message's way. The vocabulary is open: words and order come from data.

use std::fmt;

/// The name of a stage: `sent`, `received`, `deciphered`, or a user's own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stage(String);

impl Stage {
    /// A stage by its name.
    pub fn new(name: impl Into<String>) -> Stage {
        Stage(name.into())
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
