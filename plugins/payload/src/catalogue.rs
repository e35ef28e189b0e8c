//! What an account can see: entries of the scopes that list, for the user to choose from.
//!
//! Such a scope is polled from an empty checkpoint until nothing more waits; every raw body is one entry. Nothing of it
//! is stored, and nothing of it is a signal.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A Jira project ([`crate::Scope::JiraProjects`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectEntry {
    /// Key.
    pub key: String,
    /// Name.
    pub name: String,
    /// Its boards: (id, name).
    pub boards: Vec<(u64, String)>,
}

/// A Jira user who can be assigned issues ([`crate::Scope::JiraUsers`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserEntry {
    /// Account id.
    pub account_id: String,
    /// `atlassian`, `app` or `customer`.
    pub account_type: String,
    /// Display name.
    pub name: String,
    /// Mail address, lower case; empty where Jira hides it.
    pub address: String,
}

/// A mail folder ([`crate::Scope::MailFolders`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderEntry {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
}
