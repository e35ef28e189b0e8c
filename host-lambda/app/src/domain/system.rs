//! Lease with heartbeat, budget, health: the items under `SYSTEM`, `BUDGET` and `INTEGRATION`.

use serde::{Deserialize, Serialize};

/// The lease of the cycle, with the heartbeat in the same item; the guard word of the item is `token`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Fencing token: changes with every holder; `free` when nobody holds it.
    pub token: String,
    /// Cycle id of the holder or of the last one.
    pub cycle: String,
    /// When the lease ends by itself, Unix milliseconds; 0 when free.
    pub expires_ms: i64,
    /// When the last cycle started.
    pub started_ms: i64,
    /// When the last cycle ended, 0 before the first.
    pub ended_ms: i64,
    /// When the last cycle ended well, 0 before the first.
    pub succeeded_ms: i64,
    /// Signals that the last cycle read.
    pub new_signals: u64,
    /// What failed, one sentence; empty when the last cycle ended well.
    pub error: String,
    /// Failures in a row.
    pub failures: u32,
    /// Local date `YYYY-MM-DD` on which housekeeping ran last.
    pub housekeeping_on: String,
    /// Counts the cycles.
    pub cycles: u64,
    /// What the cycle is at, in words, such as `reading PAY in Jira`.
    #[serde(default)]
    pub phase: String,
    /// Changes read so far.
    #[serde(default)]
    pub read: u64,
    /// Of these, stored as signals.
    #[serde(default)]
    pub stored: u64,
    /// Of these, mails that no project matches.
    #[serde(default)]
    pub unassigned: u64,
}

/// Money of one period, micro-dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Reserved by calls under way.
    pub reserved_microusd: u64,
    /// Settled.
    pub spent_microusd: u64,
    /// Calls settled.
    pub calls: u64,
}

/// Health of an integration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// When it last answered, Unix milliseconds.
    pub ok_ms: i64,
    /// What failed, one sentence; empty when well.
    pub error: String,
    /// Failures in a row.
    pub failures: u32,
    /// What to do next; empty when well.
    #[serde(default)]
    pub hint: String,
    /// Whether the credential was refused: no later attempt will differ.
    #[serde(default)]
    pub refused: bool,
    /// The cycle that failed last: one that is repeated counts once.
    #[serde(default)]
    pub cycle: String,
    /// When the failures in a row began, Unix milliseconds; 0 when well.
    #[serde(default)]
    pub since_ms: i64,
}

/// Where the data stands, as the running program sees it; the page about privacy and the digest show it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// In words.
    pub words: String,
    /// Address of the dashboard, for links; empty when it is not served.
    #[serde(default)]
    pub dashboard: String,
    /// The last backups, newest first: (file name, Unix milliseconds, bytes).
    #[serde(default)]
    pub backups: Vec<(String, i64, u64)>,
}

/// The epoch of an installation: it begins anew when its data came from elsewhere. Nothing lapses and nothing is sent
/// before everything open was compared with the accounts: the place that the data came from may have sent it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Epoch {
    /// Random word.
    pub id: String,
    /// When the data came here, Unix milliseconds.
    pub began_ms: i64,
    /// When everything open had been compared; null until then.
    pub settled_ms: Option<i64>,
    /// Whether the user was told that something cannot be compared yet.
    #[serde(default)]
    pub told: bool,
}

/// The data was exported to be used elsewhere: this place stands still.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// When, Unix milliseconds.
    pub at_ms: i64,
    /// Hex SHA-256 of the export.
    pub sha256: String,
}
