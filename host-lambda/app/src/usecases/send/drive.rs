//! The sender: claim, prepare, read back, submit, confirm. Never retries blindly what may have left.

use api_types::ActionState;
use plugin_payload::{Effect, Receipt};
use scoring_core::OutcomeClass;

use super::effect::{differs, effect_of, integration_of};
use super::store::Who;
use crate::domain::action::StoredAction;
use crate::domain::calendar::MINUTE_MS;
use crate::domain::keys;
use crate::ports::{Condition, Failure, Found, Item, Write, WriteGate};
use crate::usecases::context::Versioned;
use crate::usecases::judge::Situation;
use crate::usecases::{App, CaseError};

/// A claim that nobody finished is looked at again after this time.
const CLAIM_MS: i64 = 2 * MINUTE_MS;
/// Time without an answer after which the user is asked (DESIGN section 4: 10 minutes).
const UNKNOWN_AFTER_MS: i64 = 10 * MINUTE_MS;
/// Least time after a submit before "not there" may lead to another attempt: far above every egress time-out.
const SETTLE_MS: i64 = 2 * MINUTE_MS;

type Found1 = Versioned<StoredAction>;

/// How far one call brought an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drive {
    /// Nothing to do now.
    Waiting,
    /// It moved.
    Moved,
}

impl App {
    /// Carries an approved action, or one in flight, as far as it goes now. Losing a race is no error: whoever
    /// won has the word.
    ///
    /// # Errors
    /// When the store or the engine fails; failures of the integration end in a state of the action.
    pub async fn drive(&self, situation: &Situation, id: &str) -> Result<Drive, CaseError> {
        // After an import the other place may have sent it: nothing moves before that is known.
        if self.is_frozen().await? {
            return Ok(Drive::Waiting);
        }
        let found = self.action(id).await?;
        let result = match found.value.state {
            ActionState::Approved => self.claim(situation, found).await,
            ActionState::Claimed | ActionState::Drafted | ActionState::Submitted => {
                self.recover(situation, found).await
            }
            ActionState::Stale => self.bring_back(situation, found).await,
            ActionState::Cancelled if found.value.attention_ms.is_some() => {
                self.withdraw(situation, found).await
            }
            _ => Ok(Drive::Waiting),
        };
        match result {
            Err(error) if error.is_lost_race() => Ok(Drive::Moved),
            other => other,
        }
    }

    /// APPROVED -> CLAIMED, if what was approved is still what would be sent.
    async fn claim(&self, situation: &Situation, found: Found1) -> Result<Drive, CaseError> {
        let now = self.now();
        if found.value.not_before_ms.is_some_and(|t| t > now) {
            return Ok(Drive::Waiting);
        }
        let (request, verdict) = self.judge_again(situation, &found.value.request, None).await?;
        let lawful = match &found.value.approval {
            Some(approval) => {
                approval.engine_digest == self.judgement.engine_digest()
                    && approval.verdict_digest == verdict.verdict_digest
                    && verdict.outcome.class > OutcomeClass::Record
            }
            None => verdict.outcome.class == OutcomeClass::Execute,
        };
        if lawful && matches!(request.action.target, scoring_core::Target::Artefact { .. }) {
            // A patch: the artefact-updater applies what is claimed.
            self.step(
                found,
                ActionState::Claimed,
                Who::Agent,
                "Applied at the next check.",
                vec![],
            )
            .await?;
            return Ok(Drive::Moved);
        }
        let version = match self.target_version(&situation.config, &request.action).await {
            Ok(version) => version,
            Err(error) => return self.postpone(found, &error.to_string()).await,
        };
        if !lawful || version != request.action.target_version {
            let why = if lawful {
                "The thread or the issue changed before it was sent."
            } else {
                "What would be sent is no longer what was approved."
            };
            return self.make_stale(situation, found, why).await;
        }
        let mut found = found;
        found.value.request = request;
        found.value.verdict = verdict;
        if situation.config.settings.dry_run {
            self.step(
                found,
                ActionState::DryRun,
                Who::Agent,
                "Dry run: it would have been sent now.",
                vec![],
            )
            .await?;
            return Ok(Drive::Moved);
        }
        found.value.attempt += 1;
        found.value.claimed_at_ms = Some(now);
        found.value.submitted_at_ms = None;
        found.value.receipt = None;
        found.value.attention_ms = Some(now + CLAIM_MS);
        let claimed = self
            .step(found, ActionState::Claimed, Who::Agent, "Claimed for sending.", vec![])
            .await?;
        self.carry_out(situation, claimed).await
    }

