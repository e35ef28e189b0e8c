//! Signing in, and the first start.

use api_types::Session;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, InputEvent, SubmitEvent};
use yew::prelude::*;

use crate::components::{Icon, Notice};
use crate::services::http::ApiError;
use crate::services::words::Tone;
use crate::services::{api, dom};
use crate::state::Failure;

/// Fewest characters of a passphrase.
const PASSPHRASE_CHARS_MIN: usize = 12;

/// Properties of [`SignInView`].
#[derive(Properties, PartialEq)]
pub struct SignInViewProps {
    /// The one-time token: with one, a passphrase is set; without, it is asked for.
    #[prop_or_default]
    pub token: Option<String>,
    /// Whether the first start waits for its link.
    #[prop_or_default]
    pub link_needed: bool,
    /// Whether a call is under way.
    #[prop_or_default]
    pub busy: bool,
    /// What went wrong.
    #[prop_or_default]
    pub problem: Option<Failure>,
    /// The passphrase was given.
    #[prop_or_default]
    pub submit: Callback<String>,
}

/// The door.
#[component]
pub fn SignInView(props: &SignInViewProps) -> Html {
    let passphrase = use_state(String::new);
    let setup = props.token.is_some();
    let title = if setup || props.link_needed { "First start" } else { "Sign in" };
    let hook = if setup { "setup" } else { "sign-in" };
    let oninput = {
        let passphrase = passphrase.clone();
        Callback::from(move |event: InputEvent| {
            passphrase.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let onsubmit = {
        let (submit, passphrase) = (props.submit.clone(), passphrase.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit.emit((*passphrase).clone());
        })
    };
    html! {
        <main class="door">
            <p class="brand"><Icon name="holds" />{ "Holdfast" }</p>
            <h1>{ title }</h1>
            if props.link_needed {
                <p>{ "No passphrase is set yet. Open the one-time link that holdfast printed when it \
                      started; it ends in " }<code>{ "#/setup/…" }</code>{ "." }</p>
            } else {
                <form {onsubmit}>
                    // Password managers want a name beside the passphrase; there is one user.
                    <input class="sr" type="text" autocomplete="username" value="holdfast"
                        tabindex="-1" aria-hidden="true" readonly={true} />
                    <label for="passphrase">
                        { if setup { "New passphrase" } else { "Passphrase" } }
                    </label>
                    <input id="passphrase" type="password" required={true} autofocus={true}
                        data-testid={format!("{hook}-passphrase")} value={(*passphrase).clone()}
                        autocomplete={if setup { "new-password" } else { "current-password" }}
                        aria-describedby={setup.then_some("passphrase-hint")} {oninput} />
                    if setup {
                        <p id="passphrase-hint" class="muted">
                            { format!("At least {PASSPHRASE_CHARS_MIN} characters; several words \
                                       are easy to keep.") }
                        </p>
                    }
                    <button type="submit" class="button primary" disabled={props.busy}
                        data-testid={format!("{hook}-submit")}>
                        { if setup { "Set passphrase and sign in" } else { "Sign in" } }
                    </button>
                </form>
            }
            if let Some(problem) = &props.problem {
                <Notice tone={Tone::Bad}>{ format!("{} {}", problem.text, problem.hint) }</Notice>
            }
        </main>
    }
}

/// Properties of [`SignIn`].
#[derive(Properties, PartialEq)]
pub struct SignInProps {
    /// The one-time token of the address, if any.
    #[prop_or_default]
    pub token: Option<String>,
    /// Whether no passphrase is set yet.
    pub set_up_needed: bool,
    /// An answer about the session came.
    pub answer: Callback<Result<Session, ApiError>>,
}

/// The door with its calls.
#[component]
pub fn SignIn(props: &SignInProps) -> Html {
    let busy = use_state(|| false);
    let problem = use_state(|| None::<Failure>);
    let token = props.token.clone().filter(|_| props.set_up_needed);
    let submit = {
        let (busy, problem) = (busy.clone(), problem.clone());
        let (token, answer) = (token.clone(), props.answer.clone());
        Callback::from(move |passphrase: String| {
            if token.is_some() && passphrase.chars().count() < PASSPHRASE_CHARS_MIN {
                problem.set(Some(Failure {
                    text: "The passphrase is too short.".to_owned(),
                    hint: format!("Use at least {PASSPHRASE_CHARS_MIN} characters."),
                }));
                return;
            }
            let (busy, problem) = (busy.clone(), problem.clone());
            let (token, answer) = (token.clone(), answer.clone());
            busy.set(true);
            spawn_local(async move {
                let setup = token.is_some();
                let got = match token {
                    Some(token) => api::set_up(token, passphrase).await,
                    None => api::sign_in(passphrase).await,
                };
                busy.set(false);
                match got {
                    Ok(session) => {
                        if setup {
                            // The token is used up and leaves the address.
                            dom::go("/");
                        }
                        answer.emit(Ok(session));
                    }
                    Err(error) => problem.set(Some(Failure::from(&error))),
                }
            });
        })
    };
    let link_needed = props.set_up_needed && token.is_none();
    html! {
        <SignInView {token} {link_needed} busy={*busy} problem={(*problem).clone()} {submit} />
    }
}
