//! Events: ids and counts in, one line of activity out.

use api_types::{EventKind, EventView};

use super::{App, CaseError};
use crate::domain::event::{KEEP_DAYS, StoredEvent};
use crate::domain::scrub::without_addresses;
use crate::domain::{calendar::DAY_MS, ids, keys};
use crate::ports::{Condition, Item, StoreError, Write};

/// An event before it has an id.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Project id, or `_account`.
    pub project: String,
    /// Cycle id, or empty.
    pub cycle: String,
    /// What it is about.
    pub kind: EventKind,
    /// One sentence with ids and counts; never text of a mail, never an address.
    pub text: String,
    /// Action, escalation or artefact.
    pub about: String,
    /// (step, text).
    pub trace: Vec<(String, String)>,
}

impl NewEvent {
    /// An event of the account.
    pub fn account(kind: EventKind, text: impl Into<String>) -> Self {
        Self {
            project: keys::ACCOUNT.to_owned(),
            cycle: String::new(),
            kind,
            text: text.into(),
            about: String::new(),
            trace: Vec::new(),
        }
    }

    /// An event of a project.
    pub fn of(
        project: &str,
        kind: EventKind,
        text: impl Into<String>,
        about: impl Into<String>,
    ) -> Self {
        Self { project: project.to_owned(), about: about.into(), ..Self::account(kind, text) }
    }

    /// Names the cycle.
    #[must_use]
    pub fn in_cycle(mut self, cycle: &str) -> Self {
        cycle.clone_into(&mut self.cycle);
        self
    }

    /// Adds a step of the trace.
    #[must_use]
    pub fn step(mut self, step: &str, text: impl Into<String>) -> Self {
        self.trace.push((step.to_owned(), text.into()));
        self
    }
}

impl App {
    /// The write that stores an event, to go into the transaction of what it reports.
    ///
    /// # Errors
    /// When the event cannot be written as JSON.
    pub fn event(&self, event: NewEvent) -> Result<Write, StoreError> {
        let at_ms = self.now();
        let id = ids::derived(at_ms, &event.project, &self.clock.random_hex());
        let stored = StoredEvent {
            at_ms,
            project: event.project,
            cycle: event.cycle,
            kind: event.kind,
            // What an upstream said may be part of it.
            text: without_addresses(&event.text),
            about: event.about,
            trace: event.trace,
            id: id.clone(),
        };
        let item = Item::new(keys::event(&stored.project, &id), &stored)?
            .listed(keys::EVENTS, format!("{}#{}", keys::at(at_ms), id), serde_json::Value::Null)
            .expiring((at_ms + KEEP_DAYS * DAY_MS) / 1000);
        Ok(Write::Put(item, Condition::Absent))
    }

    /// Stores an event by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn emit(&self, event: NewEvent) -> Result<(), CaseError> {
        Ok(self.table.write(vec![self.event(event)?]).await?)
    }
}

/// As the dashboard shows it.
#[must_use]
pub fn view(event: StoredEvent) -> EventView {
    EventView {
        id: event.id,
        at_ms: event.at_ms,
        project: if event.project == keys::ACCOUNT { String::new() } else { event.project },
        cycle: event.cycle,
        kind: event.kind,
        text: event.text,
        about: event.about,
        trace: event.trace,
    }
}
