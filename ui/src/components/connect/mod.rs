//! Connecting an account: the two forms, the connection as it stands, and their calls. Used by the
//! first run and by
//! Settings; `prefix` tells their hooks for tests apart.

mod card;
mod container;
mod jira;
mod outlook;

pub use card::{ConnectionCard, health};
pub use container::Connector;
pub use jira::JiraForm;
pub use outlook::{DeviceView, OutlookForm};

use yew::prelude::*;

/// What is asked for, each with why.
fn scopes(scopes: &[(String, String)]) -> Html {
    if scopes.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h4>{ "What is asked for, and why" }</h4>
            <dl class="facts scopes">
                { for scopes.iter().map(|(scope, why)| html! {
                    <><dt><code>{ scope }</code></dt><dd>{ why }</dd></>
                }) }
            </dl>
        </>
    }
}

/// Name of an integration as people write it.
#[must_use]
pub fn integration_name(name: &str) -> String {
    match name {
        "jira" => "Jira".to_owned(),
        "outlook" => "Outlook".to_owned(),
        other => other.to_owned(),
    }
}
