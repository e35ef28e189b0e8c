//! Projects as the user manages them: created, edited, paused, archived and resumed, each change conditional on the
//! revision that was on screen.

use api_types::{EventKind, ProjectForm};

use crate::domain::keys;
use crate::domain::mail::parse_domain;
use crate::domain::person::Directory;
use crate::domain::project::{Project, ProjectStatus};
use crate::ports::{Condition, Item, Query, StoreError, Write};
use crate::usecases::context::{PROJECTS_MAX, Versioned};
use crate::usecases::events::NewEvent;
use crate::usecases::{App, CaseError};

/// Longest name, in characters.
const NAME_CHARS_MAX: usize = 100;
/// Longest Jira project key, in bytes.
const KEY_BYTES_MAX: usize = 20;
/// Longest project id, in bytes (see [`crate::domain::ids::is_project_id`]).
const ID_BYTES_MAX: usize = 24;
/// Most people of one list.
const PEOPLE_MAX: usize = 200;
/// Most domains of a project.
const DOMAINS_MAX: usize = 100;
/// Most folders of a project: each is read at every check.
const FOLDERS_MAX: usize = 20;
/// Longest folder id, in bytes.
const FOLDER_BYTES_MAX: usize = 400;
/// Folders that every check reads anyway, by their well-known names.
pub const ALWAYS_READ: [&str; 2] = ["inbox", "sentitems"];

const STATUSES: [ProjectStatus; 3] =
    [ProjectStatus::Active, ProjectStatus::Paused, ProjectStatus::Archived];

/// Whether a project names a person.
pub(super) fn names(project: &Project, person: &str) -> bool {
    project.stakeholders.iter().chain(&project.mail_people).any(|id| id == person)
}

/// The item of a project, listed by its status.
pub(in crate::usecases) fn project_item(project: &Project) -> Result<Item, StoreError> {
    Ok(Item::new(keys::project(&project.id), project)?.listed(
        keys::PROJECTS,
        format!("{}#{}", project.status.word(), project.id),
        serde_json::Value::Null,
    ))
}

fn invalid<T>(why: impl Into<String>) -> Result<T, CaseError> {
    Err(CaseError::Invalid(why.into()))
}

impl App {
    /// Every project, whatever its status, with its revision.
    pub(crate) async fn all_projects(&self) -> Result<Vec<Versioned<Project>>, CaseError> {
        let mut query = Query::prefix(keys::PROJECTS, "");
        let mut all = Vec::new();
        loop {
            let page = self.table.query_index(&query).await?;
            for entry in &page.items {
                all.extend(self.load::<Project>(&entry.key).await?);
            }
            match page.cursor {
                Some(cursor) => query.cursor = Some(cursor),
                None => return Ok(all),
            }
        }
    }

    /// What the user sets of a project.
    ///
    /// # Errors
    /// [`CaseError::NotFound`] when there is no such project.
    pub async fn project_form(&self, id: &str) -> Result<ProjectForm, CaseError> {
        let found = self.load::<Project>(&keys::project(id)).await?;
        let missing = || CaseError::NotFound(format!("the project `{id}`"));
        found.map(form).ok_or_else(missing)
    }

