//! `annals report`: the printed chronology.

use super::args::{Common, Report};
use super::asked::Asked;
use super::options::Setup;
use super::{Voice, output, run};
use crate::error::{Error, Result};

pub fn report(args: &Report, common: &Common, voice: &Voice) -> Result<u8> {
    if args.output.extension().is_none_or(|e| e != "pdf") {
        return Err(Error::request(
            format!("`{}` cannot be written", args.output.display()),
            "the chronology is printed as .pdf",
        ));
    }
    output::refuse_input(&args.output, &args.inputs)?;
    let setup = Setup::new(&args.inputs, common)?;
    let asked = Asked::new(&args.question, &setup)?;
    let mut loaded = setup.load(&args.inputs)?;
    let answer = asked.answer(&loaded)?;
    let book = run::Book {
        title: args.title.as_deref().or(setup.title()),
        author: args.author.as_deref(),
        window: answer.window.as_ref().map(|w| w.title()),
        edition: setup.edition(),
        stages: setup.stages(),
    };
    let pdf = run::print(&answer.selected.events, &mut loaded, &book)?;
    output::write_file(&args.output, &pdf)?;
    Ok(voice.report(&loaded))
}
