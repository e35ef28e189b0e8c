//! The header line and the settings page: always from what is stored, never from what should be.

use api_types::{AgentState, SettingsView, Status};

use crate::domain::calendar::MINUTE_MS;
use crate::domain::keys;
use crate::domain::system::{Health, Lease};
use crate::usecases::{App, CaseError, budget};

impl App {
    /// The header.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn status(&self) -> Result<Status, CaseError> {
        let config = self.config().await?;
        let calendar = self.calendar(&config)?;
        let now_ms = self.now();
        let clock = calendar.clock(now_ms);
        let lease = self.load::<Lease>(&keys::lease()).await?.map(|l| l.value).unwrap_or_default();
        let waiting = self.waiting().await?;
        let (today, _) = budget::spent(self, &calendar).await?;
        let (utc_offset_min, zone_abbreviation) = calendar.offset(now_ms);
        let interval_ms = i64::from(config.settings.polling_interval_min) * MINUTE_MS;
        Ok(Status {
            now_ms,
            zone: config.settings.hours.zone.clone(),
            utc_offset_min,
            zone_abbreviation,
            in_working_hours: clock.in_working_hours,
            next_window_ms: clock.next_window_ms,
            agent: agent_state(&lease, now_ms, interval_ms),
            last_check_ms: Some(lease.ended_ms).filter(|t| *t > 0),
            next_check_ms: Some(lease.started_ms + interval_ms).filter(|_| lease.started_ms > 0),
            autonomy: config.autonomy_at(now_ms),
            dry_run: config.settings.dry_run,
            held: waiting.held,
            decisions: waiting.decisions,
            spent_today_microusd: today.spent_microusd,
            budget_day_microusd: config.settings.budget.day_microusd,
            model: self.llm.label(),
            single_keys: config.settings.single_keys,
            engine_digest: self.judgement.engine_digest().to_owned(),
        })
    }

    /// The settings page.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn settings_view(&self) -> Result<SettingsView, CaseError> {
        let config = self.config().await?;
        let calendar = self.calendar(&config)?;
        let (today, month) = budget::spent(self, &calendar).await?;
        let mut integrations = Vec::new();
        for name in ["jira", "outlook"] {
            let words = match self.load::<Health>(&keys::integration(name)).await?.map(|h| h.value)
            {
                None => "not read yet".to_owned(),
                Some(health) if health.error.is_empty() => "answers".to_owned(),
                Some(health) => health.error,
            };
            integrations.push((name.to_owned(), words));
        }
        Ok(SettingsView {
            settings: config.settings,
            spent_today_microusd: today.spent_microusd,
            spent_month_microusd: month.spent_microusd,
            model: self.llm.label(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            engine_digest: self.judgement.engine_digest().to_owned(),
            integrations,
        })
    }
}

fn agent_state(lease: &Lease, now_ms: i64, interval_ms: i64) -> AgentState {
    if lease.cycles == 0 {
        return AgentState::Starting;
    }
    if lease.expires_ms > now_ms {
        return AgentState::Checking;
    }
    let minutes = (now_ms - lease.ended_ms.max(lease.started_ms)) / MINUTE_MS;
    if now_ms - lease.ended_ms.max(lease.started_ms) > 2 * interval_ms {
        let reason = if lease.error.is_empty() { "the agent does not run" } else { &lease.error };
        return AgentState::Silent { error: format!("No check for {minutes} min: {reason}.") };
    }
    if lease.error.is_empty() {
        AgentState::Idle { new_signals: lease.new_signals }
    } else {
        AgentState::Failing { error: lease.error.clone() }
    }
}
