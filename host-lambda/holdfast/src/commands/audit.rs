//! `holdfast audit`: the chains of a data folder or of an exported file, checked without a network.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use holdfast_app::domain::audit::{Head, Row, verify};
use holdfast_app::domain::keys;
use holdfast_app::ports::{Query, Table as _, query_all};
use holdfast_store::{DynamoTable, EmbeddedStore};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::read_input;
use crate::cli::AuditCommand;
use crate::data::DataFolder;
use crate::err::{CliError, VIOLATION};
use crate::{out, transfer};

/// Most rows of one chain that are read.
const ROWS_MAX: usize = 5_000_000;

/// One chain.
#[derive(Default)]
struct Chain {
    head: Head,
    rows: Vec<Row>,
}

/// A line of an export: the head of a chain before its rows.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Head { project: String, head: Head },
    Row(Box<Row>),
}

/// Runs the subcommand.
pub(crate) async fn run(
    data: Option<PathBuf>,
    command: AuditCommand,
) -> Result<ExitCode, CliError> {
    match command {
        AuditCommand::Verify { file: Some(file), json } => {
            told(&parse(&String::from_utf8_lossy(&read_input(&file)?))?, json)
        }
        AuditCommand::Verify { file: None, json } => told(&stored(data).await?, json),
        AuditCommand::Export => {
            for (project, chain) in stored(data).await? {
                let lines = chain.rows.into_iter().map(|row| Line::Row(Box::new(row)));
                for line in [Line::Head { project, head: chain.head }].into_iter().chain(lines) {
                    out::line(&serde_json::to_string(&line).unwrap_or_default());
                }
            }
            Ok(ExitCode::SUCCESS)
        }
        AuditCommand::Show { action, json } => show(&stored(data).await?, &action, json),
    }
}

/// All chains of a data folder, by project.
async fn stored(data: Option<PathBuf>) -> Result<BTreeMap<String, Chain>, CliError> {
    let folder = DataFolder::open(data)?;
    let store = EmbeddedStore::open(&folder.path().join("holdfast.db"))?;
    let table = transfer::table_of(&store).await?;
    let mut chains = BTreeMap::new();
    for project in projects(&table).await? {
        let rows = Query::prefix(keys::audit_pk(&project), "ROW#");
        let rows = query_all(&table, rows, ROWS_MAX).await?;
        let rows = rows.iter().map(|item| item.read()).collect::<Result<Vec<Row>, _>>()?;
        let head = table.get(&keys::audit_head(&project)).await?;
        let head = head.map(|item| item.read()).transpose()?.unwrap_or_default();
        chains.insert(project, Chain { head, rows });
    }
    Ok(chains)
}

/// Whose chains there are: a project may be forgotten, its chain stays.
async fn projects(table: &DynamoTable) -> Result<Vec<String>, CliError> {
    let items = table.every_item().await?;
    let mut all: Vec<String> = items
        .iter()
        .filter_map(|item| item.key.pk.strip_prefix(keys::AUDIT))
        .map(str::to_owned)
        .collect();
    all.dedup();
    Ok(all)
}

/// Reads an export.
fn parse(text: &str) -> Result<BTreeMap<String, Chain>, CliError> {
    let mut chains: BTreeMap<String, Chain> = BTreeMap::new();
    let mut current = String::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(Line::Head { project, head }) => {
                current.clone_from(&project);
                chains.insert(project, Chain { head, rows: Vec::new() });
            }
            Ok(Line::Row(row)) => chains.entry(current.clone()).or_default().rows.push(*row),
            Err(error) => {
                return Err(CliError::usage(format!(
                    "line {} is not of an audit export: {error}",
                    at + 1
                ))
                .hint("Give what `holdfast audit export` wrote."));
            }
        }
    }
    Ok(chains)
}

/// Checks every chain and says so.
fn told(chains: &BTreeMap<String, Chain>, as_json: bool) -> Result<ExitCode, CliError> {
    let mut counts = BTreeMap::new();
    for (project, chain) in chains {
        let count = verify(project, &chain.head, &chain.rows).map_err(|broken| {
            CliError::failed(broken.to_string())
                .hint("Keep the data as it is, and compare it with a backup from before.")
                .with_code(VIOLATION)
        })?;
        counts.insert(project, count);
    }
    if as_json {
        out::line(&json!({ "valid": true, "rows": counts }).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    let rows: u64 = counts.values().sum();
    out::line(&format!("The record holds: {rows} rows in {} chains.", counts.len()));
    for (project, count) in counts {
        out::line(&format!("  {project}  {count}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// One action, row by row, and whether what was approved is what was handed over.
fn show(
    chains: &BTreeMap<String, Chain>,
    action: &str,
    as_json: bool,
) -> Result<ExitCode, CliError> {
    let rows: Vec<&Row> = chains
        .values()
        .flat_map(|chain| &chain.rows)
        .filter(|row| row.entry.action == action)
        .collect();
    let Some(last) = rows.last() else {
        return Err(CliError::usage(format!("no row tells of the action `{action}`"))
            .hint("`holdfast audit export` lists every action with its rows."));
    };
    // The texts at the last approval, and those of the effect.
    let approved = rows.iter().rev().find(|row| row.entry.state == "approved");
    let sent = rows
        .iter()
        .find(|row| row.entry.state == "submitted")
        .or_else(|| rows.iter().find(|row| row.entry.state == "confirmed"));
    let same = approved
        .zip(sent)
        .map(|(approved, sent)| approved.entry.content_digest == sent.entry.content_digest);
    if as_json {
        out::line(&json!({ "action": action, "rows": rows, "approved_is_sent": same }).to_string());
    } else {
        out::line(&format!("{action}  {}", last.entry.kind));
        for row in &rows {
            let entry = &row.entry;
            let at = jiff::Timestamp::from_millisecond(entry.at_ms).unwrap_or_default();
            out::line(&format!(
                "  {:>6}  {}  {:10} by {:6} {}  content {}  verdict {}",
                row.seq,
                at.strftime("%Y-%m-%d %H:%M:%S UTC"),
                entry.state,
                entry.by,
                if entry.rules.is_empty() { "-".to_owned() } else { entry.rules.join(", ") },
                entry.content_digest.get(..12).unwrap_or_default(),
                entry.verdict_digest.get(..12).unwrap_or_default(),
            ));
        }
        out::line(match same {
            Some(true) => "  What was approved is what was sent, to the byte.",
            Some(false) => "  What was sent is NOT what was approved.",
            None => "  It was not both approved and sent.",
        });
    }
    Ok(if same == Some(false) { ExitCode::from(VIOLATION) } else { ExitCode::SUCCESS })
}
