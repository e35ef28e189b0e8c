//! What is stored and for how long, sessions, export, and a preview of other settings.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::Settings;

/// One kind of data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredKind {
    /// What it is, in words.
    pub what: String,
    /// Where it stands, in words.
    pub place: String,
    /// How long it is kept, in words.
    pub kept: String,
    /// How many there are now; null where counting would cost too much.
    pub count: Option<u64>,
    /// Whether it goes to the model provider, and in which form; empty for never.
    pub to_model: String,
}

/// The page about privacy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivacyView {
    /// What is stored.
    pub stored: Vec<StoredKind>,
    /// What goes to the model provider, in sentences; empty when no model is configured.
    pub to_model: Vec<String>,
    /// Ids of the projects of which nothing goes to a model.
    pub no_model_projects: Vec<String>,
    /// Where the data folder or table is, in words.
    pub place: String,
    /// The last backups: (file name, Unix milliseconds, bytes).
    pub backups: Vec<(String, i64, u64)>,
}

/// One session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Id, for signing it out; not the cookie.
    pub id: String,
    /// When it began, Unix milliseconds.
    pub created_ms: i64,
    /// When it was last used, Unix milliseconds.
    pub seen_ms: i64,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Settings to try against the past; nothing is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrySettings {
    /// The settings to try.
    pub settings: Settings,
    /// Days to look back, 1 to 90.
    pub days: u32,
}

/// What other settings would have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Actions that were judged again.
    pub judged: u64,
    /// Of these, those whose outcome differs, the newest first, at most 200.
    pub changes: Vec<PreviewChange>,
}

/// One action that would have been treated differently.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewChange {
    /// Action id.
    pub id: String,
    /// What it was, in words.
    pub line: String,
    /// The outcome then, in words.
    pub before: String,
    /// The outcome under the other settings, in words.
    pub after: String,
    /// Whether it would have been treated less strictly.
    pub laxer: bool,
}

/// Forgets what is stored about a person or a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum Forget {
    /// A person: bodies that mention an address, and the directory entry.
    Person {
        /// Directory id, or an address.
        person: String,
    },
    /// A project: everything but the audit.
    Project {
        /// Project id.
        project: String,
    },
}

/// What was forgotten: counts by kind, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgotten {
    /// (what, how many).
    pub counts: Vec<(String, u64)>,
    /// What stays, and why, in sentences.
    pub stays: Vec<String>,
}
