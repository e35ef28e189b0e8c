//! Escalations: how they are asked, and what deciding does.

use api_types::{
    ActionState, Approve, AtRevision, Decide, DecisionOption, DecisionState, TransitionView,
};
use scoring_core::{ArtefactType, Target};

use super::UserError;
use crate::domain::action::{Approval, StoredAction};
use crate::domain::artefacts::Patch;
use crate::domain::calendar::DAY_MS;
use crate::domain::escalation::{EXPIRES_DAYS, StoredEscalation};
use crate::domain::{ids, keys};
use crate::ports::{Condition, Item, StoreError, Write};
use crate::usecases::context::Versioned;
use crate::usecases::read::words;
use crate::usecases::send::store::{Who, action_item, transition_event};
use crate::usecases::{App, CaseError};

/// Days after asking that a decided escalation is kept: 90 after the last day on which it can be decided (DESIGN
/// section 6).
const KEEP_DAYS: i64 = 90 + EXPIRES_DAYS;

/// The item of an escalation, listed where its state belongs.
pub(crate) fn escalation_item(escalation: &StoredEscalation) -> Result<Item, StoreError> {
    let item = Item::new(keys::escalation(&escalation.project, &escalation.id), escalation)?;
    let entry = format!("{}#{}", keys::at(escalation.created_ms), escalation.id);
    Ok(match escalation.state {
        DecisionState::Pending => {
            item.listed(keys::ESCALATIONS_PENDING, entry, serde_json::Value::Null)
        }
        _ => item
            .listed(keys::ESCALATIONS_SETTLED, entry, serde_json::Value::Null)
            .expiring((escalation.created_ms + KEEP_DAYS * DAY_MS) / 1000),
    })
}

