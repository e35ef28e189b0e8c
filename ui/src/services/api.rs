//! The calls of the contract in `api-types`, by name.

use api_types::{
    ActionView, Answer, Approve, ArtefactView, AtRevision, Decide, DecisionView, Edit, EventView,
    Extend, Overview, Page, ProjectSummary, ProjectView, Session, Settings, SettingsView, Setup,
    SignIn, Snooze, Status, Timer, UndoArtefact,
};
use scoring_core::ArtefactType;
use serde::de::DeserializeOwned;

use crate::services::http::{ApiError, get, post, post_silent, put};

/// Most pages that a list reads; a bound, so that a wrong cursor cannot loop for ever.
const PAGES_MAX: usize = 40;

/// What the user does with a held draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Approves: the digests of verdict and engine, and whether to send outside hours.
    Approve {
        /// Digest of the verdict on screen.
        verdict_digest: String,
        /// Digest of the policy that computed it.
        engine_digest: String,
        /// Whether to send outside working hours too.
        send_now: bool,
    },
    /// Saves subject and body.
    Edit {
        /// New subject.
        subject: String,
        /// New body.
        body: String,
    },
    /// Nothing is sent.
    Cancel,
    /// Takes an approval back.
    Undo,
    /// Adds minutes to the hold.
    Extend(u32),
    /// Switches the timer off (`true`) or on.
    Timer(bool),
    /// Puts away until then.
    Snooze(i64),
    /// Could not tell: "it was sent" (`true`) or "send again".
    Answer(bool),
    /// It should not have gone.
    Regret,
}

/// Who is looking.
///
/// # Errors
/// As [`ApiError`]; so for every call below.
pub async fn session() -> Result<Session, ApiError> {
    get("/api/session").await
}

/// First start.
///
/// # Errors
/// As [`ApiError`].
pub async fn set_up(token: String, passphrase: String) -> Result<Session, ApiError> {
    post("/api/setup", &Setup { token, passphrase }).await
}

/// Signs in.
///
/// # Errors
/// As [`ApiError`].
pub async fn sign_in(passphrase: String) -> Result<Session, ApiError> {
    post("/api/sign-in", &SignIn { passphrase }).await
}

/// Signs out.
///
/// # Errors
/// As [`ApiError`].
pub async fn sign_out() -> Result<Session, ApiError> {
    post("/api/sign-out", &serde_json::json!({})).await
}

/// The header line.
///
/// # Errors
/// As [`ApiError`].
pub async fn status() -> Result<Status, ApiError> {
    get("/api/status").await
}

/// Mission Control.
///
/// # Errors
/// As [`ApiError`].
pub async fn overview() -> Result<Overview, ApiError> {
    get("/api/overview").await
}

/// Asks for a check at once.
///
/// # Errors
/// As [`ApiError`].
pub async fn check_now() -> Result<Status, ApiError> {
    post("/api/check-now", &serde_json::json!({})).await
}

/// All held and lately decided drafts.
///
/// # Errors
/// As [`ApiError`].
pub async fn holds() -> Result<Vec<ActionView>, ApiError> {
    all("/api/holds").await
}

/// One action.
///
/// # Errors
/// As [`ApiError`].
pub async fn action(id: &str) -> Result<ActionView, ApiError> {
    get(&format!("/api/actions/{}", escaped(id))).await
}

/// Carries a verb out on the revision on screen.
///
/// # Errors
/// As [`ApiError`].
pub async fn act(id: &str, revision: u64, verb: Verb) -> Result<ActionView, ApiError> {
    let path = |name: &str| format!("/api/actions/{}/{name}", escaped(id));
    match verb {
        Verb::Approve { verdict_digest, engine_digest, send_now } => {
            let body = Approve { revision, verdict_digest, engine_digest, send_now };
            post(&path("approve"), &body).await
        }
        Verb::Edit { subject, body } => {
            post(&path("edit"), &Edit { revision, subject, body }).await
        }
        Verb::Cancel => post(&path("cancel"), &AtRevision { revision }).await,
        Verb::Undo => post(&path("undo"), &AtRevision { revision }).await,
        Verb::Extend(minutes) => post(&path("extend"), &Extend { revision, minutes }).await,
        Verb::Timer(off) => post(&path("timer"), &Timer { revision, off }).await,
        Verb::Snooze(until_ms) => post(&path("snooze"), &Snooze { revision, until_ms }).await,
        Verb::Answer(was_sent) => post(&path("answer"), &Answer { revision, was_sent }).await,
        Verb::Regret => post(&path("regret"), &AtRevision { revision }).await,
    }
}

