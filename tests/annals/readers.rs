//! Every reader: what it gives for a good file, and that a bad one is an error and no more.

use crate::mail::message;
use annals::diagnostic::Code;
use annals::error::Error;
use annals::extract::{DateForm, Options};
use annals::ingest::{Format, Input, read, sniff};
use annals::model::{Event, Extent, Precision};
use annals::pipeline::{How, Loaded, load};
use proptest::prelude::*;
use std::path::PathBuf;

/// A folder of files that is removed at the end.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn loaded(paths: &[PathBuf]) -> Loaded {
    load(paths, &How::default(), &Options::default(), None).unwrap()
}

/// The events of one file.
pub fn events_of(name: &str, bytes: impl AsRef<[u8]>) -> Vec<Event> {
    let folder = Folder::new();
    loaded(&[folder.file(name, bytes)]).events
}

pub fn begin(event: &Event) -> String {
    event
        .when
        .local_begin
        .map_or(String::new(), |l| l.to_string())
}

fn begins(events: &[Event]) -> Vec<String> {
    events.iter().map(begin).collect()
}

// ---- mail ----------------------------------------------------------------------------------

#[test]
fn one_table_in_every_container() {
    let folder = Folder::new();
    let csv = "message,sent,received,Bates\nm1,1945-11-04 01:20,1945-11-04T02:45:07.25+03:00,B 7\n";
    let ndjson = "{\"message\":\"m1\",\"sent\":\"1945-11-04 01:20\",\
                  \"received\":\"1945-11-04T02:45:07.25+03:00\",\"Bates\":\"B 7\"}\n";
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["message", "sent", "received", "Bates"].iter().enumerate() {
        sheet.write(0, column as u16, *header).unwrap();
    }
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let at = rust_xlsxwriter::ExcelDateTime::parse_from_str("1945-11-04 01:20").unwrap();
    sheet.write(1, 0, "m1").unwrap();
    sheet
        .write_datetime_with_format(1, 1, &at, &format)
        .unwrap();
    sheet.write(1, 2, "1945-11-04T02:45:07.25+03:00").unwrap();
    sheet.write(1, 3, "B 7").unwrap();
    let xlsx = book.save_to_buffer().unwrap();
    let mut frame = {
        use polars::prelude::*;
        df!("message" => ["m1"], "sent" => ["1945-11-04 01:20"],
            "received" => ["1945-11-04T02:45:07.25+03:00"], "Bates" => ["B 7"])
        .unwrap()
    };
    let (mut parquet, mut arrow) = (Vec::new(), Vec::new());
    {
        use polars::prelude::*;
        ParquetWriter::new(&mut parquet).finish(&mut frame).unwrap();
        IpcWriter::new(&mut arrow).finish(&mut frame).unwrap();
    }
    let json = format!("[{}]", ndjson.trim());
    let files: [(&str, Vec<u8>); 8] = [
        ("t.csv", csv.into()),
        ("t.tsv", csv.replace(',', "\t").into()),
        ("t.ndjson", ndjson.into()),
        ("t.json", json.into()),
        ("t.xlsx", xlsx),
        ("t.ods", ods("2")),
        ("t.parquet", parquet),
        ("t.arrow", arrow),
    ];
    for (name, bytes) in files {
        let found = loaded(&[folder.file(name, bytes)]);
        let ids: Vec<&str> = found.events.iter().map(|e| e.event_id.as_str()).collect();
        assert_eq!(ids, ["t/m1/sent", "t/m1/received"], "{name}");
        assert_eq!(
            begins(&found.events),
            ["1945-11-04T01:20:00", "1945-11-04T02:45:07.25"],
            "{name}"
        );
        assert_eq!(found.events[0].when.precision, Precision::Minute, "{name}");
        assert_eq!(found.events[0].extra["Bates"], "B 7", "{name}");
    }
}