impl App {
    /// The question about an action: its id, and the write that stores it.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub(crate) fn escalation_about(
        &self,
        action: &StoredAction,
    ) -> Result<(String, Write), CaseError> {
        let now = self.now();
        let seed = format!("{}/{}", action.id, action.revision);
        let id = ids::derived(now, action.project(), &seed);
        let escalation = StoredEscalation {
            id: id.clone(),
            project: action.project().to_owned(),
            question: question(action),
            reason: reason(action),
            sources: action.sources.clone(),
            options: options(action),
            state: DecisionState::Pending,
            created_ms: now,
            expires_ms: now + EXPIRES_DAYS * DAY_MS,
            cost_of_waiting:
                "Nothing happens until it is decided; after 7 days it lapses without effect."
                    .to_owned(),
            chosen: None,
            note: String::new(),
            action: Some(action.id.clone()),
            reminded: false,
        };
        Ok((id, Write::Put(escalation_item(&escalation)?, Condition::Absent)))
    }

    /// Reads an escalation by its id.
    ///
    /// # Errors
    /// [`CaseError::NotFound`] when there is none.
    pub async fn escalation(&self, id: &str) -> Result<Versioned<StoredEscalation>, CaseError> {
        let missing = || CaseError::NotFound(format!("the decision `{id}`"));
        let project = ids::project_of(id).ok_or_else(missing)?;
        self.load(&keys::escalation(project, id)).await?.ok_or_else(missing)
    }

    /// Decides: the chosen option is carried out at once.
    ///
    /// # Errors
    /// [`UserError::Conflict`] when it was decided already, or what is on screen is not what stands.
    pub async fn decide(&self, id: &str, input: &Decide) -> Result<StoredEscalation, UserError> {
        let found = self.escalation(id).await?;
        let Some(action_id) = found.value.action.clone() else {
            return Err(CaseError::Invalid(
                "this question is about nothing that can be done".into(),
            )
            .into());
        };
        let action = self.action(&action_id).await?.value;
        if found.value.state != DecisionState::Pending || found.rev != input.revision {
            return Err(UserError::Conflict {
                reason: "state",
                error: "This was decided or changed in the meantime.".to_owned(),
                action: Box::new(action),
            });
        }
        if input.note.chars().count() > 2_000 {
            return Err(CaseError::Invalid("a note has at most 2,000 characters".to_owned()).into());
        }
        if !found.value.options.iter().any(|o| o.id == input.option) {
            return Err(CaseError::Invalid(format!("there is no option `{}`", input.option)).into());
        }
        match input.option.as_str() {
            "send" | "apply" => {
                let (Some(verdict_digest), Some(engine_digest)) =
                    (input.verdict_digest.clone(), input.engine_digest.clone())
                else {
                    return Err(CaseError::Invalid(
                        "this option needs the digests on screen".to_owned(),
                    )
                    .into());
                };
                let approve = Approve {
                    revision: action.revision,
                    verdict_digest,
                    engine_digest,
                    send_now: true,
                };
                self.approve(&action_id, &approve).await?;
            }
            "edit_first" => {
                let mut held = self.action(&action_id).await?;
                held.value.timer_off = true;
                let more = self.settle_escalation(&held.value, "edit_first", &input.note).await?;
                held.value.escalation = None;
                let text = "Moved to the hold queue for editing; the timer is off.";
                self.step(held, ActionState::Held, Who::User, text, more.into_iter().collect())
                    .await?;
            }
            "note_risk" | "accept_scope" => self.note(&action, &input.option, &input.note).await?,
            _ => {
                self.cancel(&action_id, AtRevision { revision: action.revision }.revision).await?;
            }
        }
        self.add_note(id, &input.option, &input.note).await
    }

    /// Records option and note on the settled escalation.
    async fn add_note(
        &self,
        id: &str,
        option: &str,
        note: &str,
    ) -> Result<StoredEscalation, UserError> {
        let Versioned { value: mut escalation, rev } = self.escalation(id).await?;
        escalation.state = DecisionState::Decided;
        escalation.chosen = Some(option.to_owned());
        note.clone_into(&mut escalation.note);
        self.table
            .write(vec![Write::Put(escalation_item(&escalation)?, Condition::Rev(rev))])
            .await?;
        Ok(escalation)
    }

    /// A question of scope, answered: a row in the RAID log or a note in the backlog, by the user's own decision.
    async fn note(&self, about: &StoredAction, option: &str, note: &str) -> Result<(), UserError> {
        let situation = self.situation().await?;
        let (artefact, patch) = patch_for(about, option, note);
        let now = self.now();
        let mut request = about.request.clone();
        request.action_id = ids::derived(now, about.project(), &format!("{}/{option}", about.id));
        request.action.target = Target::Artefact { artefact };
        request.action.body = serde_json::to_string(&patch).unwrap_or_default();
        request.action.subject = String::new();
        request.action.subject_entity =
            format!("{}/{}", about.project(), keys::artefact_word(artefact));
        let (request, verdict) = self.judge_again(&situation, &request, None).await?;
        let text = "Decided by the user: applied at the next check.".to_owned();
        let mut row = about.clone();
        row.id.clone_from(&request.action_id);
        row.state = ActionState::Claimed;
        row.revision = 1;
        row.patch = Some(patch);
        row.escalation = None;
        row.created_ms = now;
        row.approval = Some(Approval {
            verdict_digest: verdict.verdict_digest.clone(),
            engine_digest: self.judgement.engine_digest().to_owned(),
            send_now: true,
            at_ms: now,
            from: ActionState::Escalated,
        });
        row.request = request;
        row.verdict = verdict;
        row.history = vec![TransitionView {
            at_ms: now,
            state: row.state,
            by: "user".to_owned(),
            text: text.clone(),
        }];
        let mut more = vec![
            Write::Put(action_item(&row)?, Condition::Absent),
            self.event(transition_event(&row, &text))?,
        ];
        more.extend(self.settle_escalation(about, option, note).await?);
        let found = self.action(&about.id).await?;
        self.step(found, ActionState::Cancelled, Who::User, "Answered: noted in the log.", more)
            .await?;
        Ok(())
    }
}

fn patch_for(about: &StoredAction, option: &str, note: &str) -> (ArtefactType, Patch) {
    let title = about.trigger.clone();
    let text =
        if note.trim().is_empty() { title.clone() } else { format!("{title} {}", note.trim()) };
    if option == "accept_scope" {
        return (ArtefactType::BacklogSummary, Patch::AddScopeNote { text });
    }
    let patch = Patch::AddRaid {
        kind: api_types::artefacts::RaidKind::Risk,
        title,
        description: text,
        severity: api_types::artefacts::Level::Medium,
        owner: String::new(),
        due: String::new(),
        mitigation: String::new(),
    };
    (ArtefactType::RaidLog, patch)
}

