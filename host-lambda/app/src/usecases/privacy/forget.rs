//! Forgets a person on the user's request. Bodies go, ids and digests stay: nothing that an audit chains is touched.

use std::collections::BTreeSet;

use api_types::{ActionState, EventKind, Forget, Forgotten};
use serde_json::Value;

use super::erase::{erase, erased_item, is_erased};
use super::walk::Walk;
use crate::domain::action::StoredAction;
use crate::domain::keys;
use crate::domain::project::{Project, ProjectStatus};
use crate::domain::signal::{SignalState, StoredSignal};
use crate::domain::system::Lease;
use crate::ports::{Condition, Item, Query, Raw, Write};
use crate::usecases::context::Versioned;
use crate::usecases::events::NewEvent;
use crate::usecases::send::store::Who;
use crate::usecases::{App, CaseError};

/// The integrations whose signals are stored.
pub(super) const INTEGRATIONS: [&str; 2] = ["jira", "outlook"];
/// Longest person or project that is asked for, bytes: an address has at most 254.
const NAME_BYTES_MAX: usize = 254;
/// How long the cycle is kept away: far above the time that forgetting takes.
const HOLD_MS: i64 = 10 * 60_000;

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

/// What tells that a text is about somebody.
struct Marks {
    /// Addresses and the Jira account, lower case.
    plain: Vec<String>,
    /// Directory id, which counts only where it is a whole value; empty for none.
    id: String,
    /// Name as the user wrote it; empty for none.
    name: String,
}

impl Marks {
    /// Whether JSON mentions one of them as a whole word.
    fn in_json(&self, value: &Value) -> bool {
        let text = value.to_string();
        let id = format!("\"{}\"", self.id);
        self.in_text(&text) || (!self.id.is_empty() && text.contains(&id))
    }

    fn in_text(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.plain.iter().any(|mark| has_word(&lower, mark))
    }

}

/// Whether `word` stands in `text` without being a part of a longer address or id.
fn has_word(text: &str, word: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@' | '%');
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let mut rest = text.get(at + found.len()..).unwrap_or_default().chars();
        // A full stop ends a sentence as well as it goes on in a host name.
        let after = match rest.next() {
            Some('.') => rest.next().filter(|c| c.is_alphanumeric()),
            other => other,
        };
        !before.is_some_and(inside) && !after.is_some_and(inside)
    })
}

impl App {
    /// Forgets a person or a project. Repeating it finishes what was interrupted.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] while something of it is being sent, [`CaseError::LeaseHeld`] while a check runs,
    /// [`CaseError::NotFound`] for an unknown project or directory id.
    pub async fn forget(&self, what: &Forget) -> Result<Forgotten, CaseError> {
        let name = match what {
            Forget::Person { person } => person,
            Forget::Project { project } => project,
        };
        if name.is_empty() || name.len() > NAME_BYTES_MAX {
            let text = "a directory id, an address or a project id is needed";
            return Err(CaseError::Invalid(text.to_owned()));
        }
        let rev = self.keep_cycles_away().await?;
        let result = match what {
            Forget::Person { person } => self.forget_person(person).await,
            Forget::Project { project } => self.forget_project(project).await,
        };
        self.let_cycles_in(rev).await?;
        let forgotten = result?;
        let of = match what {
            Forget::Person { .. } => "A person",
            Forget::Project { .. } => "A project",
        };
        let items: u64 = forgotten.counts.iter().map(|(_, n)| n).sum();
        let text = format!("{of} was forgotten: {items} items were erased or corrected.");
        self.emit(NewEvent::account(EventKind::Setting, text)).await?;
        Ok(forgotten)
    }

    async fn forget_person(&self, asked: &str) -> Result<Forgotten, CaseError> {
        let directory = self.directory().await?;
        let lower = asked.trim().to_lowercase();
        let entry = directory.people().iter().find(|p| {
            p.core.id == asked.trim() || p.core.addresses.iter().any(|a| a.address == lower)
        });
        if entry.is_none() && !lower.contains('@') {
            return Err(CaseError::NotFound("that person".to_owned()));
        }
        let mut plain: BTreeSet<String> = BTreeSet::new();
        if lower.contains('@') {
            plain.insert(lower);
        }
        let (mut id, mut name) = (String::new(), String::new());
        if let Some(person) = entry {
            plain.extend(person.core.addresses.iter().map(|a| a.address.to_lowercase()));
            plain.insert(person.jira_account_id.to_lowercase());
            id.clone_from(&person.core.id);
            name.clone_from(&person.name);
        }
        plain.remove("");
        let marks = Marks { plain: plain.into_iter().collect(), id, name };
        let mut tally = Tally::default();
        let projects = self.every_project().await?;
        let mut hit = Vec::new();
        for project in &projects {
            let about = |value: &Value| marks.in_json(value);
            hit.push(self.actions_about(&project.id, &about).await?);
        }
        for (project, actions) in projects.iter().zip(hit) {
            self.erase_actions(actions, &mut tally).await?;
            self.remove_work(&project.id, &|v| marks.in_json(v), &mut tally).await?;
            self.remove_questions(&project.id, &|v| marks.in_json(v), &mut tally).await?;
            self.redact_documents(&project.id, &marks, &mut tally).await?;
        }
        for integration in INTEGRATIONS {
            self.forget_signals(
                integration,
                &|raw| marks.in_text(&String::from_utf8_lossy(&raw.body)),
                &|signal| {
                    marks.in_text(&signal.who)
                        || (!marks.name.is_empty() && signal.who == marks.name)
                },
                &mut tally,
            )
            .await?;
        }
        if let Some(person) = entry {
            self.remove_entry(&person.core.id, projects, &mut tally).await?;
        }
        Ok(Forgotten { counts: tally.counts(), stays: stays_of_person() })
    }

