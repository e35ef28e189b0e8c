//! action-executor: turns proposals into actions, asks the policy, and executes, holds, escalates, records or
//! rejects. It alone writes actions; a signal is PROCESSED in the transaction that writes its results.

use api_types::{ActionState, TransitionView};
use scoring_core::{Action, ArtefactType, OutcomeClass, Recipient, Relation, Target};
use serde::{Deserialize, Serialize};

use super::CycleIds;
use super::detect::signal_item;
use super::normalise::Pending;
use crate::domain::action::StoredAction;
use crate::domain::person::{Directory, Person};
use crate::domain::project::Project;
use crate::domain::signal::SignalState;
use crate::domain::work::{Prepared, Proposal, ProposedDraft, Purpose, Role};
use crate::domain::{ids, keys};
use crate::ports::{Condition, Item, Query, StoreError, Write, query_all};
use crate::usecases::context::Versioned;
use crate::usecases::judge::{Question, Situation, context_of, evidence};
use crate::usecases::send::effect::is_issue_key;
use crate::usecases::send::store::{action_item, transition_event};
use crate::usecases::{App, CaseError, read};

/// Most drafts of one proposal that are judged.
const DRAFTS_MAX: usize = 4;
/// Most patches of one proposal that are judged.
const PATCHES_MAX: usize = 8;

/// What the executor did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExecuteCounts {
    /// Verdicts asked for.
    pub verdicts: u64,
    /// By outcome.
    pub executed: u64,
    /// Held.
    pub held: u64,
    /// Escalated.
    pub escalated: u64,
    /// Recorded.
    pub recorded: u64,
    /// Rejected.
    pub rejected: u64,
    /// Ended by dry run.
    pub dry_run: u64,
    /// Signals marked PROCESSED.
    pub processed: u64,
}

/// An action that is not judged yet.
struct Candidate {
    action: Action,
    sources: Vec<String>,
    reply_to: Option<String>,
    patch: Option<crate::domain::artefacts::Patch>,
    subject: String,
    index: usize,
}

impl App {
    /// Judges every open proposal of a project and settles its signals.
    ///
    /// # Errors
    /// When the store, the engine or an integration fails.
    pub async fn execute(&self, cycle: &CycleIds) -> Result<ExecuteCounts, CaseError> {
        let mut counts = ExecuteCounts::default();
        let situation = self.situation().await?;
        let project = self.project(&cycle.project_id).await?;
        let prepared = self.prepared(&project.id).await?;
        let query = Query::prefix(keys::work_pk(&project.id), "proposal#");
        for item in query_all(self.table.as_ref(), query, 5_000).await? {
            let proposal: Proposal = item.read()?;
            if !proposal.judged {
                let found = Versioned { value: proposal, rev: item.rev };
                self.execute_proposal(cycle, &situation, &project, &prepared, found, &mut counts)
                    .await?;
            }
        }
        // Whatever led to no proposal is done as well.
        for pending in self.pending(&project.id).await? {
            if prepared.iter().any(|p| p.id == pending.signal.id) {
                self.process(cycle, &pending, &mut counts).await?;
            }
        }
        Ok(counts)
    }

    /// Every prepared signal of a project.
    pub(super) async fn prepared(&self, project: &str) -> Result<Vec<Prepared>, CaseError> {
        let query = Query::prefix(keys::work_pk(project), "prepared#");
        let items = query_all(self.table.as_ref(), query, 20_000).await?;
        Ok(items.iter().map(Item::read).collect::<Result<_, _>>()?)
    }

    async fn process(
        &self,
        cycle: &CycleIds,
        pending: &Pending,
        counts: &mut ExecuteCounts,
    ) -> Result<(), CaseError> {
        let write = processed(pending, self.now())?;
        match self.write_fenced(&cycle.token, vec![write]).await {
            Ok(()) => counts.processed += 1,
            Err(CaseError::Store(StoreError::Lost { .. })) => {}
            Err(other) => return Err(other),
        }
        Ok(())
    }

