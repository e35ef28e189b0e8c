//! The verbs of the hold queue.

use api_types::{ActionState, Answer, Approve, DecisionState, Edit, Extend, Snooze, Timer};
use scoring_core::decision::edit_keeps_precedent;
use scoring_core::{OutcomeClass, SUBJECT_BYTES_MAX};

use super::UserError;
use super::decisions::escalation_item;
use crate::domain::action::{Approval, ClassDecision, StoredAction};
use crate::domain::calendar::{DAY_MS, MINUTE_MS};
use crate::domain::escalation::StoredEscalation;
use crate::domain::keys;
use crate::ports::{Condition, Write};
use crate::usecases::context::Versioned;
use crate::usecases::send::store::Who;
use crate::usecases::{App, CaseError};

/// Longest extension or snooze.
const LATER_MAX_MS: i64 = 30 * DAY_MS;

type Done = Result<StoredAction, UserError>;

fn conflict(reason: &'static str, error: &str, action: StoredAction) -> UserError {
    UserError::Conflict { reason, error: error.to_owned(), action: Box::new(action) }
}

impl App {
    /// Reads an action for a verb: the revision on screen must be the one that stands.
    async fn on_screen(
        &self,
        id: &str,
        revision: u64,
        states: &[ActionState],
    ) -> Result<Versioned<StoredAction>, UserError> {
        let found = self.action(id).await?;
        if !states.contains(&found.value.state) {
            let error = format!("This is {} by now.", words(found.value.state));
            return Err(conflict("state", &error, found.value));
        }
        if found.value.revision != revision {
            return Err(conflict("revision", "This changed since it was opened.", found.value));
        }
        Ok(found)
    }

