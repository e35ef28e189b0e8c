//! reasoning-sonnet: from classified signals about one subject to a proposal; writes `WORK#` and `BUDGET` only.
//!
//! What is unknown or flagged never shares a call with what is clean: each subject has a clean and a tainted group, and
//! a proposal carries the least trust and the worst finding of everything that was in its prompt.

mod answer;

use std::collections::{BTreeMap, BTreeSet};

use api_types::artefacts::Artefact;
use jiff::civil::Date;
use scoring_core::digest::sha256_hex;
use serde::{Deserialize, Serialize};

use self::answer::Checker;
use super::normalise::WORK_DAYS;
use super::prompt::{Material, Prompt, Row, is_tainted};
use super::rules::{Group, Member, propose};
use super::triage::WORK_ITEMS_MAX;
use super::update::ARTEFACTS;
use super::{CycleIds, prompt};
use crate::domain::artefacts::IssueFact;
use crate::domain::calendar::DAY_MS;
use crate::domain::settings::Config;
use crate::domain::stored_artefact::StoredArtefact;
use crate::domain::work::{By, Category, Classification, Prepared, Proposal};
use crate::domain::{ids, keys};
use crate::ports::{Condition, Item, LlmCall, Query, StoreError, Write, query_all};
use crate::usecases::budget::Urgency;
use crate::usecases::budget::ask::Asker;
use crate::usecases::{App, CaseError};

pub use answer::TOOL;

/// Most signals of one prompt.
const MEMBERS_MAX: usize = 12;
/// Most tokens of an answer.
const OUTPUT_TOKENS: u32 = 1_600;

/// What reasoning did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonOutcome {
    /// Proposals stored, empty ones included.
    pub proposals: u64,
    /// Requests to the model.
    pub llm_calls: u64,
    /// Spent, micro-dollars.
    pub cost_microusd: u64,
}

/// Who is asked about a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// A model, then rules if it fails.
    Model,
    /// Rules: a single source with little at stake is worth a record, but no money.
    Rules,
    /// Nothing follows.
    Nothing,
}

/// Everything that reasoning reads of a project.
struct Work {
    prepared: Vec<Prepared>,
    classes: BTreeMap<String, Classification>,
    proposed: BTreeSet<String>,
    facts: BTreeMap<String, IssueFact>,
}

async fn load(app: &App, project: &str) -> Result<Work, CaseError> {
    let read = async |kind: &str| {
        let query = Query::prefix(keys::work_pk(project), kind);
        query_all(app.table.as_ref(), query, WORK_ITEMS_MAX).await
    };
    let mut prepared = app.prepared(project).await?;
    prepared
        .sort_by(|a, b| (a.signal.occurred_at_ms, &a.id).cmp(&(b.signal.occurred_at_ms, &b.id)));
    let mut classes = BTreeMap::new();
    for item in read("classification#").await? {
        let class: Classification = item.read()?;
        classes.insert(class.id.clone(), class);
    }
    let mut proposed = BTreeSet::new();
    for item in read("proposal#").await? {
        proposed.extend(item.read::<Proposal>()?.prompt_signals);
    }
    let facts = app.facts(project).await?;
    let facts = facts.into_iter().map(|(key, (fact, _))| (key, fact)).collect();
    Ok(Work { prepared, classes, proposed, facts })
}

/// Issue key, or a word for the thread of a mail that names no issue.
fn entity(signal: &Prepared, class: &Classification) -> String {
    if let Some(named) = class.entity.as_ref().filter(|e| signal.names.contains(e)) {
        return named.clone();
    }
    match &signal.signal.mail {
        None => signal.signal.entity.clone(),
        Some(mail) => {
            let thread =
                if mail.conversation_id.is_empty() { &mail.id } else { &mail.conversation_id };
            let digest = sha256_hex(thread.as_bytes());
            format!("thread:{}", digest.get(..12).unwrap_or_default())
        }
    }
}

impl Work {
    /// Unproposed signals by subject and cleanliness, in the order in which they are asked about.
    fn groups(&self) -> Vec<(Group<'_>, Way)> {
        let mut by_subject: BTreeMap<(String, bool), Vec<Member<'_>>> = BTreeMap::new();
        for signal in self.prepared.iter().filter(|p| !self.proposed.contains(&p.id)) {
            let Some(class) = self.classes.get(&signal.id) else { continue };
            if matches!(class.category, Category::None | Category::Noise) {
                continue;
            }
            let subject = (entity(signal, class), is_tainted(signal.trust, signal.severity));
            by_subject.entry(subject).or_default().push(Member { signal, class });
        }
        let mut groups = Vec::new();
        for ((entity, tainted), members) in by_subject {
            for part in members.chunks(MEMBERS_MAX) {
                let group = Group { entity: entity.clone(), tainted, members: part.to_vec() };
                let way = self.way(&group);
                if way != Way::Nothing {
                    groups.push((group, way));
                }
            }
        }
        // What is grave first: the money may end before the list does.
        groups.sort_by_key(|(group, _)| (!group.is_high_stake(), group.tainted));
        groups
    }

    fn way(&self, group: &Group<'_>) -> Way {
        let fact = self.facts.get(&group.entity).filter(|f| !is_tainted(f.trust, f.severity));
        let has = |category| group.members.iter().any(|m| m.class.category == category);
        let disagrees = group.disagrees(fact);
        let telling = group.members.iter().any(|m| m.class.category != Category::StatusUpdate);
        if !telling && !disagrees {
            return Way::Nothing;
        }
        if disagrees || group.is_high_stake() || group.source_keys().len() > 1 {
            return Way::Model;
        }
        let record = if group.tainted { has(Category::Request) } else { has(Category::Decision) };
        if record { Way::Rules } else { Way::Nothing }
    }
}

