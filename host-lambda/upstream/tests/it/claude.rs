//! The Messages API: validation, forced tools, rules, faults, hostile mode.

use holdfast_upstream::{Fault, FaultKind, Service};
use serde_json::{Value, json};

use crate::schema::violations;
use crate::support::Stand;

fn classify_schema() -> Value {
    json!({"type": "object", "additionalProperties": false,
        "required": ["category", "stakes", "summary", "entity"],
        "properties": {
            "category": {"type": "string", "enum": ["none", "status_update", "blocker", "slip",
                "scope_change", "decision", "risk", "question", "request", "contradiction",
                "noise"]},
            "stakes": {"type": "string", "enum": ["low", "medium", "high"]},
            "summary": {"type": "string", "maxLength": 300},
            "entity": {"type": ["string", "null"]}}})
}

fn propose_schema() -> Value {
    let sources = json!({"type": "array", "items": {"type": "string"}});
    json!({"type": "object", "additionalProperties": false,
        "required": ["summary", "artefact_patches", "drafts"],
        "properties": {
            "summary": {"type": "string"},
            "artefact_patches": {"type": "array", "items": {"type": "object",
                "additionalProperties": false, "required": ["artefact", "op", "row", "sources"],
                "properties": {
                    "artefact": {"type": "string", "enum":
                        ["delivery_state", "raid_log", "backlog_summary", "decision_log"]},
                    "op": {"type": "string"}, "row": {"type": "object"}, "sources": sources}}},
            "drafts": {"type": "array", "items": {"type": "object", "additionalProperties": false,
                "required": ["purpose", "recipients_role", "subject", "body", "sources", "issue",
                    "to_status"],
                "properties": {
                    "purpose": {"type": "string", "enum": ["stakeholder_update", "clarification",
                        "jira_comment", "status_change", "escalation"]},
                    "recipients_role": {"type": "string", "enum":
                        ["project_stakeholders", "issue_assignee", "sender"]},
                    "subject": {"type": "string"}, "body": {"type": "string"}, "sources": sources,
                    "issue": {"type": ["string", "null"]},
                    "to_status": {"type": ["string", "null"]}}}}}})
}

fn ask(tool: &str, schema: Value, text: &str) -> Value {
    json!({"model": "claude-haiku-test", "max_tokens": 4096,
        "messages": [{"role": "user", "content": text}],
        "tools": [{"name": tool, "description": "x", "input_schema": schema}],
        "tool_choice": {"type": "tool", "name": tool}})
}

async fn input(stand: &Stand, tool: &str, schema: Value, text: &str) -> Value {
    let (status, body) = stand.claude(&ask(tool, schema.clone(), text)).await;
    assert_eq!((status, body["stop_reason"].as_str()), (200, Some("tool_use")), "{body}");
    assert_eq!(
        (&body["model"], &body["content"][0]["name"]),
        (&json!("claude-haiku-test"), &json!(tool))
    );
    assert!(body["usage"]["input_tokens"].as_u64() > Some(20));
    let input = body["content"][0]["input"].clone();
    assert_eq!(violations(&input, &schema, &schema), Vec::<String>::new(), "{input}");
    input
}

fn signal(id: &str, entity: &str, text: &str) -> String {
    format!("<signal id=\"{id}\" entity=\"{entity}\" from=\"x\">\n{text}\n</signal>\n")
}

#[tokio::test]
async fn signals_are_classified_by_their_words() {
    let stand = Stand::start().await;
    for (text, category, stakes) in [
        ("PAY-9 is blocked, the certificate is missing.", "blocker", "high"),
        ("The rehearsal in PAY-12 will not make 3 March.", "slip", "high"),
        ("On top of what was agreed we also need a comparison.", "scope_change", "high"),
        ("It was decided to start with a soft launch.", "decision", "medium"),
        ("Is the date still right?", "question", "medium"),
        ("POR-4 is finished.", "status_update", "low"),
        ("30 % off. Unsubscribe here.", "noise", "low"),
        ("Good morning.", "none", "low"),
    ] {
        let found =
            input(&stand, "classify_signal", classify_schema(), &signal("s1", "", text)).await;
        assert_eq!(
            (&found["category"], &found["stakes"]),
            (&json!(category), &json!(stakes)),
            "{text}"
        );
    }
}

