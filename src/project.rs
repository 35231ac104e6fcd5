//! The project file `annals.toml`: what the keeper of a collection knows and the texts do not say.

use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Name of the project file.
pub const FILE: &str = "annals.toml";

/// The contents of a project file. Unknown keys are errors.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Title of the printed chronology.
    pub title: Option<String>,
    /// The clock where nothing better is known.
    pub zone: Option<String>,
    /// First day of the week.
    pub week_start: Option<WeekStart>,
    /// How dates in figures are read where `--dates` does not say.
    #[serde(default)]
    pub dates: Dates,
    /// Names and the places they stand for: `"VKP CC" = "Moscow"`.
    #[serde(default)]
    pub places: BTreeMap<String, String>,
    /// Stages and words for them: `telephoned = ["telephoned at"]`.
    #[serde(default)]
    pub stages: BTreeMap<String, Vec<String>>,
    /// Order of stages, by kind of message.
    #[serde(default)]
    pub stage_order: BTreeMap<String, Vec<String>>,
    /// Headers of tables and the columns they mean: `"BegBates" = "citation"`.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// Periods for `--during`, in EDTF: `"Michaelmas term 1945" = "1945-10-01/1945-12-17"`.
    #[serde(default)]
    pub periods: BTreeMap<String, String>,
    /// What `check` leaves out.
    #[serde(default)]
    pub check: Check,
    /// The edition that the documents belong to, as the printed chronology names it.
    pub edition: Option<Edition>,
    /// Corrections, each with its reason.
    #[serde(default, rename = "override")]
    pub overrides: Vec<Override>,
    /// The file it was read from.
    #[serde(skip)]
    pub path: PathBuf,
}

/// How dates in figures are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dates {
    /// The whole column settles it.
    #[default]
    Auto,
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
    /// Year, month, day.
    Ymd,
    /// Nothing but EDTF.
    Edtf,
    /// Seconds since 1970.
    Epoch,
}

/// An edition: what the printed chronology names as its source.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub url: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
}

impl Edition {
    /// Title, address and licence on one line.
    pub fn line(&self) -> String {
        let parts = [Some(&self.title), self.url.as_ref(), self.licence.as_ref()];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        parts.join(", ")
    }
}

/// First day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum WeekStart {
    Monday,
    Sunday,
}

/// What `check` leaves out.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Codes.
    #[serde(default)]
    pub ignore: Vec<String>,
}

/// A correction of one event, or of all that have some words.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The event, by its identifier or a beginning of it that no other has.
    pub event: Option<String>,
    /// The events whose words hold this text.
    pub text: Option<String>,
    /// The right date, in words, ISO or EDTF.
    pub date: Option<String>,
    /// The right clock time.
    pub time: Option<String>,
    /// The right zone.
    pub zone: Option<String>,
    /// The right place.
    pub place: Option<String>,
    /// The right stage.
    pub stage: Option<String>,
    /// Leave the event out.
    #[serde(default)]
    pub drop: bool,
    /// Why. Required.
    pub reason: String,
}

impl Project {
    /// Reads a project file.
    ///
    /// # Errors
    /// A file that cannot be read, is no TOML, or has a key that is not known: with its line.
    pub fn read(path: &Path) -> Result<Project> {
        let text = std::fs::read_to_string(path).map_err(|e| Error::read(path, e))?;
        let mut project = Project::parse(&text).map_err(|message| Error::Format {
            path: path.to_owned(),
            message,
            hint: "the README lists the keys; remove or correct this one".into(),
        })?;
        project.path = path.to_owned();
        Ok(project)
    }

    /// Reads the text of a project file.
    ///
    /// # Errors
    /// What is wrong and where.
    ///
    /// ```
    /// use annals::project::Project;
    /// let project = Project::parse("zone = \"Europe/Vienna\"").unwrap();
    /// assert_eq!(project.zone.as_deref(), Some("Europe/Vienna"));
    /// assert!(Project::parse("zoen = 1").is_err());
    /// ```
    pub fn parse(text: &str) -> std::result::Result<Project, String> {
        let project: Project = toml::from_str(text).map_err(|e| e.to_string())?;
        for (at, found) in project.overrides.iter().enumerate() {
            let number = at + 1;
            if found.event.is_some() == found.text.is_some() {
                return Err(format!("override {number} needs either `event` or `text`"));
            }
            if found.reason.trim().is_empty() {
                return Err(format!("override {number} needs a `reason`"));
            }
        }
        Ok(project)
    }

    /// The project file of some inputs: in the first input's folder, else in its parents up to
    /// the working directory. Nothing is merged.
    pub fn find(inputs: &[PathBuf], working: &Path) -> Option<PathBuf> {
        let first = inputs.first().filter(|i| i.as_os_str() != "-")?;
        let whole = working.join(first);
        let mut folder = if whole.is_dir() {
            whole.as_path()
        } else {
            whole.parent()?
        };
        loop {
            let file = folder.join(FILE);
            if file.is_file() {
                return Some(file);
            }
            if folder == working || !folder.starts_with(working) {
                return None;
            }
            folder = folder.parent()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_contract_that_is_offered() {
        let text = r#"
            title = "The cables"
            zone = "Europe/Moscow"
            week_start = "sunday"
            [places]
            "VKP CC" = "Moscow"
            [stages]
            telephoned = ["telephoned at"]
            [stage_order]
            cable = ["sent", "arrived", "deciphered"]
            [columns]
            "BegBates" = "citation"
            [periods]
            "Michaelmas term 1945" = "1945-10-01/1945-12-17"
            [check]
            ignore = ["zone-assumed"]
            [edition]
            title = "The cables"
            url = "https://example.org/cables"
            licence = "CC BY 4.0"
            [[override]]
            event = "cable-3523/sent"
            time = "01:25"
            reason = "corrected in the register"
        "#;
        let project = Project::parse(text).unwrap();
        assert_eq!(project.week_start, Some(WeekStart::Sunday));
        assert_eq!(
            project.edition.map(|e| e.line()).as_deref(),
            Some("The cables, https://example.org/cables, CC BY 4.0")
        );
        assert_eq!(project.overrides[0].time.as_deref(), Some("01:25"));
    }

    #[test]
    fn a_correction_needs_its_reason_and_its_event() {
        let none = "[[override]]\nevent = \"a\"\n";
        assert!(Project::parse(none).is_err());
        let blank = "[[override]]\nevent = \"a\"\nreason = \" \"\n";
        assert!(Project::parse(blank).unwrap_err().contains("reason"));
        let both = "[[override]]\nevent = \"a\"\ntext = \"b\"\nreason = \"c\"\n";
        assert!(Project::parse(both).unwrap_err().contains("either"));
    }
}