fn question(action: &StoredAction) -> String {
    let line = words::action_line(action);
    match &action.request.action.target {
        Target::ScopeChange { .. } => format!("How should this be recorded? {}", action.trigger),
        Target::Artefact { .. } => format!("{line}: apply it?"),
        Target::JiraStatus { issue, to_status } => format!("Move {issue} to {to_status}?"),
        Target::JiraComment { issue, .. } => format!("Post this comment on {issue}?"),
        _ => format!("{line}: send it?"),
    }
}

/// Why it is asked, from the rule ids of the verdict.
fn reason(action: &StoredAction) -> String {
    let verdict = &action.verdict;
    let mut parts: Vec<&str> = verdict
        .caps
        .iter()
        .map(|cap| match cap.as_str() {
            "cap.context_unknown" => "an author who is not confirmed was read while it was drafted",
            "cap.context_flagged" => {
                "a text that looks like an attack was read while it was drafted"
            }
            "cap.no_owning_source" => "no confirmed colleague changed the issue",
            "cap.always_ask" => "the settings ask about every action of this kind",
            "cap.finding_high" => "the draft holds something that must be looked at",
            _ => "not every dimension passes",
        })
        .collect();
    parts.dedup();
    if parts.is_empty() {
        return "This kind of action is always asked first.".to_owned();
    }
    format!("It is asked because {}.", parts.join(", and "))
}

fn option(
    id: &str,
    label: &str,
    effect: &str,
    risk: &str,
    touches: Vec<String>,
    acts: bool,
) -> DecisionOption {
    DecisionOption {
        id: id.to_owned(),
        label: label.to_owned(),
        effect: effect.to_owned(),
        risk: risk.to_owned(),
        touches,
        recommended: None,
        acts,
    }
}

/// Two to five options, each naming its effect.
fn options(action: &StoredAction) -> Vec<DecisionOption> {
    let what = &action.request.action;
    let people: Vec<String> = what.recipients.iter().map(|r| r.address.clone()).collect();
    let count = people.len();
    let nothing = nothing_option(action);
    let edit = option(
        "edit_first",
        "Edit it first",
        "The draft moves to the hold queue with its timer off.",
        "",
        vec![],
        false,
    );
    match &what.target {
        Target::Mail { .. } => {
            let who = if count == 1 { "1 person".to_owned() } else { format!("{count} people") };
            let send = option(
                "send",
                &format!("Send to {who} now"),
                &format!("The mail goes to {} at once.", people.join(", ")),
                "A mail cannot be taken back.",
                people.clone(),
                true,
            );
            vec![send, edit, nothing]
        }
        Target::JiraComment { issue, .. } => {
            let send = option(
                "send",
                &format!("Post the comment on {issue}"),
                "Everybody who can see the issue can read it.",
                "",
                vec![issue.clone()],
                true,
            );
            vec![send, edit, nothing]
        }
        Target::JiraStatus { issue, to_status } => {
            let send = option(
                "send",
                &format!("Move {issue} to {to_status}"),
                "The status changes at once.",
                "Boards and reports change with it.",
                vec![issue.clone()],
                true,
            );
            vec![send, nothing]
        }
        Target::Artefact { .. } => {
            let apply = option(
                "apply",
                "Apply it to the artefact",
                "The row is written at the next check and can be undone.",
                "",
                vec![what.subject_entity.clone()],
                true,
            );
            vec![apply, nothing]
        }
        _ => {
            let [risk, accept] = scope_options(&what.project);
            vec![risk, accept, nothing]
        }
    }
}

/// Closing the question; recommended where what it rests on cannot be trusted.
fn nothing_option(action: &StoredAction) -> DecisionOption {
    let effect = "Nothing is sent or changed, and the question is closed.";
    let mut nothing = option("nothing", "Do nothing", effect, "", vec![], false);
    if action.verdict.caps.iter().any(|c| c.starts_with("cap.context")) {
        nothing.recommended = Some("What it rests on is not trustworthy by itself.".to_owned());
    }
    nothing
}

/// What a question of scope can lead to: a row, by the user's own decision.
fn scope_options(project: &str) -> [DecisionOption; 2] {
    let risk = option(
        "note_risk",
        "Note it as a risk",
        "A row is added to the RAID log at the next check.",
        "",
        vec![format!("{project}/raid_log")],
        false,
    );
    let accept = option(
        "accept_scope",
        "Accept it as scope",
        "A scope note is added to the backlog summary at the next check.",
        "Effort and dates do not move by themselves.",
        vec![format!("{project}/backlog_summary")],
        false,
    );
    [risk, accept]
}
