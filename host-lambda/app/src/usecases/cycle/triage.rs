//! triage-haiku: each prepared message alone into a closed class; writes `WORK#` and `BUDGET`, nothing else.

use std::collections::BTreeSet;

use plugin_payload::Change;
use scoring_core::Severity;
use scoring_core::sanitise::ContentType;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::normalise::WORK_DAYS;
use super::{CycleIds, prompt, reasoning, rules};
use crate::domain::calendar::DAY_MS;
use crate::domain::keys;
use crate::domain::settings::Config;
use crate::domain::work::{By, Category, Classification, Prepared, Stakes};
use crate::ports::{
    Condition, Item, LlmCall, Query, StoreError, TRANSACTION_ITEMS_MAX, Write, query_all,
};
use crate::usecases::budget::Urgency;
use crate::usecases::budget::ask::Asker;
use crate::usecases::{App, CaseError};

/// The tool that the model must use.
pub const TOOL: &str = "classify_signal";
/// Longest summary, characters.
pub const SUMMARY_MAX: usize = 300;
/// Most tokens of an answer.
const OUTPUT_TOKENS: u32 = 300;
/// Most classifications of one project that are read.
pub(super) const WORK_ITEMS_MAX: usize = 20_000;
/// Classifications by rules that are written together; one place is for the fence.
const BATCH: usize = TRANSACTION_ITEMS_MAX - 1;

/// What triage did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriageOutcome {
    /// Signals classified in this run.
    pub classified: u64,
    /// Of these, by a model.
    pub by_model: u64,
    /// Of these, by rules.
    pub by_rules: u64,
    /// Whether a group of signals waits for reasoning.
    pub needs_reasoning: bool,
    /// Requests to the model.
    pub llm_calls: u64,
    /// Spent, micro-dollars.
    pub cost_microusd: u64,
}

/// Classifies what is prepared and has no class yet. A repeated run continues where the last one stopped.
///
/// # Errors
/// [`CaseError::LeaseLost`], or when the store fails. A model that fails is no error: rules take over.
pub async fn triage(app: &App, ids: &CycleIds) -> Result<TriageOutcome, CaseError> {
    let config = app.config().await?;
    let project = app.project(&ids.project_id).await?;
    let mut outcome = TriageOutcome::default();
    let known = classified(app, &ids.project_id).await?;
    let mut todo = app.prepared(&ids.project_id).await?;
    todo.retain(|p| !known.contains(&p.id));
    todo.sort_by(|a, b| {
        let order = |p: &Prepared| (p.signal.occurred_at_ms, p.integration.clone(), p.id.clone());
        order(a).cmp(&order(b))
    });
    let mut asker = Asker::new(app, &config, project.no_model)?;
    let mut batch = Vec::new();
    for signal in &todo {
        let found = classify(app, &config, &mut asker, signal).await?;
        outcome.classified += 1;
        let paid = found.cost_microusd > 0;
        match found.by {
            By::Model { .. } => outcome.by_model += 1,
            By::Rules => outcome.by_rules += 1,
        }
        batch.push(found);
        // What was paid for is durable before the next call.
        if paid || batch.len() >= BATCH {
            store(app, ids, std::mem::take(&mut batch)).await?;
        }
    }
    store(app, ids, batch).await?;
    outcome.llm_calls = asker.calls;
    outcome.cost_microusd = asker.cost_microusd;
    outcome.needs_reasoning = reasoning::is_needed(app, ids).await?;
    Ok(outcome)
}

async fn classified(app: &App, project: &str) -> Result<BTreeSet<String>, CaseError> {
    let query = Query::prefix(keys::work_pk(project), "classification#");
    let items = query_all(app.table.as_ref(), query, WORK_ITEMS_MAX).await?;
    let id = |item: &Item| item.key.sk.split_once('#').map(|(_, id)| id.to_owned());
    Ok(items.iter().filter_map(id).collect())
}

