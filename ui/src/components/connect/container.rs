//! The calls behind connecting and disconnecting.

use api_types::{
    ConnectApplication, ConnectJira, ConnectOutlook, ConnectionView, DeviceProgress, HealthState,
};
use yew::prelude::*;

use crate::components::Icon;
use crate::components::connect::{ConnectionCard, JiraForm, OutlookForm};
use crate::components::fields::problem;
use crate::hooks::{use_call, use_poll};
use crate::services::manage;

/// Shortest time between two questions about a sign-in, milliseconds: the server asks Microsoft no
/// more often either.
const DEVICE_MS_MIN: u32 = 2_000;

/// Properties of [`Connector`].
#[derive(Properties, PartialEq)]
pub struct ConnectorProps {
    /// `set` or `start`.
    pub prefix: &'static str,
    /// The connection as the server last said.
    pub view: ConnectionView,
    /// It was connected or disconnected.
    #[prop_or_default]
    pub changed: Callback<()>,
}

/// One integration: its card, or the form that connects it.
#[component]
pub fn Connector(props: &ConnectorProps) -> Html {
    let call = use_call();
    let ending = use_call();
    let outlook = props.view.name == "outlook";
    let (progress, ask) = use_device(outlook && !props.view.connected, props.changed.clone());
    let disconnect = {
        let (ending, changed, name) =
            (ending.clone(), props.changed.clone(), props.view.name.clone());
        Callback::from(move |()| {
            let (changed, name) = (changed.clone(), name.clone());
            ending.run(async move { manage::disconnect(&name).await }, move |_| changed.emit(()));
        })
    };
    let form = if outlook {
        let again = ask.reform(|()| DeviceProgress::None);
        let start = {
            let (call, ask) = (call.clone(), ask);
            Callback::from(move |form: ConnectOutlook| {
                let ask = ask.clone();
                call.run(manage::start_device(form), move |progress| ask.emit(progress));
            })
        };
        let application = {
            let (call, changed) = (call.clone(), props.changed.clone());
            Callback::from(move |form: ConnectApplication| {
                let changed = changed.clone();
                call.run(manage::connect_application(form), move |_| changed.emit(()));
            })
        };
        html! {
            <OutlookForm prefix={props.prefix} scopes={props.view.scopes.clone()} {progress}
                busy={call.busy} problem={call.problem.clone()} {start} {application} {again} />
        }
    } else {
        let connect = {
            let (call, changed) = (call.clone(), props.changed.clone());
            Callback::from(move |form: ConnectJira| {
                let changed = changed.clone();
                call.run(manage::connect_jira(form), move |_| changed.emit(()));
            })
        };
        html! {
            <JiraForm prefix={props.prefix} scopes={props.view.scopes.clone()} busy={call.busy}
                problem={call.problem.clone()} {connect} />
        }
    };
    if !props.view.connected {
        return html! { <>{ problem(ending.problem.as_ref()) }{ form }</> };
    }
    html! {
        <>
            <ConnectionCard prefix={props.prefix} view={props.view.clone()} busy={ending.busy}
                {disconnect} />
            { problem(ending.problem.as_ref()) }
            <details class="section" open={props.view.health == HealthState::Failing}
                data-testid={format!("{}-{}-again", props.prefix, props.view.name)}>
                <summary><Icon name="chevron" />{ "Connect again" }</summary>
                <div>{ form }</div>
            </details>
        </>
    }
}

/// How far the sign-in with a code is, asked while it waits; and what puts a newer answer in its
/// place.
#[hook]
fn use_device(resume: bool, connected: Callback<()>) -> (DeviceProgress, Callback<DeviceProgress>) {
    let progress = use_state(|| DeviceProgress::None);
    let put = {
        let progress = progress.setter();
        Callback::from(move |next: DeviceProgress| {
            if matches!(next, DeviceProgress::Connected { .. }) {
                progress.set(DeviceProgress::None);
                connected.emit(());
            } else {
                progress.set(next);
            }
        })
    };
    let ask = {
        let put = put.clone();
        Callback::from(move |()| {
            let put = put.clone();
            wasm_bindgen_futures::spawn_local(async move {
                // What cannot be asked now is asked again with the next turn.
                if let Ok(next) = manage::device().await {
                    put.emit(next);
                }
            });
        })
    };
    {
        let ask = ask.clone();
        use_effect_with(resume, move |resume| {
            if *resume {
                ask.emit(());
            }
        });
    }
    let every = match &*progress {
        DeviceProgress::Waiting { code } => {
            Some(code.interval_s.saturating_mul(1_000).max(DEVICE_MS_MIN))
        }
        _ => None,
    };
    use_poll(every, ask);
    ((*progress).clone(), put)
}
