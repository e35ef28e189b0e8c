//! The typed fields of settings: what each shows, and how it is read.

use api_types::Settings;

use crate::services::time::day_of;

/// A field that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// IANA zone.
    Zone,
    /// Start of the hours.
    Start,
    /// End of the hours.
    End,
    /// Days off.
    DaysOff,
    /// Minutes between checks.
    Interval,
    /// Days that a first sync reads.
    FirstSync,
    /// Budget of a day.
    Day,
    /// Budget of a month.
    Month,
    /// Hosts that links may point at.
    Links,
    /// Mail domains of the own organisation.
    Domains,
    /// Address for notices.
    Notice,
    /// Start of quiet hours.
    QuietStart,
    /// End of quiet hours.
    QuietEnd,
    /// Model for classifying.
    Triage,
    /// Its price in.
    TriageIn,
    /// Its price out.
    TriageOut,
    /// Model for drafting.
    Reasoning,
    /// Its price in.
    ReasoningIn,
    /// Its price out.
    ReasoningOut,
    /// Hold of a mail, minutes.
    HoldMail,
    /// Hold of a status change, minutes.
    HoldStatus,
    /// Precedent that passes, per cent.
    Precedent,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 22] = [
        Self::Zone,
        Self::Start,
        Self::End,
        Self::DaysOff,
        Self::Interval,
        Self::FirstSync,
        Self::Day,
        Self::Month,
        Self::Links,
        Self::Domains,
        Self::Notice,
        Self::QuietStart,
        Self::QuietEnd,
        Self::Triage,
        Self::TriageIn,
        Self::TriageOut,
        Self::Reasoning,
        Self::ReasoningIn,
        Self::ReasoningOut,
        Self::HoldMail,
        Self::HoldStatus,
        Self::Precedent,
    ];

    /// Name in element ids.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Zone => "zone",
            Self::Start => "start",
            Self::End => "end",
            Self::DaysOff => "days-off",
            Self::Interval => "interval",
            Self::FirstSync => "first-sync",
            Self::Day => "budget-day",
            Self::Month => "budget-month",
            Self::Links => "links",
            Self::Domains => "domains",
            Self::Notice => "notice",
            Self::QuietStart => "quiet-start",
            Self::QuietEnd => "quiet-end",
            Self::Triage => "triage",
            Self::TriageIn => "triage-in",
            Self::TriageOut => "triage-out",
            Self::Reasoning => "reasoning",
            Self::ReasoningIn => "reasoning-in",
            Self::ReasoningOut => "reasoning-out",
            Self::HoldMail => "hold-mail",
            Self::HoldStatus => "hold-status",
            Self::Precedent => "precedent",
        }
    }
}

/// Text of a field for what is stored.
#[must_use]
pub(crate) fn shown(settings: &Settings, field: Field) -> String {
    let models = &settings.models;
    let decimal = |amount: u64, places: usize| {
        let one = 10_u64.pow(places as u32);
        let text = format!("{}.{:0places$}", amount / one, amount % one);
        let short = text.trim_end_matches('0');
        let decimals = short.len() - short.find('.').map_or(short.len(), |at| at + 1);
        (short.to_owned(), decimals)
    };
    let time = |min: u32| format!("{:02}:{:02}", min / 60, min % 60);
    let dollars = |micro: u64| {
        let (short, decimals) = decimal(micro, 6);
        format!("{short}{}", "0".repeat(2_usize.saturating_sub(decimals)))
    };
    match field {
        Field::Zone => settings.hours.zone.clone(),
        Field::Start => time(settings.hours.start_min),
        Field::End => time(settings.hours.end_min),
        Field::DaysOff => settings.hours.days_off.join(", "),
        Field::Interval => settings.polling_interval_min.to_string(),
        Field::FirstSync => settings.first_sync_days.to_string(),
        Field::Day => dollars(settings.budget.day_microusd),
        Field::Month => dollars(settings.budget.month_microusd),
        Field::Links => settings.links_allowed.join(", "),
        Field::Domains => settings.internal_domains.join(", "),
        Field::Notice => settings.notice_address.clone(),
        Field::QuietStart => time(settings.notices.quiet_start_min),
        Field::QuietEnd => time(settings.notices.quiet_end_min),
        Field::Triage => models.triage.id.clone(),
        Field::TriageIn => dollars(models.triage.input_microusd),
        Field::TriageOut => dollars(models.triage.output_microusd),
        Field::Reasoning => models.reasoning.id.clone(),
        Field::ReasoningIn => dollars(models.reasoning.input_microusd),
        Field::ReasoningOut => dollars(models.reasoning.output_microusd),
        Field::HoldMail => settings.thresholds.hold_mail_min.to_string(),
        Field::HoldStatus => settings.thresholds.hold_status_min.to_string(),
        Field::Precedent => {
            let (short, _) = decimal(u64::from(settings.thresholds.precedent_bp), 2);
            short.trim_end_matches('.').to_owned()
        }
    }
}

