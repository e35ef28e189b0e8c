//! Settings: replaced as a whole; what is open is scored again and never released by it.

use api_types::{EventKind, Settings};

use super::UserError;
use crate::domain::calendar::Calendar;
use crate::domain::keys;
use crate::domain::settings::Config;
use crate::usecases::events::NewEvent;
use crate::usecases::{App, CaseError};

impl App {
    /// Replaces the settings. A wrong value changes nothing.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] with what is wrong, or a lost race.
    pub async fn put_settings(&self, settings: &Settings) -> Result<Config, UserError> {
        check(settings)?;
        let old = self.config().await?;
        let mut config = old.clone();
        config.settings = settings.clone();
        self.save(keys::config("settings"), &config, settings.revision).await?;
        let text = describe(&old.settings, settings);
        self.emit(NewEvent::account(EventKind::Setting, text)).await?;
        self.rescore_open("The settings changed: judged again.").await?;
        Ok(self.config().await?)
    }
}

fn describe(old: &Settings, new: &Settings) -> String {
    let mut parts = Vec::new();
    if old.autonomy != new.autonomy {
        parts.push(format!("the dial moved from {:?} to {:?}", old.autonomy, new.autonomy));
    }
    if old.dry_run != new.dry_run {
        parts.push(format!("dry run is {}", if new.dry_run { "on" } else { "off" }));
    }
    if old.hours != new.hours {
        parts.push("the working hours changed".to_owned());
    }
    if old.budget != new.budget {
        parts.push("the budget changed".to_owned());
    }
    if parts.is_empty() {
        "Settings saved.".to_owned()
    } else {
        format!("Settings: {}.", parts.join(", "))
    }
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
