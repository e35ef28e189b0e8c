//! Reads and writes actions; every transition is conditional on the revision that was read.

use api_types::{ActionState, EventKind, TransitionView};
use scoring_core::Target;

use crate::domain::action::{StoredAction, may_step};
use crate::domain::{ids, keys};
use crate::ports::{Condition, Item, StoreError, Write};
use crate::usecases::context::Versioned;
use crate::usecases::events::NewEvent;
use crate::usecases::{App, CaseError};

/// A time that never comes, for cards that wait for the user alone.
const NEVER_MS: i64 = 9_999_999_999_999;

/// The item of an action, listed where its state belongs.
pub(crate) fn action_item(action: &StoredAction) -> Result<Item, StoreError> {
    let item = Item::new(keys::action(action.project(), &action.id), action)?;
    let null = serde_json::Value::Null;
    let entry = |ms: i64| format!("{}#{}", keys::at(ms), action.id);
    let artefact = matches!(action.request.action.target, Target::Artefact { .. });
    Ok(match action.state {
        ActionState::Held => {
            let due =
                if action.timer_off { NEVER_MS } else { action.held_until_ms.unwrap_or(NEVER_MS) };
            item.listed(keys::ACTIONS_HELD, entry(due), null)
        }
        ActionState::Snoozed => item.listed(
            keys::ACTIONS_HELD,
            entry(action.snoozed_until_ms.unwrap_or(NEVER_MS)),
            null,
        ),
        ActionState::Unknown => item.listed(keys::ACTIONS_HELD, entry(NEVER_MS), null),
        ActionState::Claimed if artefact => item.listed(
            format!("{}#{}", keys::ACTIONS_PATCHES, action.project()),
            entry(action.created_ms),
            null,
        ),
        ActionState::Approved => item.listed(
            keys::ACTIONS_INFLIGHT,
            entry(action.not_before_ms.unwrap_or(action.updated_ms)),
            null,
        ),
        ActionState::Claimed | ActionState::Drafted | ActionState::Submitted => item.listed(
            keys::ACTIONS_INFLIGHT,
            entry(action.attention_ms.unwrap_or(action.updated_ms)),
            null,
        ),
        // A cancelled draft that could not be removed yet.
        ActionState::Cancelled if action.attention_ms.is_some() => {
            item.listed(keys::ACTIONS_INFLIGHT, entry(action.attention_ms.unwrap_or(0)), null)
        }
        // On its way back to the user; a crash in between must not hide it.
        ActionState::Stale => item.listed(keys::ACTIONS_INFLIGHT, entry(action.updated_ms), null),
        ActionState::Escalated => item,
        _ => item.listed(keys::ACTIONS_SETTLED, entry(action.updated_ms), null),
    })
}

/// How often a write gives way to a delivery receipt; there are at most two for one hold.
const RECEIPT_TRIES: u32 = 4;

/// Who moves an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The user.
    User,
    /// The agent.
    Agent,
    /// The minute check.
    Timer,
}

impl Who {
    const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Agent => "agent",
            Self::Timer => "timer",
        }
    }
}

impl App {
    /// Reads an action by its id.
    ///
    /// # Errors
    /// [`CaseError::NotFound`] when there is none.
    pub async fn action(&self, id: &str) -> Result<Versioned<StoredAction>, CaseError> {
        let missing = || CaseError::NotFound(format!("the action `{id}`"));
        let project = ids::project_of(id).ok_or_else(missing)?;
        self.load::<StoredAction>(&keys::action(project, id)).await?.ok_or_else(missing)
    }

