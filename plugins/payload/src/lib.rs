//! The versioned JSON payloads that cross the plugin boundary: scopes, signals, effects and receipts.
//!
//! Both the host and the guests use these types, so a payload that one side writes is one that the other reads.
//! Unknown fields are ignored on reading: a newer guest may say more.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod catalogue;
mod effect;
mod signal;

pub use catalogue::{FolderEntry, ProjectEntry, UserEntry};
pub use effect::{Draft, Effect, EffectKind, ProbeTarget, Receipt, Recipient};
pub use signal::{
    Actor, Change, Folder, Issue, IssueLink, Mail, MailAuth, Scope, Signal, Sprint, StatusCategory,
    Text, TextFormat, Visibility,
};

/// The schema number of every payload in this crate.
pub const SCHEMA: u32 = 1;
/// Name of the extended property, entity property and label that marks an effect with its intent.
pub const INTENT_MARKER: &str = "holdfast-intent";
