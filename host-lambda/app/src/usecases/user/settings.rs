//! Settings: replaced as a whole; what is open is scored again and never released by it.

use api_types::{AlwaysAsk, Boost, EventKind, ModelPrice, Settings};
use scoring_core::Autonomy;

use super::UserError;
use crate::domain::calendar::{Calendar, DAY_MS};
use crate::domain::keys;
use crate::domain::mail::parse_domain;
use crate::domain::settings::Config;
use crate::usecases::events::NewEvent;
use crate::usecases::{App, CaseError};

/// Longest boost (the user's own limit on a moment of confidence).
const BOOST_DAYS_MAX: i64 = 7;
/// Most classes that are always asked.
const ALWAYS_ASK_MAX: usize = 200;
/// Most own domains.
const DOMAINS_MAX: usize = 100;
/// Longest model id, in bytes.
const MODEL_BYTES_MAX: usize = 100;
/// Highest price of a million tokens, micro-dollars: 10,000 dollars.
const PRICE_MICROUSD_MAX: u64 = 10_000_000_000;

impl App {
    /// Replaces the settings. A wrong value changes nothing.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] with what is wrong, or a lost race.
    pub async fn put_settings(&self, settings: &Settings) -> Result<Config, UserError> {
        let old = self.config().await?;
        let settings = self.checked_settings(settings, &old).await?;
        let mut config = old.clone();
        config.settings = settings.clone();
        self.save(keys::config("settings"), &config, settings.revision).await?;
        let text = describe(&old.settings, &settings);
        self.emit(NewEvent::account(EventKind::Setting, text)).await?;
        self.rescore_open("The settings changed: judged again.").await?;
        Ok(self.config().await?)
    }

    /// The settings as they would be stored beside what stands.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] with what is wrong.
    pub(crate) async fn checked_settings(
        &self,
        settings: &Settings,
        old: &Config,
    ) -> Result<Settings, CaseError> {
        let mut settings = settings.clone();
        // A page that was opened during a boost still shows it after its end.
        if settings.boost.is_some_and(|b| b.until_ms <= self.now())
            && settings.boost == old.settings.boost
        {
            settings.boost = None;
        }
        for domain in &mut settings.internal_domains {
            *domain = parse_domain(domain).map_err(CaseError::Invalid)?;
        }
        settings.internal_domains.sort_unstable();
        settings.internal_domains.dedup();
        check(&settings)?;
        check_new(&settings, self.now())?;
        let mut projects: Vec<&str> = settings
            .always_ask
            .iter()
            .filter(|ask| !old.settings.always_ask.contains(ask))
            .map(|ask| ask.project.as_str())
            .filter(|project| !project.is_empty())
            .collect();
        projects.sort_unstable();
        projects.dedup();
        for project in projects {
            if self.table.get(&keys::project(project)).await?.is_none() {
                return Err(CaseError::Invalid(
                    "something is always asked for a project that does not exist".to_owned(),
                ));
            }
        }
        Ok(settings)
    }

    /// Ends a boost whose time is over: the dial applies again, and what is open is judged again. Until this is done the
    /// dial applies all the same, see [`Config::autonomy_at`].
    ///
    /// # Errors
    /// When the store or the engine fails.
    pub async fn end_boost(&self) -> Result<bool, CaseError> {
        let mut config = self.config().await?;
        if config.settings.boost.is_none_or(|boost| self.now() < boost.until_ms) {
            return Ok(false);
        }
        config.settings.boost = None;
        let text = format!("The boost is over: {}.", at_position(config.settings.autonomy));
        match self.save(keys::config("settings"), &config, config.settings.revision).await {
            // The user changed the settings in this moment: the next check looks again.
            Err(error) if error.is_lost_race() => return Ok(false),
            other => other?,
        }
        self.emit(NewEvent::account(EventKind::Setting, text)).await?;
        self.rescore_open("The boost is over: judged again.").await?;
        Ok(true)
    }
}

fn at_position(autonomy: Autonomy) -> String {
    format!("the dial is at {autonomy:?}")
}

