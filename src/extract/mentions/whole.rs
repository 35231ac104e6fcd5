//! A text that is one time and nothing else: a cell of a table, a heading.

use super::{Dated, dated_in};
use crate::extract::Lexicon;
use crate::extract::bounds::{Bound, Joint};
use crate::extract::limit::mark;
use crate::extract::old_style::LAST_DUAL;
use crate::extract::point::Point;
use crate::extract::token::{Kind, Token, tokens};
use crate::extract::told::Genre;
use crate::model::{CivilDate, CivilSpan, Extent, LocalTime, MentionType, Precision, Qualifier};
use crate::notation::edtf;

/// What a text says if all of it is a time; `None` if anything else stands in it.
///
/// Brackets of an editor say nothing about the time; a question mark makes it uncertain.
pub(in crate::extract) fn whole(text: &str, lexicon: &'static Lexicon) -> Option<Dated> {
    let mut is_doubted = text.contains('?');
    let plain = without_marks(text);
    let tokens = tokens(&plain, lexicon);
    let mut all: Vec<Dated> = dated_in(lexicon, &plain, None, Some(Genre::Narrative)).collect();
    // Everything before, between and behind them must be words that make a bound or a range.
    let (mut at, mut is_about, mut is_choice) = (0, false, false);
    for (order, one) in all.iter().enumerate() {
        let words = lexicon.bounds.words_before(&tokens, one.tokens.start);
        let begin = words.map_or(one.tokens.start, |(begin, _)| begin.max(at));
        is_about |= matches!(words, Some((_, Bound::Circa)));
        let before = |end: usize| tokens.get(at..end).unwrap_or(&[]);
        let joint = |end: usize| lexicon.bounds.joint(before(end));
        let joint = joint(one.tokens.start).or_else(|| joint(begin));
        is_choice |= joint == Some(Joint::Or);
        // A day that takes its year from a year before it is no item of a list.
        let is_listed = |between: &[Token]| match between {
            [mark] => (mark.is_mark(',') || mark.is_mark(';')) && one.resolved.taken.is_none(),
            _ => false,
        };
        let is_season = one
            .span
            .as_ref()
            .is_some_and(|s| s.precision == Precision::Season);
        let is_right = match (order, joint) {
            (0, _) => is_nothing(before(begin), lexicon, &mut is_doubted),
            // A range that ends before it begins is something else.
            (_, Some(Joint::To)) => one.joined || is_season,
            (_, Some(Joint::And | Joint::Or)) => true,
            (_, None) => is_listed(before(one.tokens.start)) || is_listed(before(begin)),
        };
        if !is_right || is_misread(one) {
            return None;
        }
        at = at.max(one.tokens.end);
    }
    if all.is_empty() || !is_nothing(tokens.get(at..)?, lexicon, &mut is_doubted) {
        return None;
    }
    if let [one] = all.as_mut_slice() {
        match one.rule {
            "cell/iso-month" | "de/iso-month" => or_two_years(one),
            "en/decade" | "de/decade" => or_century(one),
            _ => {}
        }
    }
    let is_time = |one: &Dated| {
        let kind = matches!(one.kind, MentionType::Date | MentionType::Time);
        let bounded = |s: &CivilSpan| s.begin.is_some() || s.end.is_some();
        kind && one.problem.is_none() && one.span.as_ref().is_some_and(bounded)
    };
    if !all.iter().all(is_time) {
        return None;
    }
    let is_range = all.iter().skip(1).all(|one| one.joined);
    let spans: Vec<CivilSpan> = all.iter().filter_map(|one| one.span.clone()).collect();
    let mut span = match is_range {
        true => spans.first()?.clone(),
        false => hull(&spans, is_choice)?,
    };
    if is_about {
        span.qualifier = span.qualifier.and(Qualifier::Approximate);
    }
    if is_doubted {
        span.qualifier = span.qualifier.and(Qualifier::Uncertain);
        mark(&mut span.edtf, '?');
    }
    let mut out = all.swap_remove(0);
    out.span = Some(span);
    Some(out)
}

