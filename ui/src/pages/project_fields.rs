//! The fields of a project, and the buttons that pause, archive and resume it.

use std::rc::Rc;

use api_types::{JiraProject, MailFolder, PersonView, ProjectForm};
use web_sys::SubmitEvent;
use yew::prelude::*;

use crate::components::fields::{Check, SelectField, Sure, TextField, problem};
use crate::components::people::relation_word;
use crate::services::words;
use crate::state::{Failure, Remote};

/// Properties of [`ProjectFields`].
#[derive(Properties, PartialEq)]
pub struct ProjectFieldsProps {
    /// `project` or `start-project`.
    pub prefix: &'static str,
    /// What is in the fields.
    pub form: Rc<ProjectForm>,
    /// Jira projects that the account can see.
    pub jira: Remote<Vec<JiraProject>>,
    /// Mail folders that the account can see.
    pub folders: Remote<Vec<MailFolder>>,
    /// The directory.
    pub people: Remote<Vec<PersonView>>,
    /// Whether a call is under way.
    pub busy: bool,
    /// What the server refused.
    pub problem: Option<Failure>,
    /// The fields changed.
    pub changed: Callback<ProjectForm>,
    /// Saves this.
    pub save: Callback<ProjectForm>,
}

type Ids = fn(&mut ProjectForm) -> &mut Vec<String>;

impl ProjectFieldsProps {
    fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.prefix)
    }

    fn set<T: 'static>(&self, put: impl Fn(&mut ProjectForm, T) + 'static) -> Callback<T> {
        let form = Rc::clone(&self.form);
        self.changed.reform(move |value| {
            let mut next = (*form).clone();
            put(&mut next, value);
            next
        })
    }

    fn tick(&self, which: Ids, id: &str) -> Callback<bool> {
        let id = id.to_owned();
        self.set(move |form, on: bool| {
            let ids = which(form);
            ids.retain(|old| *old != id);
            if on {
                ids.push(id.clone());
            }
        })
    }
}

/// The fields.
#[component]
pub fn ProjectFields(props: &ProjectFieldsProps) -> Html {
    let tried = use_state(|| false);
    let domains = use_state(|| props.form.mail_domains.join(", "));
    let form = &props.form;
    let fault = domain_fault(&domains);
    let onsubmit = {
        let (tried, save, form, busy) =
            (tried.setter(), props.save.clone(), Rc::clone(form), props.busy);
        let readable = fault.is_none();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if !busy && readable && !form.name.trim().is_empty() {
                save.emit((*form).clone());
            }
        })
    };
    let typed_domains = {
        let (domains, set) = (domains.setter(), props.set(|form, list| form.mail_domains = list));
        Callback::from(move |text: String| {
            set.emit(parts(&text));
            domains.set(text);
        })
    };
    let nameless =
        (*tried && form.name.trim().is_empty()).then_some(AttrValue::Static("A name is needed."));
    html! {
        <form {onsubmit} novalidate={true} class="project-form" data-testid={props.id("form")}>
            { jira(props) }
            <TextField id={props.id("name")} label="Name" value={form.name.clone()}
                problem={nameless}
                hint="As it is called in conversation." typed={props.set(|form, text| form.name =
                    text)} />
            { persons(props, "stakeholder", "Stakeholders",
                "They may get mail about this project, once an address is confirmed.", |f| &mut
                    f.stakeholders) }
            <h2>{ "Which mail belongs here" }</h2>
            <p class="muted">{ "A mail that names an issue of this project, or answers in a \
                thread that belongs here, \
                belongs here anyway. These rules decide only when nothing better is known." }</p>
            { persons(props, "mail-person", "Mail from these people",
                "Of confirmed addresses only.",
                |f| &mut f.mail_people) }
            <TextField id={props.id("domains")} label="Mail from these domains"
                value={(*domains).clone()}
                hint="Such as northbank.example, separated by commas." typed={typed_domains}
                problem={fault.map(AttrValue::from)} />
            { folders(props) }
            <h2>{ "Models" }</h2>
            <Check testid={props.id("no-model")} on={form.no_model} ticked={props.set(|form, on|
                form.no_model = on)}
                label="No text of this project goes to a model"
                hint="Rules alone then write its artefacts and drafts." />
            { problem(props.problem.as_ref()) }
            <div class="actions">
                <button type="submit" class="button primary" disabled={props.busy}
                    data-testid={props.id("save")}>
                    { if form.id.is_empty() { "Create the project" } else { "Save the project" } }
                </button>
                { status(props) }
            </div>
        </form>
    }
}

