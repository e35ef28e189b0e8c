//! Thresholds of the policy, with what other settings would have changed in the past.

use api_types::{Preview, PreviewChange};
use yew::prelude::*;

use crate::components::Badge;
use crate::components::fields::{SelectField, choices, problem};
use crate::pages::settings::form::{Form, section};
use crate::services::api;
use crate::services::words::{self, Tone};
use crate::state::Failure;
use crate::state::settings::Field;

/// How far back a preview may look, days.
const BACK: [(u32, &str); 3] =
    [(7, "The last 7 days"), (30, "The last 30 days"), (90, "The last 90 days")];

/// What the preview says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tried {
    /// Whether it is being asked.
    pub busy: bool,
    /// What it said.
    pub preview: Option<Preview>,
    /// What the server refused.
    pub problem: Option<Failure>,
}

pub(crate) fn thresholds(form: Form<'_>, tried: &Tried, try_it: &Callback<u32>) -> Html {
    section(
        "thresholds",
        "Thresholds of the policy",
        html! {
            <>
                <p class="muted">{ "Limits that no setting moves stay as they are: what is \
                    refused, who has to be confirmed, \
                    what a link may point at." }</p>
                <div class="pair">
                    { form.text(Field::HoldMail, "Full hold of a mail, min",
                        "5 to 1440; the design's is 30.", "number") }
                    { form.text(Field::HoldStatus, "Full hold of a status change, min",
                        "2 to 1440; the design's is 5.", "number") }
                    { form.text(Field::Precedent, "Earlier decisions that pass, %",
                        "0 to 100; the design's is 50.", "text") }
                </div>
                <TryForm valid={form.draft.valid()} tried={tried.clone()} try_it={try_it.clone()} />
            </>
        },
    )
}

#[derive(Properties, PartialEq)]
struct TryFormProps {
    valid: bool,
    tried: Tried,
    try_it: Callback<u32>,
}

#[component]
fn TryForm(props: &TryFormProps) -> Html {
    let days = use_state(|| "30".to_owned());
    let choose = {
        let days = days.setter();
        Callback::from(move |value| days.set(value))
    };
    let ask = {
        let back: u32 = days.parse().unwrap_or(30);
        props.try_it.reform(move |_: MouseEvent| back)
    };
    html! {
        <>
            <div class="pair with-button">
                <SelectField id="set-preview-days" label="Look back over" value={(*days).clone()}
                    chosen={choose}
                    options={choices(BACK)} />
                <button type="button" class="button" data-testid="set-preview" onclick={ask}
                    disabled={!props.valid || props.tried.busy}>
                    { if props.tried.busy { "Judging the past again" } else {
                        "Preview what would change" } }
                </button>
            </div>
            <p class="muted">{ "Judges past drafts again by everything on this page as it stands \
                now, saved or not. \
                Nothing is changed by it." }</p>
            { problem(props.tried.problem.as_ref()) }
            if let Some(preview) = &props.tried.preview { { told(preview) } }
        </>
    }
}

fn told(preview: &Preview) -> Html {
    let laxer = preview.changes.iter().filter(|change| change.laxer).count() as u64;
    let judged = words::count_of(preview.judged, "action was", "actions were");
    if preview.changes.is_empty() {
        return html! {
            <p class="outcome" role="status" data-testid="set-preview-result">
                { format!("{judged} judged again; every outcome stays as it was.") }
            </p>
        };
    }
    html! {
        <div class="outcome" role="status" data-testid="set-preview-result">
            <p>{ format!("{judged} judged again; {} would have another outcome, {laxer} of them a \
                less strict one.",
                preview.changes.len()) }</p>
            <div class="table-wrap">
                <table class="stack">
                    <thead><tr>
                        <th scope="col">{ "Action" }</th><th scope="col">{ "Then" }</th>
                        <th scope="col">{ "With these settings" }</th><th scope="col">{
                            "Direction" }</th>
                    </tr></thead>
                    <tbody>{ for preview.changes.iter().map(change) }</tbody>
                </table>
            </div>
        </div>
    }
}

fn change(change: &PreviewChange) -> Html {
    let (tone, word) =
        if change.laxer { (Tone::Waits, "Less strict") } else { (Tone::Plain, "Stricter") };
    html! {
        <tr key={change.id.clone()}>
            <th scope="row"><a href={format!("#/holds/{}", api::escaped(&change.id))}>{
                &change.line }</a></th>
            <td data-label="Then">{ &change.before }</td>
            <td data-label="With these settings">{ &change.after }</td>
            <td data-label="Direction"><Badge {tone} text={word} /></td>
        </tr>
    }
}