/// Whether any group of signals waits for reasoning.
///
/// # Errors
/// When the store fails.
pub async fn is_needed(app: &App, ids: &CycleIds) -> Result<bool, CaseError> {
    Ok(!load(app, &ids.project_id).await?.groups().is_empty())
}

/// What a step works with.
struct Step<'a> {
    app: &'a App,
    ids: &'a CycleIds,
    config: &'a Config,
    today: String,
    artefacts: Vec<Artefact>,
    rows: Vec<Row>,
}

/// Stores one proposal for each group of unproposed signals that something may follow from.
///
/// # Errors
/// [`CaseError::LeaseLost`], or when the store fails. A model that fails is no error: rules take over.
pub async fn reason(app: &App, ids: &CycleIds) -> Result<ReasonOutcome, CaseError> {
    let config = app.config().await?;
    let project = app.project(&ids.project_id).await?;
    let work = load(app, &ids.project_id).await?;
    let mut artefacts = Vec::new();
    for kind in ARTEFACTS {
        let key = keys::artefact(&ids.project_id, kind);
        artefacts.extend(app.load::<StoredArtefact>(&key).await?.map(|a| a.value.content));
    }
    let rows = artefacts.iter().flat_map(prompt::rows).collect();
    let today = app.calendar(&config)?.date(app.now());
    let step = Step { app, ids, config: &config, today, artefacts, rows };
    let mut asker = Asker::new(app, &config, project.no_model)?;
    let mut outcome = ReasonOutcome::default();
    for (group, way) in work.groups() {
        let fact = work.facts.get(&group.entity);
        outcome.proposals += u64::from(step.conclude(&mut asker, &group, way, fact).await?);
    }
    outcome.llm_calls = asker.calls;
    outcome.cost_microusd = asker.cost_microusd;
    Ok(outcome)
}

/// Equal groups have equal ids: a repeated step finds what the first attempt wrote.
fn proposal_id(project: &str, group: &Group<'_>) -> (String, i64) {
    let at_ms = group.members.iter().map(|m| m.signal.signal.occurred_at_ms).max().unwrap_or(0);
    let mut seed: Vec<&str> = group.members.iter().map(|m| m.signal.id.as_str()).collect();
    seed.sort_unstable();
    seed.push(if group.tainted { "tainted" } else { "clean" });
    (ids::derived(at_ms, project, &seed.join("\n")), at_ms)
}

impl Step<'_> {
    /// Asks about one group and stores the proposal; false when it was there already.
    async fn conclude(
        &self,
        asker: &mut Asker<'_>,
        group: &Group<'_>,
        way: Way,
        fact: Option<&IssueFact>,
    ) -> Result<bool, CaseError> {
        let project = &self.ids.project_id;
        let (id, created_ms) = proposal_id(project, group);
        let key = keys::work(project, "proposal", &id);
        if self.app.table.get(&key).await?.is_some() {
            return Ok(false);
        }
        let signals: Vec<_> =
            group.members.iter().map(|m| (m.signal, m.class.category, m.class.stakes)).collect();
        let material = Material {
            entity: &group.entity,
            today: &self.today,
            signals: &signals,
            fact,
            rows: &self.rows,
        };
        let built = prompt::reasoning(self.app.clock.as_ref(), &material);
        let asked = match way {
            Way::Model => Some(self.ask(asker, group, &built).await?),
            Way::Rules | Way::Nothing => None,
        };
        let spent = asked.as_ref().map_or(0, |a| a.cost_microusd);
        let (proposed, by) = match asked.and_then(|a| a.answer) {
            Some((proposed, model)) => (proposed, By::Model { model }),
            None => {
                let today = self.today.parse::<Date>().unwrap_or_default();
                (propose(group, fact, today), By::Rules)
            }
        };
        let triage: u64 = group.members.iter().map(|m| m.class.cost_microusd).sum();
        let proposal = Proposal {
            id,
            created_ms,
            project: project.clone(),
            entity: group.entity.clone(),
            summary: proposed.summary,
            prompt_signals: built.signals,
            context: built.context,
            drafts: proposed.drafts,
            patches: proposed.patches,
            by,
            cost_microusd: spent.saturating_add(triage),
            judged: false,
        };
        // An empty one is stored too: it says that these signals need no second look.
        let item = Item::new(key, &proposal)?;
        let item = item.expiring((self.app.now() + WORK_DAYS * DAY_MS) / 1000);
        let write = Write::Put(item, Condition::Absent);
        match self.app.write_fenced(&self.ids.token, vec![write]).await {
            Ok(()) => Ok(true),
            Err(CaseError::Store(StoreError::Lost { .. })) => Ok(false),
            Err(other) => Err(other),
        }
    }

    async fn ask(
        &self,
        asker: &mut Asker<'_>,
        group: &Group<'_>,
        built: &Prompt,
    ) -> Result<crate::usecases::budget::ask::Outcome<super::rules::Proposed>, CaseError> {
        let call = LlmCall {
            model: self.config.settings.models.reasoning.id.clone(),
            system: built.system.clone() + &self.config.planted(),
            user: built.user.clone(),
            tool: TOOL.to_owned(),
            tool_description: "Records what follows from the signals.".to_owned(),
            schema: answer::schema(),
            output_tokens_max: OUTPUT_TOKENS,
        };
        let urgency =
            if group.is_high_stake() { Urgency::CriticalReasoning } else { Urgency::Reasoning };
        let names = group.members.iter().flat_map(|m| &m.signal.names);
        let checker = Checker {
            app: self.app,
            signals: &built.signals,
            names: names.map(String::as_str).collect(),
            rows: &built.rows,
            artefacts: &self.artefacts,
        };
        asker.ask(&call, urgency, |input| checker.validate(input)).await
    }
}
