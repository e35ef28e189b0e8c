//! `holdfast doctor`: what is wrong, and how to mend it.

use std::path::PathBuf;
use std::process::ExitCode;

use holdfast_app::domain::keys;
use holdfast_app::ports::{Integrations as _, Secrets as _};
use serde_json::json;

use crate::connections::Connections;
use crate::data::DataFolder;
use crate::err::{CliError, VIOLATION};
use crate::{compose, out};

struct Check {
    what: &'static str,
    ok: bool,
    text: String,
}

/// Looks at a data folder.
pub(crate) async fn run(data: Option<PathBuf>, as_json: bool) -> Result<ExitCode, CliError> {
    let folder = DataFolder::open(data)?;
    let connections = Connections::read(folder.path())?;
    let secrets = compose::secrets(folder.path())?;
    let mut checks =
        vec![Check { what: "data folder", ok: true, text: folder.path().display().to_string() }];
    let composed = compose::compose(folder.path(), &connections, secrets.clone()).await?;
    checks.push(Check {
        what: "policy",
        ok: true,
        text: composed.app.judgement.engine_digest().get(..16).unwrap_or_default().to_owned(),
    });
    for (name, error) in composed.plugins.broken() {
        checks.push(Check { what: "integration", ok: false, text: format!("{name}: {error}") });
    }
    for (name, target) in [("jira", &connections.jira), ("outlook", &connections.graph)] {
        checks.push(match target {
            None => Check {
                what: name,
                ok: false,
                text: "not connected: add it to connections.json".to_owned(),
            },
            Some(target) => {
                let place = if target.loopback { " (loopback is allowed for it)" } else { "" };
                match composed.plugins.health(name).await {
                    Ok(()) => Check { what: name, ok: true, text: format!("answers{place}") },
                    Err(failure) => {
                        Check { what: name, ok: false, text: format!("{failure}{place}") }
                    }
                }
            }
        });
    }
    let model = secrets.get("claude").await;
    checks.push(Check {
        what: "model",
        ok: model.is_ok(),
        text: model.map_or_else(
            |e| format!("{e}; until then everything is rules"),
            |_| "a key is stored".to_owned(),
        ),
    });
    if composed.app.table.get(&keys::config("settings")).await?.is_some() {
        let config = composed.app.config().await?;
        let zone = composed.app.calendar(&config);
        checks.push(Check {
            what: "time zone",
            ok: zone.is_ok(),
            text: zone.map_or_else(|e| e.to_string(), |_| config.settings.hours.zone.clone()),
        });
    }
    let bad = checks.iter().any(|c| !c.ok);
    if as_json {
        let rows: Vec<_> =
            checks.iter().map(|c| json!({"what": c.what, "ok": c.ok, "text": c.text})).collect();
        out::line(&json!(rows).to_string());
    } else {
        for check in &checks {
            out::line(&format!(
                "{}  {:<12} {}",
                if check.ok { "ok  " } else { "FAIL" },
                check.what,
                check.text
            ));
        }
    }
    Ok(if bad { ExitCode::from(VIOLATION) } else { ExitCode::SUCCESS })
}
