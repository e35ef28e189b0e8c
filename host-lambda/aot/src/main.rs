//! Compiles guests ahead of time for the host.
//!
//! `holdfast-aot OUT_DIR NAME=PATH[:component]..` writes `NAME.wasm`, `NAME.cwasm` and
//! `digests.json`.
#![forbid(unsafe_code)]

mod compile;
mod err;

use std::io::Write as _;
use std::process::ExitCode;

use crate::compile::{Guest, compile_all};

const USAGE: &str = "usage: holdfast-aot OUT_DIR NAME=PATH_TO_CORE_WASM[:component] ..";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (Some(out_dir), rest) = (args.next(), args.collect::<Vec<_>>()) else {
        return fail(USAGE, 2);
    };
    if rest.is_empty() {
        return fail(USAGE, 2);
    }
    let guests = match rest.iter().map(|arg| Guest::parse(arg)).collect::<Result<Vec<_>, _>>() {
        Ok(guests) => guests,
        Err(error) => return fail(&format!("{error}\n{USAGE}"), 2),
    };
    match compile_all(out_dir.as_ref(), &guests) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error.to_string(), 1),
    }
}

fn fail(sentence: &str, code: u8) -> ExitCode {
    // Nothing is left to do when standard error is closed too.
    let _ = writeln!(std::io::stderr(), "holdfast-aot: {sentence}");
    ExitCode::from(code)
}
