//! From an expression on the wall's clock to a mention with its bounds on the time line.

use super::{Dated, MentionOptions};
use crate::extract::Gazetteer;
use crate::extract::locate::place_named;
use crate::extract::reading::ZoneWords;
use crate::extract::told::Known;
use crate::model::zone::Fold;
use crate::model::{Mention, Zone, ZoneBasis};

impl Dated {
    /// The mention; `characters` counts the code points before a byte.
    pub(super) fn finish(
        self,
        text: &str,
        options: &MentionOptions,
        characters: &mut Characters,
    ) -> Mention {
        let (start, end) = (self.bytes.start, self.bytes.end);
        let first = characters.before(text, start);
        let written = &text[start..end];
        let zone = self.stated_zone(Gazetteer::bundled).or(options.assume_zone);
        let (mut edtf, mut earliest, mut latest) = (None, None, None);
        if let Some(span) = &self.span {
            let when = span.in_zone(zone, ZoneBasis::Stated, Fold::default()).0;
            (earliest, latest) = (when.earliest, when.latest);
            edtf = Some(when.edtf);
        }
        Mention {
            start: first,
            end: first + written.chars().count(),
            byte_start: start,
            byte_end: end,
            text: written.to_owned(),
            kind: self.kind,
            modifier: self.resolved.modifier.map(|m| m.name()),
            edtf,
            zone: zone.map(|z| z.to_string()),
            calendar: self.span.as_ref().map(|s| s.calendar),
            earliest,
            latest,
            rule: self.rule,
            evidence: self.evidence(text),
            weekday_mismatch: self.resolved.weekday_mismatch,
            problem: self.problem,
            value: self.value,
        }
    }

    /// The zone that its words name.
    pub fn stated_zone<'g>(&self, gazetteer: impl FnOnce() -> &'g Gazetteer) -> Option<Zone> {
        let day = self.resolved.point.and_then(|p| p.first());
        match self.zone.as_ref()? {
            ZoneWords::Offset(0, _) => Some(Zone::Utc),
            ZoneWords::Offset(seconds, _) => Some(Zone::Fixed(*seconds)),
            ZoneWords::Place(name) => place_named(name, day, gazetteer()).map(|s| s.zone),
            ZoneWords::Local => None,
        }
    }

    /// How its completion is explained.
    fn evidence(&self, text: &str) -> Option<String> {
        let Some((what, Known { point, bytes })) = &self.resolved.taken else {
            let assumed = "century assumed: no other year is near";
            return self.assumed.then(|| assumed.to_owned());
        };
        Some(match bytes.is_empty() {
            true => format!("{what} from the date of the document, `{}`", point.edtf()),
            false => {
                let words = &text[bytes.clone()];
                format!("{what} from `{words}` at byte {}", bytes.start)
            }
        })
    }
}

/// Where the count of characters stands.
#[derive(Default)]
pub(super) struct Characters {
    byte: usize,
    count: usize,
}

impl Characters {
    /// The number of characters before a byte.
    fn before(&mut self, text: &str, byte: usize) -> usize {
        if byte < self.byte {
            *self = Characters::default();
        }
        let between = &text.as_bytes()[self.byte..byte];
        self.count += between.iter().filter(|b| (**b as i8) >= -0x40).count();
        self.byte = byte;
        self.count
    }
}
