//! Every page in its four states, rendered natively: loading, empty, error, full.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

mod common;
mod stage;

use std::rc::Rc;

use api_types::{ActionState, AgentState, Conflict, DecisionState};
use common::{projects, *};
use holdfast_ui::components::hold::{HoldCardView, Live};
use holdfast_ui::components::{DecisionCardView, KeyMap, Shell};
use holdfast_ui::pages::activity::{ActivityView, Filter};
use holdfast_ui::pages::decisions::DecisionsView;
use holdfast_ui::pages::holds::HoldsView;
use holdfast_ui::pages::mission::MissionView;
use holdfast_ui::pages::project::{ProjectPageView, Projects};
use holdfast_ui::pages::settings::SettingsPageView;
use holdfast_ui::pages::sign_in::SignInView;
use holdfast_ui::route::Route;
use holdfast_ui::services::http::ApiError;
use holdfast_ui::state::{Card, CardMsg, Choice, Remote};
use scoring_core::{OutcomeClass, Severity};
use stage::{ERROR, check, failure};
use yew::prelude::*;

type Case = (fn() -> Html, &'static [&'static str]);

#[test]
fn hold_queue() {
    check(|| html! { <HoldsView data={Remote::Loading} /> }, &["data-view=\"loading\""], &[]);
    check(
        || html! { <HoldsView data={Remote::Failed(failure())} reload={Callback::noop()} /> },
        &ERROR,
        &[],
    );
    check(|| html! { <HoldsView data={Remote::ready(Vec::new())} /> }, &["Nothing is held."], &[]);
    check(
        || html! { <HoldsView data={Remote::ready(holds())} open={Some("act-1".to_owned())} /> },
        &[
            "data-testid=\"hold-row-act-1\"",
            "data-testid=\"hold-row-act-9\"",
            "data-testid=\"hold-card-act-1\"",
            "Mail to Priya Nair and 2 others goes out at 14:32 (in 26 min)",
            "Lately decided",
        ],
        &["data-testid=\"hold-card-act-2\""],
    );
    check(
        || html! { <HoldsView data={Remote::ready(holds())} open={Some("gone".to_owned())} /> },
        &["This draft is not in the queue."],
        &["hold-card-"],
    );
}

fn card(card: Card, live: Live) -> Html {
    html! {
        <HoldCardView {card} {live} engine_digest={Some(ENGINE.to_owned())}
            send={Callback::noop()} act={Callback::noop()} />
    }
}

fn state(state: ActionState) -> Card {
    Card::new(Rc::new(mail("a1", state)))
}

fn judged(class: OutcomeClass) -> Live {
    Live::Here(Box::new(verdict("a1", class)))
}

fn after(start: Card, msg: CardMsg) -> Card {
    (*Rc::new(start).reduce(msg)).clone()
}

#[test]
fn a_held_card_names_every_effect() {
    check(
        || card(state(ActionState::Held), judged(OutcomeClass::Hold)),
        &[
            "data-state=\"held\"",
            "data-outcome=\"hold\"",
            "Send to 3 people now",
            "Extend 30 min",
            "Switch timer off",
            "Cancel, send nothing",
            "Two sources agree: PAY-142 and Tom's mail of 9 Nov.",
            "rules, no model",
            "Against the last message in the thread",
            "data-testid=\"draft-body\"",
        ],
        &["data-testid=\"approve-later\"", "data-testid=\"undo\"", "readonly"],
    );
}

#[test]
fn approving_needs_a_verdict_of_this_tab() {
    check(
        || card(state(ActionState::Held), Live::Waiting),
        &["Approving needs the policy, which is loading.", "data-testid=\"cancel\""],
        &["data-testid=\"approve\""],
    );
    check(
        || card(state(ActionState::Held), judged(OutcomeClass::Reject)),
        &["data-outcome=\"reject\"", "no approval overrides this"],
        &["data-testid=\"approve\""],
    );
}

#[test]
fn outside_hours_the_button_says_when() {
    check(
        || {
            let mut verdict = verdict("a1", OutcomeClass::Hold);
            verdict.earliest_ms = NOW_MS + 18 * 60 * MIN;
            card(state(ActionState::Held), Live::Here(Box::new(verdict)))
        },
        &["data-testid=\"approve-later\"", "Approve for tomorrow 08:06", "Send to 3 people now"],
        &[],
    );
}

#[test]
fn an_edited_card_saves_before_it_approves() {
    check(
        || {
            let body = format!("{BODY}\nSee https://evil.example.net/x");
            let mut verdict = verdict("a1", OutcomeClass::Escalate);
            verdict.findings = vec![finding(
                &body,
                "https://evil.example.net/x",
                "lint.link",
                Severity::Medium,
                "",
            )];
            let edited = after(state(ActionState::Held), CardMsg::Body(body));
            card(edited, Live::Here(Box::new(verdict)))
        },
        &[
            "data-outcome=\"escalate\"",
            "data-testid=\"save-edit\"",
            "Save changes, restart hold",
            "data-testid=\"revert-edit\"",
            "<mark class=\"waits\">https://evil.example.net/x</mark>",
            "Fix: remove it",
            "as edited; before:",
        ],
        &["data-testid=\"approve\""],
    );
}

