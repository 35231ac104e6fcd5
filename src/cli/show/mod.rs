//! `annals show`: what happened, when, by which source.

mod entries;
mod facts;
mod heading;
mod knowledge;
mod markdown;
mod page;
mod silences;

use super::args::{self, Common, DataFormat, Show, SortArg};
use super::asked::{Answer, Asked};
use super::options::Setup;
use super::{Voice, data, output, text};
use crate::error::{Error, Result};
use crate::model::{Event, Zone};
use crate::query::{Selected, State};
use clap::ValueEnum;
use entries::{Block, blocks};
use facts::Facts;
use std::collections::BTreeMap;
use std::path::Path;

/// How the answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Text,
    Markdown,
    Data(DataFormat),
}

pub fn show(args: &Show, common: &Common, voice: &Voice) -> Result<u8> {
    let format = chosen(&args.answer)?;
    if let Some(path) = &args.answer.output {
        output::refuse_input(path, &args.inputs)?;
    }
    let gaps = args
        .answer
        .gaps
        .as_deref()
        .map(silences::wanted)
        .transpose()?;
    let setup = Setup::new(&args.inputs, common)?;
    let asked = Asked::new(&args.question, &setup)?;
    let loaded = asked.load(&setup, &args.inputs)?;
    let mut answer = asked.answer(&loaded)?;
    let width = text::width(common);
    let head = heads(&answer, &asked);
    let whole = Facts::of(&answer.selected.events).shown();
    shorten(&mut answer.selected, &args.answer);
    let mut lost = Vec::new();
    let bytes = match (format, gaps) {
        (Format::Text, Some(longest)) => {
            let silences =
                silences::silences(&answer.selected.events, args.answer.per, longest, width);
            format!("{}{silences}", separated(&head)).into_bytes()
        }
        (_, Some(_)) => {
            return Err(Error::request(
                "`--gaps` is answered as text only",
                "leave `--format` out",
            ));
        }
        (Format::Text, None) => in_text(&answer, &asked, args, &head, whole, width).into_bytes(),
        (Format::Markdown, None) => in_markdown(&answer, &asked, args, &head).into_bytes(),
        (Format::Data(data), None) => {
            eprint!("{head}");
            match args.answer.count {
                true => counts(&answer).into_bytes(),
                false => {
                    let made = data::bytes(&marked(&answer), data, &data::heading(&setup))?;
                    lost = made.diagnostics;
                    made.bytes
                }
            }
        }
    };
    match &args.answer.output {
        Some(path) => output::write_file(path, &bytes)?,
        None => output::print(&String::from_utf8_lossy(&bytes))?,
    }
    let status = voice.report(&loaded);
    Ok(voice.also(status, data::named(lost, args.answer.output.as_deref())))
}

/// The format: as asked, by the ending of the file, else text.
fn chosen(args: &args::Answer) -> Result<Format> {
    if args.json {
        return Ok(Format::Data(DataFormat::Ndjson));
    }
    let output = args.output.as_deref();
    if args.format.is_none()
        && let Some(format) = output.and_then(data::by_ending)
    {
        return Ok(Format::Data(format));
    }
    let ending = |path: &Path| path.extension().map(|e| e.to_string_lossy().to_lowercase());
    let name = args.format.clone().or_else(|| output.and_then(ending));
    let Some(name) = name else {
        return Ok(Format::Text);
    };
    match name.as_str() {
        "text" | "txt" | "table" => Ok(Format::Text),
        "markdown" | "md" => Ok(Format::Markdown),
        "jsonl" => Ok(Format::Data(DataFormat::Ndjson)),
        other => DataFormat::from_str(other, true)
            .map_err(|_| {
                let data = DataFormat::value_variants()
                    .iter()
                    .filter_map(|v| v.to_possible_value());
                let names: Vec<String> = data.map(|v| v.get_name().to_owned()).collect();
                Error::request(
                    format!("`{other}` is no format of an answer"),
                    format!("use text, markdown, {}", names.join(", ")),
                )
            })
            .and_then(|format| data::printable(format, output, "events"))
            .map(Format::Data),
    }
}

