//! The directory as a table; one entry at a time is open for changes.

use api_types::{PersonView, ProjectSummary};
use yew::prelude::*;

use crate::components::Icon;
use crate::components::people::{Addresses, Directory, PersonEditor, relation_word};

/// Properties of [`PeopleTable`].
#[derive(Properties, PartialEq)]
pub struct PeopleTableProps {
    /// The directory.
    pub directory: Directory,
    /// The rows to show.
    pub rows: Vec<PersonView>,
    /// Names of the projects.
    #[prop_or_default]
    pub projects: Vec<ProjectSummary>,
    /// Whose entry is open; empty for none.
    #[prop_or_default]
    pub open: String,
    /// Opens an entry; empty closes.
    #[prop_or_default]
    pub opened: Callback<String>,
}

/// The table.
#[component]
pub fn PeopleTable(props: &PeopleTableProps) -> Html {
    html! {
        <div class="table-wrap">
            <table class="people stack">
                <thead>
                    <tr>
                        <th scope="col">{ "Person" }</th><th scope="col">{ "Relation" }</th>
                        <th scope="col">{ "Addresses" }</th><th scope="col">{ "Held mail" }</th>
                        <th scope="col">{ "Projects" }</th>
                        <th scope="col"><span class="sr">{ "Change" }</span></th>
                    </tr>
                </thead>
                <tbody>{ for props.rows.iter().map(|person| rows(props, person)) }</tbody>
            </table>
        </div>
    }
}

fn rows(props: &PeopleTableProps, person: &PersonView) -> Html {
    let open = props.open == person.id;
    let toggle = {
        let to = if open { String::new() } else { person.id.clone() };
        props.opened.reform(move |_: MouseEvent| to.clone())
    };
    let projects: Vec<&str> = person
        .projects
        .iter()
        .map(|id| {
            props.projects.iter().find(|p| p.id == *id).map_or(id.as_str(), |p| p.name.as_str())
        })
        .collect();
    html! {
        <>
            <tr key={person.id.clone()} data-testid={format!("people-row-{}", person.id)}>
                <th scope="row">{ &person.name }
                    if !person.warning.is_empty() {
                        <p class="look-alike"><Icon name="alert" />{ &person.warning }</p>
                    }
                </th>
                <td data-label="Relation">{ relation_word(person.relation) }</td>
                <td data-label="Addresses">
                    if open {
                        <span class="muted">{ "Below." }</span>
                    } else {
                        <Addresses prefix="people" person={person.clone()}
                            busy={props.directory.busy} act={props.directory.act.clone()} />
                    }
                    if !open && let Some(failure) = props.directory.problem_of(&person.id) {
                        <p class="problem" role="alert">{ format!("{} {}", failure.text,
                            failure.hint) }</p>
                    }
                </td>
                <td data-label="Held mail">{ if person.lapse_allowed { "may go out" } else {
                    "asks again" } }</td>
                <td data-label="Projects">
                    { if projects.is_empty() { "none".to_owned() } else { projects.join(", ") } }
                </td>
                <td>
                    <button type="button" class="button small" aria-expanded={open.to_string()}
                        data-row="true" data-testid={format!("people-edit-{}", person.id)}
                            onclick={toggle}>
                        { if open { "Close" } else { "Change" } }
                        <span class="sr">{ format!(" {}", person.name) }</span>
                    </button>
                </td>
            </tr>
            if open {
                <tr key={format!("{}-open", person.id)}>
                    <td colspan="6">
                        <PersonEditor key={person.id.clone()} person={person.clone()}
                            others={props.directory.list()} busy={props.directory.busy}
                            failure={props.directory.problem_of(&person.id).cloned()}
                            act={props.directory.act.clone()} />
                    </td>
                </tr>
            }
        </>
    }
}
