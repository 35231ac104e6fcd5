//! Letters of TEI: actions, postmarks, lists.

use super::*;

const LETTER: &str = r##"<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="B7"><teiHeader>
<physDesc><stamp n="1"><placeName ref="#p1">Wien</placeName><date when="1892-02-22">22. 2. 92</date>
<time>8–9½ V.</time></stamp><stamp n="2"><placeName>Graz</placeName><date>23. 2. 92</date>
<time>11–12N</time><addSpan>Bestellt</addSpan></stamp></physDesc>
<correspDesc><correspAction type="sent"><persName ref="#a">Anna &amp; Co</persName>
<date when="1892-02-21" n="01">21. 2. 1892</date><placeName ref="#p1">Wien</placeName></correspAction>
<correspAction type="received"><persName>Bert</persName>
<date notBefore="1892-02-22" notAfter="1892-02-24" evidence="conjecture"/></correspAction></correspDesc>
</teiHeader><back><place xml:id="p1"><idno type="geonames">https://www.geonames.org/2761369</idno>
<idno type="other">https://example.org/1</idno></place></back></TEI>"##;

fn cell<'t>(table: &'t Table, row: usize, header: &str) -> &'t str {
    let at = table.headers.iter().position(|h| h == header).unwrap();
    &table.rows[row].cells[at].text
}

#[test]
fn stages_and_postmarks_of_a_letter_are_rows() {
    let table = read(LETTER, "file", "file.xml", "file.xml").unwrap();
    assert_eq!(table.rows.len(), 4);
    let stages: Vec<&str> = (0..4).map(|r| cell(&table, r, "stage")).collect();
    assert_eq!(stages, ["sent", "received", "postmarked", "delivered"]);
    assert_eq!(cell(&table, 0, "message"), "B7");
    assert_eq!(cell(&table, 0, "as_written"), "21. 2. 1892");
    assert_eq!(cell(&table, 0, "from"), "Anna & Co");
    assert_eq!(
        cell(&table, 0, "place_ref"),
        "https://www.geonames.org/2761369"
    );
    assert_eq!(cell(&table, 1, "date"), "[1892-02-22..1892-02-24]");
    assert_eq!(cell(&table, 1, "qualifier"), "uncertain");
    assert_eq!(cell(&table, 2, "postmark"), "8–9½ V.");
    assert_eq!(table.rows[0].line, 5);
}

#[test]
fn a_list_of_letters_names_each_by_its_key_or_identifier() {
    let list = r##"<TEI><teiHeader><sourceDesc><bibl xml:id="e1">An edition</bibl></sourceDesc>
<correspDesc key="1" xml:id="letter-a" source="#e1"><correspAction type="sent"><date when="1700"/>
</correspAction><correspAction type="received"><placeName>Rom</placeName></correspAction></correspDesc>
<correspDesc key="X2"><correspAction type="sent"><persName>Unknown</persName></correspAction>
</correspDesc></teiHeader></TEI>"##;
    let table = read(list, "list", "list.xml", "list.xml").unwrap();
    assert_eq!(table.rows.len(), 2);
    assert_eq!(cell(&table, 0, "message"), "letter-a");
    assert_eq!(cell(&table, 0, "citation"), "An edition");
    assert_eq!(cell(&table, 0, "received_place"), "Rom");
    assert_eq!(cell(&table, 1, "message"), "X2");
    assert_eq!(cell(&table, 1, "date"), "");
    assert_eq!(cell(&table, 1, "from"), "");
    assert_eq!(read("<TEI/>", "t", "t", "t"), None);
}
