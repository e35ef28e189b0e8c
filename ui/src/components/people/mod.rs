//! The directory: only the user fills it, and only the user confirms an address. Used by the page
//! of people and by
//! the first run; `prefix` tells their hooks for tests apart.

mod addresses;
mod directory;
mod editor;
mod fresh;
mod import;
mod table;

pub use addresses::Addresses;
pub use directory::{Directory, use_directory};
pub use editor::PersonEditor;
pub use fresh::{FreshPerson, Suggestions};
pub use import::{ImportForm, ImportView};
pub use table::PeopleTable;

use api_types::{EditAddress, EditPerson, MergePerson, NewPerson};
use scoring_core::Relation;
use yew::prelude::AttrValue;

/// What a confirmation means, said before every one of them.
pub const CONFIRMING: &str = "Confirming says: mail to this address reaches this person, and mail \
    from it may count as \
    this person's word. Nothing but a confirmation by hand does that.";

/// What the user does with the directory.
#[derive(Clone, Debug, PartialEq)]
pub enum PeopleAct {
    /// Adds a person.
    Add(NewPerson),
    /// Changes the person with this id.
    Edit(String, EditPerson),
    /// Changes an address of the person with this id.
    Address(String, EditAddress),
    /// Merges another entry into the person with this id.
    Merge(String, MergePerson),
    /// Removes the person with this id, at this revision.
    Remove(String, u64),
}

/// Where a refusal of adding a person is shown.
pub const FRESH: &str = "";

impl PeopleAct {
    /// Id of the person it is about; [`FRESH`] for a new one.
    #[must_use]
    pub fn about(&self) -> &str {
        match self {
            Self::Add(_) => FRESH,
            Self::Edit(id, _) | Self::Address(id, _) | Self::Merge(id, _) | Self::Remove(id, _) => {
                id
            }
        }
    }
}

/// A relation in a word.
#[must_use]
pub const fn relation_word(relation: Relation) -> &'static str {
    match relation {
        Relation::Unknown => "Not set",
        Relation::External => "Outside",
        Relation::Stakeholder => "Stakeholder",
        Relation::Internal => "Colleague",
    }
}

const fn relation_slug(relation: Relation) -> &'static str {
    match relation {
        Relation::Unknown => "unknown",
        Relation::External => "external",
        Relation::Stakeholder => "stakeholder",
        Relation::Internal => "internal",
    }
}

fn relation_of(slug: &str) -> Relation {
    let known = [Relation::External, Relation::Stakeholder, Relation::Internal];
    known.into_iter().find(|r| relation_slug(*r) == slug).unwrap_or(Relation::Unknown)
}

/// The relations to choose from; "not set" only where it is so.
fn relations(now: Relation) -> Vec<(String, String)> {
    [Relation::Unknown, Relation::External, Relation::Stakeholder, Relation::Internal]
        .into_iter()
        .filter(|r| *r != Relation::Unknown || now == Relation::Unknown)
        .map(|r| (relation_slug(r).to_owned(), relation_word(r).to_owned()))
        .collect()
}

const fn relation_hint() -> AttrValue {
    AttrValue::Static(
        "Outside: mail always needs a decision. Stakeholder or colleague: mail is held, then may \
            go, as the dial says.",
    )
}
