//! Changes of one entry: add, edit, its addresses, merge, remove.

use api_types::{AddressVerb, EditAddress, EditPerson, MergePerson, NewPerson, PersonView};
use scoring_core::digest::sha256_hex;
use scoring_core::{Address, Person as CorePerson, Relation};

use super::Register;
use crate::domain::keys;
use crate::domain::mail::parse_address;
use crate::domain::person::Person;
use crate::ports::{Condition, Item, StoreError, Write};
use crate::usecases::context::{PEOPLE_MAX, Versioned};
use crate::usecases::user::projects::{names, project_item};
use crate::usecases::{App, CaseError};

/// Longest name, in characters.
const NAME_CHARS_MAX: usize = 100;
/// Most addresses of one entry.
const ADDRESSES_MAX: usize = 20;
/// Longest Jira account id, in bytes.
const ACCOUNT_BYTES_MAX: usize = 128;
/// Most projects that one merge can change: they are written in one transaction.
const PROJECTS_PER_MERGE_MAX: usize = 80;
/// Why open drafts are judged again.
const JUDGED_AGAIN: &str = "The directory changed: judged again.";

fn invalid<T>(why: impl Into<String>) -> Result<T, CaseError> {
    Err(CaseError::Invalid(why.into()))
}

/// A name as it is stored: without spaces around it, without control characters.
pub(super) fn checked_name(name: &str) -> Result<String, CaseError> {
    let name = name.trim();
    let length = name.chars().count();
    if !(1..=NAME_CHARS_MAX).contains(&length) || name.chars().any(char::is_control) {
        return invalid(format!(
            "a name has 1 to {NAME_CHARS_MAX} characters, all of them visible"
        ));
    }
    Ok(name.to_owned())
}

/// A Jira account id that no other entry has.
fn checked_account(register: &Register, account: &str, own: &str) -> Result<String, CaseError> {
    let account = account.trim();
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_');
    if account.len() > ACCOUNT_BYTES_MAX || !account.bytes().all(plain) {
        return invalid("a Jira account id has at most 128 letters, digits, `:`, `-` and `_`");
    }
    let taken = register
        .people
        .iter()
        .map(|p| &p.value)
        .find(|p| !account.is_empty() && p.jira_account_id == account && p.core.id != own);
    match taken {
        Some(other) => invalid(format!(
            "the entry `{}` has this Jira account already; merge the two if they are one person",
            other.core.id
        )),
        None => Ok(account.to_owned()),
    }
}

/// Whether a held mail may lapse is a question only where a hold exists (DESIGN 2.1): for colleagues and stakeholders.
fn checked_lapse(relation: Relation, lapse_allowed: bool) -> Result<(), CaseError> {
    match relation {
        Relation::Unknown => invalid("a relation is `external`, `stakeholder` or `internal`"),
        Relation::External if lapse_allowed => invalid(
            "mail to somebody external is always asked first: it cannot be allowed to lapse into sending",
        ),
        _ => Ok(()),
    }
}

/// An id for a new entry: derived from what it stands for, and saying nothing about the person.
pub(super) fn new_id(register: &Register, person: &Person) -> Result<String, CaseError> {
    let addresses: Vec<&str> = person.core.addresses.iter().map(|a| a.address.as_str()).collect();
    for number in 0..100 {
        let seed = format!(
            "{}\n{}\n{}\n{number}",
            person.name,
            addresses.join(" "),
            person.jira_account_id
        );
        let id = format!("p-{}", sha256_hex(seed.as_bytes()).get(..12).unwrap_or_default());
        if register.entry(&id).is_err() {
            return Ok(id);
        }
    }
    invalid("there are too many entries of this name already")
}

/// The write of an entry under the revision that was read; 0 for a new one.
pub(super) fn person_write(person: &Person, rev: u64) -> Result<Write, StoreError> {
    let condition = if rev == 0 { Condition::Absent } else { Condition::Rev(rev) };
    Ok(Write::Put(Item::new(keys::person(&person.core.id), person)?, condition))
}