#[tokio::test]
async fn proposals_cite_their_signals_and_name_what_is_needed() {
    let stand = Stand::start().await;
    let prompt = format!(
        "{}{}{}{}",
        signal(
            "s1",
            "PAY-12",
            "The rehearsal slips from 8 March to 15 March: reconciliation differences."
        ),
        signal("s2", "PAY-12", "duedate: 2026-03-08 -> 2026-03-15"),
        signal("s3", "PAY-9", "Blocked: the certificate has not arrived."),
        signal("s4", "POR-8", "On top of what was agreed we also need a comparison by 20 March."),
    );
    let found = input(&stand, "propose", propose_schema(), &prompt).await;
    let drafts = found["drafts"].as_array().expect("drafts");
    let slip = drafts.iter().find(|d| d["issue"] == "PAY-12").expect("a draft about the slip");
    assert_eq!(
        (&slip["purpose"], &slip["sources"]),
        (&json!("stakeholder_update"), &json!(["s1", "s2"]))
    );
    for draft in drafts {
        let body = draft["body"].as_str().expect("a body");
        let words: Vec<&str> = body.split(|c: char| !c.is_alphanumeric()).collect();
        for person in ["I", "we", "We", "our", "my", "us"] {
            assert!(!words.contains(&person), "first person in: {body}");
        }
        assert!(!draft["sources"].as_array().expect("sources").is_empty());
    }
    let kinds: Vec<_> = found["artefact_patches"]
        .as_array()
        .expect("patches")
        .iter()
        .map(|p| p["artefact"].as_str().expect("an artefact"))
        .collect();
    assert!(kinds.contains(&"delivery_state") && kinds.contains(&"raid_log"), "{kinds:?}");
    let prompt = format!(
        "{}{}",
        signal("m1", "PAY-17", "PAY-17 is done from my side."),
        signal("j1", "PAY-17", "status: In Progress -> Blocked")
    );
    let found = input(&stand, "propose", propose_schema(), &prompt).await;
    assert_eq!(found["drafts"][0]["purpose"], "clarification");
}

#[tokio::test]
async fn an_unknown_tool_gets_a_minimal_valid_input() {
    let stand = Stand::start().await;
    let schema = json!({"type": "object", "required": ["a", "b", "c", "d"], "properties": {
        "a": {"type": "string", "enum": ["x", "y"]}, "b": {"type": "integer", "minimum": 3},
        "c": {"type": "array", "minItems": 1, "items": {"type": "boolean"}},
        "d": {"$ref": "#/$defs/d"}, "e": {"type": "string"}},
        "$defs": {"d": {"anyOf": [{"type": "string"}, {"type": "null"}]}}});
    let found = input(&stand, "other", schema, "anything").await;
    assert_eq!(found, json!({"a": "x", "b": 3, "c": [false], "d": null}));
}

#[tokio::test]
async fn wrong_requests_are_refused() {
    let stand = Stand::start().await;
    let good = ask("classify_signal", classify_schema(), "x");
    let change = |path: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(path).expect("a member") = value;
        body
    };
    for wrong in [
        change("/model", Value::Null),
        change("/max_tokens", json!(0)),
        change("/messages", json!([])),
        change("/messages/0/role", json!("system")),
        change("/messages/0/content", json!("")),
        change("/tools/0/input_schema", json!({})),
        change("/tool_choice/name", json!("missing")),
    ] {
        let (status, body) = stand.claude(&wrong).await;
        assert_eq!(
            (status, body["error"]["type"].as_str()),
            (400, Some("invalid_request_error")),
            "{wrong}"
        );
    }
    let bare = stand.client.post(stand.url("/claude/v1/messages")).json(&good);
    assert_eq!(bare.send().await.expect("an answer").status().as_u16(), 401);
    let cut = stand.claude(&change("/max_tokens", json!(1))).await.1;
    assert_eq!(cut["stop_reason"], "max_tokens");
}

#[tokio::test]
async fn faults_and_hostile_answers_come_when_armed() {
    let stand = Stand::start().await;
    let body = ask("classify_signal", classify_schema(), "PAY-9 is blocked");
    for (kind, status) in [(FaultKind::TooManyRequests, 429), (FaultKind::Overloaded, 529)] {
        stand.arm(Fault::once(kind, Service::Claude));
        assert_eq!(stand.claude(&body).await.0, status);
    }
    stand.arm(Fault::once(FaultKind::InvalidToolInput, Service::Claude));
    let wrong = stand.claude(&body).await.1["content"][0]["input"].clone();
    assert!(!violations(&wrong, &classify_schema(), &Value::Null).is_empty());
    stand.arm(Fault::once(FaultKind::Refusal, Service::Claude));
    assert_eq!(stand.claude(&body).await.1["stop_reason"], "refusal");
    let hostile = json!({"tool": "classify_signal", "input": {"category": "none", "obey": true}});
    stand.control("POST", "/claude", Some(hostile.clone())).await;
    assert_eq!(stand.claude(&body).await.1["content"][0]["input"], hostile["input"]);
    assert_eq!(stand.claude(&body).await.1["content"][0]["input"]["category"], "blocker");
}
