//! The calls behind the page of settings.

use std::rc::Rc;

use api_types::{ProjectSummary, TrySettings};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::hooks::{use_call, use_once, use_remote};
use crate::pages::settings::work::ZONES;
use crate::pages::settings::{SessionAct, SettingsPageView, Tried};
use crate::services::{api, dom, manage};
use crate::state::Failure;
use crate::state::settings::{Draft, DraftMsg};

/// Properties of [`SettingsPage`].
#[derive(Properties, PartialEq)]
pub struct SettingsPageProps {
    /// The settings changed: the header changes.
    pub saved: Callback<()>,
    /// The session is over.
    #[prop_or_default]
    pub signed_out: Callback<()>,
    /// All projects.
    #[prop_or_default]
    pub projects: Vec<ProjectSummary>,
    /// The section that the address names; empty for none.
    #[prop_or_default]
    pub section: String,
}

/// The page of settings with its calls.
#[component]
pub fn SettingsPage(props: &SettingsPageProps) -> Html {
    let source = use_remote((), |()| api::settings());
    let connections = use_remote((), |()| manage::connections());
    let sessions = use_once((), |()| manage::sessions());
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
    use_effect_with((props.section.clone(), stored.is_some()), |(section, there)| {
        if *there && !section.is_empty() {
            dom::show(&format!("settings-{section}"));
        }
    });
    let save = save(&draft, &source.put, &props.saved);
    let send = {
        let dispatcher = draft.dispatcher();
        Callback::from(move |msg| dispatcher.dispatch(msg))
    };
    let (tried, try_it) = use_preview(&draft);
    let ending = use_call();
    let session_act = {
        let (ending, put, signed_out) =
            (ending.clone(), sessions.put.clone(), props.signed_out.clone());
        Callback::from(move |act: SessionAct| {
            let (put, signed_out) = (put.clone(), signed_out.clone());
            match act {
                SessionAct::End(id) => {
                    ending.run(async move { manage::end_session(&id).await }, move |list| {
                        put.emit(Rc::new(list))
                    });
                }
                SessionAct::EndAll => {
                    ending.run(manage::end_all_sessions(), move |()| signed_out.emit(()))
                }
            }
        })
    };
    let shown = draft.loaded.then(|| (*draft).clone());
    html! {
        <>
            <SettingsPageView data={source.data} draft={shown} {send} {save} reload={source.reload}
                connections={connections.data} reconnect={connections.reload}
                projects={props.projects.clone()} {tried} {try_it} sessions={sessions.data}
                session_problem={ending.problem.clone()} {session_act} />
            <ZoneList />
        </>
    }
}

fn save(
    draft: &UseReducerHandle<Draft>,
    put: &Callback<Rc<api_types::SettingsView>>,
    saved: &Callback<()>,
) -> Callback<()> {
    let (draft, put, saved) = (draft.clone(), put.clone(), saved.clone());
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
}

/// What the settings in the fields would have changed; a report is about the fields it was made
/// from.
#[hook]
fn use_preview(draft: &UseReducerHandle<Draft>) -> (Tried, Callback<u32>) {
    let said = use_state(|| None);
    let call = use_call();
    {
        let said = said.setter();
        use_effect_with(draft.settings.clone(), move |_| said.set(None));
    }
    let try_it = {
        let (call, draft, said) = (call.clone(), draft.clone(), said.setter());
        Callback::from(move |days: u32| {
            let what = TrySettings { settings: draft.settings.clone(), days };
            let said = said.clone();
            call.run(async move { manage::preview(&what).await }, move |preview| {
                said.set(Some(preview))
            });
        })
    };
    (Tried { busy: call.busy, preview: (*said).clone(), problem: call.problem.clone() }, try_it)
}

/// Zones that this browser knows, as proposals for the field.
#[component]
pub fn ZoneList() -> Html {
    let zones = use_state(Vec::new);
    {
        let zones = zones.setter();
        use_effect_with((), move |()| zones.set(dom::zones()));
    }
    html! {
        <datalist id={ZONES}>
            { for zones.iter().map(|zone: &String| html! { <option value={zone.clone()} /> }) }
        </datalist>
    }
}
