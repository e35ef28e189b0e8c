//! The calls behind the directory.

use std::rc::Rc;

use api_types::{PersonView, Suggestion};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::people::PeopleAct;
use crate::hooks::use_once;
use crate::services::http::ApiError;
use crate::services::manage;
use crate::state::{Failure, Remote};

/// The directory with the ways to change it.
#[derive(Clone, PartialEq)]
pub struct Directory {
    /// Everybody in it, by name.
    pub people: Remote<Vec<PersonView>>,
    /// Who could be in it.
    pub suggestions: Remote<Vec<Suggestion>>,
    /// Whether a change is under way.
    pub busy: bool,
    /// What the server refused, and of whom.
    pub problem: Option<(String, Failure)>,
    /// Changes it.
    pub act: Callback<PeopleAct>,
    /// Reads both lists again.
    pub reload: Callback<()>,
}

impl Default for Directory {
    fn default() -> Self {
        Self {
            people: Remote::Loading,
            suggestions: Remote::Loading,
            busy: false,
            problem: None,
            act: Callback::noop(),
            reload: Callback::noop(),
        }
    }
}

impl Directory {
    /// What was refused of this person.
    #[must_use]
    pub fn problem_of(&self, id: &str) -> Option<&Failure> {
        self.problem.as_ref().filter(|(about, _)| about == id).map(|(_, failure)| failure)
    }

    /// Everybody, as far as known.
    #[must_use]
    pub fn list(&self) -> Vec<PersonView> {
        self.people.data().map(|list| (**list).clone()).unwrap_or_default()
    }
}

/// Reads the directory and carries changes out.
#[hook]
pub fn use_directory() -> Directory {
    let people = use_once((), |()| manage::people());
    let suggestions = use_once((), |()| manage::suggestions());
    let busy = use_state(|| false);
    let problem = use_state(|| None::<(String, Failure)>);
    let reload = {
        let (one, two) = (people.reload.clone(), suggestions.reload.clone());
        Callback::from(move |()| {
            one.emit(());
            two.emit(());
        })
    };
    let act = {
        let (busy, problem) = (busy.clone(), problem.setter());
        let (data, put, again) =
            (people.data.clone(), people.put.clone(), suggestions.reload.clone());
        let reload = reload.clone();
        Callback::from(move |what: PeopleAct| {
            if *busy {
                return;
            }
            let (busy, problem, reload) = (busy.setter(), problem.clone(), reload.clone());
            let (data, put, again) = (data.clone(), put.clone(), again.clone());
            busy.set(true);
            problem.set(None);
            spawn_local(async move {
                let about = what.about().to_owned();
                let merged = matches!(what, PeopleAct::Merge(..));
                let answer = carry_out(what).await;
                busy.set(false);
                match (answer, data.data()) {
                    (Ok(Some(person)), Some(list)) if !merged => {
                        put.emit(Rc::new(with(list, person)));
                        again.emit(());
                    }
                    (Ok(_), _) => reload.emit(()),
                    (Err(error), _) => problem.set(Some((about, Failure::from(&error)))),
                }
            });
        })
    };
    Directory {
        people: people.data,
        suggestions: suggestions.data,
        busy: *busy,
        problem: (*problem).clone(),
        act,
        reload,
    }
}

async fn carry_out(what: PeopleAct) -> Result<Option<PersonView>, ApiError> {
    match what {
        PeopleAct::Add(person) => manage::add_person(&person).await.map(Some),
        PeopleAct::Edit(id, edit) => manage::edit_person(&id, &edit).await.map(Some),
        PeopleAct::Address(id, edit) => manage::edit_address(&id, &edit).await.map(Some),
        PeopleAct::Merge(id, merge) => manage::merge_person(&id, &merge).await.map(Some),
        PeopleAct::Remove(id, revision) => {
            manage::remove_person(&id, revision).await.map(|()| None)
        }
    }
}

/// The list with a changed or new person in its place, so that nothing jumps while it is being
/// worked on.
fn with(list: &[PersonView], person: PersonView) -> Vec<PersonView> {
    let mut list = list.to_vec();
    match list.iter_mut().find(|old| old.id == person.id) {
        Some(old) => *old = person,
        None => {
            let at =
                list.partition_point(|old| old.name.to_lowercase() < person.name.to_lowercase());
            list.insert(at, person);
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: &str, name: &str) -> PersonView {
        PersonView { id: id.to_owned(), name: name.to_owned(), ..PersonView::default() }
    }

    #[test]
    fn a_new_person_stands_by_name_and_a_changed_one_stays() {
        let list = [person("1", "Ana"), person("2", "Zoe")];
        let names =
            |list: &[PersonView]| list.iter().map(|p| p.name.clone()).collect::<Vec<_>>().join(" ");
        assert_eq!(names(&with(&list, person("3", "mei"))), "Ana mei Zoe");
        assert_eq!(names(&with(&list, person("1", "Zara"))), "Zara Zoe");
    }
}
