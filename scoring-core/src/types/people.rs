//! The directory entries that a request carries.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What a person is to the user, set by the user only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Not confirmed by the user.
    #[default]
    Unknown,
    /// Outside the organisation.
    External,
    /// A named stakeholder, usually on the client's side.
    Stakeholder,
    /// A colleague.
    Internal,
}

/// One address of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// The mail address, lower case.
    pub address: String,
    /// Whether the user confirmed that it belongs to the person.
    pub confirmed: bool,
}

/// A directory entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Directory id; also the `source_key` of evidence that comes from this person.
    pub id: String,
    /// How the user knows the person.
    pub relation: Relation,
    /// The addresses, each confirmed by itself.
    pub addresses: Vec<Address>,
    /// Whether the user allows held mail to this person to lapse into sending.
    pub lapse_allowed: bool,
}

/// One recipient of an action: a directory id and the address it resolved to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// Directory id; empty where no entry is known.
    pub person: String,
    /// The resolved address, lower case.
    pub address: String,
}
