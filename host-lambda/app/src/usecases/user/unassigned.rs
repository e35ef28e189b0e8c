//! Mail that no project matches: shown, never acted on; assigning one teaches the routing.

use api_types::{Assign, EventKind, Page, Teach, UnassignedView};

use crate::domain::keys;
use crate::domain::mail::{domain_of, is_public, is_within};
use crate::domain::person::Directory;
use crate::domain::project::{Project, ProjectStatus};
use crate::domain::signal::{SignalState, StoredSignal};
use crate::ports::{Condition, Query, Write};
use crate::usecases::context::Versioned;
use crate::usecases::cycle::detect::signal_item;
use crate::usecases::cycle::route::{by_sender, issue_keys};
use crate::usecases::events::NewEvent;
use crate::usecases::user::projects::{names, project_item};
use crate::usecases::{App, CaseError};

/// Mails of one page.
const PAGE_MAILS: u32 = 50;
/// Most waiting mails that one lesson is applied to; older ones stay on the list.
const FOLLOWERS_MAX: usize = 1_000;
/// Mails that follow in one transaction.
const BATCH: usize = 40;

fn invalid<T>(why: impl Into<String>) -> Result<T, CaseError> {
    Err(CaseError::Invalid(why.into()))
}

impl App {
    /// Mails that no project matches, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unassigned(
        &self,
        cursor: Option<String>,
    ) -> Result<Page<UnassignedView>, CaseError> {
        let directory = self.directory().await?;
        let projects = self.projects(ProjectStatus::Active).await?;
        let query = Query::prefix(keys::pending(keys::UNASSIGNED), "").newest_first();
        let page = self.table.query_index(&query.limit(PAGE_MAILS).after(cursor)).await?;
        let mut items = Vec::new();
        for entry in &page.items {
            let found = self.load::<StoredSignal>(&entry.key).await?;
            // The index may lag behind the item.
            if let Some(found) = found.filter(|f| f.value.is_unassigned()) {
                items.push(view(found.value, &directory, &projects));
            }
        }
        Ok(Page { items, cursor: page.cursor })
    }

    /// Assigns a mail to an active project. The thread is learnt in any case; sender and domain where asked for. Waiting
    /// mails that the lesson covers follow. Answers how many mails were assigned.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] with what stands in the way; [`crate::ports::StoreError::Lost`] when somebody was faster.
    pub async fn assign(&self, id: &str, input: &Assign) -> Result<u64, CaseError> {
        let missing = || CaseError::NotFound("the mail".to_owned());
        let key = keys::signal("outlook", id);
        let found = self.load::<StoredSignal>(&key).await?.ok_or_else(missing)?;
        if !found.value.is_unassigned() {
            return invalid("this mail belongs to a project already");
        }
        let project = self.load::<Project>(&keys::project(&input.project)).await?;
        let project = project.ok_or_else(|| CaseError::NotFound("the project".to_owned()))?;
        if project.value.status != ProjectStatus::Active {
            return invalid("the project is not active: resume it first");
        }
        if self.table.get(&keys::raw("outlook", id)).await?.is_none() {
            return invalid("the text of this mail is not kept any more: it cannot be read again");
        }
        let directory = self.directory().await?;
        let mut taught = project.clone();
        self.teach(&mut taught.value, &found.value, input.teach, &directory).await?;
        let mut writes = vec![self.assigned(&found, &taught.value.id)?];
        if !found.value.thread.is_empty() {
            writes.push(self.remember_hashed(&found.value.thread, &taught.value.id)?);
        }
        if taught != project {
            let item = project_item(&taught.value)?;
            writes.push(Write::Put(item, Condition::Rev(project.rev)));
        }
        let text = match input.teach {
            Teach::Thread => "A mail was assigned by the user; its thread is known now.",
            Teach::Sender => "A mail was assigned by the user; its sender is known now.",
            Teach::Domain => "A mail was assigned by the user; its sender's domain is known now.",
        };
        writes.push(self.event(NewEvent::of(&taught.value.id, EventKind::Setting, text, ""))?);
        self.table.write(writes).await?;
        Ok(1 + self.follow(&found.value, &taught.value, input.teach, &directory).await?)
    }

    /// Adds what the lesson says to a project.
    async fn teach(
        &self,
        project: &mut Project,
        mail: &StoredSignal,
        teach: Teach,
        directory: &Directory,
    ) -> Result<(), CaseError> {
        let config = self.config().await?;
        let own = mail.who.eq_ignore_ascii_case(&config.mailbox);
        match teach {
            Teach::Thread => {}
            Teach::Sender | Teach::Domain if own || mail.who.is_empty() => {
                return invalid(
                    "this mail has no other sender than the own mailbox: assign the thread only",
                );
            }
            Teach::Sender => {
                let Some(person) = directory.by_address(&mail.who) else {
                    return invalid(
                        "the address of the sender is not confirmed: confirm it under People, or assign the thread only",
                    );
                };
                if !names(project, &person.core.id) {
                    project.mail_people.push(person.core.id.clone());
                }
            }
            Teach::Domain => {
                let domain = domain_of(&mail.who).to_owned();
                if config.settings.internal_domains.iter().any(|d| is_within(&domain, d)) {
                    return invalid(
                        "the domain is an own one: mail of colleagues belongs to many projects",
                    );
                }
                if is_public(&domain) {
                    return invalid(
                        "anybody can have an address in this domain: assign the sender instead",
                    );
                }
                if !project.mail_domains.contains(&domain) {
                    project.mail_domains.push(domain);
                }
            }
        }
        Ok(())
    }

    /// The write that makes a waiting mail pending for a project.
    fn assigned(&self, found: &Versioned<StoredSignal>, project: &str) -> Result<Write, CaseError> {
        let mut signal = found.value.clone();
        project.clone_into(&mut signal.project);
        signal.state = SignalState::Pending;
        Ok(Write::Put(signal_item(&signal, self.now())?, Condition::Rev(found.rev)))
    }

    /// Assigns the waiting mails that the routing would now give to the project: the same thread, and what was taught.
    async fn follow(
        &self,
        first: &StoredSignal,
        project: &Project,
        teach: Teach,
        directory: &Directory,
    ) -> Result<u64, CaseError> {
        let projects = self.projects(ProjectStatus::Active).await?;
        let same = |mail: &StoredSignal| match teach {
            Teach::Thread => false,
            Teach::Sender => mail.who == first.who,
            Teach::Domain => domain_of(&mail.who) == domain_of(&first.who),
        };
        let belongs = |mail: &StoredSignal| {
            let thread = !first.thread.is_empty() && mail.thread == first.thread;
            let single = || by_sender(&mail.who, &projects, directory) == Some(project.id.as_str());
            thread || (same(mail) && single())
        };
        let mut found: Vec<Versioned<StoredSignal>> = Vec::new();
        let mut looked = 0;
        let mut query = Query::prefix(keys::pending(keys::UNASSIGNED), "").newest_first();
        loop {
            let page = self.table.query_index(&query).await?;
            for entry in &page.items {
                looked += 1;
                let mail = self.load::<StoredSignal>(&entry.key).await?;
                found.extend(mail.filter(|m| m.value.is_unassigned() && belongs(&m.value)));
            }
            match page.cursor {
                Some(cursor) if looked < FOLLOWERS_MAX => query.cursor = Some(cursor),
                _ => break,
            }
        }
        let mut assigned = 0;
        for batch in found.chunks(BATCH) {
            let writes = batch
                .iter()
                .map(|mail| self.assigned(mail, &project.id))
                .collect::<Result<Vec<_>, _>>()?;
            match self.table.write(writes).await {
                Ok(()) => assigned += u64::try_from(batch.len()).unwrap_or(0),
                // Somebody assigned one of them in between: they stay on the list.
                Err(crate::ports::StoreError::Lost { .. }) => {}
                Err(other) => return Err(other.into()),
            }
        }
        Ok(assigned)
    }
}

