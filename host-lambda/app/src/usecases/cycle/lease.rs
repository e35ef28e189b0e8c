//! The lease of the cycle: one holder, a fencing token on every write, the heartbeat in the same item.

use crate::domain::calendar::MINUTE_MS;
use crate::domain::keys;
use crate::domain::settings::Config;
use crate::domain::system::Lease;
use crate::ports::{Condition, Item, StoreError, Write};
use crate::usecases::{App, CaseError};

/// How long a lease lasts without being released: above the state machine's own time-out (1,800 s).
pub const LEASE_MS: i64 = 35 * 60_000;

/// How early a scheduled start may come, milliseconds.
const SCHEDULE_SLACK_MS: i64 = MINUTE_MS;

impl App {
    /// Takes the lease for an execution, or says who holds it. Repeating it for the same execution is harmless.
    ///
    /// # Errors
    /// [`CaseError::LeaseHeld`] while another cycle runs.
    pub async fn take_lease(&self, execution_id: &str) -> Result<Lease, CaseError> {
        let now = self.now();
        let found = self.load::<Lease>(&keys::lease()).await?;
        let (mut lease, rev) = found.map_or((Lease::default(), 0), |f| (f.value, f.rev));
        if lease.expires_ms > now && lease.cycle == execution_id {
            return Ok(lease);
        }
        if lease.expires_ms > now {
            return Err(CaseError::LeaseHeld { since_ms: lease.started_ms });
        }
        lease.token = self.clock.random_hex();
        execution_id.clone_into(&mut lease.cycle);
        lease.expires_ms = now + LEASE_MS;
        lease.started_ms = now;
        lease.cycles += 1;
        lease.phase.clear();
        (lease.read, lease.stored, lease.unassigned) = (0, 0, 0);
        let condition = if rev == 0 { Condition::Absent } else { Condition::Rev(rev) };
        match self.table.write(vec![Write::Put(lease_item(&lease)?, condition)]).await {
            Ok(()) => Ok(lease),
            Err(StoreError::Lost { .. }) => Err(CaseError::LeaseHeld { since_ms: now }),
            Err(other) => Err(other.into()),
        }
    }

    /// The check that every write of a cycle carries.
    #[must_use]
    pub fn fence(&self, token: &str) -> Write {
        Write::Check(keys::lease(), Condition::Guard(token.to_owned()))
    }

    /// Writes under the lease.
    ///
    /// # Errors
    /// [`CaseError::LeaseLost`] when the lease was taken over; [`StoreError::Lost`] with the index of the
    /// caller's own write otherwise.
    pub async fn write_fenced(&self, token: &str, writes: Vec<Write>) -> Result<(), CaseError> {
        let mut all = vec![self.fence(token)];
        all.extend(writes);
        match self.write_audited(all).await {
            Ok(()) => Ok(()),
            Err(StoreError::Lost { index: 0 }) => Err(CaseError::LeaseLost),
            Err(StoreError::Lost { index }) => Err(StoreError::Lost { index: index - 1 }.into()),
            Err(other) => Err(other.into()),
        }
    }

    /// Ends a cycle: the heartbeat says how it went, and the lease is free. A lease that somebody else holds
    /// by now is left alone.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn release_lease(
        &self,
        holder: &Holder<'_>,
        outcome: Result<u64, String>,
        housekeeping_on: Option<String>,
    ) -> Result<(), CaseError> {
        let Some(found) = self.load::<Lease>(&keys::lease()).await? else { return Ok(()) };
        let mut lease = found.value;
        let mine = match holder {
            Holder::Token(token) => lease.token == *token,
            Holder::Execution(id) => lease.cycle == *id,
        };
        if !mine || lease.expires_ms == 0 {
            return Ok(());
        }
        let now = self.now();
        lease.expires_ms = 0;
        lease.ended_ms = now;
        match outcome {
            Ok(new_signals) => {
                lease.succeeded_ms = now;
                lease.new_signals = new_signals;
                lease.error.clear();
                lease.failures = 0;
            }
            Err(error) => {
                lease.error = crate::domain::scrub::without_addresses(&error);
                lease.failures += 1;
            }
        }
        if let Some(date) = housekeeping_on {
            lease.housekeeping_on = date;
        }
        "free".clone_into(&mut lease.token);
        match self
            .table
            .write(vec![Write::Put(lease_item(&lease)?, Condition::Rev(found.rev))])
            .await
        {
            // Somebody took it over in between: theirs now.
            Ok(()) | Err(StoreError::Lost { .. }) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }

    /// Changes the heartbeat of a running cycle.
    ///
    /// # Errors
    /// [`CaseError::LeaseLost`] when somebody else holds the lease by now.
    pub async fn note_lease(
        &self,
        token: &str,
        change: impl FnOnce(&mut Lease),
    ) -> Result<(), CaseError> {
        let found = self.load::<Lease>(&keys::lease()).await?.ok_or(CaseError::LeaseLost)?;
        let mut lease = found.value;
        if lease.token != token {
            return Err(CaseError::LeaseLost);
        }
        change(&mut lease);
        match self
            .table
            .write(vec![Write::Put(lease_item(&lease)?, Condition::Rev(found.rev))])
            .await
        {
            Err(StoreError::Lost { .. }) => Err(CaseError::LeaseLost),
            other => Ok(other?),
        }
    }

    /// The last state of a cycle that ended well: the lease is free.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn finish_cycle(&self, token: &str) -> Result<u64, CaseError> {
        let found = self.load::<Lease>(&keys::lease()).await?;
        let new_signals = found.map_or(0, |l| l.value.new_signals);
        self.release_lease(&Holder::Token(token), Ok(new_signals), None).await?;
        Ok(new_signals)
    }

    /// Whether a schedule that comes more often than the user wants may start a check now. A schedule is not punctual:
    /// a start that comes up to a minute early counts as due.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_due(&self) -> Result<bool, CaseError> {
        // Before somebody has opened the dashboard for the first time there is nothing to check.
        let Some(config) = self.load::<Config>(&keys::config("settings")).await? else {
            return Ok(false);
        };
        let interval_ms = i64::from(config.value.settings.polling_interval_min) * MINUTE_MS;
        let lease = self.load::<Lease>(&keys::lease()).await?.map(|found| found.value);
        let now = self.now();
        Ok(lease.is_none_or(|l| {
            l.expires_ms <= now && now - l.started_ms >= interval_ms - SCHEDULE_SLACK_MS
        }))
    }

    /// On one machine the process that holds the data folder takes over what a dead one left behind.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn take_over_lease(&self) -> Result<bool, CaseError> {
        let Some(found) = self.load::<Lease>(&keys::lease()).await? else { return Ok(false) };
        if found.value.expires_ms == 0 {
            return Ok(false);
        }
        let cycle = found.value.cycle.clone();
        self.release_lease(
            &Holder::Execution(&cycle),
            Err("the last check was interrupted".into()),
            None,
        )
        .await?;
        Ok(true)
    }
}

/// Who releases.
#[derive(Clone, Copy, Debug)]
pub enum Holder<'a> {
    /// By fencing token.
    Token(&'a str),
    /// By execution id: detection may have failed before a token was known.
    Execution(&'a str),
}

fn lease_item(lease: &Lease) -> Result<Item, StoreError> {
    Ok(Item::new(keys::lease(), lease)?.guarded(lease.token.clone()))
}
