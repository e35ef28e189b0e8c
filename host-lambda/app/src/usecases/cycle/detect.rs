//! change-detector: polls each scope once, stores what is new, moves the checkpoint last.

use plugin_payload::{Scope, Signal};
use scoring_core::digest::signal_id;
use scoring_core::sanitise::ContentType;
use serde::{Deserialize, Serialize};

use super::health::Outcomes;
use super::lease::Holder;
use super::route::thread_hash;
use crate::domain::calendar::DAY_MS;
use crate::domain::keys;
use crate::domain::person::Directory;
use crate::domain::project::{Project, ProjectStatus};
use crate::domain::signal::{Checkpoint, NO_PROJECT, SignalState, StoredSignal};
use crate::domain::system::Lease;
use crate::ports::{Condition, Failure, Item, Page, Query, Raw, StoreError, Write};
use crate::usecases::judge::Situation;
use crate::usecases::user::projects::ALWAYS_READ;
use crate::usecases::{App, CaseError};

/// Raws per call.
const PAGE_RAWS: u32 = 50;
/// Most pages of one scope in one cycle; the rest waits for the next.
const PAGES_MAX: u32 = 400;
/// Longest raw body that is stored, in bytes (DESIGN section 6: 250 KB).
const RAW_BYTES_MAX: usize = 250_000;
/// Days that a raw body is kept.
const RAW_DAYS: i64 = 30;
/// Days that a signal id is kept.
const SIGNAL_DAYS: i64 = 400;
/// Changes older than this before the checkpoint are not signals (DESIGN section 3).
const BACKLOG_DAYS: i64 = 30;

/// What detection found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detected {
    /// Cycle id.
    pub cycle_id: String,
    /// Fencing token.
    pub token: String,
    /// `end`, `housekeeping` or `changes`.
    pub next: String,
    /// Whether housekeeping is due after the changes.
    pub housekeeping_due: bool,
    /// Projects with work.
    pub projects: Vec<ProjectWork>,
    /// Counts for summaries.
    pub counts: DetectCounts,
}

impl Detected {
    /// A check that was not due: nothing was read and no lease was taken.
    #[must_use]
    pub fn nothing() -> Self {
        Self { next: "end".to_owned(), ..Self::default() }
    }
}

/// A project with work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectWork {
    /// Project id.
    pub project_id: String,
    /// Pending signals.
    pub pending: u64,
}

/// Counts of one detection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetectCounts {
    /// Scopes polled.
    pub scopes: u64,
    /// Scopes that failed.
    pub failed_scopes: u64,
    /// Raw changes that the integrations returned.
    pub read: u64,
    /// Of these, new signals.
    pub new_signals: u64,
    /// Of these, already known.
    pub known: u64,
    /// Of these, older than any sync reaches.
    pub too_old: u64,
    /// New signals that no project matches.
    #[serde(default)]
    pub unassigned: u64,
}

struct PolledScope {
    integration: &'static str,
    project: Option<Project>,
    key: String,
    scope: Scope,
}

impl App {
    /// Runs the detection when the interval of the settings has passed since the last start; otherwise nothing.
    ///
    /// # Errors
    /// As [`Self::detect`].
    pub async fn detect_when_due(&self, execution_id: &str) -> Result<Option<Detected>, CaseError> {
        if self.is_due().await? { self.detect(execution_id).await.map(Some) } else { Ok(None) }
    }

