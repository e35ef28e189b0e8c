//! What can be done to several drafts at once; each is asked for by itself.

use api_types::ActionView;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::Button;
use crate::services::api::{self, Verb};
use crate::services::policy::Judge;
use crate::services::time::Clock;
use crate::services::words::{self, count};

const HOUR_MS: i64 = 3_600_000;

/// Properties of [`Batch`].
#[derive(Properties, PartialEq)]
pub struct BatchProps {
    /// The selected drafts.
    pub chosen: Vec<ActionView>,
    /// Clears the selection.
    pub clear: Callback<()>,
    /// One of them changed.
    pub changed: Callback<ActionView>,
}

/// The bar above the list while something is selected.
#[component]
pub fn Batch(props: &BatchProps) -> Html {
    let judge = use_context::<Judge>().unwrap_or_default();
    let clock = use_context::<Clock>().unwrap_or_default();
    let outcome = use_state(String::new);
    let busy = use_state(|| false);
    let run = |make: fn(&ActionView, &Judge, &Clock) -> Option<Verb>| {
        let jobs: Vec<(ActionView, Option<Verb>)> =
            props.chosen.iter().map(|v| (v.clone(), make(v, &judge, &clock))).collect();
        let (outcome, busy) = (outcome.clone(), busy.clone());
        let (clear, changed) = (props.clear.clone(), props.changed.clone());
        Callback::from(move |()| {
            let (jobs, outcome, busy) = (jobs.clone(), outcome.clone(), busy.clone());
            let (clear, changed) = (clear.clone(), changed.clone());
            busy.set(true);
            spawn_local(async move {
                let mut refused = Vec::new();
                for (view, verb) in jobs {
                    let Some(verb) = verb else {
                        refused.push(format!("{}: cannot be approved.", words::what(&view)));
                        continue;
                    };
                    match api::act(&view.id, view.revision, verb).await {
                        Ok(view) => changed.emit(view),
                        Err(e) => refused.push(format!("{}: {}", words::what(&view), e.sentence())),
                    }
                }
                busy.set(false);
                if refused.is_empty() {
                    clear.emit(());
                }
                outcome.set(refused.join(" "));
            });
        })
    };
    let n = props.chosen.len() as u64;
    html! {
        <div class="batch" role="group" aria-label="Selected drafts">
            <p><b>{ format!("{} selected", count(n, "draft")) }</b></p>
            <Button testid="batch-approve" label={format!("Approve {}", count(n, "draft"))}
                kind="primary" icon="check" disabled={*busy} onclick={run(approve)} />
            <Button testid="batch-snooze" label="Snooze 1 h" icon="snooze" disabled={*busy}
                onclick={run(|_, _, clock| Some(Verb::Snooze(clock.now_ms + HOUR_MS)))} />
            <Button testid="batch-cancel" label={format!("Cancel {}, send nothing", count(n, "draft"))}
                kind="danger" icon="cross" disabled={*busy} onclick={run(|_, _, _| Some(Verb::Cancel))} />
            <Button testid="batch-clear" label="Clear selection" kind="quiet"
                onclick={props.clear.clone()} />
            if !outcome.is_empty() { <p class="problem" role="alert">{ &*outcome }</p> }
        </div>
    }
}

fn approve(view: &ActionView, judge: &Judge, _: &Clock) -> Option<Verb> {
    let action = &view.request.action;
    let verdict = judge.edited(&view.request, &action.subject, &action.body)?.ok()?;
    let engine_digest = judge.engine_digest()?.to_owned();
    let verdict_digest = verdict.verdict_digest.clone();
    words::approvable(&verdict).then_some(Verb::Approve {
        verdict_digest,
        engine_digest,
        send_now: false,
    })
}