/// The lines above the answer.
fn heads(answer: &Answer, asked: &Asked<'_>) -> String {
    match &answer.known {
        Some(known) => knowledge::heading(known, answer),
        None => heading::heading(answer, asked),
    }
}

fn separated(head: &str) -> String {
    match head.is_empty() {
        true => String::new(),
        false => format!("{head}\n"),
    }
}

/// Keeps what `--first`, `--last`, `--limit` and `--count` want.
fn shorten(selected: &mut Selected, args: &args::Answer) {
    let facts = Facts::of(&selected.events);
    let shown: Vec<usize> = (0..selected.events.len())
        .filter(|i| facts.is_shown(*i))
        .collect();
    let newest = args.sort == SortArg::Newest;
    let most = args.limit.unwrap_or(usize::MAX);
    let kept: Vec<usize> = match (args.first, args.last) {
        (true, _) => shown.into_iter().take(1).collect(),
        (_, true) => shown.into_iter().next_back().into_iter().collect(),
        _ if newest => {
            let skip = shown.len().saturating_sub(most);
            shown.into_iter().skip(skip).collect()
        }
        _ => shown.into_iter().take(most).collect(),
    };
    let mut keep = vec![false; selected.events.len()];
    for at in kept.iter().flat_map(|i| facts.told_by(*i)) {
        keep[at] = true;
    }
    let mut of = keep.iter();
    selected
        .events
        .retain(|_| of.next().copied().unwrap_or(false));
    let mut of = keep.iter();
    selected
        .certain
        .retain(|_| of.next().copied().unwrap_or(false));
}

/// The whole answer: the window understood, the days, and what is left out.
fn in_text(
    answer: &Answer,
    asked: &Asked<'_>,
    args: &Show,
    head: &str,
    whole: usize,
    width: usize,
) -> String {
    let mut out = text::wrapped(head, width);
    let selected = &answer.selected;
    if !args.answer.count {
        let shown = match &answer.known {
            Some(known) => knowledge::chapters(known, answer, asked, width),
            None => {
                let body = chapters(selected, asked.zone, args.answer.sort)
                    .into_iter()
                    .map(|(title, blocks)| {
                        let page = page::page(&blocks, width);
                        match title.is_empty() {
                            true => page,
                            false => {
                                format!("{title}\n{}\n{page}", "-".repeat(text::columns(&title)))
                            }
                        }
                    })
                    .collect::<Vec<_>>()
                    .join("\n");
                match (head.is_empty(), body.is_empty()) {
                    (false, false) => format!("\n{body}"),
                    _ => body,
                }
            }
        };
        out.push_str(&shown);
        let more = whole.saturating_sub(Facts::of(&selected.events).shown());
        if more > 0 {
            out.push_str(&format!("… and {}\n", text::count(more, "more event")));
        }
    } else if head.is_empty() {
        let undated = selected
            .events
            .iter()
            .filter(|e| e.when.bounds().is_none())
            .count();
        out.push_str(&format!(
            "{}, {undated} without a date.\n",
            text::count(whole, "event")
        ));
    }
    let rest = match &answer.known {
        Some(known) => knowledge::left_out(known),
        None => heading::left_out(answer, asked),
    };
    if !rest.is_empty() {
        out.push_str(if head.is_empty() || args.answer.count {
            ""
        } else {
            "\n"
        });
        out.push_str(&text::wrap(&rest, width, 0));
        out.push('\n');
    }
    if let Some(note) = answer
        .window
        .as_ref()
        .and_then(|w| heading::sunday_note(w, asked))
    {
        out.push_str(&text::wrap(&note, width, 6));
        out.push('\n');
    }
    out
}