/// What changed, without addresses, hosts and names.
fn describe(old: &Settings, new: &Settings) -> String {
    let mut parts = Vec::new();
    if old.autonomy != new.autonomy {
        parts.push(format!("the dial moved from {:?} to {:?}", old.autonomy, new.autonomy));
    }
    if old.boost != new.boost {
        parts.push(match new.boost {
            Some(boost) => format!("a boost to {:?} began", boost.autonomy),
            None => "the boost was ended".to_owned(),
        });
    }
    if old.dry_run != new.dry_run {
        parts.push(format!("dry run is {}", if new.dry_run { "on" } else { "off" }));
    }
    let changed = [
        (old.hours != new.hours, "the working hours changed"),
        (old.budget != new.budget, "the budget changed"),
        (old.models != new.models, "the models changed"),
        (old.always_ask != new.always_ask, "what is always asked changed"),
        (old.thresholds != new.thresholds, "the thresholds of the policy changed"),
        (old.internal_domains != new.internal_domains, "the own domains changed"),
        (old.notices != new.notices, "the notices changed"),
        (old.notice_address != new.notice_address, "the address for notices changed"),
        (old.lapse_enabled != new.lapse_enabled, "the end of holds changed"),
        (old.links_allowed != new.links_allowed, "the allowed links changed"),
        (old.polling_interval_min != new.polling_interval_min, "the polling interval changed"),
    ];
    parts.extend(changed.iter().filter(|(is, _)| *is).map(|(_, text)| (*text).to_owned()));
    if parts.is_empty() {
        "Settings saved.".to_owned()
    } else {
        format!("Settings: {}.", parts.join(", "))
    }
}

/// What came with projects, models, thresholds and boosts.
fn check_new(settings: &Settings, now_ms: i64) -> Result<(), CaseError> {
    let wrong = |text: &str| Err(CaseError::Invalid(text.to_owned()));
    if let Some(Boost { until_ms, .. }) = settings.boost
        && !(now_ms + 1..=now_ms + BOOST_DAYS_MAX * DAY_MS).contains(&until_ms)
    {
        return wrong("a boost ends in the future, at most 7 days ahead");
    }
    let asks = |ask: &AlwaysAsk| !ask.kind.is_never();
    if settings.always_ask.len() > ALWAYS_ASK_MAX || !settings.always_ask.iter().all(asks) {
        return wrong(
            "at most 200 kinds are always asked; what is never allowed cannot be asked about",
        );
    }
    if settings.internal_domains.len() > DOMAINS_MAX {
        return wrong("there are at most 100 own domains");
    }
    let quiet = [settings.notices.quiet_start_min, settings.notices.quiet_end_min];
    if quiet.iter().any(|minute| *minute >= 1440) {
        return wrong("quiet hours are minutes of a day, 0 to 1439");
    }
    let model = |m: &ModelPrice| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b':');
        let price = 1..=PRICE_MICROUSD_MAX;
        (1..=MODEL_BYTES_MAX).contains(&m.id.len())
            && m.id.bytes().all(plain)
            && price.contains(&m.input_microusd)
            && price.contains(&m.output_microusd)
    };
    if !model(&settings.models.triage) || !model(&settings.models.reasoning) {
        // Without a price the budget would never end.
        return wrong(
            "a model has an id of letters, digits, `-`, `.`, `_` and `:`, and a price above 0",
        );
    }
    let thresholds = settings.thresholds;
    if !(5..=1440).contains(&thresholds.hold_mail_min)
        || !(2..=1440).contains(&thresholds.hold_status_min)
        || thresholds.precedent_bp > 10_000
    {
        return wrong(
            "a mail is held 5 to 1,440 minutes, a status change 2 to 1,440; precedent is 0 to 10,000 basis points",
        );
    }
    if settings.first_sync_days > 90 {
        return wrong("a first sync reads 1 to 90 days, or 0 for all");
    }
    Ok(())
}

fn check(settings: &Settings) -> Result<(), CaseError> {
    let wrong = |text: &str| Err(CaseError::Invalid(text.to_owned()));
    Calendar::new(&settings.hours).map_err(|e| CaseError::Invalid(e.to_string()))?;
    let hours = &settings.hours;
    if hours.start_min >= hours.end_min || hours.end_min > 1440 {
        return wrong("working hours must start before they end, within one day");
    }
    if hours.days.is_empty() || hours.days.iter().any(|d| !(1..=7).contains(d)) {
        return wrong("at least one weekday is needed, 1 for Monday to 7 for Sunday");
    }
    if hours.days_off.len() > 366
        || hours.days_off.iter().any(|d| d.parse::<jiff::civil::Date>().is_err())
    {
        return wrong("days off are dates such as 2026-12-25, at most 366");
    }
    if !(5..=120).contains(&settings.polling_interval_min) {
        return wrong("the polling interval is 5 to 120 minutes");
    }
    if settings.budget.day_microusd > 100_000_000 || settings.budget.month_microusd > 1_000_000_000
    {
        return wrong("the budget is at most 100 dollars a day and 1,000 a month");
    }
    let host = |h: &String| {
        !h.is_empty()
            && h.len() <= 253
            && h.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'))
    };
    if settings.links_allowed.len() > 200 || !settings.links_allowed.iter().all(host) {
        return wrong(
            "allowed links are host names in lower case such as `docs.example.com`, at most 200",
        );
    }
    let address = settings.notice_address.trim();
    if !address.is_empty()
        && (address.len() > 254 || address.split('@').filter(|p| !p.is_empty()).count() != 2)
    {
        return wrong("the address for notices is not a mail address");
    }
    Ok(())
}
