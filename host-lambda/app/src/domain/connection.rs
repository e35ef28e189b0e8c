//! A connected account, without its secret, and the health of an integration in words.

use serde::{Deserialize, Serialize};

use super::system::Health;
use crate::ports::Failure;

/// The integrations that accounts are connected to.
pub const INTEGRATIONS: [&str; 2] = ["jira", "outlook"];
/// Failures in a row after which a warning becomes an error (issue 4, item 2).
pub const FAILURES_MAX: u32 = 3;

/// How an account signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Mail address and API token (Jira).
    ApiToken,
    /// A person signed in with a device code: delegated permissions (Outlook).
    DeviceCode,
    /// Application permissions, limited to one mailbox (Outlook).
    ClientCredentials,
}

impl Method {
    /// The word on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ApiToken => "api_token",
            Self::DeviceCode => "device_code",
            Self::ClientCredentials => "client_credentials",
        }
    }
}

/// A connected account, as it is stored under `INTEGRATION / CONNECTION#<name>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// How it signs in.
    pub method: Method,
    /// The Jira site, or the mailbox.
    pub place: String,
    /// Display name, as the service says.
    #[serde(default)]
    pub account: String,
    /// User name of the API token; empty elsewhere.
    #[serde(default)]
    pub user: String,
    /// Tenant; empty for Jira.
    #[serde(default)]
    pub tenant: String,
    /// Client id of the registered application; empty for Jira.
    #[serde(default)]
    pub client_id: String,
    /// When it was connected, Unix milliseconds.
    pub connected_ms: i64,
    /// Whether a stand-in was connected: it is never used with the real service.
    #[serde(default)]
    pub stand_in: bool,
}

/// Name of the secret of an integration.
#[must_use]
pub fn secret_name(integration: &str) -> &'static str {
    if integration == "jira" { "jira" } else { "graph" }
}

/// The product behind an integration, as a person calls it.
#[must_use]
pub fn product(integration: &str) -> &'static str {
    if integration == "jira" { "Jira" } else { "Outlook" }
}

/// Where a credential is revoked that was forgotten here: no service offers a call for it.
#[must_use]
pub fn where_to_revoke(integration: &str) -> &'static str {
    if integration == "jira" {
        "The token itself is still good: revoke it at https://id.atlassian.com/manage-profile/security/api-tokens."
    } else {
        "Microsoft has no call that ends one sign-in: take the permission back at https://myapps.microsoft.com \
         (Manage your application), or delete the client secret of the registration."
    }
}

/// A failed read in plain words, and what to do next. Nothing of what the service wrote is repeated.
#[must_use]
pub fn words(integration: &str, failure: &Failure) -> (String, &'static str) {
    let it = product(integration);
    match failure {
        Failure::Unauthorised(why) if why.contains("status 403") => (
            format!(
                "{it} accepts the credential but refuses what is asked: a permission is missing."
            ),
            "Give the account the permissions that `docs/connecting.md` lists, then connect again in Settings.",
        ),
        // As after a move to another machine: secrets do not travel.
        Failure::Unauthorised(why) if why.starts_with("no secret named") => (
            format!("{it} is connected, but its secret is not on this machine."),
            "Connect again in Settings.",
        ),
        Failure::Unauthorised(_) if integration == "jira" => (
            format!("{it} refuses the credential: the token has expired or was revoked."),
            "Connect again in Settings.",
        ),
        Failure::Unauthorised(_) => (
            format!("{it} refuses the credential: the sign-in has expired or was revoked."),
            "Connect again in Settings.",
        ),
        Failure::Throttled { wait_ms } => (
            format!("{it} asks to wait {} s.", wait_ms.div_ceil(1000)),
            "Nothing to do: the next check tries again.",
        ),
        Failure::Unavailable(_) => (
            format!("{it} does not answer."),
            "Check the network of this machine; the next check tries again.",
        ),
        Failure::NotFound(_) => (
            format!(
                "{it} does not know what is asked for: a project, board, folder or mailbox is gone."
            ),
            "Check the project in Projects, and the mailbox in Settings.",
        ),
        Failure::Refused(_) => (
            format!("{it} refuses the request."),
            "Run `holdfast doctor`: it says what is refused.",
        ),
        Failure::Denied(_) => (
            format!("The sandbox refuses a request of the {it} integration."),
            "Run `holdfast doctor`: it names the line that is missing.",
        ),
        Failure::Malformed(_) | Failure::Resync(_) => (
            format!("{it} answers something that is not understood."),
            "Nothing to do: the next check tries again.",
        ),
        Failure::UnknownEffect(_) | Failure::Guest(_) => (
            format!("The {it} integration failed."),
            "Run `holdfast doctor`; the next check tries again.",
        ),
    }
}

impl Health {
    /// Whether it has failed often enough, or for good.
    #[must_use]
    pub const fn is_failing(&self) -> bool {
        self.refused || self.failures >= FAILURES_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_to_do_and_repeat_nothing() {
        let why = || "GET graph: status 401: someone@example.com secret".to_owned();
        for failure in [
            Failure::Unauthorised(why()),
            Failure::Unauthorised("status 403".to_owned()),
            Failure::Unavailable(why()),
            Failure::NotFound(why()),
            Failure::Refused(why()),
            Failure::Denied(why()),
            Failure::Malformed(why()),
            Failure::Guest(why()),
            Failure::Throttled { wait_ms: 1_500 },
        ] {
            for name in INTEGRATIONS {
                let (text, hint) = words(name, &failure);
                assert!(text.contains(product(name)) && text.ends_with('.'), "{text}");
                assert!(!text.contains("example.com") && !hint.is_empty(), "{text}");
            }
        }
        let expired = words("jira", &Failure::Unauthorised(why())).0;
        assert_eq!(expired, "Jira refuses the credential: the token has expired or was revoked.");
    }
}
