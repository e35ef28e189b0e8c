//! Getting started, people, project forms, privacy and the sections of settings, rendered natively
//! in their states.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

mod common;
mod stage;

use api_types::{
    ConnectionView, DeviceProgress, HealthState, PrivacyView, ProjectForm, Step, StepState,
};
use common::{manage, projects};
use holdfast_ui::components::connect::{ConnectionCard, Connector, JiraForm, OutlookForm};
use holdfast_ui::components::people::{Directory, ImportView};
use holdfast_ui::pages::people::PeopleView;
use holdfast_ui::pages::privacy::PrivacyPageView;
use holdfast_ui::pages::project_edit::ProjectEditView;
use holdfast_ui::pages::settings::{SettingsPageView, Tried};
use holdfast_ui::pages::start::StartView;
use holdfast_ui::pages::start_steps::{PeopleStep, SyncPanel, ZoneView};
use holdfast_ui::pages::unassigned::UnassignedList;
use holdfast_ui::state::Remote;
use holdfast_ui::state::settings::{Draft, DraftMsg, Field};
use stage::{ERROR, check, failure};
use std::rc::Rc;
use yew::prelude::*;

const LOADING: [&str; 1] = ["data-view=\"loading\""];

#[test]
fn getting_started_shows_the_open_step_and_keeps_the_others_in_reach() {
    use StepState::{Done, Open, Skipped};
    check(|| html! { <StartView run={Remote::Loading} /> }, &LOADING, &[]);
    check(
        || html! { <StartView run={Remote::Failed(failure())} reload={Callback::noop()} /> },
        &ERROR,
        &[],
    );
    check(
        || {
            let run = manage::first_run([Done, Skipped, Open, Open, Open], None);
            html! { <StartView run={Remote::ready(run)} failure={Some(failure())}>{ "the form"
            }</StartView> }
        },
        &[
            "2 of 5 steps done or put off",
            "data-testid=\"start-outlook-panel\"",
            "data-testid=\"start-outlook-skip\"",
            "data-testid=\"start-jira-resume\"",
            "aria-current=\"step\"",
            "the form",
            "The data folder cannot be read. Run holdfast doctor.",
        ],
        &["start-zone-resume", "start-finish", "start-jira-panel"],
    );
    check(
        || {
            let run = manage::first_run([Done, Skipped, Open, Open, Open], None);
            html! { <StartView run={Remote::ready(run)} named={Some(Step::Zone)} /> }
        },
        &["data-testid=\"start-zone-panel\"", "data-testid=\"start-zone-next\""],
        &["start-zone-skip"],
    );
}

#[test]
fn the_first_sync_is_visible_and_says_what_comes_next() {
    check(
        || {
            let run = manage::first_run([StepState::Done; 5], Some(manage::sync()));
            html! { <StartView run={Remote::ready(run)} /> }
        },
        &[
            "reading PAY in Jira",
            "<dd>212</dd>",
            "(in 9 min)",
            "Running",
            "The dial is at Observe",
            "data-testid=\"start-finish\"",
        ],
        &["role=\"alert\""],
    );
    check(
        || {
            let mut sync = manage::sync();
            sync.running = false;
            sync.error = "Jira refused the token: it has expired.".to_owned();
            html! { <SyncPanel sync={Some(sync)} finished={true} /> }
        },
        &[
            "role=\"alert\"",
            "Jira refused the token",
            "#/settings/integrations",
            "Go to Mission Control",
        ],
        &["start-finish", "Running"],
    );
    check(
        || html! { <SyncPanel /> },
        &["There is no project", "#/start/project"],
        &["start-sync\""],
    );
}

#[test]
fn the_zone_of_the_browser_is_offered_where_it_differs() {
    check(
        || {
            let draft = Draft::new(&projects::settings().settings);
            html! { <ZoneView {draft} browser={Some("Europe/Lisbon".to_owned())} /> }
        },
        &[
            "Use Europe/Lisbon",
            "data-testid=\"start-zone-zone\"",
            "data-testid=\"start-zone-save\"",
        ],
        &["disabled"],
    );
    check(
        || {
            let draft = Rc::new(Draft::new(&projects::settings().settings));
            let draft = draft.reduce(DraftMsg::Text(Field::Start, "late".to_owned()));
            html! { <ZoneView draft={(*draft).clone()} browser={Some("Australia/Sydney".to_owned())} /> }
        },
        &["A time such as 08:00 is needed.", "aria-invalid=\"true\"", "disabled"],
        &["start-zone-browser"],
    );
}

