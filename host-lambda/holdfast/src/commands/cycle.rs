//! `holdfast cycle`.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::data::DataFolder;
use crate::err::{CliError, FAILED};
use crate::{compose, out, transfer};
use holdfast_entrypoints::compose::configure_fresh;
use holdfast_entrypoints::connections::Connections;
use holdfast_entrypoints::cycle;

/// Runs one cycle on a data folder, then exits.
pub(crate) async fn run(data: Option<PathBuf>, json: bool) -> Result<ExitCode, CliError> {
    let folder = DataFolder::open(data)?;
    let connections = Connections::read(folder.path())?;
    let secrets = compose::secrets(folder.path())?;
    let composed = compose::compose(folder.path(), &connections, secrets).await?;
    transfer::refuse_moved(&transfer::table_of(&composed.store).await?).await?;
    configure_fresh(&composed.app).await?;
    composed.app.take_over_lease().await?;
    let summary = cycle::run(&composed.app).await?;
    composed.app.check_due().await?;
    if json {
        out::line(&serde_json::to_string(&summary).unwrap_or_default());
    } else {
        out::line(&summary.text("Cycle"));
    }
    Ok(if summary.result == "failed" { ExitCode::from(FAILED) } else { ExitCode::SUCCESS })
}