    /// Runs the detection of one cycle.
    ///
    /// # Errors
    /// [`CaseError::LeaseHeld`] while another cycle runs, or when the store fails; a failing integration only
    /// fails its own scopes.
    pub async fn detect(&self, execution_id: &str) -> Result<Detected, CaseError> {
        let lease = self.take_lease(execution_id).await?;
        let situation = self.situation().await?;
        let projects = self.projects(ProjectStatus::Active).await?;
        let mut counts = DetectCounts::default();
        let mut first_error: Option<CaseError> = None;
        let mut outcomes = Outcomes::default();
        for scope in self.scopes(&situation, &projects) {
            // What is not connected is not asked.
            if self.connector.attached(scope.integration).is_none() {
                continue;
            }
            counts.scopes += 1;
            self.note_progress(&lease, &counts, scope.phase()).await?;
            let result = self.poll_scope(&lease, &scope, &mut counts).await;
            match result {
                Ok(()) => outcomes.add(scope.integration, None),
                Err(CaseError::Integration { integration, failure }) => {
                    counts.failed_scopes += 1;
                    outcomes.add(scope.integration, Some(failure.clone()));
                    first_error.get_or_insert(CaseError::Integration { integration, failure });
                }
                Err(other) => return Err(other),
            }
        }
        self.note_outcomes(&lease.cycle, outcomes).await?;
        if counts.read > 0 {
            self.note_progress(&lease, &counts, "sorting what was read".to_owned()).await?;
        }
        // When nothing at all could be read, the cycle has failed; otherwise it goes on with what it has.
        if let Some(error) = first_error
            && counts.failed_scopes == counts.scopes
        {
            return Err(error);
        }
        self.decide_next(&lease, &situation, &projects, counts).await
    }

    async fn decide_next(
        &self,
        lease: &Lease,
        situation: &Situation,
        projects: &[Project],
        counts: DetectCounts,
    ) -> Result<Detected, CaseError> {
        let mut work = Vec::new();
        for project in projects {
            let pending = self.count_index(&keys::pending(&project.id)).await?;
            let patches =
                self.count_index(&format!("{}#{}", keys::ACTIONS_PATCHES, project.id)).await?;
            // The last artefact that a first sync writes: without it, the artefacts are not complete yet.
            let last = keys::artefact(&project.id, scoring_core::ArtefactType::DecisionLog);
            if pending > 0 || patches > 0 || self.table.get(&last).await?.is_none() {
                work.push(ProjectWork { project_id: project.id.clone(), pending });
            }
        }
        let today = situation.calendar.date(self.now());
        let morning = situation.calendar.minute_of_day(self.now()) >= 8 * 60;
        let housekeeping_due = morning && lease.housekeeping_on != today;
        let next = match (work.is_empty(), housekeeping_due) {
            (false, _) => "changes",
            (true, true) => "housekeeping",
            (true, false) => "end",
        };
        if next == "end" {
            self.release_lease(&Holder::Token(&lease.token), Ok(counts.new_signals), None).await?;
        } else {
            self.note_lease(&lease.token, |l| {
                l.new_signals = counts.new_signals;
                "working out what it means".clone_into(&mut l.phase);
                counts.tell(l);
            })
            .await?;
        }
        Ok(Detected {
            cycle_id: lease.cycle.clone(),
            token: lease.token.clone(),
            next: next.to_owned(),
            housekeeping_due,
            projects: work,
            counts,
        })
    }

    /// Number of items in an index partition, at most one page.
    async fn count_index(&self, pk: &str) -> Result<u64, CaseError> {
        let page = self.table.query_index(&Query::prefix(pk, "")).await?;
        Ok(u64::try_from(page.items.len()).unwrap_or(u64::MAX))
    }

    fn scopes(&self, situation: &Situation, projects: &[Project]) -> Vec<PolledScope> {
        let config = &situation.config;
        let now_ms = self.now();
        let since_ms = match config.settings.first_sync_days {
            0 => 0,
            days => now_ms - i64::from(days) * DAY_MS,
        };
        let mut scopes: Vec<PolledScope> = projects
            .iter()
            .filter(|p| !p.key.is_empty())
            .map(|p| PolledScope {
                integration: "jira",
                project: Some(p.clone()),
                key: p.key.clone(),
                scope: Scope::JiraProject {
                    project_key: p.key.clone(),
                    since_ms,
                    board_id: p.board_id,
                    now_ms,
                },
            })
            .collect();
        let folders = if config.mailbox.is_empty() { Vec::new() } else { folders(projects) };
        scopes.extend(folders.into_iter().map(|folder| PolledScope {
            integration: "outlook",
            project: None,
            key: folder.to_owned(),
            scope: Scope::MailFolder {
                mailbox: config.mailbox.clone(),
                folder: folder.to_owned(),
                since_ms,
                now_ms,
            },
        }));
        scopes
    }

