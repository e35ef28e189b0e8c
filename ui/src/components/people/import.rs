//! People from a CSV file: what it would do is said before it is done.

use api_types::{ImportPeople, ImportReport};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlTextAreaElement, InputEvent};
use yew::prelude::*;

use crate::components::fields::{Check, problem};
use crate::components::people::CONFIRMING;
use crate::hooks::use_call;
use crate::services::{dom, manage, words};
use crate::state::Failure;

/// Properties of [`ImportView`].
#[derive(Properties, PartialEq)]
pub struct ImportViewProps {
    /// Text of the file.
    pub csv: String,
    /// Whether every address in it is confirmed.
    #[prop_or_default]
    pub confirm: bool,
    /// What the import would do, or did.
    #[prop_or_default]
    pub report: Option<ImportReport>,
    /// Whether the report is of an import that was carried out.
    #[prop_or_default]
    pub written: bool,
    /// Whether a call is under way.
    #[prop_or_default]
    pub busy: bool,
    /// What the server refused.
    #[prop_or_default]
    pub failure: Option<Failure>,
    /// Another text.
    #[prop_or_default]
    pub typed: Callback<String>,
    /// Another choice about the addresses.
    #[prop_or_default]
    pub ticked: Callback<bool>,
    /// Asks what it would do (`false`), or does it (`true`).
    #[prop_or_default]
    pub run: Callback<bool>,
}

/// The import.
#[component]
pub fn ImportView(props: &ImportViewProps) -> Html {
    let chosen = {
        let typed = props.typed.clone();
        Callback::from(move |event: Event| {
            let typed = typed.clone();
            spawn_local(async move {
                if let Some(text) = dom::chosen_text(event).await {
                    typed.emit(text);
                }
            });
        })
    };
    let oninput = props
        .typed
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
    let nothing = props.csv.trim().is_empty() || props.busy;
    let checked = props.report.as_ref().filter(|_| !props.written);
    let entries = checked.map_or(0, |report| report.added + report.changed);
    html! {
        <div class="import">
            <p class="muted">{ "A CSV file with the columns name, address, relation; one line for \
                each address. \
                The relation is internal, stakeholder or external." }</p>
            <div class="field">
                <label for="people-import-file">{ "File" }</label>
                <input id="people-import-file" data-testid="people-import-file" type="file"
                    accept=".csv,text/csv" onchange={chosen} />
            </div>
            <div class="field wide">
                <label for="people-import-text">{ "Or its text" }</label>
                <textarea id="people-import-text" data-testid="people-import-text" rows="6"
                    value={props.csv.clone()} {oninput} />
            </div>
            <Check testid="people-import-confirm" on={props.confirm} ticked={props.ticked.clone()}
                label="I have checked every address in this file: confirm them all"
                    hint={CONFIRMING} />
            { problem(props.failure.as_ref()) }
            <div class="actions">
                <button type="button" class="button" data-testid="people-import-check"
                    disabled={nothing}
                    onclick={props.run.reform(|_| false)}>{ "Say what it would do" }</button>
                if entries > 0 {
                    <button type="button" class="button primary" data-testid="people-import-write"
                        disabled={nothing} onclick={props.run.reform(|_| true)}>
                        { format!("Import {}", words::count_of(entries, "entry", "entries")) }
                    </button>
                }
            </div>
            if let Some(report) = &props.report { { told(report, props.written) } }
        </div>
    }
}

fn told(report: &ImportReport, written: bool) -> Html {
    let done = if written { "Done" } else { "It would do this; nothing is written yet" };
    html! {
        <div class="outcome" role="status" data-testid="people-import-report">
            <p><b>{ done }</b>{ format!(": {} added, {} changed, {} refused.", report.added,
                report.changed, words::count_of(report.refused, "row", "rows")) }</p>
            if !report.notes.is_empty() {
                <ul>
                    { for report.notes.iter().map(|(line, text)| html! {
                        <li>{ format!("Line {line}: {text}") }</li>
                    }) }
                </ul>
            }
        </div>
    }
}

/// Properties of [`ImportForm`].
#[derive(Properties, PartialEq)]
pub struct ImportFormProps {
    /// The directory changed.
    #[prop_or_default]
    pub changed: Callback<()>,
}

/// The import with its calls.
#[component]
pub fn ImportForm(props: &ImportFormProps) -> Html {
    let csv = use_state(String::new);
    let confirm = use_state(|| false);
    let report = use_state(|| None::<(ImportReport, bool)>);
    let call = use_call();
    // A report is about the text it was made from.
    let typed = {
        let (csv, report) = (csv.setter(), report.setter());
        Callback::from(move |text| {
            csv.set(text);
            report.set(None);
        })
    };
    let ticked = {
        let (confirm, report) = (confirm.setter(), report.setter());
        Callback::from(move |on| {
            confirm.set(on);
            report.set(None);
        })
    };
    let run = {
        let (csv, confirm, report) = (csv.clone(), confirm.clone(), report.setter());
        let (call, changed) = (call.clone(), props.changed.clone());
        Callback::from(move |write: bool| {
            let import = ImportPeople { csv: (*csv).clone(), confirm_addresses: *confirm, write };
            let (report, changed) = (report.clone(), changed.clone());
            call.run(async move { manage::import_people(&import).await }, move |told| {
                report.set(Some((told, write)));
                if write {
                    changed.emit(());
                }
            });
        })
    };
    let (told, written) =
        (*report).clone().map_or((None, false), |(told, written)| (Some(told), written));
    html! {
        <ImportView csv={(*csv).clone()} confirm={*confirm} report={told} {written} busy={call.busy}
            failure={call.problem.clone()} {typed} {ticked} {run} />
    }
}