#[test]
fn connecting_says_what_is_asked_for_and_shows_the_servers_words() {
    check(
        || {
            let scopes = manage::not_connected("jira").scopes;
            html! { <JiraForm prefix="start" {scopes} problem={Some(failure())} /> }
        },
        &[
            "data-testid=\"start-jira-site\"",
            "data-testid=\"start-jira-connect\"",
            "type=\"password\"",
            "read:jira-work",
            "rel=\"noopener noreferrer\"",
            "The data folder cannot be read. Run holdfast doctor.",
        ],
        &["disabled"],
    );
    check(
        || html! { <OutlookForm prefix="set" scopes={manage::not_connected("outlook").scopes} /> },
        &[
            "data-testid=\"set-outlook-way-application\"",
            "value=\"organizations\"",
            "Mail.ReadWrite",
            "allow public client flows",
            "Get a code",
        ],
        &["set-outlook-secret"],
    );
    check(
        || html! { <OutlookForm prefix="start" progress={manage::waiting()} /> },
        &[
            "HQ4K-7TZP",
            "data-testid=\"start-outlook-copy\"",
            "href=\"https://microsoft.com/devicelogin\"",
            "asked every 5 s. The code expires in 14 min.",
        ],
        &["start-outlook-form"],
    );
    check(
        || {
            let (error, hint) =
                ("The sign-in was declined.".to_owned(), "Get another code.".to_owned());
            html! { <OutlookForm prefix="start" progress={DeviceProgress::Failed { error, hint }}
            /> }
        },
        &["role=\"alert\"", "The sign-in was declined. Get another code.", "start-outlook-connect"],
        &[],
    );
}

#[test]
fn a_connection_says_how_it_is_and_what_to_do() {
    check(
        || html! { <ConnectionCard prefix="set" view={manage::connections()[0].clone()} /> },
        &["Answers", "northwind.atlassian.net", "4 min ago", "API token", "set-jira-disconnect"],
        &["What to do", "Failures in a row"],
    );
    check(
        || html! { <Connector prefix="set" view={manage::connections()[1].clone()} /> },
        &[
            "Does not answer",
            "the sign-in has expired",
            "Connect again.",
            "<dd>3</dd>",
            "set-outlook-form",
            "open",
        ],
        &[],
    );
    check(
        || {
            let view =
                ConnectionView { health: HealthState::Warning, ..manage::connections()[0].clone() };
            html! { <ConnectionCard prefix="set" {view} busy={true} /> }
        },
        &["Last check failed", "disabled"],
        &[],
    );
}

fn directory() -> Directory {
    Directory {
        people: Remote::ready(manage::people()),
        suggestions: Remote::ready(manage::suggestions()),
        ..Directory::default()
    }
}

#[test]
fn people() {
    check(|| html! { <PeopleView directory={Directory::default()} /> }, &LOADING, &[]);
    check(
        || {
            let directory = Directory { people: Remote::Failed(failure()), ..directory() };
            html! { <PeopleView {directory} /> }
        },
        &ERROR,
        &[],
    );
    check(
        || {
            let directory = Directory {
                people: Remote::ready(Vec::new()),
                suggestions: Remote::ready(Vec::new()),
                ..Directory::default()
            };
            html! { <PeopleView {directory} /> }
        },
        &[
            "Nobody is in the directory yet.",
            "Nobody else is suggested.",
            "#/settings/integrations",
            "people-new-add",
        ],
        &["people-search"],
    );
    check(
        || html! { <PeopleView directory={directory()} projects={projects::summaries()} /> },
        &[
            "data-testid=\"people-search\"",
            "data-filter",
            "4 of 4 people; 3 addresses to be confirmed",
            "data-testid=\"people-confirm-p.nair@northbank.example\"",
            "Looks like priya.nair@northbank.example",
            "The name looks like Priya Nair",
            "Payments migration",
            "data-testid=\"people-suggest-0-add\"",
            "Jira does not show the address.",
            "The domain looks like northwind.example",
            "Nothing but a confirmation by hand does that.",
        ],
        &["people-confirm-mei.lin", "people-editor"],
    );
}