    async fn execute_proposal(
        &self,
        cycle: &CycleIds,
        situation: &Situation,
        project: &Project,
        prepared: &[Prepared],
        found: Versioned<Proposal>,
        counts: &mut ExecuteCounts,
    ) -> Result<(), CaseError> {
        let Versioned { value: mut proposal, rev } = found;
        let in_prompt: Vec<&Prepared> =
            prepared.iter().filter(|p| proposal.prompt_signals.contains(&p.id)).collect();
        // The stored minimum, and once more what the signals themselves say: a proposal cannot raise itself.
        let own = context_of(in_prompt.iter().copied());
        proposal.context.trust = proposal.context.trust.min(own.trust);
        proposal.context.severity = proposal.context.severity.max(own.severity);
        let mut writes = Vec::new();
        let mut to_drive = Vec::new();
        let mut notices = Vec::new();
        for candidate in candidates(&proposal, project, &situation.directory, &in_prompt) {
            let Some(action) =
                self.judge_candidate(situation, &proposal, &in_prompt, candidate).await?
            else {
                continue;
            };
            count(counts, &action);
            match action.state {
                ActionState::Claimed if action.patch.is_none() => to_drive.push(action.id.clone()),
                ActionState::Held | ActionState::Escalated => notices.push(action.clone()),
                _ => {}
            }
            self.write_action(cycle, action, &mut writes)?;
        }
        proposal.judged = true;
        let key = keys::work(&project.id, "proposal", &proposal.id);
        writes.push(Write::Put(Item::new(key, &proposal)?, Condition::Rev(rev)));
        for pending in self.pending(&project.id).await? {
            if proposal.prompt_signals.contains(&pending.signal.id) {
                counts.processed += 1;
                writes.push(processed(&pending, self.now())?);
            }
        }
        self.write_fenced(&cycle.token, writes).await?;
        for action in &notices {
            self.notify_waiting(action).await?;
        }
        for id in to_drive {
            let found = self.action(&id).await?;
            match self.carry_out(situation, found).await {
                Err(error) if error.is_lost_race() => {}
                other => {
                    other?;
                }
            }
        }
        Ok(())
    }

    fn write_action(
        &self,
        cycle: &CycleIds,
        mut action: StoredAction,
        writes: &mut Vec<Write>,
    ) -> Result<(), CaseError> {
        if action.state == ActionState::Escalated {
            let (escalation, write) = self.escalation_about(&action)?;
            action.escalation = Some(escalation);
            writes.push(write);
        }
        let text = action.history.last().map(|h| h.text.clone()).unwrap_or_default();
        writes.push(self.event(transition_event(&action, &text).in_cycle(&cycle.cycle_id))?);
        writes.push(Write::Put(action_item(&action)?, Condition::Absent));
        Ok(())
    }

    async fn judge_candidate(
        &self,
        situation: &Situation,
        proposal: &Proposal,
        in_prompt: &[&Prepared],
        mut candidate: Candidate,
    ) -> Result<Option<StoredAction>, CaseError> {
        let seed = format!("{}/{}", proposal.id, candidate.index);
        let id = ids::derived(proposal.created_ms, &proposal.project, &seed);
        if self.table.get(&keys::action(&proposal.project, &id)).await?.is_some() {
            return Ok(None);
        }
        candidate.action.target_version =
            self.target_version(&situation.config, &candidate.action).await?;
        let entity = candidate.action.subject_entity.clone();
        let cited: Vec<&Prepared> =
            in_prompt.iter().copied().filter(|p| candidate.sources.contains(&p.id)).collect();
        let question = Question {
            action_id: id.clone(),
            action: candidate.action,
            evidence: cited.iter().map(|p| evidence(p, &entity)).collect(),
            context: proposal.context,
        };
        let (request, verdict) = self.judge(situation, &question, None).await?;
        let now = self.now();
        let (state, text) = self.first_state(situation, &verdict, &request.action.target);
        let held = state == ActionState::Held;
        let minutes = verdict.outcome.hold_min.max(1);
        let claimed = state == ActionState::Claimed;
        Ok(Some(StoredAction {
            id,
            revision: 1,
            state,
            engine_digest: self.judgement.engine_digest().to_owned(),
            drafted_subject: request.action.subject.clone(),
            drafted_body: request.action.body.clone(),
            created_ms: now,
            updated_ms: now,
            held_until_ms: held.then(|| situation.calendar.after_working_minutes(now, minutes)),
            not_before_ms: None,
            snoozed_until_ms: None,
            timer_off: false,
            notice_delivered_ms: None,
            attempt: u32::from(claimed),
            claimed_at_ms: claimed.then_some(now),
            submitted_at_ms: None,
            attention_ms: claimed.then_some(now + 120_000),
            receipt: None,
            confirmed_at_ms: None,
            approval: None,
            patch: candidate.patch,
            reply_to: candidate.reply_to,
            trigger: candidate.subject,
            sources: cited.iter().map(|p| read::words::source(p, &situation.config)).collect(),
            by: proposal.by.clone(),
            cost_microusd: proposal.cost_microusd,
            thread_last: thread_last(in_prompt, &request.action.target),
            escalation: None,
            trouble: None,
            history: vec![TransitionView { at_ms: now, state, by: "agent".to_owned(), text }],
            request,
            verdict,
        }))
    }