fn view(mail: StoredSignal, directory: &Directory, projects: &[Project]) -> UnassignedView {
    let person = directory.by_address(&mail.who).map(|p| p.core.id.clone()).unwrap_or_default();
    let candidates = candidates(&mail, &person, projects);
    let subject = mail.label.strip_prefix("Mail: ").unwrap_or(&mail.label).to_owned();
    UnassignedView {
        id: mail.id,
        at_ms: mail.occurred_at_ms,
        from: mail.who,
        person,
        subject,
        candidates,
    }
}

/// Projects that a mail could belong to: named in its subject, then those of its sender, then those of the domain.
fn candidates(mail: &StoredSignal, person: &str, projects: &[Project]) -> Vec<String> {
    let keys: Vec<&str> = projects.iter().map(|p| p.key.as_str()).collect();
    let named = issue_keys(&mail.label, &keys);
    let by_key =
        |p: &&Project| named.iter().any(|k| k.split_once('-').is_some_and(|(key, _)| key == p.key));
    let by_person = |p: &&Project| !person.is_empty() && names(p, person);
    let domain = domain_of(&mail.who);
    let by_domain = |p: &&Project| p.mail_domains.iter().any(|d| is_within(domain, d));
    let mut found: Vec<String> = Vec::new();
    let ranked = projects
        .iter()
        .filter(by_key)
        .chain(projects.iter().filter(by_person))
        .chain(projects.iter().filter(by_domain));
    for project in ranked {
        if !found.contains(&project.id) {
            found.push(project.id.clone());
        }
    }
    found
}
