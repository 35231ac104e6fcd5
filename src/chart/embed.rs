//! The letters of a font that a picture uses, put into the picture: it looks the same where the
//! font is not installed.
//!
//! The outlines are cut out by `subsetter`, which is made for PDF and leaves out the table from
//! letters to shapes and the one of line heights; both are put back here, as a browser needs them.

use super::face::Font;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeSet;
use subsetter::GlyphRemapper;
use ttf_parser::{Face, PlatformId, Tag};

/// The rule `@font-face` with the letters inside; `None` if the font forbids it or has none of them.
pub fn rule(font: Font, letters: &BTreeSet<char>) -> Option<String> {
    let file = subset(font.bytes(), letters)?;
    let family = font.family().replace(['\\', '"', '<', '>', '&'], "");
    Some(format!(
        "@font-face{{font-family:\"{family}\";src:url(data:font/ttf;base64,{}) format(\"truetype\")}}",
        STANDARD.encode(file)
    ))
}

/// A font file with the shapes of these letters and no others.
fn subset(bytes: &[u8], letters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let face = Face::parse(bytes, 0).ok()?;
    // What its maker has not permitted to embed or to cut is only named.
    let os2 = face.tables().os2?;
    if os2.permissions() == Some(ttf_parser::Permissions::Restricted)
        || !os2.is_subsetting_allowed()
    {
        return None;
    }
    let mut remapper = GlyphRemapper::new();
    let pairs: Vec<(u32, u16)> = with_joined_forms(letters)
        .into_iter()
        .filter_map(|c| Some((u32::from(c), remapper.remap(face.glyph_index(c)?.0))))
        .collect();
    if pairs.is_empty() {
        return None;
    }
    let cut = subsetter::subset(bytes, 0, &remapper).ok()?;
    let raw = ttf_parser::RawFace::parse(&cut, 0).ok()?;
    let mut tables: Vec<(Tag, Vec<u8>)> = raw
        .table_records
        .into_iter()
        .filter_map(|record| Some((record.tag, raw.table(record.tag)?.to_vec())))
        .collect();
    let os2 = face.raw_face().table(Tag::from_bytes(b"OS/2"))?;
    tables.push((Tag::from_bytes(b"OS/2"), os2.to_vec()));
    tables.push((Tag::from_bytes(b"cmap"), cmap(&pairs)));
    let flavor = cut.get(..4)?.try_into().ok()?;
    Some(assemble(flavor, tables))
}

/// Arabic letters are joined by the forms that Unicode has for them, without tables of the font.
fn with_joined_forms(letters: &BTreeSet<char>) -> BTreeSet<char> {
    let mut all = letters.clone();
    all.insert(' ');
    if letters.iter().any(|c| ('\u{600}'..='\u{6FF}').contains(c)) {
        all.extend('\u{FB50}'..='\u{FBFF}');
        all.extend('\u{FE70}'..='\u{FEFC}');
    }
    all
}

/// The table from letters to shapes: the format of 16 bits, and that of 32 where a letter needs it.
fn cmap(pairs: &[(u32, u16)]) -> Vec<u8> {
    let narrow: Vec<(u16, u16)> = pairs
        .iter()
        .filter_map(|(c, glyph)| Some((u16::try_from(*c).ok()?, *glyph)))
        .filter(|(c, _)| *c != u16::MAX)
        .collect();
    let wide = narrow.len() < pairs.len();
    let count: u16 = if wide { 2 } else { 1 };
    let mut out = Vec::new();
    put16(&mut out, &[0, count, WINDOWS, 1]);
    put32(&mut out, &[4 + 8 * u32::from(count)]);
    let format4 = segments(&narrow);
    if wide {
        put16(&mut out, &[WINDOWS, 10]);
        put32(&mut out, &[4 + 8 * 2 + format4.len() as u32]);
    }
    out.extend(format4);
    if wide {
        put16(&mut out, &[12, 0]);
        put32(
            &mut out,
            &[16 + 12 * pairs.len() as u32, 0, pairs.len() as u32],
        );
        for (c, glyph) in pairs {
            put32(&mut out, &[*c, *c, u32::from(*glyph)]);
        }
    }
    out
}

const WINDOWS: u16 = PlatformId::Windows as u16;