/// An OpenDocument workbook; `repeat` is how often its row stands there.
fn ods(sheet: &str) -> Vec<u8> {
    use std::io::Write;
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let headers: String = ["message", "sent", "received", "Bates"].map(cell).concat();
    let date =
        "<table:table-cell office:value-type=\"date\" office:date-value=\"1945-11-04T01:20:00\"/>";
    let values = [
        cell("m1"),
        date.into(),
        cell("1945-11-04T02:45:07.25+03:00"),
        cell("B 7"),
    ]
    .concat();
    let names = ["office", "table", "text"]
        .map(|n| format!(" xmlns:{n}=\"urn:oasis:names:tc:opendocument:xmlns:{n}:1.0\""))
        .concat();
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content{names}><office:body><office:spreadsheet>\
         <table:table table:name=\"{sheet}\">{}{}</table:table></office:spreadsheet></office:body>\
         </office:document-content>",
        row(headers),
        row(values)
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, body) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_str()),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(body.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_sheet_is_named_behind_its_file() {
    let folder = Folder::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, day) in [("First", "1945-11-04"), ("Second", "1946-11-04")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, "date").unwrap();
        sheet.write(1, 0, day).unwrap();
    }
    let path = folder.file("b.xlsx", book.save_to_buffer().unwrap());
    let first = loaded(std::slice::from_ref(&path));
    assert_eq!(first.diagnostics[0].code, Code::SheetSkipped);
    assert_eq!(begins(&first.events), ["1945-11-04T00:00:00"]);
    let typed = PathBuf::from(format!("{}#Second", path.display()));
    let second = loaded(std::slice::from_ref(&typed));
    assert_eq!(begins(&second.events), ["1946-11-04T00:00:00"]);
    assert_eq!(second.events[0].provenance.source, "b.xlsx#Second");
    let none = PathBuf::from(format!("{}#Third", path.display()));
    let error = load(&[none], &How::default(), &Options::default(), None).unwrap_err();
    assert!(
        error.to_string().contains("it has `First`, `Second`"),
        "{error}"
    );
}

#[test]
fn tables_of_forensic_programs_keep_every_row() {
    let timesketch = "message,datetime,timestamp_desc,timestamp,tag,extra\n\
                      \"two\nlines\",2015-07-24T19:01:01.123456+00:00,Sent,1437764461123456,[],e\n\
                      none,,Sent,1437764461123456,x,\n";
    let events = events_of("t.csv", timesketch);
    assert_eq!(begins(&events), ["2015-07-24T19:01:01.123456"; 2]);
    assert_eq!(events[0].label, "two\nlines");
    assert_eq!(events[0].stage.as_ref().map(|s| s.name()), Some("sent"));
    assert_eq!(events[0].extra["extra"], "e");
    let l2t = "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,\
               filename,inode,notes,format,extra\n\
               07/02/2026,19:47:57,CEST,M...,FILE,File stat,Changed,-,-,s,d,2,f,1,-,filestat,x: y\n\
               00/00/0000,--:--:--,UTC,M...,FILE,File stat,Changed,-,-,s,d,2,f,1,-,filestat,-\n";
    let events = events_of("l.csv", l2t);
    assert_eq!(begins(&events), ["2026-07-02T19:47:57", ""]);
    assert_eq!(
        events[0].when.earliest.unwrap().to_string(),
        "2026-07-02T17:47:57Z"
    );
    assert_eq!(events[0].provenance.as_written, "07/02/2026 19:47:57");
    let tln = "Time|Source|Host|User|Description\n1327218753|LOG|h|-|x\n";
    assert_eq!(
        begins(&events_of("t.log.csv", tln)),
        ["2012-01-22T07:52:33"]
    );
}

