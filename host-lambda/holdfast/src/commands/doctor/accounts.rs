//! Faults of accounts: tokens, scopes, boards, mailbox, model, mail server.

use holdfast_adapters::{Pass, Seen, Smtp, SmtpConfig, probe};
use holdfast_app::domain::keys;
use holdfast_app::domain::project::ProjectStatus;
use holdfast_app::domain::settings::Config;
use holdfast_app::ports::{Failure, Integrations as _, Secret};
use holdfast_app::usecases::App;
use holdfast_sandbox::{Credential, TargetConfig};
use plugin_payload::Scope;

use super::Check;
use crate::compose::Composed;
use crate::err::CliError;

/// The configuration, or null before the first start.
pub(super) async fn config(app: &App) -> Result<Option<Config>, CliError> {
    if app.table.get(&keys::config("settings")).await?.is_none() {
        return Ok(None);
    }
    Ok(Some(app.config().await?))
}

/// Jira: answers, token, permissions.
pub(super) async fn jira(composed: &Composed, target: Option<&TargetConfig>) -> Check {
    integration(composed, "jira", "Jira", target).await
}

/// Outlook: answers, credential, consent.
pub(super) async fn outlook(composed: &Composed, target: Option<&TargetConfig>) -> Check {
    integration(composed, "outlook", "Outlook", target).await
}

async fn integration(
    composed: &Composed,
    name: &str,
    title: &str,
    target: Option<&TargetConfig>,
) -> Check {
    let Some(target) = target else {
        let fix = format!("Run `holdfast connect {name}`, or connect it in Settings.");
        return Check::bad(name, "not connected", fix);
    };
    let place = if target.loopback { " (loopback is allowed for it)" } else { "" };
    match composed.plugins.health(name).await {
        Ok(()) => Check::good(name, format!("answers{place}")),
        Err(failure) => of_failure(name, title, &failure, place),
    }
}

fn of_failure(name: &str, title: &str, failure: &Failure, place: &str) -> Check {
    let (text, fix) = match failure {
        // The sandbox names the status and nothing that the service wrote.
        Failure::Unauthorised(why) if why.contains("403") => (
            format!("{title} accepts the credential but not the request: a permission or scope is missing"),
            match name {
                "jira" => "Give the account of the token access to the project (browse, comment, move), or connect another account.".to_owned(),
                _ => "Grant Mail.ReadWrite and Mail.Send (and, for an application, access to this mailbox), then run `holdfast connect outlook` again.".to_owned(),
            },
        ),
        Failure::Unauthorised(_) => (
            format!("{title} refuses the credential: it is wrong, expired or revoked"),
            match name {
                "jira" => "Create a new API token at id.atlassian.com, then run `holdfast connect jira`.".to_owned(),
                _ => "Run `holdfast connect outlook` again; for an application, create a new client secret first.".to_owned(),
            },
        ),
        Failure::Unavailable(_) | Failure::Throttled { .. } => (
            format!("{title} does not answer now: {failure}"),
            "Look at the network and at the status page of the service, then try again.".to_owned(),
        ),
        other => (
            format!("{title}: {other}"),
            format!("Check the address in Settings, or run `holdfast connect {name}` again."),
        ),
    };
    Check::bad(name, format!("{text}{place}"), fix)
}

/// Whether the boards of the active projects exist.
pub(super) async fn boards(
    app: &App,
    target: Option<&TargetConfig>,
) -> Result<Vec<Check>, CliError> {
    let Some(target) = target else { return Ok(Vec::new()) };
    let mut checks = Vec::new();
    for project in app.projects(ProjectStatus::Active).await? {
        let Some(board) = project.board_id else { continue };
        let path = format!("/rest/agile/1.0/board/{board}");
        let Some(Ok(seen)) = ask(app, target, &path).await else { continue };
        checks.push(match seen.status {
            200 => Check::good("board", format!("{board} of `{}` exists", project.id)),
            404 => Check::bad(
                "board",
                format!("board {board} of the project `{}` is gone or hidden", project.id),
                "Choose its present board in the project's form, or none.",
            ),
            // The check of Jira itself says what is wrong.
            _ => continue,
        });
    }
    Ok(checks)
}

