//! The minute check: holds that end, snoozes that end, approvals whose window opens, effects in flight.

use api_types::{ActionState, DecisionState, EventKind};
use scoring_core::{Lapse, OutcomeClass};
use serde::{Deserialize, Serialize};

use super::store::Who;
use crate::domain::action::StoredAction;
use crate::domain::calendar::{DAY_MS, MINUTE_MS};
use crate::domain::escalation::StoredEscalation;
use crate::domain::keys;
use crate::ports::{Condition, Item, Query, Write};
use crate::usecases::context::Versioned;
use crate::usecases::events::NewEvent;
use crate::usecases::judge::Situation;
use crate::usecases::{App, CaseError};

/// Most actions that one check looks at; the rest waits a minute.
const BATCH: u32 = 100;
/// The reminder comes this long before an escalation expires.
const REMIND_BEFORE_MS: i64 = DAY_MS;

/// What one check did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueCounts {
    /// Holds that ended.
    pub lapsed: u64,
    /// Of these, sent.
    pub sent: u64,
    /// Snoozes that ended.
    pub woken: u64,
    /// In flight, looked at.
    pub driven: u64,
    /// Escalations that expired.
    pub expired: u64,
    /// Reminders that went out.
    pub reminded: u64,
}

impl App {
    /// Does everything that is due now.
    ///
    /// # Errors
    /// When the store or the engine fails.
    pub async fn check_due(&self) -> Result<DueCounts, CaseError> {
        self.end_boost().await?;
        let situation = self.situation().await?;
        let mut counts = DueCounts::default();
        if !self.settle_epoch(&situation).await? {
            self.check_silence(&situation).await?;
            return Ok(counts);
        }
        let upto = format!("{}#\u{10FFFF}", keys::at(self.now()));
        let held = Query::prefix(keys::ACTIONS_HELD, "").up_to(upto.clone()).limit(BATCH);
        for entry in self.table.query_index(&held).await?.items {
            let Some(found) = self.load::<StoredAction>(&entry.key).await? else { continue };
            match self.due_held(&situation, found, &mut counts).await {
                Err(error) if error.is_lost_race() => {}
                other => other?,
            }
        }
        let inflight = Query::prefix(keys::ACTIONS_INFLIGHT, "").up_to(upto).limit(BATCH);
        for entry in self.table.query_index(&inflight).await?.items {
            let id = entry.key.sk.strip_prefix("ACTION#").unwrap_or_default().to_owned();
            counts.driven += 1;
            // One that cannot be looked at now must not keep the others waiting.
            if let Err(error) = self.drive(&situation, &id).await {
                tracing::warn!(
                    action = id,
                    error_type = error.error_type(),
                    "the next check tries again"
                );
            }
        }
        self.check_escalations(&mut counts).await?;
        self.check_silence(&situation).await?;
        Ok(counts)
    }

    async fn due_held(
        &self,
        situation: &Situation,
        mut found: Versioned<StoredAction>,
        counts: &mut DueCounts,
    ) -> Result<(), CaseError> {
        match found.value.state {
            ActionState::Snoozed => {
                counts.woken += 1;
                found.value.snoozed_until_ms = None;
                let minutes = found.value.verdict.outcome.hold_min.max(1);
                found.value.held_until_ms =
                    Some(situation.calendar.after_working_minutes(self.now(), minutes));
                let text = "The snooze is over: the hold starts again.";
                self.step(found, ActionState::Held, Who::Timer, text, vec![]).await?;
                Ok(())
            }
            ActionState::Held if !found.value.timer_off => {
                counts.lapsed += 1;
                self.lapse(situation, found, counts).await
            }
            _ => Ok(()),
        }
    }

