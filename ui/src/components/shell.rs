//! The frame: the rail on the left, the header line, banners.

use std::rc::Rc;

use api_types::{AgentState, ProjectSummary, Status};
use yew::prelude::*;

use crate::components::{Icon, Notice};
use crate::route::Route;
use crate::services::api::escaped;
use crate::services::time::Clock;
use crate::services::words::{self, Tone};
use crate::state::Failure;

/// Properties of [`Shell`].
#[derive(Properties, PartialEq)]
pub struct ShellProps {
    /// The page that is shown.
    pub route: Route,
    /// The last status, once there is one.
    pub status: Option<Rc<Status>>,
    /// Why the last status did not come.
    #[prop_or_default]
    pub failure: Option<Failure>,
    /// Whether the server has another policy than this tab.
    #[prop_or_default]
    pub updated: bool,
    /// All projects, for the rail.
    #[prop_or_default]
    pub projects: Vec<ProjectSummary>,
    /// Asks for a check at once.
    #[prop_or_default]
    pub check_now: Callback<()>,
    /// Loads the page anew.
    #[prop_or_default]
    pub reload: Callback<()>,
    /// Signs out.
    #[prop_or_default]
    pub sign_out: Callback<()>,
    /// Shows the map of keys.
    #[prop_or_default]
    pub map: Callback<()>,
    /// Steps of the first run that are still to be done; none once it is finished.
    #[prop_or_default]
    pub steps_open: Option<usize>,
    /// The page.
    #[prop_or_default]
    pub children: Html,
}

/// The frame around every page.
#[component]
pub fn Shell(props: &ShellProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    html! {
        <div class="shell">
            { rail(props) }
            <div class="main">
                { header(props, &clock) }
                <main id="content" tabindex="-1">
                    if props.updated {
                        <Notice tone={Tone::Waits}>
                            { "Holdfast was updated: this tab judges by an older policy and cannot approve. " }
                            <button type="button" class="button small" data-testid="reload"
                                onclick={props.reload.reform(|_| ())}>{ "Reload" }</button>
                        </Notice>
                    }
                    if let Some(failure) = &props.failure {
                        <Notice tone={Tone::Bad}>
                            { format!("{} {}", failure.text, failure.hint) }
                        </Notice>
                    }
                    { start_note(props) }
                    { props.children.clone() }
                </main>
            </div>
        </div>
    }
}

fn header(props: &ShellProps, clock: &Clock) -> Html {
    let Some(status) = &props.status else {
        return html! {
            <header class="header-line" data-testid="header-line">
                <span class="muted">{ "Asking for the state of the agent." }</span>
            </header>
        };
    };
    let parts = words::header(status, clock);
    let trouble = matches!(status.agent, AgentState::Failing { .. } | AgentState::Silent { .. });
    html! {
        <header class="header-line" data-testid="header-line">
            <p>
                { for parts.iter().map(|(text, tone)| html! {
                    <span class={classes!("part", tone.class())}>
                        if *tone != Tone::Plain { <Icon name={tone.icon()} /> }
                        { text }
                    </span>
                }) }
                if trouble {
                    <a class="part" href="#/activity?kind=failure">{ "Details" }</a>
                }
            </p>
            <button type="button" class="button small" data-testid="check-now"
                onclick={props.check_now.reform(|_| ())}
                disabled={matches!(status.agent, AgentState::Checking)}>
                <Icon name="refresh" />{ "Check now" }
            </button>
        </header>
    }
}

/// The way back to a first run that is not finished.
fn start_note(props: &ShellProps) -> Html {
    let Some(open) = props.steps_open.filter(|_| props.route.title() != Route::Start.title())
    else {
        return Html::default();
    };
    let text = match open {
        0 => "Every step of getting started is done or put off. ".to_owned(),
        n => format!("Getting started: {} to do. ", words::count(n as u64, "step")),
    };
    html! {
        <Notice tone={Tone::Plain}>
            { text }<a href="#/start" data-testid="start-resume">{ "Go on" }</a>
        </Notice>
    }
}

fn rail(props: &ShellProps) -> Html {
    let (held, decisions) = props.status.as_ref().map_or((0, 0), |s| (s.held, s.decisions));
    let on = |route: &Route| props.route.title() == route.title();
    let item = |testid: &'static str, route: Route, href: &'static str, icon, n: u64| {
        let current = on(&route).then(|| if route == props.route { "page" } else { "true" });
        html! {
            <li>
                <a {href} data-testid={testid} aria-current={current}>
                    <Icon name={icon} /><span>{ route.title() }</span>
                    if n > 0 {
                        <span class="count"><span class="sr">{ ", " }</span>{ n }
                            <span class="sr">{ " waiting" }</span></span>
                    }
                </a>
            </li>
        }
    };
    html! {
        <nav class="rail" aria-label="Pages">
            <a class="skip" href="#content" onclick={skip()}>{ "Skip to the page" }</a>
            <a class="brand" href="#/"><Icon name="holds" /><span>{ "Holdfast" }</span></a>
            <ul>
                { item("nav-mission", Route::Mission, "#/", "home", 0) }
                { item("nav-holds", Route::Holds, "#/holds", "holds", held) }
                { item("nav-decisions", Route::Decisions, "#/decisions", "branch", decisions) }
                { item("nav-activity", Route::Activity, "#/activity", "activity", 0) }
                { item("nav-projects", Route::Projects, "#/projects", "folder", 0) }
                if !props.projects.is_empty() {
                    <li class="sub"><ul>
                        { for props.projects.iter().map(|p| project(p, &props.route)) }
                    </ul></li>
                }
                { item("nav-people", Route::People, "#/people", "person", 0) }
                { item("nav-settings", Route::Settings, "#/settings", "settings", 0) }
            </ul>
            <div class="rail-foot">
                <button type="button" class="linklike" data-testid="keys"
                    onclick={props.map.reform(|_| ())}>
                    <Icon name="keyboard" /><span>{ "Keys" }</span>
                </button>
                <button type="button" class="linklike" data-testid="sign-out"
                    onclick={props.sign_out.reform(|_| ())}>
                    <Icon name="out" /><span>{ "Sign out" }</span>
                </button>
            </div>
        </nav>
    }
}

/// The hash is the address of the page, so the skip link moves the focus itself.
fn skip() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        let found = crate::services::dom::document().and_then(|d| d.get_element_by_id("content"));
        if let Some(element) = found {
            crate::services::dom::focus(&element);
        }
    })
}

fn project(project: &ProjectSummary, route: &Route) -> Html {
    let here = *route == Route::Project { id: project.id.clone() };
    html! {
        <li key={project.id.clone()}>
            <a href={format!("#/projects/{}", escaped(&project.id))}
                data-testid={format!("nav-project-{}", project.id)}
                aria-current={here.then_some("page")}>
                <span class="name">{ &project.name }</span>
                if project.waiting > 0 {
                    <span class="count">{ project.waiting }
                        <span class="sr">{ " waiting" }</span></span>
                }
            </a>
        </li>
    }
}
