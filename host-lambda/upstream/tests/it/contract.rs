//! The Jira stand-in against Atlassian's OpenAPI: what it accepts and what it returns.

use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::schema::violations;
use crate::support::Stand;

/// `shared/data` beside the workspace; a user's clone does not have it.
pub(crate) fn data() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2)?;
    let dir = root.parent()?.join("shared/data");
    dir.is_dir().then_some(dir)
}

fn openapi() -> Option<Value> {
    let file = data()?.join("jira/openapi/swagger-v3.v3.json.gz");
    let mut text = String::new();
    let packed = std::fs::File::open(file).ok()?;
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

/// One operation: (path template, the path asked for, method, body, expected status).
type Case = (&'static str, String, &'static str, Option<Value>, u16);

fn doc() -> Value {
    json!({"type": "doc", "version": 1, "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": "Text"}]}]})
}

fn reads() -> Vec<Case> {
    let get = |template: &'static str, path: &str| -> Case {
        (template, path.to_owned(), "get", None, 200)
    };
    vec![
        get("/myself", "/myself"),
        get("/users/search", "/users/search"),
        get("/user/search", "/user/search?query=nair"),
        get(
            "/user",
            &format!("/user?accountId={}", encode("712020:00000000-0000-4000-8000-000000000002")),
        ),
        get("/project/search", "/project/search"),
        get("/project/{projectIdOrKey}", "/project/PAY"),
        get("/status", "/status"),
        get("/field", "/field"),
        get("/issue/{issueIdOrKey}", "/issue/PAY-9?expand=changelog&properties=*all"),
        get("/issue/{issueIdOrKey}/changelog", "/issue/PAY-9/changelog?maxResults=2"),
        get("/issue/{issueIdOrKey}/comment", "/issue/PAY-9/comment?expand=properties"),
        get("/issue/{issueIdOrKey}/transitions", "/issue/PAY-9/transitions"),
        get("/issue/{issueIdOrKey}/worklog", "/issue/PAY-2/worklog"),
        get(
            "/search/jql",
            "/search/jql?jql=project%3DPAY&fields=*all&expand=changelog&maxResults=20",
        ),
        get("/search/jql", "/search/jql?jql=project%3DPOR"),
    ]
}

fn encode(text: &str) -> String {
    crate::support::encode(text)
}

fn writes() -> Vec<Case> {
    let property = json!([{"key": "holdfast.intent", "value": {"id": "i-1"}}]);
    let search = json!({"jql": "project = PAY ORDER BY updated DESC", "maxResults": 10,
        "fields": ["summary", "status"], "expand": "changelog", "fieldsByKeys": false});
    let create = json!({"fields": {"project": {"key": "PAY"}, "issuetype": {"name": "Task"},
        "summary": "New", "labels": ["x"], "description": doc()}, "properties": property});
    let post = |template, path: &str, body, status| -> Case {
        (template, path.to_owned(), "post", Some(body), status)
    };
    vec![
        post("/search/jql", "/search/jql", search, 200),
        post("/issue", "/issue", create, 201),
        post("/issue", "/issue", json!({"fields": {"summary": "x"}}), 400),
        post(
            "/issue/{issueIdOrKey}/comment",
            "/issue/PAY-9/comment?expand=properties",
            json!({"body": doc(), "properties": property}),
            201,
        ),
        post(
            "/issue/{issueIdOrKey}/transitions",
            "/issue/PAY-3/transitions",
            json!({"transition": {"id": "11"}}),
            204,
        ),
        (
            "/issue/{issueIdOrKey}/properties/{propertyKey}",
            "/issue/PAY-9/properties/x".into(),
            "put",
            Some(json!({"a": 1})),
            201,
        ),
        (
            "/issue/{issueIdOrKey}/properties/{propertyKey}",
            "/issue/PAY-9/properties/x".into(),
            "get",
            None,
            200,
        ),
        ("/search", "/search?jql=project%3DPAY".into(), "get", None, 410),
        ("/issue/{issueIdOrKey}", "/issue/PAY-999".into(), "get", None, 404),
    ]
}

/// Real Jira sends null at the open ends of a change (the payloads in `shared/data` do); the
/// document, which knows no null, calls these four members strings.
fn real_null(violation: &str) -> bool {
    ["from", "fromString", "to", "toString"].iter().any(|name| {
        violation.contains(".items[")
            && violation.ends_with(&format!(".{name}: not a [\"string\"]: null"))
    })
}

async fn hold(stand: &Stand, api: &Value, case: Case, out: &mut Vec<String>) {
    let (template, path, method, body, expected) = case;
    let operation = &api["paths"][format!("/rest/api/3{template}")][method];
    assert!(operation.is_object(), "{method} {template} is not in the OpenAPI");
    if let (Some(body), true) = (&body, expected < 300) {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        out.extend(
            violations(body, schema, api).iter().map(|v| format!("{method} {path} request {v}")),
        );
    }
    let asked = path.split_once('?').map_or("", |(_, query)| query);
    for (name, _) in url::form_urlencoded::parse(asked.as_bytes()) {
        let known = operation["parameters"].as_array().into_iter().flatten();
        if !known.into_iter().any(|p| p["name"] == *name) {
            out.push(format!("{method} {template}: parameter {name} is not in the OpenAPI"));
        }
    }
    let full = format!("/rest/api/3{path}");
    let (status, answer) = stand.jira(&method.to_uppercase(), &full, body).await;
    assert_eq!(status, expected, "{method} {path}: {answer}");
    let response = &operation["responses"][status.to_string()];
    let errors = &api["components"]["schemas"]["ErrorCollection"];
    let schema = match &response["content"]["application/json"]["schema"] {
        Value::Null if status >= 400 => errors,
        schema => schema,
    };
    // 410 of the old search came after this edition of the document.
    assert!(response.is_object() || status == 410, "{method} {template} does not answer {status}");
    let found = violations(&answer, schema, api).into_iter().filter(|v| !real_null(v));
    out.extend(found.map(|v| format!("{method} {path} {v}")));
}

#[tokio::test]
async fn jira_agrees_with_the_openapi() {
    let Some(api) = openapi() else {
        eprintln!("SKIPPED: ../shared/data/jira/openapi is absent, the contract was NOT checked");
        return;
    };
    let stand = Stand::start().await;
    stand.control("POST", "/release", None).await;
    let mut out = Vec::new();
    for case in reads().into_iter().chain(writes()) {
        hold(&stand, &api, case, &mut out).await;
    }
    assert!(out.is_empty(), "{}", out.join("\n"));
}
