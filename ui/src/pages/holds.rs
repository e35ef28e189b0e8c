//! The hold queue: compact rows, and the selected one as a card.

use std::collections::BTreeSet;
use std::rc::Rc;

use api_types::{ActionState, ActionView};
use yew::prelude::*;

use crate::components::hold::HoldCard;
use crate::components::{Badge, Empty, Failed, Icon, Loading, stale_note};
use crate::hooks::use_remote;
use crate::pages::batch::Batch;
use crate::services::api::{self, escaped};
use crate::services::time::Clock;
use crate::services::words;
use crate::state::Remote;

/// Properties of [`HoldsView`].
#[derive(Properties, PartialEq)]
pub struct HoldsViewProps {
    /// The queue.
    pub data: Remote<Vec<ActionView>>,
    /// Id of the action in the address, if any.
    #[prop_or_default]
    pub open: Option<String>,
    /// Whether that action is being read by itself.
    #[prop_or_default]
    pub looking: bool,
    /// Reads the queue again.
    #[prop_or_default]
    pub reload: Callback<()>,
    /// An action changed.
    #[prop_or_default]
    pub changed: Callback<ActionView>,
    /// The server has another policy.
    #[prop_or_default]
    pub updated: Callback<()>,
}

/// The hold queue.
#[component]
pub fn HoldsView(props: &HoldsViewProps) -> Html {
    let selected = use_state(BTreeSet::<String>::new);
    let (items, note) = match &props.data {
        Remote::Loading => {
            return html! { <>{ title() }<Loading what="the hold queue" /></> };
        }
        Remote::Failed(failure) => {
            return html! {
                <>{ title() }<Failed failure={failure.clone()} retry={props.reload.clone()} /></>
            };
        }
        Remote::Ready(items, failure) => (items, stale_note(failure.as_ref())),
    };
    let shown = shown(items, props.open.as_deref());
    if items.is_empty() && props.open.is_none() {
        return html! {
            <>
                { title() }{ note }
                <Empty title="Nothing is held." text="Drafts that wait before they are sent appear \
                    here. Until then there is nothing to do."
                    link={("#/activity", "See what happened lately")} />
            </>
        };
    }
    let toggle = {
        let selected = selected.clone();
        Callback::from(move |id: String| {
            let mut next = (*selected).clone();
            if !next.remove(&id) {
                next.insert(id);
            }
            selected.set(next);
        })
    };
    let chosen: Vec<ActionView> =
        items.iter().filter(|v| selected.contains(&v.id) && waits(v)).cloned().collect();
    let clear = {
        let selected = selected.clone();
        Callback::from(move |()| selected.set(BTreeSet::new()))
    };
    html! {
        <>
            { title() }{ note }
            <div class="split" data-open={props.open.is_some().to_string()}>
                <div class="list">
                    if !chosen.is_empty() {
                        <Batch {chosen} {clear} changed={props.changed.clone()} />
                    }
                    <Rows items={Rc::clone(items)} shown={shown.as_ref().map(|v| v.id.clone())}
                        selected={(*selected).clone()} {toggle} />
                </div>
                <div class="detail">
                    <a class="back" href="#/holds" data-back="true">
                        <Icon name="back" />{ "All held drafts" }
                    </a>
                    if let Some(view) = shown {
                        <HoldCard key={view.id.clone()} view={Rc::new(view.clone())}
                            changed={props.changed.clone()} updated={props.updated.clone()} />
                    } else if props.looking {
                        <Loading what="the draft" />
                    } else {
                        <Empty title="This draft is not in the queue."
                            text="It may have been decided a while ago; Activity has its trace." />
                    }
                </div>
            </div>
        </>
    }
}

fn title() -> Html {
    html! { <h1>{ "Hold queue" }</h1> }
}

/// Whether the user may still decide it.
fn waits(view: &ActionView) -> bool {
    matches!(view.state, ActionState::Held | ActionState::Escalated | ActionState::Snoozed)
}

/// The card to show: the one of the address; without one, the first that waits.
fn shown(items: &[ActionView], open: Option<&str>) -> Option<ActionView> {
    match open {
        Some(id) => items.iter().find(|view| view.id == id).cloned(),
        None => items.iter().find(|view| waits(view)).or_else(|| items.first()).cloned(),
    }
}

#[derive(Properties, PartialEq)]
struct RowsProps {
    items: Rc<Vec<ActionView>>,
    shown: Option<String>,
    selected: BTreeSet<String>,
    toggle: Callback<String>,
}

/// The groups of the list, in order.
const GROUPS: [(&str, &[ActionState]); 4] = [
    (
        "Waits",
        &[ActionState::Held, ActionState::Escalated, ActionState::Stale, ActionState::Unknown],
    ),
    (
        "On its way",
        &[
            ActionState::Approved,
            ActionState::Claimed,
            ActionState::Drafted,
            ActionState::Submitted,
        ],
    ),
    ("Snoozed", &[ActionState::Snoozed]),
    (
        "Lately decided",
        &[
            ActionState::Failed,
            ActionState::Confirmed,
            ActionState::Cancelled,
            ActionState::Rejected,
            ActionState::Expired,
            ActionState::Recorded,
            ActionState::DryRun,
        ],
    ),
];

