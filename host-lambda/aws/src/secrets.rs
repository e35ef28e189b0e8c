//! Four secrets of Secrets Manager, read on first use and again after a while, so that a rotation is noticed.

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::error::ProvideErrorMetadata;
use holdfast_adapters::Known;
use holdfast_app::ports::{Secret, SecretError, Secrets};
use tokio::sync::Mutex;
use tokio::time::Instant;

/// The secrets of an installation, below its prefix: each costs USD 0.40 a month, so that small ones share `keys`.
pub const SECRETS: [&str; 4] = ["claude", "jira", "azure-ad", "keys"];
/// A value is read again after this time: a rotation reaches a warm function within it.
const FRESH_FOR: Duration = Duration::from_secs(300);
/// Staging label of a version that is not current yet.
const NEXT_STAGE: &str = "HOLDFAST_NEXT";
/// How often a write starts over because another process wrote in between.
const WRITE_TRIES: u32 = 3;

type Fields = BTreeMap<String, String>;

/// Which secret holds a value of Holdfast, such as `graph` in `azure-ad`; every secret is a JSON object of strings
/// whose fields are the names of Holdfast.
#[must_use]
pub fn place_of(name: &str) -> &'static str {
    match name {
        "claude" => "claude",
        "jira" => "jira",
        "graph" => "azure-ad",
        _ => "keys",
    }
}

struct Cached {
    fields: Fields,
    read_at: Instant,
}

#[derive(Default)]
struct State {
    cached: BTreeMap<&'static str, Cached>,
    known: Known,
}

/// Secrets of an installation on AWS.
pub struct ManagedSecrets {
    client: Client,
    prefix: String,
    readable: &'static [&'static str],
    state: Mutex<State>,
}

impl std::fmt::Debug for ManagedSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ManagedSecrets").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl ManagedSecrets {
    /// The secrets `{prefix}/claude` and so on; `readable` are those that the role of this function may read.
    #[must_use]
    pub fn new(
        client: Client,
        prefix: impl Into<String>,
        readable: &'static [&'static str],
    ) -> Self {
        Self { client, prefix: prefix.into(), readable, state: Mutex::default() }
    }

    fn id(&self, place: &str) -> String {
        format!("{}/{place}", self.prefix)
    }

    /// What a secret holds now, and the version that says so; nothing when it has no value yet.
    async fn fetch(&self, place: &'static str) -> Result<Option<(Fields, String)>, SecretError> {
        let answer = self.client.get_secret_value().secret_id(self.id(place)).send().await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) if error.code() == Some("ResourceNotFoundException") => return Ok(None),
            Err(error) => return Err(failed(place, "read", error.code())),
        };
        let text = answer.secret_string().unwrap_or_default();
        let version = answer.version_id().unwrap_or_default().to_owned();
        Ok(Some((fields(place, text)?, version)))
    }

    async fn load(&self, place: &'static str, state: &mut State) -> Result<(), SecretError> {
        let fresh = state.cached.get(place).is_some_and(|c| c.read_at.elapsed() < FRESH_FOR);
        if fresh || !self.readable.contains(&place) {
            return Ok(());
        }
        let found = self.fetch(place).await?;
        let (fields, _) = found.unwrap_or_default();
        state.known.add(&fields);
        state.cached.insert(place, Cached { fields, read_at: Instant::now() });
        Ok(())
    }

    /// Replaces the fields of a secret if it still is what `change` was computed from: the new version becomes current
    /// only while the one that was read still is.
    async fn replace(
        &self,
        place: &'static str,
        change: impl Fn(&mut Fields) + Send + Sync,
    ) -> Result<(), SecretError> {
        for _ in 0..WRITE_TRIES {
            let (mut fields, version) = self.fetch(place).await?.unwrap_or_default();
            change(&mut fields);
            let text = serde_json::to_string(&fields)
                .map_err(|_| SecretError::Store("a secret is not text".to_owned()))?;
            let put = self.client.put_secret_value().secret_id(self.id(place)).secret_string(text);
            let first = version.is_empty();
            let put = if first { put } else { put.version_stages(NEXT_STAGE) };
            let put = put.send().await.map_err(|e| failed(place, "written", e.code()))?;
            let next = put.version_id().unwrap_or_default().to_owned();
            if !first && !self.promote(place, &version, &next).await? {
                continue;
            }
            let mut state = self.state.lock().await;
            state.known.add(&fields);
            let read_at = Instant::now();
            state.cached.insert(place, Cached { fields, read_at });
            return Ok(());
        }
        Err(SecretError::Store(format!("`{place}` is being written by others: try again")))
    }

    /// Makes a version current; false when another one became current meanwhile.
    async fn promote(
        &self,
        place: &'static str,
        from: &str,
        to: &str,
    ) -> Result<bool, SecretError> {
        let moved = self
            .client
            .update_secret_version_stage()
            .secret_id(self.id(place))
            .version_stage("AWSCURRENT")
            .remove_from_version_id(from)
            .move_to_version_id(to)
            .send()
            .await;
        match moved {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some("InvalidParameterException") => Ok(false),
            Err(error) => Err(failed(place, "written", error.code())),
        }
    }
}

