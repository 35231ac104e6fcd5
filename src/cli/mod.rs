//! The command line: what was typed, what it means, and the exit status.

mod args;
mod asked;
mod chart;
mod check;
mod data;
mod explain;
mod extract;
mod latency;
mod mentions;
mod options;
mod output;
mod print;
mod progress;
mod report;
mod run;
mod show;
mod text;
mod window;

use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::pipeline::Loaded;
use args::{Cli, ColorArg, Command, Common};
use clap::{CommandFactory, Parser};
use std::io::IsTerminal;
use std::process::ExitCode;

/// Done, also with diagnostics on dates that were read.
const DONE: u8 = 0;
/// Done, but `--strict` and there were diagnostics.
const DIAGNOSED: u8 = 1;
/// `check` found errors or warnings.
const FOUND: u8 = 1;
/// Some file or row could not be read, or the request was wrong.
const INCOMPLETE: u8 = 2;

/// Runs the program on the arguments of the process.
pub fn main() -> ExitCode {
    crate::error::silence_guarded();
    let cli = Cli::parse();
    let voice = Voice::new(&cli.common);
    match dispatch(&cli, &voice) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            voice.error(&error);
            ExitCode::from(INCOMPLETE)
        }
    }
}

fn dispatch(cli: &Cli, voice: &Voice) -> Result<u8> {
    let common = &cli.common;
    match &cli.command {
        Command::Run(args) => run::run(args, common, voice),
        Command::Extract(args) => extract::extract(args, common, voice),
        Command::Mentions(args) => mentions::mentions(args, common, voice),
        Command::Show(args) => show::show(args, common, voice),
        Command::Latency(args) => latency::latency(args, common, voice),
        Command::Check(args) => check::check(args, common, voice),
        Command::Explain(args) => explain::explain(args, common, voice),
        Command::Chart(args) => chart::chart(args, common, voice),
        Command::Report(args) => report::report(args, common, voice),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "annals", &mut out);
            output::print(&String::from_utf8_lossy(&out))?;
            Ok(DONE)
        }
        Command::Man => {
            let mut out = Vec::new();
            clap_mangen::Man::new(Cli::command())
                .render(&mut out)
                .map_err(|e| Error::write(std::path::Path::new("the manual page"), e))?;
            output::print(&String::from_utf8_lossy(&out))?;
            Ok(DONE)
        }
    }
}

/// What is said on standard error.
struct Voice {
    quiet: bool,
    strict: bool,
    color: bool,
}

impl Voice {
    fn new(common: &Common) -> Voice {
        let color = match common.color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => {
                std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
            }
        };
        Voice {
            quiet: common.quiet,
            strict: common.strict,
            color,
        }
    }

    /// `error: cannot read …`, its causes and the way out.
    fn error(&self, error: &Error) {
        let (red, plain) = if self.color {
            ("\x1b[1;31m", "\x1b[0m")
        } else {
            ("", "")
        };
        let harmless = |text: String| output::harmless(&text).into_owned();
        eprintln!("{red}error{plain}: {}", harmless(error.to_string()));
        let mut cause = std::error::Error::source(error);
        while let Some(inner) = cause {
            eprintln!("  caused by: {}", harmless(inner.to_string()));
            cause = inner.source();
        }
        if let Some(hint) = error.hint() {
            eprintln!("  hint: {}", harmless(hint.to_owned()));
        }
    }

    /// Says what was odd.
    fn diagnostics(&self, found: &[Diagnostic]) {
        for found in found {
            if !self.quiet || found.severity == Severity::Error {
                eprintln!("{}", output::harmless(&found.to_string()));
            }
        }
    }

    /// Says what a file that was written does not hold; the exit status, which was another so far.
    fn also(&self, status: u8, found: Vec<Diagnostic>) -> u8 {
        self.diagnostics(&found);
        match status {
            DONE if self.strict && !found.is_empty() => DIAGNOSED,
            status => status,
        }
    }

    /// Says which files and rows could not be read.
    fn unread(&self, loaded: &Loaded) {
        for found in &loaded.diagnostics {
            if found.severity == Severity::Error {
                eprintln!("{}", output::harmless(&found.to_string()));
            }
        }
        for error in &loaded.errors {
            self.error(error);
        }
    }

    /// Says what was odd, and gives the exit status.
    fn report(&self, loaded: &Loaded) -> u8 {
        self.diagnostics(&loaded.diagnostics);
        for error in &loaded.errors {
            self.error(error);
        }
        let nothing = loaded.events.is_empty() && loaded.outside == 0;
        if nothing && loaded.errors.is_empty() && !loaded.files.is_empty() && !self.quiet {
            let files = text::count(loaded.files.len(), "file");
            eprintln!("note: no date was found in {files}");
        }
        if loaded.is_incomplete() {
            INCOMPLETE
        } else if self.strict && !loaded.diagnostics.is_empty() {
            DIAGNOSED
        } else {
            DONE
        }
    }
}
