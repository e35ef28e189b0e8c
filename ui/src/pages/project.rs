//! A project: four artefacts as documents, and the list of projects.

use api_types::{ProjectSummary, ProjectView};
use scoring_core::ArtefactType;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::artefacts::Document;
use crate::components::{Empty, Failed, Icon, Loading, Notice, stale_note};
use crate::hooks::use_remote;
use crate::services::time::Clock;
use crate::services::words::{self, Tone};
use crate::services::{api, dom};
use crate::state::{Failure, Remote};

/// All artefacts, in the order of the page.
const ALL: [ArtefactType; 4] = [
    ArtefactType::DeliveryState,
    ArtefactType::RaidLog,
    ArtefactType::BacklogSummary,
    ArtefactType::DecisionLog,
];

/// Properties of [`ProjectPageView`].
#[derive(Properties, PartialEq)]
pub struct ProjectPageViewProps {
    /// The project.
    pub data: Remote<ProjectView>,
    /// Whether a call is under way.
    #[prop_or_default]
    pub busy: bool,
    /// What went wrong.
    #[prop_or_default]
    pub problem: Option<Failure>,
    /// Reads the project again.
    #[prop_or_default]
    pub reload: Callback<()>,
    /// Restores the previous version of an artefact.
    #[prop_or_default]
    pub undo: Callback<(ArtefactType, u64)>,
}

/// The page of a project.
#[component]
pub fn ProjectPageView(props: &ProjectPageViewProps) -> Html {
    let (view, failure) = match &props.data {
        Remote::Loading => return html! { <Loading what="the project" /> },
        Remote::Failed(failure) => {
            return html! { <Failed failure={failure.clone()} retry={props.reload.clone()} /> };
        }
        Remote::Ready(view, failure) => (view, failure),
    };
    html! {
        <>
            <h1>{ &view.project.name }{ " " }<span class="muted">{ &view.project.key }</span></h1>
            { stale_note(failure.as_ref()) }
            <p class="page-links">
                <a href={format!("#/projects/{}/edit", api::escaped(&view.project.id))}
                    data-testid="project-edit">{ "Change this project" }</a>
            </p>
            if view.project.status != "active" {
                <Notice tone={Tone::Waits}>
                    { format!("This project is {}: it is not checked. “Change this project” resumes it.",
                        view.project.status) }
                </Notice>
            }
            if let Some(problem) = &props.problem {
                <Notice tone={Tone::Bad}>{ format!("{} {}", problem.text, problem.hint) }</Notice>
            }
            if view.artefacts.is_empty() {
                <Empty title="No artefact is written yet."
                    text="The first check writes all four: delivery state, RAID log, backlog summary, decision log." />
            } else {
                <nav class="jump" aria-label="Artefacts">
                    { for ALL.iter().map(|artefact| jump(*artefact)) }
                </nav>
                { for view.artefacts.iter().map(|artefact| html! {
                    <Document key={words::artefact_slug(artefact.artefact)} view={artefact.clone()}
                        sources={view.sources.clone()} busy={props.busy} undo={props.undo.clone()} />
                }) }
                { for ALL.iter().filter(|a| !view.artefacts.iter().any(|v| v.artefact == **a)).map(|a| html! {
                    <p class="muted">{ format!("The {} is not written yet.", words::artefact_name(*a)) }</p>
                }) }
            }
        </>
    }
}

/// The hash is the address of the page, so jumping scrolls instead of following a fragment.
fn jump(artefact: ArtefactType) -> Html {
    let slug = words::artefact_slug(artefact);
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(element) = dom::document().and_then(|d| d.get_element_by_id(slug)) {
            element.scroll_into_view();
        }
    });
    html! {
        <button type="button" class="button small" {onclick}>{ words::artefact_name(artefact) }</button>
    }
}

/// Properties of [`ProjectPage`].
#[derive(Properties, PartialEq)]
pub struct ProjectPageProps {
    /// Project id.
    pub id: String,
}

