//! `holdfast`: the agent, the dashboard and the tools around them, in one binary.
#![forbid(unsafe_code)]

mod backup;
mod cli;
mod commands;
mod compose;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod connect_tests;
mod data;
mod err;
mod out;
mod transfer;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let args = match cli::Args::try_parse() {
        Ok(args) => args,
        Err(error) => return out::usage(&error),
    };
    match commands::dispatch(args) {
        Ok(code) => code,
        Err(error) => {
            out::error(&error);
            ExitCode::from(error.code())
        }
    }
}
