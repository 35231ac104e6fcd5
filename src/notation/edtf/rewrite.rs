//! Strings that the standard or its drafts allow and the parser does not: rewritten, or read here.

use crate::model::instant::DAY;
use crate::model::{CivilDate, CivilSpan, Extent, LocalTime, OpenEnd, Precision};

/// Older and shorter forms in the words of level 2: `19` is `19XX`, `193~` is `193X~`, `19uu` is
/// `19XX`, `?~` is `%`, `unknown` an empty end, `open` is `..`; blanks at the commas of a set go.
pub(super) fn modern(text: &str) -> String {
    let mut out = text.to_owned();
    if out.starts_with(['[', '{']) {
        let items: Vec<&str> = out.split(',').map(str::trim).collect();
        out = items.join(",");
    }
    if out.contains("?~") || out.contains("~?") {
        out = out.replace("?~", "%").replace("~?", "%");
    }
    if let Some((from, to)) = out.split_once('/') {
        let side = |s: &str| match s {
            "unknown" => String::new(),
            "open" => "..".into(),
            _ => short(&draft(s)),
        };
        return format!("{}/{}", side(from), side(to));
    }
    short(&draft(&out))
}

/// `u` and `x` of the drafts.
fn draft(text: &str) -> String {
    let dated = text.bytes().any(|b| b.is_ascii_digit())
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || b"ux-?~%".contains(&b));
    match dated {
        true => text.replace(['u', 'x'], "X"),
        false => text.to_owned(),
    }
}

/// A century of two figures or a decade of three, with its mark.
fn short(text: &str) -> String {
    let (body, mark) = match text.strip_suffix(['?', '~', '%']) {
        Some(body) => (body, &text[body.len()..]),
        None => (text, ""),
    };
    let digits = body.strip_prefix('-').unwrap_or(body);
    // There is no year −0.
    let nothing = body.starts_with('-') && digits.bytes().all(|b| b == b'0');
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !nothing;
    match digits.len() {
        2 if plain => format!("{body}XX{mark}"),
        3 if plain => format!("{body}X{mark}"),
        _ => text.to_owned(),
    }
}

/// An interval without any date: `/`, `../`, `/..`, `../..`.
pub(super) fn boundless(text: &str) -> Option<CivilSpan> {
    let open = match text {
        "/" => OpenEnd::None,
        "../" => OpenEnd::Begin,
        "/.." => OpenEnd::End,
        "../.." => OpenEnd::Both,
        _ => return None,
    };
    Some(CivilSpan {
        extent: Extent::Stretch,
        open,
        ..CivilSpan::default()
    })
}

/// A date before year 0 with unspecified or significant figures, which the parser refuses:
/// `-156X-12-25`, `-20XX`, `-1859S3`. `positive` reads the date without its sign.
pub(super) fn negative(
    text: &str,
    positive: impl Fn(&str) -> Option<CivilSpan>,
) -> Option<CivilSpan> {
    let body = text.strip_prefix('-')?;
    let bare = body.trim_end_matches(['?', '~', '%']);
    if bare.contains('S') {
        return significant(bare);
    }
    let year = bare.get(..4)?;
    let masked = |b: u8| b.is_ascii_digit() || b == b'X';
    if !year.bytes().all(masked) || !bare.contains('X') {
        return None;
    }
    // Of the same year in either era the months and days are the same; a leap year has them all.
    let within = positive(&format!("2000{}", &bare[4..]))?;
    let bound = |figure: &str| year.replace('X', figure).parse::<i32>().ok();
    let (first, last) = (-bound("9")?, -bound("0")?);
    let begin = within.begin?.date();
    let end = within.end?.plus(-DAY).date();
    let on = |year: i32, date: CivilDate| {
        let day = |d| CivilDate::new(year, date.month(), d);
        day(date.day()).or_else(|| day(28))
    };
    let precision = match year.matches('X').count() {
        0 => within.precision,
        1 => Precision::Decade,
        _ => Precision::Century,
    };
    Some(CivilSpan {
        begin: Some(LocalTime::new(on(first, begin)?, 0, 0, 0)),
        end: Some(LocalTime::new(on(last, end)?, 0, 0, 0).plus(DAY)),
        precision,
        ..CivilSpan::default()
    })
}

/// `-1859S3`: the first figures count.
fn significant(text: &str) -> Option<CivilSpan> {
    let (year, figures) = text.split_once('S')?;
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let figures: u32 = figures.parse().ok().filter(|n| *n > 0)?;
    let width = 10i32.pow(4u32.saturating_sub(figures));
    let least = year.parse::<i32>().ok()? / width * width;
    let january = |y: i32| CivilDate::new(y, 1, 1).map(|d| LocalTime::new(d, 0, 0, 0));
    Some(CivilSpan {
        begin: january(-(least + width - 1)),
        end: january(-least + 1),
        precision: match width {
            1 => Precision::Year,
            10 => Precision::Decade,
            _ => Precision::Century,
        },
        ..CivilSpan::default()
    })
}