#[test]
fn one_person_is_changed_merged_and_removed_in_place() {
    check(
        || {
            let directory =
                Directory { problem: Some(("priya".to_owned(), failure())), ..directory() };
            html! { <PeopleView {directory} open="priya" /> }
        },
        &[
            "data-testid=\"people-editor\"",
            "data-testid=\"people-lapse\"",
            "data-testid=\"people-unconfirm-priya.nair@northbank.example\"",
            "data-testid=\"people-drop-p.nair@northbank.example\"",
            "data-testid=\"people-merge-other\"",
            "data-testid=\"people-remove\"",
            "aria-expanded=\"true\"",
            "The data folder cannot be read.",
        ],
        // Merging is asked only about a chosen entry, and removing only when it was asked for.
        &["data-testid=\"people-merge\"", "people-remove-yes"],
    );
}

#[test]
fn an_import_says_what_it_would_do_before_it_does_it() {
    check(
        || html! { <ImportView csv="" /> },
        &["data-testid=\"people-import-file\"", "data-testid=\"people-import-check\"", "disabled"],
        &["people-import-write", "people-import-report"],
    );
    check(
        || html! { <ImportView csv="name,address" report={Some(manage::import_report())} /> },
        &[
            "nothing is written yet",
            "12 added, 1 changed, 1 row refused",
            "Line 7:",
            "Import 13 entries",
        ],
        &["disabled"],
    );
    check(
        || {
            html! { <ImportView csv="name,address" report={Some(manage::import_report())}
            written={true} /> }
        },
        &["<b>Done</b>"],
        &["people-import-write"],
    );
}

#[test]
fn people_of_the_first_run_are_confirmed_one_by_one() {
    check(
        || html! { <PeopleStep directory={directory()} /> },
        &[
            "data-testid=\"start-people-confirm-tom.okafor@northwind.example\"",
            "data-testid=\"start-people-suggest-1-add\"",
            "data-testid=\"start-people-done\"",
        ],
        &["start-people-drop-"],
    );
}

#[test]
fn project_form() {
    check(|| html! { <ProjectEditView prefix="project" form={Remote::Loading} /> }, &LOADING, &[]);
    check(
        || {
            html! { <ProjectEditView prefix="project" form={Remote::Failed(failure())}
            reload={Callback::noop()} /> }
        },
        &ERROR,
        &[],
    );
    check(
        || {
            let form = ProjectForm { status: "active".to_owned(), ..ProjectForm::default() };
            html! {
                <ProjectEditView prefix="start-project" form={Remote::ready(form)}
                    jira={Remote::ready(manage::jira_projects())}
                        folders={Remote::ready(manage::folders())}
                    people={Remote::ready(Vec::new())} />
            }
        },
        &[
            "Payments migration (PAY)",
            "None: mail only",
            "Create the project",
            "Nobody is in the directory yet.",
        ],
        &["start-project-pause", "start-project-archive"],
    );
    check(
        || {
            html! {
                <ProjectEditView prefix="project" form={Remote::ready(manage::form())} busy={true}
                    jira={Remote::Failed(failure())} folders={Remote::ready(manage::folders())}
                    people={Remote::ready(manage::people())} problem={Some(failure())} />
            }
        },
        &[
            "Jira did not list its projects: The data folder cannot be read.",
            "value=\"PAY\"",
            "data-testid=\"project-stakeholder-priya\"",
            "stakeholder, 1 confirmed address",
            "f9, which Outlook does not show",
            "data-testid=\"project-pause\"",
            "data-testid=\"project-archive\"",
            "disabled",
        ],
        &["project-resume"],
    );
    check(
        || {
            let form = ProjectForm { status: "archived".to_owned(), ..manage::form() };
            html! { <ProjectEditView prefix="project" form={Remote::ready(form)}
            jira={Remote::ready(manage::jira_projects())} /> }
        },
        &["data-testid=\"project-resume\"", "PAY support"],
        &["project-pause", "project-archive"],
    );
}

