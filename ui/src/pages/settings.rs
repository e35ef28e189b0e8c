//! Settings: the dial, dry run, hours, checks, budget, lapse, links, notices, keys.

use std::rc::Rc;

use api_types::{Settings, SettingsView};
use scoring_core::Autonomy;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, InputEvent, SubmitEvent};
use yew::prelude::*;

use crate::components::{Failed, Loading, Notice, stale_note};
use crate::hooks::use_remote;
use crate::services::api;
use crate::services::words::{self, Tone};
use crate::state::settings::{Draft, DraftMsg, Field};
use crate::state::{Failure, Remote};

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
        "Will: also comment for colleagues at once, and hold mail and status changes before they go.",
        "Will not: write to outsiders, create issues, change scope or milestones without a decision.",
    ),
];

const DAYS: [(u8, &str); 7] =
    [(1, "Mon"), (2, "Tue"), (3, "Wed"), (4, "Thu"), (5, "Fri"), (6, "Sat"), (7, "Sun")];

/// Properties of [`SettingsPageView`].
#[derive(Properties, PartialEq)]
pub struct SettingsPageViewProps {
    /// What is stored.
    pub data: Remote<SettingsView>,
    /// What is in the fields; `None` until the data is there.
    #[prop_or_default]
    pub draft: Option<Draft>,
    /// Typing and choosing.
    #[prop_or_default]
    pub send: Callback<DraftMsg>,
    /// Saves.
    #[prop_or_default]
    pub save: Callback<()>,
    /// Reads again.
    #[prop_or_default]
    pub reload: Callback<()>,
}

/// The page of settings.
#[component]
pub fn SettingsPageView(props: &SettingsPageViewProps) -> Html {
    let title = html! { <h1>{ "Settings" }</h1> };
    let (view, failure) = match &props.data {
        Remote::Loading => return html! { <>{ title }<Loading what="the settings" /></> },
        Remote::Failed(failure) => {
            return html! {
                <>{ title }<Failed failure={failure.clone()} retry={props.reload.clone()} /></>
            };
        }
        Remote::Ready(view, failure) => (view, failure),
    };
    let fallback;
    let draft = match &props.draft {
        Some(draft) => draft,
        None => {
            fallback = Draft::new(&view.settings);
            &fallback
        }
    };
    let onsubmit = props.save.reform(|event: SubmitEvent| event.prevent_default());
    html! {
        <div class="narrow settings">
            { title }
            { stale_note(failure.as_ref()) }
            <form {onsubmit}>
                { dial(draft, props) }
                { hours(draft, props) }
                { checks(draft, view, props) }
                { leaving(draft, props) }
                { about(view) }
                { save_bar(draft, props) }
            </form>
        </div>
    }
}

