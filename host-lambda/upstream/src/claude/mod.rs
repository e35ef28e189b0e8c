//! The Claude Messages API below `/claude`, answered by plain rules and saying so.
//!
//! No model runs here. Forced tool use is answered with a `tool_use` block whose input satisfies
//! the schema that was sent; each answer carries `x-holdfast-stand-in: rules`.

mod propose;
mod rules;
mod schema;

use std::collections::VecDeque;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::config::FaultKind;
use crate::web::{Req, Resp};
use crate::world::World;

/// The demo API key, for `x-api-key`.
pub const CLAUDE_KEY: &str = "demo-claude-key";

/// An answer that the control plane prepared: hostile mode.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Prepared {
    /// The tool that it answers; `*` answers the next forced tool.
    tool: String,
    input: Value,
}

/// What the stand-in remembers.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClaudeState {
    pub(crate) requests: u64,
    pub(crate) queue: VecDeque<Prepared>,
    /// The newest prompts as they came: system and user text.
    pub(crate) prompts: VecDeque<String>,
}

/// Most prompts that are remembered.
const PROMPTS_MAX: usize = 500;

fn invalid(message: &str) -> Resp {
    Resp::claude_error(400, "invalid_request_error", message)
}

/// Text of a message's content: a string or a list of blocks.
fn content_text(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(blocks) => {
            let texts = blocks.iter().filter_map(|b| b["text"].as_str().or(b["content"].as_str()));
            texts.collect::<Vec<_>>().join("\n")
        }
        _ => String::new(),
    }
}

fn check(req: &Req, body: &Value) -> Option<Resp> {
    if req.header("x-api-key") != Some(CLAUDE_KEY) {
        return Some(Resp::claude_error(401, "authentication_error", "invalid x-api-key"));
    }
    if req.header("anthropic-version").is_none() {
        return Some(invalid("anthropic-version: header is required"));
    }
    if body["model"].as_str().is_none_or(str::is_empty) {
        return Some(invalid("model: Field required"));
    }
    if body["max_tokens"].as_u64().is_none_or(|m| m == 0) {
        return Some(invalid("max_tokens: Field required"));
    }
    let Some(messages) = body["messages"].as_array().filter(|m| !m.is_empty()) else {
        return Some(invalid("messages: at least one message is required"));
    };
    for (index, message) in messages.iter().enumerate() {
        let role = message["role"].as_str().unwrap_or_default();
        if !["user", "assistant"].contains(&role) {
            return Some(invalid(&format!(
                "messages.{index}.role: Input should be 'user' or 'assistant'"
            )));
        }
        if content_text(&message["content"]).trim().is_empty() {
            return Some(invalid(&format!("messages.{index}: content must not be empty")));
        }
    }
    for (index, tool) in body["tools"].as_array().into_iter().flatten().enumerate() {
        if !tool["name"].is_string() || tool["input_schema"]["type"] != "object" {
            return Some(invalid(&format!("tools.{index}.input_schema.type: Field required")));
        }
    }
    None
}

/// The tool that must be used, if any; the error is an answer.
fn forced(body: &Value) -> Result<Option<Value>, Resp> {
    let tools = body["tools"].as_array().cloned().unwrap_or_default();
    match body["tool_choice"]["type"].as_str() {
        None | Some("auto" | "none") => Ok(None),
        Some("any") => Ok(tools.into_iter().next()),
        Some("tool") => {
            let name = &body["tool_choice"]["name"];
            let found = tools.into_iter().find(|t| t["name"] == *name);
            found
                .map(Some)
                .ok_or_else(|| invalid(&format!("Tool {name} not found in provided tools")))
        }
        Some(other) => Err(invalid(&format!("tool_choice.type: '{other}' is not a valid choice"))),
    }
}

fn remember(world: &mut World, body: &Value) {
    let texts = body["messages"].as_array().into_iter().flatten();
    let said: Vec<String> = texts.map(|m| content_text(&m["content"])).collect();
    let prompt = format!("{}\n{}", content_text(&body["system"]), said.join("\n"));
    world.claude.prompts.push_back(prompt);
    if world.claude.prompts.len() > PROMPTS_MAX {
        world.claude.prompts.pop_front();
    }
}

/// The families that the stand-in knows; a dated id of one is known as well.
const MODELS: [&str; 3] = ["claude-haiku-4-5", "claude-sonnet-4-5", "claude-opus-4-5"];

/// `GET /v1/models/{id}`.
fn model(req: &Req, id: &str) -> Resp {
    if req.header("x-api-key") != Some(CLAUDE_KEY) {
        return Resp::claude_error(401, "authentication_error", "invalid x-api-key");
    }
    if MODELS.iter().any(|m| id.starts_with(m)) {
        return Resp::ok(json!({"type": "model", "id": id, "display_name": id,
            "created_at": "2025-10-01T00:00:00Z"}));
    }
    Resp::claude_error(404, "not_found_error", &format!("model: {id}"))
}