impl App {
    /// Adds an entry; none of its addresses is confirmed.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] for a wrong value, or when the same name stands there with one of the same addresses.
    pub async fn add_person(&self, input: &NewPerson) -> Result<PersonView, CaseError> {
        let mut register = self.register().await?;
        if register.people.len() >= PEOPLE_MAX {
            return invalid(format!("the directory has at most {PEOPLE_MAX} entries"));
        }
        let name = checked_name(&input.name)?;
        let mut addresses: Vec<Address> = Vec::new();
        for text in &input.addresses {
            let address = parse_address(text).map_err(CaseError::Invalid)?;
            if !addresses.iter().any(|a| a.address == address) {
                addresses.push(Address { address, confirmed: false });
            }
        }
        if addresses.len() > ADDRESSES_MAX {
            return invalid(format!("an entry has at most {ADDRESSES_MAX} addresses"));
        }
        let same = |p: &Person| {
            let both = |a: &Address| addresses.iter().any(|new| new.address == a.address);
            let bare = addresses.is_empty() && p.core.addresses.is_empty();
            p.name == name && (bare || p.core.addresses.iter().any(both))
        };
        if let Some(twin) = register.people.iter().find(|p| same(&p.value)) {
            return invalid(format!("this person is in the directory as `{}`", twin.value.core.id));
        }
        let relation = match input.relation {
            None | Some(Relation::Unknown) => Relation::External,
            Some(relation) => relation,
        };
        let jira_account_id = checked_account(&register, &input.jira_account_id, "")?;
        let core = CorePerson { id: String::new(), relation, addresses, lapse_allowed: false };
        let mut person = Person { core, name, jira_account_id };
        person.core.id = new_id(&register, &person)?;
        let writes = vec![person_write(&person, 0)?];
        self.write_register(&mut register, writes, "The directory: an entry was added.").await?;
        self.person_view(&person.core.id).await
    }

    /// Changes name, relation, lapse and Jira account.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] for a wrong value; [`StoreError::Lost`] for another revision.
    pub async fn edit_person(&self, id: &str, input: &EditPerson) -> Result<PersonView, CaseError> {
        let mut register = self.register().await?;
        let mut found = register.at(id, input.revision)?;
        checked_lapse(input.relation, input.lapse_allowed)?;
        found.value.name = checked_name(&input.name)?;
        found.value.core.relation = input.relation;
        found.value.core.lapse_allowed = input.lapse_allowed;
        found.value.jira_account_id = checked_account(&register, &input.jira_account_id, id)?;
        let writes = vec![person_write(&found.value, found.rev)?];
        self.write_register(&mut register, writes, "The directory: an entry was changed.").await?;
        self.rescore_open(JUDGED_AGAIN).await?;
        self.person_view(id).await
    }

    /// Adds, confirms, takes back or removes one address.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] when it does not fit, or is confirmed for somebody else; [`StoreError::Lost`] for another
    /// revision.
    pub async fn edit_address(
        &self,
        id: &str,
        input: &EditAddress,
    ) -> Result<PersonView, CaseError> {
        let mut register = self.register().await?;
        let mut found = register.at(id, input.revision)?;
        let address = match input.verb {
            AddressVerb::Add => parse_address(&input.address).map_err(CaseError::Invalid)?,
            // What stands there may be older than the rules of today.
            _ => input.address.trim().to_lowercase(),
        };
        let all = &mut found.value.core.addresses;
        let at = all.iter().position(|a| a.address == address);
        let text = match (input.verb, at) {
            (AddressVerb::Add, Some(_)) => return invalid("the entry has this address already"),
            (AddressVerb::Add, None) if all.len() >= ADDRESSES_MAX => {
                return invalid(format!("an entry has at most {ADDRESSES_MAX} addresses"));
            }
            (AddressVerb::Add, None) => {
                all.push(Address { address, confirmed: false });
                "The directory: an address was added, not confirmed yet."
            }
            (_, None) => return invalid("the entry does not have this address"),
            (AddressVerb::Confirm, Some(at)) => {
                if let Some(other) = confirmed_elsewhere(&register, &address, id) {
                    return invalid(format!(
                        "the address is confirmed for the entry `{other}`: take that back first"
                    ));
                }
                set_confirmed(all, at, true);
                "The directory: the user confirmed an address."
            }
            (AddressVerb::Unconfirm, Some(at)) => {
                set_confirmed(all, at, false);
                "The directory: the confirmation of an address was taken back."
            }
            (AddressVerb::Remove, Some(at)) => {
                all.remove(at);
                "The directory: an address was removed."
            }
        };
        let writes = vec![person_write(&found.value, found.rev)?];
        self.write_register(&mut register, writes, text).await?;
        if input.verb != AddressVerb::Add {
            self.rescore_open(JUDGED_AGAIN).await?;
        }
        self.person_view(id).await
    }

