//! `holdfast verdict` and `holdfast sanitise`: the policy from the shell, through wasmtime.

use std::path::Path;
use std::process::ExitCode;

use holdfast_app::ports::Judgement as _;
use scoring_core::sanitise::{ContentType, Sanitised};
use serde::Deserialize;
use serde_json::{Value, json};

use super::explain::explain;
use super::read_input;
use crate::err::CliError;
use crate::out;
use holdfast_entrypoints::assets;

/// `holdfast verdict [--explain] [FILE|-]`.
pub(crate) fn verdict(file: &Path, as_sentences: bool) -> Result<ExitCode, CliError> {
    let input = read_input(file)?;
    let answer = assets::policy()?.verdict_bytes(&input)?;
    let answer: Value = serde_json::from_slice(&answer)
        .map_err(|e| CliError::failed(format!("the policy's answer cannot be read: {e}")))?;
    if let Some(error) = answer.get("error").and_then(Value::as_str) {
        return Err(CliError::usage(format!("the request was refused: {error}"))
            .hint("A request is JSON as in docs/verdict.md; unknown fields are refused."));
    }
    let verdict = answer.get("ok").cloned().unwrap_or(Value::Null);
    if as_sentences {
        let unread = |e: serde_json::Error| {
            CliError::failed(format!("the policy's answer cannot be read: {e}"))
        };
        let request = serde_json::from_slice(&input).map_err(unread)?;
        let verdict = serde_json::from_value(verdict).map_err(unread)?;
        out::line(&explain(&request, &verdict));
    } else {
        out::line(&verdict.to_string());
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    /// Text or number, given back as it came.
    id: Value,
    text: String,
    #[serde(default)]
    content_type: Option<String>,
}

/// The short names, or a media type as a mail has it.
fn content_type(name: Option<&str>) -> Result<ContentType, String> {
    let media = name.unwrap_or("plain").split(';').next().unwrap_or_default().trim();
    match media.to_ascii_lowercase().as_str() {
        "plain" | "text/plain" => Ok(ContentType::Plain),
        "html" | "text/html" => Ok(ContentType::Html),
        _ => Err(format!("the content type `{media}` is neither `plain` nor `html`")),
    }
}

/// `holdfast sanitise [--jsonl] [FILE|-]`.
pub(crate) fn sanitise(file: &Path, jsonl: bool) -> Result<ExitCode, CliError> {
    let input = read_input(file)?;
    let text = String::from_utf8_lossy(&input);
    let policy = assets::policy()?;
    if !jsonl {
        let result = policy.sanitise(&text, ContentType::Plain)?;
        out::line(&line(&json!("-"), &result).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    for (number, row) in text.lines().enumerate().filter(|(_, row)| !row.trim().is_empty()) {
        let wrong = |what: String| {
            CliError::usage(format!("line {}: {what}", number + 1))
                .hint("Each line is {\"id\":..,\"text\":..[,\"content_type\":\"plain\"|\"html\"]}.")
        };
        let row: Line = serde_json::from_str(row).map_err(|e| wrong(e.to_string()))?;
        let kind = content_type(row.content_type.as_deref()).map_err(wrong)?;
        let result = policy.sanitise(&row.text, kind)?;
        out::line(&line(&row.id, &result).to_string());
    }
    Ok(ExitCode::SUCCESS)
}

fn line(id: &Value, result: &Sanitised) -> Value {
    let findings: Vec<Value> = result
        .findings
        .iter()
        .map(|f| {
            json!({
                "rule": f.rule,
                "severity": f.severity,
                "start": f.span.map(|s| s.start),
                "end": f.span.map(|s| s.end),
            })
        })
        .collect();
    json!({
        "id": id,
        "text": result.text,
        "flagged": result.flagged(),
        "findings": findings,
        "removed": result.removed,
    })
}