fn parts(text: &str) -> Vec<String> {
    let parts = text.split([',', ' ', '\n']).filter(|part| !part.is_empty());
    parts.map(|part| part.trim_start_matches('@').to_lowercase()).collect()
}

fn domain_fault(text: &str) -> Option<String> {
    let bad = parts(text).into_iter().find(|d| !d.contains('.') || d.contains(['@', '/', ':']))?;
    Some(format!("`{bad}` is not a domain such as northbank.example."))
}

fn jira(props: &ProjectFieldsProps) -> Html {
    let form = &props.form;
    let known =
        match &props.jira {
            Remote::Ready(list, _) if !list.is_empty() => Rc::clone(list),
            other => {
                let hint = match other {
                Remote::Loading => "Asking Jira which projects there are.".to_owned(),
                Remote::Failed(failure) => {
                    format!("Jira did not list its projects: {} {} The key can be typed.",
                        failure.text, failure.hint)
                }
                Remote::Ready(..) => {
                    "Jira shows no project to this account; the key can be typed, or left empty \
                        for mail only.".to_owned()
                }
            };
                return html! {
                                <>
                <TextField id={props.id("key")} label="Key of the Jira project"
                    value={form.key.clone()} {hint}
                                    typed={props.set(|form, text: String| form.key =
                                        text.trim().to_uppercase())} />
                                <p class="muted">{ "No connection yet? " }
                                    <a href="#/settings/integrations">{ "Look at the connections"
                                        }</a></p>
                                </>
                            };
            }
        };
    let mut keys = vec![(String::new(), "None: mail only".to_owned())];
    keys.extend(known.iter().map(|p| (p.key.clone(), format!("{} ({})", p.name, p.key))));
    if !keys.iter().any(|(key, _)| *key == form.key) {
        keys.push((form.key.clone(), format!("{}, which Jira does not show", form.key)));
    }
    let mut boards = vec![(String::new(), "None".to_owned())];
    let found = known.iter().find(|p| p.key == form.key);
    boards.extend(
        found.iter().flat_map(|p| &p.boards).map(|(id, name)| (id.to_string(), name.clone())),
    );
    let board = form.board_id.map_or(String::new(), |id| id.to_string());
    if !boards.iter().any(|(id, _)| *id == board) {
        boards.push((board.clone(), format!("Board {board}, which Jira does not show")));
    }
    let choose = props.set(move |form, key: String| {
        let names = |key: &str| known.iter().find(|p| p.key == key).map_or("", |p| p.name.as_str());
        // The name follows the choice until it is written by hand.
        if form.name.is_empty() || form.name == names(&form.key) {
            form.name = names(&key).to_owned();
        }
        form.board_id =
            known.iter().find(|p| p.key == key).and_then(|p| p.boards.first()).map(|b| b.0);
        form.key = key;
    });
    html! {
        <div class="pair">
            <SelectField id={props.id("key")} label="Jira project" options={keys}
                value={form.key.clone()}
                chosen={choose} />
            <SelectField id={props.id("board")} label="Board, for sprints" options={boards}
                value={board}
                chosen={props.set(|form, id: String| form.board_id = id.parse().ok())} />
        </div>
    }
}