    /// A write that lost a race: answers what stands now.
    async fn or_conflict(
        &self,
        id: &str,
        result: Result<Versioned<StoredAction>, CaseError>,
    ) -> Result<Versioned<StoredAction>, UserError> {
        match result {
            Ok(found) => Ok(found),
            Err(error) if error.is_lost_race() => {
                let now = self.action(id).await?.value;
                Err(conflict(
                    "state",
                    &format!("Somebody was faster: this is {} now.", words(now.state)),
                    now,
                ))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Approves what is on screen: the server recomputes the verdict, and a digest that differs is refused with
    /// the fresh one.
    ///
    /// # Errors
    /// [`UserError::Conflict`] as said; otherwise when the store or the engine fails.
    pub async fn approve(&self, id: &str, input: &Approve) -> Done {
        let states = [ActionState::Held, ActionState::Escalated, ActionState::Snoozed];
        let found = self.on_screen(id, input.revision, &states).await?;
        let situation = self.situation().await?;
        if input.engine_digest != self.judgement.engine_digest() {
            return Err(conflict(
                "engine",
                "The policy was updated: reload the page.",
                found.value,
            ));
        }
        let (request, verdict) = self.judge_again(&situation, &found.value.request, None).await?;
        if verdict.verdict_digest != input.verdict_digest {
            let mut fresh = found.value.clone();
            if fresh.verdict.verdict_digest != verdict.verdict_digest {
                let text = "Judged again: something that matters changed.";
                let laid =
                    self.lay_down(&situation, found, (request, verdict), Who::Agent, text).await;
                fresh = self.or_conflict(id, laid).await?.value;
            }
            let error =
                "The verdict on screen is not the one that holds now. Look again, then decide.";
            return Err(conflict("verdict", error, fresh));
        }
        if verdict.outcome.class <= OutcomeClass::Record {
            let error = "The policy refuses this, and no approval overrides it.";
            return Err(conflict("state", error, found.value));
        }
        let now = self.now();
        let decision = precedent_of(&found.value);
        let class = self.class_decision(found.value.project(), &verdict.class, id, decision)?;
        let mut found = found;
        let clock = request.clock;
        let waits = !clock.in_working_hours && !input.send_now && found.value.patch.is_none();
        found.value.not_before_ms = waits.then_some(clock.next_window_ms);
        found.value.approval = Some(Approval {
            verdict_digest: input.verdict_digest.clone(),
            engine_digest: input.engine_digest.clone(),
            send_now: input.send_now,
            at_ms: now,
            from: found.value.state,
        });
        found.value.request = request;
        found.value.verdict = verdict;
        found.value.trouble = None;
        let mut more = vec![class];
        more.extend(self.settle_escalation(&found.value, "send", "").await?);
        let text = if waits { "Approved for the next working window." } else { "Approved." };
        let stepped = self.step(found, ActionState::Approved, Who::User, text, more).await;
        let approved = self.or_conflict(id, stepped).await?;
        if !waits {
            // The approval stands whatever happens now; the minute check picks up what is left.
            if let Err(error) = self.drive(&situation, id).await {
                tracing::warn!(
                    action = id,
                    error_type = error.error_type(),
                    "the sender will try again"
                );
            }
            return Ok(self.action(id).await?.value);
        }
        Ok(approved.value)
    }

    /// Changes the text: judged again, and the hold starts again.
    ///
    /// # Errors
    /// [`UserError::Conflict`] when the revision is another.
    pub async fn edit(&self, id: &str, input: &Edit) -> Done {
        let states = [ActionState::Held, ActionState::Escalated, ActionState::Snoozed];
        let found = self.on_screen(id, input.revision, &states).await?;
        if input.subject.len() > SUBJECT_BYTES_MAX
            || input.body.len() > scoring_core::BODY_BYTES_MAX
        {
            return Err(CaseError::Invalid("the subject or the body is too long".to_owned()).into());
        }
        let situation = self.situation().await?;
        let mut request = found.value.request.clone();
        request.action.subject.clone_from(&input.subject);
        request.action.body.clone_from(&input.body);
        let fresh = self.judge_again(&situation, &request, None).await?;
        let text = "Edited: judged again, the hold starts again.";
        let laid = self.lay_down(&situation, found, fresh, Who::User, text).await;
        Ok(self.or_conflict(id, laid).await?.value)
    }

    /// Cancels: nothing is sent, ever. A draft that exists upstream is removed.
    ///
    /// # Errors
    /// [`UserError::Conflict`] when it is too late.
    pub async fn cancel(&self, id: &str, revision: u64) -> Done {
        let states = [
            ActionState::Held,
            ActionState::Escalated,
            ActionState::Snoozed,
            ActionState::Approved,
            ActionState::Claimed,
            ActionState::Drafted,
            ActionState::Unknown,
        ];
        let mut found = self.on_screen(id, revision, &states).await?;
        let drafted = matches!(found.value.state, ActionState::Claimed | ActionState::Drafted);
        found.value.attention_ms = drafted.then_some(self.now());
        let class = &found.value.verdict.class;
        let mut more = vec![self.class_decision(
            found.value.project(),
            class,
            id,
            ClassDecision::Cancelled,
        )?];
        more.extend(self.settle_escalation(&found.value, "nothing", "").await?);
        let stepped = self
            .step(found, ActionState::Cancelled, Who::User, "Cancelled: nothing is sent.", more)
            .await;
        let cancelled = self.or_conflict(id, stepped).await?;
        if drafted {
            let situation = self.situation().await?;
            if let Err(error) = self.drive(&situation, id).await {
                tracing::warn!(
                    action = id,
                    error_type = error.error_type(),
                    "the draft will be removed later"
                );
            }
        }
        Ok(cancelled.value)
    }

    /// Takes an approval back before it is claimed.
    ///
    /// # Errors
    /// [`UserError::Conflict`] when it is too late.
    pub async fn undo_approval(&self, id: &str, revision: u64) -> Done {
        let mut found = self.on_screen(id, revision, &[ActionState::Approved]).await?;
        let situation = self.situation().await?;
        let from = found.value.approval.take().map_or(ActionState::Held, |a| a.from);
        let to =
            if from == ActionState::Escalated { ActionState::Escalated } else { ActionState::Held };
        found.value.not_before_ms = None;
        let minutes = found.value.verdict.outcome.hold_min.max(1);
        found.value.held_until_ms = (to == ActionState::Held)
            .then(|| situation.calendar.after_working_minutes(self.now(), minutes));
        let mut more = Vec::new();
        if to == ActionState::Escalated {
            let (escalation, write) = self.escalation_about(&found.value)?;
            found.value.escalation = Some(escalation);
            more.push(write);
        }
        let stepped = self.step(found, to, Who::User, "The approval was taken back.", more).await;
        Ok(self.or_conflict(id, stepped).await?.value)
    }

    /// Lengthens a hold.
    ///
    /// # Errors
    /// [`UserError::Conflict`] when the revision is another.
    pub async fn extend(&self, id: &str, input: &Extend) -> Done {
        let mut found = self.on_screen(id, input.revision, &[ActionState::Held]).await?;
        if !(1..=10_080).contains(&input.minutes) {
            return Err(
                CaseError::Invalid("a hold is extended by 1 to 10080 minutes".to_owned()).into()
            );
        }
        let situation = self.situation().await?;
        let from = found.value.held_until_ms.unwrap_or_else(|| self.now());
        found.value.held_until_ms =
            Some(situation.calendar.after_working_minutes(from, input.minutes));
        let text = format!("Extended by {} minutes.", input.minutes);
        let stepped = self.step(found, ActionState::Held, Who::User, &text, vec![]).await;
        Ok(self.or_conflict(id, stepped).await?.value)
    }

    /// Switches the timer off, or on again with a full hold.
    ///
    /// # Errors
    /// [`UserError::Conflict`] when the revision is another.
    pub async fn set_timer(&self, id: &str, input: &Timer) -> Done {
        let mut found = self.on_screen(id, input.revision, &[ActionState::Held]).await?;
        let situation = self.situation().await?;
        found.value.timer_off = input.off;
        let minutes = found.value.verdict.outcome.hold_min.max(1);
        found.value.held_until_ms =
            (!input.off).then(|| situation.calendar.after_working_minutes(self.now(), minutes));
        let text = if input.off {
            "The timer is off: it waits for a decision."
        } else {
            "The timer is on again."
        };
        let stepped = self.step(found, ActionState::Held, Who::User, text, vec![]).await;
        Ok(self.or_conflict(id, stepped).await?.value)
    }

    /// Puts a card away until a time.
    ///
    /// # Errors
    /// [`UserError::Conflict`] when the revision is another.
    pub async fn snooze(&self, id: &str, input: &Snooze) -> Done {
        let mut found =
            self.on_screen(id, input.revision, &[ActionState::Held, ActionState::Snoozed]).await?;
        let now = self.now();
        if input.until_ms < now + MINUTE_MS || input.until_ms > now + LATER_MAX_MS {
            return Err(CaseError::Invalid(
                "a snooze lasts between a minute and 30 days".to_owned(),
            )
            .into());
        }
        found.value.snoozed_until_ms = Some(input.until_ms);
        found.value.held_until_ms = None;
        let stepped = self.step(found, ActionState::Snoozed, Who::User, "Snoozed.", vec![]).await;
        Ok(self.or_conflict(id, stepped).await?.value)
    }

    /// The user's answer where the agent could not tell.
    ///
    /// # Errors
    /// [`UserError::Conflict`] when the revision is another.
    pub async fn answer(&self, id: &str, input: &Answer) -> Done {
        let mut found = self.on_screen(id, input.revision, &[ActionState::Unknown]).await?;
        found.value.trouble = None;
        if input.was_sent {
            let receipt = found.value.receipt.clone().unwrap_or_default();
            self.confirm(found, receipt, "The user says that it was sent.", Who::User).await?;
            return Ok(self.action(id).await?.value);
        }
        let now = self.now();
        found.value.attempt += 1;
        found.value.claimed_at_ms = Some(now);
        found.value.submitted_at_ms = None;
        found.value.receipt = None;
        found.value.attention_ms = Some(now + 2 * MINUTE_MS);
        let text = "The user says: send again, as a new intent.";
        let stepped = self.step(found, ActionState::Claimed, Who::User, text, vec![]).await;
        let claimed = self.or_conflict(id, stepped).await?;
        let situation = self.situation().await?;
        self.carry_out(&situation, claimed).await?;
        Ok(self.action(id).await?.value)
    }

    /// "Should not have gone": counts against the class.
    ///
    /// # Errors
    /// [`UserError::Conflict`] when it was not sent.
    pub async fn regret(&self, id: &str, revision: u64) -> Done {
        let found = self.on_screen(id, revision, &[ActionState::Confirmed]).await?;
        let class = &found.value.verdict.class;
        let write =
            self.class_decision(found.value.project(), class, id, ClassDecision::Regretted)?;
        self.table.write(vec![write]).await?;
        Ok(found.value)
    }

    /// The write that settles the escalation of an action, if it has a pending one.
    pub(crate) async fn settle_escalation(
        &self,
        action: &StoredAction,
        option: &str,
        note: &str,
    ) -> Result<Option<Write>, CaseError> {
        let Some(id) = &action.escalation else { return Ok(None) };
        let key = keys::escalation(action.project(), id);
        let Some(found) = self.load::<StoredEscalation>(&key).await? else { return Ok(None) };
        if found.value.state != DecisionState::Pending {
            return Ok(None);
        }
        let mut escalation = found.value;
        escalation.state = DecisionState::Decided;
        escalation.chosen = Some(option.to_owned());
        note.clone_into(&mut escalation.note);
        Ok(Some(Write::Put(escalation_item(&escalation)?, Condition::Rev(found.rev))))
    }
}

/// Whether an approval counts as unchanged (DESIGN 2.4).
fn precedent_of(action: &StoredAction) -> ClassDecision {
    let now = &action.request.action;
    if edit_keeps_precedent(&action.drafted_body, &now.body)
        && edit_keeps_precedent(&action.drafted_subject, &now.subject)
    {
        ClassDecision::Unchanged
    } else {
        ClassDecision::Edited
    }
}

const fn words(state: ActionState) -> &'static str {
    match state {
        ActionState::Recorded => "recorded",
        ActionState::DryRun => "over (dry run)",
        ActionState::Escalated => "waiting for a decision",
        ActionState::Held => "held",
        ActionState::Snoozed => "snoozed",
        ActionState::Approved => "approved",
        ActionState::Claimed | ActionState::Drafted => "being sent",
        ActionState::Submitted => "handed over",
        ActionState::Confirmed => "sent",
        ActionState::Unknown => "uncertain",
        ActionState::Failed => "failed",
        ActionState::Cancelled => "cancelled",
        ActionState::Rejected => "refused",
        ActionState::Expired => "expired",
        ActionState::Stale => "being judged again",
    }
}
