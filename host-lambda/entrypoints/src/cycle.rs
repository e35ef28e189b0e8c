//! Runs one cycle from the same file that AWS runs, and sums it up for a person.

use std::sync::atomic::{AtomicU64, Ordering};

use holdfast_app::usecases::App;
use serde::Serialize;
use serde_json::{Value, json};
use statemachine::{AGENT_CYCLE, ExecutionRequest, StateMachine, StepOutcome, StepRecord};

use crate::err::EntryError;
use crate::functions::Functions;

static SEQUENCE: AtomicU64 = AtomicU64::new(0);

/// What one cycle did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    /// Cycle id.
    pub cycle: String,
    /// `no changes`, `changes`, `housekeeping` or `failed`.
    pub result: String,
    /// What failed.
    pub error: Option<String>,
    /// Billed transitions.
    pub transitions: u64,
    /// Raw changes read.
    pub read: u64,
    /// Changes that became signals.
    pub new_signals: u64,
    /// Changes that were signals already.
    pub known: u64,
    /// Changes from before the scope begins.
    pub too_old: u64,
    /// Signals that brought facts of issues only.
    pub facts_only: u64,
    /// Own effects that came back.
    pub own: u64,
    /// Signals whose text was prepared.
    pub prepared: u64,
    /// Signals that no project takes.
    pub parked: u64,
    /// Signals with hostile text.
    pub flagged: u64,
    /// Signals whose results were written.
    pub processed: u64,
    /// Messages classified.
    pub classified: u64,
    /// Proposals of the reasoning.
    pub proposals: u64,
    /// Calls of the model.
    pub llm_calls: u64,
    /// Their cost, micro-dollars.
    pub cost_microusd: u64,
    /// Verdicts given.
    pub verdicts: u64,
    /// Of them `execute`.
    pub executed: u64,
    /// Of them `hold`.
    pub held: u64,
    /// Of them `escalate`.
    pub escalated: u64,
    /// Of them `record`.
    pub recorded: u64,
    /// Of them `reject`.
    pub rejected: u64,
    /// Actions that ended in a dry run.
    pub dry_run: u64,
    /// Artefacts written.
    pub artefacts_written: u64,
    /// Artefacts that stayed as they were.
    pub artefacts_unchanged: u64,
    /// Judged patches applied.
    pub patches: u64,
    /// (state, project index, milliseconds).
    pub steps: Vec<(String, Option<usize>, u64)>,
    /// Projects that failed while the others went on.
    pub failed_projects: u64,
}

/// Runs one cycle.
///
/// # Errors
/// When the machine cannot be read or the store fails outside every Catch; a failed execution is a summary.
pub async fn run(app: &App) -> Result<Summary, EntryError> {
    let machine = StateMachine::parse(AGENT_CYCLE)?;
    let now = app.now();
    let id = format!("{now:013}-{}", SEQUENCE.fetch_add(1, Ordering::Relaxed));
    let start_time =
        jiff::Timestamp::from_millisecond(now).map(|t| t.to_string()).unwrap_or_default();
    let request = ExecutionRequest { id: id.clone(), start_time, input: json!({}) };
    let functions = Functions::new(app.clone());
    let mut summary = Summary { cycle: id.clone(), ..Summary::default() };
    match machine.execute(&functions, request, &()).await {
        Ok(execution) => {
            summary.transitions = u64::from(execution.transitions);
            for step in &execution.steps {
                summary.add(step);
            }
        }
        Err(failure) => {
            for step in &failure.steps {
                summary.add(step);
            }
            summary.result = "failed".to_owned();
            summary.error = Some(format!("{}: {}", failure.error, failure.cause));
            // Some failures pass every Catch: the lease must not wait for its expiry.
            let holder = holdfast_app::usecases::cycle::lease::Holder::Execution(&id);
            app.release_lease(&holder, Err(failure.cause.clone()), None).await?;
        }
    }
    Ok(summary)
}

