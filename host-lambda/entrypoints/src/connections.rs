//! Where the targets point: the operator's configuration, `<data>/connections.json`. No secret stands here.

use std::fs;
use std::path::Path;

use holdfast_adapters::{CLAUDE_API, SmtpConfig};
#[cfg(feature = "demo")]
use holdfast_app::ports::{Secret, Secrets};
#[cfg(feature = "demo")]
use holdfast_sandbox::Credential;
use holdfast_sandbox::TargetConfig;
use serde::{Deserialize, Serialize};

use crate::connect::Endpoints;
use crate::err::EntryError;

/// The connections of an installation.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connections {
    /// Target `jira`.
    #[serde(default)]
    pub jira: Option<TargetConfig>,
    /// Target `graph`.
    #[serde(default)]
    pub graph: Option<TargetConfig>,
    /// Base address of the Messages API.
    #[serde(default = "claude_api")]
    pub claude_url: String,
    /// Mail server for notices.
    #[serde(default)]
    pub smtp: Option<SmtpConfig>,
    /// Where accounts are connected to that the file does not name.
    #[serde(skip)]
    pub services: Endpoints,
}

fn claude_api() -> String {
    CLAUDE_API.to_owned()
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            jira: None,
            graph: None,
            claude_url: claude_api(),
            smtp: None,
            services: Endpoints::default(),
        }
    }
}

impl Connections {
    /// Reads the file; without one, nothing is connected.
    ///
    /// # Errors
    /// When the file cannot be read or holds something else.
    pub fn read(folder: &Path) -> Result<Self, EntryError> {
        let path = folder.join("connections.json");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => {
                return Err(EntryError::failed(format!(
                    "`{}` cannot be read: {error}",
                    path.display()
                )));
            }
        };
        serde_json::from_str(&text).map_err(|e| {
            EntryError::failed(format!("`{}` is not what is expected: {e}", path.display()))
                .hint("Correct the file, or move it away to start without connections.")
        })
    }

    /// The same with the stand-ins at `url` in place of every service that the file does not name: for trying the
    /// set-up without accounts.
    #[must_use]
    pub fn with_stand_ins(mut self, url: &str) -> Self {
        let url = url.trim_end_matches('/');
        self.services = Endpoints::stand_ins(url);
        if self.claude_url == CLAUDE_API {
            self.claude_url = format!("{url}/claude");
        }
        self
    }

    /// Connections to the stand-ins at `url`.
    #[cfg(feature = "demo")]
    #[must_use]
    pub fn stand_ins(url: &str) -> Self {
        use holdfast_upstream as upstream;
        let target = |id: &str, path: &str, credential| TargetConfig {
            id: id.to_owned(),
            base_url: format!("{url}{path}"),
            loopback: true,
            credential,
        };
        Self {
            jira: Some(target(
                "jira",
                "/jira",
                Credential::Basic {
                    user: upstream::JIRA_USER.to_owned(),
                    secret_name: "jira".to_owned(),
                },
            )),
            graph: Some(target(
                "graph",
                "/graph/v1.0",
                Credential::ClientCredentials {
                    token_url: format!("{url}/login/{}/oauth2/v2.0/token", upstream::TENANT),
                    client_id: upstream::CLIENT_ID.to_owned(),
                    secret_name: "graph".to_owned(),
                    scope: "https://graph.microsoft.com/.default".to_owned(),
                },
            )),
            claude_url: format!("{url}/claude"),
            smtp: None,
            services: Endpoints::stand_ins(url),
        }
    }
}

/// Stores the published demo credentials of the stand-ins.
///
/// # Errors
/// When they cannot be stored.
#[cfg(feature = "demo")]
pub async fn demo_secrets(secrets: &dyn Secrets) -> Result<(), EntryError> {
    use holdfast_upstream as upstream;
    for (name, value) in [
        ("jira", upstream::JIRA_TOKEN),
        ("graph", upstream::CLIENT_SECRET),
        ("claude", upstream::CLAUDE_KEY),
    ] {
        secrets.set(name, Secret::new(value)).await?;
    }
    Ok(())
}
