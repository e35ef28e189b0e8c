//! Settings in the fields: text as typed, and what it means.

use std::collections::BTreeMap;
use std::rc::Rc;

use api_types::{AlwaysAsk, Boost, NoticeMode, Settings};
use scoring_core::Autonomy;
use yew::Reducible;

use crate::state::Failure;
pub use crate::state::fields::Field;
use crate::state::fields::{read, shown};

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
    /// Another position of the dial for a while, or none.
    Boost(Option<Boost>),
    /// A class of actions is always asked from now on.
    Ask(AlwaysAsk),
    /// It is not any more.
    Unask(AlwaysAsk),
    /// How notices go out.
    Notices(NoticeMode),
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
            DraftMsg::Boost(boost) => next.settings.boost = boost,
            DraftMsg::Ask(class) => {
                if !next.settings.always_ask.contains(&class) {
                    next.settings.always_ask.push(class);
                }
            }
            DraftMsg::Unask(class) => next.settings.always_ask.retain(|old| *old != class),
            DraftMsg::Notices(mode) => next.settings.notices.mode = mode,
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
        assert_eq!(draft.settings.hours.days, [2, 3, 4]);
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
            (Field::Domains, "northwind"),
            (Field::FirstSync, "91"),
            (Field::QuietEnd, "99999999:00"),
            (Field::Triage, "two words"),
            (Field::ReasoningOut, "-15"),
            (Field::HoldMail, "4"),
            (Field::HoldStatus, "1441"),
            (Field::Precedent, "101"),
        ] {
            let draft = after(vec![DraftMsg::Text(field, text.to_owned())]);
            assert!(draft.problem(field).is_some(), "{field:?} {text}");
            assert!(!draft.valid(), "{field:?} {text}");
        }
    }

    #[test]
    fn every_field_shows_what_it_reads() {
        for (field, text, again) in [
            (Field::Domains, "Example.com northwind.example", "example.com, northwind.example"),
            (Field::FirstSync, "0", "0"),
            (Field::QuietStart, "7:05", "07:05"),
            (Field::TriageIn, "0.8", "0.80"),
            (Field::Reasoning, "claude-x", "claude-x"),
            (Field::HoldMail, "60", "60"),
            (Field::Precedent, "62.5 %", "62.5"),
            (Field::Precedent, "50", "50"),
        ] {
            let draft = after(vec![DraftMsg::Text(field, text.to_owned())]);
            assert!(draft.valid(), "{field:?} {text}");
            assert_eq!(Draft::new(&draft.settings).text(field), again, "{field:?}");
        }
        // What is stored is never refused, and showing it changes nothing.
        let stored = Draft::default();
        assert!(Field::ALL.iter().all(|field| stored.problem(*field).is_none()));
    }

    #[test]
    fn boost_and_classes_come_and_go() {
        let class = AlwaysAsk { project: String::new(), kind: scoring_core::Kind::JiraComment };
        let boost = Boost { autonomy: Autonomy::Act, until_ms: 1 };
        let draft = after(vec![
            DraftMsg::Ask(class.clone()),
            DraftMsg::Ask(class.clone()),
            DraftMsg::Boost(Some(boost)),
        ]);
        assert_eq!((draft.settings.always_ask.len(), draft.settings.boost), (1, Some(boost)));
        let draft = Rc::new(draft).reduce(DraftMsg::Unask(class));
        let draft = draft.reduce(DraftMsg::Boost(None));
        assert!(!draft.changed());
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
