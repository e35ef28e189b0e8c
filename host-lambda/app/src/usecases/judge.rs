//! From a draft to a judged request: what the core is told, and where each word of it comes from.

use scoring_core::{
    Action, Context, Evidence, Lapse, Person as CorePerson, Precedent, Request, SCHEMA, Trust,
    Verdict, digest,
};

use super::{App, CaseError};
use crate::domain::action::ClassDecision;
use crate::domain::calendar::{Calendar, DAY_MS};
use crate::domain::keys;
use crate::domain::person::Directory;
use crate::domain::settings::Config;
use crate::domain::work::Prepared;
use crate::ports::{Condition, Item, Query, StoreError, Write, query_all};

/// Days that a decision about a class counts (DESIGN 2.4).
const PRECEDENT_DAYS: i64 = 30;
/// Most decisions about one class that are read.
const PRECEDENT_MAX: usize = 2_000;
/// Longest excerpt that goes into a request, in bytes; below the core's limit, to keep actions small.
const EXCERPT_BYTES: usize = 1_500;

/// What every judgement of one moment shares.
#[derive(Clone, Debug)]
pub struct Situation {
    /// Configuration.
    pub config: Config,
    /// Working time.
    pub calendar: Calendar,
    /// Directory.
    pub directory: Directory,
}

/// What is to be judged.
#[derive(Clone, Debug)]
pub struct Question {
    /// Id of the action.
    pub action_id: String,
    /// What would be done.
    pub action: Action,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// What was in the prompt.
    pub context: Context,
}

impl App {
    /// Reads what judgement needs.
    ///
    /// # Errors
    /// When the store fails or the zone is unknown.
    pub async fn situation(&self) -> Result<Situation, CaseError> {
        let config = self.config().await?;
        let calendar = self.calendar(&config)?;
        let directory = self.directory().await?;
        Ok(Situation { config, calendar, directory })
    }

    /// Builds the request and asks policy.wasm.
    ///
    /// # Errors
    /// When the store or the engine fails.
    pub async fn judge(
        &self,
        situation: &Situation,
        question: &Question,
        lapse: Option<Lapse>,
    ) -> Result<(Request, Verdict), CaseError> {
        let mut request = self.request(situation, question, lapse);
        let class = digest::class(&request, scoring_core::decision::kind_of(&request));
        request.precedent = self.precedent(&question.action.project, &class).await?;
        let verdict = self.judgement.verdict(&request)?;
        Ok((request, verdict))
    }

    /// Judges a stored request again: the same question under today's clock, dial, directory and precedent.
    ///
    /// # Errors
    /// When the store or the engine fails.
    pub async fn judge_again(
        &self,
        situation: &Situation,
        old: &Request,
        lapse: Option<Lapse>,
    ) -> Result<(Request, Verdict), CaseError> {
        let question = Question {
            action_id: old.action_id.clone(),
            action: old.action.clone(),
            evidence: old.evidence.clone(),
            context: old.context_trust,
        };
        self.judge(situation, &question, lapse).await
    }

    fn request(&self, situation: &Situation, question: &Question, lapse: Option<Lapse>) -> Request {
        let settings = &situation.config.settings;
        Request {
            schema: SCHEMA,
            action_id: question.action_id.clone(),
            clock: situation.calendar.clock(self.now()),
            autonomy: situation.config.autonomy_at(self.now()),
            dry_run: settings.dry_run,
            action: question.action.clone(),
            people: people(&situation.directory, question),
            evidence: question.evidence.clone(),
            context_trust: question.context,
            precedent: Precedent::default(),
            links_allowed: settings.links_allowed.clone(),
            policy: situation.config.policy(&question.action.project),
            lapse,
        }
    }

    /// Counts of the user's decisions about a class, recomputed from the log.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn precedent(&self, project: &str, class: &str) -> Result<Precedent, CaseError> {
        let since = keys::at(self.now() - PRECEDENT_DAYS * DAY_MS);
        let mut query = Query::prefix(keys::class_pk(project, class), "");
        query.from = since;
        let mut precedent = Precedent::default();
        for item in query_all(self.table.as_ref(), query, PRECEDENT_MAX).await? {
            match item.read::<ClassDecision>()? {
                ClassDecision::Unchanged => {
                    precedent.approvals += 1;
                    precedent.run += 1;
                }
                ClassDecision::Edited => precedent.run = 0,
                ClassDecision::Cancelled => {
                    precedent.cancels += 1;
                    precedent.run = 0;
                }
                ClassDecision::Regretted => {
                    precedent.regrets += 1;
                    precedent.run = 0;
                }
            }
        }
        Ok(precedent)
    }

    /// The write that adds a decision to the log of its class.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn class_decision(
        &self,
        project: &str,
        class: &str,
        action_id: &str,
        decision: ClassDecision,
    ) -> Result<Write, StoreError> {
        let key = crate::ports::Key::new(
            keys::class_pk(project, class),
            format!("{}#{action_id}", keys::at(self.now())),
        );
        let item = Item::new(key, &decision)?
            .expiring((self.now() + (PRECEDENT_DAYS + 1) * DAY_MS) / 1000);
        Ok(Write::Put(item, Condition::Any))
    }
}

/// Directory entries of recipients and of the people behind the evidence, in the order of their ids.
fn people(directory: &Directory, question: &Question) -> Vec<CorePerson> {
    let mut ids: Vec<&str> = question
        .action
        .recipients
        .iter()
        .map(|r| r.person.as_str())
        .chain(question.evidence.iter().map(|e| e.source_key.as_str()))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids.iter().filter_map(|id| directory.by_id(id)).map(|p| p.core.clone()).collect()
}

/// One piece of evidence for an action about `entity`.
///
/// An artefact (`project/type`) is named by every signal routed to the project, and owned by every Jira change
/// in it: a row about an issue rests on the issue's own change.
#[must_use]
pub fn evidence(prepared: &Prepared, entity: &str) -> Evidence {
    let artefact = entity.contains('/');
    let jira = prepared.integration == "jira";
    let own = prepared.signal.entity == entity
        || prepared.signal.mail.as_ref().is_some_and(|m| m.conversation_id == entity);
    Evidence {
        id: prepared.id.clone(),
        source_key: prepared.source_key.clone(),
        names_target: artefact || own || prepared.names.iter().any(|n| n == entity),
        owns_target: jira && (artefact || prepared.signal.entity == entity),
        trust: prepared.trust,
        severity: prepared.severity,
        excerpt: cut(&prepared.text, EXCERPT_BYTES).to_owned(),
    }
}

/// At most `bytes_max` bytes of a text, cut on a character boundary.
#[must_use]
pub fn cut(text: &str, bytes_max: usize) -> &str {
    if text.len() <= bytes_max {
        return text;
    }
    let mut end = bytes_max;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The least trust and the worst finding of some signals.
#[must_use]
pub fn context_of<'a>(prepared: impl Iterator<Item = &'a Prepared>) -> Context {
    let start = Context { trust: Trust::Internal, severity: scoring_core::Severity::None };
    let (mut context, mut any) = (start, false);
    for one in prepared {
        any = true;
        context.trust = context.trust.min(one.trust);
        context.severity = context.severity.max(one.severity);
    }
    if any { context } else { Context { trust: Trust::Unknown, ..start } }
}
