//! Odd in the data: a diagnostic beside the value, with a stable code, and the work goes on.

use std::fmt;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; the value stands.
    Note,
    /// The value may be wrong, or something was left out.
    Warning,
    /// A file or row could not be read.
    Error,
}

impl Severity {
    /// `note`, `warning`, `error`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What a diagnostic is about: stable, short, for `--ignore` and for scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Code {
    NoSuchDay,
    NoSuchTime,
    WeekdayMismatch,
    ArrivalBeforeDispatch,
    ZoneGap,
    ZoneFold,
    ZoneUnknown,
    ZoneAssumed,
    ZoneBefore1970,
    PlaceUnknown,
    PlaceAmbiguous,
    CalendarAssumed,
    DateOrder,
    OutOfRange,
    RowUnreadable,
    FileUnreadable,
    FileSkipped,
    NoDate,
    SourcesDisagree,
    DelayOutlier,
    NumberMissing,
    YearOutOfSpan,
    NoSource,
    OverrideUnused,
    EditorDiffers,
    ScanningError,
    YearAssumed,
    OutOfOrder,
    FileChanged,
    EncodingAssumed,
    RowShort,
    RowsRejected,
    ColumnTwice,
    SheetSkipped,
    RuleIgnored,
    NotWritten,
    NotHeld,
    LetterMissing,
    StandardMissed,
}

impl Code {
    /// The stable name: `no-such-day`.
    pub fn name(self) -> &'static str {
        match self {
            Code::NoSuchDay => "no-such-day",
            Code::NoSuchTime => "no-such-time",
            Code::WeekdayMismatch => "weekday-mismatch",
            Code::ArrivalBeforeDispatch => "arrival-before-dispatch",
            Code::ZoneGap => "zone-gap",
            Code::ZoneFold => "zone-fold",
            Code::ZoneUnknown => "zone-unknown",
            Code::ZoneAssumed => "zone-assumed",
            Code::ZoneBefore1970 => "zone-before-1970",
            Code::PlaceUnknown => "place-unknown",
            Code::PlaceAmbiguous => "place-ambiguous",
            Code::CalendarAssumed => "calendar-assumed",
            Code::DateOrder => "date-order",
            Code::OutOfRange => "out-of-range",
            Code::RowUnreadable => "row-unreadable",
            Code::FileUnreadable => "file-unreadable",
            Code::FileSkipped => "file-skipped",
            Code::NoDate => "no-date",
            Code::SourcesDisagree => "sources-disagree",
            Code::DelayOutlier => "delay-outlier",
            Code::NumberMissing => "number-missing",
            Code::YearOutOfSpan => "year-out-of-span",
            Code::NoSource => "no-source",
            Code::OverrideUnused => "override-unused",
            Code::EditorDiffers => "editor-differs",
            Code::ScanningError => "scanning-error",
            Code::YearAssumed => "year-assumed",
            Code::OutOfOrder => "out-of-order",
            Code::FileChanged => "file-changed",
            Code::EncodingAssumed => "encoding-assumed",
            Code::RowShort => "row-short",
            Code::RowsRejected => "rows-rejected",
            Code::ColumnTwice => "column-twice",
            Code::SheetSkipped => "sheet-skipped",
            Code::RuleIgnored => "rule-ignored",
            Code::NotWritten => "not-written",
            Code::NotHeld => "not-held",
            Code::LetterMissing => "letter-missing",
            Code::StandardMissed => "standard-missed",
        }
    }
}

/// Something odd, with its place and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What it is about.
    pub code: Code,
    /// The file.
    pub source: String,
    /// Line, from 1; 0 if the whole file is meant.
    pub line: u32,
    /// Column, from 1, in characters; 0 if the whole line is meant.
    pub column: usize,
    /// What is odd: lower case, values in backticks.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A diagnostic about a whole file, until [`Diagnostic::at`] narrows it.
    pub fn new(severity: Severity, code: Code, source: &str, message: String) -> Diagnostic {
        Diagnostic {
            severity,
            code,
            source: source.to_owned(),
            line: 0,
            column: 0,
            message,
            hint: None,
        }
    }

    /// The same at a line and a column; 0 for "the whole".
    pub fn at(mut self, line: u32, column: usize) -> Diagnostic {
        (self.line, self.column) = (line, column);
        self
    }

    /// The same with a way out.
    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    /// `notes/1914.txt:14:9  warning[no-such-day]: April 1914 has 30 days …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
            if self.column > 0 {
                write!(f, ":{}", self.column)?;
            }
        }
        write!(
            f,
            "  {}[{}]: {}",
            self.severity.name(),
            self.code.name(),
            self.message
        )?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}
