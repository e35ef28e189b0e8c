//! signal-normaliser: raw changes to sanitised, attributed text; facts of issues; own effects set aside.

use std::collections::BTreeMap;

use plugin_payload::{Change, Signal, TextFormat};
use scoring_core::sanitise::ContentType;
use scoring_core::trust::{JiraAuthor, MailFacts, of_jira, of_mail};
use scoring_core::{Severity, Trust};
use serde::{Deserialize, Serialize};

use super::CycleIds;
use super::detect::signal_item;
use super::route::issue_keys;
use crate::domain::artefacts::{IssueFact, absorb};
use crate::domain::calendar::DAY_MS;
use crate::domain::person::Directory;
use crate::domain::project::{Project, ProjectStatus};
use crate::domain::signal::{SignalState, StoredSignal};
use crate::domain::work::Prepared;
use crate::domain::{ids, keys, quoted};
use crate::ports::{Condition, Item, Query, Raw, StoreError, Write, query_all};
use crate::usecases::judge::cut;
use crate::usecases::{App, CaseError};

/// Most signals of one project in one cycle; the rest waits for the next.
const SIGNALS_MAX: usize = 2_000;
/// Signals per call of the plugin.
const CHUNK: usize = 20;
/// Longest prepared text, in bytes.
const TEXT_BYTES_MAX: usize = 8_000;
/// Most issues of one project.
pub(super) const ISSUES_MAX: usize = 20_000;
/// Days that work items are kept.
pub(super) const WORK_DAYS: i64 = 30;

/// What normalising did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NormaliseCounts {
    /// Prepared for triage.
    pub prepared: u64,
    /// First-sync and snapshot signals: facts only.
    pub facts_only: u64,
    /// Own effects.
    pub own: u64,
    /// Set aside.
    pub parked: u64,
    /// Texts rated high or above.
    pub flagged: u64,
}

/// A signal with the revision under which it was read.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) signal: StoredSignal,
    pub(super) rev: u64,
}

impl App {
    /// The pending signals of a project, in order.
    pub(super) async fn pending(&self, project: &str) -> Result<Vec<Pending>, CaseError> {
        let mut query = Query::prefix(keys::pending(project), "");
        let mut found = Vec::new();
        loop {
            let page = self.table.query_index(&query).await?;
            for entry in &page.items {
                if let Some(item) = self.table.get(&entry.key).await? {
                    let signal: StoredSignal = item.read()?;
                    // The index may lag behind the item.
                    if signal.state == SignalState::Pending {
                        found.push(Pending { signal, rev: item.rev });
                    }
                }
            }
            match page.cursor {
                Some(cursor) if found.len() < SIGNALS_MAX => query.cursor = Some(cursor),
                _ => break,
            }
        }
        found.sort_by_key(|p| p.signal.order());
        Ok(found)
    }

    /// Normalises every pending signal of a project.
    ///
    /// # Errors
    /// When an integration, the engine or the store fails.
    pub async fn normalise(&self, cycle: &CycleIds) -> Result<NormaliseCounts, CaseError> {
        let mut counts = NormaliseCounts::default();
        let project = self.project(&cycle.project_id).await?;
        let all = self.projects(ProjectStatus::Active).await?;
        let project_keys: Vec<&str> = all.iter().map(|p| p.key.as_str()).collect();
        let directory = self.directory().await?;
        let mut facts = self.facts(&project.id).await?;
        let pending = self.pending(&project.id).await?;
        for integration in ["jira", "outlook"] {
            let ours: Vec<&Pending> =
                pending.iter().filter(|p| p.signal.integration == integration).collect();
            for chunk in ours.chunks(CHUNK) {
                let context = Chunk {
                    cycle,
                    project: &project,
                    directory: &directory,
                    project_keys: &project_keys,
                };
                self.normalise_chunk(&context, integration, chunk, &mut facts, &mut counts).await?;
            }
        }
        Ok(counts)
    }

    /// The facts of every issue of a project, by key.
    pub(super) async fn facts(
        &self,
        project: &str,
    ) -> Result<BTreeMap<String, (IssueFact, u64)>, CaseError> {
        let query = Query::prefix(keys::work_pk(project), "issue#");
        let mut facts = BTreeMap::new();
        for item in query_all(self.table.as_ref(), query, ISSUES_MAX).await? {
            let fact: IssueFact = item.read()?;
            facts.insert(fact.issue.key.clone(), (fact, item.rev));
        }
        Ok(facts)
    }