#[test]
fn timelinejs_in_both_forms() {
    let csv = "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Type\n\
               1945,11,4,1:20 pm,,,,,,Cable,<p>A &amp; B</p>,\n,,,,,,,,,Title,,title\n\
               1914,7,28,,1918,11,11,,,War,,era\n-44,3,15,,,,,,,Ides,,\n";
    let events = events_of("t.csv", csv);
    assert_eq!(
        begins(&events),
        [
            "1945-11-04T13:20:00",
            "1914-07-28T00:00:00",
            "-0043-03-15T00:00:00"
        ]
    );
    assert_eq!(events[0].note.as_deref(), Some("A & B"));
    assert_eq!(events[1].when.extent, Extent::Stretch);
    let json = r#"{"events": [{"start_date": {"year": "1945", "month": 11, "day": 4, "hour": 1,
        "minute": 20}, "text": {"headline": "Cable"}}],
        "eras": [{"start_date": {"year": -44}, "end_date": {"year": -42}}]}"#;
    let events = events_of("t.json", json);
    assert_eq!(
        begins(&events),
        ["1945-11-04T01:20:00", "-0043-01-01T00:00:00"]
    );
    assert_eq!(events[0].label, "Cable");
}

#[test]
fn calendars_with_zones_days_and_durations() {
    let ics = "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Romance\r\nX-LIC-LOCATION:Europe/Paris\r\n\
               END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:u1\r\nDTSTART;TZID=Romance:20190701T100000\r\n\
               DTEND;TZID=Romance:20190701T113000\r\nSUMMARY:A\\, b\r\nEND:VEVENT\r\n\
               BEGIN:VEVENT\r\nUID:u2\r\nDTSTART;VALUE=DATE:20190704\r\nDTEND;VALUE=DATE:20190705\r\n\
               SUMMARY:Long na\r\n me\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:u3\r\n\
               DTSTART:20190701T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n\
               END:VCALENDAR\r\n";
    let folder = Folder::new();
    let found = loaded(&[folder.file("c.ics", ics)]);
    let bounds: Vec<String> = found
        .events
        .iter()
        .map(|e| format!("{} {}", e.when.earliest.unwrap(), e.when.latest.unwrap()))
        .collect();
    assert_eq!(bounds[0], "2019-07-01T08:00:00Z 2019-07-01T09:30:00Z");
    assert_eq!(bounds[2], "2019-07-01T10:00:00Z 2019-07-01T11:00:00Z");
    assert_eq!(found.events[1].when.edtf, "2019-07-04");
    assert_eq!(found.events[1].label, "Long name");
    assert_eq!(found.events[0].label, "A, b");
    assert_eq!(found.events[1].provenance.line, 12);
    assert!(
        found
            .diagnostics
            .iter()
            .any(|d| d.code == Code::RuleIgnored)
    );
}

#[test]
fn letters_in_tei_say_the_calendar_of_their_words() {
    let letter = r##"<TEI xml:id="l1"><teiHeader><correspDesc>
        <correspAction type="sent"><placeName>London</placeName>
        <date calendar="#julian" when="1732-02-22">Feb. 11, 1731/32, O.S.</date></correspAction>
        <correspAction type="received"><placeName>Moscow</placeName>
        <date when-custom="1732-03-28" datingMethod="#julian">28 March</date></correspAction>
        </correspDesc></teiHeader></TEI>"##;
    let events = events_of("letter.xml", letter);
    let shown: Vec<(&str, String)> = events
        .iter()
        .map(|e| (e.when.edtf.as_str(), e.when.calendar.to_string()))
        .collect();
    let julian = |edtf| (edtf, "julian".to_owned());
    assert_eq!(shown, [julian("1732-02-22"), julian("1732-04-08")]);
}

