//! Changing one person: name, relation, lapse, addresses, merging, removing.

use api_types::{EditPerson, MergePerson, PersonView};
use web_sys::SubmitEvent;
use yew::prelude::*;

use crate::components::fields::{Check, SelectField, Sure, TextField, problem};
use crate::components::people::{
    Addresses, PeopleAct, relation_hint, relation_of, relation_slug, relations,
};
use crate::services::words;
use crate::state::Failure;

/// Properties of [`PersonEditor`].
#[derive(Properties, PartialEq)]
pub struct PersonEditorProps {
    /// Who.
    pub person: PersonView,
    /// Everybody, for merging.
    #[prop_or_default]
    pub others: Vec<PersonView>,
    /// Whether a change is under way.
    #[prop_or_default]
    pub busy: bool,
    /// What the server refused.
    #[prop_or_default]
    pub failure: Option<Failure>,
    /// Changes the directory.
    #[prop_or_default]
    pub act: Callback<PeopleAct>,
}

/// Everything that can be changed about a person.
#[component]
pub fn PersonEditor(props: &PersonEditorProps) -> Html {
    let person = &props.person;
    let fields = use_state(|| EditPerson {
        revision: 0,
        name: person.name.clone(),
        relation: person.relation,
        lapse_allowed: person.lapse_allowed,
        jira_account_id: person.jira_account_id.clone(),
    });
    let onsubmit = {
        let (fields, act, id, revision) =
            (fields.clone(), props.act.clone(), person.id.clone(), person.revision);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let edit = EditPerson { revision, ..(*fields).clone() };
            if !edit.name.trim().is_empty() {
                act.emit(PeopleAct::Edit(id.clone(), edit));
            }
        })
    };
    let set = |put: fn(&mut EditPerson, String)| {
        let fields = fields.clone();
        Callback::from(move |text| {
            let mut next = (*fields).clone();
            put(&mut next, text);
            fields.set(next);
        })
    };
    let lapse = {
        let fields = fields.clone();
        Callback::from(move |on| fields.set(EditPerson { lapse_allowed: on, ..(*fields).clone() }))
    };
    let nameless = fields.name.trim().is_empty().then_some(AttrValue::Static("A name is needed."));
    html! {
        <div class="person-editor" data-testid="people-editor">
            { problem(props.failure.as_ref()) }
            <form {onsubmit} novalidate={true}>
                <div class="pair">
                    <TextField id="people-name" label="Name" value={fields.name.clone()}
                        problem={nameless}
                        typed={set(|f, text| f.name = text)} />
                    <SelectField id="people-relation" label="Relation" hint={relation_hint()}
                        options={relations(person.relation)} value={relation_slug(fields.relation)}
                        chosen={set(|f, slug| f.relation = relation_of(&slug))} />
                    <TextField id="people-jira" label="Jira account id"
                        value={fields.jira_account_id.clone()}
                        hint="Empty where there is none." typed={set(|f, text| f.jira_account_id
                            = text)} />
                </div>
                <Check testid="people-lapse" on={fields.lapse_allowed} ticked={lapse}
                    label="Held mail to this person may go out when its hold ends"
                    hint="Only while Settings allow it at all, and only if everything else \
                        passes." />
                <button type="submit" class="button primary" data-testid="people-save"
                    disabled={props.busy}>
                    { "Save this person" }
                </button>
            </form>
            <h4>{ "Addresses" }</h4>
            <Addresses prefix="people" person={person.clone()} full={true} busy={props.busy}
                act={props.act.clone()} />
            <Merge person={person.clone()} others={props.others.clone()} busy={props.busy}
                act={props.act.clone()} />
            <h4>{ "Remove" }</h4>
            <Sure testid="people-remove" kind="danger" disabled={props.busy}
                label={format!("Remove {}", person.name)}
                question="The entry and its confirmations disappear; what was stored about the \
                    person stays. \
                          To erase that too, forget the person under Privacy."
                yes="Remove the entry"
                sure={props.act.reform({
                    let (id, revision) = (person.id.clone(), person.revision);
                    move |()| PeopleAct::Remove(id.clone(), revision)
                })} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct MergeProps {
    person: PersonView,
    others: Vec<PersonView>,
    busy: bool,
    act: Callback<PeopleAct>,
}

#[component]
fn Merge(props: &MergeProps) -> Html {
    let chosen = use_state(String::new);
    let pick = {
        let chosen = chosen.setter();
        Callback::from(move |id| chosen.set(id))
    };
    let others: Vec<&PersonView> =
        props.others.iter().filter(|p| p.id != props.person.id).collect();
    if others.is_empty() {
        return Html::default();
    }
    let mut options = vec![(String::new(), "Choose the other entry".to_owned())];
    options.extend(others.iter().map(|p| {
        let first = p.addresses.first().map_or(String::new(), |a| format!(", {}", a.address));
        (p.id.clone(), format!("{}{first}", p.name))
    }));
    let other = others.iter().find(|p| p.id == *chosen);
    html! {
        <>
            <h4>{ "The same person twice" }</h4>
            <SelectField id="people-merge-other" label="Merge another entry into this one" {options}
                value={(*chosen).clone()} chosen={pick} />
            if let Some(other) = other {
                <Sure testid="people-merge" disabled={props.busy} kind="danger"
                    label={format!("Merge {} into {}", other.name, props.person.name)}
                    question={format!("{} and the Jira account of {} move over, and that entry \
                        disappears. \
                        Every address that moves has to be confirmed again.",
                        words::count_of(other.addresses.len() as u64, "address", "addresses"),
                            other.name)}
                    yes="Merge the entries"
                    sure={props.act.reform({
                        let id = props.person.id.clone();
                        let merge = MergePerson {
                            revision: props.person.revision,
                            other: other.id.clone(),
                            other_revision: other.revision,
                        };
                        move |()| PeopleAct::Merge(id.clone(), merge.clone())
                    })} />
            }
        </>
    }
}
