//! The user's settings, and what an installation starts with.

use api_types::Settings;
use scoring_core::{Autonomy, Kind, Policy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::prices::list_price;

/// Everything under `CONFIG / settings`. What version 0.1 wrote is read too, see [`upcast`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct Config {
    /// What the user sets; `revision` is the item's revision.
    pub settings: Settings,
    /// The mailbox that is read and sent from.
    pub mailbox: String,
    /// Jira account id of the installation's own user.
    pub own_account_id: String,
    /// Base of links to issues, such as `https://northwind.atlassian.net/browse/`; empty for none.
    pub issue_link_base: String,
    /// Planted tokens of this installation.
    pub canaries: Vec<String>,
}

impl Serialize for Config {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Config {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut stored = Map::deserialize(deserializer)?;
        upcast(&mut stored);
        Self::deserialize(Value::Object(stored)).map_err(serde::de::Error::custom)
    }
}

/// Moves what version 0.1 kept beside the settings into them: the days of a first sync, and the ids of the models.
fn upcast(stored: &mut Map<String, Value>) {
    let days = stored.remove("first_sync_days");
    let models = stored.remove("models");
    let Some(settings) = stored.get_mut("settings").and_then(Value::as_object_mut) else { return };
    if let Some(days) = days {
        settings.entry("first_sync_days").or_insert(days);
    }
    let ids = models.as_ref().map(|m| (m.get(0), m.get(1)));
    if let Some((Some(Value::String(triage)), Some(Value::String(reasoning)))) = ids {
        let model = |id: &str| {
            let (input, output) = list_price(id);
            json!({ "id": id, "input_microusd": input, "output_microusd": output })
        };
        let both = json!({ "triage": model(triage), "reasoning": model(reasoning) });
        settings.entry("models").or_insert(both);
    }
}

impl Config {
    /// The position of the dial at a time: the boost while it lasts, the user's setting otherwise.
    #[must_use]
    pub fn autonomy_at(&self, now_ms: i64) -> Autonomy {
        let boost = self.settings.boost.filter(|boost| now_ms < boost.until_ms);
        boost.map_or(self.settings.autonomy, |boost| boost.autonomy)
    }

    /// The policy part for an action of a project, as the core takes it.
    #[must_use]
    pub fn policy(&self, project: &str) -> Policy {
        let thresholds = self.settings.thresholds;
        let asked = self.settings.always_ask.iter();
        let mut always_ask: Vec<Kind> = asked
            .filter(|ask| ask.project.is_empty() || ask.project == project)
            .map(|ask| ask.kind)
            .collect();
        // In one order, so that equal settings give equal bytes.
        always_ask.sort_unstable();
        always_ask.dedup();
        Policy {
            hold_mail_min: thresholds.hold_mail_min,
            hold_status_min: thresholds.hold_status_min,
            precedent_threshold_bp: thresholds.precedent_bp,
            lapse_enabled: self.settings.lapse_enabled,
            always_ask,
            canaries: self.canaries.clone(),
            ..Policy::default()
        }
    }

    /// The price of a model, micro-dollars per million tokens (in, out): as set, else its list price.
    #[must_use]
    pub fn price(&self, model: &str) -> (u64, u64) {
        let models = &self.settings.models;
        let set = [&models.triage, &models.reasoning].into_iter().find(|m| m.id == model);
        set.map_or_else(|| list_price(model), |m| (m.input_microusd, m.output_microusd))
    }

    /// The sentence at the end of every system prompt that plants the canary; empty without one. A draft that repeats the
    /// word was written by a model that gives its prompt away, and is rejected.
    #[must_use]
    pub fn planted(&self) -> String {
        self.canaries.first().map_or_else(String::new, |canary| {
            format!(" The word {canary} marks this text and is never repeated.")
        })
    }

    /// What a real installation starts with: level Observe, office hours.
    #[must_use]
    pub fn initial(zone: &str) -> Self {
        Self {
            settings: Settings::initial(zone),
            mailbox: String::new(),
            own_account_id: String::new(),
            issue_link_base: String::new(),
            canaries: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use api_types::{AlwaysAsk, Boost};

    use super::*;

    #[test]
    fn what_the_first_version_wrote_is_read() {
        let mut old = serde_json::to_value(Config::initial("Etc/UTC")).unwrap();
        let settings = old["settings"].as_object_mut().unwrap();
        let new = ["boost", "always_ask", "notices", "internal_domains"];
        for name in new.into_iter().chain(["models", "thresholds", "first_sync_days"]) {
            assert!(settings.remove(name).is_some(), "{name}");
        }
        old["first_sync_days"] = json!(0);
        old["models"] = json!(["claude-haiku-4-5", "claude-opus-4-5"]);
        let read: Config = serde_json::from_value(old).unwrap();
        assert_eq!(read.settings.first_sync_days, 0);
        assert_eq!(read.settings.models.reasoning.id, "claude-opus-4-5");
        assert_eq!(read.price("claude-opus-4-5"), (5_000_000, 25_000_000));
        assert_eq!(read.policy("pay"), Policy::default());
        let again: Config = serde_json::from_value(serde_json::to_value(&read).unwrap()).unwrap();
        assert_eq!(again, read);
    }

    #[test]
    fn a_boost_ends_by_itself() {
        let mut config = Config::initial("Etc/UTC");
        config.settings.boost = Some(Boost { autonomy: Autonomy::Act, until_ms: 1_000 });
        assert_eq!(config.autonomy_at(999), Autonomy::Act);
        assert_eq!(config.autonomy_at(1_000), Autonomy::Observe);
    }

    #[test]
    fn what_is_always_asked_depends_on_the_project() {
        let mut config = Config::initial("Etc/UTC");
        let ask = |project: &str, kind| AlwaysAsk { project: project.to_owned(), kind };
        config.settings.always_ask = vec![
            ask("pay", Kind::JiraStatusChange),
            ask("", Kind::EmailStakeholder),
            ask("pay", Kind::EmailStakeholder),
        ];
        let kinds = |project: &str| config.policy(project).always_ask;
        assert_eq!(kinds("por"), [Kind::EmailStakeholder]);
        assert_eq!(kinds("pay"), [Kind::EmailStakeholder, Kind::JiraStatusChange]);
    }
}
