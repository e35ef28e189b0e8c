//! A decision card: the question, the evidence, the options, one button that names its effect.

use std::rc::Rc;

use api_types::{Decide, DecisionOption, DecisionState, DecisionView};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlTextAreaElement, InputEvent};
use yew::prelude::*;

use crate::components::hold::{Live, VerdictStrip};
use crate::components::{Badge, Button, Icon, Notice, SourceList};
use crate::services::http::ApiError;
use crate::services::policy::Judge;
use crate::services::time::Clock;
use crate::services::words::{self, Tone};
use crate::services::{api, dom};
use crate::state::{Choice, ChoiceMsg};

/// Longest note, in characters.
const NOTE_CHARS_MAX: &str = "2000";

/// Properties of [`DecisionCardView`].
#[derive(Properties, PartialEq)]
pub struct DecisionCardViewProps {
    /// What is on screen.
    pub choice: Choice,
    /// The verdict of the linked draft, as this tab computed it.
    pub live: Live,
    /// Choosing and typing.
    pub send: Callback<ChoiceMsg>,
    /// The button was pressed.
    pub decide: Callback<()>,
    /// The heading, which takes the focus after a decision.
    #[prop_or_default]
    pub heading: NodeRef,
}

/// A decision card.
#[component]
pub fn DecisionCardView(props: &DecisionCardViewProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    let view = &*props.choice.view;
    let pending = view.state == DecisionState::Pending;
    html! {
        <article class="card decision-card" data-card="decision" data-row="true" tabindex="-1"
            data-testid={format!("decision-card-{}", view.id)} data-state={state(view).0}>
            <header class="card-head">
                <h2 tabindex="-1" ref={props.heading.clone()}>
                    <Icon name="branch" /><span>{ &view.question }</span>
                </h2>
                <p class="card-sub">
                    <Badge tone={state(view).2} text={state(view).1} />
                    <a href={format!("#/projects/{}", api::escaped(&view.project))}>
                        { &view.project_name }
                    </a>
                    <span class="muted">{ dates(view, &clock) }</span>
                </p>
                if !view.reason.is_empty() { <p>{ &view.reason }</p> }
            </header>
            <details class="section" open={pending}>
                <summary><Icon name="chevron" />{ "Evidence" }</summary>
                <SourceList sources={view.sources.clone()} />
                { draft(props) }
            </details>
            if pending { { options(props) } } else { { outcome(view) } }
            if let Some(problem) = &props.choice.problem {
                <Notice tone={Tone::Bad}>{ format!("{} {}", problem.text, problem.hint) }</Notice>
            }
        </article>
    }
}

fn state(view: &DecisionView) -> (&'static str, &'static str, Tone) {
    match view.state {
        DecisionState::Pending => ("pending", "Waits", Tone::Waits),
        DecisionState::Decided => ("decided", "Decided", Tone::Good),
        DecisionState::Expired => ("expired", "Expired without effect", Tone::Plain),
        DecisionState::Withdrawn => ("withdrawn", "No longer needed", Tone::Plain),
    }
}

fn dates(view: &DecisionView, clock: &Clock) -> String {
    let asked = clock.relative(view.created_ms);
    match view.state {
        DecisionState::Pending => {
            let (at, left) = (clock.stamp(view.expires_ms), clock.relative(view.expires_ms));
            format!("asked {asked}; lapses without effect on {at} ({left})")
        }
        _ => format!("asked {asked}"),
    }
}

fn draft(props: &DecisionCardViewProps) -> Html {
    let Some(action) = &props.choice.view.action else { return Html::default() };
    let draft = &action.request.action;
    let verdict = props.live.verdict().unwrap_or(&action.verdict);
    html! {
        <div class="linked-draft">
            <h3>{ words::what(action) }</h3>
            if !draft.subject.is_empty() { <p><b>{ &draft.subject }</b></p> }
            if words::text_parts(&draft.target).1 { <pre>{ &draft.body }</pre> }
            <VerdictStrip verdict={verdict.clone()} live={props.live.clone()} />
            <p><a href={format!("#/holds/{}", api::escaped(&action.id))}>
                { "Open the draft to edit it" }
            </a></p>
        </div>
    }
}

