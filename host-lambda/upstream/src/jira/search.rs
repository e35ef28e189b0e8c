//! `GET` and `POST /search/jql`, with opaque page tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{jql, wire};
use crate::web::{Req, Resp};
use crate::world::World;

/// What a search asks for; the body of POST has exactly these members.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Ask {
    jql: String,
    next_page_token: Option<String>,
    max_results: Option<i64>,
    fields: Vec<String>,
    expand: Option<String>,
    properties: Vec<String>,
    fields_by_keys: bool,
    reconcile_issues: Vec<i64>,
}

/// The inside of a page token: where the next page starts, and for which query.
#[derive(Serialize, Deserialize)]
struct Token {
    jql: String,
    after: usize,
}

fn list(text: Option<&str>) -> Vec<String> {
    let words = text.unwrap_or_default().split(',').map(str::trim).filter(|w| !w.is_empty());
    words.map(str::to_owned).collect()
}

fn ask(req: &Req) -> Result<Ask, String> {
    if req.method == http::Method::POST {
        return req.json::<Ask>().map_err(|e| format!("Invalid request payload: {e}"));
    }
    let max = req.q("maxResults").map(str::parse::<i64>).transpose();
    // GET takes `fields` once with commas, or several times.
    let fields = req.query.iter().filter(|(k, _)| k == "fields").flat_map(|(_, v)| list(Some(v)));
    Ok(Ask {
        jql: req.q("jql").unwrap_or_default().to_owned(),
        next_page_token: req.q("nextPageToken").map(str::to_owned),
        max_results: max.map_err(|_| "maxResults is not a number".to_owned())?,
        fields: fields.collect(),
        expand: req.q("expand").map(str::to_owned),
        properties: list(req.q("properties")),
        fields_by_keys: req.q("fieldsByKeys") == Some("true"),
        reconcile_issues: Vec::new(),
    })
}

/// Answers a search. Without `fields` only ids come back, as in Jira.
pub(super) fn search(world: &World, req: &Req) -> Resp {
    let ask = match ask(req) {
        Ok(ask) => ask,
        Err(message) => return Resp::jira_error(400, &message),
    };
    // Accepted and without effect here: every issue is already consistent and keyed by id.
    let _ = (ask.fields_by_keys, &ask.reconcile_issues);
    let now = world.now_ms();
    let query = match jql::parse(&ask.jql, &world.jira, now) {
        Ok(query) => query,
        Err(message) => return Resp::jira_error(400, &message),
    };
    if !query.bounded() {
        return Resp::jira_error(
            400,
            "Unbounded JQL queries are not allowed here. Please add a search restriction to your \
            query.",
        );
    }
    let start = match ask.next_page_token.as_deref().map(|t| open(t, &ask.jql)) {
        None => 0,
        Some(Some(after)) => after,
        Some(None) => return Resp::jira_error(400, "The nextPageToken is invalid or has expired."),
    };
    let max = usize::try_from(ask.max_results.unwrap_or(50)).unwrap_or(50).clamp(1, 100);
    let found = query.run(&world.jira, now);
    let wanted = if ask.fields.is_empty() { vec!["id".to_owned()] } else { ask.fields };
    let changelog = list(ask.expand.as_deref()).iter().any(|e| e == "changelog");
    let page: Vec<Value> = found
        .iter()
        .skip(start)
        .take(max)
        .map(|i| {
            let mut value = wire::issue(&world.jira, i, &wanted, changelog);
            if !ask.properties.is_empty() {
                let known = i.properties.iter().filter(|(k, _)| ask.properties.contains(k));
                value["properties"] = known.map(|(k, v)| (k.clone(), v.clone())).collect();
            }
            value
        })
        .collect();
    let end = start + page.len();
    let mut body = json!({"issues": page, "isLast": end >= found.len()});
    if end < found.len() {
        let token = json!(Token { jql: ask.jql, after: end });
        body["nextPageToken"] = json!(URL_SAFE_NO_PAD.encode(token.to_string()));
    }
    Resp::ok(body)
}

fn open(token: &str, jql: &str) -> Option<usize> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let token: Token = serde_json::from_slice(&bytes).ok()?;
    (token.jql == jql).then_some(token.after)
}
