//! The root: the gate, the frame, the page of the address.

use std::rc::Rc;

use api_types::{FirstRun, Session, StepState};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::{Failed, KeyMap, Loading, Shell};
use crate::hooks::{Beat, use_beat, use_keys, use_remote};
use crate::pages::activity::Activity;
use crate::pages::decisions::Decisions;
use crate::pages::holds::Holds;
use crate::pages::mission::Mission;
use crate::pages::people::People;
use crate::pages::privacy::PrivacyPage;
use crate::pages::project::{ProjectPage, Projects};
use crate::pages::project_edit::ProjectEdit;
use crate::pages::settings::SettingsPage;
use crate::pages::sign_in::SignIn;
use crate::pages::start::{Start, step_of};
use crate::pages::unassigned::Unassigned;
use crate::route::Route;
use crate::services::http::{self, ApiError};
use crate::services::policy::{self, Judge};
use crate::services::time::Clock;
use crate::services::{api, dom, manage};
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
    let at_home = matches!(route, Route::Mission | Route::Setup { .. });
    let (first_run, look_again) = use_first_run(at_home, app.beat);
    let steps_open = first_run
        .filter(|run| !run.finished)
        .map(|run| run.steps.iter().filter(|(_, state)| *state == StepState::Open).count());
    let changed = {
        let (refresh, reload) = (props.refresh.clone(), projects.reload.clone());
        Callback::from(move |()| {
            refresh.emit(());
            reload.emit(());
            look_again.emit(());
        })
    };
    html! {
        <Shell route={route.clone()} status={app.status.clone()} failure={app.failure.clone()}
            updated={app.updated} projects={list.clone()} {check_now} {sign_out} {map} {steps_open}
            reload={Callback::from(|()| dom::reload())}>
            { page(props, projects.data.clone(), projects.reload, &list, &changed) }
            <KeyMap open={*map_open} {single_keys} {close} />
        </Shell>
    }
}

/// How far the first run is, until it is finished. The first answer leads there from Mission
/// Control, once a sign-in:
/// every other page was asked for by its address.
#[hook]
fn use_first_run(at_home: bool, beat: u64) -> (Option<FirstRun>, Callback<()>) {
    let run = use_state(|| None::<FirstRun>);
    let again = use_state(|| 0_u32);
    let known = use_mut_ref(|| (false, at_home));
    known.borrow_mut().1 = at_home;
    {
        let finished = run.as_ref().is_some_and(|run| run.finished);
        let run = run.setter();
        use_effect_with((beat, *again), move |_| {
            if finished {
                return;
            }
            spawn_local(async move {
                // A server that cannot say has nothing to set up.
                let Ok(now) = manage::first_run().await else { return };
                let (led, at_home) = *known.borrow();
                if !led && at_home && !now.finished {
                    dom::go("/start");
                }
                known.borrow_mut().0 = true;
                run.set(Some(now));
            });
        });
    }
    let look_again = Callback::from(move |()| again.set(again.wrapping_add(1)));
    ((*run).clone(), look_again)
}

fn page(
    props: &InsideProps,
    projects: crate::state::Remote<Vec<api_types::ProjectSummary>>,
    reload: Callback<()>,
    list: &[api_types::ProjectSummary],
    changed: &Callback<()>,
) -> Html {
    let list = list.to_vec();
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
        Route::Projects => html! {
            <Projects data={projects} {reload}><Unassigned projects={list} /></Projects>
        },
        Route::NewProject => project_form(String::new(), changed),
        Route::EditProject { id } => project_form(api::unescaped(&id), changed),
        Route::Start => html! { <Start changed={changed.clone()} /> },
        Route::StartAt { step } => {
            html! { <Start named={step_of(&step)} changed={changed.clone()} /> }
        }
        Route::People => html! { <People projects={list} /> },
        Route::Privacy => html! { <PrivacyPage projects={list} changed={changed.clone()} /> },
        Route::Project { id } => html! { <ProjectPage id={api::unescaped(&id)} /> },
        Route::Activity => html! { <Activity projects={projects.data().map(Rc::clone)} /> },
        Route::Settings => settings(props, list, String::new()),
        Route::SettingsAt { section } => settings(props, list, section),
        Route::NotFound => html! {
            <Failed failure={crate::state::Failure {
                text: "There is no page at this address.".to_owned(),
                hint: "Use the list of pages.".to_owned(),
            }} />
        },
    }
}

fn settings(
    props: &InsideProps,
    projects: Vec<api_types::ProjectSummary>,
    section: String,
) -> Html {
    let signed_out = {
        let dispatcher = props.app.dispatcher();
        Callback::from(move |()| {
            http::set_csrf(None);
            dispatcher.dispatch(AppMsg::SignedOut);
        })
    };
    html! { <SettingsPage saved={props.refresh.clone()} {signed_out} {projects} {section} /> }
}

fn project_form(id: String, changed: &Callback<()>) -> Html {
    let saved = {
        let changed = changed.clone();
        Callback::from(move |form: api_types::ProjectForm| {
            changed.emit(());
            dom::go(&format!("/projects/{}", api::escaped(&form.id)));
        })
    };
    let key = id.clone();
    let title = if id.is_empty() { "New project" } else { "Change the project" };
    html! {
        <div class="narrow">
            <h1>{ title }</h1>
            <ProjectEdit {key} prefix="project" {id} {saved} />
        </div>
    }
}
