//! What forgetting a person and forgetting a project share: actions, work, questions, documents, signals.

use std::collections::BTreeSet;

use api_types::ActionState;
use serde_json::Value;

use super::erase::{erase, erased_item, is_erased};
use super::marks::{Marks, redact};
use super::walk::Walk;
use crate::domain::action::StoredAction;
use crate::domain::keys;
use crate::domain::signal::{SignalState, StoredSignal};
use crate::ports::{Condition, Item, Query, Raw, Write};
use crate::usecases::context::Versioned;
use crate::usecases::send::store::Who;
use crate::usecases::{App, CaseError};

/// What is counted while something is forgotten.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) bodies: u64,
    pub(super) signals: u64,
    pub(super) work: u64,
    pub(super) actions: u64,
    pub(super) cancelled: u64,
    pub(super) escalations: u64,
    pub(super) documents: u64,
    pub(super) entries: u64,
}

impl Tally {
    pub(super) fn counts(&self) -> Vec<(String, u64)> {
        [
            ("raw messages and changes removed", self.bodies),
            ("signals reduced to their id", self.signals),
            ("prepared texts, classifications and proposals removed", self.work),
            ("actions reduced to ids and digests", self.actions),
            ("of these, open ones cancelled first", self.cancelled),
            ("questions removed", self.escalations),
            ("documents redacted or removed", self.documents),
            ("directory and project entries removed or corrected", self.entries),
        ]
        .into_iter()
        .map(|(what, count)| (what.to_owned(), count))
        .collect()
    }
}

impl App {
    /// The actions of a project whose document is about it; refuses while one of them is being sent.
    pub(super) async fn actions_about(
        &self,
        project: &str,
        about: &(dyn Fn(&Value) -> bool + Sync),
    ) -> Result<Vec<Versioned<StoredAction>>, CaseError> {
        let mut found = Vec::new();
        let mut walk = Walk::items(Query::prefix(keys::project_pk(project), "ACTION#"));
        while let Some(page) = walk.next(self.table.as_ref()).await? {
            for item in page.iter().filter(|item| about(&item.body)) {
                let value: StoredAction = item.read()?;
                if is_erased(&value) {
                    continue;
                }
                if in_flight(&value) {
                    return Err(CaseError::Invalid(format!(
                        "`{}` is being sent, or waits for an answer whether it was: settle it first",
                        value.id
                    )));
                }
                found.push(Versioned { value, rev: item.rev });
            }
        }
        Ok(found)
    }

    /// Cancels what is open, then takes the texts out.
    pub(super) async fn erase_actions(
        &self,
        actions: Vec<Versioned<StoredAction>>,
        tally: &mut Tally,
    ) -> Result<(), CaseError> {
        for found in actions {
            let mut found = found;
            if !found.value.is_final() {
                let text = "Cancelled: what it rests on was forgotten on request.";
                found.value.attention_ms = None;
                let step = self.step(found, ActionState::Cancelled, Who::User, text, vec![]);
                found = step.await?;
                tally.cancelled += 1;
            }
            erase(&mut found.value);
            let put = Write::Put(erased_item(&found.value)?, Condition::Rev(found.rev));
            let mut writes = vec![put];
            if let Some(escalation) = &found.value.escalation {
                let key = keys::escalation(found.value.project(), escalation);
                writes.push(Write::Delete(key, Condition::Any));
                tally.escalations += 1;
            }
            self.table.write(writes).await?;
            tally.actions += 1;
        }
        Ok(())
    }

    pub(super) async fn remove_work(
        &self,
        project: &str,
        about: &(dyn Fn(&Value) -> bool + Sync),
        tally: &mut Tally,
    ) -> Result<(), CaseError> {
        let mut walk = Walk::items(Query::prefix(keys::work_pk(project), ""));
        while let Some(page) = walk.next(self.table.as_ref()).await? {
            // Facts of issues are a copy of what Jira shows; the documents rest on them.
            let facts = |item: &Item| item.key.sk.starts_with("issue#");
            for item in page.into_iter().filter(|i| !facts(i) && about(&i.body)) {
                self.table.write(vec![Write::Delete(item.key, Condition::Any)]).await?;
                tally.work += 1;
            }
        }
        Ok(())
    }

