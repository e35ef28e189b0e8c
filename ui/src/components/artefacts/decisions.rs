//! The decision log: decisions as cards with their reasons.

use api_types::artefacts::{DecisionLog, DecisionRow, DecisionStatus};
use yew::prelude::*;

use crate::components::Badge;
use crate::components::artefacts::Rows;
use crate::services::time::Clock;
use crate::services::words::Tone;

/// The document.
pub(super) fn view(log: &DecisionLog, rows: &Rows, clock: &Clock) -> Html {
    if log.items.is_empty() {
        return html! { <p class="muted">{ "No decision is recorded." }</p> };
    }
    html! {
        <ul class="lines">
            { for log.items.iter().rev().map(|row| card(row, rows, clock)) }
        </ul>
    }
}

fn card(row: &DecisionRow, rows: &Rows, clock: &Clock) -> Html {
    let (text, tone) = match row.status {
        DecisionStatus::Active => ("Stands", Tone::Good),
        DecisionStatus::Superseded => ("Superseded", Tone::Plain),
        DecisionStatus::Reversed => ("Reversed", Tone::Waits),
    };
    let by = if row.by.is_empty() { String::new() } else { format!(", by {}", row.by) };
    html! {
        <li class={classes!("line", rows.class(&row.id))}>
            <p class="line-top">
                <b>{ &row.title }</b><Badge {tone} {text} />{ rows.mark(&row.id) }
                <span class="muted">{ clock.date(row.decided_ms) }{ by }</span>
            </p>
            if !row.context.is_empty() { <p>{ &row.context }</p> }
            <p><b>{ "Decided: " }</b>{ &row.decision }</p>
            if !row.rationale.is_empty() { <p><b>{ "Because: " }</b>{ &row.rationale }</p> }
            if !row.options.is_empty() {
                <ul>
                    { for row.options.iter().map(|option| html! {
                        <li class="muted">
                            <b>{ &option.option }</b>
                            if !option.pros.is_empty() { { format!("; for: {}", option.pros.join(", ")) } }
                            if !option.cons.is_empty() { { format!("; against: {}", option.cons.join(", ")) } }
                        </li>
                    }) }
                </ul>
            }
            if !row.related.is_empty() {
                <p class="muted">{ format!("Related: {}", row.related.join(", ")) }</p>
            }
            if !row.outcome.is_empty() { <p><b>{ "Outcome: " }</b>{ &row.outcome }</p> }
            { rows.cites(&row.sources) }
        </li>
    }
}
