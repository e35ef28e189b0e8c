//! The one place that prints.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::err::{CliError, USAGE};

/// A line on standard output; a closed pipe ends the program quietly.
pub(crate) fn line(text: &str) {
    let mut out = io::stdout().lock();
    if writeln!(out, "{text}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// A line on standard error.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// An error: the fact, then the hint.
pub(crate) fn error(error: &CliError) {
    note(&format!("holdfast: {}", error.fact()));
    if let Some(hint) = error.advice() {
        note(&format!("  {hint}"));
    }
}

/// Usage from the parser; `--help` and `--version` are no errors.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    let wanted = matches!(
        error.kind(),
        clap::error::ErrorKind::DisplayHelp | clap::error::ErrorKind::DisplayVersion
    );
    if wanted {
        line(error.to_string().trim_end());
        return ExitCode::SUCCESS;
    }
    note(error.to_string().trim_end());
    ExitCode::from(USAGE)
}
