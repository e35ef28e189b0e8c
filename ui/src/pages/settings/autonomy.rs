//! What the agent may do by itself: the dial, the boost, and what is always asked.

use api_types::{AlwaysAsk, Boost, ProjectSummary};
use scoring_core::{Autonomy, Kind};
use web_sys::{HtmlInputElement, InputEvent};
use yew::prelude::*;

use crate::components::fields::{SelectField, choices};
use crate::pages::settings::form::{Form, section};
use crate::services::time::Clock;
use crate::services::words;
use crate::state::settings::DraftMsg;

/// The stops of the dial: what each will do, and what it will not.
const STOPS: [(Autonomy, &str, &str); 3] = [
    (
        Autonomy::Observe,
        "Will: read, and write down what would have been done.",
        "Will not: change an artefact on its own judgement, send, post or move anything.",
    ),
    (
        Autonomy::Maintain,
        "Will: also keep the four artefacts up to date.",
        "Will not: send a mail or change anything in Jira without a decision.",
    ),
    (
        Autonomy::Act,
        "Will: also comment for colleagues at once, and hold mail and status changes before they \
            go.",
        "Will not: write to outsiders, create issues, change scope or milestones without a \
            decision.",
    ),
];

/// How long a boost may last: hours and words. The contract allows 7 days.
const LENGTHS: [(i64, &str); 5] =
    [(1, "1 hour"), (4, "4 hours"), (24, "1 day"), (72, "3 days"), (168, "7 days")];

pub(crate) fn dial(form: Form<'_>) -> Html {
    let now = form.draft.settings.autonomy;
    let at = STOPS.iter().position(|(stop, ..)| *stop == now).unwrap_or(0);
    let oninput = form.send.reform(|event: InputEvent| {
        let value = event.target_unchecked_into::<HtmlInputElement>().value();
        DraftMsg::Dial(match value.as_str() {
            "2" => Autonomy::Act,
            "1" => Autonomy::Maintain,
            _ => Autonomy::Observe,
        })
    });
    let (_, will, will_not) = STOPS[at];
    html! {
        <section class="dial" id="settings-dial">
            <h2 tabindex="-1"><label for="dial">{ "What the agent may do by itself" }</label></h2>
            <input id="dial" data-testid="dial" type="range" min="0" max="2" step="1"
                value={at.to_string()} {oninput}
                aria-valuetext={format!("{}. {will} {will_not}", words::autonomy(now))} />
            <div class="stops">
                { for STOPS.iter().map(|(stop, will, will_not)| html! {
                    <div class={classes!("stop", (*stop == now).then_some("on"))}>
                        <h3>{ words::autonomy(*stop) }
                            if *stop == now { <span class="sr">{ " (chosen)" }</span> }
                        </h3>
                        <p>{ *will }</p><p class="muted">{ *will_not }</p>
                    </div>
                }) }
            </div>
            <p class="muted">{ "Turning the dial scores open drafts again; it never releases \
                one." }</p>
            { form.check("dry-run", form.draft.settings.dry_run, "Dry run",
                "Everything runs as set above, but nothing is prepared or sent.",
                |s, on| s.dry_run = on) }
        </section>
    }
}

pub(crate) fn boost(form: Form<'_>, clock: &Clock) -> Html {
    let now = form.draft.settings.boost.filter(|boost| boost.until_ms > clock.now_ms);
    let end = form.send.reform(|_: MouseEvent| DraftMsg::Boost(None));
    let body = match now {
        Some(boost) => html! {
            <div class="actions">
                <p data-testid="set-boost-now">
                    <b>{ words::autonomy(boost.autonomy) }</b>
                    { format!(" until {} ({}), then the dial applies again.",
                        clock.stamp(boost.until_ms), clock.relative(boost.until_ms)) }
                </p>
                <button type="button" class="button" data-testid="set-boost-end" onclick={end}>
                    { "End the boost" }
                </button>
            </div>
        },
        None => html! { <BoostForm send={form.send.clone()} /> },
    };
    section(
        "boost",
        "Boost",
        html! {
            <>
                <p class="muted">{ "Another position of the dial for a while, such as Act during \
                    a release week. \
                    It ends by itself; ending it scores open drafts again." }</p>
                <div id="set-boost" tabindex="-1" role="group" aria-label="Boost">{ body }</div>
            </>
        },
    )
}

#[derive(Properties, PartialEq)]
struct BoostFormProps {
    send: Callback<DraftMsg>,
}

