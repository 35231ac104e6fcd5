//! EDTF strings judged by the test suites of others: a peer, run on demand.

use annals::notation::edtf;

/// Judged in two ways by two suites: one has blanks in sets (`[1667, 1672-12]`), the other refuses
/// them; one has intervals of seasons (`2003-22/2003-23`), the other refuses them.
const CONTRADICTED: [&str; 2] = ["[1667,1668, 1670..1672]", "2012-21/2012-22"];

/// `ANNALS_EDTF_CASES=cases.tsv`: a table with the columns `string` and `valid` (`y` or `n`).
/// Prints every string that is judged otherwise; strings that the table itself has both ways
/// count for nobody.
#[test]
#[ignore = "needs ANNALS_EDTF_CASES, a table of strings"]
fn strings_are_judged_as_the_suites_judge_them() {
    let path = std::env::var("ANNALS_EDTF_CASES").expect("ANNALS_EDTF_CASES names a file");
    let table = std::fs::read_to_string(&path).expect("the file is readable");
    // A set with blanks and without is the same set.
    let bare = |text: &str| text.replace(' ', "");
    let cases: Vec<(&str, bool)> = table
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.next()? == "y"))
        })
        .collect();
    let mut wrong = Vec::new();
    let mut contradicted = 0;
    for (text, valid) in &cases {
        if edtf::parse(text).is_some() == *valid {
            continue;
        }
        let other = |(t, v): &&(&str, bool)| v != valid && bare(t) == bare(text);
        match cases.iter().any(|case| other(&case)) || CONTRADICTED.contains(text) {
            true => contradicted += 1,
            false => wrong.push(format!(
                "`{text}` is {}",
                if *valid { "valid" } else { "not valid" }
            )),
        }
    }
    println!(
        "{} strings, {contradicted} contradicted within the table",
        cases.len()
    );
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
