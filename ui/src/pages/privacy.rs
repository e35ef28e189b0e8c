//! Privacy: what is stored, for how long, what goes to a model, and how to have it forgotten.

use api_types::{Forget, Forgotten, PersonView, PrivacyView, ProjectSummary};
use yew::prelude::*;

use crate::components::fields::{SelectField, Sure, TextField, problem};
use crate::components::{Empty, Failed, Loading, stale_note};
use crate::hooks::{use_call, use_once};
use crate::services::manage;
use crate::services::time::Clock;
use crate::state::{Failure, Remote};

/// Properties of [`PrivacyPageView`].
#[derive(Properties, PartialEq)]
pub struct PrivacyPageViewProps {
    /// What is stored.
    pub data: Remote<PrivacyView>,
    /// Names of the projects.
    #[prop_or_default]
    pub projects: Vec<ProjectSummary>,
    /// The directory.
    #[prop_or_default]
    pub people: Vec<PersonView>,
    /// Whether a call is under way.
    #[prop_or_default]
    pub busy: bool,
    /// What the server refused.
    #[prop_or_default]
    pub failure: Option<Failure>,
    /// What was forgotten last.
    #[prop_or_default]
    pub forgotten: Option<Forgotten>,
    /// Forgets.
    #[prop_or_default]
    pub forget: Callback<Forget>,
    /// Reads again.
    #[prop_or_default]
    pub reload: Callback<()>,
}

/// The page about privacy.
#[component]
pub fn PrivacyPageView(props: &PrivacyPageViewProps) -> Html {
    let clock = use_context::<Clock>().unwrap_or_default();
    let title = html! { <h1>{ "Privacy" }</h1> };
    let (view, failure) = match &props.data {
        Remote::Loading => return html! { <>{ title }<Loading what="what is stored" /></> },
        Remote::Failed(failure) => {
            return html! {
                <>{ title }<Failed failure={failure.clone()} retry={props.reload.clone()} /></>
            };
        }
        Remote::Ready(view, failure) => (view, failure),
    };
    html! {
        <div class="narrow settings">
            { title }
            { stale_note(failure.as_ref()) }
            <section>
                <h2>{ "What is stored, and for how long" }</h2>
                <p>{ &view.place }</p>
                { stored(view) }
            </section>
            <section>
                <h2>{ "What goes to a model" }</h2>
                { to_model(view, &props.projects) }
            </section>
            <section>
                <h2>{ "Forget" }</h2>
                <p class="muted">{ "Texts are erased, and the entry with them. The audit keeps \
                    what happened and when, \
                    without the texts, so that it can still be proved whole. It cannot be \
                        undone." }</p>
                <ForgetForm projects={props.projects.clone()} people={props.people.clone()}
                    busy={props.busy}
                    forget={props.forget.clone()} />
                { problem(props.failure.as_ref()) }
                if let Some(forgotten) = &props.forgotten { { told(forgotten) } }
            </section>
            <section>
                <h2>{ "Backups" }</h2>
                <p class="muted">{ "Made by themselves. What is forgotten leaves the backups as \
                    they grow old." }</p>
                if view.backups.is_empty() { <p>{ "There is none yet; the first is made within a \
                    day." }</p> }
                <ul class="picked">
                    { for view.backups.iter().map(|(name, at_ms, bytes)| html! {
                        <li><code>{ name }</code>
                            <span class="muted">{ format!("{}, {}", clock.stamp(*at_ms),
                                size(*bytes)) }</span></li>
                    }) }
                </ul>
            </section>
        </div>
    }
}

