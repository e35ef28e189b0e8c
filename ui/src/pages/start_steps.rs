//! The steps of the first run that are not forms of their own: zone, people, and the first sync.

use std::rc::Rc;

use api_types::SyncProgress;
use wasm_bindgen_futures::spawn_local;
use web_sys::SubmitEvent;
use yew::prelude::*;

use crate::components::fields::problem;
use crate::components::people::{
    Addresses, CONFIRMING, Directory, FRESH, FreshPerson, Suggestions,
};
use crate::components::{Badge, Failed, Icon, Loading, Notice};
use crate::hooks::use_once;
use crate::pages::settings::ZoneList;
use crate::pages::settings::form::Form;
use crate::pages::settings::work::hours_fields;
use crate::services::time::Clock;
use crate::services::words::Tone;
use crate::services::{api, dom};
use crate::state::settings::{Draft, DraftMsg, Field};
use crate::state::{Failure, Remote};

/// Properties of [`ZoneView`].
#[derive(Properties, PartialEq)]
pub struct ZoneViewProps {
    /// What is in the fields.
    pub draft: Draft,
    /// Zone of the browser, where it says.
    #[prop_or_default]
    pub browser: Option<String>,
    /// Typing and choosing.
    #[prop_or_default]
    pub send: Callback<DraftMsg>,
    /// Saves and goes on.
    #[prop_or_default]
    pub save: Callback<()>,
}

/// Zone and hours.
#[component]
pub fn ZoneView(props: &ZoneViewProps) -> Html {
    let onsubmit = props.save.reform(|event: SubmitEvent| event.prevent_default());
    let form = Form { prefix: "start-zone", draft: &props.draft, send: &props.send };
    let other = props.browser.clone().filter(|zone| zone != props.draft.text(Field::Zone));
    html! {
        <form {onsubmit} novalidate={true}>
            if let Some(zone) = other {
                <p>{ format!("This browser is in {zone}. ") }
                    <button type="button" class="button small" data-testid="start-zone-browser"
                        onclick={props.send.reform({
                            let zone = zone.clone();
                            move |_: MouseEvent| DraftMsg::Text(Field::Zone, zone.clone())
                        })}>{ format!("Use {zone}") }</button>
                </p>
            }
            { hours_fields(form) }
            <p class="muted">{ "Outside these hours the agent reads on, but holds stand still, and \
                approvals wait." }</p>
            { problem(props.draft.failure.as_ref()) }
            <button type="submit" class="button primary" data-testid="start-zone-save"
                disabled={!props.draft.valid() || props.draft.busy}>{ "These are right" }</button>
            <span class="muted" role="status">{ if props.draft.valid() { "" } else {
                props.draft.word() } }</span>
        </form>
    }
}

/// Properties of [`ZoneStep`].
#[derive(Properties, PartialEq)]
pub struct ZoneStepProps {
    /// Whether the zone of the browser is put into the field, or only offered beside it.
    pub propose: bool,
    /// Zone and hours are saved and right.
    pub confirmed: Callback<()>,
}

/// Zone and hours with their calls; the zone of the browser is proposed.
#[component]
pub fn ZoneStep(props: &ZoneStepProps) -> Html {
    let source = use_once((), |()| api::settings());
    let draft = use_reducer(Draft::default);
    let browser = use_state(|| None::<String>);
    let stored = source.data.data().map(Rc::clone);
    let propose = props.propose;
    {
        let (dispatcher, browser) = (draft.dispatcher(), browser.setter());
        use_effect_with(stored.clone(), move |stored| {
            let Some(view) = stored else { return };
            dispatcher.dispatch(DraftMsg::Fresh(view.settings.clone()));
            let zone = dom::browser_zone();
            if let Some(zone) = zone.as_ref().filter(|_| propose) {
                dispatcher.dispatch(DraftMsg::Text(Field::Zone, zone.clone()));
            }
            browser.set(zone);
        });
    }
    let save = {
        let (draft, confirmed) = (draft.clone(), props.confirmed.clone());
        Callback::from(move |()| {
            if !draft.valid() || draft.busy {
                return;
            }
            if !draft.changed() {
                confirmed.emit(());
                return;
            }
            let (settings, dispatcher) = (draft.settings.clone(), draft.dispatcher());
            let confirmed = confirmed.clone();
            dispatcher.dispatch(DraftMsg::Started);
            spawn_local(async move {
                match api::save_settings(&settings).await {
                    Ok(view) => {
                        dispatcher.dispatch(DraftMsg::Saved(view.settings));
                        confirmed.emit(());
                    }
                    Err(error) => dispatcher.dispatch(DraftMsg::Refused(Failure::from(&error))),
                }
            });
        })
    };
    let send = {
        let dispatcher = draft.dispatcher();
        Callback::from(move |msg| dispatcher.dispatch(msg))
    };
    match &source.data {
        Remote::Failed(failure) => html! {
            <Failed failure={failure.clone()} retry={source.reload.clone()} />
        },
        _ if !draft.loaded => html! { <Loading what="the settings" /> },
        _ => html! {
            <>
                <ZoneView draft={(*draft).clone()} browser={(*browser).clone()} {send} {save} />
                <ZoneList />
            </>
        },
    }
}

/// Properties of [`PeopleStep`].
#[derive(Properties, PartialEq)]
pub struct PeopleStepProps {
    /// The directory.
    pub directory: Directory,
    /// Whether a call is under way.
    #[prop_or_default]
    pub busy: bool,
    /// Enough people are in it.
    #[prop_or_default]
    pub confirmed: Callback<()>,
}