#[test]
fn a_long_file_of_documents_gives_what_its_parts_give() {
    let body = "It rained all day and nothing came. ".repeat(50);
    let line = |n: usize| {
        let text = format!("Rome, {} May 1943, 4 p.m.\n{body}", n % 28 + 1);
        serde_json::json!({ "id": format!("d{n}"), "text": text }).to_string()
    };
    let count = (16 << 20) / line(1).len() + 100;
    let lines: Vec<String> = (0..count).map(line).collect();
    let folder = Folder::new();
    let long = loaded(&[folder.file("long.ndjson", lines.join("\n"))]);
    assert!(long.files[0].bytes > 16 << 20 && long.files[0].sha256.len() == 64);
    // A short file is read whole.
    let tail = loaded(&[folder.file("tail.ndjson", lines[count - 100..].join("\n"))]);
    let shown = |event: &Event| (event.event_id.clone(), begin(event), event.label.clone());
    let last: Vec<_> = long.events[count - 100..].iter().map(shown).collect();
    assert_eq!(long.events.len(), count);
    assert_eq!(last, tail.events.iter().map(shown).collect::<Vec<_>>());
    // A row among the documents: then it is read whole, and nothing is lost.
    let mixed = lines.join("\n") + "\n{\"date\": \"1945-11-04\", \"label\": \"row\"}";
    let mixed = loaded(&[folder.file("mixed.ndjson", mixed)]);
    assert_eq!(mixed.events.len(), count + 1);
}

#[test]
fn the_other_places_of_a_table_settle_a_namesake() {
    let zone = |rows: &str| {
        let csv = format!("message,sent,place\na,4 July 1914 9 a.m.,Windsor\n{rows}");
        let events = events_of("t.csv", csv);
        events[0].when.zone.map(|zone| zone.to_string())
    };
    let alone = zone("");
    assert_eq!(alone, None);
    let english = zone("b,5 July 1914 9 a.m.,London\nc,6 July 1914,Liverpool\n");
    assert_eq!(english.as_deref(), Some("Europe/London"));
    // Two of the namesakes lie in countries of other rows: neither is chosen.
    let both = zone("b,5 July 1914 9 a.m.,London\nc,6 July 1914,Ottawa\n");
    assert_eq!(both, None);
}

#[test]
fn rows_of_two_tables_are_never_one_message() {
    let folder = Folder::new();
    let a = folder.file("a.csv", "sent,received\n1945-11-04,\n");
    let b = folder.file("b.csv.gz", "sent,received\n,1945-11-05\n");
    let events = loaded(&[a, b]).events;
    let ids: Vec<&str> = events.iter().map(|e| e.message_id.as_str()).collect();
    assert_eq!(ids, ["a/row-2", "b/row-2"]);
    assert_eq!(events[0].event_id, "a/row-2/sent");
}

#[test]
fn columns_are_mapped_and_figures_read_as_asked() {
    let folder = Folder::new();
    let path = folder.file("t.csv", "Wann;Was;place;place\n03/04/2019;a;Rome;x\n");
    let columns = [
        ("Wann".to_owned(), "date".to_owned()),
        ("Was".to_owned(), "event".to_owned()),
    ];
    let how = How {
        columns: &columns,
        ..How::default()
    };
    let read = |dates| {
        let options = Options {
            dates,
            ..Options::default()
        };
        load(std::slice::from_ref(&path), &how, &options, None).unwrap()
    };
    assert_eq!(
        begins(&read(DateForm::DayFirst).events),
        ["2019-04-03T00:00:00"]
    );
    assert_eq!(
        begins(&read(DateForm::MonthFirst).events),
        ["2019-03-04T00:00:00"]
    );
    let both = read(DateForm::Auto);
    assert_eq!(both.events[0].when.edtf, "[2019-03-04,2019-04-03]");
    assert_eq!(both.events[0].extra["place.2"], "x");
    let codes: Vec<Code> = both.diagnostics.iter().map(|d| d.code).collect();
    assert!(
        codes.contains(&Code::DateOrder) && codes.contains(&Code::ColumnTwice),
        "{codes:?}"
    );
    let strict = read(DateForm::Edtf);
    assert!(strict.events.is_empty() && strict.is_incomplete());
    // Events with two columns of one name can be stored.
    assert!(both.frame().is_ok());
}

// ---- texts ---------------------------------------------------------------------------------

