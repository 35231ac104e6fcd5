//! The attributes of a TEI date (`att.datable`) as EDTF.
//!
//! Source: TEI P5 Guidelines, att.datable.w3c. `@from` and `@to` bound something that lasted,
//! `@notBefore` and `@notAfter` our ignorance of one moment.

use crate::model::{Calendar, EditorDate};
use crate::notation::iso8601;

/// The date that attributes give, in EDTF or ISO; `None` if they give none.
///
/// ```
/// use annals::ingest::tei::edtf;
/// use annals::model::EditorDate;
/// let doubt = EditorDate {
///     not_before: Some("1890-01-31".into()),
///     not_after: Some("1890-02-02".into()),
///     ..EditorDate::default()
/// };
/// assert_eq!(edtf(&doubt).unwrap(), "[1890-01-31..1890-02-02]");
/// ```
pub fn edtf(date: &EditorDate) -> Option<String> {
    if let Some(when) = &date.when {
        return Some(value(when));
    }
    let day = |text: &Option<String>| {
        let text = value(text.as_deref()?);
        Some(text.split('T').next().unwrap_or("").to_owned())
    };
    let (from, to) = (day(&date.from), day(&date.to));
    if from.is_some() || to.is_some() {
        // One end may be a limit of our knowledge.
        let from = from.or(day(&date.not_before)).unwrap_or_default();
        let to = to.or(day(&date.not_after)).unwrap_or_default();
        let (from, to) = alike(from, to);
        return Some(format!("{from}/{to}"));
    }
    match (day(&date.not_before), day(&date.not_after)) {
        (None, None) => None,
        (Some(only), Some(same)) if only == same => Some(only),
        (from, to) => {
            let (from, to) = alike(from.unwrap_or_default(), to.unwrap_or_default());
            Some(format!("[{from}..{to}]"))
        }
    }
}

/// The calendar that `@calendar` or `@datingMethod` points to by its usual names, `#julian` or
/// `#Gregorian`; others are not known.
pub(super) fn calendar(reference: &str) -> Option<Calendar> {
    let name = reference.rsplit('#').next().unwrap_or("").to_lowercase();
    match name.as_str() {
        "julian" | "cal_julian" | "os" | "old_style" => Some(Calendar::Julian),
        "gregorian" | "cal_gregorian" | "ns" | "new_style" => Some(Calendar::Gregorian),
        _ => None,
    }
}

/// A day of `@when-custom` in the Gregorian calendar, where `@datingMethod` says which it is in;
/// of the Julian calendar a whole day only, for a Julian month is no Gregorian one.
pub(super) fn gregorian(text: &str, method: &str) -> Option<String> {
    match calendar(method)? {
        Calendar::Gregorian => Some(text.to_owned()),
        Calendar::Julian => {
            let (rest, day) = text.trim().rsplit_once('-')?;
            let (year, month) = rest.rsplit_once('-')?;
            let part = |text: &str| text.parse().ok();
            let year: i32 = year.parse().ok()?;
            // As in @when there is no year zero.
            let year = if year < 0 { year + 1 } else { year };
            let date = Calendar::Julian.date(year, part(month)?, part(day)?)?;
            (date.year() > 0).then(|| date.to_string())
        }
    }
}

/// Two ends to the same unit: a month or year beside a day is its first or its last day.
fn alike(from: String, to: String) -> (String, String) {
    let parts = |text: &str| text.trim_start_matches('-').split('-').count();
    if from.is_empty() || to.is_empty() || parts(&from) == parts(&to) {
        return (from, to);
    }
    let first = match parts(&from) {
        1 => format!("{from}-01-01"),
        2 => format!("{from}-01"),
        _ => from.clone(),
    };
    let begin = match parts(&to) {
        1 => format!("{to}-12-01"),
        2 => format!("{to}-01"),
        _ => to.clone(),
    };
    let last = iso8601::date(&begin).map(|day| match parts(&to) {
        3 => day,
        _ => day.plus_months(1).plus_days(-1),
    });
    match last {
        Some(last) => (first, last.to_string()),
        None => (from, to),
    }
}

/// A W3C date as EDTF: `--05-14` is `XXXX-05-14`, and there is no year zero: `-0056` is 56 BCE.
fn value(text: &str) -> String {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix("---") {
        return format!("XXXX-XX-{rest}");
    }
    if let Some(rest) = text.strip_prefix("--") {
        let month = rest.trim_end_matches('-');
        return format!("XXXX-{month}");
    }
    let Some(body) = text.strip_prefix('-') else {
        return text.to_owned();
    };
    let (year, rest) = match body.find('-') {
        Some(at) => body.split_at(at),
        None => (body, ""),
    };
    match year.parse::<u32>() {
        Ok(1) => format!("0000{rest}"),
        Ok(year) => format!("-{:04}{rest}", year.saturating_sub(1)),
        Err(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_days_of_the_julian_calendar_are_days_of_the_gregorian() {
        let day = |text| gregorian(text, "#julian");
        assert_eq!(day("1732-02-11").as_deref(), Some("1732-02-22"));
        assert_eq!(day("1700-02-29").as_deref(), Some("1700-03-11"));
        assert_eq!(
            gregorian("1732-02", "#gregorian").as_deref(),
            Some("1732-02")
        );
        for (text, method) in [
            ("1732-02", "#julian"),
            ("1731-02-29", "#julian"),
            ("5693-05-25", "#hebrew"),
            ("-1-1", "#julian"),
        ] {
            assert_eq!(gregorian(text, method), None, "{text} {method}");
        }
    }

    #[test]
    fn every_attribute_keeps_its_meaning() {
        let some = |text: &str| Some(text.to_owned());
        let date = EditorDate::default();
        let of = |date: EditorDate| edtf(&date).unwrap_or_default();
        let when = |text: &str| {
            of(EditorDate {
                when: some(text),
                ..EditorDate::default()
            })
        };
        assert_eq!(
            when("1945-11-04T01:20:00+03:00"),
            "1945-11-04T01:20:00+03:00"
        );
        assert_eq!(when("-0056-03"), "-0055-03");
        assert_eq!(when("-0001"), "0000");
        assert_eq!(when("--05-14"), "XXXX-05-14");
        assert_eq!(
            of(EditorDate {
                from: some("1914"),
                to: some("1918"),
                ..date.clone()
            }),
            "1914/1918"
        );
        assert_eq!(
            of(EditorDate {
                from: some("1914"),
                ..date.clone()
            }),
            "1914/"
        );
        assert_eq!(
            of(EditorDate {
                not_after: some("1914"),
                ..date.clone()
            }),
            "[..1914]"
        );
        let mixed = EditorDate {
            not_before: some("1680-02"),
            not_after: some("1680-03-10"),
            ..date.clone()
        };
        assert_eq!(of(mixed), "[1680-02-01..1680-03-10]");
        let mixed = EditorDate {
            from: some("1914-07-28"),
            to: some("1918"),
            ..date.clone()
        };
        assert_eq!(of(mixed), "1914-07-28/1918-12-31");
        assert_eq!(edtf(&date), None);
    }
}
