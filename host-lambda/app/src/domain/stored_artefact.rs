//! An artefact as it is stored: version, one-deep previous version, typed changes.

use api_types::Change;
use api_types::artefacts::Artefact;
use serde::{Deserialize, Serialize};

/// One stored artefact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredArtefact {
    /// Version, from 1.
    pub version: u64,
    /// When it was written, Unix milliseconds.
    pub updated_ms: i64,
    /// The content.
    pub content: Artefact,
    /// What changed since the previous version.
    pub changes: Vec<Change>,
    /// The version before, which undo restores.
    pub previous: Option<Box<Previous>>,
}

/// The version before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previous {
    /// Its version.
    pub version: u64,
    /// When it was written.
    pub updated_ms: i64,
    /// Its content.
    pub content: Artefact,
}
