//! One door to secrets.

use async_trait::async_trait;

/// A secret value that masks itself wherever it could be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a value.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself: for the egress, a hash or a header, and nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl std::fmt::Display for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// Why a secret could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// No secret of that name.
    #[error("no secret named `{0}`: set it with `holdfast secrets set {0}`")]
    Missing(String),
    /// The store of secrets failed.
    #[error("the secrets store failed: {0}")]
    Store(String),
}

/// Named secrets. Names: `claude`, `jira`, `graph`, `smtp`, `keys`, each a small JSON or plain text.
#[async_trait]
pub trait Secrets: Send + Sync {
    /// Reads one.
    ///
    /// # Errors
    /// When it is missing or the store fails.
    async fn get(&self, name: &str) -> Result<Secret, SecretError>;

    /// Writes one, atomically.
    ///
    /// # Errors
    /// When the store fails.
    async fn set(&self, name: &str, value: Secret) -> Result<(), SecretError>;

    /// Removes one; one that is absent is removed already.
    ///
    /// # Errors
    /// When the store fails.
    async fn remove(&self, name: &str) -> Result<(), SecretError> {
        self.set(name, Secret::new("")).await
    }

    /// Every value known in this process, so that egress and logs can be scanned for them.
    async fn known_values(&self) -> Vec<Secret>;
}
