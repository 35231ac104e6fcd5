//! `annals latency`: time between the stages of messages.

mod listed;
mod measured;
mod message;
mod request;
pub use request::as_of;
mod summary;
mod views;

pub use summary::summary_text;

use super::args::{Common, DataFormat, Latency};
use super::asked::Asked;
use super::options::Setup;
use super::{Voice, data, output, text};
use crate::error::{Error, Result};
use crate::export::{self, Datum, Row};
use crate::frame::{self, Cells};
use crate::latency::{
    Comparison, Key, Pair, compare, groups, groups_of, linked, pairs, rolling_median,
    split_by_stages, summaries, survival,
};
use request::Request;

pub fn latency(args: &Latency, common: &Common, voice: &Voice) -> Result<u8> {
    let setup = Setup::new(&args.inputs, common)?;
    let asked = Asked::new(&args.question, &setup)?;
    let format = format(args)?;
    if let Some(path) = &args.output {
        output::refuse_input(path, &args.inputs)?;
    }
    let loaded = setup.load(&args.inputs)?;
    let messages = asked.messages(&loaded)?;
    let stages = setup.stages();
    let request = Request::new(args, &messages.events, stages)?;
    let order: Vec<&str> = stages.names().collect();
    let mut delays = match request.link {
        Some(link) => linked(&messages.events, &order, &request.wanted, link),
        None => pairs(&messages.events, &order, &request.wanted),
    };
    delays.retain(|pair| {
        let end = match pair.from_event_id.as_str() {
            "" => &pair.to_event_id,
            from => from,
        };
        messages.inside.contains(end)
    });
    let answer = match format {
        DataFormat::Table => answer(args, &request, &delays, stages, text::width(common))?.into(),
        _ => {
            let rows = rows(args, &request, &delays, stages)?;
            bytes(&rows, format, args.pairs)?
        }
    };
    match &args.output {
        Some(path) => output::write_file(path, &answer)?,
        None if format == DataFormat::Table => output::say(&String::from_utf8_lossy(&answer))?,
        None => output::print(&String::from_utf8_lossy(&answer))?,
    }
    Ok(voice.report(&loaded))
}

/// The format asked for; that of a file by its ending.
fn format(args: &Latency) -> Result<DataFormat> {
    let by_ending = args.output.as_ref().map(|path| {
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("ndjson" | "jsonl") => Ok(DataFormat::Ndjson),
            Some("json") => Ok(DataFormat::Json),
            Some("csv") => Ok(DataFormat::Csv),
            Some("xlsx") => Ok(DataFormat::Xlsx),
            Some("parquet") => Ok(DataFormat::Parquet),
            Some("arrow") => Ok(DataFormat::Arrow),
            Some("txt") => Ok(DataFormat::Table),
            _ => Err(Error::request(
                format!(
                    "the ending of `{}` names no format of delays",
                    path.display()
                ),
                "use .ndjson, .json, .csv, .xlsx, .parquet, .arrow or .txt, or say --format",
            )),
        }
    });
    let asked = match args.format.json {
        true => Some(DataFormat::Ndjson),
        false => args.format.format,
    };
    let format = match (asked, by_ending) {
        (Some(format), _) => format,
        (None, Some(by_ending)) => by_ending?,
        (None, None) => DataFormat::Table,
    };
    if format.foreign().is_some() {
        return Err(Error::request(
            "delays are no events, and this format holds events only",
            "use ndjson, json, csv, xlsx, parquet or arrow",
        ));
    }
    data::printable(format, args.output.as_deref(), "delays")
}

