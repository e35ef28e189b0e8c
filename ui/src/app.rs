//! The root: the gate, the frame, the page of the address.

use std::rc::Rc;

use api_types::Session;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::{Failed, KeyMap, Loading, Shell};
use crate::hooks::{Beat, use_beat, use_keys, use_remote};
use crate::pages::activity::Activity;
use crate::pages::decisions::Decisions;
use crate::pages::holds::Holds;
use crate::pages::mission::Mission;
use crate::pages::project::{ProjectPage, Projects};
use crate::pages::settings::SettingsPage;
use crate::pages::sign_in::SignIn;
use crate::route::Route;
use crate::services::http::{self, ApiError};
use crate::services::policy::{self, Judge};
use crate::services::time::Clock;
use crate::services::{api, dom};
use crate::state::{App, AppMsg, Gate};

/// The dashboard.
#[component]
pub fn Root() -> Html {
    html! { <HashRouter><Frame /></HashRouter> }
}

#[component]
fn Frame() -> Html {
    let app = use_reducer(App::default);
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    let answer = {
        let dispatcher = app.dispatcher();
        Callback::from(move |answer: Result<Session, ApiError>| {
            if let Ok(session) = &answer {
                http::set_csrf(session.csrf.clone());
            }
            dispatcher.dispatch(AppMsg::Session(answer));
        })
    };
    let ask = {
        let answer = answer.clone();
        Callback::from(move |()| {
            let answer = answer.clone();
            spawn_local(async move { answer.emit(api::session().await) });
        })
    };
    {
        let ask = ask.clone();
        use_effect_with((), move |()| ask.emit(()));
    }
    let refresh = use_beat(&app);
    let judge = use_judge(&app);
    let token = match &route {
        Route::Setup { token } => Some(token.clone()),
        _ => None,
    };
    match &app.gate {
        Gate::Unknown => html! { <main class="door"><Loading what="the dashboard" /></main> },
        Gate::Unreachable(failure) => html! {
            <main class="door"><Failed failure={failure.clone()} retry={ask} /></main>
        },
        Gate::SetUp | Gate::SignIn => html! {
            <SignIn {token} set_up_needed={app.gate == Gate::SetUp} {answer} />
        },
        Gate::Open => html! {
            <ContextProvider<Clock> context={app.clock()}>
            <ContextProvider<Beat> context={Beat(app.beat)}>
            <ContextProvider<Judge> context={judge}>
                <Inside app={app.clone()} {route} {refresh} />
            </ContextProvider<Judge>>
            </ContextProvider<Beat>>
            </ContextProvider<Clock>>
        },
    }
}

/// Loads the policy that the session names.
#[hook]
fn use_judge(app: &UseReducerHandle<App>) -> Judge {
    let judge = use_state(Judge::default);
    {
        let judge = judge.setter();
        let digest = (app.gate == Gate::Open).then(|| app.engine_digest.clone());
        use_effect_with(digest, move |digest| {
            let Some(digest) = digest.clone() else { return };
            spawn_local(async move {
                judge.set(match policy::load(&digest).await {
                    Ok(function) => Judge::Ready(digest, function),
                    Err(why) => Judge::Failed(why),
                });
            });
        });
    }
    (*judge).clone()
}

#[derive(Properties, PartialEq)]
struct InsideProps {
    app: UseReducerHandle<App>,
    route: Route,
    refresh: Callback<()>,
}

#[component]
fn Inside(props: &InsideProps) -> Html {
    let (app, route) = (&props.app, &props.route);
    let map_open = use_state(|| false);
    let map = {
        let map_open = map_open.setter();
        use_callback((), move |(), _| map_open.set(true))
    };
    let close = {
        let map_open = map_open.setter();
        use_callback((), move |(), _| map_open.set(false))
    };
    let single_keys = app.status.as_ref().is_none_or(|status| status.single_keys);
    use_keys(single_keys, map.clone());
    let waiting = app.status.as_ref().map_or(0, |s| s.held + s.decisions);
    use_effect_with((route.title(), waiting), |(title, waiting)| {
        let count = if *waiting > 0 { format!("({waiting}) ") } else { String::new() };
        dom::title(&format!("{count}{title} - Holdfast"));
    });
    let projects = use_remote((), |()| api::projects());
    let check_now = {
        let (dispatcher, refresh) = (app.dispatcher(), props.refresh.clone());
        Callback::from(move |()| {
            let (dispatcher, refresh) = (dispatcher.clone(), refresh.clone());
            spawn_local(async move {
                match api::check_now().await {
                    Ok(status) => dispatcher.dispatch(AppMsg::Status(Ok(status), dom::local_ms())),
                    Err(error) => {
                        dispatcher.dispatch(AppMsg::Status(Err(error), dom::local_ms()));
                        refresh.emit(());
                    }
                }
            });
        })
    };
    let sign_out = {
        let dispatcher = app.dispatcher();
        Callback::from(move |()| {
            let dispatcher = dispatcher.clone();
            spawn_local(async move {
                if api::sign_out().await.is_ok() {
                    http::set_csrf(None);
                    dispatcher.dispatch(AppMsg::SignedOut);
                }
            });
        })
    };
    let list = projects.data.data().map(|list| (**list).clone()).unwrap_or_default();
    html! {
        <Shell route={route.clone()} status={app.status.clone()} failure={app.failure.clone()}
            updated={app.updated} projects={list} {check_now} {sign_out} {map}
            reload={Callback::from(|()| dom::reload())}>
            { page(props, projects.data.clone(), projects.reload) }
            <KeyMap open={*map_open} {single_keys} {close} />
        </Shell>
    }
}

fn page(
    props: &InsideProps,
    projects: crate::state::Remote<Vec<api_types::ProjectSummary>>,
    reload: Callback<()>,
) -> Html {
    let decided = props.refresh.clone();
    let updated = {
        let dispatcher = props.app.dispatcher();
        Callback::from(move |()| dispatcher.dispatch(AppMsg::Updated))
    };
    match props.route.clone() {
        Route::Mission => html! { <Mission /> },
        Route::Setup { .. } => html! { <Redirect<Route> to={Route::Mission} /> },
        Route::Holds => html! { <Holds {decided} {updated} /> },
        Route::Hold { id } => html! { <Holds open={api::unescaped(&id)} {decided} {updated} /> },
        Route::Decisions => html! { <Decisions {decided} {updated} /> },
        Route::Projects => html! { <Projects data={projects} {reload} /> },
        Route::Project { id } => html! { <ProjectPage id={api::unescaped(&id)} /> },
        Route::Activity => html! { <Activity projects={projects.data().map(Rc::clone)} /> },
        Route::Settings => html! { <SettingsPage saved={decided} /> },
        Route::NotFound => html! {
            <Failed failure={crate::state::Failure {
                text: "There is no page at this address.".to_owned(),
                hint: "Use the list of pages.".to_owned(),
            }} />
        },
    }
}