    async fn normalise_chunk(
        &self,
        context: &Chunk<'_>,
        integration: &str,
        chunk: &[&Pending],
        facts: &mut BTreeMap<String, (IssueFact, u64)>,
        counts: &mut NormaliseCounts,
    ) -> Result<(), CaseError> {
        let mut raws: Vec<Raw> = Vec::new();
        let mut present: Vec<&Pending> = Vec::new();
        for pending in chunk {
            let key = keys::raw(integration, &pending.signal.id);
            match self.load::<Raw>(&key).await? {
                Some(raw) => {
                    raws.push(raw.value);
                    present.push(pending);
                }
                None => {
                    counts.parked += 1;
                    self.park(context.cycle, pending, "its raw body has expired").await?;
                }
            }
        }
        let signals = self.integrations.normalise(integration, &raws).await.map_err(|failure| {
            CaseError::Integration { integration: integration.to_owned(), failure }
        })?;
        for (pending, signal) in present.iter().zip(signals) {
            self.take_in(context, pending, signal, facts, counts).await?;
        }
        Ok(())
    }

    /// One signal: text, trust, facts, and either work for triage or its end.
    async fn take_in(
        &self,
        context: &Chunk<'_>,
        pending: &Pending,
        signal: Signal,
        facts: &mut BTreeMap<String, (IssueFact, u64)>,
        counts: &mut NormaliseCounts,
    ) -> Result<(), CaseError> {
        let own = self.is_own(&signal).await?;
        let prepared = self.prepare_text(context, &pending.signal, signal)?;
        let mut writes = Vec::new();
        if let Some(issue) = &prepared.signal.issue {
            let (previous, rev) = facts.remove(&issue.key).map_or((None, 0), |(f, r)| (Some(f), r));
            let before = previous.clone();
            let fact = absorb(
                previous,
                &pending.signal.id,
                &prepared.signal,
                &prepared.title,
                prepared.trust,
                prepared.severity,
            );
            let mut kept_rev = rev;
            if before.as_ref() != Some(&fact) {
                let key = keys::work(&context.project.id, "issue", &fact.issue.key);
                let condition = if rev == 0 { Condition::Absent } else { Condition::Rev(rev) };
                writes.push(Write::Put(Item::new(key, &fact)?, condition));
                kept_rev += 1;
            }
            facts.insert(issue.key.clone(), (fact, kept_rev));
        }
        let mut signal = pending.signal.clone();
        signal.own = own;
        signal.label.clone_from(&prepared.label);
        signal.who.clone_from(&prepared.who);
        let facts_only = signal.first_sync || prepared.signal.change == Change::Snapshot;
        if own || facts_only {
            signal.state = SignalState::Processed;
            if own { counts.own += 1 } else { counts.facts_only += 1 }
        } else {
            counts.prepared += 1;
            counts.flagged += u64::from(prepared.severity >= Severity::High);
            let key = keys::work(&context.project.id, "prepared", &prepared.id);
            let item =
                Item::new(key, &prepared)?.expiring((self.now() + WORK_DAYS * DAY_MS) / 1000);
            writes.push(Write::Put(item, Condition::Any));
        }
        if let Some(mail) = prepared.signal.mail.as_ref().filter(|m| !m.conversation_id.is_empty())
        {
            writes.push(self.remember_thread(&mail.conversation_id, &context.project.id)?);
        }
        if signal != pending.signal {
            writes.push(Write::Put(signal_item(&signal, self.now())?, Condition::Rev(pending.rev)));
        }
        self.write_fenced(&context.cycle.token, writes).await
    }

    /// Whether a change is an effect of this installation: it carries the marker of one of its intents.
    async fn is_own(&self, signal: &Signal) -> Result<bool, CaseError> {
        let Some(intent) = signal.intent.as_deref() else {
            return self.matches_receipt(signal).await;
        };
        let Some(action) = ids::action_of(intent) else { return Ok(false) };
        let Some(project) = ids::project_of(action) else { return Ok(false) };
        Ok(self.table.get(&keys::action(project, action)).await?.is_some())
    }

    /// A status change carries no marker: it is own when its changelog entry is in a receipt.
    async fn matches_receipt(&self, signal: &Signal) -> Result<bool, CaseError> {
        let Some(history) =
            signal.change_key.strip_prefix("history:").and_then(|k| k.split(':').next())
        else {
            return Ok(false);
        };
        let key = keys::receipt("jira", &signal.entity, history);
        Ok(self.table.get(&key).await?.is_some())
    }

    pub(super) async fn park(
        &self,
        cycle: &CycleIds,
        pending: &Pending,
        reason: &str,
    ) -> Result<(), CaseError> {
        let mut signal = pending.signal.clone();
        signal.state = SignalState::Parked { reason: reason.to_owned() };
        let write = Write::Put(signal_item(&signal, self.now())?, Condition::Rev(pending.rev));
        match self.write_fenced(&cycle.token, vec![write]).await {
            Err(CaseError::Store(StoreError::Lost { .. })) => Ok(()),
            other => other,
        }
    }

