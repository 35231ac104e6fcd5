//! What the columns of a table mean, by their headers.

use crate::extract::stage::Stages;
use crate::model::Stage;
use crate::model::column::Column as EventColumn;
use std::collections::{HashMap, HashSet};

/// The columns of a table, by what they mean.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// Dates, in the order of the stages.
    pub dated: Vec<Dated>,
    pub message: Option<usize>,
    pub document: Option<usize>,
    pub stage: Option<usize>,
    pub place: Option<usize>,
    pub zone: Option<usize>,
    pub label: Option<usize>,
    pub sender: Option<usize>,
    pub recipient: Option<usize>,
    pub citation: Option<usize>,
    pub pinpoint: Option<usize>,
    pub status: Option<usize>,
    pub note: Option<usize>,
    pub tags: Option<usize>,
    pub calendar: Option<usize>,
    /// Doubt: `uncertain`, `approximate`.
    pub qualifier: Option<usize>,
    /// The words that carry the date, where the date cell is not verbatim.
    pub as_written: Option<usize>,
    /// The calendar of those words, where the date cell is Gregorian by itself.
    pub written_calendar: Option<usize>,
    /// A clock in the notation of postmarks.
    pub postmark: Option<usize>,
    pub place_ref: Option<usize>,
    pub sender_ref: Option<usize>,
    pub recipient_ref: Option<usize>,
    /// Columns that are not understood, in order, and the names under which they are kept.
    pub extra: Vec<(usize, String)>,
    /// Columns that stand twice, and the names under which the second is kept.
    pub twice: Vec<(String, String)>,
}

/// A date of a row: its columns, and its stage if the column is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dated {
    pub stage: Option<Stage>,
    pub date: Option<usize>,
    pub time: Option<usize>,
    pub place: Option<usize>,
    pub zone: Option<usize>,
}

impl Columns {
    pub fn of(headers: &[String], stages: &Stages) -> Columns {
        let mut out = Columns::default();
        let mut general = Dated::default();
        let mut staged: Vec<(usize, Dated)> = Vec::new();
        let mut extra: Vec<usize> = Vec::new();
        for (column, header) in headers.iter().enumerate() {
            let name = header.trim().to_lowercase();
            let slot = match name.as_str() {
                "date" => &mut general.date,
                "time" => &mut general.time,
                "message" | "message_id" => &mut out.message,
                "document_id" | "document" => &mut out.document,
                "stage" => &mut out.stage,
                "place" => &mut out.place,
                "zone" => &mut out.zone,
                "label" | "event" | "title" | "text" => &mut out.label,
                "from" | "sender" => &mut out.sender,
                "to" | "recipient" => &mut out.recipient,
                "citation" | "source" => &mut out.citation,
                "pinpoint" => &mut out.pinpoint,
                "status" => &mut out.status,
                "note" => &mut out.note,
                "tags" => &mut out.tags,
                "calendar" => &mut out.calendar,
                "qualifier" => &mut out.qualifier,
                "as_written" => &mut out.as_written,
                "written_calendar" => &mut out.written_calendar,
                "postmark" => &mut out.postmark,
                "place_ref" => &mut out.place_ref,
                "from_ref" | "sender_ref" => &mut out.sender_ref,
                "to_ref" | "recipient_ref" => &mut out.recipient_ref,
                _ => {
                    if !stage_column(&name, column, stages, &mut staged) {
                        extra.push(column);
                    }
                    continue;
                }
            };
            match slot {
                None => *slot = Some(column),
                Some(_) => extra.push(column),
            }
        }
        out.keep(headers, &extra);
        staged.sort_by_key(|(rank, _)| *rank);
        out.dated.extend(staged.into_iter().map(|(_, dated)| dated));
        out.dated.retain(|d| d.date.is_some() || d.time.is_some());
        if general.date.is_some() || general.time.is_some() {
            out.dated.insert(0, general);
        }
        out
    }
}

impl Columns {
    /// Names for the columns that are not understood: their own, with `.2`, `.3` where an event
    /// or another column has that name.
    fn keep(&mut self, headers: &[String], extra: &[usize]) {
        let mut used: HashSet<String> = HashSet::new();
        let mut first: HashSet<&str> = HashSet::new();
        let mut next: HashMap<&str, usize> = HashMap::new();
        let twice: HashSet<&str> = headers
            .iter()
            .map(String::as_str)
            .filter(|h| !first.insert(h))
            .collect();
        for column in extra {
            let header = match headers[*column].trim() {
                "" => "column",
                header => header,
            };
            let mut name = header.to_owned();
            while EventColumn::named(&name).is_some() || used.contains(&name) {
                let number = next.entry(header).or_insert(1);
                *number += 1;
                name = format!("{header}.{number}");
            }
            if name != header && twice.contains(header) {
                self.twice.push((header.to_owned(), name.clone()));
            }
            used.insert(name.clone());
            self.extra.push((*column, name));
        }
    }
}

/// `sent`, `sent_date`, `sent_time`, `sent_place`, `sent_zone`.
fn stage_column(
    name: &str,
    column: usize,
    stages: &Stages,
    staged: &mut Vec<(usize, Dated)>,
) -> bool {
    let (base, part) = match name.rsplit_once('_') {
        Some((base, part @ ("date" | "time" | "place" | "zone"))) => (base, part),
        _ => (name, "date"),
    };
    let Some(stage) = stages.named(base) else {
        return false;
    };
    let rank = stages.rank(stage.name());
    let known = staged.iter().position(|(r, _)| *r == rank);
    let at = known.unwrap_or_else(|| {
        let dated = Dated {
            stage: Some(stage),
            ..Dated::default()
        };
        staged.push((rank, dated));
        staged.len() - 1
    });
    let dated = &mut staged[at].1;
    let slot = match part {
        "time" => &mut dated.time,
        "place" => &mut dated.place,
        "zone" => &mut dated.zone,
        _ => &mut dated.date,
    };
    match slot {
        None => *slot = Some(column),
        Some(_) => return false,
    }
    true
}
