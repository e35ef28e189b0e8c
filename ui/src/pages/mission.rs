//! Mission Control: is the agent alive and what may it do, what waits, what changed.

use std::rc::Rc;

use api_types::{ActionView, DecisionView, Overview, Status};
use scoring_core::Autonomy;
use yew::prelude::*;

use crate::components::stream::Group;
use crate::components::{Badge, Empty, EventLine, Failed, Icon, Loading, cycles, stale_note};
use crate::hooks::use_remote;
use crate::pages::project::ProjectRows;
use crate::services::time::Clock;
use crate::services::words;
use crate::services::{api, dom};
use crate::state::Remote;

/// Name under which this browser remembers the last visit.
const LAST_VISIT: &str = "holdfast.last-visit";

/// Properties of [`MissionView`].
#[derive(Properties, PartialEq)]
pub struct MissionViewProps {
    /// Everything on the page.
    pub data: Remote<Overview>,
    /// When this browser showed the page before, Unix milliseconds.
    #[prop_or_default]
    pub last_visit_ms: Option<i64>,
    /// Reads it again.
    #[prop_or_default]
    pub reload: Callback<()>,
}

/// Mission Control.
#[component]
pub fn MissionView(props: &MissionViewProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    let title = html! { <h1>{ "Mission Control" }</h1> };
    let (view, failure) = match &props.data {
        Remote::Loading => return html! { <>{ title }<Loading what="the overview" /></> },
        Remote::Failed(failure) => {
            return html! {
                <>{ title }<Failed failure={failure.clone()} retry={props.reload.clone()} /></>
            };
        }
        Remote::Ready(view, failure) => (view, failure),
    };
    html! {
        <>
            { title }
            { stale_note(failure.as_ref()) }
            <div class="mission">
                <div>
                    { allowed(&view.status) }
                    { waiting(view, &clock) }
                    <section class="panel">
                        <h2>{ "Projects" }</h2>
                        <ProjectRows projects={view.projects.clone()} />
                    </section>
                </div>
                { changed(view, props.last_visit_ms, &clock) }
            </div>
        </>
    }
}

fn allowed(status: &Status) -> Html {
    let text = match (status.autonomy, status.dry_run) {
        (Autonomy::Observe, _) => "Nothing leaves. What would have been done is written down.",
        (_, true) => "Nothing leaves: dry run is on. What would have been done is written down.",
        (Autonomy::Maintain, _) => {
            "Artefacts are kept up to date. Every mail and every change in Jira waits for a decision."
        }
        (Autonomy::Act, _) => {
            "Artefacts are kept, colleagues get comments at once. Mail and status changes are held \
             first; anything external waits for a decision."
        }
    };
    html! {
        <p class="allowed">
            <b>{ format!("The dial is at {}. ", words::autonomy(status.autonomy)) }</b>
            { text }{ " " }<a href="#/settings/dial">{ "Change in Settings" }</a>
        </p>
    }
}

fn waiting(view: &Overview, clock: &Clock) -> Html {
    let nothing = view.holds.is_empty() && view.decisions.is_empty();
    html! {
        <section class="panel">
            <h2>{ "Waits" }
                <span class="count">{ view.status.held + view.status.decisions }</span>
                <a href="#/holds">{ "Open the hold queue" }</a>
            </h2>
            if nothing {
                <Empty title="Nothing waits." text="Held drafts and questions appear here." />
            } else {
                <ul class="rows">
                    { for view.decisions.iter().map(|d| decision(d, clock)) }
                    { for view.holds.iter().map(|h| hold(h, clock)) }
                </ul>
            }
        </section>
    }
}

fn hold(view: &ActionView, clock: &Clock) -> Html {
    let (state, tone) = words::state(view.state);
    let icon = words::target_icon(&view.request.action.target);
    html! {
        <li class="row" key={view.id.clone()}>
            <a data-row="true" href={format!("#/holds/{}", api::escaped(&view.id))}>
                <span class="row-top"><Icon name={icon} /><b>{ words::headline(view, clock) }</b></span>
                <span class="row-about">{ &view.request.action.subject }</span>
                <span class="row-foot">
                    <Badge {tone} text={state} /><span class="muted">{ &view.project_name }</span>
                </span>
            </a>
        </li>
    }
}

fn decision(view: &DecisionView, clock: &Clock) -> Html {
    html! {
        <li class="row" key={view.id.clone()}>
            <a data-row="true" href="#/decisions">
                <span class="row-top"><Icon name="branch" /><b>{ &view.question }</b></span>
                <span class="row-foot">
                    <Badge tone={words::Tone::Waits} text="Decision" />
                    <span class="muted">
                        { format!("{}, lapses {}", view.project_name, clock.relative(view.expires_ms)) }
                    </span>
                </span>
            </a>
        </li>
    }
}

fn changed(view: &Overview, last_visit_ms: Option<i64>, clock: &Clock) -> Html {
    html! {
        <section class="panel">
            <h2>{ "Changed lately" }<a href="#/activity">{ "All activity" }</a></h2>
            if view.events.is_empty() {
                <Empty title="Nothing has happened yet." text="The first check writes the first line." />
            } else {
                <ul class="events">
                    { for cycles(&view.events).iter().map(|group| match group {
                        Group::Idle { checks, to_ms, .. } => html! {
                            <li class="idle" key={format!("idle-{to_ms}")}>
                                <Icon name="refresh" />
                                { format!("{}, nothing new, {}", words::count(*checks, "check"),
                                    clock.relative(*to_ms)) }
                            </li>
                        },
                        Group::Busy { events, .. } => html! {
                            { for events.iter().map(|event| html! {
                                <EventLine key={event.id.clone()} event={event.clone()}
                                    new={last_visit_ms.is_some_and(|ms| event.at_ms > ms)} />
                            }) }
                        },
                    }) }
                </ul>
            }
        </section>
    }
}

/// Mission Control with its calls.
#[component]
pub fn Mission() -> Html {
    let source = use_remote((), |()| api::overview());
    let last = use_state(|| None::<i64>);
    let now_ms = source.data.data().map(|view| view.status.now_ms);
    let latest = use_mut_ref(|| None::<i64>);
    *latest.borrow_mut() = now_ms;
    {
        let (last, latest) = (last.setter(), Rc::clone(&latest));
        use_effect_with((), move |()| {
            last.set(dom::remembered(LAST_VISIT));
            // Leaving the page ends the visit, by the clock of the server.
            move || {
                if let Some(ms) = *latest.borrow() {
                    dom::remember(LAST_VISIT, ms);
                }
            }
        });
    }
    html! { <MissionView data={source.data} last_visit_ms={*last} reload={source.reload} /> }
}
