//! The interpreter.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Map, Value, json};
use tokio::time::{Instant, sleep, timeout};

use crate::error::{DATA_LIMIT, ExecutionFailure, StateError, TIMEOUT, TaskFailure};
use crate::model::{Kind, MapState, Scope, Slot, State, StateMachine, Task, Text, Then};
use crate::record::{Execution, ExecutionRequest, Observer, StepOutcome, StepRecord};
use crate::retry;
use crate::template::Context;

/// The largest input or output of a state, in bytes of compact JSON (AWS: 256 KiB).
pub const STATE_BYTES_MAX: usize = 262_144;

/// The most transitions of one execution: AWS ends a history of 25,000 events, five per Task.
pub const TRANSITIONS_MAX: u32 = 5_000;

/// Runs the functions of the machine.
#[async_trait]
pub trait TaskRunner: Send + Sync {
    /// Runs `function` on `payload` and returns its answer.
    ///
    /// The future is dropped when the Task's TimeoutSeconds have passed.
    ///
    /// # Errors
    /// The failure's `error_type` is what Retry and Catch match.
    async fn run(&self, function: &str, payload: Value) -> Result<Value, TaskFailure>;
}

impl StateMachine {
    /// Runs one execution to its end. Waits go through tokio's clock.
    ///
    /// # Errors
    /// The error that ended the execution: of a Fail state, an uncaught one, or `States.Timeout`.
    pub async fn execute(
        &self,
        runner: &dyn TaskRunner,
        request: ExecutionRequest,
        observer: &dyn Observer,
    ) -> Result<Execution, ExecutionFailure> {
        let context = Context {
            execution_id: request.id.into(),
            start_time: request.start_time.into(),
            item: None,
        };
        let mut run = Run {
            runner,
            observer,
            started: Instant::now(),
            steps: Vec::new(),
            state_bytes_max: 0,
        };
        let whole = run.scope(&self.scope, request.input, context);
        let ended = match self.timeout {
            Some(limit) => timeout(limit, whole).await.unwrap_or_else(|_| {
                let cause = format!("the execution took more than {} s", limit.as_secs());
                Err(StateError::new(TIMEOUT, cause))
            }),
            None => whole.await,
        };
        let Run { steps, state_bytes_max, .. } = run;
        let transitions = u32::try_from(steps.len()).unwrap_or(u32::MAX);
        match ended {
            Ok(output) => Ok(Execution { output, transitions, state_bytes_max, steps }),
            Err(StateError { error, cause }) => {
                Err(ExecutionFailure { error, cause, transitions, steps })
            }
        }
    }
}

type Boxed<'f, T> = Pin<Box<dyn Future<Output = T> + Send + 'f>>;

/// Where a state leads, with its output.
enum Flow {
    Next(String, Value),
    End(Value),
}

/// One state being run.
struct Here<'m> {
    name: &'m str,
    state: &'m State,
    context: &'m Context,
}

struct Run<'e> {
    runner: &'e dyn TaskRunner,
    observer: &'e dyn Observer,
    started: Instant,
    steps: Vec<StepRecord>,
    state_bytes_max: usize,
}

