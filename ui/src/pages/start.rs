//! The first run: five steps on one page, each of which can be put off, and then the first sync.

use std::rc::Rc;

use api_types::{
    ConnectionView, FirstRun, FirstRunMove, ProjectForm, Step, StepState, SyncProgress,
};
use yew::prelude::*;

use crate::components::connect::Connector;
use crate::components::fields::problem;
use crate::components::people::use_directory;
use crate::components::{Badge, Failed, Loading, stale_note};
use crate::hooks::{Source, use_call, use_poll, use_remote};
use crate::pages::project_edit::ProjectEdit;
use crate::pages::start_steps::{PeopleStep, SyncPanel, ZoneStep};
use crate::services::words::Tone;
use crate::services::{dom, manage};
use crate::state::{Failure, Remote};

/// How often the first sync is looked at while it runs, milliseconds.
const SYNC_MS: u32 = 3_000;

/// The steps: step, last part of the address, title, what it is for.
const STEPS: [(Step, &str, &str, &str); 5] = [
    (
        Step::Zone,
        "zone",
        "Time zone and hours",
        "When the agent works, and in which zone times are shown.",
    ),
    (Step::Jira, "jira", "Jira", "Where the work is: issues, sprints, comments."),
    (
        Step::Outlook,
        "outlook",
        "Outlook",
        "The mailbox: what people write, and drafts that answer.",
    ),
    (
        Step::People,
        "people",
        "People",
        "Who is a colleague, who a stakeholder, and which address is really theirs.",
    ),
    (
        Step::Project,
        "project",
        "First project",
        "What is read in Jira, and which mail belongs to it.",
    ),
];

/// Last part of the address of a step.
#[must_use]
pub fn step_slug(step: Step) -> &'static str {
    STEPS.iter().find(|(s, ..)| *s == step).map_or("zone", |(_, slug, ..)| slug)
}

/// The step that an address names.
#[must_use]
pub fn step_of(slug: &str) -> Option<Step> {
    STEPS.iter().find(|(_, s, ..)| *s == slug).map(|(step, ..)| *step)
}

/// The step on screen: the one that the address names, else the first open one; `None` at the end.
#[must_use]
pub fn shown_step(run: &FirstRun, named: Option<Step>) -> Option<Step> {
    named.or_else(|| {
        run.steps.iter().find(|(_, state)| *state == StepState::Open).map(|(step, _)| *step)
    })
}

/// Properties of [`StartView`].
#[derive(Properties, PartialEq)]
pub struct StartViewProps {
    /// How far it is.
    pub run: Remote<FirstRun>,
    /// The step that the address names.
    #[prop_or_default]
    pub named: Option<Step>,
    /// Whether a call is under way.
    #[prop_or_default]
    pub busy: bool,
    /// What the server refused.
    #[prop_or_default]
    pub failure: Option<Failure>,
    /// Moves it on.
    #[prop_or_default]
    pub go: Callback<FirstRunMove>,
    /// Reads again.
    #[prop_or_default]
    pub reload: Callback<()>,
    /// What is to be done in the step on screen.
    #[prop_or_default]
    pub children: Html,
}

/// The page of the first run.
#[component]
pub fn StartView(props: &StartViewProps) -> Html {
    let title = html! { <h1>{ "Getting started" }</h1> };
    let (run, failure) = match &props.run {
        Remote::Loading => return html! { <>{ title }<Loading what="the steps" /></> },
        Remote::Failed(failure) => {
            return html! {
                <>{ title }<Failed failure={failure.clone()} retry={props.reload.clone()} /></>
            };
        }
        Remote::Ready(run, failure) => (run, failure),
    };
    let at = shown_step(run, props.named);
    let done = run.steps.iter().filter(|(_, state)| *state != StepState::Open).count();
    html! {
        <div class="narrow">
            { title }
            { stale_note(failure.as_ref()) }
            <p class="lead" role="status">
                { format!("{done} of {} steps done or put off. Nothing is sent during all of \
                    this: a new installation only \
                    observes. Every step can be put off, and found again under Settings.",
                        run.steps.len()) }
            </p>
            <ol class="steps-list" aria-label="Steps">
                { for run.steps.iter().enumerate().map(|(n, (step, state))| entry(props, n + 1,
                    *step, *state, at)) }
            </ol>
            { problem(props.failure.as_ref()) }
            { match at {
                Some(step) => panel(props, run, step),
                None => html! {
                    <SyncPanel sync={run.sync.clone()} finished={run.finished} busy={props.busy}
                        finish={props.go.reform(|()| FirstRunMove::Finish {})} />
                },
            } }
        </div>
    }
}