#[test]
fn a_conflict_shows_both_versions() {
    check(
        || {
            let edited = after(state(ActionState::Held), CardMsg::Body("My text".to_owned()));
            let mut theirs = mail("a1", ActionState::Held);
            theirs.revision = 4;
            theirs.request.action.body = "Their text".to_owned();
            let conflict = Conflict {
                reason: "revision".to_owned(),
                error: "This draft was edited in another window.".to_owned(),
                action: theirs,
            };
            let answer = Box::new(Err(ApiError::Conflict(Box::new(conflict))));
            card(after(edited, CardMsg::Answer(answer)), judged(OutcomeClass::Hold))
        },
        &[
            "data-testid=\"conflict\"",
            "This draft was edited in another window.",
            "My text",
            "Their text",
            "data-testid=\"keep-mine\"",
            "data-testid=\"take-theirs\"",
        ],
        &[],
    );
}

#[test]
fn every_state_of_a_card_says_what_happened() {
    let cases: [Case; 9] = [
        (
            || card(state(ActionState::Approved), Live::Waiting),
            &["is approved and goes out now", "data-testid=\"undo\""],
        ),
        (|| card(state(ActionState::Claimed), Live::Waiting), &["is on its way"]),
        (|| card(state(ActionState::Confirmed), Live::Waiting), &["went out at 14:04", "AAMkAGI2"]),
        (
            || card(state(ActionState::Unknown), Live::Waiting),
            &["It was sent", "It was not: send again", "data-state=\"unknown\""],
        ),
        (
            || card(state(ActionState::Failed), Live::Waiting),
            &["Outlook refused the mail: the token has expired. Connect again."],
        ),
        (
            || card(state(ActionState::Cancelled), Live::Waiting),
            &["was cancelled; nothing was sent", "readonly"],
        ),
        (
            || card(state(ActionState::Stale), Live::Waiting),
            &["rests on something that has changed"],
        ),
        (
            || card(state(ActionState::Snoozed), judged(OutcomeClass::Hold)),
            &["is put away until 15:06 (in 1 h)"],
        ),
        (|| card(state(ActionState::Expired), Live::Waiting), &["expired undecided"]),
    ];
    for (make, wanted) in cases {
        check(make, wanted, &[]);
    }
}

#[test]
fn decisions() {
    check(|| html! { <DecisionsView data={Remote::Loading} /> }, &["data-view=\"loading\""], &[]);
    check(
        || html! { <DecisionsView data={Remote::Failed(failure())} reload={Callback::noop()} /> },
        &ERROR,
        &[],
    );
    check(
        || html! { <DecisionsView data={Remote::ready(Vec::new())} /> },
        &["Nothing waits for a decision."],
        &[],
    );
    check(
        || {
            let list = vec![
                decision("esc-1", DecisionState::Pending),
                decision("esc-2", DecisionState::Decided),
            ];
            html! { <DecisionsView data={Remote::ready(list)} /> }
        },
        &[
            "data-testid=\"decision-card-esc-1\"",
            "data-testid=\"option-send\"",
            "type=\"radio\"",
            "Recommended: ",
            "lapses without effect on Mon 16 Nov, 12:31 AEDT",
            "Northbank plans its support rota",
            "Lately decided",
        ],
        // Nothing is chosen beforehand, so nothing can be decided by accident.
        &["checked"],
    );
}

#[test]
fn deciding_names_the_chosen_effect() {
    check(
        || {
            let mut choice = Choice::new(Rc::new(decision("esc-1", DecisionState::Pending)));
            choice.option = Some("send".to_owned());
            html! {
                <DecisionCardView {choice} live={judged(OutcomeClass::Reject)}
                    send={Callback::noop()} decide={Callback::noop()} />
            }
        },
        &[
            "data-testid=\"decide\"",
            "Confirm the new date to Northbank",
            "The policy refuses the draft",
        ],
        &["Choose an option to decide"],
    );
}

#[test]
fn project() {
    check(|| html! { <ProjectPageView data={Remote::Loading} /> }, &["data-view=\"loading\""], &[]);
    check(
        || html! { <ProjectPageView data={Remote::Failed(failure())} reload={Callback::noop()} /> },
        &ERROR,
        &[],
    );
    check(
        || html! { <ProjectPageView data={Remote::ready(projects::empty_project())} /> },
        &["No artefact is written yet."],
        &[],
    );
    check(
        || html! { <ProjectPageView data={Remote::ready(projects::project())} /> },
        &[
            "data-testid=\"artefact-delivery_state\"",
            "data-testid=\"artefact-raid_log\"",
            "data-testid=\"artefact-backlog_summary\"",
            "data-testid=\"artefact-decision_log\"",
            "data-testid=\"artefact-undo-delivery_state\"",
            "Undo: restore version 5",
            "Compare: 3 changes",
            "<span class=\"mark\">changed</span>",
            "PAY-142: due date changed",
            "16 Nov 2026",
        ],
        &["data-testid=\"artefact-undo-decision_log\""],
    );
    check(
        || html! { <Projects data={Remote::ready(projects::summaries())} /> },
        &["Payments migration", "Amber", "data-testid=\"project-new\""],
        &[],
    );
}