/// A sentence with the code of the service and nothing of its text, which may quote a value.
fn failed(place: &str, what: &str, code: Option<&str>) -> SecretError {
    let code = code.unwrap_or("no answer");
    SecretError::Store(format!("the secret `{place}` could not be {what} ({code})"))
}

/// A JSON object of strings; a plain text is the one value of its secret, as the console makes them.
fn fields(place: &str, text: &str) -> Result<Fields, SecretError> {
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text).map_err(|_| {
            let want = "must be a JSON object of strings, or the value alone";
            SecretError::Store(format!("the secret `{place}` {want}: write it again"))
        });
    }
    let name = if place == "azure-ad" { "graph" } else { place };
    Ok(Fields::from([(name.to_owned(), text.to_owned())])
        .into_iter()
        .filter(|(_, v)| !v.is_empty())
        .collect())
}

#[async_trait]
impl Secrets for ManagedSecrets {
    async fn get(&self, name: &str) -> Result<Secret, SecretError> {
        let place = place_of(name);
        let mut state = self.state.lock().await;
        self.load(place, &mut state).await?;
        let found = state.cached.get(place).and_then(|cached| cached.fields.get(name));
        found.map(Secret::new).ok_or_else(|| SecretError::Missing(name.to_owned()))
    }

    async fn set(&self, name: &str, value: Secret) -> Result<(), SecretError> {
        self.replace(place_of(name), |fields| {
            fields.insert(name.to_owned(), value.expose().to_owned());
        })
        .await
    }

    async fn remove(&self, name: &str) -> Result<(), SecretError> {
        self.replace(place_of(name), |fields| {
            fields.remove(name);
        })
        .await
    }

    async fn known_values(&self) -> Vec<Secret> {
        let mut state = self.state.lock().await;
        for place in SECRETS {
            // What cannot be read cannot leave either; what was read before stays known.
            if let Err(error) = self.load(place, &mut state).await {
                tracing::warn!(secret = place, "{error}");
            }
        }
        state.known.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_place_and_every_place_is_a_secret() {
        for (name, place) in
            [("claude", "claude"), ("jira", "jira"), ("graph", "azure-ad"), ("passphrase", "keys")]
        {
            assert_eq!(place_of(name), place);
            assert!(SECRETS.contains(&place));
        }
    }

    #[test]
    fn a_secret_is_an_object_of_strings_or_the_value_alone() {
        let graph = |text: &str| fields("azure-ad", text).unwrap().get("graph").cloned();
        assert_eq!(graph("plain-secret").as_deref(), Some("plain-secret"));
        assert_eq!(graph(r#"{"graph":"in-json"}"#).as_deref(), Some("in-json"));
        assert_eq!(graph(""), None);
        let error = fields("keys", r#"{"a": 1, "b": "s3cret"}"#).unwrap_err().to_string();
        assert!(error.contains("`keys`") && !error.contains("s3cret"), "{error}");
    }
}
