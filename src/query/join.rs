//! Every pair of two lists that lies in a relation of Allen's: events against periods.

use crate::model::{Answer, Ends, Relation};
use rayon::prelude::*;

/// Two that lie in the relation, by their places in the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Joined {
    /// Place in the first list.
    pub left: u32,
    /// Place in the second list.
    pub right: u32,
    /// Whether they certainly do.
    pub certain: bool,
}

/// The pairs of two lists that lie in a relation, or may, in the order of the lists.
///
/// Works through the first list on all cores; the result does not depend on their number.
///
/// ```
/// use annals::model::{Ends, Relation};
/// use annals::query::join;
/// let events = [Ends::moment(5, 6), Ends::moment(90, 120)];
/// let periods = [Ends::exactly(0, 100)];
/// let found = join(&events, Relation::During, &periods);
/// assert_eq!((found[0].left, found[0].certain), (0, true));
/// assert_eq!((found[1].left, found[1].certain), (1, false));
/// ```
pub fn join(left: &[Ends], relation: Relation, right: &[Ends]) -> Vec<Joined> {
    const CHUNK: usize = 4096;
    let parts: Vec<Vec<Joined>> = left
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, ends)| {
            let mut out = Vec::new();
            for (at, one) in ends.iter().enumerate() {
                for (to, other) in right.iter().enumerate() {
                    let answer = relation.between(one, other);
                    if answer != Answer::No {
                        out.push(Joined {
                            left: u32::try_from(chunk * CHUNK + at).unwrap_or(u32::MAX),
                            right: u32::try_from(to).unwrap_or(u32::MAX),
                            certain: answer == Answer::Yes,
                        });
                    }
                }
            }
            out
        })
        .collect();
    parts.concat()
}
