//! Mail that no project matches: shown, never acted on, and given to a project with one press.

use api_types::{Assign, ProjectSummary, Teach, UnassignedView};
use yew::prelude::*;

use crate::components::fields::{SelectField, problem};
use crate::components::{Badge, Empty, Failed, Loading, stale_note};
use crate::hooks::{use_call, use_remote, use_rescue};
use crate::services::manage;
use crate::services::time::Clock;
use crate::services::words::{self, Tone};
use crate::state::{Failure, Remote};

/// Most candidates that get a button of their own.
const BUTTONS_MAX: usize = 3;

/// Properties of [`UnassignedList`].
#[derive(Properties, PartialEq)]
pub struct UnassignedListProps {
    /// The mails.
    pub data: Remote<Vec<UnassignedView>>,
    /// All projects.
    pub projects: Vec<ProjectSummary>,
    /// Whether a call is under way.
    #[prop_or_default]
    pub busy: bool,
    /// What the server refused.
    #[prop_or_default]
    pub failure: Option<Failure>,
    /// Assigns: signal id, project and what it teaches.
    #[prop_or_default]
    pub assign: Callback<(String, Assign)>,
    /// Reads again.
    #[prop_or_default]
    pub reload: Callback<()>,
}

/// The list.
#[component]
pub fn UnassignedList(props: &UnassignedListProps) -> Html {
    use_rescue("unassigned-title".to_owned(), props.data.data().map(|list| list.len()));
    let body = match &props.data {
        Remote::Loading => html! { <Loading what="unassigned mail" /> },
        Remote::Failed(failure) => html! {
            <Failed failure={failure.clone()} retry={props.reload.clone()} />
        },
        Remote::Ready(list, failure) if list.is_empty() => html! {
            <>{ stale_note(failure.as_ref()) }
            <Empty title="Every mail belongs to a project."
                text="Mail that no rule matches appears here and waits; the agent does nothing \
                    with it." /></>
        },
        Remote::Ready(list, failure) => html! {
            <>
                { stale_note(failure.as_ref()) }
                <p class="muted">{ "The agent does nothing with these mails until they belong to \
                    a project. Assigning \
                    one always teaches the rest of its thread; it can teach more." }</p>
                { problem(props.failure.as_ref()) }
                <ul class="rows">
                    { for list.iter().map(|mail| html! {
                        <UnassignedLine key={mail.id.clone()} mail={mail.clone()} busy={props.busy}
                            projects={props.projects.clone()} assign={props.assign.clone()} />
                    }) }
                </ul>
            </>
        },
    };
    let count = props.data.data().map_or(0, |list| list.len());
    html! {
        <section class="panel" id="unassigned" data-testid="project-unassigned">
            <h2 id="unassigned-title" tabindex="-1">{ "Unassigned mail" }
                if count > 0 { <span class="count">{ count }</span> }
            </h2>
            { body }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct UnassignedLineProps {
    mail: UnassignedView,
    projects: Vec<ProjectSummary>,
    busy: bool,
    assign: Callback<(String, Assign)>,
}

#[component]
fn UnassignedLine(props: &UnassignedLineProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    let teach = use_state(|| "thread".to_owned());
    let other = use_state(String::new);
    let mail = &props.mail;
    let choose = {
        let teach = teach.setter();
        Callback::from(move |slug| teach.set(slug))
    };
    let learnt = match teach.as_str() {
        "sender" => Teach::Sender,
        "domain" => Teach::Domain,
        _ => Teach::Thread,
    };
    let give = {
        let id = mail.id.clone();
        props.assign.reform(move |project: String| (id.clone(), Assign { project, teach: learnt }))
    };
    let named = |id: &String| props.projects.iter().find(|p| p.id == *id);
    let candidates: Vec<&ProjectSummary> =
        mail.candidates.iter().filter_map(named).take(BUTTONS_MAX).collect();
    let mut rest = vec![(String::new(), "Another project".to_owned())];
    let active = props.projects.iter().filter(|p| p.status == "active");
    rest.extend(
        active
            .filter(|p| !candidates.iter().any(|c| c.id == p.id))
            .map(|p| (p.id.clone(), p.name.clone())),
    );
    let pick = {
        let other = other.setter();
        Callback::from(move |id| other.set(id))
    };
    let id = (*other).clone();
    let give_other = give.reform(move |_: MouseEvent| id.clone());
    html! {
        <li class="unassigned" data-testid={format!("project-unassigned-{}", mail.id)}>
            <div>
                <b>{ if mail.subject.is_empty() { "(no subject)" } else { &mail.subject } }</b>
                <p class="row-foot">
                    <span class="address">{ &mail.from }</span>
                    if mail.person.is_empty() {
                        <Badge tone={Tone::Waits} text="Sender not confirmed" />
                    } else {
                        <Badge tone={Tone::Good} text="Confirmed sender" />
                    }
                    <time>{ clock.short(mail.at_ms) }</time>
                </p>
            </div>
            <div class="actions">
                <SelectField id={format!("project-teach-{}", mail.id)} bare={true}
                    label="What this teaches"
                    options={teachable(mail)} value={(*teach).clone()} chosen={choose} />
                { for candidates.iter().map(|project| {
                    let id = project.id.clone();
                    html! {
                        <button type="button" class="button" disabled={props.busy}
                            data-testid={format!("project-assign-{}-{}", mail.id, project.id)}
                            onclick={give.reform(move |_: MouseEvent| id.clone())}>
                            { format!("To {}", project.name) }
                        </button>
                    }
                }) }
                if rest.len() > 1 {
                    <SelectField id={format!("project-assign-other-{}", mail.id)} bare={true}
                        label="Assign to another project" options={rest} value={(*other).clone()}
                        disabled={props.busy} chosen={pick} />
                    <button type="button" class="button" onclick={give_other}
                        disabled={props.busy || other.is_empty()}
                        data-testid={format!("project-assign-go-{}", mail.id)}>{ "Assign" }</button>
                }
            </div>
        </li>
    }
}

fn teachable(mail: &UnassignedView) -> Vec<(String, String)> {
    let one = |slug: &str, word: &str| (slug.to_owned(), word.to_owned());
    let mut list = vec![one("thread", "This thread only")];
    // Only a confirmed address is somebody; anybody can write any name.
    if !mail.person.is_empty() {
        list.push(one("sender", "All mail of this sender"));
    }
    let domain = mail.from.rsplit_once('@').map(|(_, d)| d.trim_end_matches('>').to_owned());
    if let Some(domain) = domain.filter(|d| !d.is_empty()) {
        list.push(("domain".to_owned(), format!("All mail from {domain}")));
    }
    list
}

/// Properties of [`Unassigned`].
#[derive(Properties, PartialEq)]
pub struct UnassignedProps {
    /// All projects.
    pub projects: Vec<ProjectSummary>,
}

/// The list with its calls.
#[component]
pub fn Unassigned(props: &UnassignedProps) -> Html {
    let source = use_remote((), |()| manage::unassigned());
    let call = use_call();
    let told = use_state(String::new);
    let assign = {
        let (call, reload, told) = (call.clone(), source.reload.clone(), told.setter());
        let projects = props.projects.clone();
        Callback::from(move |(id, assign): (String, Assign)| {
            let (reload, told) = (reload.clone(), told.clone());
            let name = projects.iter().find(|p| p.id == assign.project).map(|p| p.name.clone());
            let text = format!(
                "The mail belongs to {} now; taught: {}.",
                name.unwrap_or_else(|| assign.project.clone()),
                words::teach(assign.teach)
            );
            call.run(async move { manage::assign(&id, &assign).await }, move |()| {
                told.set(text);
                reload.emit(());
            });
        })
    };
    html! {
        <>
            <UnassignedList data={source.data} projects={props.projects.clone()} busy={call.busy}
                failure={call.problem.clone()} {assign} reload={source.reload} />
            <p class="muted" role="status">{ (*told).clone() }</p>
        </>
    }
}