fn persons(
    props: &ProjectFieldsProps,
    name: &str,
    title: &'static str,
    hint: &'static str,
    which: Ids,
) -> Html {
    let hint_id = props.id(&format!("{name}-hint"));
    let mut ticked = (*props.form).clone();
    let ticked = std::mem::take(which(&mut ticked));
    let list = match &props.people {
        Remote::Loading => html! { <p class="muted">{ "Reading the directory." }</p> },
        Remote::Failed(failure) => html! {
            <p class="problem">{ format!("{} {}", failure.text, failure.hint) }</p>
        },
        Remote::Ready(people, _) if people.is_empty() => html! {
            <p class="muted">{ "Nobody is in the directory yet. " }<a href="#/people">{
                "Add people" }</a></p>
        },
        Remote::Ready(people, _) => html! {
            <div class="ticks">
                { for people.iter().map(|person| html! {
                    <Check key={person.id.clone()} testid={props.id(&format!("{name}-{}",
                        person.id))}
                        on={ticked.contains(&person.id)} ticked={props.tick(which, &person.id)}
                        label={person.name.clone()} hint={about(person)} />
                }) }
            </div>
        },
    };
    html! {
        <fieldset class="picks" aria-describedby={hint_id.clone()}>
            <legend>{ title }</legend>
            <p id={hint_id} class="hint">{ hint }</p>
            { list }
        </fieldset>
    }
}

fn about(person: &PersonView) -> String {
    let confirmed = person.addresses.iter().filter(|a| a.confirmed).count() as u64;
    let addresses = words::count_of(confirmed, "confirmed address", "confirmed addresses");
    format!("{}, {addresses}", relation_word(person.relation).to_lowercase())
}

fn folders(props: &ProjectFieldsProps) -> Html {
    let form = &props.form;
    let Remote::Ready(folders, _) = &props.folders else {
        let hint = match &props.folders {
            Remote::Failed(failure) => format!("{} {}", failure.text, failure.hint),
            _ => "Asking Outlook which folders there are.".to_owned(),
        };
        return html! { <p class="muted">{ format!("Mail folders: {hint}") }</p> };
    };
    if folders.is_empty() && form.mail_folders.is_empty() {
        return Html::default();
    }
    let mut all: Vec<MailFolder> = (**folders).clone();
    for id in form.mail_folders.iter().filter(|id| !folders.iter().any(|f| f.id == **id)) {
        all.push(MailFolder { id: id.clone(), name: format!("{id}, which Outlook does not show") });
    }
    html! {
        <fieldset class="picks">
            <legend>{ "Mail in these folders" }</legend>
            <div class="ticks">
                { for all.iter().map(|folder| html! {
                    <Check key={folder.id.clone()} testid={props.id(&format!("folder-{}",
                        folder.id))}
                        on={form.mail_folders.contains(&folder.id)} label={folder.name.clone()}
                        ticked={props.tick(|f| &mut f.mail_folders, &folder.id)} />
                }) }
            </div>
        </fieldset>
    }
}

/// Pausing, archiving, resuming: what is saved is the form with another status.
fn status(props: &ProjectFieldsProps) -> Html {
    if props.form.id.is_empty() {
        return Html::default();
    }
    let to = |status: &'static str| {
        let form = Rc::clone(&props.form);
        props.save.reform(move |()| ProjectForm { status: status.to_owned(), ..(*form).clone() })
    };
    let pause = html! {
        <Sure testid={props.id("pause")} label="Pause" disabled={props.busy} kind="primary"
            question="A paused project is not checked, and nothing of it goes out. It can be \
                resumed; what came in \
                      between is read then."
            yes="Pause the project" sure={to("paused")} />
    };
    let archive = html! {
        <Sure testid={props.id("archive")} label="Archive" disabled={props.busy} kind="danger"
            question="An archived project is no longer checked and leaves the lists of what is \
                going on. Its \
                      artefacts stay readable, and it can be resumed."
            yes="Archive the project" sure={to("archived")} />
    };
    let resume = html! {
        <button type="button" class="button" disabled={props.busy} data-testid={props.id("resume")}
            onclick={to("active").reform(|_| ())}>{ "Resume" }</button>
    };
    match props.form.status.as_str() {
        "active" => html! { <>{ pause }{ archive }</> },
        "paused" => html! { <>{ resume }{ archive }</> },
        _ => resume,
    }
}
