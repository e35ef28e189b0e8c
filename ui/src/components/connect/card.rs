//! A connection as it stands: where it points, how it answers, what it is granted, and how it ends.

use api_types::{ConnectionView, HealthState};
use yew::prelude::*;

use crate::components::connect::{integration_name, scopes};
use crate::components::fields::Sure;
use crate::components::{Badge, Icon};
use crate::services::time::Clock;
use crate::services::words::Tone;

/// A health in a word, with its tone.
#[must_use]
pub const fn health(state: HealthState) -> (&'static str, Tone) {
    match state {
        HealthState::NotConnected => ("Not connected", Tone::Plain),
        HealthState::NotReadYet => ("Connected, not read yet", Tone::Plain),
        HealthState::Well => ("Answers", Tone::Good),
        HealthState::Warning => ("Last check failed", Tone::Waits),
        HealthState::Failing => ("Does not answer", Tone::Bad),
    }
}

fn method(name: &str) -> &str {
    match name {
        "api_token" => "API token",
        "device_code" => "Sign-in with a code, on behalf of one person",
        "client_credentials" => "Application, limited to one mailbox",
        other => other,
    }
}

/// Properties of [`ConnectionCard`].
#[derive(Properties, PartialEq)]
pub struct ConnectionCardProps {
    /// `set` or `start`.
    pub prefix: &'static str,
    /// The connection.
    pub view: ConnectionView,
    /// Whether a call is under way.
    #[prop_or_default]
    pub busy: bool,
    /// Disconnects.
    #[prop_or_default]
    pub disconnect: Callback<()>,
}

/// A connected account.
#[component]
pub fn ConnectionCard(props: &ConnectionCardProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    let view = &props.view;
    let (word, tone) = health(view.health);
    let at = |ms: i64| format!("{} ({})", clock.stamp(ms), clock.relative(ms));
    let hook = format!("{}-{}", props.prefix, view.name);
    html! {
        <div class="connection" data-testid={format!("{hook}-connection")}>
            <p class="card-sub"><Badge {tone} text={word} />
                <span data-testid={format!("{hook}-health")}>{ &view.health_text }</span></p>
            if !view.hint.is_empty() { <p><b>{ "What to do: " }</b>{ &view.hint }</p> }
            <dl class="facts">
                <dt>{ "Points at" }</dt><dd>{ &view.place }</dd>
                <dt>{ "Account" }</dt><dd>{ &view.account }</dd>
                <dt>{ "Way" }</dt><dd>{ method(&view.method) }</dd>
                if view.connected_ms > 0 { <dt>{ "Connected" }</dt><dd>{ at(view.connected_ms)
                    }</dd> }
                <dt>{ "Last answered" }</dt>
                <dd>{ if view.ok_ms > 0 { at(view.ok_ms) } else { "not yet".to_owned() } }</dd>
                if view.failures > 0 {
                    <dt>{ "Failures in a row" }</dt><dd>{ view.failures }</dd>
                }
            </dl>
            <details class="section">
                <summary><Icon name="chevron" />{ "What it is granted" }</summary>
                { scopes(&view.scopes) }
                if view.grants.is_empty() {
                    <p class="muted">{ "Nothing yet." }</p>
                } else {
                    <ul class="grants">
                        { for view.grants.iter().map(|(call, kind)| html! {
                            <li><span class="grant-kind">{ kind }</span><code>{ call }</code></li>
                        }) }
                    </ul>
                }
            </details>
            <Sure testid={format!("{hook}-disconnect")} kind="danger" disabled={props.busy}
                label={format!("Disconnect {}", integration_name(&view.name))}
                question="The credential is revoked where the service allows it, and forgotten \
                    here. \
                          Checks stop reading this account; what was read stays until it is \
                              forgotten under Privacy."
                yes="Disconnect and forget the credential" sure={props.disconnect.clone()} />
        </div>
    }
}