    /// The state that a verdict leads to (DESIGN 2.1).
    fn first_state(
        &self,
        situation: &Situation,
        verdict: &scoring_core::Verdict,
        target: &Target,
    ) -> (ActionState, String) {
        let dry = situation.config.settings.dry_run && !matches!(target, Target::Artefact { .. });
        match verdict.outcome.class {
            OutcomeClass::Reject => (ActionState::Rejected, "The policy refused it.".to_owned()),
            OutcomeClass::Record => {
                (ActionState::Recorded, "Observing: written down, not done.".to_owned())
            }
            OutcomeClass::Escalate => (ActionState::Escalated, "A decision is needed.".to_owned()),
            OutcomeClass::Hold => {
                (ActionState::Held, format!("Held for {} minutes.", verdict.outcome.hold_min))
            }
            OutcomeClass::Execute if dry => {
                (ActionState::DryRun, "Dry run: it would have been done now.".to_owned())
            }
            OutcomeClass::Execute => (ActionState::Claimed, "Allowed at once.".to_owned()),
        }
    }
}

fn processed(pending: &Pending, now_ms: i64) -> Result<Write, StoreError> {
    let mut signal = pending.signal.clone();
    signal.state = SignalState::Processed;
    Ok(Write::Put(signal_item(&signal, now_ms)?, Condition::Rev(pending.rev)))
}

fn count(counts: &mut ExecuteCounts, action: &StoredAction) {
    counts.verdicts += 1;
    match action.verdict.outcome.class {
        OutcomeClass::Reject => counts.rejected += 1,
        OutcomeClass::Record => counts.recorded += 1,
        OutcomeClass::Escalate => counts.escalated += 1,
        OutcomeClass::Hold => counts.held += 1,
        OutcomeClass::Execute => counts.executed += 1,
    }
    counts.dry_run += u64::from(action.state == ActionState::DryRun);
}

/// The last message of the thread that a mail answers, sanitised.
fn thread_last(in_prompt: &[&Prepared], target: &Target) -> Option<String> {
    let Target::Mail { thread: Some(thread) } = target else { return None };
    in_prompt
        .iter()
        .filter(|p| p.signal.mail.as_ref().is_some_and(|m| m.conversation_id == *thread))
        .max_by_key(|p| p.signal.occurred_at_ms)
        .map(|p| p.text.clone())
}

fn candidates(
    proposal: &Proposal,
    project: &Project,
    directory: &Directory,
    in_prompt: &[&Prepared],
) -> Vec<Candidate> {
    let drafts =
        proposal.drafts.iter().take(DRAFTS_MAX).enumerate().filter_map(|(index, draft)| {
            let (target, recipients, reply_to) =
                aim(draft, proposal, project, directory, in_prompt)?;
            let entity = match &target {
                Target::JiraComment { issue, .. } | Target::JiraStatus { issue, .. } => {
                    issue.clone()
                }
                _ => draft
                    .issue
                    .clone()
                    .filter(|i| is_issue_key(i))
                    .unwrap_or_else(|| proposal.entity.clone()),
            };
            let action = Action {
                project: project.id.clone(),
                target,
                recipients,
                subject: draft.subject.clone(),
                body: draft.body.clone(),
                subject_entity: entity,
                target_version: String::new(),
            };
            Some(Candidate {
                action,
                sources: draft.sources.clone(),
                reply_to,
                patch: None,
                subject: proposal.summary.clone(),
                index,
            })
        });
    let patches = proposal.patches.iter().take(PATCHES_MAX).enumerate().map(|(index, patch)| {
        let artefact: ArtefactType = patch.patch.artefact();
        let action = Action {
            project: project.id.clone(),
            target: Target::Artefact { artefact },
            recipients: Vec::new(),
            subject: String::new(),
            body: serde_json::to_string(&patch.patch).unwrap_or_default(),
            subject_entity: format!("{}/{}", project.id, keys::artefact_word(artefact)),
            target_version: String::new(),
        };
        Candidate {
            action,
            sources: patch.sources.clone(),
            reply_to: None,
            patch: Some(patch.patch.clone()),
            subject: proposal.summary.clone(),
            index: 100 + index,
        }
    });
    drafts.chain(patches).collect()
}