async fn classify(
    app: &App,
    config: &Config,
    asker: &mut Asker<'_>,
    signal: &Prepared,
) -> Result<Classification, CaseError> {
    // A typed Jira change says all that there is to know; asking would cost money and could only be wrong.
    if let Some(found) = rules::typed(signal) {
        return Ok(found);
    }
    if asker.stopped().is_some() || is_empty(signal) {
        return Ok(rules::classify(signal));
    }
    let built = prompt::triage(app.clock.as_ref(), signal);
    let call = LlmCall {
        model: config.settings.models.triage.id.clone(),
        system: built.system + &config.planted(),
        user: built.user,
        tool: TOOL.to_owned(),
        tool_description: "Records what one message is.".to_owned(),
        schema: schema(signal),
        output_tokens_max: OUTPUT_TOKENS,
    };
    let asked = asker.ask(&call, Urgency::Triage, |input| validate(app, signal, input)).await?;
    let cost_microusd = asked.cost_microusd;
    Ok(match asked.answer {
        Some((answer, model)) => Classification {
            id: signal.id.clone(),
            category: answer.category,
            stakes: answer.stakes,
            summary: answer.summary,
            entity: answer.entity,
            by: By::Model { model },
            cost_microusd,
        },
        None => Classification { cost_microusd, ..rules::classify(signal) },
    })
}

/// A created issue or a mail may hold nothing to read.
fn is_empty(signal: &Prepared) -> bool {
    let nothing = signal.text.trim().is_empty() && signal.title.trim().is_empty();
    nothing || signal.signal.change == Change::Snapshot
}

/// The answer of the tool.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    category: Category,
    stakes: Stakes,
    summary: String,
    entity: Option<String>,
}

fn schema(signal: &Prepared) -> Value {
    let names: Vec<Value> = signal.names.iter().map(|n| json!(n)).chain([Value::Null]).collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["category", "stakes", "summary", "entity"],
        "properties": {
            "category": {"type": "string", "enum": ["none", "status_update", "blocker", "slip",
                "scope_change", "decision", "risk", "question", "request", "contradiction", "noise"]},
            "stakes": {"type": "string", "enum": ["low", "medium", "high"]},
            "summary": {"type": "string", "minLength": 1, "maxLength": SUMMARY_MAX},
            "entity": {"type": ["string", "null"], "enum": names},
        }
    })
}

fn validate(app: &App, signal: &Prepared, input: &Value) -> Result<Answer, Vec<String>> {
    let mut answer = Answer::deserialize(input).map_err(|_| {
        vec!["the input must hold exactly category, stakes, summary and entity with the values of the schema"
            .to_owned()]
    })?;
    let mut errors = Vec::new();
    match clean_sentence(app, &answer.summary, SUMMARY_MAX) {
        Ok(summary) => answer.summary = summary,
        Err(error) => errors.push(format!("summary {error}")),
    }
    if answer.entity.as_ref().is_some_and(|entity| !signal.names.contains(entity)) {
        errors.push("entity must be one of the issue keys in `names`, or null".to_owned());
    }
    if errors.is_empty() { Ok(answer) } else { Err(errors) }
}

/// One line of model text for the dashboard, sanitised; the error never repeats it.
pub(super) fn clean_sentence(app: &App, text: &str, chars_max: usize) -> Result<String, String> {
    if text.chars().count() > chars_max {
        return Err(format!("must have at most {chars_max} characters"));
    }
    let clean = app
        .judgement
        .sanitise(text, ContentType::Plain)
        .map_err(|_| "cannot be checked".to_owned())?;
    if clean.severity() >= Severity::High {
        return Err("must be a plain sentence in own words".to_owned());
    }
    let line = clean.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() { Err("must not be empty".to_owned()) } else { Ok(line) }
}

/// Writes classifications under the lease; what an earlier attempt wrote stays.
async fn store(app: &App, ids: &CycleIds, found: Vec<Classification>) -> Result<(), CaseError> {
    let expires_s = (app.now() + WORK_DAYS * DAY_MS) / 1000;
    let mut writes = Vec::new();
    for classification in &found {
        let key = keys::work(&ids.project_id, "classification", &classification.id);
        let item = Item::new(key, classification)?.expiring(expires_s);
        writes.push(Write::Put(item, Condition::Absent));
    }
    if writes.is_empty() {
        return Ok(());
    }
    match app.write_fenced(&ids.token, writes.clone()).await {
        Err(CaseError::Store(StoreError::Lost { .. })) => {}
        other => return other,
    }
    for write in writes {
        match app.write_fenced(&ids.token, vec![write]).await {
            Ok(()) | Err(CaseError::Store(StoreError::Lost { .. })) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}