    pub(super) async fn remove_questions(
        &self,
        project: &str,
        about: &(dyn Fn(&Value) -> bool + Sync),
        tally: &mut Tally,
    ) -> Result<(), CaseError> {
        let mut walk = Walk::items(Query::prefix(keys::project_pk(project), "ESCALATION#"));
        while let Some(page) = walk.next(self.table.as_ref()).await? {
            for item in page.into_iter().filter(|i| about(&i.body)) {
                self.table.write(vec![Write::Delete(item.key, Condition::Any)]).await?;
                tally.escalations += 1;
            }
        }
        Ok(())
    }

    /// Replaces every text of a document that holds an address; names that Jira shows stay.
    pub(super) async fn redact_documents(
        &self,
        project: &str,
        marks: &Marks,
        tally: &mut Tally,
    ) -> Result<(), CaseError> {
        let mut walk = Walk::items(Query::prefix(keys::project_pk(project), "ARTEFACT#"));
        while let Some(page) = walk.next(self.table.as_ref()).await? {
            for mut item in page {
                if redact(&mut item.body, marks) {
                    let rev = item.rev;
                    self.table.write(vec![Write::Put(item, Condition::Rev(rev))]).await?;
                    tally.documents += 1;
                }
            }
        }
        Ok(())
    }

    /// Removes raw bodies, and reduces the signals of these and others to their id, so that they are not read again.
    pub(super) async fn forget_signals(
        &self,
        integration: &str,
        raw_is: &(dyn Fn(&Raw) -> bool + Sync),
        signal_is: &(dyn Fn(&StoredSignal) -> bool + Sync),
        tally: &mut Tally,
    ) -> Result<(), CaseError> {
        let mut hit = BTreeSet::new();
        let mut walk = Walk::items(Query::prefix(format!("RAW#{integration}"), ""));
        while let Some(page) = walk.next(self.table.as_ref()).await? {
            for item in page {
                if raw_is(&item.read::<Raw>()?) {
                    hit.insert(item.key.sk);
                }
            }
        }
        let mut walk = Walk::items(Query::prefix(keys::signal_pk(integration), ""));
        while let Some(page) = walk.next(self.table.as_ref()).await? {
            for item in page {
                let signal: StoredSignal = item.read()?;
                if hit.contains(&signal.id) || signal_is(&signal) {
                    self.reduce_signal(item, signal, tally).await?;
                }
            }
        }
        Ok(())
    }

    async fn reduce_signal(
        &self,
        item: Item,
        mut signal: StoredSignal,
        tally: &mut Tally,
    ) -> Result<(), CaseError> {
        let raw = keys::raw(&signal.integration, &signal.id);
        let had_body = self.table.get(&raw).await?.is_some();
        signal.label.clear();
        signal.who.clear();
        if signal.state == SignalState::Pending {
            signal.state = SignalState::Parked { reason: "erased on request".to_owned() };
        }
        let rev = item.rev;
        let put = Item { body: Item::new(item.key.clone(), &signal)?.body, index: None, ..item };
        let writes = vec![Write::Put(put, Condition::Rev(rev)), Write::Delete(raw, Condition::Any)];
        self.table.write(writes).await?;
        tally.signals += 1;
        tally.bodies += u64::from(had_body);
        Ok(())
    }
}

/// Whether bytes may be on their way: such an action is settled before anything is taken out of it.
const fn in_flight(action: &StoredAction) -> bool {
    matches!(
        action.state,
        ActionState::Claimed
            | ActionState::Drafted
            | ActionState::Submitted
            | ActionState::Unknown
            | ActionState::Stale
    )
}
