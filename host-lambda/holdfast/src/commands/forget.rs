//! `holdfast forget PERSON|PROJECT`.

use std::path::PathBuf;
use std::process::ExitCode;

use api_types::Forget;
use holdfast_app::domain::keys;

use crate::data::DataFolder;
use crate::err::CliError;
use crate::{compose, out};
use holdfast_entrypoints::connections::Connections;

/// Forgets a project of that id, or else a person of that id or address.
pub(crate) async fn run(
    data: Option<PathBuf>,
    name: String,
    as_person: bool,
) -> Result<ExitCode, CliError> {
    let folder = DataFolder::open(data)?;
    let connections = Connections::read(folder.path())?;
    let secrets = compose::secrets(folder.path())?;
    let app = compose::compose(folder.path(), &connections, secrets).await?.app;
    let is_project = app.table.get(&keys::project(&name)).await?.is_some();
    let is_person = app.table.get(&keys::person(&name)).await?.is_some() || name.contains('@');
    if is_project && is_person && !as_person {
        return Err(CliError::usage(format!("`{name}` is a project and a person"))
            .hint("Add --person for the person; give the project another id first to remove it."));
    }
    if !is_project && !is_person {
        return Err(CliError::usage(format!("there is neither a project nor a person `{name}`"))
            .hint("Give a project id, a directory id, or an address."));
    }
    // A killed process may have left the lease behind; the lock says that none runs.
    app.take_over_lease().await?;
    let what = if is_project && !as_person {
        Forget::Project { project: name }
    } else {
        Forget::Person { person: name }
    };
    let forgotten = app.forget(&what).await?;
    for (what, count) in forgotten.counts.iter().filter(|(_, count)| *count > 0) {
        out::line(&format!("{count:>6}  {what}"));
    }
    for sentence in &forgotten.stays {
        out::line(sentence);
    }
    Ok(ExitCode::SUCCESS)
}
