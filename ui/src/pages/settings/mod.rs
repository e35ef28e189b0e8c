//! Settings: one page of sections; those that are saved together stand in one form.

mod account;
mod autonomy;
mod container;
pub(crate) mod form;
mod thresholds;
pub(crate) mod work;

pub use account::SessionAct;
pub use container::{SettingsPage, ZoneList};
pub use thresholds::Tried;

use api_types::{ConnectionView, ProjectSummary, SessionView, SettingsView};
use web_sys::SubmitEvent;
use yew::prelude::*;

use crate::components::{Failed, Loading, Notice, stale_note};
use crate::hooks::use_rescue;
use crate::pages::settings::form::Form;
use crate::services::dom;
use crate::services::time::Clock;
use crate::services::words::Tone;
use crate::state::settings::{Draft, DraftMsg};
use crate::state::{Failure, Remote};

/// The sections: the last part of their address, and their word in the list.
const SECTIONS: [(&str, &str); 15] = [
    ("integrations", "Integrations"),
    ("dial", "Dial and dry run"),
    ("boost", "Boost"),
    ("always-ask", "Always ask"),
    ("hours", "Working hours"),
    ("checks", "Checks"),
    ("budget", "Budget and spend"),
    ("models", "Models and prices"),
    ("leaving", "What may leave"),
    ("notices", "Notices"),
    ("thresholds", "Thresholds"),
    ("keys", "Keys"),
    ("sessions", "Sessions"),
    ("data", "Privacy and export"),
    ("about", "Installation"),
];

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
    /// Both integrations.
    #[prop_or_default]
    pub connections: Remote<Vec<ConnectionView>>,
    /// Reads the integrations again.
    #[prop_or_default]
    pub reconnect: Callback<()>,
    /// All projects.
    #[prop_or_default]
    pub projects: Vec<ProjectSummary>,
    /// What the preview says.
    #[prop_or_default]
    pub tried: Tried,
    /// Asks what would change, so many days back.
    #[prop_or_default]
    pub try_it: Callback<u32>,
    /// Everybody who is signed in.
    #[prop_or_default]
    pub sessions: Remote<Vec<SessionView>>,
    /// What the server refused about sessions.
    #[prop_or_default]
    pub session_problem: Option<Failure>,
    /// Ends sessions.
    #[prop_or_default]
    pub session_act: Callback<SessionAct>,
}

/// The page of settings.
#[component]
pub fn SettingsPageView(props: &SettingsPageViewProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    let shown = props.draft.as_ref().map(|draft| &draft.settings);
    use_rescue("set-ask-kind".to_owned(), shown.map(|settings| settings.always_ask.len()));
    use_rescue("set-boost".to_owned(), shown.map(|settings| settings.boost));
    use_rescue("set-sessions".to_owned(), props.sessions.data().map(|list| list.len()));
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
    let form = Form { prefix: "set", draft, send: &props.send };
    html! {
        <>
            { title }
            { stale_note(failure.as_ref()) }
            <div class="sectioned">
                { contents() }
                <div class="settings">
                    { account::integrations(&props.connections, &props.reconnect) }
                    <form {onsubmit} novalidate={true}>
                        { autonomy::dial(form) }
                        { autonomy::boost(form, &clock) }
                        { autonomy::always_ask(form, &props.projects) }
                        { work::hours(form) }
                        { work::checks(form) }
                        { work::budget(form, view) }
                        { work::models(form, view) }
                        { work::leaving(form) }
                        { work::notices(form) }
                        { thresholds::thresholds(form, &props.tried, &props.try_it) }
                        { work::keys(form) }
                        { save_bar(draft, props) }
                    </form>
                    { account::sessions(&props.sessions, props.session_problem.as_ref(),
                        &props.session_act, &clock) }
                    { account::data() }
                    { account::about(view) }
                </div>
            </div>
        </>
    }
}

/// The list of sections. The hash is the address of the page, so each section has an address of
/// its own.
fn contents() -> Html {
    html! {
        <nav class="contents" aria-label="Sections of the settings">
            <ul>
                { for SECTIONS.iter().map(|(slug, word)| {
                    let onclick = Callback::from(move |_: MouseEvent|
                        dom::show(&format!("settings-{slug}")));
                    html! {
                        <li><a href={format!("#/settings/{slug}")}
                            data-testid={format!("set-to-{slug}")}
                            {onclick}>{ *word }</a></li>
                    }
                }) }
            </ul>
        </nav>
    }
}

fn save_bar(draft: &Draft, props: &SettingsPageViewProps) -> Html {
    let ready = draft.changed() && draft.valid() && !draft.busy;
    html! {
        <div class="save-bar">
            <button type="submit" class="button primary" data-testid="save-settings"
                disabled={!ready}>
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
