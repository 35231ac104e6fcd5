//! Places, persons and stages to filter by, and the tools that do it.

use super::escape::text;
use crate::report::book::{Book, Entry};
use std::collections::BTreeMap;

/// The names of one kind, in alphabetical order, with their places in that order and how many
/// entries each has.
#[derive(Default)]
struct Names(BTreeMap<(String, String), (usize, usize)>);

impl Names {
    fn of<'a>(names: impl Iterator<Item = &'a str>) -> Names {
        let mut all = Names::default();
        for name in names.filter(|n| !n.is_empty()) {
            let key = (name.to_lowercase(), name.to_owned());
            all.0.entry(key).or_default().1 += 1;
        }
        for (i, (at, _)) in all.0.values_mut().enumerate() {
            *at = i;
        }
        all
    }

    /// Where these names stand, for an attribute: `0 7`.
    fn places<'a>(&self, names: impl Iterator<Item = &'a str>) -> String {
        let at = |name: &str| self.0.get(&(name.to_lowercase(), name.to_owned()));
        let found: Vec<String> = names.filter_map(|n| Some(at(n)?.0.to_string())).collect();
        found.join(" ")
    }

    fn options(&self) -> String {
        let option = |((_, name), (at, count)): (&(String, String), &(usize, usize))| {
            format!("<option value=\"{at}\">{} ({count})</option>", text(name))
        };
        self.0.iter().map(option).collect()
    }
}

/// What entries are filtered by.
pub struct Facets {
    places: Names,
    persons: Names,
    stages: Names,
}

impl Facets {
    pub fn of(book: &Book) -> Facets {
        let entries = || {
            book.groups
                .iter()
                .flat_map(|g| &g.entries)
                .map(|e| &e.facets)
        };
        Facets {
            places: Names::of(entries().flat_map(|f| &f.places).map(String::as_str)),
            persons: Names::of(entries().flat_map(|f| &f.persons).map(String::as_str)),
            stages: Names::of(entries().map(|f| f.stage.as_str())),
        }
    }

    /// The attributes of an entry that the script reads.
    pub fn attributes(&self, entry: &Entry) -> String {
        let f = &entry.facets;
        let mut out = String::new();
        let mut add = |name: &str, value: String| {
            if !value.is_empty() {
                out.push_str(&format!(" data-{name}=\"{value}\""));
            }
        };
        let at = |millis: Option<i64>| millis.map_or(String::new(), |m| m.to_string());
        add("from", at(f.from));
        add("to", at(f.to));
        add("p", self.places.places(f.places.iter().map(String::as_str)));
        add(
            "a",
            self.persons.places(f.persons.iter().map(String::as_str)),
        );
        add("s", self.stages.places(std::iter::once(f.stage.as_str())));
        out
    }

    /// Search, filters, clock and timeline; the script shows them.
    pub fn tools(&self, out: &mut String, book: &Book) {
        let select = |id: &str, name: &str, names: &Names| match names.0.is_empty() {
            true => String::new(),
            false => format!(
                "<label>{name} <select id=\"{id}\"><option value=\"\">all</option>{}</select></label>\n",
                names.options()
            ),
        };
        let checked = |utc: bool| {
            if utc == book.utc_first {
                " checked"
            } else {
                ""
            }
        };
        out.push_str("<section id=\"tools\" aria-label=\"Search and filters\" hidden>\n<div class=\"row\">\n");
        out.push_str(
            "<label>Search <input id=\"words\" type=\"search\" autocomplete=\"off\"></label>\n",
        );
        out.push_str(&select("place", "Place", &self.places));
        out.push_str(&select("person", "Person", &self.persons));
        out.push_str(&select("stage", "Stage", &self.stages));
        out.push_str(&format!(
            "<fieldset><legend>First clock</legend>\
             <label><input type=\"radio\" name=\"clock\" value=\"local\"{}> local</label> \
             <label><input type=\"radio\" name=\"clock\" value=\"utc\"{}> UTC</label></fieldset>\n",
            checked(false),
            checked(true)
        ));
        out.push_str(TIMELINE);
        out.push_str("</section>\n");
    }
}

/// The timeline: all of it below with the window in a frame, the window large above.
const TIMELINE: &str = "<button type=\"button\" id=\"reset\">Show all</button>\n</div>\n\
    <p id=\"count\" role=\"status\"></p>\n\
    <div id=\"timeline\" role=\"group\" aria-label=\"Timeline in UTC\" hidden>\n\
    <svg id=\"lens\" role=\"group\" aria-label=\"Entries of the window, each a link\"></svg>\n\
    <svg id=\"whole\" role=\"img\" aria-label=\"Number of entries over time, the window in a frame\"></svg>\n\
    <div class=\"row\">\n\
    <label>Window from <input id=\"begin\" type=\"range\" min=\"0\" max=\"1000\" value=\"0\"></label>\n\
    <label>to <input id=\"end\" type=\"range\" min=\"0\" max=\"1000\" value=\"1000\"></label>\n\
    <button type=\"button\" id=\"in\">Zoom in</button>\n\
    <button type=\"button\" id=\"out\">Zoom out</button>\n\
    <button type=\"button\" id=\"earlier\">Earlier</button>\n\
    <button type=\"button\" id=\"later\">Later</button>\n\
    </div>\n</div>\n";
