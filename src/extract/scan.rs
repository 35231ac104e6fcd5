//! Finds every time expression of a text: one pass, longest match, left to right.

use super::grammar::{Scope, Scratch};
use super::lexicon::Lexicon;
use super::reading::Reading;
use super::token::{Token, tokens};

/// A text with its tokens and the time expressions in it.
#[derive(Debug)]
pub struct Scan {
    /// The tokens.
    pub tokens: Vec<Token>,
    /// The expressions, in order, none overlapping; with the indices of their tokens.
    pub readings: Vec<(Reading, std::ops::Range<usize>)>,
}

/// Finds every time expression of a text.
///
/// ```
/// use annals::extract::{Lexicon, scan};
/// let found = scan("sent at 0120 4 November 1945", Lexicon::english());
/// assert_eq!(found.readings[0].0.to_string(), "1945-11-04T01:20");
/// assert_eq!(found.readings[0].0.bytes, 8..28);
/// ```
pub fn scan(text: &str, lexicon: &Lexicon) -> Scan {
    let tokens = tokens(text, lexicon);
    let mut readings = Vec::new();
    let mut scratch = Scratch::default();
    let mut at = 0;
    while at < tokens.len() {
        match lexicon
            .grammar
            .longest(lexicon, &tokens, at, Scope::Dateline, &mut scratch)
        {
            Some(found) => {
                let reading = Reading::new(text, &tokens, lexicon, &found);
                readings.push((reading, found.start..found.end));
                at = found.end;
            }
            None => at += 1,
        }
    }
    Scan { tokens, readings }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_of_every_rule_reads_as_the_file_says() {
        let lexicon = Lexicon::english();
        let mut wrong = Vec::new();
        for rule in lexicon.grammar.rules().iter().filter(|r| !r.text.prose) {
            assert!(!rule.text.examples.is_empty(), "{}", rule.text.name);
            for (text, expected) in &rule.text.examples {
                let found = scan(text, lexicon);
                let read: Vec<(String, &str)> = found
                    .readings
                    .iter()
                    .map(|(r, _)| (r.to_string(), &*r.rule))
                    .collect();
                if read != [(expected.clone(), rule.text.name.as_str())] {
                    wrong.push(format!(
                        "{}: `{text}` gives {read:?}, not {expected}",
                        rule.text.name
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn prose_words_and_numbers_are_no_dates() {
        let lexicon = Lexicon::english();
        for text in [
            "we may march a second time",
            "No. 1234 went out",
            "180 men and 1500 hours of flight",
            "RGASPI, f. 558, op. 11, d. 98, ll. 0040-0041",
            "on point one, First. I received your draft",
        ] {
            let found = scan(text, lexicon);
            assert!(found.readings.is_empty(), "{text}: {:?}", found.readings);
        }
    }
}
