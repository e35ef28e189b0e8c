//! Settings in the fields: text as typed, and what it means.

use std::collections::BTreeMap;
use std::rc::Rc;

use api_types::Settings;
use scoring_core::Autonomy;
use yew::Reducible;

use crate::services::time::day_of;
use crate::state::Failure;

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
    /// Budget of a day.
    Day,
    /// Budget of a month.
    Month,
    /// Hosts that links may point at.
    Links,
    /// Address for notices.
    Notice,
}

impl Field {
    const ALL: [Self; 9] = [
        Self::Zone,
        Self::Start,
        Self::End,
        Self::DaysOff,
        Self::Interval,
        Self::Day,
        Self::Month,
        Self::Links,
        Self::Notice,
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
            Self::Day => "budget-day",
            Self::Month => "budget-month",
            Self::Links => "links",
            Self::Notice => "notice",
        }
    }
}

/// Settings in the fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Whether something was loaded yet.
    pub loaded: bool,
    /// What the fields mean, where they can be read.
    pub settings: Settings,
    /// Whether a call is under way.
    pub busy: bool,
    /// What the server refused.
    pub failure: Option<Failure>,
    stored: Settings,
    texts: BTreeMap<Field, String>,
    saved: bool,
}

/// What happens to the fields.
#[derive(Debug)]
pub enum DraftMsg {
    /// The settings were read again.
    Fresh(Settings),
    /// A field was typed.
    Text(Field, String),
    /// The dial was turned.
    Dial(Autonomy),
    /// A box was ticked.
    Set(fn(&mut Settings, bool), bool),
    /// A day was ticked.
    Day(u8),
    /// Back to what is stored.
    Revert,
    /// A call is under way.
    Started,
    /// It was saved.
    Saved(Settings),
    /// It was refused.
    Refused(Failure),
}

impl Default for Draft {
    fn default() -> Self {
        let settings = Settings::initial("UTC");
        Self { loaded: false, ..Self::new(&settings) }
    }
}

impl Draft {
    /// Fields that show what is stored.
    #[must_use]
    pub fn new(stored: &Settings) -> Self {
        let texts = Field::ALL.iter().map(|field| (*field, shown(stored, *field))).collect();
        Self {
            loaded: true,
            settings: stored.clone(),
            busy: false,
            failure: None,
            stored: stored.clone(),
            texts,
            saved: false,
        }
    }

    /// Text in a field.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }

    /// What is wrong with a field, one sentence.
    #[must_use]
    pub fn problem(&self, field: Field) -> Option<String> {
        read(&mut self.settings.clone(), field, self.text(field)).err()
    }

    /// Whether every field can be read.
    #[must_use]
    pub fn valid(&self) -> bool {
        let hours = &self.settings.hours;
        Field::ALL.iter().all(|f| self.problem(*f).is_none()) && hours.start_min < hours.end_min
    }

    /// Whether the fields differ from what is stored.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.settings != self.stored || Field::ALL.iter().any(|f| self.problem(*f).is_some())
    }

    /// Where saving stands, in words.
    #[must_use]
    pub fn word(&self) -> &'static str {
        let hours = &self.settings.hours;
        match () {
            () if self.busy => "Saving.",
            () if hours.start_min >= hours.end_min => "The working hours end before they start.",
            () if !self.valid() => "A field cannot be read.",
            () if self.changed() => "Not saved yet.",
            () if self.saved => "Saved.",
            () => "",
        }
    }
}