#[component]
fn BoostForm(props: &BoostFormProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    let position = use_state(|| "2".to_owned());
    let length = use_state(|| "24".to_owned());
    let choose = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |value| state.set(value))
    };
    let set = {
        let at: usize = position.parse().unwrap_or(0);
        let hours: i64 = length.parse().unwrap_or(1);
        let autonomy = STOPS.get(at).map_or(Autonomy::Observe, |(stop, ..)| *stop);
        let boost = Boost { autonomy, until_ms: clock.now_ms + hours * 3_600_000 };
        props.send.reform(move |_: MouseEvent| DraftMsg::Boost(Some(boost)))
    };
    let positions = STOPS.iter().enumerate();
    html! {
        <div class="pair with-button">
            <SelectField id="set-boost-position" label="Position" value={(*position).clone()}
                options={choices(positions.map(|(n, (stop, ..))| (n, words::autonomy(*stop))))}
                chosen={choose(&position)} />
            <SelectField id="set-boost-length" label="For" value={(*length).clone()}
                options={choices(LENGTHS)}
                chosen={choose(&length)} />
            <button type="button" class="button" data-testid="set-boost-add" onclick={set}>
                { "Boost" }
            </button>
        </div>
    }
}

pub(crate) fn always_ask(form: Form<'_>, projects: &[ProjectSummary]) -> Html {
    let classes = &form.draft.settings.always_ask;
    let named = |class: &AlwaysAsk| {
        let place = match class.project.as_str() {
            "" => "in all projects".to_owned(),
            id => format!(
                "in {}",
                projects.iter().find(|p| p.id == id).map_or(id, |p| p.name.as_str())
            ),
        };
        format!("{}, {place}", words::kind(class.kind))
    };
    section(
        "always-ask",
        "Always ask",
        html! {
            <>
                <p class="muted">{ "What stands here is never done at once and never held: it \
                    waits for a decision, \
                    whatever the dial says." }</p>
                if classes.is_empty() {
                    <p>{ "Nothing is added; the dial alone decides." }</p>
                }
                <ul class="picked">
                    { for classes.iter().map(|class| {
                        let text = named(class);
                        let class = class.clone();
                        html! {
                            <li>
                                <span>{ text.clone() }</span>
                                <button type="button" class="button small"
                                    data-testid="set-ask-remove"
                                    onclick={form.send.reform(move |_: MouseEvent|
                                        DraftMsg::Unask(class.clone()))}>
                                    { "Remove" }<span class="sr">{ format!(" {text}") }</span>
                                </button>
                            </li>
                        }
                    }) }
                </ul>
                <AskForm send={form.send.clone()} projects={projects.to_vec()} />
            </>
        },
    )
}

/// Kinds that the dial could let through; what is never allowed needs no entry.
const KINDS: [Kind; 8] = [
    Kind::EmailStakeholder,
    Kind::EmailExternal,
    Kind::JiraComment,
    Kind::JiraStatusChange,
    Kind::JiraCreateIssue,
    Kind::ScopeChange,
    Kind::MilestoneChange,
    Kind::ArtefactUpdate,
];

#[derive(Properties, PartialEq)]
struct AskFormProps {
    send: Callback<DraftMsg>,
    projects: Vec<ProjectSummary>,
}

#[component]
fn AskForm(props: &AskFormProps) -> Html {
    let kind = use_state(|| "0".to_owned());
    let project = use_state(String::new);
    let choose = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |value| state.set(value))
    };
    let add = {
        let at: usize = kind.parse().unwrap_or(0);
        let class = AlwaysAsk {
            project: (*project).clone(),
            kind: KINDS.get(at).copied().unwrap_or(Kind::EmailStakeholder),
        };
        props.send.reform(move |_: MouseEvent| DraftMsg::Ask(class.clone()))
    };
    let mut places = vec![(String::new(), "All projects".to_owned())];
    places.extend(props.projects.iter().map(|p| (p.id.clone(), p.name.clone())));
    let kinds = KINDS.iter().enumerate();
    html! {
        <div class="pair with-button">
            <SelectField id="set-ask-kind" label="What" value={(*kind).clone()}
                chosen={choose(&kind)}
                options={choices(kinds.map(|(n, kind)| (n, words::kind(*kind))))} />
            <SelectField id="set-ask-project" label="Where" value={(*project).clone()}
                options={places}
                chosen={choose(&project)} />
            <button type="button" class="button" data-testid="set-ask-add" onclick={add}>
                { "Always ask" }
            </button>
        </div>
    }
}
