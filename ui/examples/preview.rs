//! Prints the answers of a pretended server as one JSON object, path by path, for looking at pages
//! without the agent: `cargo run -p holdfast-ui --example preview -- <engine digest>`.
#![allow(missing_docs, clippy::unwrap_used, reason = "a tool for development")]

#[path = "../tests/common/mod.rs"]
mod common;

use api_types::{DecisionState, DeviceProgress, FirstRun, Page, Session, StepState};
use common::{manage, projects};
use serde_json::json;

fn main() {
    let digest = std::env::args().nth(1).unwrap_or_else(|| common::ENGINE.to_owned());
    let mut status = common::status();
    status.engine_digest.clone_from(&digest);
    let mut overview = projects::overview();
    overview.status.engine_digest.clone_from(&digest);
    let session = |signed_in| Session {
        signed_in,
        set_up_needed: false,
        csrf: Some("csrf".to_owned()),
        engine_digest: digest.clone(),
    };
    let decisions = vec![
        common::decision("esc-1", DecisionState::Pending),
        common::decision("esc-2", DecisionState::Decided),
    ];
    let open =
        [StepState::Open, StepState::Open, StepState::Open, StepState::Skipped, StepState::Open];
    let answers = json!({
        "/api/session": session(true),
        "/api/sign-in": session(true),
        "/api/status": status,
        "/api/overview": overview,
        "/api/holds": Page { items: common::holds(), cursor: None },
        "/api/decisions": Page { items: decisions, cursor: None },
        "/api/projects": projects::summaries(),
        "/api/projects/payments": projects::project(),
        "/api/activity": Page { items: common::events(), cursor: None },
        "/api/settings": manage::settings(),
        "/api/first-run": FirstRun { finished: true, ..manage::first_run([StepState::Done; 5],
            None) },
        "/api/connections": manage::connections(),
        "/api/connections/jira/projects": manage::jira_projects(),
        "/api/connections/outlook/folders": manage::folders(),
        "/api/connections/outlook/device": DeviceProgress::None,
        "/api/people": Page { items: manage::people(), cursor: None },
        "/api/people/suggestions": manage::suggestions(),
        "/api/projects/payments/form": manage::form(),
        "/api/unassigned": Page { items: manage::unassigned(), cursor: None },
        "/api/privacy": manage::privacy(),
        "/api/sessions": manage::sessions(),
        "POST /api/settings/preview": manage::preview(),
        "POST /api/people/import": manage::import_report(),
        "POST /api/forget": manage::forgotten(),
        // A first run under way: what the same paths answer then.
        "fresh /api/first-run": manage::first_run(open, None),
        "fresh /api/connections": [manage::not_connected("jira"), manage::not_connected("outlook")],
        "fresh /api/connections/outlook/device": manage::waiting(),
        "done /api/first-run": manage::first_run([StepState::Done; 5], Some(manage::sync())),
    });
    println!("{answers}");
}
