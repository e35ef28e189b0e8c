//! Asks the policy again: after an edit, a change upstream, a turned dial, a new engine. Never releases anything.

use api_types::ActionState;
use scoring_core::{Outcome, OutcomeClass, Request, Verdict};

use super::store::Who;
use crate::domain::action::StoredAction;
use crate::domain::keys;
use crate::ports::Query;
use crate::usecases::context::Versioned;
use crate::usecases::judge::Situation;
use crate::usecases::send::drive::Drive;
use crate::usecases::{App, CaseError};

impl App {
    /// Takes over a fresh verdict and lays the action down where it belongs: a hold starts its clock again, an
    /// escalated one stays escalated until decided.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn lay_down(
        &self,
        situation: &Situation,
        mut found: Versioned<StoredAction>,
        fresh: (Request, Verdict),
        who: Who,
        text: &str,
    ) -> Result<Versioned<StoredAction>, CaseError> {
        let (request, verdict) = fresh;
        let was = found.value.state;
        let outcome = verdict.outcome;
        found.value.request = request;
        found.value.verdict = verdict;
        self.judgement.engine_digest().clone_into(&mut found.value.engine_digest);
        found.value.approval = None;
        found.value.not_before_ms = None;
        found.value.held_until_ms = None;
        if who != Who::User {
            // The notice told of another state of the draft.
            found.value.notice_delivered_ms = None;
        }
        let to = state_for(was, outcome);
        let mut more = Vec::new();
        match to {
            ActionState::Held => {
                found.value.held_until_ms = Some(
                    situation.calendar.after_working_minutes(self.now(), outcome.hold_min.max(1)),
                );
            }
            ActionState::Escalated if found.value.escalation.is_none() => {
                let (escalation, write) = self.escalation_about(&found.value)?;
                found.value.escalation = Some(escalation);
                more.push(write);
            }
            _ => {}
        }
        self.step(found, to, who, text, more).await
    }

    /// STALE, and at once back before the user with a fresh verdict on the fresh target.
    pub(crate) async fn make_stale(
        &self,
        situation: &Situation,
        found: Versioned<StoredAction>,
        why: &str,
    ) -> Result<Drive, CaseError> {
        let mut found = found;
        found.value.trouble = Some(why.to_owned());
        let stale = self.step(found, ActionState::Stale, Who::Agent, why, vec![]).await?;
        self.bring_back(situation, stale).await
    }

    /// STALE -> held, escalated or recorded, with a fresh verdict; repeated by the minute check until it works.
    pub(crate) async fn bring_back(
        &self,
        situation: &Situation,
        stale: Versioned<StoredAction>,
    ) -> Result<Drive, CaseError> {
        let mut request = stale.value.request.clone();
        request.action.target_version =
            self.target_version(&situation.config, &request.action).await?;
        let fresh = self.judge_again(situation, &request, None).await?;
        let back = self
            .lay_down(situation, stale, fresh, Who::Agent, "Judged again, back for a decision.")
            .await?;
        self.notify_waiting(&back.value).await?;
        Ok(Drive::Moved)
    }

    /// Scores everything open again. Answers how many actions changed.
    ///
    /// # Errors
    /// When the store or the engine fails.
    pub async fn rescore_open(&self, why: &str) -> Result<u64, CaseError> {
        let situation = self.situation().await?;
        let mut changed = 0;
        for pk in [keys::ACTIONS_HELD, keys::ACTIONS_INFLIGHT, keys::ESCALATIONS_PENDING] {
            let mut query = Query::prefix(pk, "");
            loop {
                let page = self.table.query_index(&query).await?;
                for entry in &page.items {
                    changed += u64::from(self.rescore_entry(&situation, &entry.key, why).await?);
                }
                match page.cursor {
                    Some(cursor) => query.cursor = Some(cursor),
                    None => break,
                }
            }
        }
        Ok(changed)
    }

    async fn rescore_entry(
        &self,
        situation: &Situation,
        key: &crate::ports::Key,
        why: &str,
    ) -> Result<bool, CaseError> {
        let found = if key.sk.starts_with("ESCALATION#") {
            let escalation = self.load::<crate::domain::escalation::StoredEscalation>(key).await?;
            match escalation.and_then(|e| e.value.action) {
                Some(action) => Some(self.action(&action).await?),
                None => None,
            }
        } else {
            self.load::<StoredAction>(key).await?
        };
        let Some(found) = found else { return Ok(false) };
        let open = matches!(
            found.value.state,
            ActionState::Held
                | ActionState::Snoozed
                | ActionState::Escalated
                | ActionState::Approved
        );
        if !open {
            return Ok(false);
        }
        let fresh = self.judge_again(situation, &found.value.request, None).await?;
        let same = fresh.1.verdict_digest == found.value.verdict.verdict_digest
            && found.value.engine_digest == self.judgement.engine_digest();
        if same {
            return Ok(false);
        }
        let found = match found.value.state {
            // An approval given to another verdict or engine does not count.
            ActionState::Approved => {
                self.step(found, ActionState::Held, Who::Agent, why, vec![]).await?
            }
            _ => found,
        };
        match self.lay_down(situation, found, fresh, Who::Agent, why).await {
            Ok(laid) => {
                if laid.value.state == ActionState::Held {
                    self.notify_waiting(&laid.value).await?;
                }
                Ok(true)
            }
            Err(error) if error.is_lost_race() => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Where an action belongs after a fresh verdict. Nothing is released: what was waiting for a decision, or would
/// now be executed at once, waits for the user or for its hold.
const fn state_for(was: ActionState, outcome: Outcome) -> ActionState {
    match (outcome.class, was) {
        (OutcomeClass::Reject, _) => ActionState::Rejected,
        (OutcomeClass::Record, _) => ActionState::Recorded,
        (OutcomeClass::Hold, ActionState::Held | ActionState::Snoozed | ActionState::Stale) => {
            ActionState::Held
        }
        _ => ActionState::Escalated,
    }
}