    /// CLAIMED, by this very call: prepare, read back, submit.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn carry_out(
        &self,
        situation: &Situation,
        found: Found1,
    ) -> Result<Drive, CaseError> {
        let Some(integration) = integration_of(&found.value.request.action.target) else {
            self.fail(found, "Nothing can carry this out.").await?;
            return Ok(Drive::Moved);
        };
        if self.is_frozen().await? {
            return self.postpone(found, "what was open at the import is still compared").await;
        }
        let effect = effect_of(&found.value, &situation.config, &situation.directory)?;
        let gate = WriteGate { intent: effect.intent.clone() };
        match self.integrations.prepare(integration, &effect, &gate).await {
            Ok(receipt) => self.drafted(integration, found, &effect, receipt).await,
            Err(failure) => self.not_prepared(found, failure).await,
        }
    }

    async fn drafted(
        &self,
        integration: &str,
        mut found: Found1,
        effect: &Effect,
        receipt: Receipt,
    ) -> Result<Drive, CaseError> {
        let gate = WriteGate { intent: effect.intent.clone() };
        if let Some(why) = receipt.draft.as_ref().and_then(|d| differs(effect, d)) {
            // Best effort: the draft is never submitted either way.
            let _ = self.integrations.withdraw(integration, effect, &receipt, &gate).await;
            self.fail(found, &format!("The prepared draft was refused: {why}.")).await?;
            return Ok(Drive::Moved);
        }
        found.value.receipt = Some(receipt.clone());
        found.value.attention_ms = Some(self.now() + CLAIM_MS);
        let drafted =
            match self.step(found, ActionState::Drafted, Who::Agent, "Prepared.", vec![]).await {
                Ok(drafted) => drafted,
                Err(error) => {
                    // Cancelled in between: take the draft back.
                    let _ = self.integrations.withdraw(integration, effect, &receipt, &gate).await;
                    return Err(error);
                }
            };
        self.submit(integration, drafted, effect).await
    }

    /// DRAFTED -> SUBMITTED is written *before* the bytes leave: from here on nothing is cancelled or repeated blindly.
    async fn submit(
        &self,
        integration: &str,
        mut found: Found1,
        effect: &Effect,
    ) -> Result<Drive, CaseError> {
        let now = self.now();
        let receipt = found.value.receipt.clone().unwrap_or_default();
        found.value.submitted_at_ms = Some(now);
        found.value.attention_ms = Some(now + MINUTE_MS / 2);
        let submitted =
            self.step(found, ActionState::Submitted, Who::Agent, "Handed over.", vec![]).await?;
        let gate = WriteGate { intent: effect.intent.clone() };
        match self.integrations.submit(integration, effect, &receipt, &gate).await {
            Ok(receipt) => self.look(integration, submitted, effect, Some(receipt)).await,
            Err(
                Failure::UnknownEffect(_)
                | Failure::Guest(_)
                | Failure::Malformed(_)
                | Failure::Unavailable(_),
            ) => self.look(integration, submitted, effect, None).await,
            Err(Failure::Throttled { .. }) => {
                // A refusal to take it now: nothing happened, and reconciling will say so before another attempt.
                self.look(integration, submitted, effect, None).await
            }
            Err(refused) => {
                self.fail(submitted, &format!("{refused}.")).await?;
                Ok(Drive::Moved)
            }
        }
    }

    /// Looks for the effect by its marker, and settles what can be settled.
    async fn look(
        &self,
        integration: &str,
        mut found: Found1,
        effect: &Effect,
        submitted: Option<Receipt>,
    ) -> Result<Drive, CaseError> {
        if let Some(receipt) = submitted {
            found.value.receipt = Some(receipt);
        }
        let answer =
            self.integrations.reconcile(integration, effect, found.value.receipt.as_ref()).await;
        let now = self.now();
        let waited = now - found.value.submitted_at_ms.unwrap_or(now);
        match answer {
            Ok(Found::Confirmed(receipt)) => {
                self.confirm(found, receipt, "Confirmed upstream.", Who::Agent).await
            }
            // The same draft may be submitted again: it can leave only once.
            Ok(Found::Prepared(receipt)) if (SETTLE_MS..UNKNOWN_AFTER_MS).contains(&waited) => {
                found.value.receipt = Some(receipt.clone());
                let gate = WriteGate { intent: effect.intent.clone() };
                let _ = self.integrations.submit(integration, effect, &receipt, &gate).await;
                // Whatever it answered, only the upstream's own word settles it.
                match self.integrations.reconcile(integration, effect, Some(&receipt)).await {
                    Ok(Found::Confirmed(receipt)) => {
                        self.confirm(found, receipt, "Confirmed upstream.", Who::Agent).await
                    }
                    _ => self.again_later(found, now).await,
                }
            }
            Ok(Found::Absent) if (SETTLE_MS..UNKNOWN_AFTER_MS).contains(&waited) => {
                // The upstream says that nothing exists, long after the request could still arrive: another claim.
                found.value.not_before_ms = None;
                found.value.attention_ms = None;
                let text = "The upstream holds no trace of it: another attempt follows.";
                self.step(found, ActionState::Approved, Who::Agent, text, vec![]).await?;
                Ok(Drive::Moved)
            }
            _ if waited >= UNKNOWN_AFTER_MS => {
                found.value.trouble = Some(
                    "No answer came within 10 minutes. Look into the mailbox or the issue, then say whether it was sent."
                        .to_owned(),
                );
                let text = "Could not tell whether it was sent.";
                let unknown =
                    self.step(found, ActionState::Unknown, Who::Agent, text, vec![]).await?;
                self.notify_unknown(&unknown.value).await?;
                Ok(Drive::Moved)
            }
            _ => self.again_later(found, now).await,
        }
    }

    /// CONFIRMED, with the receipt that proves it.
    ///
    /// # Errors
    /// When the store fails or somebody was faster.
    pub async fn confirm(
        &self,
        mut found: Found1,
        receipt: Receipt,
        text: &str,
        who: Who,
    ) -> Result<Drive, CaseError> {
        let mut more = Vec::new();
        if let scoring_core::Target::JiraStatus { issue, .. } = &found.value.request.action.target {
            // A status change carries no marker: its changelog entry is remembered instead.
            let key = keys::receipt("jira", issue, &receipt.id);
            more.push(Write::Put(Item::new(key, &found.value.id)?, Condition::Any));
        }
        if let scoring_core::Target::Mail { .. } = found.value.request.action.target
            && !receipt.also.is_empty()
        {
            more.push(self.remember_thread(&receipt.also, found.value.project())?);
        }
        found.value.receipt = Some(receipt);
        found.value.confirmed_at_ms = Some(self.now());
        found.value.attention_ms = None;
        found.value.trouble = None;
        self.step(found, ActionState::Confirmed, who, text, more).await?;
        Ok(Drive::Moved)
    }

    async fn again_later(&self, mut found: Found1, now: i64) -> Result<Drive, CaseError> {
        let waited = now - found.value.submitted_at_ms.unwrap_or(now);
        // 30 s, then about as long again as was waited already, at most 3 minutes.
        found.value.attention_ms = Some(now + waited.clamp(MINUTE_MS / 2, 3 * MINUTE_MS));
        self.keep(found).await?;
        Ok(Drive::Waiting)
    }

    /// What somebody left in flight: a crash, a restart, a slow answer.
    async fn recover(&self, situation: &Situation, found: Found1) -> Result<Drive, CaseError> {
        if found.value.attention_ms.is_some_and(|t| t > self.now()) {
            return Ok(Drive::Waiting);
        }
        let Some(integration) = integration_of(&found.value.request.action.target) else {
            return Ok(Drive::Waiting);
        };
        let effect = effect_of(&found.value, &situation.config, &situation.directory)?;
        if found.value.state == ActionState::Submitted {
            return self.look(integration, found, &effect, None).await;
        }
        // Claimed or drafted: nothing was submitted. Look first all the same, then take the claim over; the
        // write decides between two that try.
        match self.integrations.reconcile(integration, &effect, found.value.receipt.as_ref()).await
        {
            Ok(Found::Confirmed(receipt)) => {
                let mut found = found;
                found.value.submitted_at_ms = Some(self.now());
                let text = "Found upstream.";
                let submitted =
                    self.step(found, ActionState::Submitted, Who::Agent, text, vec![]).await?;
                self.confirm(submitted, receipt, "Confirmed upstream.", Who::Agent).await
            }
            Ok(Found::Prepared(_) | Found::Absent) => {
                let mut found = found;
                found.value.attention_ms = Some(self.now() + CLAIM_MS);
                let found = self.keep(found).await?;
                if found.value.state == ActionState::Drafted {
                    self.submit(integration, found, &effect).await
                } else {
                    self.carry_out(situation, found).await
                }
            }
            Ok(Found::Unknown(why)) => self.postpone(found, &why).await,
            Err(failure) => self.postpone(found, &failure.to_string()).await,
        }
    }

    async fn not_prepared(&self, found: Found1, failure: Failure) -> Result<Drive, CaseError> {
        match failure {
            Failure::Throttled { .. } | Failure::Unavailable(_) | Failure::UnknownEffect(_) => {
                self.postpone(found, &failure.to_string()).await
            }
            other => {
                self.fail(found, &format!("{other}.")).await?;
                Ok(Drive::Moved)
            }
        }
    }

    /// Tries again later without a change of state; nothing has been submitted.
    async fn postpone(&self, mut found: Found1, why: &str) -> Result<Drive, CaseError> {
        let now = self.now();
        let started = found.value.claimed_at_ms.unwrap_or(found.value.updated_ms);
        if found.value.state == ActionState::Claimed && now - started > 60 * MINUTE_MS {
            self.fail(found, &format!("It could not be prepared for an hour: {why}.")).await?;
            return Ok(Drive::Moved);
        }
        let later = now + MINUTE_MS;
        found.value.trouble = Some(format!("Waiting for another attempt: {why}."));
        found.value.attention_ms = Some(later);
        if found.value.state == ActionState::Approved {
            found.value.not_before_ms = Some(later);
        }
        self.keep(found).await?;
        Ok(Drive::Waiting)
    }

    async fn fail(&self, mut found: Found1, why: &str) -> Result<(), CaseError> {
        found.value.trouble = Some(why.to_owned());
        found.value.attention_ms = None;
        self.step(found, ActionState::Failed, Who::Agent, why, vec![]).await?;
        Ok(())
    }

    /// Removes the draft of a cancelled action.
    async fn withdraw(&self, situation: &Situation, mut found: Found1) -> Result<Drive, CaseError> {
        let Some(integration) = integration_of(&found.value.request.action.target) else {
            return Ok(Drive::Waiting);
        };
        let effect = effect_of(&found.value, &situation.config, &situation.directory)?;
        let gate = WriteGate { intent: effect.intent.clone() };
        let receipt = match (
            &found.value.receipt,
            self.integrations.reconcile(integration, &effect, None).await,
        ) {
            (Some(receipt), _) => Some(receipt.clone()),
            (None, Ok(Found::Prepared(receipt))) => Some(receipt),
            (None, Ok(Found::Absent)) => None,
            (None, _) => return self.again_later(found, self.now()).await,
        };
        if let Some(receipt) = receipt
            && self.integrations.withdraw(integration, &effect, &receipt, &gate).await.is_err()
        {
            return self.again_later(found, self.now()).await;
        }
        found.value.attention_ms = None;
        self.keep(found).await?;
        Ok(Drive::Moved)
    }
}
