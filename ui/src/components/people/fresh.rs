//! Adding people: from what Jira and the sent mail suggest, or by hand. Adding confirms nothing.

use api_types::{NewPerson, Suggestion};
use scoring_core::Relation;
use web_sys::SubmitEvent;
use yew::prelude::*;

use crate::components::fields::{SelectField, TextField, problem};
use crate::components::people::{PeopleAct, relation_hint, relation_of, relation_slug, relations};
use crate::components::{Empty, Failed, Icon, Loading};
use crate::hooks::use_rescue;
use crate::state::{Failure, Remote};

/// Properties of [`Suggestions`].
#[derive(Properties, PartialEq)]
pub struct SuggestionsProps {
    /// `people` or `start-people`.
    pub prefix: &'static str,
    /// Who could be added.
    pub data: Remote<Vec<Suggestion>>,
    /// Whether a change is under way.
    #[prop_or_default]
    pub busy: bool,
    /// Changes the directory.
    #[prop_or_default]
    pub act: Callback<PeopleAct>,
    /// Asks again.
    #[prop_or_default]
    pub reload: Callback<()>,
}

/// People whom the accounts know, to be added one by one.
#[component]
pub fn Suggestions(props: &SuggestionsProps) -> Html {
    let place = format!("{}-suggestions", props.prefix);
    use_rescue(place.clone(), props.data.data().map(|list| list.len()));
    match &props.data {
        Remote::Loading => html! { <Loading what="suggestions from Jira and the sent mail" /> },
        Remote::Failed(failure) => html! {
            <Failed failure={failure.clone()} retry={props.reload.clone()} />
        },
        Remote::Ready(list, _) if list.is_empty() => html! {
            <Empty title="Nobody else is suggested."
                text="Suggestions are the users of the connected Jira and the people whom the \
                    mailbox has written to."
                link={("#/settings/integrations", "Look at the connections")} />
        },
        Remote::Ready(list, _) => html! {
            <ul class="rows" id={place} tabindex="-1" aria-label="Suggested people">
                { for list.iter().enumerate().map(|(n, suggestion)| html! {
                    <SuggestionLine key={format!("{}{:?}", suggestion.jira_account_id,
                        suggestion.addresses)}
                        hook={format!("{}-suggest-{n}", props.prefix)}
                            suggestion={suggestion.clone()}
                        busy={props.busy} act={props.act.clone()} />
                }) }
            </ul>
        },
    }
}

#[derive(Properties, PartialEq)]
struct SuggestionLineProps {
    hook: String,
    suggestion: Suggestion,
    busy: bool,
    act: Callback<PeopleAct>,
}

#[component]
fn SuggestionLine(props: &SuggestionLineProps) -> Html {
    let of = &props.suggestion;
    let start = if of.relation == Relation::Unknown { Relation::External } else { of.relation };
    let relation = use_state(|| start);
    let choose = {
        let relation = relation.setter();
        Callback::from(move |slug: String| relation.set(relation_of(&slug)))
    };
    let add = {
        let person = NewPerson {
            name: of.name.clone(),
            relation: Some(*relation),
            addresses: of.addresses.clone(),
            jira_account_id: of.jira_account_id.clone(),
        };
        props.act.reform(move |_: MouseEvent| PeopleAct::Add(person.clone()))
    };
    html! {
        <li class="suggestion" data-testid={props.hook.clone()}>
            <div>
                <b>{ &of.name }</b>{ " " }<span class="muted">{ &of.source }</span>
                <p class="address">
                    { if of.addresses.is_empty() { "Jira does not show the address.".to_owned() }
                      else { of.addresses.join(", ") } }
                </p>
                if !of.warning.is_empty() {
                    <p class="look-alike"><Icon name="alert" />{ &of.warning }</p>
                }
            </div>
            <SelectField id={format!("{}-relation", props.hook)} label={format!("Relation of {}",
                of.name)}
                bare={true} options={relations(*relation)} value={relation_slug(*relation)}
                    chosen={choose} />
            <button type="button" class="button" disabled={props.busy} onclick={add}
                data-testid={format!("{}-add", props.hook)}>
                { "Add" }<span class="sr">{ format!(" {}", of.name) }</span>
            </button>
        </li>
    }
}

/// Properties of [`FreshPerson`].
#[derive(Properties, PartialEq)]
pub struct FreshPersonProps {
    /// `people` or `start-people`.
    pub prefix: &'static str,
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

/// A person typed by hand.
#[component]
pub fn FreshPerson(props: &FreshPersonProps) -> Html {
    let (name, address) = (use_state(String::new), use_state(String::new));
    let relation = use_state(|| Relation::External);
    let tried = use_state(|| false);
    let onsubmit = {
        let (name, address, relation) = (name.clone(), address.clone(), relation.clone());
        let (tried, act) = (tried.setter(), props.act.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if name.trim().is_empty() {
                tried.set(true);
                return;
            }
            let addresses = address.split([',', ' ']).filter(|a| !a.is_empty()).map(str::to_owned);
            act.emit(PeopleAct::Add(NewPerson {
                name: name.trim().to_owned(),
                relation: Some(*relation),
                addresses: addresses.collect(),
                jira_account_id: String::new(),
            }));
            name.set(String::new());
            address.set(String::new());
            tried.set(false);
        })
    };
    let text = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text| state.set(text))
    };
    let choose = {
        let relation = relation.setter();
        Callback::from(move |slug: String| relation.set(relation_of(&slug)))
    };
    let id = |what: &str| format!("{}-new-{what}", props.prefix);
    let missing =
        (*tried && name.trim().is_empty()).then_some(AttrValue::Static("A name is needed."));
    html! {
        <form {onsubmit} novalidate={true} class="fresh-person">
            { problem(props.failure.as_ref()) }
            <div class="pair">
                <TextField id={id("name")} label="Name" value={(*name).clone()} typed={text(&name)}
                    problem={missing} />
                <TextField id={id("address")} label="Address" value={(*address).clone()}
                    typed={text(&address)}
                    hint="Added unconfirmed; several separated by commas." />
                <SelectField id={id("relation")} label="Relation" options={relations(*relation)}
                    value={relation_slug(*relation)} chosen={choose} hint={relation_hint()} />
            </div>
            <button type="submit" class="button" disabled={props.busy} data-testid={id("add")}>
                { "Add the person" }
            </button>
        </form>
    }
}