/// Answers one request below `/claude`, with a fault that changes what is said.
pub(crate) fn handle_with(world: &mut World, req: &Req, fault: Option<FaultKind>) -> Resp {
    let segments = req.segments();
    if let ["v1", "models", id] = segments.as_slice() {
        return model(req, id);
    }
    if segments.as_slice() != ["v1", "messages"] {
        return Resp::claude_error(404, "not_found_error", "Not Found");
    }
    if req.method != http::Method::POST {
        return Resp::claude_error(405, "invalid_request_error", "Method Not Allowed");
    }
    let Ok(body) = req.json::<Value>() else {
        return invalid("The request body is not valid JSON.");
    };
    if let Some(resp) = check(req, &body) {
        return resp;
    }
    let tool = match forced(&body) {
        Ok(tool) => tool,
        Err(resp) => return resp,
    };
    remember(world, &body);
    world.claude.requests += 1;
    let number = world.claude.requests;
    let content = match (&tool, fault) {
        (_, Some(FaultKind::Refusal)) => json!([]),
        (None, _) => json!([{"type": "text", "text":
            "This stand-in answers by rules and only through a forced tool."}]),
        (Some(tool), fault) => {
            let input = if fault == Some(FaultKind::InvalidToolInput) {
                json!({"unexpected": true})
            } else {
                input(world, tool, &body)
            };
            json!([{"type": "tool_use", "id": format!("toolu_standin_{number:06}"),
                "name": tool["name"], "input": input}])
        }
    };
    answer(&body, number, content, fault == Some(FaultKind::Refusal))
}

fn tokens(text: &str) -> u64 {
    let chars = text.chars().count() as u64;
    (chars * 2).div_ceil(7)
}

fn answer(body: &Value, number: u64, mut content: Value, refusal: bool) -> Resp {
    let parts = ["system", "messages", "tools"];
    let asked: u64 = parts.iter().map(|p| tokens(&body[*p].to_string())).sum();
    let mut said = tokens(&content.to_string());
    let max = body["max_tokens"].as_u64().unwrap_or(u64::MAX);
    let used_tool = content[0]["type"] == "tool_use";
    let reason = match (refusal, said > max, used_tool) {
        (true, _, _) => "refusal",
        (_, true, _) => "max_tokens",
        (_, _, true) => "tool_use",
        _ => "end_turn",
    };
    if reason == "max_tokens" {
        said = max;
        if used_tool {
            content[0]["input"] = json!({});
        }
    }
    Resp::ok(json!({"id": format!("msg_standin_{number:06}"), "type": "message",
        "role": "assistant", "model": body["model"], "content": content, "stop_reason": reason,
        "stop_sequence": null, "usage": {"input_tokens": asked, "output_tokens": said,
            "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}}))
    .with("x-holdfast-stand-in", "rules")
    .with("request-id", format!("req_standin_{number:06}"))
}

/// The text of the newest message of the user.
fn last_text(body: &Value) -> String {
    let last = body["messages"].as_array().into_iter().flatten().rfind(|m| m["role"] == "user");
    last.map(|m| content_text(&m["content"])).unwrap_or_default()
}

/// The ids of the signals that a conversation shows.
fn signal_ids(body: &Value) -> Vec<String> {
    let texts =
        body["messages"].as_array().into_iter().flatten().map(|m| content_text(&m["content"]));
    let all = texts.flat_map(|text| rules::fragments(&text)).map(|f| f.id);
    all.filter(|id| !id.is_empty()).collect()
}

/// Fills in what is not known beforehand: the ids of the prompt where a prepared answer says `["$signals"]`, and the last
/// sentence of the system prompt for `$system`.
fn cite(answer: Value, ids: &[String], system: &str) -> Value {
    match answer {
        Value::Array(all) if all == [json!("$signals")] => json!(ids),
        Value::Array(all) => all.into_iter().map(|v| cite(v, ids, system)).collect(),
        Value::Object(all) => {
            Value::Object(all.into_iter().map(|(k, v)| (k, cite(v, ids, system))).collect())
        }
        Value::String(text) if text.contains("$system") => {
            let last = system.trim_end_matches('.').rsplit(". ").next().unwrap_or_default();
            json!(text.replace("$system", last))
        }
        plain => plain,
    }
}

/// The tool's input: prepared, or by rules, bent to the schema that was sent.
fn input(world: &mut World, tool: &Value, body: &Value) -> Value {
    let name = tool["name"].as_str().unwrap_or_default();
    let prepared = world.claude.queue.iter().position(|p| p.tool == name || p.tool == "*");
    if let Some(prepared) = prepared.and_then(|at| world.claude.queue.remove(at)) {
        // Hostile mode says exactly what it was told to, valid or not.
        return cite(prepared.input, &signal_ids(body), &content_text(&body["system"]));
    }
    let text = last_text(body);
    let wanted = match name {
        "classify_signal" => rules::classify(&text),
        "propose" => propose::propose(&text),
        _ => json!({}),
    };
    schema::conform(&wanted, &tool["input_schema"])
}
