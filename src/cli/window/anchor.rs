//! Events named in a question: by their identifier, or in words.

use super::words::Words;
use crate::error::Result;
use crate::extract::Stages;
use crate::model::Event;
use std::collections::BTreeSet;

/// Words that name nothing.
const IDLE: [&str; 31] = [
    "a", "an", "the", "was", "were", "is", "are", "had", "has", "been", "be", "got", "that",
    "which", "when", "it", "its", "of", "in", "on", "at", "to", "by", "from", "for", "and", "with",
    "came", "as", "did", "into",
];

/// The event that some words name.
///
/// An identifier, the beginning of one that no other has, or words that all stand in the event:
/// in its names, label, place, correspondents, or as a word for its stage.
///
/// # Errors
/// Words that name no event, or several.
pub fn event<'e>(words: Words<'_>, events: &'e [Event], stages: &Stages) -> Result<&'e Event> {
    let text = words.text();
    if let Some(found) = events.iter().find(|e| e.event_id == text) {
        return Ok(found);
    }
    let mut found: Vec<&Event> = Vec::new();
    if !text.is_empty() && !text.contains(char::is_whitespace) {
        found = events
            .iter()
            .filter(|e| e.event_id.starts_with(text))
            .collect();
    }
    if found.is_empty() {
        let wanted = Wanted::new(text, stages);
        found = match wanted.is_empty() {
            true => Vec::new(),
            false => events.iter().filter(|e| wanted.fits(e)).collect(),
        };
    }
    // Several sources of one fact are one.
    let facts: BTreeSet<&str> = found.iter().map(|e| e.fact_id.as_str()).collect();
    match (found.first(), facts.len()) {
        (Some(first), 1) => {
            // The one that tells it best.
            let width = |e: &Event| Some(e.when.latest?.micros() - e.when.earliest?.micros());
            let best = found.iter().min_by_key(|e| width(e).unwrap_or(i64::MAX));
            Ok(best.unwrap_or(first))
        }
        (None, _) => Err(words.wrong(
            format!("`{text}` is no time, and no event of the inputs"),
            "write a date with its year, an event's identifier (`annals extract --format csv` lists \
             them), or words that stand in one event",
        )),
        (Some(_), _) => {
            let names: Vec<String> = found.iter().take(4).map(|e| format!("`{}`", e.event_id)).collect();
            let more = match found.len() {
                0..=4 => String::new(),
                n => format!(" and {} more", n - 4),
            };
            Err(words.wrong(
                format!("`{text}` names {} events: {}{more}", found.len(), names.join(", ")),
                "name one by its identifier",
            ))
        }
    }
}

/// What the words of a question want of an event.
struct Wanted {
    stages: Vec<String>,
    words: Vec<String>,
}

impl Wanted {
    fn new(text: &str, stages: &Stages) -> Wanted {
        let all = tokens(text);
        let (mut out, mut at) = (
            Wanted {
                stages: Vec::new(),
                words: Vec::new(),
            },
            0,
        );
        while at < all.len() {
            let named = (1..=3.min(all.len() - at)).rev().find_map(|length| {
                let stage = stages.named(&all[at..at + length].join(" "))?;
                Some((length, stage))
            });
            match named {
                Some((length, stage)) => {
                    out.stages.push(stage.name().to_owned());
                    at += length;
                }
                None => {
                    if !IDLE.contains(&all[at].as_str()) {
                        out.words.push(all[at].clone());
                    }
                    at += 1;
                }
            }
        }
        out
    }

    fn is_empty(&self) -> bool {
        self.stages.is_empty() && self.words.is_empty()
    }

    fn fits(&self, event: &Event) -> bool {
        let stage = event.stage.as_ref().map(|s| s.name());
        if !self.stages.iter().all(|wanted| stage == Some(wanted)) {
            return false;
        }
        let told = [
            Some(&event.event_id),
            Some(&event.message_id),
            Some(&event.label),
            event.place.as_ref(),
            event.sender.as_ref(),
            event.recipient.as_ref(),
            event.citation.as_ref(),
        ];
        let has: BTreeSet<String> = told.into_iter().flatten().flat_map(|t| tokens(t)).collect();
        self.words.iter().all(|wanted| has.contains(wanted))
    }
}

/// Words and numbers in lower case.
fn tokens(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|t| !t.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stage;

    fn told(message: &str, stage: &str, label: &str) -> Event {
        let mut event = Event::undated(&format!("{message}/{stage}"), message);
        event.stage = Some(Stage::new(stage));
        event.label = label.into();
        event
    }

    fn find(words: &str) -> std::result::Result<String, String> {
        let events = [
            told("cable-7", "sent", "Cable 7: sent to Molotov"),
            told("cable-7", "deciphered", "Cable 7: deciphered"),
            told("letter-2", "sent", "Letter 2: posted"),
        ];
        event(Words::new(words), &events, Stages::bundled())
            .map(|e| e.event_id.clone())
            .map_err(|e| e.to_string())
    }

    #[test]
    fn events_by_identifier_and_in_words() {
        assert_eq!(find("cable-7/sent").as_deref(), Ok("cable-7/sent"));
        assert_eq!(find("letter").as_deref(), Ok("letter-2/sent"));
        assert_eq!(
            find("the cable was deciphered").as_deref(),
            Ok("cable-7/deciphered")
        );
        assert!(find("the dispatch of the letter").is_err());
        assert_eq!(
            find("letter 2 was dispatched").as_deref(),
            Ok("letter-2/sent")
        );
    }

    #[test]
    fn words_that_name_several_events_or_none() {
        assert!(find("cable 7").unwrap_err().contains("names 2 events"));
        assert!(find("the moon").unwrap_err().contains("no event"));
        assert!(find("the").unwrap_err().contains("no event"));
    }
}