    /// Moves an action on: checks that the step is legal, adds it to the history, stores it with an event under
    /// the condition that nobody else changed it.
    ///
    /// # Errors
    /// [`StoreError::Lost`] when somebody was faster; [`CaseError::Invalid`] for an illegal step.
    pub async fn step(
        &self,
        found: Versioned<StoredAction>,
        to: ActionState,
        who: Who,
        text: &str,
        more: Vec<Write>,
    ) -> Result<Versioned<StoredAction>, CaseError> {
        let Versioned { value: read, rev } = found;
        let mut action = read.clone();
        if !may_step(action.state, to) {
            return Err(CaseError::Invalid(format!(
                "an action that is {:?} cannot become {to:?}",
                action.state
            )));
        }
        let now = self.now();
        action.state = to;
        action.revision += 1;
        action.updated_ms = now;
        action.history.push(TransitionView {
            at_ms: now,
            state: to,
            by: who.word().to_owned(),
            text: text.to_owned(),
        });
        let mut beside = more;
        beside.push(self.event(transition_event(&action, text))?);
        self.put_action(&read, Versioned { value: action, rev }, beside).await
    }

    /// Stores an action without a change of state.
    ///
    /// # Errors
    /// [`StoreError::Lost`] when somebody was faster.
    pub async fn keep(
        &self,
        found: Versioned<StoredAction>,
    ) -> Result<Versioned<StoredAction>, CaseError> {
        let read = found.value.clone();
        let mut next = found;
        next.value.updated_ms = self.now();
        self.put_action(&read, next, vec![]).await
    }

    /// Writes what became of `read`. A delivery receipt that came in between is no rival: it is taken over, and the write
    /// is tried again. Anything else that changed the action wins.
    async fn put_action(
        &self,
        read: &StoredAction,
        next: Versioned<StoredAction>,
        beside: Vec<Write>,
    ) -> Result<Versioned<StoredAction>, CaseError> {
        let Versioned { value: mut action, mut rev } = next;
        for _ in 0..RECEIPT_TRIES {
            let mut writes = vec![Write::Put(action_item(&action)?, Condition::Rev(rev))];
            writes.extend(beside.iter().cloned());
            // Book-keeping is no transition, and leaves no row in the audit chain.
            let written = if action.revision == read.revision {
                self.table.write(writes).await
            } else {
                self.write_audited(writes).await
            };
            let lost = match written {
                Ok(()) => return Ok(Versioned { value: action, rev: rev + 1 }),
                Err(error @ StoreError::Lost { index: 0 }) => error,
                Err(other) => return Err(other.into()),
            };
            let fresh = self.action(&action.id).await?;
            if fresh.rev == rev || !only_delivered(read, &fresh.value) {
                return Err(lost.into());
            }
            action.notice_delivered_ms = fresh.value.notice_delivered_ms;
            rev = fresh.rev;
        }
        Err(StoreError::Lost { index: 0 }.into())
    }
}

/// Whether nothing happened to an action but that its notice was delivered.
fn only_delivered(read: &StoredAction, fresh: &StoredAction) -> bool {
    let mut expected = read.clone();
    expected.notice_delivered_ms = fresh.notice_delivered_ms;
    expected.updated_ms = fresh.updated_ms;
    expected == *fresh
}

/// The line of activity for a transition: ids and the rule words, never the text of the draft.
pub(crate) fn transition_event(action: &StoredAction, text: &str) -> NewEvent {
    let kind = match action.state {
        ActionState::Confirmed
        | ActionState::Submitted
        | ActionState::Claimed
        | ActionState::Drafted => EventKind::Sent,
        ActionState::Rejected => EventKind::Refused,
        ActionState::Failed | ActionState::Unknown => EventKind::Failure,
        ActionState::Approved | ActionState::Cancelled | ActionState::Expired => {
            EventKind::Decision
        }
        _ => EventKind::Draft,
    };
    let what = crate::usecases::read::words::action_line(action);
    let event = NewEvent::of(action.project(), kind, format!("{what}: {text}"), action.id.clone());
    let event =
        action.request.evidence.iter().take(10).fold(event, |e, one| {
            e.step("signal", one.id.get(..12).unwrap_or_default().to_owned())
        });
    let event = event.step("verdict", format!("{:?}", action.verdict.outcome.class).to_lowercase());
    let event = action.verdict.caps.iter().fold(event, |e, cap| e.step("cap", cap.clone()));
    event.step("state", format!("{:?}", action.state).to_lowercase())
}
