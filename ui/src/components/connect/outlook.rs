//! Connecting Outlook: with a code on behalf of one person, or as an application limited to one
//! mailbox.

use api_types::{ConnectApplication, ConnectOutlook, DeviceProgress};
use wasm_bindgen_futures::spawn_local;
use web_sys::SubmitEvent;
use yew::prelude::*;

use crate::components::connect::scopes;
use crate::components::fields::{TextField, problem};
use crate::components::{Icon, Notice};
use crate::services::dom;
use crate::services::time::Clock;
use crate::services::words::Tone;
use crate::state::Failure;

/// Properties of [`OutlookForm`].
#[derive(Properties, PartialEq)]
pub struct OutlookFormProps {
    /// `set` or `start`.
    pub prefix: &'static str,
    /// What is asked for, each with why.
    #[prop_or_default]
    pub scopes: Vec<(String, String)>,
    /// How far a sign-in with a code is.
    #[prop_or(DeviceProgress::None)]
    pub progress: DeviceProgress,
    /// Whether a call is under way.
    #[prop_or_default]
    pub busy: bool,
    /// What the server refused.
    #[prop_or_default]
    pub problem: Option<Failure>,
    /// Starts the sign-in with a code.
    #[prop_or_default]
    pub start: Callback<ConnectOutlook>,
    /// Connects as an application.
    #[prop_or_default]
    pub application: Callback<ConnectApplication>,
    /// Leaves a code that waits, for another one or the other way.
    #[prop_or_default]
    pub again: Callback<()>,
}

/// Both ways.
#[component]
pub fn OutlookForm(props: &OutlookFormProps) -> Html {
    let as_application = use_state(|| false);
    let fields = use_state(Fields::default);
    let tried = use_state(|| false);
    let onsubmit = {
        let (fields, app, tried) = (fields.clone(), *as_application, tried.setter());
        let (start, application, busy) =
            (props.start.clone(), props.application.clone(), props.busy);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if busy || !fields.complete(app) {
                return;
            }
            if app { application.emit(fields.application()) } else { start.emit(fields.code()) }
        })
    };
    let way = |app: bool, name: &'static str, label: &'static str, hint: &'static str| {
        let set = as_application.setter();
        html! {
            <label class={classes!("option", (*as_application == app).then_some("on"))}>
                <input type="radio" name={format!("{}-outlook-way", props.prefix)}
                    checked={*as_application == app}
                    data-testid={format!("{}-outlook-way-{name}", props.prefix)}
                    onchange={Callback::from(move |_: Event| set.set(app))} />
                <span class="option-text"><b>{ label }</b><span class="muted">{ hint }</span></span>
            </label>
        }
    };
    if matches!(props.progress, DeviceProgress::Waiting { .. }) {
        return html! {
            <>
                <DeviceView prefix={props.prefix} progress={props.progress.clone()} />
                <button type="button" class="button quiet" onclick={props.again.reform(|_| ())}
                    data-testid={format!("{}-outlook-again", props.prefix)}>
                    { "Get another code, or connect in the other way" }
                </button>
            </>
        };
    }
    html! {
        <form {onsubmit} novalidate={true} data-testid={format!("{}-outlook-form", props.prefix)}>
            <DeviceView prefix={props.prefix} progress={props.progress.clone()} />
            <fieldset class="options">
                <legend>{ "Two ways to connect" }</legend>
                { way(false, "code", "Sign in with a code",
                    "Delegated permissions: the agent reads and sends as the person who signs in, \
                        and nothing else.") }
                { way(true, "application", "As an application",
                    "Application permissions with a secret; the tenant has to limit them to the \
                        one mailbox.") }
            </fieldset>
            { scopes(&props.scopes) }
            { register(*as_application) }
            { typed_fields(props, &fields, *as_application, *tried) }
            { problem(props.problem.as_ref()) }
            <button type="submit" class="button primary" disabled={props.busy}
                data-testid={format!("{}-outlook-connect", props.prefix)}>
                { match (props.busy, *as_application) {
                    (true, _) => "Asking Microsoft",
                    (false, true) => "Connect the mailbox",
                    (false, false) => "Get a code",
                } }
            </button>
        </form>
    }
}

/// What has to be done in Entra before; the words are those of its pages.
fn register(app: bool) -> Html {
    let own = if app {
        [
            "Under “API permissions”, add the application permissions above, and have an \
             administrator consent.",
            "Under “Certificates & secrets”, make a client secret; it is shown once.",
            "Limit the application to the one mailbox with an application access policy of \
             Exchange Online. Without it, it could read every mailbox.",
        ]
    } else {
        [
            "Under “Authentication”, allow public client flows.",
            "Under “API permissions”, add the delegated permissions above.",
            "Some organisations ask an administrator to consent before the first sign-in.",
        ]
    };
    html! {
        <details class="section">
            <summary><Icon name="chevron" />{ "How to register the application in Entra" }</summary>
            <ol class="bullets">
                <li>{ "Under “App registrations”, make a new registration for this organisation." }</li>
                { for own.into_iter().map(|text| html! { <li>{ text }</li> }) }
                <li>{ "Copy the tenant id and the client id from its first page." }</li>
            </ol>
        </details>
    }
}

#[derive(Clone, PartialEq)]
struct Fields {
    tenant: String,
    client_id: String,
    secret: String,
    mailbox: String,
}

