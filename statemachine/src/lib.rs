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
//! | state | function | payload | answer (missing keys are `States.Runtime`) |
//! |---|---|---|---|
//! | ChangeDetector | change-detector | `phase: "detect"`, `execution_id`, `started_at`, `input` | `cycle_id`, `token`, `next`, `housekeeping_due`, `projects: [{project_id, pending}]`, `counts` |
//! | SignalNormaliser | signal-normaliser | `cycle_id`, `token`, `project_id`, `pending` | `counts` |
//! | TriageHaiku | triage-haiku | ids, `normalised` | `needs_reasoning`, `counts` |
//! | ReasoningSonnet | reasoning-sonnet | ids, `normalised`, `triaged` | `counts` |
//! | ActionExecutor | action-executor | ids, `normalised`, `triaged` | `counts` |
//! | ArtefactUpdater | artefact-updater | ids, `normalised`, `triaged`, `executed` | `counts` |
//! | Housekeeping | housekeeping | `cycle_id`, `token` | `counts` |
//! | Release | change-detector | `phase: "release"`, `execution_id`, `cycle_id`, `token` | anything |
//! | RecordProjectFailure | change-detector | `phase: "fail_project"`, ids, `failure: {Error, Cause}` | anything |
//! | RecordFailure | change-detector | `phase: "fail"`, `execution_id`, `failure` | anything |
//!
//! change-detector answers `next: "end"` only after it has released the lease (or never had it).
#![forbid(unsafe_code)]

mod check;
mod choice;
mod error;
mod fields;
mod functions;
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
