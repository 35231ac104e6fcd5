//! Whole volumes of TEI, read and extracted by one thread, with the plainest work on the same
//! bytes beside it. `ANNALS_VOLUME=FILE.xml` takes a volume of yours instead of the made one.

use annals::extract::{Facts, Options, volume};
use annals::ingest::tei;
use divan::{Bencher, black_box, counter::BytesCount};

fn main() {
    divan::main();
}

/// A volume of our own: 4,000 telegrams with datelines, receipt notes and a page of text each.
fn text() -> String {
    if let Ok(path) = std::env::var("ANNALS_VOLUME") {
        return std::fs::read_to_string(path).expect("ANNALS_VOLUME is a readable file");
    }
    let months = ["January", "March", "May", "July", "September", "November"];
    let mut out = String::from("<TEI><teiHeader><title>Our own papers</title></teiHeader><text>");
    for n in 0..4_000u32 {
        let (month, day) = (months[n as usize / 700 % 6], n / 25 % 28 + 1);
        let (hour, minute) = (n % 11 + 1, n % 60);
        out.push_str(&format!(
            "<div type=\"document\" xml:id=\"d{n}\"><head>Telegram From the Legation in Italy to \
             the Department of State</head>\n<opener><dateline><placeName>Rome</placeName>, \
             <date>{month} {day}, 1917</date>—{hour} p. m. [Received {hour}:{minute:02} a. m.]\
             </dateline></opener>\n"
        ));
        for _ in 0..12 {
            out.push_str(
                "<p>The <hi rend=\"italic\">minister</hi> said again what he had said to the \
                 ambassador: the ships in the harbour were to be\n   held until the answer \
                 came, and the crews were to be paid from the funds of the legation.</p>\n",
            );
        }
        out.push_str("<closer><signed>Example</signed></closer></div>\n");
    }
    out.push_str("</text></TEI>");
    out
}

#[divan::bench(sample_count = 10)]
fn bytes(bencher: Bencher) {
    let text = text();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| memchr::memchr_iter(b'<', black_box(text.as_bytes())).count());
}

#[divan::bench(sample_count = 10)]
fn read_volume(bencher: Bencher) {
    let text = text();
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone())
        .bench_values(|text| tei::read(text, "v", "v.xml", "v.xml").documents.len());
}

#[divan::bench(sample_count = 10)]
fn read_and_extract_volume(bencher: Bencher) {
    let text = text();
    let options = Options {
        facts: Facts::Envelope,
        ..Options::default()
    };
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone())
        .bench_values(|text| {
            let read = tei::read(text, "v", "v.xml", "v.xml");
            volume(&read.documents, &options).events.len()
        });
}
