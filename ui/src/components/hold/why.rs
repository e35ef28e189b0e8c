//! Why a draft exists, what changed in it, and what happened so far.

use api_types::{ActionView, ProducedBy};
use scoring_core::Verdict;
use yew::prelude::*;

use crate::components::{Icon, SourceList, WordDiff};
use crate::services::time::Clock;
use crate::services::words;
use crate::state::Card;

/// *Why this exists*: trigger, sources, rules, author, cost.
pub fn why(view: &ActionView, verdict: &Verdict, clock: &Clock) -> Html {
    let by = match &view.why.produced_by {
        ProducedBy::Rules => "rules, no model".to_owned(),
        ProducedBy::Model { model } => model.clone(),
    };
    html! {
        <details class="section" open={true}>
            <summary><Icon name="chevron" />{ "Why this exists" }</summary>
            <p>{ &view.why.trigger }</p>
            <SourceList sources={view.why.sources.clone()} />
            <dl class="facts">
                <dt>{ "Written by" }</dt><dd>{ by }</dd>
                <dt>{ "Cost" }</dt><dd>{ words::money(view.why.cost_microusd) }</dd>
                <dt>{ "Proposed" }</dt><dd>{ clock.stamp(view.created_ms) }</dd>
                if !verdict.caps.is_empty() {
                    <dt>{ "Rules" }</dt>
                    <dd>{ for verdict.caps.iter().map(|rule| html! { <code>{ rule }</code> }) }</dd>
                }
                <dt>{ "Verdict" }</dt>
                <dd><code title={verdict.verdict_digest.clone()}>
                    { verdict.verdict_digest.chars().take(12).collect::<String>() }
                </code></dd>
            </dl>
        </details>
    }
}

/// *What changed*: against the agent's draft, and against the last message of the thread.
pub(super) fn changed(card: &Card) -> Html {
    let (subject, body) = words::text_parts(&card.view.request.action.target);
    if !subject && !body {
        return Html::default();
    }
    let drafted = joined(subject, &card.view.drafted_subject, &card.view.drafted_body);
    let now = joined(subject, &card.subject, &card.body);
    html! {
        <details class="section" open={card.edited() || drafted != now}>
            <summary><Icon name="chevron" />{ "What changed" }</summary>
            <h3>{ "Against the agent's draft" }</h3>
            <WordDiff old={drafted} new={now} same="The text is as the agent drafted it." />
            if let Some(last) = &card.view.thread_last {
                <h3>{ "Against the last message in the thread" }</h3>
                <WordDiff old={last.clone()} new={card.body.clone()}
                    same="The text is the same as the last message." />
            }
        </details>
    }
}

fn joined(with_subject: bool, subject: &str, body: &str) -> String {
    if with_subject { format!("{subject}\n\n{body}") } else { body.to_owned() }
}

/// *What happened*: every step, oldest first.
pub(super) fn history(view: &ActionView, clock: &Clock) -> Html {
    if view.history.is_empty() {
        return Html::default();
    }
    html! {
        <details class="section">
            <summary><Icon name="chevron" />{ "What happened so far" }</summary>
            <ol class="steps">
                { for view.history.iter().map(|step| html! {
                    <li>
                        <time>{ clock.short(step.at_ms) }</time>
                        <b>{ words::state(step.state).0 }</b>
                        <span>{ &step.text }</span>
                        <span class="muted">{ format!("by {}", step.by) }</span>
                    </li>
                }) }
            </ol>
        </details>
    }
}
