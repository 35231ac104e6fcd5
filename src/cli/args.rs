//! What was typed. What it means is in `options`.

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// A chronology engine: dated documents to answers, delays, charts and printed chronologies.
///
/// INPUT is a file, a folder, a quoted pattern, or `-` for standard input. Texts (.txt, .html), TEI
/// and CMIF (.xml), mail (.eml, .mbox), tables (.csv, .tsv, .ndjson, .json, .parquet, .arrow, .xlsx,
/// .ods) and calendars (.ics) can be mixed.
#[derive(Debug, Parser)]
#[command(name = "annals", version, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The main job: coverage, chronology, delays; with -o also the printed chronology and charts
    Run(Run),
    /// Documents and tables to events
    Extract(Extract),
    /// Every time expression in the texts, with its value
    Mentions(Mentions),
    /// What happened, when, by which source
    Show(Show),
    /// Time between the stages of messages
    Latency(Latency),
    /// What cannot be right, and what nobody can vouch for
    Check(Check),
    /// Why this instant: the chain of reasons of each event
    Explain(Explain),
    /// Draw a chart as SVG, PNG or PDF
    Chart(Chart),
    /// The printed chronology as PDF, HTML, a poster (SVG), Markdown or typst source
    Report(Report),
    /// Completions for a shell, on standard output
    Completions {
        /// The shell
        shell: Shell,
    },
    /// The manual page, on standard output
    Man,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// The clock where nothing better is known, such as Europe/Vienna or UTC+03:00
    #[arg(long, global = true, value_name = "ZONE")]
    pub assume_zone: Option<String>,
    /// The project file; default: annals.toml in the first input's folder or above it
    #[arg(long, global = true, value_name = "FILE")]
    pub project: Option<PathBuf>,
    /// Anchors dates without a year where a document has no date of its own
    #[arg(long, global = true, value_name = "DATE")]
    pub reference_date: Option<String>,
    /// A clock time that was shown twice: keep both, or choose
    #[arg(long, global = true, value_name = "WHICH", default_value = "widen")]
    pub fold: FoldArg,
    /// Read every input as this format: text, html, csv, tsv, tei, ndjson, json, parquet, arrow,
    /// xlsx, ods, eml, mbox, ics
    #[arg(long, global = true, value_name = "FORMAT")]
    pub input_format: Option<String>,
    /// Which dates of a text become events
    #[arg(long, global = true, value_name = "WHICH", default_value = "auto")]
    pub facts: FactsArg,
    /// How the dates of tables are written; auto lets each column settle which figure is the day
    #[arg(long, global = true, value_name = "FORM", default_value = "auto")]
    pub dates: DatesArg,
    /// A header of a table and the column it means, such as BegBates=citation (repeatable)
    #[arg(long, global = true, value_name = "THEIRS=OURS")]
    pub map: Vec<String>,
    /// Width of the text, in columns
    #[arg(long, global = true, value_name = "N")]
    pub width: Option<usize>,
    /// No diagnostics, only errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Exit with status 1 if there were diagnostics
    #[arg(long, global = true)]
    pub strict: bool,
    /// Colours on standard error
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorArg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FoldArg {
    Widen,
    Earlier,
    Later,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FactsArg {
    /// The envelope where a document has one, else the text
    Auto,
    Envelope,
    Text,
    All,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum DatesArg {
    Auto,
    /// 25/04/2019
    Dmy,
    /// 04/25/2019
    Mdy,
    /// 2019/04/25
    Ymd,
    /// EDTF alone; anything else cannot be read
    Edtf,
    /// Numbers since 1970: seconds, or by their size milli-, micro- or nanoseconds
    Epoch,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ColorArg {
    Auto,
    Always,
    Never,
}

/// Which events.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Window and filters")]
pub struct Question {
    /// A time in words or EDTF, a period of the project file, or beside an event: "the week of
    /// 4 November 1945", 1945-11, "the week after the cable was deciphered"
    #[arg(long, value_name = "TIME", conflicts_with_all = ["since", "until", "week_of"])]
    pub during: Option<String>,
    /// From this day, month, year, instant or event on
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Up to this day, month or year, included, or this instant or event, excluded
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// The week of this day
    #[arg(long, value_name = "DATE", conflicts_with_all = ["since", "until"])]
    pub week_of: Option<String>,
    /// This day of every year: 11-04, "4 November"
    #[arg(long, value_name = "DAY", conflicts_with_all = ["during", "since", "until", "week_of"])]
    pub on_this_day: Option<String>,
    /// Near an event, a time or an instant; how near says --within
    #[arg(long, value_name = "WHAT", requires = "within",
          conflicts_with_all = ["during", "since", "until", "week_of", "on_this_day"])]
    pub around: Option<String>,
    /// How near: 6h, "90 min", 3d
    #[arg(long, value_name = "LENGTH", requires = "around")]
    pub within: Option<String>,
    /// What a place or a person had received and could read by then; when says --at
    #[arg(long, value_name = "WHO", requires = "at",
          conflicts_with_all = ["during", "since", "until", "week_of", "on_this_day", "around"])]
    pub known_by: Option<String>,
    /// The moment of --known-by
    #[arg(long, value_name = "TIME", requires = "known_by")]
    pub at: Option<String>,
    /// How an event lies to the window, by Allen: before, meets, overlaps, starts, during,
    /// finishes, equals, and finished-by, contains, started-by, overlapped-by, met-by, after
    #[arg(long, value_name = "RELATION", conflicts_with_all = ["on_this_day", "around", "known_by"])]
    pub relation: Option<String>,
    /// First day of the week; default: Monday, or as the project file says
    #[arg(long, value_name = "DAY")]
    pub week_start: Option<WeekStartArg>,
    /// Cut the days in this zone, and set its clock first
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
    /// Events that may belong to the window, or only those that certainly do
    #[arg(long = "match", value_name = "HOW", default_value = "possible")]
    pub matching: MatchArg,
    /// Only this stage (repeatable)
    #[arg(long, value_name = "STAGE")]
    pub stage: Vec<String>,
    /// Only this place (repeatable)
    #[arg(long, value_name = "PLACE")]
    pub place: Vec<String>,
    /// Only messages from or to this person or office (repeatable)
    #[arg(long, value_name = "NAME")]
    pub actor: Vec<String>,
    /// Only this document (repeatable)
    #[arg(long, value_name = "ID")]
    pub document: Vec<String>,
    /// Only this message (repeatable)
    #[arg(long, value_name = "ID")]
    pub message: Vec<String>,
    /// Only events whose label or words match this regular expression
    #[arg(long, value_name = "REGEX")]
    pub text: Option<String>,
    /// Only events for which this predicate of SQL over the columns holds
    #[arg(long = "where", value_name = "SQL")]
    pub predicate: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum WeekStartArg {
    Monday,
    Sunday,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum MatchArg {
    #[default]
    Possible,
    Certain,
}

#[derive(Debug, Args)]
pub struct Run {
    /// Files, folders, patterns, or `-`
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Write chronology.pdf, timeline.svg, delays.svg, events.parquet and pairs.csv into a folder
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Title of the printed chronology
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
}

#[derive(Debug, Args)]
pub struct Extract {
    /// Files, folders, patterns, or `-`
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Write to a file; its ending names the format (.ndjson, .json, .csv, .xlsx, .parquet, .arrow,
    /// .ics, .timelinejs.json, .timesketch.jsonl, .mmd, .mw, .tei.xml, .cmif.xml)
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub format: FormatArgs,
    /// Write Parquet into the new folder of -o, a folder for each century or decade, as it comes:
    /// for results larger than the memory
    #[arg(long, value_name = "UNIT", requires = "output", conflicts_with_all = ["format", "json"])]
    pub partition: Option<PartitionArg>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PartitionArg {
    Century,
    Decade,
}

#[derive(Clone, Debug, Args)]
pub struct FormatArgs {
    /// Format of the output (parquet, arrow and xlsx need -o); default: a table on a terminal,
    /// ndjson in a pipe
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<DataFormat>,
    /// Short for --format ndjson
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DataFormat {
    Table,
    Ndjson,
    Json,
    Csv,
    Xlsx,
    Parquet,
    Arrow,
    Ics,
    Timelinejs,
    Timesketch,
    Mermaid,
    Markwhen,
    Tei,
    Cmif,
}

#[derive(Debug, Args)]
pub struct Show {
    /// Files, folders, patterns, or `-`
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub question: Question,
    #[command(flatten)]
    pub answer: Answer,
}

/// How `show` answers.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Answer")]
pub struct Answer {
    /// Silences longer than this (3d, 12h), or than is usual, instead of the events
    #[arg(long, value_name = "LENGTH|usual")]
    pub gaps: Option<String>,
    /// For --gaps: the silences of each sender, recipient, route, place or series
    #[arg(long, value_name = "KEY", default_value = "all", requires = "gaps")]
    pub per: PerArg,
    /// Only how many
    #[arg(long, conflicts_with_all = ["first", "last", "limit"])]
    pub count: bool,
    /// Only the first
    #[arg(long, conflicts_with_all = ["last", "limit"])]
    pub first: bool,
    /// Only the last
    #[arg(long, conflicts_with = "limit")]
    pub last: bool,
    /// Only so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Order, or chapters
    #[arg(long, value_name = "KEY", default_value = "time")]
    pub sort: SortArg,
    /// text, markdown, or a data format; default: text
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Short for --format ndjson
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Write to a file; its ending names the format (.txt, .md, .ndjson …)
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SortArg {
    /// Earliest first
    #[default]
    Time,
    /// Latest first
    Newest,
    /// A chapter for each place
    Place,
    Sender,
    Message,
    Document,
    Stage,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum PerArg {
    /// All events together
    #[default]
    All,
    Sender,
    Recipient,
    /// From the first place of a message to its last
    Route,
    Place,
    /// Numbered messages of one name
    Series,
}

#[derive(Debug, Args)]
pub struct Latency {
    /// Files, folders, patterns, or `-`
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Stage to count from
    #[arg(long, value_name = "STAGE")]
    pub from: Option<String>,
    /// Stage to count to
    #[arg(long, value_name = "STAGE")]
    pub to: Option<String>,
    /// A chain of stages: each leg, its share in the whole way, and the whole
    #[arg(long, value_name = "STAGES", value_delimiter = ',', conflicts_with_all = ["from", "to"])]
    pub stages: Vec<String>,
    /// From a message to the one that refers to it: reply, forward or copy
    #[arg(long, value_name = "LINK", conflicts_with = "stages")]
    pub across: Option<String>,
    /// Group by route, from_place, to_place, sender, recipient, year, month, weekday, hour, stage,
    /// any column, or several of them
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub by: Vec<String>,
    /// Until when an end would be known: what has none by then took longer
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Every delay, not the summary
    #[arg(long, group = "view")]
    pub pairs: bool,
    /// When which share is through, counting what has not ended: Kaplan-Meier, or Turnbull for
    /// bounds
    #[arg(long, group = "view")]
    pub survival: bool,
    /// The median of each N neighbouring delays, in the order of sending
    #[arg(long, value_name = "N", group = "view")]
    pub rolling: Option<usize>,
    /// Two periods beside each other, or with --by two of its groups
    #[arg(long, value_names = ["A", "B"], num_args = 2, group = "view")]
    pub compare: Option<Vec<String>>,
    /// Transmission, transport, throughput, processing and idle time; service frequency, messages
    /// under way, overtaking
    #[arg(long, group = "view")]
    pub measures: bool,
    #[command(flatten)]
    pub question: Question,
    #[command(flatten)]
    pub format: FormatArgs,
    /// Write to a file; its ending names the format (.ndjson, .csv, .parquet, .txt)
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Chart {
    /// Kind of chart; --list names them
    #[arg(required_unless_present = "list", value_name = "KIND")]
    pub kind: Option<String>,
    /// Files, folders, patterns, or `-`
    #[arg(required_unless_present = "list", value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// List the kinds, one per line, with when to use each
    #[arg(long)]
    pub list: bool,
    /// The file to draw: .svg, .png (288 dots to the inch) or .pdf
    #[arg(long, short, required_unless_present = "list", value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Heading
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Height in pixels of 1/96 inch; --width likewise
    #[arg(long, value_name = "N")]
    pub height: Option<u32>,
    /// Column that makes the lanes or rows: place, sender, stage …, any column of a table
    #[arg(long, value_name = "COLUMN")]
    pub lane: Option<String>,
    /// Column that makes the colours, and shapes or dashes with them
    #[arg(long, value_name = "COLUMN")]
    pub color_by: Option<String>,
    /// The clock above the plot: a zone, or none; default: UTC where hours of another are shown
    #[arg(long, value_name = "ZONE")]
    pub second_clock: Option<String>,
    /// Black and white
    #[arg(long)]
    pub bw: bool,
    /// A font to draw with, .ttf or .otf; default: DejaVu Sans, which is part of the program
    #[arg(long, value_name = "FILE")]
    pub font_path: Option<PathBuf>,
    /// Stage from which delays are counted; default: the commonest pair of stages
    #[arg(long, value_name = "STAGE")]
    pub from: Option<String>,
    /// Stage to which delays are counted
    #[arg(long, value_name = "STAGE")]
    pub to: Option<String>,
    /// The day up to which the sources would tell an end: what has none took longer (survival)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Write the numbers that were drawn, .csv
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
    #[command(flatten)]
    pub question: Question,
}

#[derive(Debug, Args)]
pub struct Report {
    /// Files, folders, patterns, or `-`
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// The file to write: .pdf, .html, .svg (a poster), .md or .typ
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// Title
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Author or compiler
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    /// For whom: other columns and order of the same data
    #[arg(long, value_name = "WHOM", default_value = "history")]
    pub variant: VariantArg,
    /// What stands under one heading; default: a day, and in a court's table everything. The
    /// numbers of entries stay those of their days
    #[arg(long, value_name = "UNIT")]
    pub group_by: Option<GroupByArg>,
    /// Which charts; default: some, and none for a court
    #[arg(long, value_name = "WHICH")]
    pub charts: Option<ChartsArg>,
    /// Names of sources with their folders
    #[arg(long)]
    pub full_paths: bool,
    /// A font beside the bundled ones, for letters that they have not: .ttf, .otf, .ttc (repeatable)
    #[arg(long, value_name = "FILE")]
    pub font_path: Vec<PathBuf>,
    #[command(flatten)]
    pub question: Question,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum VariantArg {
    /// Entries by day on the clock of the place, notes, delays, doubts
    History,
    /// A numbered table with citations, landscape; no keeper's notes, no evaluation
    Court,
    /// UTC first, the local clock second
    Incident,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum GroupByArg {
    Day,
    Week,
    Month,
    Place,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ChartsArg {
    None,
    /// An overview, and the delays
    Some,
    /// Every kind that the events give
    All,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Files, folders, patterns, or `-`
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Leave out findings of this code (repeatable)
    #[arg(long, value_name = "CODE")]
    pub ignore: Vec<String>,
    /// One finding per line as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// Files, folders, patterns, or `-`
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Only this event, by its identifier or a beginning of it that no other has
    #[arg(long, value_name = "ID")]
    pub event: Option<String>,
    /// One event per line as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub question: Question,
}

#[derive(Debug, Args)]
pub struct Mentions {
    /// Files, folders, patterns, or `-`
    #[arg(value_name = "INPUT", required_unless_present = "corpus")]
    pub inputs: Vec<PathBuf>,
    /// A corpus: rows of JSON with `doc`, `text`, and `dct`, the day the document was made
    #[arg(long, value_name = "FILE", conflicts_with = "inputs")]
    pub corpus: Option<PathBuf>,
    /// Write to a file; its ending names the format (.ndjson, .csv, .tml); TimeML of several
    /// documents goes into a folder (`-o out/ --format timeml`)
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// ndjson, json, csv, timeml, or a table; default: a table on a terminal, ndjson in a pipe
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<MentionFormat>,
    /// Short for --format ndjson
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MentionFormat {
    Table,
    Ndjson,
    Json,
    Csv,
    Timeml,
}
