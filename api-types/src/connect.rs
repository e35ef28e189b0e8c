//! Connections to Jira and Outlook, and the first run.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// How well an integration answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthState {
    /// No account is connected.
    #[default]
    NotConnected,
    /// Connected, and not read yet.
    NotReadYet,
    /// The last check could read it.
    Well,
    /// The last check could not; once or twice in a row.
    Warning,
    /// Three or more checks in a row could not, or the credential was refused.
    Failing,
}

/// One integration as Settings shows it. No secret stands here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionView {
    /// `jira` or `outlook`.
    pub name: String,
    /// Whether an account is connected.
    pub connected: bool,
    /// `api_token`, `device_code`, `client_credentials`; empty when not connected.
    pub method: String,
    /// Where it points: the Jira site, or the mailbox.
    pub place: String,
    /// Who the account is, as the service says.
    pub account: String,
    /// When it was connected, Unix milliseconds; 0 when not.
    pub connected_ms: i64,
    /// What is asked for, and why: (scope or permission, one sentence).
    pub scopes: Vec<(String, String)>,
    /// How well it answers.
    pub health: HealthState,
    /// The state in words: what is wrong, or since when it is well.
    pub health_text: String,
    /// What to do next; empty where there is nothing to do.
    pub hint: String,
    /// Failures in a row.
    pub failures: u32,
    /// When it last answered, Unix milliseconds; 0 for never.
    pub ok_ms: i64,
    /// What the plugin is granted: (method and path template, `read` or `write`).
    pub grants: Vec<(String, String)>,
}

/// Connects Jira with an API token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectJira {
    /// Host of the site, such as `northwind.atlassian.net`; an address is cut down to it.
    pub site: String,
    /// Mail address of the account.
    pub mail: String,
    /// API token.
    pub token: String,
}

/// Starts the device code sign-in of Outlook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectOutlook {
    /// Tenant id or domain; `organizations` where it is not known.
    pub tenant: String,
    /// Client id of the registered application.
    pub client_id: String,
}

/// What the user types at Microsoft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceCode {
    /// The code.
    pub user_code: String,
    /// Where to type it.
    pub verification_url: String,
    /// When it expires, Unix milliseconds.
    pub expires_ms: i64,
    /// How often to ask whether it was typed, seconds.
    pub interval_s: u32,
}

/// How far a device code sign-in is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DeviceProgress {
    /// No sign-in is under way.
    None,
    /// The code was not used yet.
    Waiting {
        /// The code on screen.
        code: DeviceCode,
    },
    /// Done.
    Connected {
        /// The connection.
        connection: ConnectionView,
    },
    /// Declined or expired.
    Failed {
        /// What happened, one sentence.
        error: String,
        /// What to do next.
        hint: String,
    },
}

/// Connects Outlook with application permissions, limited to one mailbox.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectApplication {
    /// Tenant id or domain.
    pub tenant: String,
    /// Client id of the registered application.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// The one mailbox.
    pub mailbox: String,
}

/// A Jira project that the account can see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JiraProject {
    /// Key.
    pub key: String,
    /// Name.
    pub name: String,
    /// Its boards: (id, name).
    pub boards: Vec<(u64, String)>,
}

/// A step of the first run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Time zone and working hours.
    Zone,
    /// Jira.
    Jira,
    /// Outlook.
    Outlook,
    /// People.
    People,
    /// First project.
    Project,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// To be done.
    #[default]
    Open,
    /// Put off by the user.
    Skipped,
    /// Done.
    Done,
}

/// The first run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstRun {
    /// Whether it is over: every step done or skipped, and the user said so.
    pub finished: bool,
    /// The steps in order.
    pub steps: Vec<(Step, StepState)>,
    /// The first sync, once a project exists.
    pub sync: Option<SyncProgress>,
}

/// What the first sync found so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncProgress {
    /// Whether a check is running.
    pub running: bool,
    /// What it is at, in words, such as `reading PAY in Jira`.
    pub phase: String,
    /// Changes read so far.
    pub read: u64,
    /// Of these, stored as signals.
    pub stored: u64,
    /// Artefacts written.
    pub artefacts: u64,
    /// Mails that no project matches.
    pub unassigned: u64,
    /// What failed, one sentence; empty when well.
    pub error: String,
    /// When the next check starts, Unix milliseconds, or null.
    pub next_check_ms: Option<i64>,
}

/// Moves the first run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case", deny_unknown_fields)]
pub enum FirstRunMove {
    /// Puts a step off.
    Skip {
        /// Which.
        step: Step,
    },
    /// Takes a step up again.
    Resume {
        /// Which.
        step: Step,
    },
    /// Confirms the zone and hours that are set.
    ConfirmZone {},
    /// Says that enough people are in the directory.
    ConfirmPeople {},
    /// Ends the first run.
    Finish {},
}
