//! The form that connects Jira.

use api_types::ConnectJira;
use web_sys::SubmitEvent;
use yew::prelude::*;

use crate::components::connect::scopes;
use crate::components::fields::{TextField, problem};
use crate::state::Failure;

/// Where Atlassian makes API tokens.
const TOKENS: &str = "https://id.atlassian.com/manage-profile/security/api-tokens";

/// Properties of [`JiraForm`].
#[derive(Properties, PartialEq)]
pub struct JiraFormProps {
    /// `set` or `start`.
    pub prefix: &'static str,
    /// What is asked for, each with why.
    #[prop_or_default]
    pub scopes: Vec<(String, String)>,
    /// Whether a call is under way.
    #[prop_or_default]
    pub busy: bool,
    /// What the server refused.
    #[prop_or_default]
    pub problem: Option<Failure>,
    /// Connects.
    #[prop_or_default]
    pub connect: Callback<ConnectJira>,
}

/// Site, mail and API token.
#[component]
pub fn JiraForm(props: &JiraFormProps) -> Html {
    let (site, mail, token) =
        (use_state(String::new), use_state(String::new), use_state(String::new));
    let tried = use_state(|| false);
    let missing = |text: &str, what: &'static str| {
        (*tried && text.trim().is_empty()).then_some(AttrValue::Static(what))
    };
    let onsubmit = {
        let (site, mail, token) = (site.clone(), mail.clone(), token.clone());
        let (tried, connect, busy) = (tried.setter(), props.connect.clone(), props.busy);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            let form = ConnectJira {
                site: site.trim().to_owned(),
                mail: mail.trim().to_owned(),
                token: token.trim().to_owned(),
            };
            if !busy && ![&form.site, &form.mail, &form.token].iter().any(|text| text.is_empty()) {
                connect.emit(form);
            }
        })
    };
    let typed = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text| state.set(text))
    };
    let id = |name: &str| format!("{}-jira-{name}", props.prefix);
    html! {
        <form {onsubmit} novalidate={true} data-testid={id("form")}>
            <p>{ "An API token reads and writes as the account that made it, so the account \
                should see only what \
                  the agent may see. " }
                <a href={TOKENS} target="_blank" rel="noopener noreferrer">
                    { "Make a token at Atlassian (opens a new tab)" }</a>{ "." }</p>
            { scopes(&props.scopes) }
            <TextField id={id("site")} label="Site" value={(*site).clone()} typed={typed(&site)}
                hint="Such as northwind.atlassian.net; a pasted address is cut down to it."
                problem={missing(&site, "The site is needed, such as northwind.atlassian.net.")} />
            <TextField id={id("mail")} label="Mail address of the account" kind="email"
                value={(*mail).clone()} typed={typed(&mail)} autocomplete="email"
                hint="The one that signs in to Jira."
                problem={missing(&mail, "The mail address that signs in to Jira is needed.")} />
            <TextField id={id("token")} label="API token" kind="password" value={(*token).clone()}
                typed={typed(&token)} hint="Stored by this installation only; never shown again."
                problem={missing(&token, "The token is needed; Atlassian shows it once, when it \
                    is made.")} />
            { problem(props.problem.as_ref()) }
            <button type="submit" class="button primary" disabled={props.busy}
                data-testid={id("connect")}>
                { if props.busy { "Asking Jira" } else { "Connect Jira" } }
            </button>
        </form>
    }
}