fn options(props: &DecisionCardViewProps) -> Html {
    let view = &*props.choice.view;
    let name = format!("option-of-{}", view.id);
    let note_id = format!("note-{}", view.id);
    let on_note = props.send.reform(|event: InputEvent| {
        ChoiceMsg::Note(event.target_unchecked_into::<HtmlTextAreaElement>().value())
    });
    let chosen = props.choice.option.as_deref();
    let picked = view.options.iter().find(|option| Some(option.id.as_str()) == chosen);
    let blocked = picked.and_then(|option| blocked(option, props));
    let label = picked.map_or("Choose an option to decide".to_owned(), |o| o.label.clone());
    html! {
        <>
            <fieldset class="options" disabled={props.choice.busy}>
                <legend>{ "Options" }</legend>
                { for view.options.iter().map(|o| option(o, &name, chosen, &props.send)) }
            </fieldset>
            if !view.cost_of_waiting.is_empty() {
                <p class="waiting"><Icon name="clock" /><b>{ "Waiting: " }</b>{ &view.cost_of_waiting }</p>
            }
            <div class="field">
                <label for={note_id.clone()}>{ "Note for the record (optional)" }</label>
                <textarea id={note_id} rows="2" maxlength={NOTE_CHARS_MAX} data-key="e"
                    value={props.choice.note.clone()} oninput={on_note} />
            </div>
            <div class="actions">
                <Button testid="decide" {label} kind="primary" icon="check" shortcut="a"
                    disabled={picked.is_none() || blocked.is_some() || props.choice.busy}
                    onclick={props.decide.clone()} />
                if let Some(why) = blocked { <p class="muted">{ why }</p> }
                if props.choice.busy { <span class="busy" role="status">{ "Deciding." }</span> }
            </div>
        </>
    }
}

fn blocked(option: &DecisionOption, props: &DecisionCardViewProps) -> Option<&'static str> {
    if !option.acts {
        return None;
    }
    match &props.live {
        Live::Waiting => Some("This option needs the policy, which is loading."),
        Live::Broken(_) => Some("This option needs the policy in this tab. Reload the page."),
        Live::Here(verdict) if words::approvable(verdict) => None,
        Live::Here(_) => Some("The policy refuses the draft as it is; no approval overrides this."),
    }
}

fn option(
    option: &DecisionOption,
    name: &str,
    chosen: Option<&str>,
    send: &Callback<ChoiceMsg>,
) -> Html {
    let on = chosen == Some(option.id.as_str());
    let pick = {
        let id = option.id.clone();
        send.reform(move |_: Event| ChoiceMsg::Pick(id.clone()))
    };
    html! {
        <label key={option.id.clone()} class={classes!("option", on.then_some("on"))}>
            <input type="radio" name={name.to_owned()} value={option.id.clone()} checked={on}
                data-testid={format!("option-{}", option.id)} onchange={pick} />
            <span class="option-text">
                <b>{ &option.label }</b>
                <span>{ &option.effect }</span>
                if !option.risk.is_empty() {
                    <span class="muted"><b>{ "Risk: " }</b>{ &option.risk }</span>
                }
                if !option.touches.is_empty() {
                    <span class="muted"><b>{ "Touches: " }</b>{ option.touches.join(", ") }</span>
                }
                if let Some(why) = &option.recommended {
                    <span class="recommended"><Icon name="check" /><b>{ "Recommended: " }</b>{ why }</span>
                }
            </span>
        </label>
    }
}