fn entry(props: &StartViewProps, n: usize, step: Step, state: StepState, at: Option<Step>) -> Html {
    let (_, slug, title, _) = STEPS.iter().find(|(s, ..)| *s == step).copied().unwrap_or(STEPS[0]);
    let (word, tone) = match state {
        StepState::Done => ("Done", Tone::Good),
        StepState::Skipped => ("Put off", Tone::Waits),
        StepState::Open => ("To do", Tone::Plain),
    };
    let resume = props.go.reform(move |_: MouseEvent| FirstRunMove::Resume { step });
    html! {
        <li class={classes!("step-entry", (at == Some(step)).then_some("on"))}>
            <a href={format!("#/start/{slug}")} data-testid={format!("start-{slug}")}
                aria-current={(at == Some(step)).then_some("step")}>
                <span class="step-number" aria-hidden="true">{ n }</span>{ title }
            </a>
            <Badge {tone} text={word} />
            if state == StepState::Skipped {
                <button type="button" class="button small" disabled={props.busy} onclick={resume}
                    data-testid={format!("start-{slug}-resume")}>
                    { "Take it up" }<span class="sr">{ format!(": {title}") }</span>
                </button>
            }
        </li>
    }
}

fn panel(props: &StartViewProps, run: &FirstRun, step: Step) -> Html {
    let (_, slug, title, about) =
        STEPS.iter().find(|(s, ..)| *s == step).copied().unwrap_or(STEPS[0]);
    let open = run.steps.iter().any(|(s, state)| *s == step && *state == StepState::Open);
    html! {
        <section class="card" id="start-step" data-testid={format!("start-{slug}-panel")}>
            <h2 tabindex="-1">{ title }</h2>
            <p class="muted">{ about }</p>
            { props.children.clone() }
            <div class="step-foot">
                if open {
                    <button type="button" class="button quiet" disabled={props.busy}
                        data-testid={format!("start-{slug}-skip")}
                        onclick={props.go.reform(move |_: MouseEvent| FirstRunMove::Skip { step })}>
                        { "Put this off" }
                    </button>
                } else {
                    <a class="button" href="#/start" data-testid={format!("start-{slug}-next")}>
                        { "Go on with the next open step" }
                    </a>
                }
            </div>
        </section>
    }
}

/// Properties of [`Start`].
#[derive(Properties, PartialEq)]
pub struct StartProps {
    /// The step that the address names.
    #[prop_or_default]
    pub named: Option<Step>,
    /// Something changed that the frame shows: settings, projects, the first run.
    pub changed: Callback<()>,
}

/// The first run with its calls.
#[component]
pub fn Start(props: &StartProps) -> Html {
    let run = use_remote((), |()| manage::first_run());
    let connections = use_remote((), |()| manage::connections());
    let call = use_call();
    let at = run.data.data().and_then(|run| shown_step(run, props.named));
    let syncing = run.data.data().is_some_and(|run| watch(run, at));
    use_poll(syncing.then_some(SYNC_MS), run.reload.clone());
    {
        // A step that ends by itself leaves the focus nowhere; the heading of the next one takes
        // it.
        let before = use_mut_ref(|| None::<Option<Step>>);
        let there = run.data.data().is_some();
        use_effect_with((at, there), move |(at, there)| {
            if *there && before.borrow_mut().replace(*at).is_some_and(|before| before != *at) {
                dom::show("start-step");
            }
        });
    }
    let next = next(&run, &connections.reload, &props.changed);
    let go = {
        let (call, put, changed) = (call.clone(), run.put.clone(), props.changed.clone());
        Callback::from(move |to: FirstRunMove| {
            let (put, changed) = (put.clone(), changed.clone());
            call.run(manage::move_first_run(to), move |run| {
                put.emit(Rc::new(run));
                changed.emit(());
                match to {
                    FirstRunMove::Finish {} => dom::go("/"),
                    FirstRunMove::Resume { step } => {
                        dom::go(&format!("/start/{}", step_slug(step)))
                    }
                    _ => dom::go("/start"),
                }
            });
        })
    };
    let saved = {
        let next = next.clone();
        Callback::from(move |_: ProjectForm| next.emit(()))
    };
    let zone_done = run.data.data().is_some_and(|run| {
        run.steps.iter().any(|(step, state)| *step == Step::Zone && *state == StepState::Done)
    });
    let inside = match at {
        Some(Step::Zone) => {
            html! { <ZoneStep propose={!zone_done} confirmed={go.reform(|()|
            FirstRunMove::ConfirmZone {})} /> }
        }
        Some(Step::Jira) => connection(&connections, "jira", &next),
        Some(Step::Outlook) => connection(&connections, "outlook", &next),
        Some(Step::People) => html! {
            <PeopleContainer confirmed={go.reform(|()| FirstRunMove::ConfirmPeople {})}
                busy={call.busy} />
        },
        Some(Step::Project) => html! { <ProjectEdit prefix="start-project" {saved} /> },
        None => Html::default(),
    };
    html! {
        <StartView run={run.data} named={props.named} busy={call.busy}
            failure={call.problem.clone()} {go}
            reload={run.reload}>{ inside }</StartView>
    }
}

