//! Decisions: what only the user can settle.

use std::rc::Rc;

use api_types::{DecisionState, DecisionView};
use yew::prelude::*;

use crate::components::{DecisionCard, Empty, Failed, Loading, stale_note};
use crate::hooks::use_remote;
use crate::services::api;
use crate::state::Remote;

/// Properties of [`DecisionsView`].
#[derive(Properties, PartialEq)]
pub struct DecisionsViewProps {
    /// The escalations.
    pub data: Remote<Vec<DecisionView>>,
    /// Reads them again.
    #[prop_or_default]
    pub reload: Callback<()>,
    /// One of them changed.
    #[prop_or_default]
    pub changed: Callback<DecisionView>,
    /// The server has another policy.
    #[prop_or_default]
    pub updated: Callback<()>,
}

/// The page of decisions.
#[component]
pub fn DecisionsView(props: &DecisionsViewProps) -> Html {
    let title = html! { <h1>{ "Decisions" }</h1> };
    match &props.data {
        Remote::Loading => html! { <>{ title }<Loading what="the decisions" /></> },
        Remote::Failed(failure) => html! {
            <>{ title }<Failed failure={failure.clone()} retry={props.reload.clone()} /></>
        },
        Remote::Ready(items, failure) => {
            let (pending, done): (Vec<_>, Vec<_>) =
                items.iter().partition(|view| view.state == DecisionState::Pending);
            html! {
                <div class="narrow">
                    { title }
                    { stale_note(failure.as_ref()) }
                    if pending.is_empty() {
                        <Empty title="Nothing waits for a decision."
                            text="Questions that only a person can settle appear here with their evidence." />
                    }
                    { for pending.into_iter().map(|view| card(view, props)) }
                    if !done.is_empty() {
                        <h2 class="group-title">{ "Lately decided" }</h2>
                        { for done.into_iter().map(|view| card(view, props)) }
                    }
                </div>
            }
        }
    }
}

fn card(view: &DecisionView, props: &DecisionsViewProps) -> Html {
    html! {
        <DecisionCard key={view.id.clone()} view={Rc::new(view.clone())}
            changed={props.changed.clone()} updated={props.updated.clone()} />
    }
}

/// Properties of [`Decisions`].
#[derive(Properties, PartialEq)]
pub struct DecisionsProps {
    /// Something was decided: the header changes.
    pub decided: Callback<()>,
    /// The server has another policy.
    pub updated: Callback<()>,
}

/// The page of decisions with its calls.
#[component]
pub fn Decisions(props: &DecisionsProps) -> Html {
    let source = use_remote((), |()| api::decisions());
    let changed = {
        let (data, put, decided) = (source.data.clone(), source.put.clone(), props.decided.clone());
        Callback::from(move |view: DecisionView| {
            if let Some(items) = data.data() {
                let mut items = (**items).clone();
                if let Some(old) = items.iter_mut().find(|old| old.id == view.id) {
                    *old = view;
                }
                put.emit(Rc::new(items));
            }
            decided.emit(());
        })
    };
    html! {
        <DecisionsView data={source.data} reload={source.reload} {changed}
            updated={props.updated.clone()} />
    }
}