/// One authorised GET at Jira; null where its credential is of another kind.
pub(super) async fn ask(
    app: &App,
    target: &TargetConfig,
    path: &str,
) -> Option<Result<Seen, String>> {
    let Credential::Basic { user, secret_name } = &target.credential else { return None };
    let secret: Secret = app.secrets.get(secret_name).await.ok()?;
    let url = format!("{}{path}", target.base_url.trim_end_matches('/'));
    Some(probe(&url, Pass::Basic(user, &secret)).await)
}

/// Whether the mailbox is where it was.
pub(super) async fn mailbox(
    composed: &Composed,
    target: Option<&TargetConfig>,
    mailbox: &str,
) -> Option<Check> {
    target?;
    if mailbox.is_empty() {
        let fix = "Connect Outlook in Settings: it names the mailbox.";
        return Some(Check::bad("mailbox", "no mailbox is chosen", fix));
    }
    let now_ms = composed.app.now();
    let scope = Scope::MailFolder {
        mailbox: mailbox.to_owned(),
        folder: "inbox".to_owned(),
        since_ms: now_ms,
        now_ms,
    };
    match composed.plugins.poll("outlook", &scope, &[], 1).await {
        Ok(_) => Some(Check::good("mailbox", "its inbox can be read")),
        Err(Failure::NotFound(_)) => Some(Check::bad(
            "mailbox",
            "the mailbox is not there any more: it was renamed, moved or removed",
            "Run `holdfast connect outlook` with its present address; nothing that was read is lost.",
        )),
        // Credential and network are named by the check of Outlook itself.
        Err(Failure::Unauthorised(_) | Failure::Unavailable(_) | Failure::Throttled { .. }) => None,
        Err(other) => Some(Check::bad(
            "mailbox",
            format!("the inbox cannot be read: {other}"),
            "Run `holdfast connect outlook` again.",
        )),
    }
}

/// The key, and whether the provider knows the models.
pub(super) async fn models(app: &App, claude_url: &str, config: Option<&Config>) -> Vec<Check> {
    let key = match app.secrets.get("claude").await {
        Ok(key) => key,
        Err(error) => {
            let fix =
                "Store one with `holdfast secrets set claude`; until then everything is rules.";
            return vec![Check::bad("model", error.to_string(), fix)];
        }
    };
    let Some(config) = config else { return vec![Check::good("model", "a key is stored")] };
    let models = &config.settings.models;
    let mut ids = vec![models.triage.id.as_str(), models.reasoning.id.as_str()];
    ids.sort_unstable();
    ids.dedup();
    let mut checks = Vec::new();
    for id in ids {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b':');
        if id.is_empty() || !id.bytes().all(plain) {
            checks.push(unknown_model(id));
            continue;
        }
        let url = format!("{}/v1/models/{id}", claude_url.trim_end_matches('/'));
        checks.push(match probe(&url, Pass::Claude(&key)).await {
            Ok(seen) if seen.status == 200 => Check::good("model", format!("`{id}` is known")),
            Ok(seen) if seen.status == 404 => unknown_model(id),
            Ok(seen) if matches!(seen.status, 401 | 403) => {
                let fix = "Create a key in the console of the provider, then run `holdfast secrets set claude`.";
                return vec![Check::bad("model", "the key is refused", fix)];
            }
            Ok(seen) => away(&format!("it answers {}", seen.status)),
            Err(why) => return vec![away(&why)],
        });
    }
    checks
}

fn unknown_model(id: &str) -> Check {
    let fix = "Choose a present model id in Settings; until then rules write the drafts.";
    Check::bad("model", format!("the provider does not know the model `{id}`"), fix)
}

fn away(why: &str) -> Check {
    let fix = "Look at the network; until then rules write the drafts.";
    Check::bad("model", format!("the provider cannot be asked: {why}"), fix)
}

/// Whether the mail server takes notices; nothing is sent.
pub(super) async fn notices(app: &App, smtp: Option<&SmtpConfig>) -> Option<Check> {
    let smtp = smtp?;
    let checked = match Smtp::new(smtp.clone(), app.secrets.clone()) {
        Ok(server) => server.check().await,
        Err(error) => Err(error),
    };
    Some(match checked {
        Ok(()) => Check::good("notices", "the mail server accepts the sign-in"),
        Err(error) => Check::bad(
            "notices",
            error.to_string(),
            "Correct host, port, `tls` and user under `smtp` in connections.json, and the password with `holdfast secrets set smtp`. Until then notices stay in the dashboard, and no hold lapses into sending.",
        ),
    })
}
