//! The directory: filled and confirmed by the user only. An address is confirmed for one entry at a time, never by a
//! merge, a message or a model.

mod change;
mod import;
mod suggest;

use api_types::{AddressView, EventKind, Page, PersonView};

use super::projects::names;
use crate::domain::keys;
use crate::domain::lookalike::Known;
use crate::domain::mail::{domain_of, is_within};
use crate::domain::person::{Directory, Person};
use crate::domain::project::Project;
use crate::ports::{Condition, Item, Query, StoreError, Write, query_all};
use crate::usecases::context::{PEOPLE_MAX, Versioned};
use crate::usecases::events::NewEvent;
use crate::usecases::{App, CaseError};

/// Entries of one page.
const PAGE_PEOPLE: usize = 50;
/// Longest text to find, in characters.
const FIND_CHARS_MAX: usize = 100;

/// The whole directory, read for a change: whoever changes it writes this revision too, so that two changes that were
/// made on the same reading cannot both happen.
pub(super) struct Register {
    /// The entries.
    pub(super) people: Vec<Versioned<Person>>,
    rev: u64,
}

impl Register {
    /// The entry of an id.
    pub(super) fn entry(&self, id: &str) -> Result<&Versioned<Person>, CaseError> {
        let found = self.people.iter().find(|p| p.value.core.id == id);
        found.ok_or_else(|| CaseError::NotFound("the person".to_owned()))
    }

    /// The entry as it was on screen.
    pub(super) fn at(&self, id: &str, revision: u64) -> Result<Versioned<Person>, CaseError> {
        let entry = self.entry(id)?;
        if entry.rev == revision {
            Ok(entry.clone())
        } else {
            Err(StoreError::Lost { index: 0 }.into())
        }
    }

    /// The look-ups.
    pub(super) fn directory(&self) -> Directory {
        Directory::new(self.people.iter().map(|p| p.value.clone()).collect())
    }

    /// The write that lets no other change in between; each call is for the next transaction.
    pub(super) fn next(&mut self) -> Result<Write, StoreError> {
        let condition = if self.rev == 0 { Condition::Absent } else { Condition::Rev(self.rev) };
        self.rev += 1;
        let item = Item::new(keys::config("directory"), &serde_json::json!({}))?;
        Ok(Write::Put(item, condition))
    }
}

impl App {
    /// Reads the directory for a change.
    pub(super) async fn register(&self) -> Result<Register, CaseError> {
        // The revision first: what is read after it is at least as new.
        let rev = self.table.get(&keys::config("directory")).await?.map_or(0, |item| item.rev);
        let query = Query::prefix("CONFIG", "PERSON#");
        let mut people = Vec::new();
        for item in query_all(self.table.as_ref(), query, PEOPLE_MAX).await? {
            people.push(Versioned { value: item.read()?, rev: item.rev });
        }
        Ok(Register { people, rev })
    }

    /// Writes a change of the directory with its event.
    pub(super) async fn write_register(
        &self,
        register: &mut Register,
        mut writes: Vec<Write>,
        text: &str,
    ) -> Result<(), CaseError> {
        writes.push(register.next()?);
        writes.push(self.event(NewEvent::account(EventKind::Setting, text))?);
        Ok(self.table.write(writes).await?)
    }

    /// One page of the directory, by name; `find` is part of a name or an address. The cursor is the id of the last
    /// entry of the page before.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] for a text to find that is too long, [`StoreError::Invalid`] for a cursor whose entry is gone.
    pub async fn people_page(
        &self,
        find: &str,
        cursor: Option<String>,
    ) -> Result<Page<PersonView>, CaseError> {
        if find.chars().count() > FIND_CHARS_MAX {
            let text = format!("what is looked for has at most {FIND_CHARS_MAX} characters");
            return Err(CaseError::Invalid(text));
        }
        let register = self.register().await?;
        let wanted = find.trim().to_lowercase();
        let fits = |person: &Person| {
            person.name.to_lowercase().contains(&wanted)
                || person.core.addresses.iter().any(|a| a.address.contains(&wanted))
        };
        let mut found: Vec<&Versioned<Person>> =
            register.people.iter().filter(|p| fits(&p.value)).collect();
        found.sort_by_cached_key(|p| (p.value.name.to_lowercase(), p.value.core.id.clone()));
        let start = match cursor {
            None => 0,
            Some(id) => {
                let last = found.iter().position(|p| p.value.core.id == id);
                let gone = || StoreError::Invalid("the list changed".to_owned());
                last.ok_or_else(gone)? + 1
            }
        };
        let page: Vec<&Versioned<Person>> =
            found.iter().skip(start).take(PAGE_PEOPLE).copied().collect();
        let more = found.len() > start + page.len();
        let next = page.last().filter(|_| more).map(|p| p.value.core.id.clone());
        let shown = self.shown(&register).await?;
        Ok(Page { items: page.into_iter().map(|p| shown.view(p)).collect(), cursor: next })
    }

    /// One entry.
    ///
    /// # Errors
    /// [`CaseError::NotFound`] when there is none.
    pub async fn person_view(&self, id: &str) -> Result<PersonView, CaseError> {
        let register = self.register().await?;
        let shown = self.shown(&register).await?;
        Ok(shown.view(register.entry(id)?))
    }

    async fn shown(&self, register: &Register) -> Result<Shown, CaseError> {
        let internal_domains = self.config().await?.settings.internal_domains;
        let known = Known::new(&register.directory(), &internal_domains);
        let projects = self.all_projects().await?.into_iter().map(|p| p.value).collect();
        Ok(Shown { internal_domains, known, projects })
    }
}

/// What a view says beside the entry itself.
struct Shown {
    internal_domains: Vec<String>,
    known: Known,
    projects: Vec<Project>,
}

impl Shown {
    fn view(&self, found: &Versioned<Person>) -> PersonView {
        let Person { core, name, jira_account_id } = &found.value;
        let address = |a: &scoring_core::Address| AddressView {
            address: a.address.clone(),
            confirmed: a.confirmed,
            internal_domain: is_internal(&a.address, &self.internal_domains),
            warning: self.known.address_warning(&a.address, &core.id),
        };
        PersonView {
            id: core.id.clone(),
            revision: found.rev,
            name: name.clone(),
            relation: core.relation,
            lapse_allowed: core.lapse_allowed,
            jira_account_id: jira_account_id.clone(),
            addresses: core.addresses.iter().map(address).collect(),
            projects: self
                .projects
                .iter()
                .filter(|project| names(project, &core.id))
                .map(|project| project.id.clone())
                .collect(),
            warning: self.known.name_warning(name, &core.id),
        }
    }
}

/// Whether an address lies in one of the own domains.
fn is_internal(address: &str, internal_domains: &[String]) -> bool {
    internal_domains.iter().any(|own| is_within(domain_of(address), own))
}