/// A year that begins in March where none did, and two figures that are no later year.
fn is_misread(one: &Dated) -> bool {
    let years = one
        .span
        .as_ref()
        .and_then(|s| Some((s.begin?.date().year(), s.end?.date().year())));
    let (first, last) = years.unwrap_or((0, 0));
    match one.rule {
        "en/dual-year" => first > LAST_DUAL,
        "en/year-slash" | "de/year-range" => last - first > 60,
        _ => false,
    }
}

/// "the 1800s" may be the ten years or the hundred: the bounds hold both.
fn or_century(one: &mut Dated) {
    let begin = one.span.as_ref().and_then(|s| s.begin).map(|b| b.date());
    let Some(first) = begin.filter(|b| b.year() > 0 && b.year() % 100 == 0) else {
        return;
    };
    if let Some(span) = &mut one.span {
        let end = CivilDate::new(first.year() + 100, 1, 1);
        span.end = end.map(|day| LocalTime::new(day, 0, 0, 0));
        span.precision = Precision::Century;
        span.edtf = format!("{:02}XX", first.year() / 100);
    }
}

/// `1910-12` behind "circa" may be a month or three years: the bounds hold both.
fn or_two_years(one: &mut Dated) {
    let Some(Point::Month(year, month)) = one.resolved.point else {
        return;
    };
    let last = year.div_euclid(100) * 100 + month as i32;
    let closed = |span: &&mut CivilSpan| span.begin.is_some() && span.end.is_some();
    let Some(span) = one.span.as_mut().filter(|s| last > year && closed(s)) else {
        return;
    };
    let first = |year| Some(LocalTime::new(CivilDate::new(year, 1, 1)?, 0, 0, 0));
    let about = span.qualifier;
    *span = CivilSpan {
        begin: first(year),
        end: first(last + 1),
        precision: Precision::Year,
        edtf: format!("[{year}..{last}]"),
        qualifier: about,
        ..CivilSpan::default()
    };
}

/// The text without an editor's brackets, which may stand within a year: `19[45]`.
fn without_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let within = out.ends_with(|c: char| c.is_ascii_digit())
            && rest.peek().is_some_and(char::is_ascii_digit);
        let behind_word =
            out.ends_with(char::is_alphabetic) && rest.peek().is_some_and(char::is_ascii_digit);
        match c {
            // `c.1945`
            '.' if behind_word => out.push_str(". "),
            '[' | ']' if within => {}
            '[' | ']' | '?' => out.push(' '),
            c => out.push(c),
        }
    }
    out.replace("( )", " ")
}

/// Whether some tokens say nothing of time: marks, articles; or doubt it.
fn is_nothing(tokens: &[Token], lexicon: &Lexicon, is_doubted: &mut bool) -> bool {
    let is = |token: &Token, class: &str| match token.kind() {
        Kind::Word {
            word: Some(word),
            capital,
        } => {
            let class = lexicon.class(class);
            class.is_some_and(|class| lexicon.value(word, capital, class).is_some())
        }
        _ => false,
    };
    tokens.iter().all(|token| {
        let doubts = is(token, "DOUBTWORD");
        *is_doubted |= doubts;
        let is_mark = "().,;\"'“”".chars().any(|mark| token.is_mark(mark));
        doubts || is_mark || is(token, "FILLER")
    })
}