impl Run<'_> {
    /// Runs the states of a scope until one ends it.
    fn scope<'f>(
        &'f mut self,
        scope: &'f Scope,
        mut input: Value,
        context: Context,
    ) -> Boxed<'f, Result<Value, StateError>> {
        Box::pin(async move {
            let mut name = scope.start_at.as_str();
            loop {
                // The loader has resolved every target, so a miss is a defect of this crate.
                let Some((key, state)) = scope.states.get_key_value(name) else {
                    return Err(StateError::runtime(format!("there is no state `{name}`")));
                };
                let here = Here { name: key, state, context: &context };
                match self.state(&here, input).await? {
                    Flow::End(output) => return Ok(output),
                    Flow::Next(next, output) => {
                        input = output;
                        name = match scope.states.get_key_value(&next) {
                            Some((key, _)) => key,
                            None => return Err(StateError::runtime(format!("no state `{next}`"))),
                        };
                    }
                }
            }
        })
    }

    /// Runs one state with its retries; a Catch turns an error into a transition.
    async fn state(&mut self, here: &Here<'_>, input: Value) -> Result<Flow, StateError> {
        let mut retried = Vec::new();
        loop {
            let attempt = u32::try_from(retried.len()).unwrap_or(u32::MAX).saturating_add(1);
            let step = self.enter(here, attempt)?;
            let error = match self.attempt(here, step, &input).await {
                Ok(flow) => {
                    self.finish(step, StepOutcome::Succeeded);
                    return Ok(flow);
                }
                Err(error) => error,
            };
            let Some((retrier, delay)) = next_retry(here.state, &error, &retried) else {
                return self.fail(here, step, input, error);
            };
            let StateError { error, cause } = error;
            let delay_ms = millis(delay);
            self.finish(step, StepOutcome::Retried { error, cause, delay_ms });
            retried.push(retrier);
            sleep(delay).await;
        }
    }

    /// Ends a state whose retries are used up: caught, or failed.
    fn fail(
        &mut self,
        here: &Here<'_>,
        step: usize,
        input: Value,
        thrown: StateError,
    ) -> Result<Flow, StateError> {
        let StateError { error, cause } = thrown.clone();
        let mut catches = here.state.catches.iter();
        let Some(catcher) = catches.find(|catcher| retry::matches(&catcher.errors, &error)) else {
            self.finish(step, StepOutcome::Failed { error, cause });
            return Err(thrown);
        };
        let next = catcher.next.clone();
        self.finish(step, StepOutcome::Caught { error, cause, next: next.clone() });
        let output = catcher.output(input, &thrown)?;
        self.measure(&output)?;
        Ok(Flow::Next(next, output))
    }

    async fn attempt(
        &mut self,
        here: &Here<'_>,
        step: usize,
        input: &Value,
    ) -> Result<Flow, StateError> {
        self.measure(input)?;
        let effective = through(&here.state.input_path, input)?;
        let result = match &here.state.kind {
            Kind::Task(task) => self.task(here, task, &effective).await?,
            Kind::Map(map) => self.map(here, map, &effective).await?,
            Kind::Pass { result: Some(result), .. } => result.clone(),
            Kind::Pass { parameters: Some(template), .. } => {
                template.render(&effective, here.context)?
            }
            Kind::Pass { .. } => effective,
            Kind::Choice { rules, default } => {
                for (rule, next) in rules {
                    if rule.holds(&effective)? {
                        return self.leave(here, effective, Some(next));
                    }
                }
                let next = default.as_ref().ok_or_else(|| {
                    StateError::new("States.NoChoiceMatched", "no rule matched, and no default")
                })?;
                return self.leave(here, effective, Some(next));
            }
            Kind::Succeed => return self.leave(here, effective, None),
            Kind::Fail { error, cause } => {
                return Err(StateError::new(text(error, &effective)?, text(cause, &effective)?));
            }
        };
        let result = match &here.state.result_selector {
            Some(template) => template.render(&result, here.context)?,
            None => result,
        };
        let output = match &here.state.result_path {
            Slot::Discard => input.clone(),
            Slot::At(path) => {
                if let (Kind::Task(_), Some(record)) = (&here.state.kind, self.steps.get_mut(step))
                {
                    record.result = Some(result.clone());
                }
                path.put(input.clone(), result)?
            }
        };
        let next = match &here.state.then {
            Some(Then::Next(next)) => Some(next),
            Some(Then::End) | None => None,
        };
        self.leave(here, output, next)
    }

    fn leave(
        &mut self,
        here: &Here<'_>,
        output: Value,
        next: Option<&String>,
    ) -> Result<Flow, StateError> {
        let output = through(&here.state.output_path, &output)?;
        self.measure(&output)?;
        Ok(match next {
            Some(next) => Flow::Next(next.clone(), output),
            None => Flow::End(output),
        })
    }

    /// `lambda:invoke`: the answer arrives in an envelope.
    async fn task(
        &mut self,
        here: &Here<'_>,
        task: &Task,
        effective: &Value,
    ) -> Result<Value, StateError> {
        let payload = task.payload.render(effective, here.context)?;
        self.measure(&payload)?;
        let call = self.runner.run(&task.function, payload);
        let answer = match timeout(task.timeout, call).await {
            Ok(answer) => answer,
            Err(_) => {
                let limit = task.timeout.as_secs();
                let cause = format!("`{}` took more than {limit} s", task.function);
                return Err(StateError::new(TIMEOUT, cause));
            }
        };
        let answer =
            answer.map_err(|failure| StateError::new(failure.error_type, failure.cause))?;
        self.measure(&answer)?;
        Ok(json!({"Payload": answer, "StatusCode": 200}))
    }

    async fn map(
        &mut self,
        here: &Here<'_>,
        map: &MapState,
        effective: &Value,
    ) -> Result<Value, StateError> {
        let Value::Array(items) = map.items_path.get(effective)? else {
            return Err(StateError::runtime("ItemsPath does not name a list"));
        };
        let mut results = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let item = Arc::new(item);
            let context =
                Context { item: Some((index, Arc::clone(&item))), ..here.context.clone() };
            let input = match &map.selector {
                Some(template) => template.render(effective, &context)?,
                None => Value::clone(&item),
            };
            results.push(self.scope(&map.scope, input, context).await?);
        }
        let results = Value::Array(results);
        self.measure(&results)?;
        Ok(results)
    }

    fn enter(&mut self, here: &Here<'_>, attempt: u32) -> Result<usize, StateError> {
        let step = self.steps.len();
        if u32::try_from(step).is_ok_and(|step| step >= TRANSITIONS_MAX) {
            return Err(StateError::runtime("the execution has too many transitions"));
        }
        let record = StepRecord {
            state: here.name.to_owned(),
            function: match &here.state.kind {
                Kind::Task(task) => Some(task.function.clone()),
                _ => None,
            },
            item: here.context.item.as_ref().map(|(index, _)| *index),
            attempt,
            started_ms: millis(self.started.elapsed()),
            elapsed_ms: 0,
            outcome: StepOutcome::Unfinished,
            result: None,
        };
        self.observer.entered(&record);
        self.steps.push(record);
        Ok(step)
    }

    fn finish(&mut self, step: usize, outcome: StepOutcome) {
        let now_ms = millis(self.started.elapsed());
        if let Some(record) = self.steps.get_mut(step) {
            record.elapsed_ms = now_ms.saturating_sub(record.started_ms);
            record.outcome = outcome;
            self.observer.finished(record);
        }
    }

    fn measure(&mut self, value: &Value) -> Result<(), StateError> {
        let bytes = value.to_string().len();
        self.state_bytes_max = self.state_bytes_max.max(bytes);
        if bytes > STATE_BYTES_MAX {
            let cause = format!("{bytes} bytes are more than {STATE_BYTES_MAX}");
            return Err(StateError::new(DATA_LIMIT, cause));
        }
        Ok(())
    }
}

/// The retrier that decides about `error` and the wait, unless its attempts are used up.
///
/// `retried` holds the index of the retrier of every retry so far: each counts for itself.
fn next_retry(state: &State, error: &StateError, retried: &[usize]) -> Option<(usize, Duration)> {
    let Kind::Task(task) = &state.kind else { return None };
    let index = task.retries.iter().position(|r| retry::matches(&r.errors, &error.error))?;
    let used = u32::try_from(retried.iter().filter(|used| **used == index).count()).ok()?;
    let retrier = task.retries.get(index).filter(|retrier| used < retrier.attempts_max)?;
    Some((index, retrier.delay(used)))
}

fn through(slot: &Slot, value: &Value) -> Result<Value, StateError> {
    match slot {
        Slot::At(path) => path.get(value),
        Slot::Discard => Ok(Value::Object(Map::new())),
    }
}

fn text(text: &Text, state: &Value) -> Result<String, StateError> {
    match text {
        Text::Fixed(text) => Ok(text.clone()),
        Text::Taken(path) => match path.get(state)? {
            Value::String(text) => Ok(text),
            _ => Err(StateError::runtime("a Fail state needs a string")),
        },
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
