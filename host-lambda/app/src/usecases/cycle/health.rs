//! The health of an integration after each check: one warning, an error after three in a row, one sentence when it
//! answers again.

use std::collections::BTreeMap;

use api_types::EventKind;

use crate::domain::connection::{FAILURES_MAX, product, words};
use crate::domain::keys;
use crate::domain::system::Health;
use crate::ports::Failure;
use crate::usecases::events::NewEvent;
use crate::usecases::{App, CaseError};

/// How each integration answered in one check: none for well. One scope that fails is a failure of its integration.
#[derive(Debug, Default)]
pub(super) struct Outcomes(BTreeMap<&'static str, Option<Failure>>);

impl Outcomes {
    pub(super) fn add(&mut self, integration: &'static str, failure: Option<Failure>) {
        let slot = self.0.entry(integration).or_default();
        if slot.is_none() {
            *slot = failure;
        }
    }
}

impl App {
    /// Notes how each integration answered.
    pub(super) async fn note_outcomes(
        &self,
        cycle: &str,
        outcomes: Outcomes,
    ) -> Result<(), CaseError> {
        for (integration, failure) in outcomes.0 {
            match self.note_health(cycle, integration, failure.as_ref()).await {
                // Connected or disconnected in between: what was measured is not what stands there now.
                Err(error) if error.is_lost_race() => {}
                other => other?,
            }
        }
        Ok(())
    }

    async fn note_health(
        &self,
        cycle: &str,
        integration: &str,
        failure: Option<&Failure>,
    ) -> Result<(), CaseError> {
        let key = keys::integration(integration);
        let found = self.load::<Health>(&key).await?;
        let (was, rev) = found.map_or((Health::default(), 0), |f| (f.value, f.rev));
        let now_ms = self.now();
        let health = match failure {
            None => Health { ok_ms: now_ms, ..Health::default() },
            Some(failure) => {
                let (error, hint) = words(integration, failure);
                Health {
                    ok_ms: was.ok_ms,
                    error,
                    hint: hint.to_owned(),
                    // The machine repeats a detection that could read nothing.
                    failures: was.failures.saturating_add(u32::from(was.cycle != cycle)),
                    cycle: cycle.to_owned(),
                    refused: matches!(failure, Failure::Unauthorised(_)),
                    since_ms: if was.failures == 0 { now_ms } else { was.since_ms },
                }
            }
        };
        self.save(key, &health, rev).await?;
        self.tell_health(integration, &was, &health).await
    }

    async fn tell_health(
        &self,
        integration: &str,
        was: &Health,
        now: &Health,
    ) -> Result<(), CaseError> {
        let it = product(integration);
        if now.failures == 0 {
            if was.failures > 0 {
                let text = format!("{it} answers again, after {} failed checks.", was.failures);
                self.emit(NewEvent::account(EventKind::Notice, text)).await?;
            }
            return Ok(());
        }
        if now.is_failing() && !was.is_failing() {
            let times = if now.refused {
                String::new()
            } else {
                format!(" {FAILURES_MAX} checks in a row have failed.")
            };
            let text = format!("Error: {}{times} {}", now.error, now.hint);
            self.emit(NewEvent::account(EventKind::Failure, text)).await?;
            return self.notify_failing(it, &now.error, &now.hint).await;
        }
        if was.failures == 0 {
            let text = format!("Warning: {} {}", now.error, now.hint);
            self.emit(NewEvent::account(EventKind::Failure, text)).await?;
        }
        Ok(())
    }
}
