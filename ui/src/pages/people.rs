//! People: who is who, and which address is really theirs.

use api_types::{PersonView, ProjectSummary};
use yew::prelude::*;

use crate::components::fields::TextField;
use crate::components::people::{
    CONFIRMING, Directory, FRESH, FreshPerson, ImportForm, PeopleTable, Suggestions, use_directory,
};
use crate::components::{Empty, Failed, Loading, stale_note};
use crate::hooks::use_rescue;
use crate::services::words;
use crate::state::Remote;

/// Properties of [`PeopleView`].
#[derive(Properties, PartialEq)]
pub struct PeopleViewProps {
    /// The directory.
    pub directory: Directory,
    /// Names of the projects.
    #[prop_or_default]
    pub projects: Vec<ProjectSummary>,
    /// Whose entry is open at first; empty for none.
    #[prop_or_default]
    pub open: String,
}

/// The page of people.
#[component]
pub fn PeopleView(props: &PeopleViewProps) -> Html {
    let find = use_state(String::new);
    let open = use_state(|| props.open.clone());
    let typed = {
        let find = find.setter();
        Callback::from(move |text| find.set(text))
    };
    let opened = {
        let open = open.setter();
        Callback::from(move |id| open.set(id))
    };
    let directory = &props.directory;
    use_rescue("people-title".to_owned(), directory.people.data().map(|list| list.len()));
    let title = html! { <h1 id="people-title" tabindex="-1">{ "People" }</h1> };
    let (list, failure) = match &directory.people {
        Remote::Loading => return html! { <>{ title }<Loading what="the directory" /></> },
        Remote::Failed(failure) => {
            return html! {
                <>{ title }<Failed failure={failure.clone()} retry={directory.reload.clone()} /></>
            };
        }
        Remote::Ready(list, failure) => (list, failure),
    };
    let rows: Vec<PersonView> =
        list.iter().filter(|person| found(person, &find)).cloned().collect();
    let waiting = list.iter().flat_map(|p| &p.addresses).filter(|a| !a.confirmed).count() as u64;
    html! {
        <>
            { title }
            { stale_note(failure.as_ref()) }
            <p class="lead">{ CONFIRMING }{ " No message and no model ever fills this list." }</p>
            if list.is_empty() {
                <Empty title="Nobody is in the directory yet."
                    text="Add people from the suggestions below, by hand, or from a file; then \
                        confirm their addresses one by one." />
            } else {
                <div class="pair with-count">
                    <TextField id="people-search" label="Find by name, address or account"
                        kind="search"
                        value={(*find).clone()} {typed} filter={true} />
                    <p class="muted" role="status">
                        { format!("{} of {}; {} to be confirmed", rows.len(),
                            words::count_of(list.len() as u64, "person", "people"),
                            words::count_of(waiting, "address", "addresses")) }
                    </p>
                </div>
                if rows.is_empty() {
                    <Empty title="Nobody matches." text="Search for less, or add the person \
                        below." />
                } else {
                    <PeopleTable directory={directory.clone()} {rows}
                        projects={props.projects.clone()}
                        open={(*open).clone()} {opened} />
                }
            }
            <section class="panel">
                <h2>{ "Suggested" }</h2>
                <p class="muted">{ "Adding takes a name and its addresses over; it confirms none \
                    of them." }</p>
                <Suggestions prefix="people" data={directory.suggestions.clone()}
                    busy={directory.busy}
                    act={directory.act.clone()} reload={directory.reload.clone()} />
            </section>
            <section class="panel">
                <h2>{ "Add by hand" }</h2>
                <FreshPerson prefix="people" busy={directory.busy} act={directory.act.clone()}
                    failure={directory.problem_of(FRESH).cloned()} />
            </section>
            <section class="panel">
                <h2>{ "From a file" }</h2>
                <ImportForm changed={directory.reload.clone()} />
            </section>
        </>
    }
}

fn found(person: &PersonView, text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let has = |field: &str| field.to_lowercase().contains(&text);
    text.is_empty()
        || has(&person.name)
        || has(&person.jira_account_id)
        || person.addresses.iter().any(|a| has(&a.address))
}

/// Properties of [`People`].
#[derive(Properties, PartialEq)]
pub struct PeopleProps {
    /// Names of the projects.
    #[prop_or_default]
    pub projects: Vec<ProjectSummary>,
}

/// The page of people with its calls.
#[component]
pub fn People(props: &PeopleProps) -> Html {
    let directory = use_directory();
    html! { <PeopleView {directory} projects={props.projects.clone()} /> }
}
