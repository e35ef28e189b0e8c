//! The addresses of a person: each confirmed by itself.

use api_types::{AddressVerb, AddressView, EditAddress, PersonView};
use yew::prelude::*;

use crate::components::fields::{Sure, TextField};
use crate::components::people::{CONFIRMING, PeopleAct};
use crate::components::{Badge, Icon};
use crate::hooks::use_rescue;
use crate::services::words::Tone;

/// Properties of [`Addresses`].
#[derive(Properties, PartialEq)]
pub struct AddressesProps {
    /// `people` or `start-people`.
    pub prefix: &'static str,
    /// Whose.
    pub person: PersonView,
    /// Whether addresses can be added, taken back and removed here too.
    #[prop_or_default]
    pub full: bool,
    /// Whether a change is under way.
    #[prop_or_default]
    pub busy: bool,
    /// Changes the directory.
    #[prop_or_default]
    pub act: Callback<PeopleAct>,
}

/// The addresses, each with its state and what can be done with it.
#[component]
pub fn Addresses(props: &AddressesProps) -> Html {
    let fresh = use_state(String::new);
    let place = format!("{}-{}-addresses", props.prefix, props.person.id);
    use_rescue(place.clone(), Some(props.person.revision));
    let add = {
        let (fresh, act, person) = (fresh.clone(), props.act.clone(), props.person.clone());
        Callback::from(move |_: MouseEvent| {
            let address = fresh.trim().to_owned();
            if !address.is_empty() {
                act.emit(change(&person, AddressVerb::Add, &address));
                fresh.set(String::new());
            }
        })
    };
    let typed = {
        let fresh = fresh.setter();
        Callback::from(move |text| fresh.set(text))
    };
    let (id, prefix) = (&props.person.id, props.prefix);
    html! {
        <div class="addresses" id={place} tabindex="-1" role="group"
            aria-label={format!("Addresses of {}", props.person.name)}>
            if props.person.addresses.is_empty() { <p class="muted">{ "No address yet." }</p> }
            <ul>{ for props.person.addresses.iter().map(|view| line(props, view)) }</ul>
            if props.full {
                <div class="pair with-button">
                    <TextField id={format!("{prefix}-{id}-address")} label="Another address"
                        kind="email"
                        value={(*fresh).clone()} {typed} hint="It is added unconfirmed." />
                    <button type="button" class="button" onclick={add} disabled={props.busy}
                        data-testid={format!("{prefix}-{id}-address-add")}>{ "Add the address"
                            }</button>
                </div>
            }
        </div>
    }
}

fn change(person: &PersonView, verb: AddressVerb, address: &str) -> PeopleAct {
    let edit = EditAddress { revision: person.revision, verb, address: address.to_owned() };
    PeopleAct::Address(person.id.clone(), edit)
}

fn line(props: &AddressesProps, view: &AddressView) -> Html {
    let on = |verb: AddressVerb| {
        let what = change(&props.person, verb, &view.address);
        props.act.reform(move |()| what.clone())
    };
    let hook = |name: &str| format!("{}-{name}-{}", props.prefix, view.address);
    let warned = if view.warning.is_empty() { String::new() } else { format!(" {}", view.warning) };
    html! {
        <li key={view.address.clone()}>
            <span class="address">{ &view.address }</span>
            if view.confirmed {
                <Badge tone={Tone::Good} text="Confirmed" />
            } else {
                <Badge tone={Tone::Waits} text="Not confirmed" />
            }
            if view.internal_domain { <span class="muted">{ "own domain" }</span> }
            if !view.warning.is_empty() {
                <p class="look-alike"><Icon name="alert" />{ &view.warning }</p>
            }
            if !view.confirmed {
                <Sure testid={hook("confirm")} label="Confirm" about={view.address.clone()}
                    small={true} disabled={props.busy}
                    kind={if view.warning.is_empty() { "primary" } else { "danger" }}
                    question={format!("Does {} belong to {}? {CONFIRMING}{warned}", view.address,
                        props.person.name)}
                    yes={format!("Confirm {}", view.address)} sure={on(AddressVerb::Confirm)} />
            }
            if props.full && view.confirmed {
                <button type="button" class="button small" data-testid={hook("unconfirm")}
                    disabled={props.busy} onclick={on(AddressVerb::Unconfirm).reform(|_| ())}>
                    { "Take the confirmation back" }<span class="sr">{ format!(" of {}",
                        view.address) }</span>
                </button>
            }
            if props.full {
                <Sure testid={hook("drop")} label="Remove" about={view.address.clone()}
                    small={true} kind="danger"
                    disabled={props.busy}
                    question={format!("Remove {} from {}? Mail from it counts as nobody's word \
                        then.", view.address, props.person.name)}
                    yes="Remove the address" sure={on(AddressVerb::Remove)} />
            }
        </li>
    }
}