/// Format 4: runs of letters whose shapes follow each other, and the closing one that is required.
fn segments(pairs: &[(u16, u16)]) -> Vec<u8> {
    let mut runs: Vec<(u16, u16, u16)> = Vec::new();
    for (c, glyph) in pairs {
        match runs.last_mut() {
            Some((first, last, start)) if *last + 1 == *c && *start + (*c - *first) == *glyph => {
                *last = *c;
            }
            _ => runs.push((*c, *c, *glyph)),
        }
    }
    runs.push((u16::MAX, u16::MAX, 0));
    let n = runs.len() as u16;
    let power = 1u16 << n.ilog2();
    let mut out = Vec::new();
    put16(&mut out, &[4, 16 + 8 * n, 0]);
    put16(
        &mut out,
        &[2 * n, 2 * power, n.ilog2() as u16, 2 * (n - power)],
    );
    put16(&mut out, &runs.iter().map(|r| r.1).collect::<Vec<_>>());
    put16(&mut out, &[0]);
    put16(&mut out, &runs.iter().map(|r| r.0).collect::<Vec<_>>());
    let shift = |r: &(u16, u16, u16)| match r.0 {
        u16::MAX => 1,
        first => r.2.wrapping_sub(first),
    };
    put16(&mut out, &runs.iter().map(shift).collect::<Vec<_>>());
    put16(&mut out, &vec![0; runs.len()]);
    out
}

/// The file of these tables, with its sums.
fn assemble(flavor: [u8; 4], mut tables: Vec<(Tag, Vec<u8>)>) -> Vec<u8> {
    tables.sort_by_key(|(tag, _)| tag.to_bytes());
    let n = tables.len() as u16;
    let power = 1u16 << n.ilog2();
    let mut out = flavor.to_vec();
    put16(
        &mut out,
        &[n, 16 * power, n.ilog2() as u16, 16 * (n - power)],
    );
    let mut offset = 12 + 16 * tables.len();
    let mut adjustment = None;
    for (tag, table) in &mut tables {
        if tag.to_bytes() == *b"head" && table.len() >= 12 {
            table[8..12].fill(0);
            adjustment = Some(offset + 8);
        }
        out.extend(tag.to_bytes());
        put32(&mut out, &[sum(table), offset as u32, table.len() as u32]);
        offset += table.len().next_multiple_of(4);
    }
    for (_, table) in &tables {
        out.extend(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let whole = 0xB1B0_AFBA_u32.wrapping_sub(sum(&out));
    if let Some(place) = adjustment.and_then(|at| out.get_mut(at..at + 4)) {
        place.copy_from_slice(&whole.to_be_bytes());
    }
    out
}

/// The sum of a table's words of 32 bits.
fn sum(table: &[u8]) -> u32 {
    table.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

fn put16(out: &mut Vec<u8>, values: &[u16]) {
    out.extend(values.iter().flat_map(|v| v.to_be_bytes()));
}

fn put32(out: &mut Vec<u8>, values: &[u32]) {
    out.extend(values.iter().flat_map(|v| v.to_be_bytes()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> BTreeSet<char> {
        text.chars().collect()
    }

    #[test]
    fn the_part_has_the_shapes_and_widths_of_the_whole() {
        let whole = Face::parse(Font::bundled().bytes(), 0).unwrap();
        let text = "4 Nov 1945 01:20 — Чунцин, Θεσσαλονίκη, القاهرة 𝔸";
        let file = subset(Font::bundled().bytes(), &letters(text)).unwrap();
        assert_eq!(sum(&file), 0xB1B0_AFBA, "the sum of a whole file is fixed");
        let part = Face::parse(&file, 0).unwrap();
        assert_eq!(part.ascender(), whole.ascender());
        for c in text.chars() {
            let (old, new) = (whole.glyph_index(c).unwrap(), part.glyph_index(c).unwrap());
            assert_eq!(
                whole.glyph_hor_advance(old),
                part.glyph_hor_advance(new),
                "{c}"
            );
            assert_eq!(
                whole.glyph_bounding_box(old),
                part.glyph_bounding_box(new),
                "{c}"
            );
        }
        assert_eq!(part.glyph_index('z'), None);
        // The middle form of the Arabic letter heh, which no table of the font need find.
        assert!(part.glyph_index('\u{FEEC}').is_some());
    }

    #[test]
    fn a_picture_carries_some_kilobytes_of_font() {
        let text: String = (' '..='~').collect();
        let rule = rule(Font::bundled(), &letters(&text)).unwrap();
        assert!(rule.len() < 50_000, "{}", rule.len());
        assert_eq!(super::rule(Font::bundled(), &letters(&text)), Some(rule));
        assert_eq!(
            subset(Font::bundled().bytes(), &letters("慶")).map(|f| f.len() > 1),
            Some(true)
        );
        assert_eq!(subset(b"no font", &letters("a")), None);
    }
}
