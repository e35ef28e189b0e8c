//! Forgets a person on the user's request. Bodies go, ids and digests stay: nothing that an audit chains is touched.

use std::collections::BTreeSet;

use api_types::{EventKind, Forget, Forgotten};

use super::marks::Marks;
use super::parts::Tally;
use crate::domain::keys;
use crate::domain::project::{Project, ProjectStatus};
use crate::domain::system::Lease;
use crate::ports::{Condition, Item, Write};
use crate::usecases::context::Versioned;
use crate::usecases::events::NewEvent;
use crate::usecases::{App, CaseError};

/// The integrations whose signals are stored.
pub(super) const INTEGRATIONS: [&str; 2] = ["jira", "outlook"];
/// Longest person or project that is asked for, bytes: an address has at most 254.
const NAME_BYTES_MAX: usize = 254;
/// How long the cycle is kept away: far above the time that forgetting takes.
const HOLD_MS: i64 = 10 * 60_000;

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
            let about = |value: &serde_json::Value| marks.in_json(value);
            hit.push(self.actions_about(&project.id, &about).await?);
        }
        for (project, actions) in projects.iter().zip(hit) {
            self.erase_actions(actions, &mut tally).await?;
            self.remove_work(&project.id, &|v| marks.in_json(v), &mut tally).await?;
            self.remove_questions(&project.id, &|v| marks.in_json(v), &mut tally).await?;
            self.redact_documents(&project.id, &marks, &mut tally).await?;
        }
        // What no project claimed.
        for place in [keys::UNASSIGNED, keys::ACCOUNT] {
            self.remove_work(place, &|v| marks.in_json(v), &mut tally).await?;
            self.remove_questions(place, &|v| marks.in_json(v), &mut tally).await?;
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

fn stays_of_person() -> Vec<String> {
    [
        "Ids and digests of what was read, decided and sent stay, so that the record stays provable.",
        "Names that Jira itself shows in issues stay in the documents; correct them in Jira.",
        "The mailbox and Jira are not changed; a new mail of this person is read like any other.",
        "Backups and exports made before still hold it; daily backups go after 7 days, one before an upgrade after 30.",
    ]
    .map(str::to_owned)
    .to_vec()
}
