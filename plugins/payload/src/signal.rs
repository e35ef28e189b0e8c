//! What an integration reads: scopes to poll and signals in one shape for all of them.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What one `poll` reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Scope {
    /// A Jira project.
    JiraProject {
        /// Project key.
        project_key: String,
        /// Start of the first sync, Unix milliseconds: earlier changes are not signals.
        since_ms: i64,
        /// Board id for sprints, if configured.
        board_id: Option<u64>,
        /// The current time, Unix milliseconds: guests have no clock.
        now_ms: i64,
    },
    /// One folder of a mailbox.
    MailFolder {
        /// Mailbox address.
        mailbox: String,
        /// Well-known folder name or id, such as `inbox` or `sentitems`.
        folder: String,
        /// Start of the first sync, Unix milliseconds: earlier mails are not signals.
        since_ms: i64,
        /// The current time, Unix milliseconds.
        now_ms: i64,
    },
    /// Lists the Jira projects that the account can see.
    JiraProjects {},
    /// Lists the people of the Jira site.
    JiraUsers {},
    /// Lists the folders of a mailbox.
    MailFolders {
        /// Mailbox address.
        mailbox: String,
    },
}

/// One change, normalised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// [`crate::SCHEMA`].
    pub schema: u32,
    /// Issue key or immutable message id.
    pub entity: String,
    /// As in the raw change.
    pub change_key: String,
    /// Unix milliseconds.
    pub occurred_at_ms: i64,
    /// What changed.
    pub change: Change,
    /// Everybody who had a hand in the text: trust is the minimum over them. For Jira: creator (never
    /// reporter), updateAuthor and every changelog author of the field; for mail: the one From.
    pub authors: Vec<Actor>,
    /// The texts of the change, not yet sanitised.
    pub texts: Vec<Text>,
    /// The issue as it is now, for Jira changes.
    pub issue: Option<Issue>,
    /// The envelope, for mail.
    pub mail: Option<Mail>,
    /// The intent that caused the change, where its marker was found.
    pub intent: Option<String>,
    /// Whether something was cut to fit; caps at escalate.
    pub truncated: bool,
}

/// What changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// The state of an issue at first sync, or after a resync: not an event of its own.
    #[default]
    Snapshot,
    /// A new issue.
    Created,
    /// One changelog item.
    Field {
        /// Jira field name, lower case, such as `status`, `duedate`, `Sprint`.
        field: String,
        /// Old value as a person reads it.
        from: Option<String>,
        /// New value as a person reads it.
        to: Option<String>,
    },
    /// A new or edited comment.
    Comment {
        /// Comment id.
        id: String,
        /// Who can read it.
        visibility: Visibility,
    },
    /// Logged work.
    Worklog {
        /// Seconds spent.
        seconds: u64,
    },
    /// A mail.
    Message,
}

/// Who can read a comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Colleagues.
    #[default]
    Internal,
    /// Customers of a service desk too.
    Customer,
}

/// A person or program behind a change, as the upstream tells it; display names are never identity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Jira account id, or empty.
    pub account_id: String,
    /// Jira accountType (`atlassian`, `app`, `customer`), or empty.
    pub account_type: String,
    /// Mail address, lower case, or empty.
    pub address: String,
    /// Display name: shown, never believed.
    pub name: String,
}

/// How a text is encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextFormat {
    /// Plain text; ADF arrives as plain text too.
    #[default]
    Plain,
    /// HTML.
    Html,
}

/// One text of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// `summary`, `description`, `comment`, `subject`, `body`, `from` or `to`.
    pub part: String,
    /// Its encoding.
    pub format: TextFormat,
    /// The text itself.
    pub text: String,
}

/// Jira's three status categories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusCategory {
    /// Not started (`new`).
    #[default]
    ToDo,
    /// Started (`indeterminate`).
    InProgress,
    /// Finished (`done`).
    Done,
}

/// An issue as it is now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Key, such as `PAY-142`.
    pub key: String,
    /// Numeric id as text.
    pub id: String,
    /// Project key.
    pub project_key: String,
    /// Issue type name.
    pub issue_type: String,
    /// Summary, not yet sanitised.
    pub summary: String,
    /// Status name.
    pub status: String,
    /// Status category.
    pub status_category: StatusCategory,
    /// Priority name, or empty.
    pub priority: String,
    /// Account id of the assignee, or empty.
    pub assignee_id: String,
    /// Display name of the assignee, or empty.
    pub assignee_name: String,
    /// Labels.
    pub labels: Vec<String>,
    /// Due date `YYYY-MM-DD`, or empty.
    pub due: String,
    /// Story points times 10, if estimated.
    pub points_x10: Option<i64>,
    /// Whether the issue is flagged as impeded.
    pub flagged: bool,
    /// Created, Unix milliseconds.
    pub created_ms: i64,
    /// Updated, Unix milliseconds.
    pub updated_ms: i64,
    /// The current or latest sprint.
    pub sprint: Option<Sprint>,
    /// Links to other issues.
    pub links: Vec<IssueLink>,
    /// Whether the description holds acceptance criteria.
    pub has_criteria: bool,
}

/// A link between issues.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueLink {
    /// As read from this issue, such as `is blocked by`.
    pub relation: String,
    /// Key of the other issue.
    pub key: String,
}

/// A sprint.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sprint {
    /// Sprint id.
    pub id: u64,
    /// Name.
    pub name: String,
    /// `active`, `future` or `closed`.
    pub state: String,
    /// Start, Unix milliseconds; 0 if unset.
    pub start_ms: i64,
    /// End, Unix milliseconds; 0 if unset.
    pub end_ms: i64,
    /// Goal, not yet sanitised.
    pub goal: String,
}

/// Which folder a mail lies in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Folder {
    /// Received.
    #[default]
    Inbox,
    /// Sent by the user.
    Sent,
    /// Any other folder.
    Other,
}

/// The envelope of a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Immutable Graph id.
    pub id: String,
    /// Message-ID header: chosen by the sender, for threading only.
    pub internet_message_id: String,
    /// Conversation id.
    pub conversation_id: String,
    /// Folder.
    pub folder: Folder,
    /// From; exactly one for anything above unknown.
    pub from: Vec<Actor>,
    /// Reply-To, where it differs from From.
    pub reply_to: Vec<Actor>,
    /// To.
    pub to: Vec<Actor>,
    /// Cc.
    pub cc: Vec<Actor>,
    /// Subject, not yet sanitised.
    pub subject: String,
    /// Names of attachments, not yet sanitised.
    pub attachments: Vec<String>,
    /// What the receiving system said about authenticity.
    pub auth: MailAuth,
}

/// Authenticity as the receiving system saw it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailAuth {
    /// `X-MS-Exchange-Organization-AuthAs`, if present, exactly once.
    pub auth_as: Option<String>,
    /// The topmost Authentication-Results header, if any.
    pub authentication_results: Option<String>,
}
