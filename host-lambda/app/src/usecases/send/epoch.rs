//! After an import or a restore: everything open is compared with the accounts before anything goes out (DESIGN
//! section 4). The place that the data came from may have sent what stands here as held.

use api_types::{ActionState, EventKind};
use plugin_payload::Receipt;

use super::effect::{effect_of, integration_of};
use super::store::Who;
use crate::domain::action::StoredAction;
use crate::domain::escalation::StoredEscalation;
use crate::domain::keys;
use crate::domain::system::Epoch;
use crate::ports::{Failure, Found, Key, Query, WriteGate};
use crate::usecases::context::Versioned;
use crate::usecases::events::NewEvent;
use crate::usecases::judge::Situation;
use crate::usecases::privacy::walk::Walk;
use crate::usecases::{App, CaseError};

/// What came of the comparison.
#[derive(Clone, Copy, Debug, Default)]
struct Compared {
    /// Actions looked at.
    open: u64,
    /// Of these, sent by the other place.
    sent: u64,
    /// Of these, not known yet.
    unknown: u64,
}

impl App {
    /// Whether nothing may go out yet.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_frozen(&self) -> Result<bool, CaseError> {
        let epoch = self.load::<Epoch>(&keys::system("EPOCH")).await?;
        Ok(epoch.is_some_and(|e| e.value.settled_ms.is_none()))
    }

    /// Compares what is open with the accounts, as far as that has not been done; answers whether sending is possible.
    ///
    /// # Errors
    /// When the store fails; an account that does not answer leaves the epoch as it is.
    pub async fn settle_epoch(&self, situation: &Situation) -> Result<bool, CaseError> {
        let key = keys::system("EPOCH");
        let Some(found) = self.load::<Epoch>(&key).await? else { return Ok(true) };
        let mut epoch = found.value;
        if epoch.settled_ms.is_some() {
            return Ok(true);
        }
        let mut compared = Compared::default();
        for pk in [keys::ACTIONS_HELD, keys::ACTIONS_INFLIGHT, keys::ESCALATIONS_PENDING] {
            let mut walk = Walk::entries(Query::prefix(pk, ""));
            while let Some(page) = walk.next(self.table.as_ref()).await? {
                for entry in page {
                    self.compare_entry(situation, &entry.key, &mut compared).await?;
                }
            }
        }
        if compared.unknown > 0 {
            return self.still_frozen(epoch, found.rev, compared).await;
        }
        epoch.settled_ms = Some(self.now());
        self.save(key, &epoch, found.rev).await?;
        let text = format!(
            "After the import: {} open actions were compared with the accounts, {} had been sent already. \
             Sending is possible again.",
            compared.open, compared.sent
        );
        self.emit(NewEvent::account(EventKind::Sent, text)).await?;
        Ok(true)
    }

    async fn still_frozen(
        &self,
        mut epoch: Epoch,
        rev: u64,
        compared: Compared,
    ) -> Result<bool, CaseError> {
        if !epoch.told {
            epoch.told = true;
            self.save(keys::system("EPOCH"), &epoch, rev).await?;
            let text = format!(
                "After the import nothing is sent yet: {} of {} open actions cannot be compared with the accounts. \
                 Connect them, or cancel these actions.",
                compared.unknown, compared.open
            );
            self.emit(NewEvent::account(EventKind::Failure, text)).await?;
        }
        Ok(false)
    }

    async fn compare_entry(
        &self,
        situation: &Situation,
        key: &Key,
        compared: &mut Compared,
    ) -> Result<(), CaseError> {
        let found = if key.sk.starts_with("ESCALATION#") {
            let asked = self.load::<StoredEscalation>(key).await?;
            match asked.and_then(|e| e.value.action) {
                Some(id) => Some(self.action(&id).await?),
                None => None,
            }
        } else {
            self.load::<StoredAction>(key).await?
        };
        let Some(found) = found.filter(|f| !f.value.is_final()) else { return Ok(()) };
        let Some(integration) = integration_of(&found.value.request.action.target) else {
            return Ok(());
        };
        compared.open += 1;
        match self.compare(situation, integration, found).await? {
            Some(true) => compared.sent += 1,
            Some(false) => {}
            None => compared.unknown += 1,
        }
        Ok(())
    }

    /// Looks for the present intent and for the one that the other place would have used next. True: it was sent.
    async fn compare(
        &self,
        situation: &Situation,
        integration: &str,
        found: Versioned<StoredAction>,
    ) -> Result<Option<bool>, CaseError> {
        let present = found.value.attempt;
        for attempt in [present, present + 1] {
            if attempt == 0 {
                continue;
            }
            let mut tried = found.value.clone();
            tried.attempt = attempt;
            let effect = match effect_of(&tried, &situation.config, &situation.directory) {
                Ok(effect) => effect,
                // What can have no effect was not sent.
                Err(CaseError::Invalid(_)) => return Ok(Some(false)),
                Err(other) => return Err(other),
            };
            let receipt = tried.receipt.as_ref().filter(|_| attempt == present);
            match self.integrations.reconcile(integration, &effect, receipt).await {
                Ok(Found::Confirmed(receipt)) => {
                    self.was_sent(found, attempt, receipt).await?;
                    return Ok(Some(true));
                }
                // The present claim is looked after by the sender; a draft of the other place goes.
                Ok(Found::Prepared(receipt)) if attempt != present => {
                    let gate = WriteGate { intent: effect.intent.clone() };
                    let gone = self.integrations.withdraw(integration, &effect, &receipt, &gate);
                    if gone.await.is_err() {
                        return Ok(None);
                    }
                }
                Ok(Found::Prepared(_) | Found::Absent) | Err(Failure::NotFound(_)) => {}
                Ok(Found::Unknown(_)) | Err(_) => return Ok(None),
            }
        }
        Ok(Some(false))
    }

    /// Brings an action to CONFIRMED over the lawful steps.
    async fn was_sent(
        &self,
        found: Versioned<StoredAction>,
        attempt: u32,
        receipt: Receipt,
    ) -> Result<(), CaseError> {
        use ActionState::{Approved, Claimed, Drafted, Escalated, Held, Snoozed, Stale, Submitted};
        let now = self.now();
        let text = "Sent by the place that the data came from.";
        let mut found = found;
        found.value.attempt = attempt;
        found.value.claimed_at_ms.get_or_insert(now);
        found.value.submitted_at_ms.get_or_insert(now);
        found.value.attention_ms = Some(now);
        if matches!(found.value.state, Escalated | Snoozed | Stale) {
            let more = self.settle_escalation(&found.value, "send", "").await?;
            let more = more.into_iter().collect();
            found = self.step(found, Held, Who::Agent, text, more).await?;
        }
        if matches!(found.value.state, Held | Approved) {
            found = self.step(found, Claimed, Who::Agent, text, vec![]).await?;
        }
        if matches!(found.value.state, Claimed | Drafted) {
            found = self.step(found, Submitted, Who::Agent, text, vec![]).await?;
        }
        self.confirm(found, receipt, text, Who::Agent).await?;
        Ok(())
    }
}