/// Puts what a field means into the settings, or says what is wrong with it.
pub(crate) fn read(settings: &mut Settings, field: Field, text: &str) -> Result<(), String> {
    let text = text.trim();
    let models = &mut settings.models;
    match field {
        Field::Zone if text.is_empty() => return Err("A time zone is needed.".to_owned()),
        Field::Zone => settings.hours.zone = text.to_owned(),
        Field::Start => settings.hours.start_min = minutes(text)?,
        Field::End => settings.hours.end_min = minutes(text)?,
        Field::DaysOff => settings.hours.days_off = days(text)?,
        Field::Interval => settings.polling_interval_min = whole(text, 5, 120)?,
        Field::FirstSync => settings.first_sync_days = whole(text, 0, 90)?,
        Field::Day => settings.budget.day_microusd = decimal(text, 6)?,
        Field::Month => settings.budget.month_microusd = decimal(text, 6)?,
        Field::Links => settings.links_allowed = hosts(text)?,
        Field::Domains => settings.internal_domains = domains(text)?,
        Field::Notice if !text.is_empty() && !text.contains('@') => {
            return Err("This is not a mail address.".to_owned());
        }
        Field::Notice => settings.notice_address = text.to_owned(),
        Field::QuietStart => settings.notices.quiet_start_min = minutes(text)?,
        Field::QuietEnd => settings.notices.quiet_end_min = minutes(text)?,
        Field::Triage => models.triage.id = model(text)?,
        Field::TriageIn => models.triage.input_microusd = decimal(text, 6)?,
        Field::TriageOut => models.triage.output_microusd = decimal(text, 6)?,
        Field::Reasoning => models.reasoning.id = model(text)?,
        Field::ReasoningIn => models.reasoning.input_microusd = decimal(text, 6)?,
        Field::ReasoningOut => models.reasoning.output_microusd = decimal(text, 6)?,
        Field::HoldMail => settings.thresholds.hold_mail_min = whole(text, 5, 1440)?,
        Field::HoldStatus => settings.thresholds.hold_status_min = whole(text, 2, 1440)?,
        Field::Precedent => settings.thresholds.precedent_bp = per_cent(text)?,
    }
    Ok(())
}

fn list(text: &str) -> Vec<String> {
    text.split([',', ' ', '\n']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn days(text: &str) -> Result<Vec<String>, String> {
    let days = list(text);
    match days.iter().find(|day| day.len() != 10 || day_of(day).is_none()) {
        Some(bad) => Err(format!("`{bad}` is not a date such as 2026-12-25.")),
        None => Ok(days),
    }
}

fn hosts(text: &str) -> Result<Vec<String>, String> {
    let hosts = list(text);
    match hosts.iter().find(|host| host.contains(['/', ':', '@'])) {
        Some(bad) => Err(format!("`{bad}` is not a host name: leave out https:// and paths.")),
        None => Ok(hosts),
    }
}

fn domains(text: &str) -> Result<Vec<String>, String> {
    let domains: Vec<String> = list(text).iter().map(|domain| domain.to_lowercase()).collect();
    let odd = |domain: &&String| !domain.contains('.') || domain.contains(['/', ':', '@']);
    match domains.iter().find(odd) {
        Some(bad) => Err(format!("`{bad}` is not a mail domain such as example.com.")),
        None => Ok(domains),
    }
}

fn model(text: &str) -> Result<String, String> {
    if text.is_empty() || text.contains(char::is_whitespace) {
        return Err("A model id such as claude-haiku-4-5 is needed.".to_owned());
    }
    Ok(text.to_owned())
}

fn whole(text: &str, from: u32, to: u32) -> Result<u32, String> {
    match text.parse() {
        Ok(n) if (from..=to).contains(&n) => Ok(n),
        _ => Err(format!("A whole number from {from} to {to} is needed.")),
    }
}

fn minutes(text: &str) -> Result<u32, String> {
    let wrong = || "A time such as 08:00 is needed.".to_owned();
    let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
    let hours: u32 = hours.parse().map_err(|_| wrong())?;
    let minutes: u32 = minutes.parse().map_err(|_| wrong())?;
    // Checked apart first: what is typed may be any number.
    if hours > 24 || minutes > 59 || hours * 60 + minutes > 1440 {
        return Err(wrong());
    }
    Ok(hours * 60 + minutes)
}

/// A decimal number as a whole number of its last place.
fn decimal(text: &str, places: usize) -> Result<u64, String> {
    let wrong = || "An amount such as 0.23 is needed.".to_owned();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if part.len() > places || whole.len() > 9 || !digits(part) || !digits(whole) {
        return Err(wrong());
    }
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let part: u64 = format!("{part:0<places$}").parse().map_err(|_| wrong())?;
    Ok(whole * 10_u64.pow(places as u32) + part)
}

fn per_cent(text: &str) -> Result<u32, String> {
    let wrong = || "A number from 0 to 100 is needed, such as 50.".to_owned();
    let bp = decimal(text.trim_end_matches('%').trim_end(), 2).map_err(|_| wrong())?;
    u32::try_from(bp).ok().filter(|bp| *bp <= 10_000).ok_or_else(wrong)
}