fn outcome(view: &DecisionView) -> Html {
    let chosen = view.options.iter().find(|o| Some(&o.id) == view.chosen.as_ref());
    html! {
        <div class="outcome">
            if let Some(option) = chosen {
                <p><Icon name="check" /><b>{ &option.label }</b>{ " " }{ &option.effect }</p>
            } else {
                <p>{ "Nothing was done." }</p>
            }
            if !view.note.is_empty() { <p class="muted">{ format!("Note: {}", view.note) }</p> }
            if let Some(action) = &view.action {
                <p>{ "The draft behind it: " }{ words::state(action.state).0 }{ ". " }
                    <a href={format!("#/holds/{}", api::escaped(&action.id))}>{ "Open the draft" }</a>
                </p>
            }
        </div>
    }
}

/// Properties of [`DecisionCard`].
#[derive(Properties, PartialEq)]
pub struct DecisionCardProps {
    /// The escalation as the list has it.
    pub view: Rc<DecisionView>,
    /// It changed.
    pub changed: Callback<DecisionView>,
    /// The server has another policy.
    pub updated: Callback<()>,
}

/// A decision card that lives.
#[component]
pub fn DecisionCard(props: &DecisionCardProps) -> Html {
    let judge = use_context::<Judge>().unwrap_or_default();
    let heading = use_node_ref();
    let choice = {
        let view = Rc::clone(&props.view);
        use_reducer(move || Choice::new(view))
    };
    {
        let dispatcher = choice.dispatcher();
        use_effect_with(Rc::clone(&props.view), move |view| {
            dispatcher.dispatch(ChoiceMsg::Fresh(Rc::clone(view)));
        });
    }
    let live = use_memo((judge.clone(), Rc::clone(&choice.view)), |(judge, view)| {
        let Some(action) = &view.action else { return Live::Waiting };
        let draft = &action.request.action;
        match judge.edited(&action.request, &draft.subject, &draft.body) {
            None => Live::Waiting,
            Some(Ok(verdict)) => Live::Here(Box::new(verdict)),
            Some(Err(why)) => Live::Broken(why),
        }
    });
    let decide = {
        let (choice, live, judge) = (choice.clone(), Rc::clone(&live), judge);
        let (changed, updated) = (props.changed.clone(), props.updated.clone());
        let heading = heading.clone();
        Callback::from(move |()| {
            let Some(body) = body(&choice, &live, &judge) else { return };
            let (id, dispatcher) = (choice.view.id.clone(), choice.dispatcher());
            let (changed, updated, heading) = (changed.clone(), updated.clone(), heading.clone());
            dispatcher.dispatch(ChoiceMsg::Started);
            spawn_local(async move {
                let answer = api::decide(&id, &body).await;
                if let Err(ApiError::Conflict(conflict)) = &answer
                    && conflict.reason == "engine"
                {
                    updated.emit(());
                }
                let fresh = answer.as_ref().ok().cloned();
                dispatcher.dispatch(ChoiceMsg::Answer(Box::new(answer)));
                if let Some(view) = fresh {
                    changed.emit(view);
                }
                if let Some(element) = heading.cast::<web_sys::Element>() {
                    dom::focus(&element);
                }
            });
        })
    };
    let send = {
        let dispatcher = choice.dispatcher();
        Callback::from(move |msg| dispatcher.dispatch(msg))
    };
    html! {
        <DecisionCardView choice={(*choice).clone()} live={(*live).clone()} {send} {decide} {heading} />
    }
}

fn body(choice: &Choice, live: &Live, judge: &Judge) -> Option<Decide> {
    let id = choice.option.clone()?;
    let acts = choice.view.options.iter().find(|option| option.id == id)?.acts;
    let digest = || live.verdict().map(|verdict| verdict.verdict_digest.clone());
    Some(Decide {
        revision: choice.view.revision,
        option: id,
        note: choice.note.trim().to_owned(),
        verdict_digest: if acts { Some(digest()?) } else { None },
        engine_digest: if acts { Some(judge.engine_digest()?.to_owned()) } else { None },
    })
}