    async fn poll_scope(
        &self,
        lease: &Lease,
        scope: &PolledScope,
        counts: &mut DetectCounts,
    ) -> Result<(), CaseError> {
        let home = scope.project.as_ref().map_or(keys::ACCOUNT, |p| p.id.as_str());
        let key = keys::checkpoint(home, scope.integration, &scope.key);
        let found = self.load::<Checkpoint>(&key).await?;
        let (mut checkpoint, mut rev) = found.map_or_else(
            || (Checkpoint { since_ms: since_of(&scope.scope), ..Checkpoint::default() }, 0),
            |f| (f.value, f.rev),
        );
        let polled = with_since(&scope.scope, checkpoint.since_ms);
        for _ in 0..PAGES_MAX {
            let cursor = hex::decode(&checkpoint.cursor).unwrap_or_default();
            let page = match self
                .integrations
                .poll(scope.integration, &polled, &cursor, PAGE_RAWS)
                .await
            {
                Ok(page) => page,
                // A full resync starts over; ids are deterministic, so what is known stays known.
                Err(Failure::Resync(_)) if !checkpoint.cursor.is_empty() => {
                    checkpoint.cursor.clear();
                    continue;
                }
                Err(failure) => {
                    return Err(CaseError::Integration {
                        integration: scope.integration.into(),
                        failure,
                    });
                }
            };
            self.store_page(lease, scope, &checkpoint, &page, counts).await?;
            checkpoint.cursor = hex::encode(&page.next);
            checkpoint.complete |= !page.more;
            let condition = if rev == 0 { Condition::Absent } else { Condition::Rev(rev) };
            let item = Item::new(key.clone(), &checkpoint)?;
            self.write_fenced(&lease.token, vec![Write::Put(item, condition)]).await?;
            rev += 1;
            if !page.more {
                break;
            }
            self.note_progress(lease, counts, scope.phase()).await?;
        }
        Ok(())
    }