#[test]
fn a_text_in_another_encoding_points_to_its_own_bytes() {
    let text = "Wien, Grüße aus Österreich, schöne Grüße.\nDated Rome, 4 November 1945 — übrigens.\n\
                received at 0245 5 November 1945\n";
    let folder = Folder::new();
    let latin: Vec<u8> = text
        .chars()
        .map(|c| match c {
            '—' => 0x97,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect();
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for (name, bytes, unit) in [("a.txt", latin, 1), ("b.txt", wide, 2)] {
        let found = loaded(&[folder.file(name, &bytes)]);
        let event = found
            .events
            .iter()
            .find(|e| e.provenance.line == 3)
            .unwrap();
        let range = event.provenance.byte_start as usize..event.provenance.byte_end as usize;
        let words: String = bytes[range]
            .iter()
            .step_by(unit)
            .map(|b| char::from(*b))
            .collect();
        assert_eq!(words, event.provenance.as_written, "{name}");
    }
}

// ---- bad input -----------------------------------------------------------------------------

#[test]
fn bad_files_are_told_and_the_good_ones_read() {
    let folder = Folder::new();
    folder.file("good.csv", "date,event\n1945-11-04,a\n");
    folder.file("cut.parquet", b"PAR1\x15\x04nonsensePAR1");
    folder.file("cut.arrow", b"ARROW1\0\0nonsense");
    folder.file("cut.xlsx", b"PK\x03\x04nonsense");
    folder.file("cut.ods", b"PK\x03\x04nonsense");
    folder.file("cut.csv.gz", b"\x1f\x8b\x08\x00nonsense");
    folder.file("bad.json", "{\"a\": [1, 2");
    folder.file("bad.ics", "BEGIN:VEVENT\nno");
    folder.file("binary.txt", b"a\0\0b\0c");
    folder.file("deep.html", "<div>".repeat(100_000));
    folder.file("deep.xml", format!("<TEI>{}", "<p>".repeat(100_000)));
    folder.file("deep.json", "[".repeat(100_000));
    folder.file("ragged.csv", "date,event\n1945-11-05,b,c,d\n1945-11-06\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.0.path(), folder.0.path().join("loop")).unwrap();
    let found = loaded(&[folder.0.path().to_owned()]);
    let days: Vec<String> = begins(&found.events);
    assert_eq!(days, ["1945-11-04T00:00:00", "1945-11-06T00:00:00"]);
    let told: String = found.errors.iter().map(|e| format!("{e}\n")).collect();
    for name in [
        "cut.parquet",
        "cut.arrow",
        "cut.xlsx",
        "cut.ods",
        "cut.csv.gz",
        "bad.json",
        "bad.ics",
        "binary.txt",
        "deep.html",
    ] {
        assert!(told.contains(name), "{name} in\n{told}");
    }
    #[cfg(unix)]
    assert!(told.contains("loop"), "{told}");
    let lines: Vec<String> = found.diagnostics.iter().map(|d| format!("{d}")).collect();
    assert!(
        lines
            .iter()
            .any(|l| l.contains("ragged.csv:2  error[row-unreadable]")),
        "{lines:?}"
    );
    assert!(
        lines
            .iter()
            .any(|l| l.contains("deep.json:1  error[row-unreadable]")),
        "{lines:?}"
    );
    assert!(
        lines
            .iter()
            .any(|l| l.contains("deep.xml") && l.contains("nested")),
        "{lines:?}"
    );
}

#[test]
fn no_entity_is_fetched_and_none_is_expanded() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">\
                <!ENTITY f SYSTEM \"file:///etc/passwd\">]><TEI xml:id=\"t\"><text><body>\
                <p>&b; &f; On 4 November 1945 it rained.</p></body></text></TEI>";
    let events = events_of("bomb.xml", bomb);
    assert_eq!(events.len(), 1);
    assert!(events[0].label.contains("&b; &f;"), "{}", events[0].label);
}

#[test]
fn prose_takes_linear_time() {
    let text = "On 4 November 1945 it rained and nothing else happened then\n".repeat(4_000);
    let start = std::time::Instant::now();
    assert_eq!(events_of("long.txt", text).len(), 4_000);
    // A quadratic reader took half a minute for a text of this length.
    assert!(start.elapsed() < std::time::Duration::from_secs(20));
}

#[test]
fn the_order_does_not_depend_on_threads() {
    let rows: String = (0..9000)
        .map(|n| format!("m{},1945-11-{:02} 01:20,x\n", n / 3, 1 + n % 28))
        .collect();
    let folder = Folder::new();
    let path = folder.file("t.csv", format!("message,date,event\n{rows}"));
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| loaded(std::slice::from_ref(&path)).events)
    };
    assert_eq!(with(1), with(4));
}

