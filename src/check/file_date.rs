//! A date in the name of a file against the dates of its words.

use super::fault;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{CivilDate, Event, Precision};
use std::collections::BTreeMap;

/// Days by which a name may differ: a paper is often filed under the day before or after.
const NEAR: i64 = 2;

pub(super) fn name_differs(events: &[Event]) -> Vec<Diagnostic> {
    let mut documents: BTreeMap<&str, Vec<(&Event, CivilDate)>> = BTreeMap::new();
    for event in events.iter().filter(|e| e.when.precision <= Precision::Day) {
        if let Some(begin) = event.when.local_begin {
            let list = documents.entry(&event.provenance.source).or_default();
            list.push((event, begin.date()));
        }
    }
    let mut out = Vec::new();
    for (source, list) in documents {
        let name = source.rsplit('/').next().unwrap_or(source);
        let Some(named) = date_in(name) else {
            continue;
        };
        let near = |(_, day): &(&Event, CivilDate)| (day.days() - named.days()).abs() <= NEAR;
        if list.iter().any(near) {
            continue;
        }
        let message = format!(
            "the name of the file says {}, the first of its words `{}`",
            named.long(),
            list[0].0.provenance.as_written
        );
        out.push(fault(
            list[0].0,
            Severity::Note,
            Code::EditorDiffers,
            message,
        ));
    }
    out
}

/// `1945-11-04` or `19451104` in a name, not within a longer number.
fn date_in(name: &str) -> Option<CivilDate> {
    let bytes = name.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let number = |at: usize, count: usize| -> Option<u32> {
        (at..at + count).all(digit).then_some(())?;
        name.get(at..at + count)?.parse().ok()
    };
    (0..bytes.len())
        .filter(|at| digit(*at) && (*at == 0 || !digit(at - 1)))
        .find_map(|at| {
            let mark = |i: usize| matches!(bytes.get(at + i), Some(b'-' | b'_' | b'.'));
            let (month, day, end) = match (mark(4), mark(7)) {
                (true, true) => (at + 5, at + 8, at + 10),
                (false, _) => (at + 4, at + 6, at + 8),
                _ => return None,
            };
            let year = number(at, 4).filter(|y| (1000..2200).contains(y))?;
            let found = CivilDate::new(year as i32, number(month, 2)?, number(day, 2)?);
            found.filter(|_| !digit(end))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_names() {
        let day = CivilDate::new(1945, 11, 4);
        for name in [
            "1945-11-04.txt",
            "cable_1945-11-04_b.txt",
            "19451104.txt",
            "x.1945.11.04",
        ] {
            assert_eq!(date_in(name), day, "{name}");
        }
        for name in [
            "cable-3523.txt",
            "119451104.txt",
            "1945-13-04",
            "1945",
            "",
            "d19451304",
        ] {
            assert_eq!(date_in(name), None, "{name}");
        }
    }
}
