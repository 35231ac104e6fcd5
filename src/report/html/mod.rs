//! The book as one HTML file: readable without script, and with it searched, filtered and zoomed.
//!
//! Nothing is fetched: style and script stand in the file, and its own policy forbids the rest.

mod back;
mod entries;
mod escape;
mod facets;
mod figures;

use super::Chronology;
use super::book::Book;
use escape::{base64, foreign, text};
use facets::Facets;
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The whole document.
pub fn write(chronology: &Chronology<'_>, book: &Book) -> String {
    let facets = Facets::of(book);
    let mut out = String::new();
    head(&mut out, chronology, book);
    front(&mut out, book);
    contents(&mut out, book);
    facets.tools(&mut out, book);
    out.push_str("<main>\n");
    if let Some(overview) = chronology.figures.first() {
        figures::figure(&mut out, overview, book, 0);
    }
    match book.variant {
        "court" => entries::tables(&mut out, book, &facets),
        _ => entries::lists(&mut out, book, &facets),
    }
    back::delays(&mut out, book);
    if chronology.figures.len() > 1 {
        out.push_str("<section id=\"charts\"><h2>Charts</h2>\n");
        for (i, figure) in chronology.figures.iter().enumerate().skip(1) {
            figures::figure(&mut out, figure, book, i);
        }
        out.push_str("</section>\n");
    }
    back::reading(&mut out, book);
    back::rest(&mut out, book);
    out.push_str("</main>\n");
    out.push_str(&format!("<script>{SCRIPT}</script>\n</body>\n</html>\n"));
    out
}

fn head(out: &mut String, chronology: &Chronology<'_>, book: &Book) {
    let hash = base64(&Sha256::digest(SCRIPT.as_bytes()));
    out.push_str(&format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'sha256-{hash}'; img-src data:; font-src data:; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"annals {}\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body data-utc-first=\"{}\" class=\"{}\">\n\
         <a class=\"skip\" href=\"#chronology\">To the entries</a>\n",
        text(chronology.version),
        text(&book.title),
        book.utc_first,
        book.variant,
    ));
}

fn front(out: &mut String, book: &Book) {
    let (title, period) = (foreign(&book.title), text(&book.period));
    out.push_str(&format!(
        "<header>\n<h1>{title}</h1>\n<p class=\"period\">{period}</p>\n"
    ));
    let lines = [
        ("Compiled by ", &book.author),
        ("Edition: ", &book.edition),
        ("Window: ", &book.window),
    ];
    for (name, words) in lines.iter().filter(|(_, words)| !words.is_empty()) {
        out.push_str(&format!("<p>{name}{}</p>\n", foreign(words)));
    }
    if let Some(words) = book.scope.first() {
        out.push_str(&format!("<p>{}</p>\n", text(words)));
    }
    out.push_str("</header>\n");
}

/// The parts of the document, those that it has.
fn contents(out: &mut String, book: &Book) {
    let parts = [
        ("chronology", "Chronology", true),
        ("delays", "Delays", back::has_delays(book)),
        ("charts", "Charts", book.figures.count > 1),
        ("reading", "Scope, method, conventions", true),
        ("corrections", "Corrections", !book.corrections.is_empty()),
        ("doubts", "Gaps and doubts", back::has_doubts(book)),
        ("indexes", "Indexes", !book.indexes.is_empty()),
        ("sources", "Sources", !book.sources.is_empty()),
        ("colophon", "Colophon", true),
    ];
    out.push_str("<nav aria-label=\"Contents\">\n<ul>\n");
    for (id, name, _) in parts.iter().filter(|(.., there)| *there) {
        out.push_str(&format!("<li><a href=\"#{id}\">{name}</a></li>\n"));
    }
    out.push_str("</ul>\n</nav>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::book::book;
    use crate::report::sample::Parts;
    use crate::report::{Layout, Variant};

    fn page(parts: &Parts, title: &str, variant: Variant) -> String {
        let chronology = Chronology {
            layout: Layout {
                variant,
                ..Layout::default()
            },
            ..parts.chronology(title)
        };
        write(&chronology, &book(&chronology).unwrap())
    }

    /// Elements without end, and the tags of a page in balance.
    fn is_balanced(html: &str) -> bool {
        let body = html.split("<body").nth(1).unwrap();
        let body = body.split("<script>").next().unwrap();
        let mut open = vec!["body"];
        for tag in body.split('<').skip(1) {
            let name_end = tag.find([' ', '>', '\n']).unwrap();
            let name = &tag[..name_end];
            let closed = tag[..tag.find('>').unwrap()].ends_with('/');
            match name.strip_prefix('/') {
                Some(name) if open.last() == Some(&name) => {
                    open.pop();
                }
                Some(_) => return false,
                None if closed || ["input", "br", "wbr"].contains(&name) => {}
                None => open.push(name),
            }
        }
        open == ["body"]
    }

    #[test]
    fn the_page_is_whole_and_asks_nothing_of_anyone() {
        for variant in [Variant::History, Variant::Court, Variant::Incident] {
            let html = page(&Parts::of_year(), "Telegrams", variant);
            assert!(is_balanced(&html), "{variant:?}");
            // The name of the vocabulary of pictures is no address.
            let outside = html.replace("\"http://www.w3.org/2000/svg\"", "");
            for word in ["http:", "https:", "//www", "@import", "src=", "url("] {
                assert!(!outside.contains(word), "{word}");
            }
            assert_eq!(html.matches("class=\"entry\"").count(), 240);
        }
    }

    #[test]
    fn hostile_text_stays_text() {
        let mut parts = Parts::of_cable();
        let bad = "</li></script><script>alert(1)</script><img src=x onerror=alert(1)> \"' #[*] \
                   \u{202e}\u{0}\u{1b}";
        for event in &mut parts.events {
            event.label = bad.into();
            event.place = Some(bad.into());
            event.sender = Some(bad.into());
            event.citation = Some(bad.into());
            event.provenance.as_written = bad.into();
            event.provenance.source = bad.into();
        }
        parts.events[1].note = Some("y".repeat(10_000));
        for variant in [Variant::History, Variant::Court] {
            let html = page(&parts, bad, variant);
            assert!(is_balanced(&html));
            assert_eq!(html.matches("<script").count(), 1);
            assert!(!html.contains("<img"));
            assert!(!html.contains(['\u{202e}', '\u{0}', '\u{1b}']));
            assert!(html.contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
            // The keeper's note is not for the court.
            let told = html.contains(&"y".repeat(10_000));
            assert_eq!(told, variant == Variant::History);
        }
    }
}
