//! Pages of the web: their text, block by block, with the bytes of the file where it stands.
//! Container: crate `scraper`.

use super::tei::writer::Writer;
use super::{Input, shown};
use crate::error::{Error, Result};
use crate::model::{Document, MarkedFile, Markup};
use scraper::{Html, Node};
use std::sync::Arc;

/// How far behind the last word the next one is sought in the file.
const WINDOW: usize = 1 << 16;
/// Deepest nesting that is read: the tree builder takes quadratic time in it.
const DEPTH: usize = 2000;
/// Elements whose text is not shown.
const HIDDEN: [&str; 6] = ["script", "style", "noscript", "template", "head", "svg"];
/// Elements that begin and end on lines of their own.
const BLOCKS: [&str; 36] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tr",
    "ul",
];

/// Reads a page as a document.
///
/// # Errors
/// A page whose elements are nested thousands deep.
pub(super) fn read(input: &Input, text: String) -> Result<Document> {
    if nesting(&text) > DEPTH {
        return Err(Error::Format {
            path: input.path.clone(),
            message: format!("more than {DEPTH} elements are nested"),
            hint: "save the page as text".into(),
        });
    }
    let page = Html::parse_document(&text);
    let mut finder = Finder { text: &text, at: 0 };
    let mut out = Writer::default();
    let (mut hidden, mut preformatted) = (0usize, 0usize);
    // Iterative, so that deep nesting needs no stack.
    let mut node = Some(page.tree.root());
    let mut opens = true;
    while let Some(here) = node {
        match here.value() {
            Node::Element(element) => {
                let name = element.name();
                let step = |depth: usize| match opens {
                    true => depth + 1,
                    false => depth.saturating_sub(1),
                };
                if HIDDEN.contains(&name) {
                    hidden = step(hidden);
                }
                if name == "pre" {
                    preformatted = step(preformatted);
                }
                match name {
                    _ if hidden > 0 => {}
                    "br" if opens => out.line(),
                    "td" | "th" if !opens => out.blank(),
                    _ if BLOCKS.contains(&name) => out.paragraph(),
                    _ => {}
                }
            }
            Node::Text(words) if opens && hidden == 0 => {
                for (number, line) in words.split('\n').enumerate() {
                    match (number, preformatted) {
                        (0, _) => {}
                        (_, 0) => out.blank(),
                        _ => out.line(),
                    }
                    finder.write(line, &mut out);
                }
            }
            _ => {}
        }
        (node, opens) = match (opens, here.first_child(), here.next_sibling()) {
            (true, Some(child), _) => (Some(child), true),
            (true, None, _) => (Some(here), false),
            (false, _, Some(next)) => (Some(next), true),
            (false, _, None) => (here.parent(), false),
        };
    }
    let (body, runs) = out.with(Writer::default());
    Ok(Document {
        id: input.id.clone(),
        source: input.source.clone(),
        path: shown(&input.path),
        text: body,
        markup: Some(Box::new(Markup {
            runs,
            file: Arc::new(MarkedFile::new(text)),
            running: true,
            ..Markup::default()
        })),
        ..Document::default()
    })
}

/// Finds the words of a page in its file, in order.
struct Finder<'a> {
    text: &'a str,
    at: usize,
}

impl Finder<'_> {
    fn write(&mut self, line: &str, out: &mut Writer) {
        if let Some(found) = self.find(line) {
            out.verbatim(found, line);
            return;
        }
        // References such as `&nbsp;` are resolved in the words, not in the file.
        for (number, word) in line.split(' ').enumerate() {
            if number > 0 {
                out.blank();
            }
            match self.find(word) {
                Some(found) => out.verbatim(found, word),
                None => out.unplaced(self.at, word),
            }
        }
    }

    fn find(&mut self, words: &str) -> Option<usize> {
        let end = self
            .text
            .ceil_char_boundary((self.at + WINDOW + words.len()).min(self.text.len()));
        let found = memchr::memmem::find(&self.text.as_bytes()[self.at..end], words.as_bytes())?;
        let start = self.at + found;
        self.at = start + words.len();
        Some(start)
    }
}

/// The deepest nesting of elements that must be closed, at a glance.
fn nesting(text: &str) -> usize {
    const OPEN_ENDED: [&[u8]; 22] = [
        b"br", b"img", b"hr", b"input", b"meta", b"link", b"p", b"li", b"td", b"tr", b"th", b"dd",
        b"dt", b"option", b"wbr", b"area", b"base", b"col", b"source", b"track", b"embed",
        b"param",
    ];
    let bytes = text.as_bytes();
    let (mut depth, mut most) = (0usize, 0usize);
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..];
        if rest.first() == Some(&b'/') {
            depth = depth.saturating_sub(1);
            continue;
        }
        let length = rest
            .iter()
            .take(12)
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        let name = rest[..length].to_ascii_lowercase();
        if length > 0 && !OPEN_ENDED.contains(&name.as_slice()) {
            depth += 1;
            most = most.max(depth);
        }
    }
    most
}

/// The words of a cell that may hold markup.
pub(super) fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) || nesting(text) > DEPTH {
        return text.to_owned();
    }
    let words: Vec<String> = Html::parse_fragment(text)
        .root_element()
        .text()
        .flat_map(|t| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::tests::input;

    #[test]
    fn the_text_of_a_page_points_to_its_bytes() {
        let page = "<html><head><title>No</title><style>x{}</style></head><body>\n\
                    <h1>Caf&eacute;</h1><p>Sent <b>4 November</b>&nbsp;1945<br>and\nread</p>\
                    <script>1946</script><table><tr><td>a</td><td>b</td></tr></table></body></html>";
        let document = read(&input("p.html"), page.to_owned()).unwrap();
        let lines: Vec<&str> = document
            .text
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .collect();
        assert_eq!(
            lines,
            ["Café", "Sent 4 November\u{a0}1945", "and read", "a b"]
        );
        let at = document.text.find("4 November").unwrap();
        let bytes = document.in_file(&(at..at + 10));
        assert_eq!(&page[bytes], "4 November");
        assert_eq!(document.line_of(at), 2);
        assert_eq!(plain("<a href='x'>A</a> &amp; <i>B</i>"), "A & B");
    }

    #[test]
    fn a_page_of_nothing_but_openings_is_refused() {
        assert!(read(&input("p.html"), "<div>".repeat(100_000)).is_err());
        assert!(read(&input("p.html"), "<p>".repeat(3000)).is_ok());
    }
}