    /// Merges another entry into this one. Its addresses move over unconfirmed, its Jira account where this entry has
    /// none, and projects name this entry instead.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] when both have a Jira account; [`StoreError::Lost`] for another revision of either.
    pub async fn merge_person(
        &self,
        id: &str,
        input: &MergePerson,
    ) -> Result<PersonView, CaseError> {
        let mut register = self.register().await?;
        if id == input.other {
            return invalid("an entry cannot be merged with itself");
        }
        let mut found = register.at(id, input.revision)?;
        let other = register.at(&input.other, input.other_revision)?;
        if found.value.jira_account_id.is_empty() {
            found.value.jira_account_id.clone_from(&other.value.jira_account_id);
        } else if !other.value.jira_account_id.is_empty() {
            return invalid("both entries have a Jira account: take one of them out first");
        }
        for moved in &other.value.core.addresses {
            if !found.value.core.addresses.iter().any(|a| a.address == moved.address) {
                let address = Address { address: moved.address.clone(), confirmed: false };
                found.value.core.addresses.push(address);
            }
        }
        if found.value.core.addresses.len() > ADDRESSES_MAX {
            return invalid(format!("together they have more than {ADDRESSES_MAX} addresses"));
        }
        let mut writes = vec![
            person_write(&found.value, found.rev)?,
            Write::Delete(keys::person(&input.other), Condition::Rev(other.rev)),
        ];
        writes.extend(self.follow_merge(&input.other, id).await?);
        let text = "The directory: the user merged two entries; nothing was confirmed by it.";
        self.write_register(&mut register, writes, text).await?;
        self.rescore_open(JUDGED_AGAIN).await?;
        self.person_view(id).await
    }

    /// The writes that let every project name `to` where it named `from`.
    async fn follow_merge(&self, from: &str, to: &str) -> Result<Vec<Write>, CaseError> {
        let mut writes = Vec::new();
        for Versioned { value: mut project, rev } in self.all_projects().await? {
            if !names(&project, from) {
                continue;
            }
            for list in [&mut project.stakeholders, &mut project.mail_people] {
                let known = list.iter().any(|one| one == to);
                list.retain(|one| !known || one != from);
                for one in list.iter_mut().filter(|one| *one == from) {
                    to.clone_into(one);
                }
            }
            writes.push(Write::Put(project_item(&project)?, Condition::Rev(rev)));
        }
        if writes.len() > PROJECTS_PER_MERGE_MAX {
            return invalid(format!(
                "more than {PROJECTS_PER_MERGE_MAX} projects name the entry: take it out of some first"
            ));
        }
        Ok(writes)
    }

    /// Removes an entry that no project names: who gets stakeholder mail never changes in passing.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] with the projects that name it; [`StoreError::Lost`] for another revision.
    pub async fn remove_person(&self, id: &str, revision: u64) -> Result<(), CaseError> {
        let mut register = self.register().await?;
        let found = register.at(id, revision)?;
        let all = self.all_projects().await?;
        let naming: Vec<String> = all
            .iter()
            .filter(|p| names(&p.value, id))
            .map(|p| format!("`{}`", p.value.id))
            .collect();
        if !naming.is_empty() {
            return invalid(format!(
                "the person is named by {}: take the entry out of these projects first",
                naming.join(", ")
            ));
        }
        let writes = vec![Write::Delete(keys::person(id), Condition::Rev(found.rev))];
        self.write_register(&mut register, writes, "The directory: an entry was removed.").await?;
        self.rescore_open(JUDGED_AGAIN).await?;
        Ok(())
    }
}

fn set_confirmed(all: &mut [Address], at: usize, confirmed: bool) {
    if let Some(address) = all.get_mut(at) {
        address.confirmed = confirmed;
    }
}

/// The entry other than `own` for which an address is confirmed.
pub(super) fn confirmed_elsewhere(register: &Register, address: &str, own: &str) -> Option<String> {
    let confirmed =
        |p: &Person| p.core.addresses.iter().any(|a| a.confirmed && a.address == address);
    let other = register.people.iter().map(|p| &p.value).find(|p| p.core.id != own && confirmed(p));
    other.map(|p| p.core.id.clone())
}
