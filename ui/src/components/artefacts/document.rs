//! One artefact with its head: what changed, undo, copy.

use api_types::artefacts::Artefact;
use api_types::{ArtefactView, Change};
use scoring_core::ArtefactType;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::Button;
use crate::components::artefacts::rows::change_word;
use crate::components::artefacts::{Rows, backlog, decisions, delivery, raid};
use crate::services::time::Clock;
use crate::services::{dom, words};

/// Properties of [`Document`].
#[derive(Properties, PartialEq)]
pub struct DocumentProps {
    /// The artefact.
    pub view: ArtefactView,
    /// Label and link of every cited signal.
    pub sources: Vec<(String, String, String)>,
    /// Whether a call is under way.
    #[prop_or_default]
    pub busy: bool,
    /// Whether the comparison is open at first.
    #[prop_or_default]
    pub compare: bool,
    /// Restores the previous version: artefact, version on screen.
    #[prop_or_default]
    pub undo: Callback<(ArtefactType, u64)>,
}

/// An artefact as a document.
#[component]
pub fn Document(props: &DocumentProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    let compare = use_state(|| props.compare);
    let copied = use_state(|| None::<bool>);
    let view = &props.view;
    let rows = Rows::new(&view.changes, &props.sources);
    let slug = words::artefact_slug(view.artefact);
    let name = words::artefact_name(view.artefact);
    let toggle = {
        let compare = compare.clone();
        Callback::from(move |()| compare.set(!*compare))
    };
    let copy = {
        let (text, copied) = (view.markdown.clone(), copied.setter());
        Callback::from(move |()| {
            let (text, copied) = (text.clone(), copied.clone());
            spawn_local(async move { copied.set(Some(dom::copy(&text).await)) });
        })
    };
    let undo = {
        let (artefact, version) = (view.artefact, view.version);
        props.undo.reform(move |()| (artefact, version))
    };
    let label = match *copied {
        None => "Copy as Markdown",
        Some(true) => "Copied",
        Some(false) => "The browser refused to copy",
    };
    html! {
        <article class="doc" id={slug} data-testid={format!("artefact-{slug}")}
            data-version={view.version.to_string()} data-card="artefact" aria-label={name}>
            <header class="doc-head">
                <h2>{ name }</h2>
                <span class="muted">
                    { format!("version {}, {}", view.version, clock.stamp(view.updated_ms)) }
                </span>
                if !view.changes.is_empty() {
                    <Button testid={format!("artefact-compare-{slug}")} onclick={toggle}
                        label={if *compare { "Hide comparison".to_owned() }
                               else { format!("Compare: {}", words::count(view.changes.len() as u64, "change")) }} />
                }
                if let Some(to) = view.undo_to {
                    <Button testid={format!("artefact-undo-{slug}")} icon="undo" shortcut="z"
                        label={format!("Undo: restore version {to}")} disabled={props.busy}
                        onclick={undo} />
                }
                <Button testid={format!("artefact-copy-{slug}")} icon="copy" {label} onclick={copy} />
            </header>
            if *compare { { comparison(&view.changes) } }
            <div class="doc-body">
                { match &view.content {
                    Artefact::DeliveryState(state) => delivery::view(state, &rows, &clock),
                    Artefact::RaidLog(log) => html! { <raid::Raid log={log.clone()} {rows} /> },
                    Artefact::BacklogSummary(summary) => backlog::view(summary, &rows),
                    Artefact::DecisionLog(log) => decisions::view(log, &rows, &clock),
                } }
            </div>
        </article>
    }
}

fn comparison(changes: &[Change]) -> Html {
    html! {
        <div class="compare">
            <h3>{ "Since the previous version" }</h3>
            <div class="table-wrap" tabindex="0" role="region" aria-label="Changes">
            <table>
                <thead><tr>
                    <th scope="col">{ "Row" }</th><th scope="col">{ "How" }</th>
                    <th scope="col">{ "Field" }</th>
                    <th scope="col">{ "Before" }</th><th scope="col">{ "After" }</th>
                </tr></thead>
                <tbody>
                    { for changes.iter().map(|change| html! {
                        <tr>
                            <td>{ &change.row }</td>
                            <td>{ change_word(change.kind) }</td>
                            <td>{ if change.field.is_empty() { "whole row" } else { &change.field } }</td>
                            <td>if !change.before.is_empty() { <del>{ &change.before }</del> }</td>
                            <td>if !change.after.is_empty() { <ins>{ &change.after }</ins> }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
            </div>
        </div>
    }
}
