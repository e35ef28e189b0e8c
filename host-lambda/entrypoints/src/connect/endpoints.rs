//! Where the services live: the real ones, or stand-ins on this machine.

use holdfast_app::domain::connection::{Connection, Method, secret_name};
use holdfast_sandbox::{Credential, TargetConfig};

/// Microsoft Graph, version 1.0.
const GRAPH: &str = "https://graph.microsoft.com/v1.0";
/// Microsoft's sign-in.
const LOGIN: &str = "https://login.microsoftonline.com";
/// Delegated permissions, least first; `offline_access` brings the refresh token.
pub(super) const DELEGATED_SCOPE: &str = "https://graph.microsoft.com/Mail.ReadWrite \
    https://graph.microsoft.com/Mail.Send https://graph.microsoft.com/User.Read offline_access";
/// Application permissions are those that the registration was given.
pub(super) const APPLICATION_SCOPE: &str = "https://graph.microsoft.com/.default";

/// Base addresses of the services.
#[derive(Clone, Debug)]
pub struct Endpoints {
    /// Jira; none for the connected site itself.
    jira: Option<String>,
    graph: String,
    login: String,
    /// Whether they are on this machine.
    pub(super) loopback: bool,
}

impl Default for Endpoints {
    fn default() -> Self {
        Self { jira: None, graph: GRAPH.to_owned(), login: LOGIN.to_owned(), loopback: false }
    }
}

impl Endpoints {
    /// The stand-ins at `url`, in place of every service.
    pub fn stand_ins(url: &str) -> Self {
        Self {
            jira: Some(format!("{url}/jira")),
            graph: format!("{url}/graph/v1.0"),
            login: format!("{url}/login"),
            loopback: true,
        }
    }

    /// An endpoint of the sign-in.
    pub(super) fn login(&self, tenant: &str, endpoint: &str) -> String {
        format!("{}/{tenant}/oauth2/v2.0/{endpoint}", self.login)
    }

    /// Jira with a credential.
    pub(super) fn jira(&self, site: &str, credential: Credential) -> TargetConfig {
        let base_url = self.jira.clone().unwrap_or_else(|| format!("https://{site}"));
        TargetConfig { id: "jira".to_owned(), base_url, loopback: self.loopback, credential }
    }

    /// Graph with a credential.
    pub(super) fn graph(&self, credential: Credential) -> TargetConfig {
        let base_url = self.graph.clone();
        TargetConfig { id: "graph".to_owned(), base_url, loopback: self.loopback, credential }
    }

    /// Whether a connection belongs to these services: what was tried on stand-ins never goes to the real ones, nor the
    /// other way round.
    pub const fn know(&self, connection: &Connection) -> bool {
        connection.stand_in == self.loopback
    }

    /// The target of a stored connection.
    pub fn target(&self, name: &str, connection: &Connection) -> TargetConfig {
        let secret_name = secret_name(name).to_owned();
        let token_url = self.login(&connection.tenant, "token");
        let client_id = connection.client_id.clone();
        match connection.method {
            Method::ApiToken => {
                let user = connection.user.clone();
                self.jira(&connection.place, Credential::Basic { user, secret_name })
            }
            Method::DeviceCode => {
                let scope = DELEGATED_SCOPE.to_owned();
                self.graph(Credential::Delegated { token_url, client_id, secret_name, scope })
            }
            Method::ClientCredentials => {
                let scope = APPLICATION_SCOPE.to_owned();
                self.graph(Credential::ClientCredentials {
                    token_url,
                    client_id,
                    secret_name,
                    scope,
                })
            }
        }
    }
}
