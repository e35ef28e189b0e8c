//! `cargo xtask demo --smoke`: a first sync, the sample's last three days, and a cycle without changes.

use std::path::PathBuf;
use std::process::ExitCode;

use holdfast_app::domain::artefacts::check;
use holdfast_app::domain::keys;
use holdfast_app::domain::stored_artefact::StoredArtefact;
use holdfast_app::ports::Query;
use holdfast_app::usecases::App;
use holdfast_app::usecases::cycle::update::ARTEFACTS;
use holdfast_upstream::Running;
use serde_json::json;

use super::doctor::{INTEGRATIONS, signal_line};
use super::upstream::config;
use crate::compose::Composed;
use crate::err::{CliError, FAILED};
use crate::{compose, data, out};
use holdfast_entrypoints::connections::{Connections, demo_secrets};
use holdfast_entrypoints::cycle::Summary;
use holdfast_entrypoints::demo::Workspace;
use holdfast_entrypoints::{cycle, demo};

/// Runs the three cycles in a temporary data folder.
pub(crate) async fn run(payloads: Option<PathBuf>, as_json: bool) -> Result<ExitCode, CliError> {
    let workspace = if payloads.is_some() { Workspace::Payloads } else { Workspace::Sample };
    let running = Running::start(config(payloads), 0).await?;
    let folder = std::env::temp_dir().join(format!("holdfast-smoke-{}", std::process::id()));
    data::create_private(&folder)
        .map_err(|e| CliError::failed(format!("no temporary folder: {e}")))?;
    let secrets = compose::secrets(&folder)?;
    demo_secrets(secrets.as_ref()).await?;
    let composed =
        compose::compose(&folder, &Connections::stand_ins(&running.url()), secrets).await?;
    demo::configure(&composed.app, &composed.plugins, workspace).await?;
    let result = cycles(&composed, &running, as_json).await;
    running.stop().await;
    let _ = std::fs::remove_dir_all(&folder);
    let wrong = result?;
    for sentence in &wrong {
        out::note(&format!("holdfast: {sentence}"));
    }
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

/// The three cycles; answers what is wrong with them.
async fn cycles(
    composed: &Composed,
    running: &Running,
    as_json: bool,
) -> Result<Vec<String>, CliError> {
    let app = &composed.app;
    let mut wrong = Vec::new();
    let mut summaries = Vec::new();
    for (title, release) in [("First sync", false), ("Changes", true), ("No changes", false)] {
        if release {
            let released = running.state.release();
            out::note(&format!("Released {released} held-back events."));
        }
        let summary = cycle::run(app).await?;
        if let Some(error) = &summary.error {
            wrong.push(format!("{title}: {error}"));
        }
        if !as_json {
            out::line(&summary.text(title));
        }
        summaries.push(summary);
    }
    let [first, changes, idle] = summaries.as_slice() else { return Ok(wrong) };
    let events = count_events(app).await?;
    wrong.extend(check_first(app, first).await?);
    if changes.new_signals == 0 {
        wrong.push("the released changes led to no signal".to_owned());
    }
    if idle.llm_calls > 0 || idle.artefacts_written > 0 {
        wrong.push(format!(
            "the cycle without changes made {} model calls and wrote {} artefacts",
            idle.llm_calls, idle.artefacts_written
        ));
    }
    if idle.artefacts_written > 0 {
        wrong.extend(latest_changes(app).await?);
    }
    let signals = app.signal_counts(&INTEGRATIONS).await?;
    let read: u64 = summaries.iter().map(|s| s.new_signals).sum();
    if signals.total() != read || signals.pending > 0 {
        wrong.push(format!(
            "{read} new signals were read, {} are stored, {} of them are pending",
            signals.total(),
            signals.pending
        ));
    }
    if as_json {
        let told =
            json!({ "cycles": summaries, "signals": signals, "events": events, "wrong": wrong });
        out::line(&told.to_string());
    } else {
        out::line(&format!("{events} events of activity. {}", signal_line(&signals)));
    }
    Ok(wrong)
}

async fn check_first(app: &App, first: &Summary) -> Result<Vec<String>, CliError> {
    let mut wrong = Vec::new();
    if first.llm_calls > 0 || first.verdicts > 0 {
        wrong.push("the first sync called a model or judged a draft".to_owned());
    }
    for project in app.project_list().await? {
        for kind in ARTEFACTS {
            match app.load::<StoredArtefact>(&keys::artefact(&project.id, kind)).await? {
                None => wrong.push(format!("{} has no {}", project.id, keys::artefact_word(kind))),
                Some(found) => {
                    for row in check::unsourced(&found.value.content) {
                        wrong.push(format!(
                            "{}/{}: row {row} has no source",
                            project.id,
                            keys::artefact_word(kind)
                        ));
                    }
                }
            }
        }
    }
    Ok(wrong)
}

async fn count_events(app: &App) -> Result<usize, CliError> {
    let mut query = Query::prefix(keys::EVENTS, "");
    let mut count = 0;
    loop {
        let page = app.table.query_index(&query).await?;
        count += page.items.len();
        match page.cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => return Ok(count),
        }
    }
}

/// What changed in the artefact that was written last, for the message.
async fn latest_changes(app: &App) -> Result<Vec<String>, CliError> {
    let mut latest: Option<(String, StoredArtefact)> = None;
    for project in app.project_list().await? {
        for kind in ARTEFACTS {
            if let Some(found) =
                app.load::<StoredArtefact>(&keys::artefact(&project.id, kind)).await?
                && latest.as_ref().is_none_or(|(_, l)| l.updated_ms < found.value.updated_ms)
            {
                latest =
                    Some((format!("{}/{}", project.id, keys::artefact_word(kind)), found.value));
            }
        }
    }
    let lines = latest.into_iter().flat_map(|(name, stored)| {
        let line = move |c: &api_types::Change| {
            format!("  {name}: {} {}: {} -> {}", c.row, c.field, c.before, c.after)
        };
        stored.changes.iter().map(line).collect::<Vec<_>>()
    });
    Ok(lines.collect())
}
