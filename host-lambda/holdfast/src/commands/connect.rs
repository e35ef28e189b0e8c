//! `holdfast connect` and `holdfast disconnect`: the same use cases as the dashboard's, for a terminal.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use api_types::{
    ConnectApplication, ConnectJira, ConnectOutlook, ConnectionView, DeviceCode, DeviceProgress,
};
use holdfast_app::usecases::App;
use holdfast_app::usecases::user::connect::ConnectError;

use super::secrets::read_line;
use crate::cli::ConnectCommand;
use crate::data::DataFolder;
use crate::err::CliError;
use crate::{compose, out};
use holdfast_entrypoints::compose::configure_fresh;
use holdfast_entrypoints::connections::Connections;

impl From<ConnectError> for CliError {
    fn from(error: ConnectError) -> Self {
        match error {
            ConnectError::Rejected(why) if why.code == "wrong_input" => {
                Self::usage(why.error).hint(why.hint)
            }
            ConnectError::Rejected(why) => Self::failed(why.error).hint(why.hint),
            ConnectError::Case(error) => error.into(),
        }
    }
}

/// `holdfast connect ..`.
pub(crate) async fn connect(
    data: Option<PathBuf>,
    command: ConnectCommand,
    upstream: Option<String>,
) -> Result<ExitCode, CliError> {
    // The lock first: nobody types a token to learn that it cannot be used now.
    let (app, _folder) = open(data, upstream).await?;
    let connected = match command {
        ConnectCommand::Jira { site, mail } => {
            let ask = ConnectJira {
                site: given(site, "Site, such as northwind.atlassian.net: ")?,
                mail: given(mail, "Mail address of the account: ")?,
                token: read_line("API token: ")?,
            };
            app.connect_jira(&ask).await?
        }
        ConnectCommand::Outlook { tenant, client_id, application: true, mailbox } => {
            let ask = ConnectApplication {
                tenant,
                client_id: given(client_id, "Client id of the application: ")?,
                mailbox: mailbox.unwrap_or_default(),
                client_secret: read_line("Client secret: ")?,
            };
            app.connect_application(&ask).await?
        }
        ConnectCommand::Outlook { tenant, client_id, .. } => {
            let client_id = given(client_id, "Client id of the application: ")?;
            sign_in(&app, &ConnectOutlook { tenant, client_id }).await?
        }
    };
    say(&connected);
    Ok(ExitCode::SUCCESS)
}

/// `holdfast disconnect ..`.
pub(crate) async fn disconnect(data: Option<PathBuf>, name: String) -> Result<ExitCode, CliError> {
    let (app, _folder) = open(data, None).await?;
    let view = app.disconnect(&name).await?;
    out::line(&format!("{} {}", view.health_text, view.hint));
    Ok(ExitCode::SUCCESS)
}

async fn open(
    data: Option<PathBuf>,
    upstream: Option<String>,
) -> Result<(App, DataFolder), CliError> {
    let folder = DataFolder::open(data).map_err(|error| {
        let running = error.fact().contains("in use by another process");
        let hint = "Connect in Settings of the dashboard that runs, or stop `holdfast run` first.";
        if running { error.hint(hint) } else { error }
    })?;
    let mut connections = Connections::read(folder.path())?;
    if let Some(url) = upstream {
        connections = connections.with_stand_ins(&url);
    }
    let secrets = compose::secrets(folder.path())?;
    let composed = compose::compose(folder.path(), &connections, secrets).await?;
    configure_fresh(&composed.app).await?;
    Ok((composed.app, folder))
}

fn given(value: Option<String>, prompt: &str) -> Result<String, CliError> {
    value.map_or_else(|| read_line(prompt), Ok)
}

/// Shows the code, then waits until it was used.
async fn sign_in(app: &App, ask: &ConnectOutlook) -> Result<ConnectionView, CliError> {
    let mut progress = app.start_outlook(ask).await?;
    if let DeviceProgress::Waiting { code } = &progress {
        show(code);
    }
    loop {
        match progress {
            DeviceProgress::Waiting { code } => {
                tokio::time::sleep(Duration::from_secs(u64::from(code.interval_s))).await;
                progress = app.outlook_progress().await?;
            }
            DeviceProgress::Connected { connection } => return Ok(connection),
            DeviceProgress::Failed { error, hint } => {
                return Err(CliError::failed(error).hint(hint));
            }
            DeviceProgress::None => return Err(CliError::failed("the sign-in was given up")),
        }
    }
}

fn show(code: &DeviceCode) {
    out::line(&format!("Open {} and type the code {}", code.verification_url, code.user_code));
    out::line(
        "It asks for: Mail.ReadWrite (reads mail, keeps drafts), Mail.Send (sends what you approved),",
    );
    out::line(
        "User.Read (which mailbox it is), offline_access (so that you need not sign in each time).",
    );
}

fn say(connection: &ConnectionView) {
    let who = match connection.account.as_str() {
        "" => String::new(),
        name => format!(" as {name}"),
    };
    out::line(&format!("Connected: {} at {}{who}.", connection.name, connection.place));
    out::line("`holdfast run` reads it at its next check.");
}
