//! A card with its calls: judges while typing, asks the server, says that it was seen.

use std::cell::RefCell;
use std::rc::Rc;

use api_types::ActionView;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::hold::{HoldCardView, Live};
use crate::hooks::use_seen;
use crate::services::api::{self, Verb};
use crate::services::dom;
use crate::services::http::ApiError;
use crate::services::policy::Judge;
use crate::state::{Card, CardMsg};

/// Properties of [`HoldCard`].
#[derive(Properties, PartialEq)]
pub struct HoldCardProps {
    /// The action as the list has it.
    pub view: Rc<ActionView>,
    /// The action changed.
    pub changed: Callback<ActionView>,
    /// The server has another policy.
    #[prop_or_default]
    pub updated: Callback<()>,
}

/// A hold card that lives.
#[component]
pub fn HoldCard(props: &HoldCardProps) -> Html {
    let judge = use_context::<Judge>().unwrap_or_default();
    let card = {
        let view = Rc::clone(&props.view);
        use_reducer(move || Card::new(view))
    };
    let heading = use_node_ref();
    {
        let dispatcher = card.dispatcher();
        use_effect_with(Rc::clone(&props.view), move |view| {
            dispatcher.dispatch(CardMsg::Fresh(Rc::clone(view)));
        });
    }
    use_seen(props.view.id.clone(), heading.clone());
    let live = {
        let key = (judge.clone(), Rc::clone(&card.view), card.subject.clone(), card.body.clone());
        use_memo(key, |(judge, view, subject, body)| {
            match judge.edited(&view.request, subject, body) {
                None => Live::Waiting,
                Some(Ok(verdict)) => Live::Here(Box::new(verdict)),
                Some(Err(why)) => Live::Broken(why),
            }
        })
    };
    let send = {
        let dispatcher = card.dispatcher();
        Callback::from(move |msg| dispatcher.dispatch(msg))
    };
    // Two presses in one frame see the same rendered state: the flag is shared instead.
    let flight = use_mut_ref(|| false);
    let act = act(&card, props, &heading, &flight);
    html! {
        <HoldCardView card={(*card).clone()} live={(*live).clone()}
            engine_digest={judge.engine_digest().map(str::to_owned)} {send} {act} {heading} />
    }
}

fn act(
    card: &UseReducerHandle<Card>,
    props: &HoldCardProps,
    heading: &NodeRef,
    flight: &Rc<RefCell<bool>>,
) -> Callback<Verb> {
    let (id, revision) = (card.view.id.clone(), card.view.revision);
    let dispatcher = card.dispatcher();
    let (changed, updated) = (props.changed.clone(), props.updated.clone());
    let (heading, flight) = (heading.clone(), Rc::clone(flight));
    Callback::from(move |verb: Verb| {
        if flight.replace(true) {
            return;
        }
        dispatcher.dispatch(CardMsg::Started(words(&verb)));
        let (id, dispatcher, heading) = (id.clone(), dispatcher.clone(), heading.clone());
        let (changed, updated, flight) = (changed.clone(), updated.clone(), Rc::clone(&flight));
        spawn_local(async move {
            let answer = api::act(&id, revision, verb).await;
            *flight.borrow_mut() = false;
            if let Err(ApiError::Conflict(conflict)) = &answer
                && conflict.reason == "engine"
            {
                updated.emit(());
            }
            let fresh = answer.as_ref().ok().cloned();
            dispatcher.dispatch(CardMsg::Answer(Box::new(answer)));
            if let Some(view) = fresh {
                changed.emit(view);
            }
            // The pressed button may be gone: the focus stays on this card.
            if let Some(element) = heading.cast::<web_sys::Element>() {
                dom::focus(&element);
            }
        });
    })
}

fn words(verb: &Verb) -> &'static str {
    match verb {
        Verb::Approve { .. } => "Approving.",
        Verb::Edit { .. } => "Saving.",
        Verb::Cancel => "Cancelling.",
        Verb::Undo => "Taking the approval back.",
        Verb::Extend(_) => "Extending the hold.",
        Verb::Timer(_) => "Switching the timer.",
        Verb::Snooze(_) => "Putting away.",
        Verb::Answer(_) => "Recording the answer.",
        Verb::Regret => "Recording.",
    }
}
