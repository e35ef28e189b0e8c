//! The two commands: demo and test. `cargo xtask help` lists them.
//!
//! Map: [`args`] reads the command line, [`place`] knows the folders, [`run`] starts programs and tells
//! what takes how long, [`stamp`] skips what did not change, [`build`], [`package`], [`demo`] and [`test`] are
//! the verbs. Of the tests' steps, [`packages`] and [`tools`] install, [`wasm`], [`again`] and [`infra`] have a file each.
#![forbid(unsafe_code)]

mod again;
mod args;
mod build;
mod demo;
mod infra;
mod package;
mod packages;
mod place;
mod run;
mod stamp;
mod test;
mod tools;
mod wasm;

use std::io::Write as _;
use std::process::ExitCode;

use crate::args::Verb;
use crate::place::Place;

const USAGE: &str = "usage: cargo xtask build
       cargo xtask package
       cargo xtask lambda
       cargo xtask corpus [--json] [--rules] [DIR]
       cargo xtask demo [--smoke] [--payloads DIR] [--data DIR] [--port N]
       cargo xtask test [--full] [--only STEP]";

fn main() -> ExitCode {
    let verb = match args::parse(std::env::args().skip(1)) {
        Ok(Verb::Help) => {
            println!("{USAGE}\nsteps of test: {}", test::names());
            return ExitCode::SUCCESS;
        }
        Ok(verb) => verb,
        Err(sentence) => return fail(&format!("{sentence}\n{USAGE}"), 2),
    };
    let done = Place::find().and_then(|place| match verb {
        Verb::Help => Ok(0),
        Verb::Build => build::all(&place).map(|()| 0),
        Verb::Package => package::all(&place).map(|()| 0),
        Verb::Lambda => infra::lambda(&place).map(|()| 0),
        Verb::Corpus(words) => corpus(&place, &words),
        Verb::Demo(ask) => demo::demo(&place, &ask),
        Verb::Test(ask) => test::test(&place, &ask),
    });
    match done {
        Ok(code) => ExitCode::from(code),
        Err(sentence) => fail(&sentence, 1),
    }
}

/// Recall and false positives of the sanitiser; ends as the measuring program ends.
fn corpus(place: &Place, words: &[String]) -> Result<u8, String> {
    let mut measure = run::cargo(place);
    measure.args(["run", "--release", "-q", "-p", "holdfast-corpus", "--"]).args(words);
    let ended = measure.status().map_err(|e| format!("`cargo` does not start: {e}"))?;
    Ok(ended.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}

fn fail(sentence: &str, code: u8) -> ExitCode {
    // Nothing is left to do when standard error is closed too.
    let _ = writeln!(std::io::stderr(), "xtask: {sentence}");
    ExitCode::from(code)
}