/// The answer for people.
fn answer(
    args: &Latency,
    request: &Request,
    delays: &[Pair],
    stages: &crate::extract::Stages,
    width: usize,
) -> Result<String> {
    let by = &request.by;
    if delays.is_empty() {
        return Ok(match request.link {
            Some(link) => format!(
                "No message refers to another in the inputs; the columns read are {}.\n",
                link.columns().join(", ")
            ),
            None => summary_text(delays, by, width),
        });
    }
    if args.pairs {
        return Ok(listed::pairs_text(delays, width));
    }
    if args.measures {
        let as_of = request.wanted.as_of;
        return measured::measures_text(delays, by, stages, as_of, width);
    }
    if let Some(sets) = &args.compare {
        let found = comparisons(sets, args, by, delays)?;
        let texts = found.iter().map(|c| views::comparison_text(c, width));
        return Ok(texts.collect::<Vec<_>>().join("\n"));
    }
    let parts = || views::parts(delays, by);
    if args.survival {
        let texts = parts().into_iter().map(|p| views::survival_text(&p, width));
        return Ok(texts.collect::<Vec<_>>().join("\n"));
    }
    if let Some(run) = args.rolling {
        let texts = parts()
            .into_iter()
            .map(|p| views::rolling_text(&p, run, width));
        return Ok(texts.collect::<Vec<_>>().join("\n"));
    }
    let messages: std::collections::HashSet<&str> =
        delays.iter().map(|p| p.message_id.as_str()).collect();
    if !request.wanted.chain.is_empty() && messages.len() > 1 {
        let mut out = String::new();
        for (group, pairs) in groups(delays, by) {
            let legs = views::chain_legs(&group, &pairs, &request.wanted.chain);
            let names: Vec<&str> = group.iter().map(|(_, value)| value.as_str()).collect();
            out.push_str(&views::chain_text(&names.join(", "), &legs, width));
            out.push('\n');
        }
        out.push_str(&summary::footer(delays, [true, true], width));
        return Ok(out);
    }
    Ok(match args.by.is_empty() {
        true => summary_text(delays, by, width),
        false => summary::table(delays, by, width),
    })
}

/// The answer as rows.
fn rows(
    args: &Latency,
    request: &Request,
    delays: &[Pair],
    stages: &crate::extract::Stages,
) -> Result<Vec<Row>> {
    let by = &request.by;
    let parts = || views::parts(delays, by);
    Ok(if args.pairs {
        export::pair_rows(delays)
    } else if args.measures {
        measured::measure_rows(delays, by, stages, request.wanted.as_of)?
    } else if let Some(sets) = &args.compare {
        let found = comparisons(sets, args, by, delays)?;
        found.iter().flat_map(export::comparison_rows).collect()
    } else if args.survival {
        let curves = parts().into_iter().map(|p| {
            let found = survival(&p.pairs);
            export::survival_rows(&p.group, p.stages, &found)
        });
        curves.flatten().collect()
    } else if let Some(run) = args.rolling {
        let lists = parts().into_iter().map(|p| {
            let list = rolling_median(&p.pairs, run);
            export::rolling_rows(&p.group, p.stages, &list)
        });
        lists.flatten().collect()
    } else if request.wanted.chain.is_empty() {
        export::summary_rows(&summaries(delays, by))
    } else {
        let chain = &request.wanted.chain;
        let legs = groups(delays, by).into_iter().map(|(group, pairs)| {
            let legs = views::chain_legs(&group, &pairs, chain);
            export::leg_rows(&group, &legs)
        });
        legs.flatten().collect()
    })
}

/// Rows in a format.
fn bytes(rows: &[Row], format: DataFormat, pairs: bool) -> Result<Vec<u8>> {
    let refused = |e: csv::Error| Error::request(e.to_string(), "");
    Ok(match format {
        DataFormat::Csv if pairs && rows.is_empty() => {
            export::pairs_csv(&[]).map_err(refused)?.into_bytes()
        }
        DataFormat::Csv => export::rows_csv(rows).map_err(refused)?.into_bytes(),
        DataFormat::Parquet => {
            let mut bytes = Vec::new();
            frame::write_parquet(&mut frame::from_columns(columns(rows))?, &mut bytes)?;
            bytes
        }
        DataFormat::Arrow => {
            let mut bytes = Vec::new();
            frame::write_arrow(&mut frame::from_columns(columns(rows))?, &mut bytes)?;
            bytes
        }
        DataFormat::Json => export::array(&export::rows_ndjson(rows)).into_bytes(),
        DataFormat::Xlsx => export::rows_xlsx(rows)?,
        _ => export::rows_ndjson(rows).into_bytes(),
    })
}

