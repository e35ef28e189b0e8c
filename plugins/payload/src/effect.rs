//! What an integration does: effects with an intent, and the receipts that prove them.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// One approved action, frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// [`crate::SCHEMA`].
    pub schema: u32,
    /// The intent: unique for each attempt that the user or the policy asked for. Goes into the marker.
    pub intent: String,
    /// When the intent was claimed, Unix milliseconds.
    pub claimed_at_ms: i64,
    /// What to do.
    pub kind: EffectKind,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EffectKind {
    /// Send a mail from `mailbox`.
    Mail {
        /// Mailbox address.
        mailbox: String,
        /// Immutable id of the message that it answers, or null.
        reply_to: Option<String>,
        /// Recipients, exactly these.
        to: Vec<Recipient>,
        /// Subject.
        subject: String,
        /// Plain text body.
        body: String,
    },
    /// Comment on an issue, readable by colleagues only.
    JiraComment {
        /// Issue key.
        issue: String,
        /// Plain text body; sent as ADF.
        body: String,
    },
    /// Move an issue to another status.
    JiraStatus {
        /// Issue key.
        issue: String,
        /// Name of the status to reach.
        to_status: String,
        /// Account id of this installation's own user: whose changelog entry counts on reconcile.
        own_account_id: String,
    },
    /// Create an issue.
    JiraCreate {
        /// Project key.
        project_key: String,
        /// Issue type name.
        issue_type: String,
        /// Summary.
        summary: String,
        /// Plain text description; sent as ADF.
        description: String,
    },
}

/// One recipient of a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Address, lower case.
    pub address: String,
    /// Display name, or empty.
    pub name: String,
}

/// Proof of what was prepared or done; stored with the action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// [`crate::SCHEMA`].
    pub schema: u32,
    /// Id of the draft, message, comment, changelog entry or issue.
    pub id: String,
    /// A second id where the upstream has one (conversation, comment's issue).
    pub also: String,
    /// Where a person can look at it, or empty.
    pub link: String,
    /// What the upstream holds, read back after `prepare`, for comparison with what was approved.
    pub draft: Option<Draft>,
}

/// A draft as the upstream holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Addresses, lower case, in order.
    pub to: Vec<String>,
    /// Cc and Bcc addresses: must be empty.
    pub other: Vec<String>,
    /// Subject.
    pub subject: String,
    /// Plain text body.
    pub body: String,
}

/// What `probe` looks at. The answer changes exactly when somebody else changed the target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProbeTarget {
    /// A conversation: its messages, without those that carry an intent marker.
    Thread {
        /// Mailbox address.
        mailbox: String,
        /// Conversation id.
        conversation_id: String,
    },
    /// An issue: status, summary, due date, comments, without own effects.
    Issue {
        /// Issue key.
        issue: String,
        /// Account id of this installation's own user.
        own_account_id: String,
    },
}
