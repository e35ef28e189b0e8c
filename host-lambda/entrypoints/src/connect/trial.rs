//! A credential is tried through the integration that will use it, with secrets that exist in memory only.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use holdfast_app::domain::connection::words;
use holdfast_app::ports::{Failure, Rejection, Secret, SecretError, Secrets};
use holdfast_sandbox::{PluginHost, TargetConfig};
use serde_json::Value;
use tokio::sync::Mutex;

use super::Accounts;

/// Secrets of one trial.
pub(super) struct Held(Mutex<BTreeMap<String, Secret>>);

impl Held {
    pub(super) fn one(name: &str, value: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(BTreeMap::from([(name.to_owned(), Secret::new(value))]))))
    }
}

#[async_trait]
impl Secrets for Held {
    async fn get(&self, name: &str) -> Result<Secret, SecretError> {
        let found = self.0.lock().await.get(name).cloned();
        found.ok_or_else(|| SecretError::Missing(name.to_owned()))
    }

    async fn set(&self, name: &str, value: Secret) -> Result<(), SecretError> {
        self.0.lock().await.insert(name.to_owned(), value);
        Ok(())
    }

    async fn known_values(&self) -> Vec<Secret> {
        self.0.lock().await.values().cloned().collect()
    }
}

/// The integration by itself, with a credential that is not stored.
pub(super) fn host(
    accounts: &Accounts,
    name: &str,
    target: TargetConfig,
    secrets: Arc<Held>,
) -> Result<PluginHost, Rejection> {
    accounts.plugins.trial(name, vec![target], secrets).map_err(|error| {
        let hint = "Check what was typed; `holdfast doctor` looks at the integration itself.";
        Rejection::new("unusable", format!("This cannot be tried: {error}."), hint)
    })
}

/// What the integration says of the account behind the credential.
pub(super) async fn details(host: &PluginHost, name: &str) -> Result<Value, Failure> {
    let details = host.health_details(name).await?;
    serde_json::from_slice(&details)
        .map_err(|_| Failure::Malformed("the account's details do not parse".to_owned()))
}

/// A failed trial: refused for good, or not reached. `refused` says what is likely wrong, and what to do.
pub(super) fn rejection(name: &str, failure: &Failure, refused: (&str, &str)) -> Rejection {
    match failure {
        Failure::Unauthorised(_) => Rejection::new("refused", refused.0, refused.1),
        Failure::Unavailable(_) | Failure::Throttled { .. } => {
            let (error, _) = words(name, failure);
            Rejection::new(
                "unreachable",
                error,
                "Check the network of this machine, then try again.",
            )
        }
        other => {
            let (error, hint) = words(name, other);
            Rejection::new("refused", error, hint)
        }
    }
}

/// A text of the details.
pub(super) fn text(details: &Value, name: &str) -> String {
    let text = details.get(name).and_then(Value::as_str).unwrap_or_default();
    text.chars().filter(|c| !c.is_control()).take(254).collect()
}
