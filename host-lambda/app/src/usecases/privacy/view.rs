//! The page about privacy: only what is so, counted from what is stored.

use api_types::{PrivacyView, StoredKind};

use super::retention::{ACTION_BODY_DAYS, WORK_DAYS};
use super::walk::Walk;
use crate::domain::keys;
use crate::domain::system::Place;
use crate::ports::Query;
use crate::usecases::{App, CaseError};

/// Items beyond which a count is left out: it would cost more than it tells.
const COUNT_MAX: u64 = 2_000;

impl App {
    /// What is stored, where, how long, and what goes to the model provider.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn privacy(&self) -> Result<PrivacyView, CaseError> {
        let place = self.load::<Place>(&keys::system("PLACE")).await?;
        let place = place.map(|p| p.value).unwrap_or_default();
        let mut no_model_projects = Vec::new();
        for project in self.every_project().await? {
            if project.no_model {
                no_model_projects.push(project.id);
            }
        }
        Ok(PrivacyView {
            stored: stored_kinds(&self.counts().await?),
            to_model: if self.llm.is_configured() { to_model() } else { Vec::new() },
            no_model_projects,
            place: place.words,
            backups: place.backups,
        })
    }

    /// Where the data stands and which backups there are, as the program that runs sees it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn note_place(&self, place: &Place) -> Result<(), CaseError> {
        let key = keys::system("PLACE");
        let rev = self.table.get(&key).await?.map_or(0, |item| item.rev);
        match self.save(key, place, rev).await {
            // Somebody wrote it in this very moment: as good.
            Err(error) if error.is_lost_race() => Ok(()),
            other => other,
        }
    }

    async fn counts(&self) -> Result<Counts, CaseError> {
        let projects = self.every_project().await?;
        let (mut actions, mut documents, mut facts) = (Some(0), Some(0), Some(0));
        for project in &projects {
            let pk = keys::project_pk(&project.id);
            add(&mut actions, self.count(Walk::items(Query::prefix(&pk, "ACTION#"))).await?);
            add(&mut documents, self.count(Walk::items(Query::prefix(&pk, "ARTEFACT#"))).await?);
            let work = Query::prefix(keys::work_pk(&project.id), "issue#");
            add(&mut facts, self.count(Walk::items(work)).await?);
        }
        let people = self.count(Walk::items(Query::prefix("CONFIG", "PERSON#"))).await?;
        let events = self.count(Walk::entries(Query::prefix(keys::EVENTS, ""))).await?;
        let questions = [keys::ESCALATIONS_PENDING, keys::ESCALATIONS_SETTLED];
        let mut asked = Some(0);
        for pk in questions {
            add(&mut asked, self.count(Walk::entries(Query::prefix(pk, ""))).await?);
        }
        Ok(Counts { actions, documents, facts, people, events, asked })
    }

    /// Number of items, or null beyond [`COUNT_MAX`].
    async fn count(&self, mut walk: Walk) -> Result<Option<u64>, CaseError> {
        let mut count = 0;
        while let Some(page) = walk.next(self.table.as_ref()).await? {
            count += u64::try_from(page.len()).unwrap_or(u64::MAX);
            if count > COUNT_MAX {
                return Ok(None);
            }
        }
        Ok(Some(count))
    }
}

/// How many there are; null where counting would cost too much.
struct Counts {
    actions: Option<u64>,
    documents: Option<u64>,
    facts: Option<u64>,
    people: Option<u64>,
    events: Option<u64>,
    asked: Option<u64>,
}

fn stored_kinds(of: &Counts) -> Vec<StoredKind> {
    vec![
        kind("Messages and changes as they were read", "table", "30 days", None, ""),
        kind(
            "Their sanitised texts while they are worked on",
            "table",
            &format!("{WORK_DAYS} days"),
            None,
            "Sanitised text, one message at a time; for drafts together with what it is about.",
        ),
        kind("Ids and one-line labels of what was read", "table", "400 days", None, ""),
        kind(
            "Facts of Jira issues",
            "table",
            "While the project exists",
            of.facts,
            "Where a draft is about the issue.",
        ),
        kind(
            "The documents of each project",
            "table",
            "While the project exists, with one earlier version",
            of.documents,
            "Rows that a draft is about.",
        ),
        kind(
            "Drafts and what became of them",
            "table",
            &format!(
                "Texts {ACTION_BODY_DAYS} days after the last step; then ids and digests only"
            ),
            of.actions,
            "",
        ),
        kind("Questions and their answers", "table", "90 days after the decision", of.asked, ""),
        kind("Activity: ids and counts, no text of a message", "table", "30 days", of.events, ""),
        kind(
            "Addresses, relations, Jira accounts",
            "directory",
            "Until removed or forgotten",
            of.people,
            "",
        ),
        kind("What a model cost", "table", "62 days by day; by month without limit", None, ""),
        kind(
            "Sessions: digests of cookies",
            "table",
            "12 hours without use, 7 days at most",
            None,
            "",
        ),
        kind(
            "Passphrase hash and credentials",
            "secrets file",
            "Until replaced or disconnected",
            None,
            "",
        ),
        kind(
            "Copies of the table",
            "backups",
            "7 daily copies; one before an upgrade for 30 days",
            None,
            "",
        ),
    ]
}

fn add(sum: &mut Option<u64>, more: Option<u64>) {
    *sum = sum.zip(more).map(|(a, b)| a + b);
}

fn kind(what: &str, place: &str, kept: &str, count: Option<u64>, to_model: &str) -> StoredKind {
    let place = match place {
        "table" => "The table, in the data folder",
        "directory" => "The table, as directory entries",
        "secrets file" => "A file of its own that only this user can read",
        _ => "The folder `backups` in the data folder",
    };
    StoredKind {
        what: what.to_owned(),
        place: place.to_owned(),
        kept: kept.to_owned(),
        count,
        to_model: to_model.to_owned(),
    }
}

fn to_model() -> Vec<String> {
    [
        "Sanitised text of messages and comments, with the name of the project, ids and times.",
        "Rows of the documents and facts of issues that a draft is about.",
        "Never: addresses of the directory, credentials, attachments, raw messages, or anything of a project that is set to \"no model\".",
        "What the provider keeps is said in its own terms.",
    ]
    .map(str::to_owned)
    .to_vec()
}
