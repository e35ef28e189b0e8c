//! One paid question: reserve, call, settle, validate, and once more with the errors.

use serde_json::Value;

use super::{Urgency, cost, release, reserve, settle, worst_case};
use crate::domain::calendar::Calendar;
use crate::domain::settings::Config;
use crate::ports::{LlmAnswer, LlmCall, LlmError};
use crate::usecases::{App, CaseError};

/// A throttled call is repeated once when the wait is at most this long; the adapter does the waiting.
const WAIT_MS_MAX: u64 = 20_000;
/// After this many failures the rest of the step goes by rules.
const FAILURES_MAX: u32 = 2;
/// Most errors that are told to the model.
const ERRORS_MAX: usize = 8;

/// Why no more calls are made in this step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// The project's own switch.
    Switch,
    /// No key.
    NoKey,
    /// The model asks to wait, fails or refuses.
    Unavailable,
}

/// The model within its budget, for one step of one project.
pub struct Asker<'a> {
    app: &'a App,
    config: &'a Config,
    calendar: Calendar,
    stopped: Option<Stopped>,
    failures: u32,
    /// Requests that reached the model.
    pub calls: u64,
    /// Spent in this step, micro-dollars.
    pub cost_microusd: u64,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<T> {
    /// The valid answer with the label of who gave it; none means "by rules".
    pub answer: Option<(T, String)>,
    /// Spent on it, micro-dollars.
    pub cost_microusd: u64,
}

/// One attempt.
enum Attempt {
    Answered(LlmAnswer),
    /// The tokens are spent, no tool input came.
    Empty(String),
    Throttled(u64),
    None,
}

impl<'a> Asker<'a> {
    /// Starts a step. `no_model` is the project's switch.
    ///
    /// # Errors
    /// When the configured zone is unknown.
    pub fn new(app: &'a App, config: &'a Config, no_model: bool) -> Result<Self, CaseError> {
        let calendar = app.calendar(config)?;
        let stopped = match (no_model, app.llm.is_configured()) {
            (true, _) => Some(Stopped::Switch),
            (_, false) => Some(Stopped::NoKey),
            _ => None,
        };
        Ok(Self { app, config, calendar, stopped, failures: 0, calls: 0, cost_microusd: 0 })
    }

    /// Why no calls are made, if so.
    #[must_use]
    pub const fn stopped(&self) -> Option<Stopped> {
        self.stopped
    }

    /// Asks, validates, and asks once more with the errors. `validate` returns its complaints, which must not repeat
    /// anything that the model said.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn ask<T, F>(
        &mut self,
        call: &LlmCall,
        urgency: Urgency,
        validate: F,
    ) -> Result<Outcome<T>, CaseError>
    where
        T: Send,
        F: Fn(&Value) -> Result<T, Vec<String>> + Send + Sync,
    {
        let before = self.cost_microusd;
        let mut call = call.clone();
        let user = call.user.clone();
        for _ in 0..2 {
            let errors = match self.patient(&call, urgency).await? {
                Attempt::Answered(answer) => match validate(&answer.input) {
                    Ok(value) => {
                        let cost_microusd = self.cost_microusd - before;
                        return Ok(Outcome { answer: Some((value, answer.label)), cost_microusd });
                    }
                    Err(errors) => errors,
                },
                Attempt::Empty(why) => vec![why],
                Attempt::Throttled(_) | Attempt::None => break,
            };
            call.user = with_errors(&user, &errors);
        }
        Ok(Outcome { answer: None, cost_microusd: self.cost_microusd - before })
    }

    /// One attempt, repeated once after a short wait that the model asked for.
    async fn patient(&mut self, call: &LlmCall, urgency: Urgency) -> Result<Attempt, CaseError> {
        match self.attempt(call, urgency).await? {
            Attempt::Throttled(wait_ms) if wait_ms <= WAIT_MS_MAX => {}
            Attempt::Throttled(_) => {
                self.stopped = Some(Stopped::Unavailable);
                return Ok(Attempt::None);
            }
            other => return Ok(other),
        }
        let second = self.attempt(call, urgency).await?;
        if matches!(second, Attempt::Throttled(_)) {
            self.stopped = Some(Stopped::Unavailable);
            return Ok(Attempt::None);
        }
        Ok(second)
    }

    async fn attempt(&mut self, call: &LlmCall, urgency: Urgency) -> Result<Attempt, CaseError> {
        if self.stopped.is_some() {
            return Ok(Attempt::None);
        }
        let price = self.config.price(&call.model);
        let worst = worst_case(price, call);
        let held = reserve(self.app, self.config, &self.calendar, worst, urgency).await?;
        let Some(held) = held else { return Ok(Attempt::None) };
        self.calls += 1;
        let result = self.app.llm.call(call).await;
        let tokens = match &result {
            Ok(answer) => Some((answer.input_tokens, answer.output_tokens)),
            Err(LlmError::Refused { input_tokens, output_tokens, .. }) => {
                Some((*input_tokens, *output_tokens))
            }
            Err(_) => None,
        };
        if let Some((input, output)) = tokens {
            let spent = cost(price, input, output);
            self.cost_microusd = self.cost_microusd.saturating_add(spent);
            settle(self.app, &held, spent).await?;
        } else {
            release(self.app, &held).await?;
        }
        Ok(self.judge(result))
    }

    fn judge(&mut self, result: Result<LlmAnswer, LlmError>) -> Attempt {
        match result {
            Ok(answer) => {
                self.failures = 0;
                Attempt::Answered(answer)
            }
            Err(LlmError::Refused { why, .. }) => Attempt::Empty(why),
            Err(LlmError::Throttled { wait_ms }) => Attempt::Throttled(wait_ms),
            Err(LlmError::Denied(why)) => {
                tracing::warn!(
                    why,
                    "the model refused the request; the rest of the step goes by rules"
                );
                self.stopped = Some(Stopped::Unavailable);
                Attempt::None
            }
            Err(LlmError::Unavailable(why)) => {
                self.failures += 1;
                tracing::warn!(why, failures = self.failures, "the model is unavailable");
                if self.failures >= FAILURES_MAX {
                    self.stopped = Some(Stopped::Unavailable);
                }
                Attempt::None
            }
        }
    }
}

fn with_errors(user: &str, errors: &[String]) -> String {
    let mut text = format!("{user}\n\nThe previous tool input was refused. Correct this:\n");
    for error in errors.iter().take(ERRORS_MAX) {
        text.push_str("- ");
        text.push_str(error);
        text.push('\n');
    }
    text
}
