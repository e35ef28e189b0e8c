//! `holdfast export` and `holdfast import`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use holdfast_store::EmbeddedStore;

use crate::data::{self, DataFolder};
use crate::err::CliError;
use crate::{out, transfer};

/// Where an export goes unless a name is given.
const NAME: &str = "holdfast-export.jsonl.zst";

/// Writes everything but secrets into one file; `moving` freezes this place, `take_back` thaws it.
pub(crate) async fn export(
    data: Option<PathBuf>,
    file: Option<PathBuf>,
    remote: Option<String>,
    moving: bool,
    take_back: bool,
) -> Result<ExitCode, CliError> {
    // The folder stays open, and with it its lock, until the file is written.
    let (table, local) = match &remote {
        Some(name) => (transfer::remote_table(name)?, None),
        None => {
            let folder = DataFolder::open(data)?;
            let store = EmbeddedStore::open(&folder.path().join("holdfast.db"))?;
            (transfer::table_of(&store).await?, Some((folder, store)))
        }
    };
    if take_back {
        transfer::mark(&table, None).await?;
        out::line(
            "This place works again. Nothing is sent before everything open was compared with the accounts.",
        );
        return Ok(ExitCode::SUCCESS);
    }
    let file = file.unwrap_or_else(|| PathBuf::from(NAME));
    if remote.is_some() && moving {
        // The functions look before each piece of work: from here on nothing changes any more.
        transfer::mark(&table, Some(String::new())).await?;
    }
    let packed = match &local {
        Some((folder, store)) => transfer::export(store, folder.path()).await?,
        None => transfer::export_remote(&table).await?,
    };
    transfer::write_new(&file, &packed.bytes)?;
    if moving {
        transfer::mark(&table, Some(packed.sha256.clone())).await?;
    }
    let moved = if moving { " This place stands still from now on." } else { "" };
    out::line(&format!(
        "Wrote {} items to `{}` (SHA-256 of its content {}). Secrets are not in it.{moved}",
        packed.items,
        file.display(),
        packed.sha256.get(..16).unwrap_or_default()
    ));
    Ok(ExitCode::SUCCESS)
}

/// Fills a new data folder from an export or a backup.
pub(crate) async fn import(
    data: Option<PathBuf>,
    file: &Path,
    remote: Option<String>,
) -> Result<ExitCode, CliError> {
    if let Some(name) = remote {
        let items = transfer::import_remote(file, &transfer::remote_table(&name)?).await?;
        out::line(&format!("Imported {items} items into the table `{name}`."));
        out::line(
            "Next: write the secrets (infra/README.md), open the dashboard and set a passphrase. Nothing is sent before everything open was compared with the accounts.",
        );
        return Ok(ExitCode::SUCCESS);
    }
    let target = data::resolve(data)?;
    let imported = transfer::import(file, &target).await?;
    let what = imported.items.map_or_else(|| "the backup".to_owned(), |n| format!("{n} items"));
    out::line(&format!("Imported {what} into `{}`.", target.display()));
    out::line(
        "Next: start `holdfast run`, set a passphrase and connect the accounts again. Nothing is sent before everything open was compared with them.",
    );
    Ok(ExitCode::SUCCESS)
}
