//! Backlog summary: bars with counts, and what stands out.

use api_types::artefacts::{BacklogSummary, Highlight, HighlightKind};
use yew::prelude::*;

use crate::components::Badge;
use crate::components::artefacts::Rows;
use crate::services::words::{Tone, count};

/// The document.
pub(super) fn view(summary: &BacklogSummary, rows: &Rows) -> Html {
    html! {
        <>
            <section class={classes!(rows.class("total"))}>
                <p class="doc-summary"><b>{ count(summary.total, "issue") }</b>{ rows.mark("total") }</p>
                <div class="columns">
                    <div><h3>{ "By status" }</h3>{ bars(&summary.by_status, summary.total) }</div>
                    <div><h3>{ "By priority" }</h3>{ bars(&summary.by_priority, summary.total) }</div>
                </div>
                { rows.cites(&summary.sources) }
            </section>
            if !summary.highlights.is_empty() {
                <h3>{ "Stands out" }</h3>
                <ul class="lines">
                    { for summary.highlights.iter().map(|h| highlight(h, rows)) }
                </ul>
            }
            if !summary.refinement.is_empty() {
                <h3>{ "To refine next" }</h3>
                <ul class="lines">
                    { for summary.refinement.iter().map(|r| html! {
                        <li class={classes!("line", rows.class(&r.issue))}>
                            <p class="line-top"><b>{ &r.issue }</b><span>{ &r.reason }</span></p>
                            { rows.cites(&r.sources) }
                        </li>
                    }) }
                </ul>
            }
            if !summary.scope_notes.is_empty() {
                <h3>{ "Scope" }</h3>
                <ul class="lines">
                    { for summary.scope_notes.iter().map(|note| html! {
                        <li class={classes!("line", rows.class(&note.id))}>
                            { &note.text }{ rows.mark(&note.id) }
                            { rows.cites(&note.sources) }
                        </li>
                    }) }
                </ul>
            }
        </>
    }
}

fn bars(counts: &[(String, u64)], total: u64) -> Html {
    let total = total.max(1);
    html! {
        <ul class="bars">
            { for counts.iter().map(|(name, n)| html! {
                <li class="bar">
                    <span>{ name }</span>
                    <svg height="12" aria-hidden="true" focusable="false">
                        <rect class="track" width="100%" height="12" rx="3" />
                        <rect class="fill" height="12" rx="3"
                            width={format!("{}%", (n * 100 / total).min(100))} />
                    </svg>
                    <b>{ *n }</b>
                </li>
            }) }
        </ul>
    }
}

fn highlight(item: &Highlight, rows: &Rows) -> Html {
    let (text, tone) = match item.kind {
        HighlightKind::Blocked => ("Blocked", Tone::Bad),
        HighlightKind::Stale => ("Stale", Tone::Waits),
        HighlightKind::MissingCriteria => ("No acceptance criteria", Tone::Waits),
        HighlightKind::ScopeCreep => ("Scope creep", Tone::Waits),
        HighlightKind::New => ("New", Tone::Plain),
    };
    html! {
        <li class={classes!("line", rows.class(&item.issue))}>
            <p class="line-top">
                <b>{ &item.issue }</b><Badge {tone} {text} /><span>{ &item.detail }</span>
                { rows.mark(&item.issue) }
            </p>
            if !item.suggestion.is_empty() { <p class="muted">{ "Suggestion: " }{ &item.suggestion }</p> }
            { rows.cites(&item.sources) }
        </li>
    }
}