impl Default for Fields {
    fn default() -> Self {
        let none = String::new;
        // The word by which Microsoft finds the tenant of whoever signs in.
        Self {
            tenant: "organizations".to_owned(),
            client_id: none(),
            secret: none(),
            mailbox: none(),
        }
    }
}

impl Fields {
    fn complete(&self, app: bool) -> bool {
        let filled = |text: &str| !text.trim().is_empty();
        let both = self.tenant_fault(app).is_none() && filled(&self.client_id);
        both && (!app || (filled(&self.secret) && filled(&self.mailbox)))
    }

    /// What is wrong with the tenant: nobody signs in as an application, so it has to be named.
    fn tenant_fault(&self, app: bool) -> Option<&'static str> {
        match self.tenant.trim() {
            "" => Some("The tenant is needed."),
            "organizations" | "common" if app => {
                Some("An application needs the id or domain of its own tenant.")
            }
            _ => None,
        }
    }

    fn code(&self) -> ConnectOutlook {
        ConnectOutlook {
            tenant: self.tenant.trim().to_owned(),
            client_id: self.client_id.trim().to_owned(),
        }
    }

    fn application(&self) -> ConnectApplication {
        ConnectApplication {
            tenant: self.tenant.trim().to_owned(),
            client_id: self.client_id.trim().to_owned(),
            client_secret: self.secret.trim().to_owned(),
            mailbox: self.mailbox.trim().to_owned(),
        }
    }
}

fn typed_fields(
    props: &OutlookFormProps,
    fields: &UseStateHandle<Fields>,
    app: bool,
    tried: bool,
) -> Html {
    let id = |name: &str| format!("{}-outlook-{name}", props.prefix);
    let typed = |put: fn(&mut Fields, String)| {
        let fields = fields.clone();
        Callback::from(move |text| {
            let mut next = (*fields).clone();
            put(&mut next, text);
            fields.set(next);
        })
    };
    let missing = |text: &str, what: &'static str| {
        (tried && text.trim().is_empty()).then_some(AttrValue::Static(what))
    };
    html! {
        <>
            <TextField id={id("tenant")} label="Tenant" value={fields.tenant.clone()}
                typed={typed(|f, text| f.tenant = text)}
                hint="Tenant id or domain; “organizations” where it is not known."
                problem={fields.tenant_fault(app).filter(|_| tried).map(AttrValue::Static)} />
            <TextField id={id("client")} label="Client id" value={fields.client_id.clone()}
                typed={typed(|f, text| f.client_id = text)}
                hint="Application (client) id of the application registered in Entra."
                problem={missing(&fields.client_id, "The client id is needed; Entra shows it on \
                    the application's page.")} />
            if app {
                <TextField id={id("secret")} label="Client secret" kind="password"
                    value={fields.secret.clone()} typed={typed(|f, text| f.secret = text)}
                    hint="Stored by this installation only; never shown again."
                    problem={missing(&fields.secret, "The secret is needed; Entra shows it once, \
                        when it is made.")} />
                <TextField id={id("mailbox")} label="Mailbox" kind="email"
                    value={fields.mailbox.clone()}
                    typed={typed(|f, text| f.mailbox = text)}
                        hint="The one mailbox that is read and sent from."
                    problem={missing(&fields.mailbox, "The mailbox is needed.")} />
            }
        </>
    }
}

/// Properties of [`DeviceView`].
#[derive(Properties, PartialEq)]
pub struct DeviceViewProps {
    /// `set` or `start`.
    pub prefix: &'static str,
    /// How far it is.
    pub progress: DeviceProgress,
}

/// The code to type at Microsoft, or why it did not work.
#[component]
pub fn DeviceView(props: &DeviceViewProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    let copied = use_state(|| None::<bool>);
    let id = |name: &str| format!("{}-outlook-{name}", props.prefix);
    match &props.progress {
        DeviceProgress::None | DeviceProgress::Connected { .. } => Html::default(),
        DeviceProgress::Failed { error, hint } => html! {
            <Notice tone={Tone::Bad}>{ format!("{error} {hint}") }</Notice>
        },
        DeviceProgress::Waiting { code } => {
            let copy = {
                let (copied, text) = (copied.setter(), code.user_code.clone());
                Callback::from(move |_: MouseEvent| {
                    let (copied, text) = (copied.clone(), text.clone());
                    spawn_local(async move { copied.set(Some(dom::copy(&text).await)) });
                })
            };
            html! {
                <div class="device">
                    <p>{ "Open Microsoft's page, type this code, and sign in as the person whose \
                        mailbox it is." }</p>
                    <p class="device-code" data-testid={id("code")}>{ &code.user_code }</p>
                    <div class="actions">
                        <button type="button" class="button" data-testid={id("copy")}
                            onclick={copy}>
                            <Icon name="copy" />{ "Copy the code" }
                        </button>
                        <a class="button primary" href={code.verification_url.clone()}
                            target="_blank"
                            rel="noopener noreferrer" data-testid={id("open")}>
                            { "Open Microsoft's page (new tab)" }
                        </a>
                    </div>
                    <p class="muted" role="status">
                        { match *copied {
                            Some(true) => "The code is copied. ",
                            Some(false) => "The browser did not allow copying; type the code. ",
                            None => "",
                        } }
                        { format!("Waiting for the sign-in; asked every {} s. The code expires {}.",
                            code.interval_s, clock.relative(code.expires_ms)) }
                    </p>
                    <p class="muted">{ &code.verification_url }</p>
                </div>
            }
        }
    }
}
