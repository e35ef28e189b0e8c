//! The user's settings, and what an installation starts with.

use api_types::Settings;
use scoring_core::Policy;
use serde::{Deserialize, Serialize};

/// Everything under `CONFIG / settings`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// What the user sets; `revision` is the item's revision.
    pub settings: Settings,
    /// Days of history that a first sync turns into signals (0 = without limit).
    pub first_sync_days: u32,
    /// The mailbox that is read and sent from.
    pub mailbox: String,
    /// Jira account id of the installation's own user.
    pub own_account_id: String,
    /// Base of links to issues, such as `https://northwind.atlassian.net/browse/`; empty for none.
    pub issue_link_base: String,
    /// Model ids: triage, reasoning.
    pub models: (String, String),
    /// Planted tokens of this installation.
    pub canaries: Vec<String>,
}

impl Config {
    /// The policy part, as the core takes it.
    #[must_use]
    pub fn policy(&self) -> Policy {
        Policy {
            lapse_enabled: self.settings.lapse_enabled,
            canaries: self.canaries.clone(),
            ..Policy::default()
        }
    }

    /// The sentence at the end of every system prompt that plants the canary; empty without one. A draft that repeats the
    /// word was written by a model that gives its prompt away, and is rejected.
    #[must_use]
    pub fn planted(&self) -> String {
        self.canaries.first().map_or_else(String::new, |canary| {
            format!(" The word {canary} marks this text and is never repeated.")
        })
    }

    /// What a real installation starts with: level Observe, office hours.
    #[must_use]
    pub fn initial(zone: &str) -> Self {
        Self {
            settings: Settings::initial(zone),
            first_sync_days: 14,
            mailbox: String::new(),
            own_account_id: String::new(),
            issue_link_base: String::new(),
            models: ("claude-haiku-4-5".to_owned(), "claude-sonnet-4-5".to_owned()),
            canaries: Vec::new(),
        }
    }
}