type Aim = (Target, Vec<Recipient>, Option<String>);

/// Target and recipients of a draft: from its purpose, the project and the directory, never from its text.
fn aim(
    draft: &ProposedDraft,
    proposal: &Proposal,
    project: &Project,
    directory: &Directory,
    in_prompt: &[&Prepared],
) -> Option<Aim> {
    let issue = draft
        .issue
        .clone()
        .or_else(|| Some(proposal.entity.clone()))
        .filter(|i| is_issue_key(i) && i.starts_with(&format!("{}-", project.key)));
    match draft.purpose {
        Purpose::JiraComment => {
            Some((Target::JiraComment { issue: issue?, customer_visible: false }, Vec::new(), None))
        }
        Purpose::StatusChange => {
            let to_status = draft.to_status.clone()?;
            Some((Target::JiraStatus { issue: issue?, to_status }, Vec::new(), None))
        }
        Purpose::StakeholderUpdate => {
            Some((Target::Mail { thread: None }, stakeholders(project, directory), None))
        }
        Purpose::Escalation => {
            // A question of scope: the user decides; the effect is a row in the log and nothing outside.
            Some((
                Target::ScopeChange { issue: issue.unwrap_or_else(|| proposal.entity.clone()) },
                Vec::new(),
                None,
            ))
        }
        Purpose::Clarification => clarification(draft, directory, in_prompt, issue),
    }
}

fn stakeholders(project: &Project, directory: &Directory) -> Vec<Recipient> {
    project.stakeholders.iter().filter_map(|id| directory.by_id(id)).filter_map(recipient).collect()
}

fn recipient(person: &Person) -> Option<Recipient> {
    let address = Directory::address_of(person)?.to_owned();
    Some(Recipient { person: person.core.id.clone(), address })
}

/// A question back: in the thread of the newest mail among the sources, else to the author of the change.
fn clarification(
    draft: &ProposedDraft,
    directory: &Directory,
    in_prompt: &[&Prepared],
    issue: Option<String>,
) -> Option<Aim> {
    let cited = in_prompt.iter().filter(|p| draft.sources.contains(&p.id));
    let newest_mail =
        cited.clone().filter(|p| p.signal.mail.is_some()).max_by_key(|p| p.signal.occurred_at_ms);
    if let (Role::Sender, Some(prepared)) = (draft.role, newest_mail)
        && let Some(mail) = &prepared.signal.mail
    {
        let from = mail.from.first()?;
        let person = directory.by_id(&prepared.source_key);
        let to = Recipient {
            person: person.map(|p| p.core.id.clone()).unwrap_or_default(),
            address: from.address.clone(),
        };
        let thread = Some(mail.conversation_id.clone()).filter(|t| !t.is_empty());
        return Some((Target::Mail { thread }, vec![to], Some(mail.id.clone())));
    }
    let author = cited
        .filter(|p| p.signal.mail.is_none())
        .max_by_key(|p| p.signal.occurred_at_ms)
        .and_then(|p| match draft.role {
            Role::IssueAssignee => {
                directory.by_account(p.signal.issue.as_ref().map_or("", |i| i.assignee_id.as_str()))
            }
            _ => directory.by_id(&p.source_key),
        })
        .filter(|p| p.core.relation >= Relation::Stakeholder);
    match (author.and_then(recipient), issue) {
        (Some(to), _) => Some((Target::Mail { thread: None }, vec![to], None)),
        (None, Some(issue)) => {
            Some((Target::JiraComment { issue, customer_visible: false }, Vec::new(), None))
        }
        (None, None) => None,
    }
}