    /// The end of an unanswered hold: the core is asked again, with what happened in between.
    async fn lapse(
        &self,
        situation: &Situation,
        mut found: Versioned<StoredAction>,
        counts: &mut DueCounts,
    ) -> Result<(), CaseError> {
        let version =
            match self.target_version(&situation.config, &found.value.request.action).await {
                Ok(version) => version,
                Err(error) => {
                    // Not known to be unchanged: the hold goes on until it is.
                    found.value.held_until_ms = Some(self.now() + MINUTE_MS);
                    found.value.trouble =
                        Some(format!("The target could not be checked: {error}."));
                    self.keep(found).await?;
                    return Ok(());
                }
            };
        let lapse = Lapse {
            notice_delivered: found.value.notice_delivered_ms.is_some(),
            unchanged: version == found.value.request.action.target_version,
        };
        let (request, verdict) =
            self.judge_again(situation, &found.value.request, Some(lapse)).await?;
        if !lapse.unchanged {
            self.make_stale(situation, found, "The thread or the issue changed during the hold.")
                .await?;
            return Ok(());
        }
        if verdict.outcome.class != OutcomeClass::Execute {
            let fresh = self.judge_again(situation, &found.value.request, None).await?;
            let mut fresh = fresh;
            // The hold is over: whatever the table says, a decision is needed now.
            fresh.1.outcome =
                scoring_core::Outcome::plain(OutcomeClass::Escalate.min(verdict.outcome.class));
            let text = "The hold ended without an answer: a decision is needed.";
            let asked = self.lay_down(situation, found, fresh, Who::Timer, text).await?;
            self.notify_waiting(&asked.value).await?;
            return Ok(());
        }
        if situation.config.settings.dry_run {
            found.value.request = request;
            self.step(
                found,
                ActionState::DryRun,
                Who::Timer,
                "Dry run: it would have been sent now.",
                vec![],
            )
            .await?;
            return Ok(());
        }
        let now = self.now();
        found.value.request = request;
        found.value.attempt += 1;
        found.value.claimed_at_ms = Some(now);
        found.value.submitted_at_ms = None;
        found.value.receipt = None;
        found.value.attention_ms = Some(now + 2 * MINUTE_MS);
        let text = "The hold ended without an answer, and nothing changed: it goes out.";
        let claimed = self.step(found, ActionState::Claimed, Who::Timer, text, vec![]).await?;
        counts.sent += 1;
        self.carry_out(situation, claimed).await?;
        Ok(())
    }

    async fn check_escalations(&self, counts: &mut DueCounts) -> Result<(), CaseError> {
        let now = self.now();
        // The oldest come first; those within a day of their end are looked at.
        let upto = now - (crate::domain::escalation::EXPIRES_DAYS - 1) * DAY_MS;
        let query = Query::prefix(keys::ESCALATIONS_PENDING, "")
            .up_to(format!("{}#\u{10FFFF}", keys::at(upto)))
            .limit(BATCH);
        for entry in self.table.query_index(&query).await?.items {
            let Some(found) = self.load::<StoredEscalation>(&entry.key).await? else { continue };
            if found.value.state != DecisionState::Pending {
                continue;
            }
            let result = if found.value.expires_ms <= now {
                counts.expired += 1;
                self.expire(found).await
            } else if !found.value.reminded && found.value.expires_ms - now <= REMIND_BEFORE_MS {
                counts.reminded += 1;
                self.remind(found).await
            } else {
                Ok(())
            };
            match result {
                Err(error) if error.is_lost_race() => {}
                other => other?,
            }
        }
        Ok(())
    }

    async fn expire(&self, found: Versioned<StoredEscalation>) -> Result<(), CaseError> {
        let Versioned { value: mut escalation, rev } = found;
        escalation.state = DecisionState::Expired;
        let item = crate::usecases::user::decisions::escalation_item(&escalation)?;
        let mut more = vec![Write::Put(item, Condition::Rev(rev))];
        match &escalation.action {
            Some(action) => {
                let action = self.action(action).await?;
                if action.value.state == ActionState::Escalated {
                    let text = "Nobody decided within 7 days.";
                    self.step(action, ActionState::Expired, Who::Timer, text, more).await?;
                    return Ok(());
                }
            }
            None => {
                let text = "A question expired undecided after 7 days.";
                let event = NewEvent::of(
                    &escalation.project,
                    EventKind::Decision,
                    text,
                    escalation.id.clone(),
                );
                more.push(self.event(event)?);
            }
        }
        self.table.write(more).await?;
        Ok(())
    }

    async fn remind(&self, found: Versioned<StoredEscalation>) -> Result<(), CaseError> {
        let Versioned { value: mut escalation, rev } = found;
        escalation.reminded = true;
        let item: Item = crate::usecases::user::decisions::escalation_item(&escalation)?;
        self.table.write(vec![Write::Put(item, Condition::Rev(rev))]).await?;
        self.notify_reminder(&escalation).await
    }
}

impl App {
    /// On one machine the process that holds the data folder takes over what a dead one had in flight: it is
    /// looked at now, through reconcile, instead of when its claim would have expired.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn take_over_claims(&self) -> Result<u64, CaseError> {
        let situation = self.situation().await?;
        let mut taken = 0;
        let mut query = Query::prefix(keys::ACTIONS_INFLIGHT, "");
        loop {
            let page = self.table.query_index(&query).await?;
            for entry in &page.items {
                let Some(mut found) = self.load::<StoredAction>(&entry.key).await? else {
                    continue;
                };
                if matches!(
                    found.value.state,
                    ActionState::Claimed | ActionState::Drafted | ActionState::Submitted
                ) {
                    found.value.attention_ms = Some(self.now());
                    let id = found.value.id.clone();
                    self.keep(found).await?;
                    self.drive(&situation, &id).await?;
                    taken += 1;
                }
            }
            match page.cursor {
                Some(cursor) => query.cursor = Some(cursor),
                None => return Ok(taken),
            }
        }
    }
}