fn in_markdown(answer: &Answer, asked: &Asked<'_>, args: &Show, head: &str) -> String {
    let mut lines = head.lines();
    let mut out = format!(
        "# {}\n",
        markdown::escaped(lines.next().unwrap_or("Chronology"))
    );
    let rest: Vec<&str> = lines.collect();
    if !rest.is_empty() {
        out.push_str(&format!("\n{}\n", markdown::escaped(rest.join(" ").trim())));
    }
    if !args.answer.count {
        match &answer.known {
            Some(known) => {
                for state in [State::Read, State::Arrived, State::Sent] {
                    let found = knowledge::blocks_of(known, answer, state, asked.zone);
                    if !found.is_empty() {
                        out.push_str(&format!(
                            "\n*{}:*\n{}",
                            state.name(),
                            markdown::sections(&found)
                        ));
                    }
                }
            }
            None => {
                for (title, blocks) in chapters(&answer.selected, asked.zone, args.answer.sort) {
                    if !title.is_empty() {
                        out.push_str(&format!("\n*{}*\n", markdown::escaped(&title)));
                    }
                    out.push_str(&markdown::sections(&blocks));
                }
            }
        }
    }
    let rest = match &answer.known {
        Some(known) => knowledge::left_out(known),
        None => heading::left_out(answer, asked),
    };
    if !rest.is_empty() {
        out.push_str(&format!("\n{}\n", markdown::escaped(&rest)));
    }
    out
}

/// The blocks, in the order asked for, in one chapter or one for each value.
fn chapters(selected: &Selected, zone: Option<Zone>, sort: SortArg) -> Vec<(String, Vec<Block>)> {
    let of = |event: &Event| -> Option<String> {
        Some(match sort {
            SortArg::Time | SortArg::Newest => String::new(),
            SortArg::Place => event.place.clone()?,
            SortArg::Sender => event.sender.clone()?,
            SortArg::Message => event.message_id.clone(),
            SortArg::Document => event.document_id.clone(),
            SortArg::Stage => event.stage.as_ref()?.name().to_owned(),
        })
    };
    let mut parts: BTreeMap<(bool, String), Selected> = BTreeMap::new();
    for (event, certain) in selected.events.iter().zip(&selected.certain) {
        let key = of(event).map_or((true, "(none)".to_owned()), |name| {
            (false, text::plain(&name))
        });
        let part = parts.entry(key).or_default();
        part.events.push(event.clone());
        part.certain.push(*certain);
    }
    parts
        .into_iter()
        .map(|((_, name), part)| {
            let mut blocks = blocks(&part, zone);
            if sort == SortArg::Newest {
                blocks.reverse();
            }
            (name, blocks)
        })
        .collect()
}

/// The events under their days, months or years; the messages of a day together.
pub fn days(selected: &Selected, zone: Option<Zone>, width: usize) -> String {
    page::page(&blocks(selected, zone), width)
}

/// The events with a column that says whether they certainly answer.
fn marked(answer: &Answer) -> Vec<Event> {
    let mut out = answer.selected.events.clone();
    for (event, certain) in out.iter_mut().zip(&answer.selected.certain) {
        if answer.window.is_some() {
            let how = if *certain { "certain" } else { "possible" };
            event.extra.insert("match".into(), how.into());
        }
        if let Some(message) = answer
            .known
            .as_ref()
            .and_then(|k| k.message(&event.message_id))
        {
            let how = if message.certain {
                "certain"
            } else {
                "possible"
            };
            event.extra.insert("match".into(), how.into());
            event
                .extra
                .insert("knowledge".into(), message.state.name().into());
        }
    }
    out
}

/// How many, as one JSON object.
fn counts(answer: &Answer) -> String {
    let selected = &answer.selected;
    let certain = selected.certain.iter().filter(|c| **c).count();
    let line = serde_json::json!({
        "events": selected.events.len(),
        "certain": certain,
        "possible": selected.events.len() - certain + selected.perhaps,
        "outside": selected.outside,
        "undated": selected.undated.len(),
    });
    format!("{line}\n")
}

/// `Cable 3523` for `cable-3523`; other identifiers as they are.
pub fn message_title(id: &str) -> String {
    let parts = id.split_once('-');
    let plain = parts.filter(|(word, number)| {
        word.chars().all(|c| c.is_ascii_lowercase())
            && !word.is_empty()
            && number.chars().all(|c| c.is_ascii_digit())
            && !number.is_empty()
    });
    match plain {
        Some((word, number)) => {
            let (first, rest) = word.split_at(1);
            format!("{}{rest} {number}", first.to_uppercase())
        }
        None => id.to_owned(),
    }
}