/// The page of a project with its calls.
#[component]
pub fn ProjectPage(props: &ProjectPageProps) -> Html {
    let source = use_remote(props.id.clone(), |id| async move { api::project(&id).await });
    let busy = use_state(|| false);
    let problem = use_state(|| None::<Failure>);
    let undo = {
        let (id, data, put) = (props.id.clone(), source.data.clone(), source.put.clone());
        let (busy, problem) = (busy.setter(), problem.setter());
        Callback::from(move |(artefact, version): (ArtefactType, u64)| {
            let (id, data, put) = (id.clone(), data.clone(), put.clone());
            let (busy, problem) = (busy.clone(), problem.clone());
            busy.set(true);
            spawn_local(async move {
                let answer = api::undo_artefact(&id, artefact, version).await;
                busy.set(false);
                match (answer, data.data()) {
                    (Ok(fresh), Some(view)) => {
                        let mut view = (**view).clone();
                        view.artefacts.iter_mut().filter(|a| a.artefact == artefact).for_each(
                            |a| {
                                *a = fresh.clone();
                            },
                        );
                        problem.set(None);
                        put.emit(Rc::new(view));
                    }
                    (Err(error), _) => problem.set(Some(Failure::from(&error))),
                    (Ok(_), None) => {}
                }
            });
        })
    };
    html! {
        <ProjectPageView data={source.data} busy={*busy} problem={(*problem).clone()}
            reload={source.reload} {undo} />
    }
}

/// Properties of [`Projects`].
#[derive(Properties, PartialEq)]
pub struct ProjectsProps {
    /// All projects.
    pub data: Remote<Vec<ProjectSummary>>,
    /// Reads them again.
    #[prop_or_default]
    pub reload: Callback<()>,
    /// What stands below the list.
    #[prop_or_default]
    pub children: Html,
}

/// The list of projects.
#[component]
pub fn Projects(props: &ProjectsProps) -> Html {
    let title = html! { <h1>{ "Projects" }</h1> };
    match &props.data {
        Remote::Loading => html! { <>{ title }<Loading what="the projects" /></> },
        Remote::Failed(failure) => html! {
            <>{ title }<Failed failure={failure.clone()} retry={props.reload.clone()} /></>
        },
        Remote::Ready(list, failure) => html! {
            <div class="narrow">
                { title }{ stale_note(failure.as_ref()) }
                <p class="page-links">
                    <a class="button" href="#/new-project" data-testid="project-new">{ "New project" }</a>
                </p>
                <ProjectRows projects={(**list).clone()} />
                { props.children.clone() }
            </div>
        },
    }
}

/// Properties of [`ProjectRows`].
#[derive(Properties, PartialEq)]
pub struct ProjectRowsProps {
    /// The projects.
    pub projects: Vec<ProjectSummary>,
}

/// Projects as rows with their state in a sentence.
#[component]
pub fn ProjectRows(props: &ProjectRowsProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    if props.projects.is_empty() {
        return html! {
            <Empty title="There is no project yet."
                text="A project names what is read in Jira and which mail belongs to it; the next check reads it."
                link={("#/new-project", "Create the first project")} />
        };
    }
    html! {
        <div class="rows">
            { for props.projects.iter().map(|project| {
                let (word, tone) = project.overall.map_or(("Not known", Tone::Plain), words::rag);
                let updated = project.updated_ms.map(|ms| format!("changed {}", clock.relative(ms)));
                let blocked = words::count(project.blockers, "blocker");
                html! {
                    <a key={project.id.clone()} class="project-row" data-row="true"
                        href={format!("#/projects/{}", api::escaped(&project.id))}>
                        <span class={classes!("rag", tone.class())}><Icon name={tone.icon()} />{ word }</span>
                        <span>
                            <b>{ &project.name }</b>{ " " }
                            <span class="muted">{ &project.key }</span>
                            if project.status != "active" { <span class="mark">{ &project.status }</span> }<br />
                            { if project.summary.is_empty() { "Nothing is known yet." } else { &project.summary } }
                        </span>
                        <span class="muted">
                            { if project.waiting > 0 { format!("{} wait", project.waiting) }
                              else { "nothing waits".to_owned() } }
                            { format!(", {blocked}") }<br />
                            { updated.unwrap_or_default() }
                        </span>
                    </a>
                }
            }) }
        </div>
    }
}