#[test]
fn unassigned_mail() {
    check(
        || html! { <UnassignedList data={Remote::Loading} projects={Vec::new()} /> },
        &LOADING,
        &[],
    );
    check(
        || {
            html! { <UnassignedList data={Remote::Failed(failure())} projects={Vec::new()}
            reload={Callback::noop()} /> }
        },
        &ERROR,
        &[],
    );
    check(
        || {
            html! { <UnassignedList data={Remote::ready(Vec::new())}
            projects={projects::summaries()} /> }
        },
        &["Every mail belongs to a project."],
        &[],
    );
    check(
        || {
            html! { <UnassignedList data={Remote::ready(manage::unassigned())}
            projects={projects::summaries()} /> }
        },
        &[
            "data-testid=\"project-assign-u1-payments\"",
            "To Payments migration",
            "All mail of this sender",
            "All mail from venue.example",
            "Sender not confirmed",
            "data-testid=\"project-assign-other-u2\"",
        ],
        &["project-assign-u2-payments"],
    );
}

#[test]
fn privacy() {
    check(|| html! { <PrivacyPageView data={Remote::Loading} /> }, &LOADING, &[]);
    check(
        || html! { <PrivacyPageView data={Remote::Failed(failure())} reload={Callback::noop()} /> },
        &ERROR,
        &[],
    );
    check(
        || html! { <PrivacyPageView data={Remote::ready(PrivacyView::default())} /> },
        &["Nothing is stored yet.", "no model is configured", "There is none yet"],
        &[],
    );
    check(
        || {
            html! {
                <PrivacyPageView data={Remote::ready(manage::privacy())}
                    projects={projects::summaries()}
                    people={manage::people()} forgotten={Some(manage::forgotten())}
                        failure={Some(failure())} />
            }
        },
        &[
            "1204",
            "not counted",
            "never",
            "Kept from models altogether: Atlas rollout.",
            "3.4 MB",
            "texts of signals: 41",
            "data-testid=\"set-forget-person\"",
            "data-testid=\"set-forget-project\"",
            "The data folder cannot be read.",
        ],
        // Nothing is forgotten without naming it first.
        &["set-forget-person-ask", "set-forget-project-ask"],
    );
}

#[test]
fn settings_have_every_section() {
    check(
        || {
            html! {
                <SettingsPageView data={Remote::ready(manage::settings())}
                    connections={Remote::ready(manage::connections())}
                        projects={projects::summaries()}
                    sessions={Remote::ready(manage::sessions())}
                        session_problem={Some(failure())} />
            }
        },
        &[
            "id=\"settings-integrations\"",
            "data-testid=\"set-to-thresholds\"",
            "data-testid=\"set-boost-end\"",
            "until Tue 10 Nov, 14:06 AEDT",
            "Mail to colleagues and stakeholders, in Payments migration",
            "Status changes in Jira, in all projects",
            "data-testid=\"set-ask-add\"",
            "data-testid=\"set-first-sync\"",
            "value=\"claude-haiku-4-5\"",
            "value=\"northwind.example\"",
            "data-testid=\"set-notices\"",
            "data-testid=\"set-digest\"",
            "data-testid=\"set-preview\"",
            "data-testid=\"set-session-end-s2\"",
            "This browser",
            "data-testid=\"set-sessions-end-all\"",
            "href=\"#/privacy\"",
            "href=\"/api/export\"",
            "The data folder cannot be read.",
        ],
        &["set-session-end-s1\"", "set-boost-add"],
    );
    check(
        || {
            html! {
                <SettingsPageView data={Remote::ready(projects::settings())}
                    connections={Remote::Failed(failure())} sessions={Remote::ready(Vec::new())} />
            }
        },
        &["Nothing is added; the dial alone decides.", "data-testid=\"set-boost-add\"", ERROR[0]],
        &["set-ask-remove"],
    );
}

#[test]
fn a_preview_says_what_would_change_and_in_which_direction() {
    check(
        || {
            let tried = Tried { preview: Some(manage::preview()), ..Tried::default() };
            html! { <SettingsPageView data={Remote::ready(projects::settings())} {tried} /> }
        },
        &[
            "143 actions were judged again; 2 would have another outcome, 1 of them a less strict \
                one.",
            "Less strict",
            "Stricter",
            "Held for 60 min",
        ],
        &[],
    );
    check(
        || {
            let preview = api_types::Preview { judged: 143, changes: Vec::new() };
            let tried = Tried { busy: true, preview: Some(preview), problem: Some(failure()) };
            html! { <SettingsPageView data={Remote::ready(projects::settings())} {tried} /> }
        },
        &[
            "every outcome stays as it was",
            "Judging the past again",
            "The data folder cannot be read.",
        ],
        &[],
    );
}
