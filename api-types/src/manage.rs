//! Projects as the user manages them, and mail that no project matches.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Everything about a project that the user sets. Without id and revision it is a new one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectForm {
    /// Id; empty for a new project.
    pub id: String,
    /// Revision on screen; 0 for a new project.
    pub revision: u64,
    /// Name.
    pub name: String,
    /// Jira project key, or empty.
    pub key: String,
    /// Jira board, for sprints.
    pub board_id: Option<u64>,
    /// `active`, `paused` or `archived`.
    pub status: String,
    /// Directory ids of the people who get stakeholder mail.
    pub stakeholders: Vec<String>,
    /// Directory ids whose mail belongs here when nothing better is known.
    pub mail_people: Vec<String>,
    /// Domains whose mail belongs here when nothing better is known.
    pub mail_domains: Vec<String>,
    /// Mail folders whose mail belongs here: ids or well-known names.
    pub mail_folders: Vec<String>,
    /// Whether no text of this project may go to a model.
    pub no_model: bool,
}

/// A mail folder that the account can see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailFolder {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
}

/// A mail that no project matches: shown, never acted on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnassignedView {
    /// Signal id.
    pub id: String,
    /// When it came, Unix milliseconds.
    pub at_ms: i64,
    /// Who sent it, as the mail says; not confirmed.
    pub from: String,
    /// Directory id of the sender where the address is confirmed, or empty.
    pub person: String,
    /// Its subject, sanitised.
    pub subject: String,
    /// Ids of the projects that it could belong to, likeliest first.
    pub candidates: Vec<String>,
}

/// What an assignment teaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Teach {
    /// The rest of the thread; always learnt.
    Thread,
    /// All mail of this sender, whose address has to be confirmed.
    Sender,
    /// All mail of the sender's domain.
    Domain,
}

/// Assigns a mail to a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// Project id.
    pub project: String,
    /// What it teaches.
    pub teach: Teach,
}
