//! Messages whose stages stand in a header, apart from their texts: letters of TEI, mail.

use super::table::{Plan, Survey};
use super::{Extracted, Facts, Options, document_near};
use crate::model::{CivilDate, Document, Precision, Table};
use rayon::prelude::*;
use std::collections::HashMap;

/// Reads the stages of some messages, then what their texts add: their own datelines, and the
/// dates of the prose if those are asked for.
pub fn letters(documents: &[Document], stages: &Table, options: &Options) -> Extracted {
    let mut survey = Survey::of(stages, options);
    survey.look(&stages.rows);
    let mut letters = Letters::new(survey.plan(options), options);
    letters.read(documents, stages);
    letters.finish()
}

/// Messages that are read a piece at a time.
pub struct Letters<'a> {
    options: &'a Options,
    /// A message with a header needs no envelope to be guessed from its text.
    of_header: Options,
    plan: Plan<'a>,
    rows: usize,
    /// The day of the first stage of each message.
    told: HashMap<String, Option<CivilDate>>,
    stages: Extracted,
    texts: Extracted,
}

impl<'a> Letters<'a> {
    /// Messages of mail: the cells of their stages say all, so that no row needs the others.
    pub fn of_mail(head: &Table, options: &'a Options) -> Letters<'a> {
        Letters::new(Survey::of(head, options).plan(options), options)
    }

    fn new(plan: Plan<'a>, options: &'a Options) -> Letters<'a> {
        let of_header = Options {
            facts: match options.facts {
                Facts::Auto => Facts::Envelope,
                other => other,
            },
            ..options.clone()
        };
        Letters {
            options,
            of_header,
            plan,
            rows: 0,
            told: HashMap::new(),
            stages: Extracted::default(),
            texts: Extracted::default(),
        }
    }

    /// Reads some messages; all stages of one belong into one piece.
    pub fn read(&mut self, documents: &[Document], stages: &Table) {
        self.rows += stages.rows.len();
        let read = self.plan.read(stages);
        for event in &read.events {
            let day = event.when.local_begin.map(|l| l.date());
            if !self.told.contains_key(&event.document_id) {
                self.told.insert(event.document_id.clone(), day);
            }
        }
        self.stages.append(read);
        let texts: Vec<Extracted> = documents
            .par_iter()
            .filter_map(|document| self.text(document))
            .collect();
        texts.into_iter().for_each(|text| self.texts.append(text));
    }

    /// What the text of a message adds.
    fn text(&self, document: &Document) -> Option<Extracted> {
        let known = self.told.get(&document.id);
        let of_header = known.map(|_| &self.of_header);
        let options = of_header.unwrap_or(self.options);
        if known.is_some() && document.markup.is_none() && options.facts == Facts::Envelope {
            return None;
        }
        let near = known.copied().flatten().or(options.reference_date);
        let mut more = document_near(document, options, near);
        if known.is_some() {
            // A year alone, beside the header's day, tells nothing new.
            more.events.retain(|e| e.when.precision <= Precision::Day);
            more.coverage.clear();
        }
        Some(more)
    }

    /// The stages of all messages, then what their texts have added.
    pub fn finish(self) -> Extracted {
        let mut out = self.plan.finish(self.stages, self.rows);
        out.append(self.texts);
        out
    }
}