    /// Creates a project (without id), or replaces what the user sets of one. Pausing, archiving and resuming is a change
    /// of the status.
    ///
    /// # Errors
    /// [`CaseError::Invalid`] for a wrong value; [`StoreError::Lost`] for another revision.
    pub async fn put_project_form(&self, input: &ProjectForm) -> Result<ProjectForm, CaseError> {
        let all = self.all_projects().await?;
        let found = if input.id.is_empty() {
            None
        } else {
            let found = all.iter().find(|p| p.value.id == input.id);
            let missing = || CaseError::NotFound("the project".to_owned());
            Some(found.ok_or_else(missing)?)
        };
        let rev = found.map_or(0, |f| f.rev);
        if rev != input.revision {
            return Err(StoreError::Lost { index: 0 }.into());
        }
        let mut project = checked(input, &self.directory().await?)?;
        project.id.clone_from(&input.id);
        alone(&project, &all)?;
        match found {
            Some(found) => project.created_ms = found.value.created_ms,
            None if all.len() >= PROJECTS_MAX => {
                return invalid(format!("an installation has at most {PROJECTS_MAX} projects"));
            }
            None => {
                project.id = new_id(&project, &all)?;
                project.created_ms = self.now();
            }
        }
        let before = found.map(|f| &f.value);
        let event = NewEvent::of(&project.id, EventKind::Setting, describe(before, &project), "");
        let condition = if rev == 0 { Condition::Absent } else { Condition::Rev(rev) };
        let writes = vec![Write::Put(project_item(&project)?, condition), self.event(event)?];
        self.table.write(writes).await?;
        Ok(form(Versioned { value: project, rev: rev + 1 }))
    }
}

fn form(found: Versioned<Project>) -> ProjectForm {
    let Versioned { value: project, rev } = found;
    ProjectForm {
        id: project.id,
        revision: rev,
        name: project.name,
        key: project.key,
        board_id: project.board_id,
        status: project.status.word().to_owned(),
        stakeholders: project.stakeholders,
        mail_people: project.mail_people,
        mail_domains: project.mail_domains,
        mail_folders: project.mail_folders,
        no_model: project.no_model,
    }
}

fn describe(before: Option<&Project>, project: &Project) -> String {
    match before {
        None => "The project was created.".to_owned(),
        Some(before) if before.status != project.status => match project.status {
            ProjectStatus::Active => "The project was resumed: it is read at the next check.",
            ProjectStatus::Paused => "The project was paused: it is not read until it is resumed.",
            ProjectStatus::Archived => "The project was archived: it is not read any more.",
        }
        .to_owned(),
        Some(_) => "The settings of the project changed.".to_owned(),
    }
}

/// The project of a form, without id and time of creation.
fn checked(input: &ProjectForm, directory: &Directory) -> Result<Project, CaseError> {
    let name = input.name.trim();
    if !(1..=NAME_CHARS_MAX).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return invalid(format!(
            "a name has 1 to {NAME_CHARS_MAX} characters, all of them visible"
        ));
    }
    let key = input.key.trim();
    let upper = |b: u8| b.is_ascii_uppercase();
    let plain = |b: u8| upper(b) || b.is_ascii_digit() || b == b'_';
    let shaped = (2..=KEY_BYTES_MAX).contains(&key.len())
        && key.bytes().all(plain)
        && key.bytes().next().is_some_and(upper);
    if !key.is_empty() && !shaped {
        return invalid("a Jira project key is written in capitals, such as `PAY`");
    }
    if input.board_id.is_some() && key.is_empty() {
        return invalid("a board needs the Jira project that it belongs to");
    }
    let Some(status) = STATUSES.into_iter().find(|s| s.word() == input.status) else {
        return invalid("a status is `active`, `paused` or `archived`");
    };
    let people = |list: &[String]| -> Result<Vec<String>, CaseError> {
        let list = unique(list, |id| Ok(id.to_owned()))?;
        match list.iter().find(|id| directory.by_id(id).is_none()) {
            _ if list.len() > PEOPLE_MAX => {
                invalid(format!("a project names at most {PEOPLE_MAX} people in a list"))
            }
            Some(_) => invalid("one of the people is not in the directory any more"),
            None => Ok(list),
        }
    };
    let mail_domains =
        unique(&input.mail_domains, |d| parse_domain(d).map_err(CaseError::Invalid))?;
    if mail_domains.len() > DOMAINS_MAX {
        return invalid(format!("a project has at most {DOMAINS_MAX} domains"));
    }
    let mail_folders = unique(&input.mail_folders, checked_folder)?;
    if mail_folders.len() > FOLDERS_MAX {
        return invalid(format!("a project has at most {FOLDERS_MAX} mail folders"));
    }
    Ok(Project {
        id: String::new(),
        name: name.to_owned(),
        key: key.to_owned(),
        board_id: input.board_id,
        status,
        stakeholders: people(&input.stakeholders)?,
        mail_people: people(&input.mail_people)?,
        mail_domains,
        mail_folders,
        no_model: input.no_model,
        created_ms: 0,
    })
}