    async fn remove_entry(
        &self,
        id: &str,
        projects: Vec<Project>,
        tally: &mut Tally,
    ) -> Result<(), CaseError> {
        for mut project in projects {
            let before = project.clone();
            project.stakeholders.retain(|p| p != id);
            project.mail_people.retain(|p| p != id);
            if project != before {
                self.put_project(&project).await?;
                tally.entries += 1;
            }
        }
        // Last: an interrupted run finds the addresses again.
        self.table.write(vec![Write::Delete(keys::person(id), Condition::Any)]).await?;
        tally.entries += 1;
        Ok(())
    }

    pub(super) async fn every_project(&self) -> Result<Vec<Project>, CaseError> {
        let mut all = Vec::new();
        for status in [ProjectStatus::Active, ProjectStatus::Paused, ProjectStatus::Archived] {
            all.extend(self.projects(status).await?);
        }
        Ok(all)
    }

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
    async fn redact_documents(
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
        let writes = vec![
            Write::Put(put, Condition::Rev(rev)),
            Write::Delete(raw, Condition::Any),
        ];
        self.table.write(writes).await?;
        tally.signals += 1;
        tally.bodies += u64::from(had_body);
        Ok(())
    }

    /// No cycle starts while something is forgotten: it would work on what goes away. Answers the lease's revision.
    async fn keep_cycles_away(&self) -> Result<u64, CaseError> {
        let found = self.load::<Lease>(&keys::lease()).await?;
        let Some(Versioned { value: mut lease, rev }) = found else { return Ok(0) };
        if lease.expires_ms > self.now() {
            return Err(CaseError::LeaseHeld { since_ms: lease.started_ms });
        }
        lease.expires_ms = self.now() + HOLD_MS;
        self.put_lease(&lease, rev).await?;
        Ok(rev + 1)
    }

    async fn let_cycles_in(&self, rev: u64) -> Result<(), CaseError> {
        let Some(found) = self.load::<Lease>(&keys::lease()).await? else { return Ok(()) };
        if rev == 0 || found.rev != rev {
            return Ok(());
        }
        let lease = Lease { expires_ms: 0, ..found.value };
        self.put_lease(&lease, rev).await
    }

    async fn put_lease(&self, lease: &Lease, rev: u64) -> Result<(), CaseError> {
        let item = Item::new(keys::lease(), lease)?.guarded(lease.token.clone());
        Ok(self.table.write(vec![Write::Put(item, Condition::Rev(rev))]).await?)
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

/// Replaces every text that mentions somebody; answers whether there was one.
fn redact(value: &mut Value, marks: &Marks) -> bool {
    match value {
        // A text about somebody is rare and short in a document: all of it goes.
        Value::String(text) if marks.in_text(text) => {
            "[erased]".clone_into(text);
            true
        }
        Value::Array(list) => list.iter_mut().fold(false, |any, v| redact(v, marks) | any),
        Value::Object(map) => map.values_mut().fold(false, |any, v| redact(v, marks) | any),
        _ => false,
    }
}

fn stays_of_person() -> Vec<String> {
    [
        "Ids and digests of what was read, decided and sent stay, so that the record stays provable.",
        "Names that Jira itself shows in issues stay in the documents; correct them in Jira.",
        "The mailbox and Jira are not changed.",
        "Backups and exports made before still hold it; backups are replaced within 7 days.",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn a_mark_counts_as_a_whole_word_only() {
        for (text, expect) in [
            ("from tom@x.example, today", true),
            ("\"tom@x.example\"", true),
            ("ask tom@x.example.", true),
            ("<tom@x.example>", true),
            ("atom@x.example", false),
            ("tom@x.example.org", false),
            ("tom@x.examples", false),
            ("nobody", false),
        ] {
            assert_eq!(has_word(text, "tom@x.example"), expect, "{text}");
        }
    }
}