#[test]
fn mission_control() {
    check(|| html! { <MissionView data={Remote::Loading} /> }, &["data-view=\"loading\""], &[]);
    check(
        || html! { <MissionView data={Remote::Failed(failure())} reload={Callback::noop()} /> },
        &ERROR,
        &[],
    );
    check(
        || html! { <MissionView data={Remote::ready(projects::empty_overview())} /> },
        &[
            "Nothing waits.",
            "Nothing has happened yet.",
            "There is no project yet.",
            "#/new-project",
        ],
        &[],
    );
    check(
        || {
            html! {
                <MissionView data={Remote::ready(projects::overview())}
                    last_visit_ms={Some(NOW_MS - 40 * MIN)} />
            }
        },
        &["The dial is at Act.", "goes out at 14:32", "class=\"new\"", "Payments migration"],
        &[],
    );
}

#[test]
fn activity() {
    check(|| html! { <ActivityView data={Remote::Loading} /> }, &["data-view=\"loading\""], &[]);
    check(
        || html! { <ActivityView data={Remote::Failed(failure())} reload={Callback::noop()} /> },
        &ERROR,
        &[],
    );
    check(
        || {
            let filter = Filter { kind: "sent".to_owned(), ..Filter::default() };
            html! { <ActivityView data={Remote::ready(Vec::new())} {filter} /> }
        },
        &["No event matches these filters."],
        &[],
    );
    check(
        || html! { <ActivityView data={Remote::ready(events())} more={true} /> },
        &["2 checks, nothing new", "Show older", "hold 30 min: all four dimensions pass"],
        &[],
    );
}

#[test]
fn settings() {
    check(
        || html! { <SettingsPageView data={Remote::Loading} /> },
        &["data-view=\"loading\""],
        &[],
    );
    check(
        || {
            html! { <SettingsPageView data={Remote::Failed(failure())} reload={Callback::noop()}
            /> }
        },
        &ERROR,
        &[],
    );
    check(
        || html! { <SettingsPageView data={Remote::ready(projects::settings())} /> },
        &[
            "data-testid=\"dial\"",
            "aria-valuetext=\"Maintain. Will: also keep",
            "data-testid=\"dry-run\"",
            "data-testid=\"save-settings\"",
            "value=\"Australia/Sydney\"",
            "value=\"08:00\"",
            "$0.08 of $0.23 today",
        ],
        &["data-testid=\"revert-settings\""],
    );
}

#[test]
fn the_door() {
    check(
        || html! { <SignInView /> },
        &["data-testid=\"sign-in-passphrase\"", "data-testid=\"sign-in-submit\""],
        &["setup-passphrase"],
    );
    check(
        || html! { <SignInView token={Some("t".to_owned())} problem={Some(failure())} /> },
        &["data-testid=\"setup-passphrase\"", "At least 12 characters", "role=\"alert\""],
        &[],
    );
    check(|| html! { <SignInView link_needed={true} /> }, &["one-time link"], &["<form"]);
}

#[test]
fn the_header_tells_the_truth() {
    check(
        || {
            html! { <Shell route={Route::Holds} status={Some(Rc::new(status()))}
            projects={projects::summaries()} /> }
        },
        &[
            "Acting",
            "checked 4 min ago, nothing new",
            "next 14:15",
            "5 wait for a decision",
            "$0.08 of $0.23 today",
            "data-testid=\"nav-project-payments\"",
            "data-testid=\"nav-people\"",
        ],
        &["Details"],
    );
    check(
        || {
            let mut status = status();
            status.last_check_ms = Some(NOW_MS - 47 * MIN);
            status.agent = AgentState::Silent { error: "the process is gone".to_owned() };
            html! { <Shell route={Route::Mission} status={Some(Rc::new(status))} updated={true} /> }
        },
        &["no check for 47 min: the process is gone", "Details", "Holdfast was updated"],
        &["nothing new"],
    );
    check(
        || {
            let mut status = status();
            status.agent = AgentState::PausedUntil { until_ms: NOW_MS + 3 * 1440 * MIN };
            html! { <Shell route={Route::Mission} status={Some(Rc::new(status))} /> }
        },
        &["paused outside working hours until Thursday 14:06"],
        &["next 14:15"],
    );
    check(
        || {
            html! { <Shell route={Route::Mission} status={Some(Rc::new(status()))}
            steps_open={Some(2)} /> }
        },
        &["Getting started: 2 steps to do.", "data-testid=\"start-resume\""],
        &[],
    );
    check(
        || html! { <KeyMap open={false} single_keys={false} close={Callback::noop()} /> },
        &["Single keys are switched off in Settings"],
        &[],
    );
}
