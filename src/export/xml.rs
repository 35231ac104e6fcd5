//! Text within XML.

/// A text for the content or an attribute of an element, and whether it is whole: XML 1.0 has no
/// control characters.
pub(super) fn escaped(text: &str) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut whole = true;
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                out.push('\u{fffd}');
                whole = false;
            }
            c => out.push(c),
        }
    }
    (out, whole)
}

/// An element with a text; nothing for no text.
pub(super) fn element(name: &str, attributes: &str, text: &str) -> String {
    format!("<{name}{attributes}>{}</{name}>", escaped(text).0)
}

/// An attribute, a blank before it; nothing for no value.
pub(super) fn attribute(name: &str, value: Option<&str>) -> String {
    match value.filter(|v| !v.is_empty()) {
        Some(value) => format!(" {name}=\"{}\"", escaped(value).0),
        None => String::new(),
    }
}
