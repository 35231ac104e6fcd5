//! What is remembered while the rules are tried at one token: definitions that have been matched.

use super::Capture;

/// Working memory of the matcher, to be used again for the next token.
#[derive(Debug, Default)]
pub(in crate::extract) struct Scratch {
    /// The captures of the rule at hand.
    pub(super) captures: Vec<Capture>,
    slots: Vec<Slot>,
    /// The captures of remembered definitions.
    kept: Vec<Capture>,
    round: u32,
}

/// The last match of a definition.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// The round in which it was tried; of another round it says nothing.
    round: u32,
    at: u32,
    /// The token after the match; `FAILED` if there was none.
    end: u32,
    /// Its captures.
    first: u32,
    last: u32,
}

const FAILED: u32 = u32::MAX;

impl Scratch {
    /// Forgets everything, for the next token.
    pub(super) fn begin(&mut self, defines: usize) {
        self.slots.resize(defines, Slot::default());
        self.kept.clear();
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.slots.fill(Slot::default());
            self.round = 1;
        }
    }

    /// What is known of a definition at a token; its captures are added.
    pub(super) fn known(&mut self, define: usize, at: usize) -> Option<Option<usize>> {
        let slot = self.slots.get(define)?;
        if slot.round != self.round || slot.at as usize != at {
            return None;
        }
        if slot.end == FAILED {
            return Some(None);
        }
        let captures = &self.kept[slot.first as usize..slot.last as usize];
        self.captures.extend_from_slice(captures);
        Some(Some(slot.end as usize))
    }

    /// Remembers what a definition gave at a token; `mark` is where its captures begin.
    pub(super) fn keep(&mut self, define: usize, at: usize, end: Option<usize>, mark: usize) {
        let first = self.kept.len() as u32;
        if end.is_some() {
            self.kept.extend_from_slice(&self.captures[mark..]);
        }
        if let Some(slot) = self.slots.get_mut(define) {
            *slot = Slot {
                round: self.round,
                at: at as u32,
                end: end.map_or(FAILED, |e| e as u32),
                first,
                last: self.kept.len() as u32,
            };
        }
    }
}