fn text(
    props: &SettingsPageViewProps,
    draft: &Draft,
    field: Field,
    label: &str,
    hint: &str,
    kind: &'static str,
) -> Html {
    let id = format!("set-{}", field.slug());
    let hint_id = format!("{id}-hint");
    let oninput = props.send.reform(move |event: InputEvent| {
        DraftMsg::Text(field, event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let problem = draft.problem(field);
    html! {
        <div class="field">
            <label for={id.clone()}>{ label.to_owned() }</label>
            <input {id} data-testid={format!("set-{}", field.slug())} type={kind}
                value={draft.text(field).to_owned()} {oninput} aria-describedby={hint_id.clone()}
                aria-invalid={problem.is_some().to_string()} />
            <p id={hint_id} class={if problem.is_some() { "problem" } else { "hint" }}>
                { problem.unwrap_or_else(|| hint.to_owned()) }
            </p>
        </div>
    }
}

fn check(
    props: &SettingsPageViewProps,
    testid: &'static str,
    on: bool,
    label: &str,
    hint: &str,
    set: fn(&mut Settings, bool),
) -> Html {
    let onchange = props.send.reform(move |event: Event| {
        DraftMsg::Set(set, event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    html! {
        <label class="check">
            <input type="checkbox" data-testid={testid} checked={on} {onchange} />
            <span><b>{ label.to_owned() }</b><span class="muted">{ hint.to_owned() }</span></span>
        </label>
    }
}

fn dial(draft: &Draft, props: &SettingsPageViewProps) -> Html {
    let now = draft.settings.autonomy;
    let at = STOPS.iter().position(|(stop, ..)| *stop == now).unwrap_or(0);
    let oninput = props.send.reform(|event: InputEvent| {
        let value = event.target_unchecked_into::<HtmlInputElement>().value();
        DraftMsg::Dial(match value.as_str() {
            "2" => Autonomy::Act,
            "1" => Autonomy::Maintain,
            _ => Autonomy::Observe,
        })
    });
    let (_, will, will_not) = STOPS[at];
    html! {
        <section class="dial">
            <h2><label for="dial">{ "What the agent may do by itself" }</label></h2>
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
            <p class="muted">{ "Turning the dial scores open drafts again; it never releases one." }</p>
            { check(props, "dry-run", draft.settings.dry_run, "Dry run",
                "Everything runs as set above, but nothing is prepared or sent.",
                |s, on| s.dry_run = on) }
        </section>
    }
}

fn hours(draft: &Draft, props: &SettingsPageViewProps) -> Html {
    html! {
        <section>
            <h2>{ "Working hours" }</h2>
            <p class="muted">{ "Outside them nothing is checked, holds stand still, and approvals wait." }</p>
            { text(props, draft, Field::Zone, "Time zone", "An IANA name, such as Australia/Sydney.", "text") }
            <div class="pair">
                { text(props, draft, Field::Start, "From", "Local time, such as 08:00.", "text") }
                { text(props, draft, Field::End, "To", "Local time; 24:00 for the whole day.", "text") }
            </div>
            <fieldset class="days">
                <legend>{ "Days" }</legend>
                { for DAYS.iter().map(|(day, name)| {
                    let day = *day;
                    let onchange = props.send.reform(move |_: Event| DraftMsg::Day(day));
                    html! {
                        <label>
                            <input type="checkbox" checked={draft.settings.hours.days.contains(&day)}
                                {onchange} />{ *name }
                        </label>
                    }
                }) }
            </fieldset>
            { text(props, draft, Field::DaysOff, "Days off", "Dates as 2026-12-25, separated by commas.", "text") }
        </section>
    }
}

fn checks(draft: &Draft, view: &SettingsView, props: &SettingsPageViewProps) -> Html {
    let spent = |spent: u64, of: u64, what: &str| {
        html! {
            <p>
                { format!("{} of {} {what}", words::money(spent), words::money(of)) }<br />
                <meter min="0" max={of.max(1).to_string()} value={spent.to_string()}
                    aria-label={format!("Spent {what}")} />
            </p>
        }
    };
    let budget = &view.settings.budget;
    html! {
        <section>
            <h2>{ "Checks and cost" }</h2>
            { text(props, draft, Field::Interval, "Minutes between checks", "5 to 120.", "number") }
            <div class="pair">
                { text(props, draft, Field::Day, "Budget of a day, $", "What models may cost.", "text") }
                { text(props, draft, Field::Month, "Budget of a month, $", "What models may cost.", "text") }
            </div>
            { spent(view.spent_today_microusd, budget.day_microusd, "today") }
            { spent(view.spent_month_microusd, budget.month_microusd, "this month") }
            <p class="muted">{ "Near the limit only critical work uses a model; at the limit, rules alone." }</p>
        </section>
    }
}

fn leaving(draft: &Draft, props: &SettingsPageViewProps) -> Html {
    html! {
        <section>
            <h2>{ "What may leave" }</h2>
            { check(props, "lapse", draft.settings.lapse_enabled, "Held mail may go out when its hold ends",
                "Only if all is well, every recipient is internal or allowed, and the notice arrived. \
                 Off: every hold ends in a question.",
                |s, on| s.lapse_enabled = on) }
            { text(props, draft, Field::Links, "Hosts that links may point at",
                "Separated by commas. A link to any other host stops a draft.", "text") }
            { text(props, draft, Field::Notice, "Address for notices",
                "Empty: notices appear in the dashboard only.", "email") }
            { check(props, "single-keys", draft.settings.single_keys, "Single keys",
                "Press ? for the map. Off: only Esc and the keys of the browser work.",
                |s, on| s.single_keys = on) }
        </section>
    }
}

fn about(view: &SettingsView) -> Html {
    html! {
        <section>
            <h2>{ "Installation" }</h2>
            <dl class="facts">
                <dt>{ "Drafts are written by" }</dt><dd>{ &view.model }</dd>
                { for view.integrations.iter().map(|(name, health)| html! {
                    <><dt>{ name }</dt><dd>{ health }</dd></>
                }) }
                <dt>{ "Version" }</dt><dd>{ &view.version }</dd>
                <dt>{ "Policy" }</dt><dd><code>{ &view.engine_digest }</code></dd>
            </dl>
        </section>
    }
}

fn save_bar(draft: &Draft, props: &SettingsPageViewProps) -> Html {
    let ready = draft.changed() && draft.valid() && !draft.busy;
    html! {
        <div class="save-bar">
            <button type="submit" class="button primary" data-testid="save-settings" disabled={!ready}>
                { "Save settings" }
            </button>
            if draft.changed() {
                <button type="button" class="button" data-testid="revert-settings"
                    onclick={props.send.reform(|_: MouseEvent| DraftMsg::Revert)}>
                    { "Discard changes" }
                </button>
            }
            <span class="muted" role="status">{ draft.word() }</span>
            if let Some(problem) = &draft.failure {
                <Notice tone={Tone::Bad}>{ format!("{} {}", problem.text, problem.hint) }</Notice>
            }
        </div>
    }
}

/// Properties of [`SettingsPage`].
#[derive(Properties, PartialEq)]
pub struct SettingsPageProps {
    /// The settings changed: the header changes.
    pub saved: Callback<()>,
}

/// The page of settings with its calls.
#[component]
pub fn SettingsPage(props: &SettingsPageProps) -> Html {
    let source = use_remote((), |()| api::settings());
    let draft = use_reducer(Draft::default);
    let stored = source.data.data().map(Rc::clone);
    {
        let dispatcher = draft.dispatcher();
        use_effect_with(stored.clone(), move |stored| {
            if let Some(view) = stored {
                dispatcher.dispatch(DraftMsg::Fresh(view.settings.clone()));
            }
        });
    }
    let save = {
        let (draft, put, saved) = (draft.clone(), source.put.clone(), props.saved.clone());
        Callback::from(move |()| {
            if !draft.changed() || !draft.valid() || draft.busy {
                return;
            }
            let (settings, dispatcher) = (draft.settings.clone(), draft.dispatcher());
            let (put, saved) = (put.clone(), saved.clone());
            dispatcher.dispatch(DraftMsg::Started);
            spawn_local(async move {
                match api::save_settings(&settings).await {
                    Ok(view) => {
                        dispatcher.dispatch(DraftMsg::Saved(view.settings.clone()));
                        put.emit(Rc::new(view));
                        saved.emit(());
                    }
                    Err(error) => dispatcher.dispatch(DraftMsg::Refused(Failure::from(&error))),
                }
            });
        })
    };
    let send = {
        let dispatcher = draft.dispatcher();
        Callback::from(move |msg| dispatcher.dispatch(msg))
    };
    let shown = draft.loaded.then(|| (*draft).clone());
    html! {
        <SettingsPageView data={source.data} draft={shown} {send} {save} reload={source.reload} />
    }
}
