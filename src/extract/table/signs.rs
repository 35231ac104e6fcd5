//! Signs in a cell that bound or doubt its date: `<1945`, `1945+`, `194-`, `19[45]`.

/// The cell with words in place of its signs, if it has any that the words do not tell.
///
/// `<` and `>` are before and after, `≤` not later than, `~ ≈ ±` circa, `+` behind it or later, a dash
/// behind it since, a dash or dots before it until.
pub(super) fn in_words(cell: &str) -> Option<String> {
    let cell = cell.trim();
    for (sign, words) in [
        ("<=", "on or before"),
        (">=", "on or after"),
        ("≤", "on or before"),
        ("≥", "on or after"),
        ("<", "before"),
        (">", "after"),
        ("~", "circa"),
        ("≈", "circa"),
        ("±", "circa"),
        ("+/-", "circa"),
    ] {
        if let Some(rest) = cell.strip_prefix(sign).filter(|rest| has_figure(rest)) {
            return Some(format!("{words} {}", rest.trim()));
        }
    }
    if let Some(rest) = cell.strip_suffix('+').filter(|rest| has_figure(rest)) {
        return Some(format!("on or after {}", rest.trim()));
    }
    let (open_end, open_begin) = (
        ["- ?", "-?", "– ?", "–?", "- ...", "-...", "- …", "–", "-"],
        ["? -", "?-", "? –", "?–", "... -", "...-", "… -", "–", "-"],
    );
    // `194-` has lost a figure; `1945-` has none to lose.
    let is_date = |text: &str| {
        let last: Vec<char> = text.trim().chars().rev().take(4).collect();
        last.len() == 4 && last.iter().all(char::is_ascii_digit)
    };
    let begin = open_end.iter().find_map(|sign| cell.strip_suffix(sign));
    if let Some(begin) = begin.filter(|b| is_date(b)) {
        return Some(format!("since {}", begin.trim()));
    }
    let end = open_begin.iter().find_map(|sign| cell.strip_prefix(sign));
    end.filter(|e| has_figure(e) && !cell.starts_with('-'))
        .map(|end| format!("until {}", end.trim()))
}

fn has_figure(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

/// The dates of a collection without what finding aids say beside them: `1930-1950 (bulk 1940-1945)`,
/// `1945-1950, undated`.
pub(super) fn of_collection(cell: &str) -> Option<&str> {
    let dates = match cell.split_once("(bulk") {
        Some((dates, bulk)) if bulk.ends_with(')') => dates,
        Some(_) => return None,
        None => ["undated", "n.d."]
            .iter()
            .find_map(|none| cell.strip_suffix(none)?.trim_end().strip_suffix([',', ';']))?,
    };
    let dates = dates.trim().trim_end_matches(',');
    has_figure(dates).then_some(dates)
}

/// EDTF for a year of which figures are lost: `194-`, `[19--?]`, `18??`.
pub(super) fn lost_figures(cell: &str) -> Option<String> {
    let plain = plain(cell);
    let known = plain.bytes().take_while(u8::is_ascii_digit).count();
    let lost: Vec<char> = plain[known..].chars().collect();
    let is_lost = |c: &char| matches!(c, '-' | '–' | '_' | '?');
    let doubt = match (known, lost.as_slice()) {
        (3, [a]) if is_lost(a) => "",
        (3, [a, '?']) if is_lost(a) => "?",
        (2, [a, b]) if is_lost(a) && is_lost(b) => "",
        (2, [a, b, '?']) if is_lost(a) && is_lost(b) => "?",
        _ => return None,
    };
    Some(format!(
        "{}{}{doubt}",
        &plain[..known],
        "X".repeat(4 - known)
    ))
}

/// A cell without the brackets in which an editor has put all of it or some of its figures:
/// `[1945?]`, `19[45]`. A set of EDTF keeps them.
pub(super) fn plain(cell: &str) -> String {
    let cell = cell.trim();
    if cell.contains(',') || cell.contains("..") {
        return cell.to_owned();
    }
    cell.chars().filter(|c| !matches!(c, '[' | ']')).collect()
}

/// Signs that mean something nobody has told: `1945 …`, `*1907`, `†1945`.
pub(super) fn unread(rest: &str) -> bool {
    rest.chars()
        .any(|c| !c.is_alphanumeric() && !c.is_whitespace() && !".,;:()[]'’‘\"“”„?–—-/".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_words_and_lost_figures_are_those_of_edtf() {
        let words = |cell: &str| in_words(cell);
        assert_eq!(words("<1945").as_deref(), Some("before 1945"));
        assert_eq!(words("≤ 1945").as_deref(), Some("on or before 1945"));
        assert_eq!(words("~ 1945").as_deref(), Some("circa 1945"));
        assert_eq!(words("1945+").as_deref(), Some("on or after 1945"));
        assert_eq!(words("1945 -").as_deref(), Some("since 1945"));
        assert_eq!(words("1945 - ?").as_deref(), Some("since 1945"));
        assert_eq!(words("? - 1945").as_deref(), Some("until 1945"));
        for cell in [
            "1945",
            "-0044",
            "1945-05",
            "194-",
            "-",
            "4 May 1945",
            "<",
            "",
        ] {
            assert_eq!(words(cell), None, "{cell}");
        }
        assert_eq!(lost_figures("194-").as_deref(), Some("194X"));
        assert_eq!(lost_figures("[194-?]").as_deref(), Some("194X?"));
        assert_eq!(lost_figures("19--").as_deref(), Some("19XX"));
        assert_eq!(lost_figures("18??").as_deref(), Some("18XX"));
        for cell in ["1945", "1945-", "194", "19", "--", "1945?"] {
            assert_eq!(lost_figures(cell), None, "{cell}");
        }
        assert_eq!(plain("19[45]"), "1945");
        assert_eq!(plain("[1945,1947]"), "[1945,1947]");
        assert_eq!(
            of_collection("1930-1950 (bulk 1940-1945)"),
            Some("1930-1950")
        );
        assert_eq!(of_collection("1930-1950, bulk 1940-1945"), None);
        assert_eq!(of_collection("1945-1950, undated"), Some("1945-1950"));
        assert_eq!(of_collection("undated"), None);
        assert!(unread("…") && unread("*") && !unread(" (, )"));
    }
}