fn stored(view: &PrivacyView) -> Html {
    if view.stored.is_empty() {
        return html! {
            <Empty title="Nothing is stored yet." text="The first check stores what it reads, and \
                says so here." />
        };
    }
    html! {
        <div class="table-wrap">
            <table class="stack">
                <thead><tr>
                    <th scope="col">{ "What" }</th><th scope="col">{ "Where" }</th>
                    <th scope="col">{ "Kept" }</th><th scope="col">{ "Now" }</th>
                    <th scope="col">{ "To a model" }</th>
                </tr></thead>
                <tbody>
                    { for view.stored.iter().map(|kind| html! {
                        <tr key={kind.what.clone()}>
                            <th scope="row">{ &kind.what }</th>
                            <td data-label="Where">{ &kind.place }</td>
                            <td data-label="Kept">{ &kind.kept }</td>
                            <td data-label="Now">{ kind.count.map_or("not counted".to_owned(),
                                |n| n.to_string()) }</td>
                            <td data-label="To a model">
                                { if kind.to_model.is_empty() { "never" } else { &kind.to_model } }
                            </td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn to_model(view: &PrivacyView, projects: &[ProjectSummary]) -> Html {
    let named = |id: &String| {
        projects.iter().find(|p| p.id == *id).map_or_else(|| id.clone(), |p| p.name.clone())
    };
    let kept: Vec<String> = view.no_model_projects.iter().map(named).collect();
    html! {
        <>
            if view.to_model.is_empty() {
                <p>{ "Nothing: no model is configured. Rules alone write." }</p>
            } else {
                <ul class="bullets">{ for view.to_model.iter().map(|text| html! { <li>{ text
                    }</li> }) }</ul>
            }
            if kept.is_empty() {
                <p class="muted">{ "No project is kept from models; “Change this project” on its \
                    page does that." }</p>
            } else {
                <p>{ format!("Kept from models altogether: {}.", kept.join(", ")) }</p>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ForgetFormProps {
    projects: Vec<ProjectSummary>,
    people: Vec<PersonView>,
    busy: bool,
    forget: Callback<Forget>,
}

#[component]
fn ForgetForm(props: &ForgetFormProps) -> Html {
    let (person, project) = (use_state(String::new), use_state(String::new));
    let set = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |value| state.set(value))
    };
    let mut projects = vec![(String::new(), "Choose a project".to_owned())];
    projects.extend(props.projects.iter().map(|p| (p.id.clone(), p.name.clone())));
    let typed = person.trim().to_owned();
    let found = props.people.iter().find(|p| p.name.eq_ignore_ascii_case(&typed) || p.id == typed);
    let who = found.map_or_else(|| typed.clone(), |p| p.id.clone());
    let chosen = props.projects.iter().find(|p| p.id == *project);
    html! {
        <>
            <TextField id="set-forget-person" label="A person" value={(*person).clone()}
                typed={set(&person)}
                list="people-known" hint="An address, or a name from the directory." />
            <datalist id="people-known">
                { for props.people.iter().map(|p| html! { <option value={p.name.clone()} /> }) }
            </datalist>
            if !typed.is_empty() {
                <Sure testid="set-forget-person-ask" label={format!("Forget {typed}")} kind="danger"
                    disabled={props.busy}
                    question={format!("Every stored text that mentions {typed} is erased, and the \
                        entry in the \
                        directory with its confirmations.")}
                    yes="Forget this person"
                    sure={props.forget.reform(move |()| Forget::Person { person: who.clone() })} />
            }
            <SelectField id="set-forget-project" label="A project" value={(*project).clone()}
                options={projects}
                chosen={set(&project)} />
            if let Some(chosen) = chosen {
                <Sure testid="set-forget-project-ask" label={format!("Forget {}", chosen.name)}
                    kind="danger"
                    disabled={props.busy}
                    question={format!("Everything that was read, drafted and written for {} is \
                        erased; only the audit \
                        stays. Jira and the mailbox keep what is theirs.", chosen.name)}
                    yes="Forget this project"
                    sure={props.forget.reform({
                        let id = chosen.id.clone();
                        move |()| Forget::Project { project: id.clone() }
                    })} />
            }
        </>
    }
}

fn told(forgotten: &Forgotten) -> Html {
    html! {
        <div class="outcome" role="status" data-testid="set-forgotten">
            <p><b>{ "Forgotten." }</b></p>
            <ul class="bullets">
                { for forgotten.counts.iter().map(|(what, n)| html! { <li>{
                    format!("{what}: {n}") }</li> }) }
                { for forgotten.stays.iter().map(|text| html! { <li>{ format!("Stays: {text}")
                    }</li> }) }
            </ul>
        </div>
    }
}

/// `3.4 MB` from bytes.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// Properties of [`PrivacyPage`].
#[derive(Properties, PartialEq)]
pub struct PrivacyPageProps {
    /// Names of the projects.
    #[prop_or_default]
    pub projects: Vec<ProjectSummary>,
    /// Something was forgotten: projects may be gone.
    #[prop_or_default]
    pub changed: Callback<()>,
}

/// The page about privacy with its calls.
#[component]
pub fn PrivacyPage(props: &PrivacyPageProps) -> Html {
    let source = use_once((), |()| manage::privacy());
    let people = use_once((), |()| manage::people());
    let forgotten = use_state(|| None::<Forgotten>);
    let call = use_call();
    let forget = {
        let (call, forgotten, changed) = (call.clone(), forgotten.setter(), props.changed.clone());
        let (one, two) = (source.reload.clone(), people.reload.clone());
        Callback::from(move |what: Forget| {
            let (forgotten, changed) = (forgotten.clone(), changed.clone());
            let (one, two) = (one.clone(), two.clone());
            forgotten.set(None);
            call.run(async move { manage::forget(&what).await }, move |told| {
                forgotten.set(Some(told));
                one.emit(());
                two.emit(());
                changed.emit(());
            });
        })
    };
    let directory = people.data.data().map(|list| (**list).clone()).unwrap_or_default();
    html! {
        <PrivacyPageView data={source.data} projects={props.projects.clone()} people={directory}
            busy={call.busy} failure={call.problem.clone()} forgotten={(*forgotten).clone()}
                {forget}
            reload={source.reload} />
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_in_words() {
        assert_eq!(size(12), "12 B");
        assert_eq!(size(3_999), "3 kB");
        assert_eq!(size(3_450_000), "3.4 MB");
    }
}