    fn prepare_text(
        &self,
        context: &Chunk<'_>,
        stored: &StoredSignal,
        signal: Signal,
    ) -> Result<Prepared, CaseError> {
        let mut severity = Severity::None;
        let mut rules: Vec<String> = Vec::new();
        let mut clean = |text: &str, format: TextFormat| -> Result<String, CaseError> {
            let content_type = match format {
                TextFormat::Plain => ContentType::Plain,
                TextFormat::Html => ContentType::Html,
            };
            let result = self.judgement.sanitise(text, content_type)?;
            severity = severity.max(result.severity());
            rules.extend(
                result
                    .findings
                    .iter()
                    .filter(|f| f.severity > Severity::Low)
                    .map(|f| f.rule.clone()),
            );
            Ok(result.text)
        };
        let raw_title = signal
            .issue
            .as_ref()
            .map(|i| i.summary.clone())
            .or_else(|| signal.mail.as_ref().map(|m| m.subject.clone()))
            .unwrap_or_default();
        let title = clean(&raw_title, TextFormat::Plain)?;
        let mut text = String::new();
        for part in &signal.texts {
            // The whole text is scanned; what was quoted is then cut, because it is evidence only through
            // its own signal.
            let whole = clean(&part.text, part.format)?;
            let kept =
                if signal.mail.is_some() { quoted::cut_quoted(&whole) } else { whole.as_str() };
            if !kept.trim().is_empty() {
                text.push_str(kept.trim());
                text.push('\n');
            }
        }
        for name in signal.mail.iter().flat_map(|m| &m.attachments) {
            clean(name, TextFormat::Plain)?;
        }
        if signal.mail.as_ref().is_some_and(|m| !m.reply_to.is_empty()) {
            // Answers would go elsewhere than they seem to (DESIGN 2.2).
            severity = severity.max(Severity::Medium);
            rules.push("mail.reply_to_differs".to_owned());
        }
        rules.sort_unstable();
        rules.dedup();
        let (mut trust, source_key, who) = attribute(&signal, context.directory);
        if signal.truncated || stored.truncated {
            trust = Trust::Unknown;
        }
        let mut names = issue_keys(&format!("{title}\n{text}"), context.project_keys);
        if signal.mail.is_none() && !names.contains(&signal.entity) {
            names.insert(0, signal.entity.clone());
        }
        let label = label(&signal, &title);
        let text = cut(&text, TEXT_BYTES_MAX).to_owned();
        Ok(Prepared {
            id: stored.id.clone(),
            integration: stored.integration.clone(),
            signal: slim(signal),
            text,
            title,
            trust,
            severity,
            rules,
            source_key,
            names,
            label,
            who,
        })
    }
}

struct Chunk<'a> {
    cycle: &'a CycleIds,
    project: &'a Project,
    directory: &'a Directory,
    project_keys: &'a [&'a str],
}

/// Without the unsanitised texts: they stay in the raw body.
fn slim(mut signal: Signal) -> Signal {
    signal.texts.clear();
    if let Some(issue) = &mut signal.issue {
        issue.summary.clear();
    }
    if let Some(mail) = &mut signal.mail {
        mail.subject.clear();
        mail.attachments.clear();
    }
    signal
}

/// Trust, the person behind it, and a readable name. Display names are shown, never believed.
fn attribute(signal: &Signal, directory: &Directory) -> (Trust, String, String) {
    if let Some(mail) = &signal.mail {
        let from = mail.from.first().cloned().unwrap_or_default();
        let person = directory.by_address(&from.address);
        let trust = of_mail(&MailFacts {
            from_count: mail.from.len(),
            from: &from.address,
            confirmed: person.is_some(),
            auth_as: mail.auth.auth_as.as_deref(),
            authentication_results: mail.auth.authentication_results.as_deref(),
        });
        // An unauthenticated mail must not borrow the key of the person that it claims to come from.
        return match person.filter(|_| trust > Trust::Unknown) {
            Some(person) => (trust, person.core.id.clone(), person.name.clone()),
            None => (trust, format!("address:{}", from.address), from.address),
        };
    }
    let authors: Vec<JiraAuthor<'_>> = signal
        .authors
        .iter()
        .map(|a| JiraAuthor {
            account_type: &a.account_type,
            relation: directory.by_account(&a.account_id).map(|p| p.core.relation),
        })
        .collect();
    let trust = of_jira(&authors);
    // The first author is the person behind the change; the others had a hand in its text.
    let author = signal.authors.first().cloned().unwrap_or_default();
    match directory.by_account(&author.account_id) {
        Some(person) => (trust, person.core.id.clone(), person.name.clone()),
        None => (trust, format!("account:{}", author.account_id), author.name),
    }
}

/// What a person would call the signal.
fn label(signal: &Signal, title: &str) -> String {
    let short: String = title.chars().take(80).collect();
    let what = match &signal.change {
        Change::Snapshot => "as it stands".to_owned(),
        Change::Created => "created".to_owned(),
        Change::Field { field, to, .. } => match to {
            Some(to) if to.len() <= 40 => format!("{field} set to {to}"),
            _ => format!("{field} changed"),
        },
        Change::Comment { .. } => "comment".to_owned(),
        Change::Worklog { .. } => "work logged".to_owned(),
        Change::Message => return format!("Mail: {short}"),
    };
    format!("{}: {what}", signal.entity)
}