#[component]
fn Rows(props: &RowsProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    html! {
        { for GROUPS.iter().filter_map(|(name, states)| {
            let rows: Vec<&ActionView> =
                props.items.iter().filter(|view| states.contains(&view.state)).collect();
            (!rows.is_empty()).then(|| html! {
                <section class="group" key={*name}>
                    <h2>{ *name }<span class="count">{ rows.len() }</span></h2>
                    <ul class="rows">
                        { for rows.iter().map(|view| row(view, props, &clock)) }
                    </ul>
                </section>
            })
        }) }
    }
}

fn row(view: &ActionView, props: &RowsProps, clock: &Clock) -> Html {
    let (state, tone) = words::state(view.state);
    let current = props.shown.as_deref() == Some(&view.id);
    let action = &view.request.action;
    let about = if action.subject.is_empty() { &action.body } else { &action.subject };
    let what = words::what(view);
    let toggle = {
        let id = view.id.clone();
        props.toggle.reform(move |_: Event| id.clone())
    };
    html! {
        <li key={view.id.clone()} class={classes!("row", current.then_some("current"))}>
            if waits(view) {
                <input type="checkbox" data-key="x" aria-label={format!("Select: {what}")}
                    checked={props.selected.contains(&view.id)} onchange={toggle} />
            } else {
                <span class="no-box"></span>
            }
            <a data-row="true" href={format!("#/holds/{}", escaped(&view.id))}
                data-testid={format!("hold-row-{}", view.id)} data-state={words::state_slug(view.state)}
                aria-current={current.then_some("true")}>
                <span class="row-top">
                    <Icon name={words::target_icon(&action.target)} />
                    <b>{ &what }</b>
                </span>
                <span class="row-about">{ about.chars().take(90).collect::<String>() }</span>
                <span class="row-foot">
                    <Badge {tone} text={state} />
                    <span class="muted">{ due(view, clock) }</span>
                </span>
            </a>
        </li>
    }
}

fn due(view: &ActionView, clock: &Clock) -> String {
    let at = match view.state {
        ActionState::Held if view.timer_off => return "timer off".to_owned(),
        ActionState::Held => view.held_until_ms,
        ActionState::Snoozed => view.snoozed_until_ms,
        ActionState::Approved => view.not_before_ms,
        _ => view.history.last().map(|step| step.at_ms),
    };
    at.map_or_else(|| view.project_name.clone(), |ms| clock.relative(ms))
}

/// Properties of [`Holds`].
#[derive(Properties, PartialEq)]
pub struct HoldsProps {
    /// Id of the action in the address, if any.
    #[prop_or_default]
    pub open: Option<String>,
    /// Something was decided: the header changes.
    pub decided: Callback<()>,
    /// The server has another policy.
    pub updated: Callback<()>,
}

/// The hold queue with its calls.
#[component]
pub fn Holds(props: &HoldsProps) -> Html {
    let source = use_remote((), |()| api::holds());
    let listed = |id: &String| {
        source.data.data().is_none_or(|items| items.iter().any(|view| view.id == *id))
    };
    // An action of the address that the queue no longer lists is read by itself; the queue stays
    // on screen meanwhile, and with it the focus.
    let missing = props.open.clone().filter(|id| !listed(id));
    let extra = use_remote(missing.clone(), |missing| async move {
        match missing {
            Some(id) => api::action(&id).await.map(Some),
            None => Ok(None),
        }
    });
    let data = match (&source.data, extra.data.data().and_then(|view| (**view).clone())) {
        (Remote::Ready(items, failure), Some(view)) if missing.as_ref() == Some(&view.id) => {
            let mut items = (**items).clone();
            items.push(view);
            Remote::Ready(Rc::new(items), failure.clone())
        }
        (data, _) => data.clone(),
    };
    let changed = {
        let (data, put, put_extra) = (source.data.clone(), source.put.clone(), extra.put.clone());
        let decided = props.decided.clone();
        Callback::from(move |view: ActionView| {
            if let Some(items) = data.data() {
                let mut items = (**items).clone();
                match items.iter_mut().find(|old| old.id == view.id) {
                    Some(old) => {
                        *old = view;
                        put.emit(Rc::new(items));
                    }
                    None => put_extra.emit(Rc::new(Some(view))),
                }
            }
            decided.emit(());
        })
    };
    let looking = missing.is_some() && matches!(extra.data, Remote::Loading);
    html! {
        <HoldsView {data} open={props.open.clone()} {looking} reload={source.reload} {changed}
            updated={props.updated.clone()} />
    }
}
