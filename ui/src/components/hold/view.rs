//! A card as a function of its state.

use api_types::{ActionState, ActionView};
use scoring_core::Verdict;
use yew::prelude::*;

use crate::components::hold::buttons::buttons;
use crate::components::hold::clash::clash;
use crate::components::hold::why::{changed, history, why};
use crate::components::hold::{Editor, Live, VerdictStrip};
use crate::components::{Badge, Icon, Notice};
use crate::services::api::Verb;
use crate::services::time::Clock;
use crate::services::words::{self, Tone};
use crate::state::{Card, CardMsg};

/// Properties of [`HoldCardView`].
#[derive(Properties, PartialEq)]
pub struct HoldCardViewProps {
    /// What is on screen.
    pub card: Card,
    /// The verdict of the text in the fields.
    pub live: Live,
    /// Digest of the policy of this tab, once it is there.
    #[prop_or_default]
    pub engine_digest: Option<String>,
    /// Typing and choosing.
    pub send: Callback<CardMsg>,
    /// Asking the server for something.
    pub act: Callback<Verb>,
    /// The heading, which takes the focus after a decision.
    #[prop_or_default]
    pub heading: NodeRef,
}

impl HoldCardViewProps {
    /// The verdict to show: of this tab, or else of the server.
    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        self.live.verdict().unwrap_or(&self.card.view.verdict)
    }
}

/// A hold card.
#[component]
pub fn HoldCardView(props: &HoldCardViewProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    let view = &*props.card.view;
    let verdict = props.verdict();
    let (state, tone) = words::state(view.state);
    html! {
        <article class="card hold-card" data-card="hold"
            data-testid={format!("hold-card-{}", view.id)}
            data-state={words::state_slug(view.state)}
            data-outcome={words::outcome_slug(verdict.outcome.class)}
            data-verdict-digest={verdict.verdict_digest.clone()}
            data-revision={view.revision.to_string()}
            aria-busy={props.card.busy.is_some().to_string()}>
            <header class="card-head">
                <h2 tabindex="-1" ref={props.heading.clone()}>
                    <Icon name={words::target_icon(&view.request.action.target)} />
                    <span>{ words::headline(view, &clock) }</span>
                </h2>
                <p class="card-sub">
                    <Badge {tone} text={state} />
                    <a href={format!("#/projects/{}", crate::services::api::escaped(&view.project))}>
                        { &view.project_name }
                    </a>
                    <span class="muted">{ format!("proposed {}", clock.relative(view.created_ms)) }</span>
                </p>
                { recipients(view) }
            </header>
            { trouble(view) }
            { clash(props) }
            <Editor id={view.id.clone()} parts={words::text_parts(&view.request.action.target)}
                subject={props.card.subject.clone()} body={props.card.body.clone()}
                read_only={!props.card.open() || props.card.busy.is_some()}
                findings={verdict.findings.clone()} send={props.send.clone()} />
            <VerdictStrip verdict={verdict.clone()} live={props.live.clone()}
                stored={props.card.edited().then(|| view.verdict.clone())}
                past={!props.card.open()} />
            if let Some(problem) = &props.card.problem {
                <Notice tone={Tone::Bad}>{ format!("{} {}", problem.text, problem.hint) }</Notice>
            }
            { buttons(props, &clock) }
            { why(view, verdict, &clock) }
            { changed(&props.card) }
            { history(view, &clock) }
        </article>
    }
}

fn recipients(view: &ActionView) -> Html {
    if view.recipients.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="recipients" aria-label="Recipients">
            { for view.recipients.iter().map(|r| {
                let trusted = matches!(r.relation.as_str(), "colleague" | "stakeholder");
                let class = if trusted { "chip" } else { "chip waits" };
                html! {
                    <li {class} key={r.address.clone()}>
                        <Icon name="person" />
                        <span>{ &r.name }</span>
                        if r.address != r.name { <span class="muted">{ &r.address }</span> }
                        <span class="relation">{ &r.relation }</span>
                    </li>
                }
            }) }
        </ul>
    }
}

fn trouble(view: &ActionView) -> Html {
    let tone = match view.state {
        ActionState::Failed | ActionState::Unknown | ActionState::Rejected => Tone::Bad,
        _ => Tone::Waits,
    };
    html! {
        <>
            if let Some(text) = &view.trouble {
                <Notice {tone}>{ text }</Notice>
            }
            if view.state == ActionState::Stale && view.trouble.is_none() {
                <Notice {tone}>
                    { "The thread or issue changed after this was drafted. It is scored again before \
                       anything happens." }
                </Notice>
            }
            if let Some(receipt) = &view.receipt {
                <Notice tone={Tone::Good}>
                    { &receipt.what }{ " " }<code>{ &receipt.id }</code>
                </Notice>
            }
        </>
    }
}
