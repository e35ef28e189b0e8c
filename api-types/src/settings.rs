//! What the user can set.

use alloc::string::String;
use alloc::vec::Vec;
use scoring_core::{Autonomy, Kind};
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
    /// Another position of the dial for a while.
    #[serde(default)]
    pub boost: Option<Boost>,
    /// What is always asked, whatever the dial says.
    #[serde(default)]
    pub always_ask: Vec<AlwaysAsk>,
    /// When notices go out.
    #[serde(default)]
    pub notices: NoticeSettings,
    /// Mail domains of the own organisation, lower case.
    #[serde(default)]
    pub internal_domains: Vec<String>,
    /// Which models, at which prices.
    #[serde(default)]
    pub models: ModelSettings,
    /// Holds and thresholds of the policy.
    #[serde(default)]
    pub thresholds: Thresholds,
    /// Days of history that a first sync reads, 1 to 90; 0 = without limit.
    #[serde(default = "first_sync_days")]
    pub first_sync_days: u32,
}

const fn first_sync_days() -> u32 {
    14
}

impl Settings {
    /// What a real installation starts with: level Observe, office hours.
    #[must_use]
    pub fn initial(zone: &str) -> Self {
        Self {
            revision: 0,
            autonomy: Autonomy::Observe,
            dry_run: false,
            hours: Hours {
                zone: String::from(zone),
                start_min: 8 * 60,
                end_min: 18 * 60,
                days: Vec::from([1, 2, 3, 4, 5]),
                days_off: Vec::new(),
            },
            polling_interval_min: 15,
            budget: BudgetSettings { day_microusd: 230_000, month_microusd: 7_000_000 },
            single_keys: true,
            lapse_enabled: true,
            links_allowed: Vec::new(),
            notice_address: String::new(),
            boost: None,
            always_ask: Vec::new(),
            notices: NoticeSettings::default(),
            internal_domains: Vec::new(),
            models: ModelSettings::default(),
            thresholds: Thresholds::default(),
            first_sync_days: first_sync_days(),
        }
    }
}

/// Another position of the dial until a time; then the dial applies again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Boost {
    /// The position.
    pub autonomy: Autonomy,
    /// When it ends, Unix milliseconds; at most 7 days ahead.
    pub until_ms: i64,
}

/// A class of actions that is always asked: it is never executed or held, only escalated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlwaysAsk {
    /// Project id; empty for all projects.
    pub project: String,
    /// Which kind.
    pub kind: Kind,
}

/// How notices reach the user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeMode {
    /// Each at once.
    #[default]
    AtOnce,
    /// Only the daily digest.
    Digest,
    /// Neither.
    Off,
}

/// When notices go out. What is urgent (a silent agent, an effect that could not be told, a refused credential) breaks
/// through quiet hours and the digest, but not through `off`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeSettings {
    /// How.
    pub mode: NoticeMode,
    /// Start of quiet hours, minutes after local midnight; equal to the end for none.
    pub quiet_start_min: u32,
    /// End of quiet hours, minutes after local midnight.
    pub quiet_end_min: u32,
    /// Whether one mail a day tells what happened, with `at_once` and `digest`.
    pub digest: bool,
}

impl Default for NoticeSettings {
    fn default() -> Self {
        Self { mode: NoticeMode::AtOnce, quiet_start_min: 1200, quiet_end_min: 420, digest: true }
    }
}

/// One model and its price in micro-dollars for a million tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelPrice {
    /// Model id.
    pub id: String,
    /// Price of a million tokens in.
    pub input_microusd: u64,
    /// Price of a million tokens out.
    pub output_microusd: u64,
}

/// The models. List prices of Anthropic, November 2025.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelSettings {
    /// For classifying.
    pub triage: ModelPrice,
    /// For drafting.
    pub reasoning: ModelPrice,
}

impl Default for ModelSettings {
    fn default() -> Self {
        let price = |id: &str, input_microusd, output_microusd| ModelPrice {
            id: String::from(id),
            input_microusd,
            output_microusd,
        };
        Self {
            triage: price("claude-haiku-4-5", 1_000_000, 5_000_000),
            reasoning: price("claude-sonnet-4-5", 3_000_000, 15_000_000),
        }
    }
}

/// Holds and thresholds of the policy (DESIGN 2.1 and 2.4); the defaults are the design's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Full hold of a mail, minutes, 5 to 1440.
    pub hold_mail_min: u32,
    /// Full hold of a status change, minutes, 2 to 1440.
    pub hold_status_min: u32,
    /// Precedent that passes, basis points, 0 to 10000.
    pub precedent_bp: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { hold_mail_min: 30, hold_status_min: 5, precedent_bp: 5000 }
    }
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
