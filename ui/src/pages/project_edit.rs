//! Creating and changing a project: Jira, stakeholders, which mail belongs to it, and whether a
//! model may see it.

use std::rc::Rc;

use api_types::{JiraProject, MailFolder, PersonView, ProjectForm};
use yew::prelude::*;

use crate::components::{Failed, Loading};
use crate::hooks::{use_call, use_once};
use crate::pages::project_fields::ProjectFields;
use crate::services::manage;
use crate::state::{Failure, Remote};

/// Properties of [`ProjectEditView`].
#[derive(Properties, PartialEq)]
pub struct ProjectEditViewProps {
    /// `project` or `start-project`.
    pub prefix: &'static str,
    /// What is in the fields.
    pub form: Remote<ProjectForm>,
    /// Jira projects that the account can see.
    #[prop_or_default]
    pub jira: Remote<Vec<JiraProject>>,
    /// Mail folders that the account can see.
    #[prop_or_default]
    pub folders: Remote<Vec<MailFolder>>,
    /// The directory.
    #[prop_or_default]
    pub people: Remote<Vec<PersonView>>,
    /// Whether a call is under way.
    #[prop_or_default]
    pub busy: bool,
    /// What the server refused.
    #[prop_or_default]
    pub problem: Option<Failure>,
    /// The fields changed.
    #[prop_or_default]
    pub changed: Callback<ProjectForm>,
    /// Saves this.
    #[prop_or_default]
    pub save: Callback<ProjectForm>,
    /// Reads again.
    #[prop_or_default]
    pub reload: Callback<()>,
}

/// The form.
#[component]
pub fn ProjectEditView(props: &ProjectEditViewProps) -> Html {
    match &props.form {
        Remote::Loading => html! { <Loading what="the project" /> },
        Remote::Failed(failure) => html! {
            <Failed failure={failure.clone()} retry={props.reload.clone()} />
        },
        Remote::Ready(form, _) => html! {
            <ProjectFields prefix={props.prefix} form={Rc::clone(form)} jira={props.jira.clone()}
                folders={props.folders.clone()} people={props.people.clone()} busy={props.busy}
                problem={props.problem.clone()} changed={props.changed.clone()}
                save={props.save.clone()} />
        },
    }
}

/// Properties of [`ProjectEdit`].
#[derive(Properties, PartialEq)]
pub struct ProjectEditProps {
    /// `project` or `start-project`.
    pub prefix: &'static str,
    /// Project id; empty for a new one.
    #[prop_or_default]
    pub id: String,
    /// It was saved.
    pub saved: Callback<ProjectForm>,
}

/// The form with its calls.
#[component]
pub fn ProjectEdit(props: &ProjectEditProps) -> Html {
    let stored = use_once(props.id.clone(), |id| async move {
        if id.is_empty() {
            Ok(ProjectForm { status: "active".to_owned(), ..ProjectForm::default() })
        } else {
            manage::project_form(&id).await
        }
    });
    let jira = use_once((), |()| manage::jira_projects());
    let folders = use_once((), |()| manage::mail_folders());
    let people = use_once((), |()| manage::people());
    let typed = use_state(|| None::<ProjectForm>);
    let call = use_call();
    {
        // What is stored now takes the place of what was typed.
        let typed = typed.setter();
        use_effect_with(stored.data.data().map(Rc::clone), move |_| typed.set(None));
    }
    let changed = {
        let typed = typed.setter();
        Callback::from(move |form| typed.set(Some(form)))
    };
    let save = {
        let (call, put, saved) = (call.clone(), stored.put.clone(), props.saved.clone());
        Callback::from(move |form: ProjectForm| {
            let (put, saved) = (put.clone(), saved.clone());
            call.run(async move { manage::save_project(&form).await }, move |form| {
                put.emit(Rc::new(form.clone()));
                saved.emit(form);
            });
        })
    };
    let form = match &*typed {
        Some(form) => Remote::ready(form.clone()),
        None => stored.data,
    };
    html! {
        <ProjectEditView prefix={props.prefix} {form} jira={jira.data} folders={folders.data}
            people={people.data} busy={call.busy} problem={call.problem.clone()} {changed} {save}
            reload={stored.reload} />
    }
}