    async fn store_page(
        &self,
        lease: &Lease,
        scope: &PolledScope,
        checkpoint: &Checkpoint,
        page: &Page,
        counts: &mut DetectCounts,
    ) -> Result<(), CaseError> {
        let oldest = checkpoint.since_ms - BACKLOG_DAYS * DAY_MS;
        // Read after the page: what was learnt before a mail came must hold for it, although the check began earlier.
        let routes = match scope.project {
            None if !page.raws.is_empty() => Some(self.routes().await?),
            _ => None,
        };
        for chunk in page.raws.chunks(20) {
            let normalised = if scope.project.is_none() {
                Some(self.integrations.normalise(scope.integration, chunk).await.map_err(
                    |failure| CaseError::Integration {
                        integration: scope.integration.into(),
                        failure,
                    },
                )?)
            } else {
                None
            };
            for (at, raw) in chunk.iter().enumerate() {
                counts.read += 1;
                let snapshot = raw.change_key.starts_with("snapshot");
                if raw.occurred_at_ms < oldest && !snapshot {
                    counts.too_old += 1;
                    continue;
                }
                let signal = normalised.as_ref().and_then(|n| n.get(at));
                let home = match (&scope.project, signal, &routes) {
                    (Some(project), ..) => Home::of(&project.id),
                    (None, Some(signal), Some((projects, directory))) => {
                        let id = self.route(signal, &scope.key, projects, directory).await?;
                        self.home(&id, signal)?
                    }
                    (None, ..) => Home::of(keys::UNASSIGNED),
                };
                let stored = self
                    .store_signal(lease, scope.integration, &home, raw, !checkpoint.complete)
                    .await?;
                if stored {
                    counts.new_signals += 1;
                    counts.unassigned += u64::from(home.project == keys::UNASSIGNED);
                } else {
                    counts.known += 1;
                    let moved = scope.project.is_none() && !ALWAYS_READ.contains(&&*scope.key);
                    if moved && home.project != keys::UNASSIGNED {
                        self.take_in_moved(lease, scope.integration, &home.project, raw).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// What says where a mail belongs.
    async fn routes(&self) -> Result<(Vec<Project>, Directory), CaseError> {
        Ok((self.projects(ProjectStatus::Active).await?, self.directory().await?))
    }

    /// Where a mail belongs; an unassigned one with what the user needs to say where.
    fn home(&self, project: &str, signal: &Signal) -> Result<Home, CaseError> {
        let mut home = Home::of(project);
        if let Some(mail) = signal.mail.as_ref().filter(|_| project == keys::UNASSIGNED) {
            let subject = self.judgement.sanitise(&mail.subject, ContentType::Plain)?.text;
            home.label = format!("Mail: {}", subject.chars().take(80).collect::<String>());
            home.who = mail.from.first().map(|from| from.address.clone()).unwrap_or_default();
            if !mail.conversation_id.is_empty() {
                home.thread = thread_hash(&mail.conversation_id);
            }
        }
        Ok(home)
    }

    /// Stores one signal with its raw body, once. Answers whether it was new.
    async fn store_signal(
        &self,
        lease: &Lease,
        integration: &str,
        home: &Home,
        raw: &Raw,
        first_sync: bool,
    ) -> Result<bool, CaseError> {
        let id = signal_id(integration, &raw.entity, &raw.change_key);
        let key = keys::signal(integration, &id);
        if self.table.get(&key).await?.is_some() {
            return Ok(false);
        }
        let truncated = raw.body.len() > RAW_BYTES_MAX;
        let now = self.now();
        let signal = StoredSignal {
            id: id.clone(),
            integration: integration.to_owned(),
            entity: raw.entity.clone(),
            change_key: raw.change_key.clone(),
            occurred_at_ms: raw.occurred_at_ms,
            stored_at_ms: now,
            project: home.project.clone(),
            state: if truncated {
                SignalState::Parked { reason: "its raw body is longer than 250 KB".to_owned() }
            } else if home.project == keys::UNASSIGNED {
                // Shown, never acted on; assigning it makes it pending again.
                SignalState::Parked { reason: NO_PROJECT.to_owned() }
            } else {
                SignalState::Pending
            },
            first_sync,
            own: false,
            label: home.label.clone(),
            who: home.who.clone(),
            truncated,
            thread: home.thread.clone(),
        };
        let mut writes = vec![Write::Put(signal_item(&signal, now)?, Condition::Absent)];
        if !truncated {
            let body = Item::new(keys::raw(integration, &id), raw)?
                .expiring((now + RAW_DAYS * DAY_MS) / 1000);
            writes.push(Write::Put(body, Condition::Any));
        }
        match self.write_fenced(&lease.token, writes).await {
            Ok(()) => Ok(true),
            Err(CaseError::Store(StoreError::Lost { .. })) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// A mail that waited unassigned was moved into the folder of a project: the user said where it belongs.
    async fn take_in_moved(
        &self,
        lease: &Lease,
        integration: &str,
        project: &str,
        raw: &Raw,
    ) -> Result<(), CaseError> {
        let id = signal_id(integration, &raw.entity, &raw.change_key);
        let found = self.load::<StoredSignal>(&keys::signal(integration, &id)).await?;
        let Some(found) = found.filter(|f| f.value.is_unassigned()) else { return Ok(()) };
        let mut signal = found.value;
        project.clone_into(&mut signal.project);
        signal.state = SignalState::Pending;
        let now = self.now();
        // The body is stored again: it may have expired since.
        let body =
            Item::new(keys::raw(integration, &id), raw)?.expiring((now + RAW_DAYS * DAY_MS) / 1000);
        let writes = vec![
            Write::Put(signal_item(&signal, now)?, Condition::Rev(found.rev)),
            Write::Put(body, Condition::Any),
        ];
        match self.write_fenced(&lease.token, writes).await {
            Err(CaseError::Store(StoreError::Lost { .. })) => Ok(()),
            other => other,
        }
    }

    /// Says in the heartbeat what the cycle is at, and how far.
    async fn note_progress(
        &self,
        lease: &Lease,
        counts: &DetectCounts,
        phase: String,
    ) -> Result<(), CaseError> {
        self.note_lease(&lease.token, |l| {
            l.phase = phase;
            counts.tell(l);
        })
        .await
    }
}

impl DetectCounts {
    /// What the heartbeat shows while the cycle runs.
    const fn tell(&self, lease: &mut Lease) {
        lease.read = self.read;
        lease.stored = self.new_signals;
        lease.unassigned = self.unassigned;
    }
}

impl PolledScope {
    fn phase(&self) -> String {
        match (self.integration, self.key.as_str()) {
            ("jira", key) => format!("reading {key} in Jira"),
            (_, "inbox") => "reading the inbox in Outlook".to_owned(),
            (_, "sentitems") => "reading the sent mail in Outlook".to_owned(),
            _ => "reading a folder in Outlook".to_owned(),
        }
    }
}

/// Where a signal belongs.
struct Home {
    project: String,
    /// For unassigned mail: a label with its subject, its sender, the hash of its conversation.
    label: String,
    who: String,
    thread: String,
}

impl Home {
    fn of(project: &str) -> Self {
        let (label, who, thread) = (String::new(), String::new(), String::new());
        Self { project: project.to_owned(), label, who, thread }
    }
}

/// The mail folders that a check reads, each once, however many projects name it.
fn folders(projects: &[Project]) -> Vec<&str> {
    let mut folders = ALWAYS_READ.to_vec();
    for folder in projects.iter().flat_map(|p| &p.mail_folders) {
        if !folders.contains(&folder.as_str()) {
            folders.push(folder);
        }
    }
    folders
}

/// The item of a signal: listed while pending or unassigned, kept 400 days.
pub(crate) fn signal_item(signal: &StoredSignal, now_ms: i64) -> Result<Item, StoreError> {
    let item = Item::new(keys::signal(&signal.integration, &signal.id), signal)?
        .expiring((now_ms + SIGNAL_DAYS * DAY_MS) / 1000);
    Ok(match signal.state {
        SignalState::Pending => {
            item.listed(keys::pending(&signal.project), signal.order(), serde_json::Value::Null)
        }
        _ if signal.is_unassigned() => {
            let (pk, order) = (keys::pending(keys::UNASSIGNED), signal.order());
            item.listed(pk, order, serde_json::Value::Null)
        }
        _ => item,
    })
}

fn since_of(scope: &Scope) -> i64 {
    match scope {
        Scope::JiraProject { since_ms, .. } | Scope::MailFolder { since_ms, .. } => *since_ms,
        Scope::JiraProjects {} | Scope::JiraUsers {} | Scope::MailFolders { .. } => 0,
    }
}

/// The scope with the start that its first sync fixed.
fn with_since(scope: &Scope, since: i64) -> Scope {
    let mut scope = scope.clone();
    match &mut scope {
        Scope::JiraProject { since_ms, .. } | Scope::MailFolder { since_ms, .. } => {
            *since_ms = since
        }
        Scope::JiraProjects {} | Scope::JiraUsers {} | Scope::MailFolders { .. } => {}
    }
    scope
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_once_however_many_projects_name_it() {
        let project = |folders: &[&str]| Project {
            mail_folders: folders.iter().map(|f| (*f).to_owned()).collect(),
            ..Project::default()
        };
        assert_eq!(folders(&[]), ["inbox", "sentitems"]);
        let both = [project(&["AAMk1", "inbox"]), project(&["AAMk2", "AAMk1"])];
        assert_eq!(folders(&both), ["inbox", "sentitems", "AAMk1", "AAMk2"]);
    }
}
