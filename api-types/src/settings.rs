//! What the user can set.

use alloc::string::String;
use alloc::vec::Vec;
use scoring_core::Autonomy;
use serde::{Deserialize, Serialize};

/// Working hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// IANA zone, such as `Australia/Sydney`.
    pub zone: String,
    /// Minutes after local midnight.
    pub start_min: u32,
    /// Minutes after local midnight; 1440 for the end of the day.
    pub end_min: u32,
    /// ISO weekdays, 1 = Monday.
    pub days: Vec<u8>,
    /// Days off, `YYYY-MM-DD`.
    pub days_off: Vec<String>,
}

/// What a model may cost, micro-dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetSettings {
    /// A local day.
    pub day_microusd: u64,
    /// A local month.
    pub month_microusd: u64,
}

/// What the user can set; `PUT` replaces all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Revision on screen.
    pub revision: u64,
    /// The dial.
    pub autonomy: Autonomy,
    /// As live, but ending before anything is prepared.
    pub dry_run: bool,
    /// Working hours.
    pub hours: Hours,
    /// Minutes between checks, 5 to 120.
    pub polling_interval_min: u32,
    /// Spending limits.
    pub budget: BudgetSettings,
    /// Whether single-key shortcuts are on.
    pub single_keys: bool,
    /// Whether held mail may lapse into sending.
    pub lapse_enabled: bool,
    /// Hosts that links in drafts may point at.
    pub links_allowed: Vec<String>,
    /// Address for notices; empty: in-app only.
    pub notice_address: String,
}

/// Settings with what the page shows beside them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// As stored.
    pub settings: Settings,
    /// Spent today, micro-dollars.
    pub spent_today_microusd: u64,
    /// Spent this month, micro-dollars.
    pub spent_month_microusd: u64,
    /// What writes drafts: a model id, or "rules, no model".
    pub model: String,
    /// Version of the product.
    pub version: String,
    /// Hex SHA-256 of policy.wasm.
    pub engine_digest: String,
    /// Integrations with their health in words.
    pub integrations: Vec<(String, String)>,
}
