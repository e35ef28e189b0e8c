//! The sections that are not saved with the rest: integrations, sessions, data, and what is
//! installed.

use api_types::{ConnectionView, SessionView, SettingsView};
use yew::prelude::*;

use crate::components::connect::{Connector, health, integration_name};
use crate::components::fields::{Sure, problem};
use crate::components::{Badge, Failed, Loading, stale_note};
use crate::pages::settings::form::section;
use crate::services::manage;
use crate::services::time::Clock;
use crate::services::words::Tone;
use crate::state::{Failure, Remote};

pub(crate) fn integrations(data: &Remote<Vec<ConnectionView>>, reload: &Callback<()>) -> Html {
    let body = match data {
        Remote::Loading => html! { <Loading what="the connections" /> },
        Remote::Failed(failure) => {
            html! { <Failed failure={failure.clone()} retry={reload.clone()} /> }
        }
        Remote::Ready(list, failure) => html! {
            <>
                { stale_note(failure.as_ref()) }
                { for list.iter().map(|view| {
                    let (word, tone) = health(view.health);
                    html! {
                        <div class="integration" key={view.name.clone()}
                            data-testid={format!("set-{}", view.name)}>
                            <h3>{ integration_name(&view.name) }
                                if !view.connected { <Badge {tone} text={word} /> }
                            </h3>
                            <Connector prefix="set" view={view.clone()} changed={reload.clone()} />
                        </div>
                    }
                }) }
            </>
        },
    };
    section("integrations", "Integrations", body)
}

/// What can be done with sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionAct {
    /// Ends the one with this id.
    End(String),
    /// Ends all, this one included.
    EndAll,
}

pub(crate) fn sessions(
    data: &Remote<Vec<SessionView>>,
    failure: Option<&Failure>,
    act: &Callback<SessionAct>,
    clock: &Clock,
) -> Html {
    let body = match data {
        Remote::Loading => html! { <Loading what="the sessions" /> },
        Remote::Failed(failure) => html! { <Failed failure={failure.clone()} /> },
        Remote::Ready(list, _) => html! {
            <ul class="picked" id="set-sessions" tabindex="-1" aria-label="Sessions"
                data-testid="set-sessions">
                { for list.iter().map(|session| line(session, act, clock)) }
            </ul>
        },
    };
    section(
        "sessions",
        "Sessions",
        html! {
            <>
                <p class="muted">{ "Every browser that is signed in. Ending a session signs that \
                    browser out at once." }</p>
                { body }
                { problem(failure) }
                <Sure testid="set-sessions-end-all" label="Sign out everywhere" kind="danger"
                    question="Every session ends, this one included; the passphrase is needed \
                        again everywhere."
                    yes="Sign out everywhere" sure={act.reform(|()| SessionAct::EndAll)} />
            </>
        },
    )
}

fn line(session: &SessionView, act: &Callback<SessionAct>, clock: &Clock) -> Html {
    let end = {
        let id = session.id.clone();
        act.reform(move |_: MouseEvent| SessionAct::End(id.clone()))
    };
    let since = clock.stamp(session.created_ms);
    html! {
        <li key={session.id.clone()}>
            <span>
                { format!("Since {since}; last used {}", clock.relative(session.seen_ms)) }
                if session.current { { " " }<Badge tone={Tone::Good} text="This browser" /> }
            </span>
            if !session.current {
                <button type="button" class="button small" onclick={end}
                    data-testid={format!("set-session-end-{}", session.id)}>
                    { "End" }<span class="sr">{ format!(" the session since {since}") }</span>
                </button>
            }
        </li>
    }
}

pub(crate) fn data() -> Html {
    section(
        "data",
        "Privacy and export",
        html! {
            <>
                <p><a href="#/privacy" data-testid="set-privacy">{ "Privacy" }</a>
                    { ": what is stored, for how long, what goes to a model, and how to have it \
                        forgotten." }</p>
                <p>{ "The export is one file with everything but credentials and sessions. \
                    Another installation can import \
                    it; nothing is sent there until what was under way has been reconciled." }</p>
                <a class="button" href={manage::EXPORT} download="holdfast-export.zst"
                    data-testid="set-export">
                    { "Save the export" }
                </a>
            </>
        },
    )
}

pub(crate) fn about(view: &SettingsView) -> Html {
    section(
        "about",
        "Installation",
        html! {
            <dl class="facts">
                <dt>{ "Drafts are written by" }</dt><dd>{ &view.model }</dd>
                    <dt>{ "Version" }</dt><dd>{ &view.version }</dd>
                <dt>{ "Policy" }</dt><dd><code>{ &view.engine_digest }</code></dd>
            </dl>
        },
    )
}