// ---- any bytes -----------------------------------------------------------------------------

/// A small good file of every format, to be spoilt.
fn seeds() -> Vec<(Format, Vec<u8>)> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "date").unwrap();
    vec![
        (Format::Text, b"Rome, 4 November 1945\nsent at 0120".to_vec()),
        (Format::Html, b"<p>Rome &amp; <b>4 November</b> 1945<br></p>".to_vec()),
        (Format::Csv, b"message,sent\n\"a\",\"4 May 1945, 1:20\"\n".to_vec()),
        (Format::Tsv, b"message\tsent\na\t03/04/2019\n".to_vec()),
        (Format::Tei, b"<TEI xml:id='a'><correspDesc key='k'><correspAction type='sent'><date when='1945'>4. 5. 1945</date></correspAction></correspDesc><text><p>4 May 1945</p></text></TEI>".to_vec()),
        (Format::Ndjson, b"{\"date\":\"1945\"}\n{\"text\":\"4 May 1945\"}\n".to_vec()),
        (Format::Json, b"{\"events\":[{\"start_date\":{\"year\":1945},\"text\":{}}]}".to_vec()),
        (Format::Xlsx, book.save_to_buffer().unwrap()),
        (Format::Ods, ods("s")),
        (Format::Eml, message(1, &[3, 4]).into_bytes()),
        (Format::Mbox, (message(1, &[3]) + &message(2, &[5])).into_bytes()),
        (Format::Ics, b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20190701T100000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".to_vec()),
    ]
}

proptest! {
    #![proptest_config(crate::cases(24))]

    #[test]
    fn any_bytes_give_contents_or_an_error(
        spoils in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..3), 0..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let options = Options::default();
        for (format, mut bytes) in seeds() {
            for (at, byte, how) in &spoils {
                let at = at.index(bytes.len().max(1)).min(bytes.len().saturating_sub(1));
                match how {
                    0 => bytes[at] = *byte,
                    1 => bytes.insert(at, *byte),
                    _ => drop(bytes.remove(at)),
                }
                if bytes.is_empty() {
                    bytes.push(0);
                }
            }
            bytes.truncate(cut.index(bytes.len() * 2).max(1));
            let _ = sniff(&bytes);
            let input = Input {
                path: "t".into(),
                id: "t".into(),
                source: "t".into(),
                explicit: true,
                sheet: None,
            };
            let result: Result<_, Error> = read(&input, bytes, format);
            let Ok((content, _)) = result else { continue };
            use annals::ingest::Content::{Document, Letters, Lines, Table, Volume};
            let found = match content {
                Document(one) => annals::extract::document(&one, &options),
                Volume(all) => annals::extract::volume(&all, &options),
                Table(table) => annals::extract::table(&table, &options),
                Letters { documents, table } => annals::extract::letters(&documents, &table, &options),
                Lines { documents, table } => {
                    let mut out = annals::extract::table(&table, &options);
                    for one in &documents {
                        out.append(annals::extract::document(one, &options));
                    }
                    out
                }
            };
            for event in &found.events {
                prop_assert!(event.provenance.byte_start <= event.provenance.byte_end);
            }
        }
    }
}
