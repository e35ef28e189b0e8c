//! `holdfast secrets set NAME` and `holdfast passwd`: values come from standard input, never from arguments.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::PathBuf;
use std::process::ExitCode;

use holdfast_app::ports::{Secret, Secrets as _};

use crate::cli::SecretsCommand;
use crate::data::DataFolder;
use crate::err::CliError;
use crate::{compose, out};
use holdfast_entrypoints::connections::Connections;

/// The secrets that exist.
const NAMES: [&str; 4] = ["claude", "jira", "graph", "smtp"];

/// `holdfast secrets ..`.
pub(crate) async fn run(
    data: Option<PathBuf>,
    command: SecretsCommand,
) -> Result<ExitCode, CliError> {
    let SecretsCommand::Set { name } = command;
    if !NAMES.contains(&name.as_str()) {
        return Err(CliError::usage(format!("there is no secret `{name}`"))
            .hint(format!("The names are {}.", NAMES.join(", "))));
    }
    let value = read_line(&format!("Value of {name}: "))?;
    let folder = DataFolder::open(data)?;
    compose::secrets(folder.path())?.set(&name, Secret::new(value)).await?;
    out::line(&format!("Stored `{name}`."));
    Ok(ExitCode::SUCCESS)
}

/// `holdfast passwd`.
pub(crate) async fn passwd(data: Option<PathBuf>) -> Result<ExitCode, CliError> {
    let passphrase = read_line("New passphrase: ")?;
    let folder = DataFolder::open(data)?;
    let connections = Connections::read(folder.path())?;
    let secrets = compose::secrets(folder.path())?;
    let composed = compose::compose(folder.path(), &connections, secrets).await?;
    holdfast_server::auth::set_passphrase(&composed.app, &passphrase)
        .await
        .map_err(|e| CliError::usage(e.to_string()))?;
    out::line("The passphrase is set. Sessions end when the server starts again.");
    Ok(ExitCode::SUCCESS)
}

pub(super) fn read_line(prompt: &str) -> Result<String, CliError> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        out::note(prompt);
    }
    let mut line = String::new();
    stdin
        .lock()
        .read_line(&mut line)
        .map_err(|e| CliError::usage(format!("nothing can be read: {e}")))?;
    let line = line.trim_end_matches(['\r', '\n']).to_owned();
    if line.is_empty() {
        return Err(CliError::usage("nothing was given").hint("Type the value, or pipe it in."));
    }
    Ok(line)
}