fn list(text: &str) -> Vec<String> {
    text.split([',', ' ', '\n']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn shown(settings: &Settings, field: Field) -> String {
    let time = |min: u32| format!("{:02}:{:02}", min / 60, min % 60);
    let dollars = |micro: u64| {
        let text = format!("{}.{:06}", micro / 1_000_000, micro % 1_000_000);
        let short = text.trim_end_matches('0');
        let decimals = short.len() - short.find('.').map_or(short.len(), |at| at + 1);
        format!("{short}{}", "0".repeat(2_usize.saturating_sub(decimals)))
    };
    match field {
        Field::Zone => settings.hours.zone.clone(),
        Field::Start => time(settings.hours.start_min),
        Field::End => time(settings.hours.end_min),
        Field::DaysOff => settings.hours.days_off.join(", "),
        Field::Interval => settings.polling_interval_min.to_string(),
        Field::Day => dollars(settings.budget.day_microusd),
        Field::Month => dollars(settings.budget.month_microusd),
        Field::Links => settings.links_allowed.join(", "),
        Field::Notice => settings.notice_address.clone(),
    }
}

/// Puts what a field means into the settings, or says what is wrong with it.
fn read(settings: &mut Settings, field: Field, text: &str) -> Result<(), String> {
    let text = text.trim();
    match field {
        Field::Zone if text.is_empty() => return Err("A time zone is needed.".to_owned()),
        Field::Zone => settings.hours.zone = text.to_owned(),
        Field::Start => settings.hours.start_min = minutes(text)?,
        Field::End => settings.hours.end_min = minutes(text)?,
        Field::DaysOff => {
            let days = list(text);
            if let Some(bad) = days.iter().find(|day| day.len() != 10 || day_of(day).is_none()) {
                return Err(format!("`{bad}` is not a date such as 2026-12-25."));
            }
            settings.hours.days_off = days;
        }
        Field::Interval => {
            settings.polling_interval_min = match text.parse() {
                Ok(n @ 5..=120) => n,
                _ => return Err("A whole number from 5 to 120 is needed.".to_owned()),
            };
        }
        Field::Day => settings.budget.day_microusd = microusd(text)?,
        Field::Month => settings.budget.month_microusd = microusd(text)?,
        Field::Links => {
            let hosts = list(text);
            if let Some(bad) = hosts.iter().find(|host| host.contains(['/', ':', '@'])) {
                return Err(format!("`{bad}` is not a host name: leave out https:// and paths."));
            }
            settings.links_allowed = hosts;
        }
        Field::Notice if !text.is_empty() && !text.contains('@') => {
            return Err("This is not a mail address.".to_owned());
        }
        Field::Notice => settings.notice_address = text.to_owned(),
    }
    Ok(())
}

fn minutes(text: &str) -> Result<u32, String> {
    let wrong = || "A time such as 08:00 is needed.".to_owned();
    let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
    let hours: u32 = hours.parse().map_err(|_| wrong())?;
    let minutes: u32 = minutes.parse().map_err(|_| wrong())?;
    let total = hours * 60 + minutes;
    if hours > 24 || minutes > 59 || total > 1440 { Err(wrong()) } else { Ok(total) }
}

fn microusd(text: &str) -> Result<u64, String> {
    let wrong = || "An amount such as 0.23 is needed.".to_owned();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 6 || whole.len() > 9 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let part: u64 = format!("{part:0<6}").parse().map_err(|_| wrong())?;
    Ok(whole * 1_000_000 + part)
}

impl Reducible for Draft {
    type Action = DraftMsg;

    fn reduce(self: Rc<Self>, msg: DraftMsg) -> Rc<Self> {
        let mut next = (*self).clone();
        match msg {
            // What is being typed stays; saving against an older revision is refused by the server.
            DraftMsg::Fresh(_) if next.loaded && next.changed() => {}
            DraftMsg::Fresh(settings) => {
                let saved = next.saved && settings == next.stored;
                next = Self { saved, ..Self::new(&settings) };
            }
            DraftMsg::Text(field, text) => {
                // What cannot be read changes nothing; the field says why.
                let _ = read(&mut next.settings, field, &text);
                next.texts.insert(field, text);
            }
            DraftMsg::Dial(autonomy) => next.settings.autonomy = autonomy,
            DraftMsg::Set(set, on) => set(&mut next.settings, on),
            DraftMsg::Day(day) => {
                let days = &mut next.settings.hours.days;
                match days.iter().position(|d| *d == day) {
                    Some(at) => drop(days.remove(at)),
                    None => days.push(day),
                }
                days.sort_unstable();
            }
            DraftMsg::Revert => next = Self::new(&next.stored),
            DraftMsg::Started => {
                next.busy = true;
                next.failure = None;
            }
            DraftMsg::Saved(settings) => next = Self { saved: true, ..Self::new(&settings) },
            DraftMsg::Refused(failure) => {
                next.busy = false;
                next.failure = Some(failure);
            }
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(msgs: Vec<DraftMsg>) -> Draft {
        let start = Rc::new(Draft::new(&Draft::default().settings));
        (*msgs.into_iter().fold(start, |draft, msg| draft.reduce(msg))).clone()
    }

    #[test]
    fn fields_are_read_and_shown_alike() {
        let draft = after(vec![
            DraftMsg::Text(Field::Start, "8:30".to_owned()),
            DraftMsg::Text(Field::Day, "0.23".to_owned()),
            DraftMsg::Text(Field::Month, "7".to_owned()),
            DraftMsg::Text(Field::Links, "example.com, example.org".to_owned()),
            DraftMsg::Day(5),
            DraftMsg::Day(1),
        ]);
        assert!(draft.valid() && draft.changed());
        assert_eq!(draft.settings.hours.start_min, 510);
        assert_eq!(draft.settings.budget.day_microusd, 230_000);
        assert_eq!(draft.settings.budget.month_microusd, 7_000_000);
        assert_eq!(draft.settings.links_allowed.len(), 2);
        assert_eq!(draft.settings.hours.days, [1, 5]);
        let again = Draft::new(&draft.settings);
        assert_eq!((again.text(Field::Start), again.text(Field::Day)), ("08:30", "0.23"));
        assert_eq!(again.text(Field::Month), "7.00");
    }

    #[test]
    fn what_cannot_be_read_is_named_and_not_saved() {
        for (field, text) in [
            (Field::Zone, " "),
            (Field::Start, "8"),
            (Field::End, "24:30"),
            (Field::Interval, "3"),
            (Field::Day, "-1"),
            (Field::Day, "1.2345678"),
            (Field::DaysOff, "Christmas"),
            (Field::Links, "https://example.com"),
            (Field::Notice, "dana"),
        ] {
            let draft = after(vec![DraftMsg::Text(field, text.to_owned())]);
            assert!(draft.problem(field).is_some(), "{field:?} {text}");
            assert!(!draft.valid(), "{field:?} {text}");
        }
    }

    #[test]
    fn typing_survives_a_refresh_and_revert_forgets_it() {
        let typed = DraftMsg::Text(Field::Zone, "Europe/Lisbon".to_owned());
        let fresh = DraftMsg::Fresh(Draft::default().settings);
        let draft = after(vec![typed, fresh]);
        assert_eq!(draft.text(Field::Zone), "Europe/Lisbon");
        let back = Rc::new(draft).reduce(DraftMsg::Revert);
        assert!(!back.changed());
    }
}