/// Each entry once, in order.
fn unique(
    list: &[String],
    read: impl Fn(&str) -> Result<String, CaseError>,
) -> Result<Vec<String>, CaseError> {
    let mut out: Vec<String> = Vec::new();
    // Longer lists than any limit are not even compared.
    for text in list.iter().take(1_000) {
        let one = read(text)?;
        if !out.contains(&one) {
            out.push(one);
        }
    }
    Ok(out)
}

fn checked_folder(text: &str) -> Result<String, CaseError> {
    let folder = text.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '=' | '+');
    if !(1..=FOLDER_BYTES_MAX).contains(&folder.len()) || !folder.chars().all(plain) {
        return invalid("a mail folder is named by its id or its well-known name");
    }
    let known = ALWAYS_READ.into_iter().find(|name| folder.eq_ignore_ascii_case(name));
    Ok(known.unwrap_or(folder).to_owned())
}

/// Two projects over the same Jira project would read it twice; two of one name cannot be told apart. Archived ones do not
/// count.
fn alone(project: &Project, all: &[Versioned<Project>]) -> Result<(), CaseError> {
    if project.status == ProjectStatus::Archived {
        return Ok(());
    }
    let others = all
        .iter()
        .map(|p| &p.value)
        .filter(|p| p.id != project.id && p.status != ProjectStatus::Archived);
    for other in others {
        if !project.key.is_empty() && other.key == project.key {
            return invalid(format!("the project `{}` reads this Jira project already", other.id));
        }
        if other.name.eq_ignore_ascii_case(&project.name) {
            return invalid(format!("the project `{}` has this name already", other.id));
        }
    }
    Ok(())
}

/// An id from the key or the name that no project has, such as `pay`, `pay2`.
fn new_id(project: &Project, all: &[Versioned<Project>]) -> Result<String, CaseError> {
    let source = if project.key.is_empty() { &project.name } else { &project.key };
    let mut base = String::new();
    for c in source.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            base.push(c);
        } else if !base.is_empty() && !base.ends_with('_') {
            base.push('_');
        }
    }
    base.truncate(ID_BYTES_MAX - 3);
    let base = base.trim_end_matches('_');
    let base = if base.is_empty() { "project" } else { base };
    for number in 1..=999 {
        let id = if number == 1 { base.to_owned() } else { format!("{base}{number}") };
        if !all.iter().any(|p| p.value.id == id) {
            return Ok(id);
        }
    }
    invalid("too many projects have this name: choose another one")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::is_project_id;

    #[test]
    fn an_id_comes_from_the_key_or_the_name_and_is_new() {
        let mut all: Vec<Versioned<Project>> = Vec::new();
        let table = [
            ("PAY", "Payments", "pay"),
            ("PAY", "Payments", "pay2"),
            ("", "Client portal, phase 2!", "client_portal_phase_2"),
            ("", "\u{41f}\u{43b}\u{430}\u{43d}", "project"),
            ("", "__account", "account"),
            ("", "A very long name that goes on and on", "a_very_long_name_that"),
        ];
        for (key, name, expected) in table {
            let mut project = Project { key: key.into(), name: name.into(), ..Project::default() };
            project.id = new_id(&project, &all).unwrap();
            assert_eq!(project.id, expected);
            assert!(is_project_id(&project.id), "{expected}");
            all.push(Versioned { value: project, rev: 1 });
        }
    }
}