impl Summary {
    fn add(&mut self, step: &StepRecord) {
        if let Some(function) = &step.function {
            self.steps.push((function.clone(), step.item, step.elapsed_ms));
        }
        if let StepOutcome::Caught { error, cause, .. } = &step.outcome {
            self.failed_projects += u64::from(step.item.is_some());
            self.error.get_or_insert(format!("{error}: {cause}"));
        }
        let Some(result) = &step.result else { return };
        match step.function.as_deref() {
            Some("change-detector") => self.add_detection(result),
            Some("signal-normaliser") => {
                let n = counts(result);
                self.facts_only += n("facts_only");
                self.own += n("own");
                self.prepared += n("prepared");
                self.parked += n("parked");
                self.flagged += n("flagged");
            }
            Some("triage-haiku") => {
                let n = counts(result);
                self.classified += n("classified");
                self.llm_calls += n("llm_calls");
                self.cost_microusd += n("cost_microusd");
            }
            Some("reasoning-sonnet") => {
                let n = counts(result);
                self.proposals += n("proposals");
                self.llm_calls += n("llm_calls");
                self.cost_microusd += n("cost_microusd");
            }
            Some("action-executor") => self.add_execution(result),
            Some("artefact-updater") => {
                let n = counts(result);
                self.artefacts_written += n("written");
                self.artefacts_unchanged += n("unchanged");
                self.patches += n("patches");
            }
            _ => {}
        }
    }

    fn add_detection(&mut self, result: &Value) {
        let Some(next) = result.get("next").and_then(Value::as_str) else { return };
        let n = counts(result);
        self.result = if next == "end" { "no changes".to_owned() } else { next.to_owned() };
        self.read += n("read");
        self.new_signals += n("new_signals");
        self.known += n("known");
        self.too_old += n("too_old");
    }

    fn add_execution(&mut self, result: &Value) {
        let n = counts(result);
        self.verdicts += n("verdicts");
        self.executed += n("executed");
        self.held += n("held");
        self.escalated += n("escalated");
        self.recorded += n("recorded");
        self.rejected += n("rejected");
        self.dry_run += n("dry_run");
        self.processed += n("processed");
    }

    /// As a person reads it.
    #[must_use]
    pub fn text(&self, title: &str) -> String {
        let mut lines =
            vec![format!("{title}: {} ({} transitions)", self.result, self.transitions)];
        if let Some(error) = &self.error {
            lines.push(format!("  failed      {error}"));
        }
        lines.push(format!(
            "  read        {} changes: {} new signals, {} known, {} too old",
            self.read, self.new_signals, self.known, self.too_old
        ));
        if self.result != "no changes" {
            lines.push(format!(
                "  signals     {} for triage ({} flagged), {} as facts only, {} own effects, {} parked",
                self.prepared, self.flagged, self.facts_only, self.own, self.parked
            ));
            lines.push(format!(
                "  thinking    {} classified, {} proposals, {} model calls, USD {}.{:06}",
                self.classified,
                self.proposals,
                self.llm_calls,
                self.cost_microusd / 1_000_000,
                self.cost_microusd % 1_000_000
            ));
            lines.push(format!(
                "  verdicts    {}: {} execute, {} hold, {} escalate, {} record, {} reject",
                self.verdicts,
                self.executed,
                self.held,
                self.escalated,
                self.recorded,
                self.rejected
            ));
            lines.push(format!(
                "  artefacts   {} written, {} unchanged, {} patches applied",
                self.artefacts_written, self.artefacts_unchanged, self.patches
            ));
        }
        let steps: Vec<String> = self
            .steps
            .iter()
            .map(|(name, item, ms)| match item {
                Some(item) => format!("{name}[{item}] {ms} ms"),
                None => format!("{name} {ms} ms"),
            })
            .collect();
        lines.push(format!("  steps       {}", steps.join(", ")));
        lines.join("\n")
    }
}

/// Reads counts out of a step's result, wherever the machine kept them.
fn counts(result: &Value) -> impl Fn(&str) -> u64 + '_ {
    let counts = result.get("counts").unwrap_or(result);
    move |key: &str| counts.get(key).and_then(Value::as_u64).unwrap_or(0)
}