/// Rows as columns.
fn columns(rows: &[Row]) -> Vec<(String, Cells)> {
    let Some(first) = rows.first() else {
        return Vec::new();
    };
    let column = |(at, (name, kind)): (usize, &(String, Datum))| {
        let cells = rows.iter().filter_map(|row| row.get(at));
        let cells = match kind {
            Datum::Text(_) => Cells::Text(
                cells
                    .map(|(_, d)| {
                        if let Datum::Text(t) = d {
                            t.clone()
                        } else {
                            None
                        }
                    })
                    .collect(),
            ),
            Datum::Integer(_) => Cells::Integers(
                cells
                    .map(|(_, d)| if let Datum::Integer(n) = d { *n } else { None })
                    .collect(),
            ),
            Datum::Share(_) => Cells::Shares(
                cells
                    .map(|(_, d)| if let Datum::Share(s) = d { *s } else { None })
                    .collect(),
            ),
        };
        (name.clone(), cells)
    };
    first.iter().enumerate().map(column).collect()
}

/// Two periods, or two values of the key, compared for each two stages.
fn comparisons(
    sets: &[String],
    args: &Latency,
    by: &[Key],
    delays: &[Pair],
) -> Result<Vec<Comparison>> {
    let [first, second] = sets else {
        return Err(Error::request("--compare takes two", ""));
    };
    let all: Vec<&Pair> = delays.iter().collect();
    let set = |name: &str| -> Result<Vec<&Pair>> {
        let found = match args.by.is_empty() {
            true => of_period(name, &all)?,
            false => of_group(name, by, &all)?,
        };
        Ok(found)
    };
    let (a, b) = (set(first)?, set(second)?);
    let mut out = Vec::new();
    for (stages, _) in split_by_stages(&all) {
        let same = |p: &&&Pair| (p.from_stage.as_str(), p.to_stage.as_str()) == stages;
        let one: Vec<&Pair> = a.iter().filter(same).copied().collect();
        let two: Vec<&Pair> = b.iter().filter(same).copied().collect();
        out.push(compare([first, second], stages, &one, &two));
    }
    Ok(out)
}

fn of_group<'a>(name: &str, by: &[Key], all: &[&'a Pair]) -> Result<Vec<&'a Pair>> {
    let groups = groups_of(all, by);
    let named = |group: &[(String, String)]| {
        let values: Vec<&str> = group.iter().map(|(_, value)| value.as_str()).collect();
        values.join(", ")
    };
    let names: Vec<String> = groups.iter().map(|(group, _)| named(group)).collect();
    let found = groups.into_iter().find(|(group, _)| named(group) == name);
    found.map(|(_, pairs)| pairs).ok_or_else(|| {
        let some: Vec<&str> = names.iter().take(12).map(String::as_str).collect();
        Error::request(
            format!("there is no group `{name}`"),
            format!("there are: {}", some.join("; ")),
        )
    })
}

/// The delays that begin in a period, by the clock of their place.
fn of_period<'a>(words: &str, all: &[&'a Pair]) -> Result<Vec<&'a Pair>> {
    let (first, end) = super::window::read_span(words)?;
    let inside = |pair: &&&Pair| {
        pair.begin_local.is_some_and(|at| {
            first.is_none_or(|first| first <= at) && end.is_none_or(|end| at < end)
        })
    };
    Ok(all.iter().filter(inside).copied().collect())
}
