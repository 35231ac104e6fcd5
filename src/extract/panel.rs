//! Tests of whole readings: the examples of every prose rule, and a panel of hard phrases.

use super::{Lexicon, MentionOptions, mentions};
use crate::model::{Mention, Problem};
use proptest::prelude::*;

fn read(text: &str) -> Vec<Mention> {
    mentions(text, None, &MentionOptions::default())
}

fn values(text: &str) -> String {
    let found: Vec<String> = read(text).into_iter().map(|m| m.value).collect();
    found.join(" ")
}

#[test]
fn every_example_of_every_prose_rule_has_the_value_that_the_file_says() {
    const BEFORE: &str = "On 4 November 1945 it began. ";
    let mut wrong = Vec::new();
    for rule in Lexicon::english()
        .grammar
        .rules()
        .iter()
        .filter(|r| r.text.prose)
    {
        assert!(!rule.text.examples.is_empty(), "{}", rule.text.name);
        for (text, expected) in &rule.text.examples {
            let found = read(&format!("{BEFORE}{text}"));
            let values: Vec<&str> = found[1..].iter().map(|m| m.value.as_str()).collect();
            let rules: Vec<&str> = found[1..].iter().map(|m| m.rule).collect();
            if values.join(" ") != *expected || rules.last() != Some(&rule.text.name.as_str()) {
                let name = &rule.text.name;
                wrong.push(format!(
                    "{name}: `{text}` gives {values:?} by {rules:?}, not {expected}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_panel_of_hard_phrases() {
    for (text, value, edtf) in [
        ("040120Z NOV 1945", "1945-11-04T01:20", "1945-11-04"),
        ("sent 040120Z NOV 45", "1945-11-04T01:20", "1945-11-04"),
        (
            "at 0120 hours Moscow time on 4 November 1945",
            "1945-11-04T01:20",
            "1945-11-04",
        ),
        ("25 October (7 November) 1917", "1917-11-07", "1917-11-07"),
        ("11/24 October 1917, O.S.", "1917-10-24", "1917-10-24"),
        ("10 February 1723/4", "1724-02-21", "1724-02-21"),
        ("May 2/15, 1917", "1917-05-15", "1917-05-15"),
        ("circa 1943", "1943", "1943~"),
        (
            "not later than 15 March 1944",
            "1944-03-15",
            "[..1944-03-15]",
        ),
        ("before 15 March 1944", "1944-03-15", "[..1944-03-14]"),
        ("until 15 March 1944", "1944-03-15", "../1944-03-15"),
        ("since 1944", "1944", "1944/.."),
        (
            "on the night of 3/4 November 1945",
            "1945-11-03TNI",
            "1945-11-03/1945-11-04",
        ),
        ("4.XI.45", "1945-11-04", "1945-11-04"),
        ("No. 1234 of 4 Nov 45", "1945-11-04", "1945-11-04"),
    ] {
        let found = read(text);
        let got: Vec<_> = found
            .iter()
            .map(|m| (m.value.as_str(), m.edtf.as_deref()))
            .collect();
        assert_eq!(got, [(value, Some(edtf))], "{text}");
    }
}

#[test]
fn two_clocks_of_one_dateline_and_both_ends_of_a_range() {
    let text = "Moscow, November 4, 1945—3 p.m. [Received November 5—8:25 a.m.]";
    assert_eq!(values(text), "1945-11-04T15:00 1945-11-05T08:25");
    let found = read("from 3 May 1943 to 5 June 1943");
    assert!(
        found
            .iter()
            .all(|m| m.edtf.as_deref() == Some("1943-05-03/1943-06-05"))
    );
    let found = read("between 3 May 1943 and 5 June 1943");
    assert!(
        found
            .iter()
            .all(|m| m.edtf.as_deref() == Some("[1943-05-03..1943-06-05]"))
    );
    let text = "On February 26, 1972, from 10:20 p.m. to 1:40 a.m. they met.";
    assert_eq!(values(text), "1972-02-26 1972-02-26T22:20 1972-02-27T01:40");
}

#[test]
fn an_assumed_century_is_told() {
    let found = read("No. 1234 of 4 Nov 45");
    let evidence = found[0].evidence.as_deref();
    assert_eq!(evidence, Some("century assumed: no other year is near"));
    let found = read("In 1845 it rained; by 4 Nov 46 it was dry.");
    assert_eq!(found[1].value, "1846-11-04");
    let evidence = found[1].evidence.as_deref();
    assert_eq!(evidence, Some("century from `1845` at byte 3"));
}

#[test]
fn dates_in_figures_keep_both_days_where_the_text_does_not_settle_them() {
    let found = read("on 03/04/2019");
    assert_eq!(found[0].edtf.as_deref(), Some("[2019-03-04,2019-04-03]"));
    assert_eq!(
        values("on 03/04/2019 and on 25/12/2019"),
        "2019-04-03 2019-12-25"
    );
    assert_eq!(
        values("on 03/04/2019 and on 12/25/2019"),
        "2019-03-04 2019-12-25"
    );
}

#[test]
fn the_year_of_a_date_comes_from_the_whole_text() {
    // After a look ahead the telling goes on where it was; the next year that is written counts.
    let text = "In May 1943 they met. The plan held until late 1945. In July they parted. \
                In September 1943 all was over.";
    assert_eq!(values(text), "1943-05 1945 1943-07 1943-09");
    let found = read(text);
    let evidence = found[2].evidence.as_deref();
    assert_eq!(evidence, Some("year from `May 1943` at byte 3"));
    let text = "1914 to 1916\n\nThe lines\n\nOn 3 June 1915 it began. In August it stopped, in \
                February it went on, and by 5 May 1916 it was done.";
    assert_eq!(
        values(text),
        "1914 1916 1915-06-03 1915-08 1916-02 1916-05-05"
    );
}

#[test]
fn numbers_and_common_words_are_no_times() {
    for text in [
        "we may march a second time, and the fall of the city was near",
        "No. 1234 went out",
        "180 men and 1500 hours of flight",
        "RGASPI, f. 558, op. 11, d. 98, ll. 0040-0041",
        "a force of 1900 men against 2000 guns, two to one",
        "Resolution 1441 and page 1812",
    ] {
        let found = read(text);
        let dates: Vec<_> = found.iter().filter(|m| !m.value.starts_with('P')).collect();
        assert!(dates.is_empty(), "{text}: {dates:?}");
    }
}

#[test]
fn a_day_that_is_none_is_told_and_not_rounded() {
    let found = read("on 31 April 1943");
    assert_eq!(
        (found[0].value.as_str(), found[0].edtf.as_deref()),
        ("", None)
    );
    let no_day = Problem::NoSuchDay("April 1943 has 30 days".into());
    assert_eq!(found[0].problem, Some(no_day));
    let found = read("on 4 May 1943 at 4:70 p.m.");
    let no_time = Problem::NoSuchTime("no clock shows 16:70".into());
    assert_eq!(found[0].problem, Some(no_time));
}

#[test]
fn offsets_in_code_points_and_in_bytes() {
    let found = read("Ærø, 4 May 1943 — Łódź, 5 May");
    let first = &found[1];
    assert_eq!((first.start, first.end), (24, 29));
    assert_eq!((first.byte_start, first.byte_end), (31, 36));
}

#[test]
fn an_event_of_the_document_anchors_an_offset() {
    let text = "The landing at the bay came on 6 June 1944. Snow fell. Three days before the \
                landing the wind rose.";
    let found = read(text);
    assert_eq!(found[1].value, "1944-06-03");
    assert_eq!(found[1].text, "Three days before the landing");
    let text = "In 1944 all slept. Three days before the feast the wind rose.";
    assert_eq!(values(text), "1944 P3D");
}

proptest! {
    #[test]
    fn any_text_gives_mentions_in_order_within_it(text in "\\PC{0,200}") {
        let mut at = 0;
        for mention in read(&text) {
            prop_assert_eq!(&text[mention.byte_start..mention.byte_end], mention.text.as_str());
            prop_assert!(mention.byte_start >= at);
            at = mention.byte_end;
        }
    }

    #[test]
    fn any_words_of_time_give_values_or_problems(
        words in proptest::collection::vec(
            prop::sample::select(vec![
                "the", "next", "4", "31", "1945", "November", "May", "days", "later", "-", "/", ",",
                "before", "landing", "year", "century", "9999999999", "BC", "0120", ":", "hours",
                "twenty", "past", "one", "of", "end", "morning", "and", "to", "0", "week", "[", "(",
                "30", "February", "Christmas", "last", "quarter", "19th", "s", "'", ".", "\n\n",
            ]),
            0..40,
        )
    ) {
        let text = words.join(" ");
        for mention in read(&text) {
            prop_assert!(mention.start < mention.end);
        }
        let _ = read(&words.concat());
    }
}
