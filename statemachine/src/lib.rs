//! Runs `agent-cycle.asl.json` on one machine, exactly as Step Functions would.
//!
//! The file is what AWS runs. This crate interprets the features that the file uses (Amazon States
//! Language, JSONPath, Standard workflow) and refuses every other feature when it loads.
//!
//! ```text
//! functions  the names of the Lambda functions and the substitution variables of the file
//! path       JSONPath: `$`, `.name`, `[n]`, `[*]`, and five paths of the context object
//! template   Parameters, ItemSelector, ResultSelector: objects with `"name.$": "$.path"`
//! choice     the rules of a Choice state
//! model      what a loaded machine is made of
//! load       JSON -> model; every refusal names the state
//! check      what only the whole machine shows: targets, reachability, unique names
//! run        the interpreter: states, retries, catches, time-outs, transitions
//! ```
//!
//! # What each function is given and must answer
//!
//! ```text
//! change-detector    {phase: "detect", execution_id, started_at, input}
//!                    -> {cycle_id, token, next, housekeeping_due, counts,
//!                        projects: [{project_id, pending}]}
//! signal-normaliser  {IDS, pending}                        -> {counts}
//! triage-haiku       {IDS, normalised}                     -> {needs_reasoning, counts}
//! reasoning-sonnet   {IDS, normalised, triaged}            -> {counts}
//! action-executor    {IDS, normalised, triaged}            -> {counts}
//! artefact-updater   {IDS, normalised, triaged, executed}  -> {counts}
//! housekeeping       {cycle_id, token}                     -> {counts}
//! change-detector    {phase: "release", execution_id, cycle_id, token}
//! change-detector    {phase: "fail_project", IDS, failure: {Error, Cause}}
//! change-detector    {phase: "fail", execution_id, failure: {Error, Cause}}
//! ```
//!
//! IDS = `cycle_id, token, project_id`. The last three answers are not looked at. Every key after
//! an arrow must be there, null if need be: a missing one is `States.Runtime`, which on AWS, too,
//! no Catch matches, so that the lease is left to its expiry.
//!
//! change-detector answers `next: "end"` only after it has released the lease (or never had it).
#![forbid(unsafe_code)]

mod check;
mod choice;
mod error;
mod fields;
mod functions;
mod json;
mod load;
mod model;
mod path;
mod record;
mod retry;
mod run;
mod template;

pub use error::{ExecutionFailure, LoadError, LoadFault, TaskFailure};
pub use functions::{FUNCTIONS, RETRYABLE, Substitutions};
pub use model::{StateMachine, TaskSummary};
pub use record::{Execution, ExecutionRequest, Observer, StepOutcome, StepRecord};
pub use run::{STATE_BYTES_MAX, TRANSITIONS_MAX, TaskRunner};

/// The text of `agent-cycle.asl.json`, with its substitution variables still in place.
pub const AGENT_CYCLE: &str = include_str!("../agent-cycle.asl.json");