/// Suggestions to take over, and addresses to confirm one by one.
#[component]
pub fn PeopleStep(props: &PeopleStepProps) -> Html {
    let directory = &props.directory;
    let people = match &directory.people {
        Remote::Loading => html! { <Loading what="the directory" /> },
        Remote::Failed(failure) => html! {
            <Failed failure={failure.clone()} retry={directory.reload.clone()} />
        },
        Remote::Ready(list, _) if list.is_empty() => html! {
            <p class="muted">{ "Nobody yet. Add the people whom this work is about; more can \
                follow at any time." }</p>
        },
        Remote::Ready(list, _) => html! {
            <ul class="rows">
                { for list.iter().map(|person| html! {
                    <li class="suggestion" key={person.id.clone()}>
                        <div>
                            <b>{ &person.name }</b>{ " " }
                            <span class="muted">{ crate::components::people::relation_word(person.relation) }</span>
                            <Addresses prefix="start-people" person={person.clone()}
                                busy={directory.busy} act={directory.act.clone()} />
                            { problem(directory.problem_of(&person.id)) }
                        </div>
                    </li>
                }) }
            </ul>
        },
    };
    html! {
        <>
            <p>{ CONFIRMING }</p>
            <h3>{ "In the directory" }</h3>
            { people }
            <h3>{ "Suggested" }</h3>
            <p class="muted">{ "Adding takes a name and its addresses over; it confirms none of \
                them." }</p>
            <Suggestions prefix="start-people" data={directory.suggestions.clone()}
                busy={directory.busy}
                act={directory.act.clone()} reload={directory.reload.clone()} />
            <details class="section">
                <summary><Icon name="chevron" />{ "Add somebody by hand" }</summary>
                <div>
                    <FreshPerson prefix="start-people" busy={directory.busy}
                        act={directory.act.clone()} />
                </div>
            </details>
            { problem(directory.problem_of(FRESH)) }
            <button type="button" class="button primary" data-testid="start-people-done"
                disabled={props.busy || directory.list().is_empty()}
                onclick={props.confirmed.reform(|_| ())}>{ "Go on with these people" }</button>
        </>
    }
}

/// Properties of [`SyncPanel`].
#[derive(Properties, PartialEq)]
pub struct SyncPanelProps {
    /// What the first sync found so far.
    #[prop_or_default]
    pub sync: Option<SyncProgress>,
    /// Whether the first run is over.
    #[prop_or_default]
    pub finished: bool,
    /// Whether a call is under way.
    #[prop_or_default]
    pub busy: bool,
    /// Ends the first run.
    #[prop_or_default]
    pub finish: Callback<()>,
}

/// The first sync, and what comes next.
#[component]
pub fn SyncPanel(props: &SyncPanelProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    let body = match &props.sync {
        None => html! {
            <p>{ "There is no project, so nothing is read yet. " }
                <a href="#/start/project">{ "Create the first project" }</a>
                { ", now or later under Projects." }</p>
        },
        Some(sync) => running(sync, &clock),
    };
    html! {
        <section class="card" id="start-step" data-testid="start-sync-panel">
            <h2 tabindex="-1">{ "The first sync" }</h2>
            { body }
            <h3>{ "What comes next" }</h3>
            <ul class="bullets">
                <li>{ "The dial is at Observe: the agent reads, keeps what Jira says in order, \
                    and writes down what it \
                       would have done. Nothing leaves." }</li>
                <li>{ "After a few days, look through Activity: would its drafts have been \
                    right?" }</li>
                <li>{ "Then turn the dial to Maintain or Act under " }
                    <a href="#/settings/dial">{ "Settings" }</a>
                    { ". Turning it releases nothing that already waits." }</li>
            </ul>
            <div class="step-foot">
                if props.finished {
                    <a class="button primary" href="#/">{ "Go to Mission Control" }</a>
                } else {
                    <button type="button" class="button primary" data-testid="start-finish"
                        disabled={props.busy}
                        onclick={props.finish.reform(|_| ())}>{
                            "Finish and go to Mission Control" }</button>
                }
            </div>
        </section>
    }
}

fn running(sync: &SyncProgress, clock: &Clock) -> Html {
    let (word, tone) = match (sync.running, sync.error.is_empty()) {
        (true, _) => ("Running", Tone::Waits),
        (false, false) => ("Failed", Tone::Bad),
        (false, true) if sync.artefacts > 0 || sync.read > 0 => ("Done", Tone::Good),
        (false, true) => ("Not started yet", Tone::Plain),
    };
    html! {
        <div data-testid="start-sync">
            <p class="card-sub" role="status"><Badge {tone} text={word} /><span>{ &sync.phase
                }</span></p>
            <dl class="facts">
                <dt>{ "Changes read" }</dt><dd>{ sync.read }</dd>
                <dt>{ "Of these, stored as signals" }</dt><dd>{ sync.stored }</dd>
                <dt>{ "Artefacts written" }</dt><dd>{ sync.artefacts }</dd>
                <dt>{ "Mails of no project" }</dt>
                <dd>{ sync.unassigned }
                    if sync.unassigned > 0 { { " " }<a href="#/projects">{ "Assign them" }</a> }
                </dd>
                if let Some(next) = sync.next_check_ms {
                    <dt>{ "Next check" }</dt>
                    <dd>{ format!("{} ({})", clock.stamp(next), clock.relative(next)) }</dd>
                }
            </dl>
            if !sync.error.is_empty() {
                <Notice tone={Tone::Bad}>
                    { &sync.error }{ " " }<a href="#/settings/integrations">{
                        "Look at the connections" }</a>
                </Notice>
            }
        </div>
    }
}