/// Says that the card was visible: a delivery receipt of the hold notice.
///
/// # Errors
/// As [`ApiError`].
pub async fn seen(id: &str) -> Result<(), ApiError> {
    post_silent(&format!("/api/actions/{}/seen", escaped(id))).await
}

/// Pending and lately decided escalations.
///
/// # Errors
/// As [`ApiError`].
pub async fn decisions() -> Result<Vec<DecisionView>, ApiError> {
    all("/api/decisions").await
}

/// Decides.
///
/// # Errors
/// As [`ApiError`].
pub async fn decide(id: &str, decide: &Decide) -> Result<DecisionView, ApiError> {
    post(&format!("/api/decisions/{}", escaped(id)), decide).await
}

/// All projects.
///
/// # Errors
/// As [`ApiError`].
pub async fn projects() -> Result<Vec<ProjectSummary>, ApiError> {
    get("/api/projects").await
}

/// One project.
///
/// # Errors
/// As [`ApiError`].
pub async fn project(id: &str) -> Result<ProjectView, ApiError> {
    get(&format!("/api/projects/{}", escaped(id))).await
}

/// Restores the previous version of an artefact.
///
/// # Errors
/// As [`ApiError`].
pub async fn undo_artefact(
    project: &str,
    artefact: ArtefactType,
    version: u64,
) -> Result<ArtefactView, ApiError> {
    let (project, name) = (escaped(project), crate::services::words::artefact_slug(artefact));
    let path = format!("/api/projects/{project}/artefacts/{name}/undo");
    post(&path, &UndoArtefact { version }).await
}

/// One page of activity, newest first.
///
/// # Errors
/// As [`ApiError`].
pub async fn activity(
    project: &str,
    kind: &str,
    cursor: Option<&str>,
) -> Result<Page<EventView>, ApiError> {
    let mut parts = Vec::new();
    for (name, value) in [("project", project), ("kind", kind), ("cursor", cursor.unwrap_or(""))] {
        if !value.is_empty() {
            parts.push(format!("{name}={}", escaped(value)));
        }
    }
    let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
    get(&format!("/api/activity{query}")).await
}

/// Settings.
///
/// # Errors
/// As [`ApiError`].
pub async fn settings() -> Result<SettingsView, ApiError> {
    get("/api/settings").await
}

/// Replaces the settings.
///
/// # Errors
/// As [`ApiError`].
pub async fn save_settings(settings: &Settings) -> Result<SettingsView, ApiError> {
    put("/api/settings", settings).await
}

/// Reads all pages of a list, at most [`PAGES_MAX`].
pub(crate) async fn all<T: DeserializeOwned>(path: &str) -> Result<Vec<T>, ApiError> {
    let mut items = Vec::new();
    let mut cursor: Option<String> = None;
    for _ in 0..PAGES_MAX {
        let page: Page<T> = match &cursor {
            Some(cursor) => get(&format!("{path}?cursor={}", escaped(cursor))).await?,
            None => get(path).await?,
        };
        items.extend(page.items);
        cursor = page.cursor;
        if cursor.is_none() {
            break;
        }
    }
    Ok(items)
}

/// Percent-encodes one path segment or query value.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The opposite of [`escaped`]; what cannot be decoded stays as it is.
#[must_use]
pub fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(&byte) = bytes.get(i) {
        let hex = text.get(i + 1..i + 3).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match (byte, hex) {
            (b'%', Some(value)) => {
                out.push(value);
                i += 3;
            }
            _ => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_the_address() {
        for id in ["a-1", "PROJECT#x/y", "Zürich 50 %", ""] {
            assert_eq!(unescaped(&escaped(id)), id);
        }
        assert_eq!(escaped("a/b#c"), "a%2Fb%23c");
        assert_eq!(unescaped("100%"), "100%");
    }
}