/// Whether the first sync is worth looking at every few seconds.
fn watch(run: &FirstRun, at: Option<Step>) -> bool {
    let quiet =
        |sync: &SyncProgress| !sync.running && (sync.artefacts > 0 || !sync.error.is_empty());
    at.is_none() && !run.sync.as_ref().is_some_and(quiet)
}

/// A step was done elsewhere than by a move: everything is read again, and the next open step
/// shown.
fn next(run: &Source<FirstRun>, reconnect: &Callback<()>, changed: &Callback<()>) -> Callback<()> {
    let (reload, reconnect, changed) = (run.reload.clone(), reconnect.clone(), changed.clone());
    Callback::from(move |()| {
        reload.emit(());
        reconnect.emit(());
        changed.emit(());
        dom::go("/start");
    })
}

fn connection(source: &Source<Vec<ConnectionView>>, name: &str, changed: &Callback<()>) -> Html {
    match &source.data {
        Remote::Loading => html! { <Loading what="the connection" /> },
        Remote::Failed(failure) => html! {
            <Failed failure={failure.clone()} retry={source.reload.clone()} />
        },
        Remote::Ready(list, _) => {
            let found = list.iter().find(|view| view.name == name).cloned();
            let view = found.unwrap_or_else(|| ConnectionView {
                name: name.to_owned(),
                ..ConnectionView::default()
            });
            html! { <Connector key={name.to_owned()} prefix="start" {view}
            changed={changed.clone()} /> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct PeopleContainerProps {
    confirmed: Callback<()>,
    busy: bool,
}

#[component]
fn PeopleContainer(props: &PeopleContainerProps) -> Html {
    let directory = use_directory();
    html! { <PeopleStep {directory} confirmed={props.confirmed.clone()} busy={props.busy} /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_kept_by_the_address_or_by_what_is_open() {
        let steps = STEPS.iter().map(|(step, ..)| (*step, StepState::Open)).collect();
        let mut run = FirstRun { steps, ..FirstRun::default() };
        assert_eq!(shown_step(&run, None), Some(Step::Zone));
        run.steps[0].1 = StepState::Done;
        run.steps[1].1 = StepState::Skipped;
        assert_eq!(shown_step(&run, None), Some(Step::Outlook));
        assert_eq!(shown_step(&run, step_of("jira")), Some(Step::Jira));
        run.steps.iter_mut().for_each(|(_, state)| *state = StepState::Done);
        assert_eq!(shown_step(&run, None), None);
        assert!(STEPS.iter().all(|(step, slug, ..)| step_of(slug) == Some(*step)));
        assert_eq!(step_of("elsewhere"), None);
    }

    #[test]
    fn the_first_sync_is_watched_until_it_has_written_or_failed() {
        let mut run = FirstRun { sync: Some(SyncProgress::default()), ..FirstRun::default() };
        assert!(watch(&run, None));
        assert!(!watch(&run, Some(Step::Jira)));
        let mut sync = SyncProgress { artefacts: 4, ..SyncProgress::default() };
        run.sync = Some(sync.clone());
        assert!(!watch(&run, None));
        sync.running = true;
        run.sync = Some(sync);
        assert!(watch(&run, None));
    }
}
