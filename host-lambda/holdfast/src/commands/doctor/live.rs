//! What only a real account can answer (DESIGN section 4 builds on it): ids that survive sending, visible comment
//! properties, limits. It reads; with `--write ISSUE` it sends one mail to the own mailbox and adds one comment.

use holdfast_app::ports::{Failure, Found, Integrations as _, WriteGate};
use plugin_payload::{Effect, EffectKind, Receipt, Recipient, SCHEMA};
use serde_json::Value;

use super::Check;
use super::accounts::ask;
use crate::compose::Composed;
use holdfast_entrypoints::connections::Connections;

/// How often an effect is looked for: a mail takes some seconds to reach Sent Items.
const LOOKS: u32 = 10;

/// Asks.
pub(super) async fn run(
    composed: &Composed,
    connections: &Connections,
    mailbox: &str,
    write: Option<&str>,
) -> Vec<Check> {
    let mut checks = vec![limits(composed, connections).await];
    match write {
        Some(issue) => {
            checks.push(comment(composed, issue).await);
            checks.push(mail(composed, mailbox).await);
        }
        None => checks.push(properties(composed, connections).await),
    }
    checks
}

async fn limits(composed: &Composed, connections: &Connections) -> Check {
    let what = "rate limits";
    let Some(jira) = &connections.jira else {
        return Check::bad(what, "Jira is not connected", "Run `holdfast connect jira`.");
    };
    match ask(&composed.app, jira, "/rest/api/3/myself").await {
        Some(Ok(seen)) if seen.limits.is_empty() => {
            Check::good(what, format!("Jira answers {} and names no limit", seen.status))
        }
        Some(Ok(seen)) => {
            let said: Vec<String> = seen.limits.iter().map(|(n, v)| format!("{n}: {v}")).collect();
            Check::good(what, format!("Jira says {}", said.join(", ")))
        }
        Some(Err(why)) => Check::bad(what, why, "Look at the network, then try again."),
        None => Check::good(what, "not asked: the credential is no API token"),
    }
}

/// Whether a comment's properties come along, looked at on the newest comments that there are.
async fn properties(composed: &Composed, connections: &Connections) -> Check {
    let what = "comment properties";
    let fix = "Name an issue with --write to try it with a comment of its own.";
    let Some(jira) = &connections.jira else {
        return Check::bad(what, "Jira is not connected", "Run `holdfast connect jira`.");
    };
    let projects = composed.app.project_list().await.unwrap_or_default();
    for project in projects.iter().filter(|p| !p.key.is_empty()) {
        let path = format!(
            "/rest/api/3/search/jql?jql=project%20%3D%20{}%20ORDER%20BY%20updated%20DESC&maxResults=10&fields=comment",
            project.key
        );
        let Some(Ok(seen)) = ask(&composed.app, jira, &path).await else { continue };
        let body: Value = serde_json::from_slice(&seen.body).unwrap_or_default();
        let issues = body.get("issues").and_then(Value::as_array).cloned().unwrap_or_default();
        for key in issues.iter().filter_map(|i| i.get("key").and_then(Value::as_str)) {
            let path = format!("/rest/api/3/issue/{key}/comment?expand=properties&maxResults=1");
            let Some(Ok(seen)) = ask(&composed.app, jira, &path).await else { continue };
            let body: Value = serde_json::from_slice(&seen.body).unwrap_or_default();
            if let Some(first) = body.pointer("/comments/0") {
                return match first.get("properties") {
                    Some(_) => Check::good(what, "visible with the comments"),
                    None => Check::bad(what, "not delivered with the comments", fix),
                };
            }
        }
    }
    Check::good(what, "no comment was found to look at; --write ISSUE tries one")
}

async fn comment(composed: &Composed, issue: &str) -> Check {
    let what = "comment properties";
    let kind = EffectKind::JiraComment {
        issue: issue.to_owned(),
        body: "A test of holdfast doctor: this comment can be removed.".to_owned(),
    };
    match effect(composed, "jira", kind).await {
        Ok(_) => Check::good(what, format!("the comment on {issue} was found by its property")),
        Err(why) => Check::bad(
            what,
            why,
            "The account needs the permission to add comments and to see their properties.",
        ),
    }
}

async fn mail(composed: &Composed, mailbox: &str) -> Check {
    let what = "immutable id";
    let fix = "Without it a sent mail is recognised by its marker alone; nothing is sent twice either way.";
    let kind = EffectKind::Mail {
        mailbox: mailbox.to_owned(),
        reply_to: None,
        to: vec![Recipient { address: mailbox.to_lowercase(), name: String::new() }],
        subject: "Test of holdfast doctor".to_owned(),
        body: "This mail was sent to its own mailbox by holdfast doctor.".to_owned(),
    };
    match effect(composed, "outlook", kind).await {
        Ok((draft, sent)) if draft.id == sent.id => {
            Check::good(what, "the draft kept its id when it was sent")
        }
        Ok(_) => Check::bad(what, "the sent mail has another id than its draft", fix),
        Err(why) => Check::bad(what, why, "Grant Mail.ReadWrite and Mail.Send, then try again."),
    }
}

/// Prepares, submits and finds one effect: the receipts of the draft and of what was found.
async fn effect(
    composed: &Composed,
    integration: &str,
    kind: EffectKind,
) -> Result<(Receipt, Receipt), String> {
    let plain = |failure: Failure| failure.to_string();
    let now_ms = composed.app.now();
    let intent = format!("doctor-{}.1", composed.app.clock.random_hex());
    let effect = Effect { schema: SCHEMA, intent: intent.clone(), claimed_at_ms: now_ms, kind };
    let gate = WriteGate { intent };
    let plugins = &composed.plugins;
    let draft = plugins.prepare(integration, &effect, &gate).await.map_err(plain)?;
    plugins.submit(integration, &effect, &draft, &gate).await.map_err(plain)?;
    for _ in 0..LOOKS {
        match plugins.reconcile(integration, &effect, Some(&draft)).await.map_err(plain)? {
            Found::Confirmed(receipt) => return Ok((draft, receipt)),
            _ => tokio::time::sleep(std::time::Duration::from_secs(1)).await,
        }
    }
    Err("what was written could not be found again".to_owned())
}