/// All of several dates: a letter that was written on two days.
fn hull(spans: &[CivilSpan], is_choice: bool) -> Option<CivilSpan> {
    let begin = spans.iter().map(|s| s.begin).min()?;
    let ends: Vec<_> = spans.iter().map(|s| s.end).collect::<Option<_>>()?;
    let days: Vec<&str> = spans.iter().map(|s| s.edtf.as_str()).collect();
    let mut out = CivilSpan {
        extent: match is_choice {
            true => Extent::Moment,
            false => Extent::Stretch,
        },
        begin: Some(begin?),
        end: ends.into_iter().max(),
        core: None,
        edtf: match is_choice {
            true => format!("[{}]", days.join(",")),
            false => format!("{{{}}}", days.join(",")),
        },
        precision: spans.iter().map(|s| s.precision).max()?,
        ..CivilSpan::default()
    };
    // A set holds dates, no intervals and no other sets.
    if days.iter().any(|day| day.contains(['/', '[', '{'])) {
        out.edtf = edtf::write(&out);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_says_no_more_than_its_words() {
        let read = |text: &str| {
            let found = whole(text, Lexicon::english_of_cells())?;
            let span = found.span?;
            Some((span.edtf, span.qualifier.name()))
        };
        for (text, edtf, qualifier) in [
            ("before 4 May 1945", "[..1945-05-03]", "exact"),
            ("[not later than 4 May 1945]", "[..1945-05-04]", "exact"),
            ("c. 1945", "1945~", "approximate"),
            ("early May 1945", "1945-05", "exact"),
            ("[before 26 October] 1945", "[..1945-10-25]", "exact"),
            ("4 or 5 May 1945", "[1945-05-04,1945-05-05]", "exact"),
            ("May or June 1945", "[1945-05,1945-06]", "exact"),
            ("1945 or 1946", "[1945,1946]", "exact"),
            ("1945-1947", "1945/1947", "exact"),
            (
                "between 4 and 6 May 1945",
                "[1945-05-04..1945-05-06]",
                "exact",
            ),
            ("4 May and 7 June 1945", "{1945-05-04,1945-06-07}", "exact"),
            (
                "4-6 May 1945 and 7 June 1945",
                "1945-05-04/1945-06-07",
                "exact",
            ),
            ("[4 May 1945?]", "1945-05-04?", "uncertain"),
            ("May 1945 (?)", "1945-05?", "uncertain"),
            ("probably May 1945", "1945-05?", "uncertain"),
            ("4 May 18[45]", "1845-05-04", "exact"),
            ("c. 1940-1945", "1940~/1945~", "approximate"),
            ("1940-ca. 1945", "1940/1945~", "approximate"),
            (
                "c. 4 or 5 May 1945",
                "[1945-05-04~,1945-05-05~]",
                "approximate",
            ),
            ("1945; 1947", "{1945,1947}", "exact"),
            ("1950 or 1945", "[1950,1945]", "exact"),
            ("1940, 1945 or 1950", "[1940-01-01..1950-12-31]", "exact"),
            ("c. 1945 or later", "[1945..]", "approximate"),
            ("the 1800s", "18XX", "exact"),
            ("4 & 5 May 1945", "{1945-05-04,1945-05-05}", "exact"),
            ("1945-05 to 1945-06", "1945-05/1945-06", "exact"),
            ("c. 1945-05", "1945-05~", "approximate"),
            ("c. 1910-12", "[1910..1912]", "approximate"),
            ("before 1910-12", "[..1910-11-30]", "exact"),
            ("1910-11 to 1910-12", "1910-11/1910-12", "exact"),
            ("pre-1945", "[..1944-12-31]", "exact"),
            ("c.1945", "1945~", "approximate"),
            ("the end of 1945", "1945", "exact"),
            ("after mid-May 1945", "[1945-05..]", "exact"),
            ("before the end of May 1945", "[..1945-05]", "exact"),
            ("first half of 1945", "1945-40", "exact"),
        ] {
            assert_eq!(read(text), Some((edtf.into(), qualifier)), "{text}");
        }
        for text in [
            "4 May",
            "found on 4 May 1945",
            "4 May 1945, Paris",
            "three days",
            "",
            "?",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn every_example_of_a_rule_for_cells_reads_as_the_file_says() {
        let mut wrong = Vec::new();
        let rules = |lexicon: &'static Lexicon| {
            let rules = lexicon.grammar.rules().iter();
            rules.map(move |rule| (rule, lexicon))
        };
        let english = rules(Lexicon::english_of_cells());
        let of_cells = english.filter(|(rule, _)| rule.text.name.starts_with("cell/"));
        for (rule, lexicon) in of_cells.chain(rules(Lexicon::german())) {
            assert!(!rule.text.examples.is_empty(), "{}", rule.text.name);
            for (text, expected) in &rule.text.examples {
                let text = match lexicon.language == "de" {
                    true => text.to_lowercase(),
                    false => text.clone(),
                };
                let found = whole(&text, lexicon);
                let edtf = found.and_then(|f| f.span).map(|s| s.edtf);
                if edtf.as_ref() != Some(expected) {
                    wrong.push(format!("{}: `{text}` gives {edtf:?}", rule.text.name));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
