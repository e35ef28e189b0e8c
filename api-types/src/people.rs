//! The directory: filled and confirmed by the user only.

use alloc::string::String;
use alloc::vec::Vec;
use scoring_core::Relation;
use serde::{Deserialize, Serialize};

/// One address of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressView {
    /// The address, lower case.
    pub address: String,
    /// Whether the user confirmed it.
    pub confirmed: bool,
    /// Whether its domain is one of the internal domains.
    pub internal_domain: bool,
    /// A look-alike of another address or domain, one sentence; empty for none.
    pub warning: String,
}

/// One person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    /// Directory id.
    pub id: String,
    /// Revision, for changes.
    pub revision: u64,
    /// Name as the user wrote it.
    pub name: String,
    /// What the person is to the user.
    pub relation: Relation,
    /// Whether held mail to this person may lapse into sending.
    pub lapse_allowed: bool,
    /// Jira account id, or empty.
    pub jira_account_id: String,
    /// Addresses.
    pub addresses: Vec<AddressView>,
    /// Ids of the projects in which the person is a stakeholder or a mail person.
    pub projects: Vec<String>,
    /// A name that looks like another one's, one sentence; empty for none.
    pub warning: String,
}

/// Adds a person; no address is confirmed by it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// Name.
    pub name: String,
    /// Relation; external unless the user says otherwise.
    pub relation: Option<Relation>,
    /// Addresses, not confirmed yet.
    pub addresses: Vec<String>,
    /// Jira account id, or empty.
    pub jira_account_id: String,
}

/// Changes a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditPerson {
    /// Revision on screen.
    pub revision: u64,
    /// Name.
    pub name: String,
    /// Relation.
    pub relation: Relation,
    /// Whether held mail to this person may lapse into sending.
    pub lapse_allowed: bool,
    /// Jira account id, or empty.
    pub jira_account_id: String,
}

/// What to do with one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressVerb {
    /// Adds it, not confirmed.
    Add,
    /// Confirms that it belongs to the person.
    Confirm,
    /// Takes the confirmation back.
    Unconfirm,
    /// Removes it.
    Remove,
}

/// Changes one address of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditAddress {
    /// Revision on screen.
    pub revision: u64,
    /// What to do.
    pub verb: AddressVerb,
    /// The address.
    pub address: String,
}

/// Merges another entry into this one: its addresses and its Jira account move over, and every address that moves
/// has to be confirmed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergePerson {
    /// Revision on screen.
    pub revision: u64,
    /// The entry that disappears.
    pub other: String,
    /// Its revision on screen.
    pub other_revision: u64,
}

/// Somebody who could be in the directory. An entry without name, address and account stands for a service that gave no
/// suggestions: its `source` says why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Name as the service has it.
    pub name: String,
    /// Addresses as the service has them, lower case; Jira hides most.
    pub addresses: Vec<String>,
    /// Jira account id, or empty.
    pub jira_account_id: String,
    /// Where it comes from, in words: `a Jira user`, `3 mails sent to this address`.
    pub source: String,
    /// Relation that the internal domains suggest.
    pub relation: Relation,
    /// A look-alike, one sentence; empty for none.
    pub warning: String,
}

/// A CSV file with the columns name, address, relation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportPeople {
    /// The file's text.
    pub csv: String,
    /// Whether the user confirms every address in it.
    pub confirm_addresses: bool,
    /// Whether to write, or only to say what would be written.
    pub write: bool,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Entries added.
    pub added: u64,
    /// Entries changed.
    pub changed: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// One line for each row that was refused or looks odd: (line in the file, sentence).
    pub notes: Vec<(u64, String)>,
}
