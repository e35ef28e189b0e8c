//! One file for each subcommand.

mod audit;
mod connect;
mod cycle;
mod doctor;
mod explain;
mod forget;
mod judge;
mod parity;
mod plugin;
mod run;
mod secrets;
mod smoke;
mod transfer;
mod upstream;

#[cfg(test)]
pub(crate) use upstream::stand_in_config;

use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use tracing_subscriber::filter::FilterExt as _;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::cli::{Args, Command};
use crate::err::CliError;

/// Longest input of a command, in bytes.
const INPUT_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Runs the subcommand.
pub(crate) fn dispatch(args: Args) -> Result<ExitCode, CliError> {
    match args.command {
        Command::Verdict { explain, file } => judge::verdict(&file, explain),
        Command::Sanitise { jsonl, file } => judge::sanitise(&file, jsonl),
        Command::Parity { requests, corpus, no_browser, all_browsers } => {
            parity::run(requests, corpus.as_deref(), !no_browser, all_browsers)
        }
        Command::Run { port, demo, upstream } => {
            block_on(run::run(args.data, port, demo, upstream))
        }
        Command::Cycle { json } => block_on(cycle::run(args.data, json)),
        Command::DemoSmoke { payloads, json } => block_on(smoke::run(payloads, json)),
        Command::Upstream { payloads, port } => block_on(upstream::run(payloads, port)),
        Command::Plugin { command } => plugin::run(&command),
        Command::Connect { command, upstream } => {
            block_on(connect::connect(args.data, command, upstream))
        }
        Command::Disconnect { name } => block_on(connect::disconnect(args.data, name)),
        Command::Passwd => block_on(secrets::passwd(args.data)),
        Command::Secrets { command } => block_on(secrets::run(args.data, command)),
        Command::Doctor { json, live, write, port } => {
            block_on(doctor::run(args.data, doctor::Ways { json, port, live, write }))
        }
        Command::Export { file, table, moving, take_back } => {
            block_on(transfer::export(args.data, file, table, moving, take_back))
        }
        Command::Import { file, table } => block_on(transfer::import(args.data, &file, table)),
        Command::Audit { command } => block_on(audit::run(args.data, command)),
        Command::Forget { name, person } => block_on(forget::run(args.data, name, person)),
    }
}

/// Runs a command on the async runtime, with logs on standard error.
fn block_on<F: Future<Output = Result<ExitCode, CliError>>>(
    future: F,
) -> Result<ExitCode, CliError> {
    let filter = EnvFilter::try_from_env("HOLDFAST_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let lines =
        tracing_subscriber::fmt::layer()
            .with_writer(std::io::stderr)
            .with_filter(filter.and(tracing_subscriber::filter::filter_fn(
                holdfast_entrypoints::logs::no_traffic,
            )));
    let _ = tracing_subscriber::registry().with(lines).try_init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| CliError::failed(format!("the runtime cannot start: {e}")))?;
    let result = runtime.block_on(future);
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    result
}

/// Reads a file, or standard input for `-`.
fn read_input(file: &Path) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    let named =
        |e: std::io::Error| CliError::usage(format!("`{}` cannot be read: {e}", file.display()));
    if file == Path::new("-") {
        std::io::stdin().take(INPUT_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(named)?;
    } else {
        std::fs::File::open(file)
            .and_then(|f| f.take(INPUT_BYTES_MAX + 1).read_to_end(&mut bytes))
            .map_err(named)?;
    }
    if bytes.len() as u64 > INPUT_BYTES_MAX {
        return Err(CliError::usage(format!("`{}` is longer than 64 MB", file.display())));
    }
    Ok(bytes)
}
