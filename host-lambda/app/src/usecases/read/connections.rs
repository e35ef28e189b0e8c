//! What is connected, and how well it answers.

use api_types::{ConnectionView, HealthState};

use crate::domain::connection::{Connection, INTEGRATIONS, product};
use crate::domain::keys;
use crate::domain::system::Health;
use crate::ports::Attached;
use crate::usecases::{App, CaseError};

/// What is asked for with an API token, and why.
const JIRA: [(&str, &str); 5] = [
    ("Browse projects", "Reads issues, comments and history of the projects that you add."),
    ("Browse users and groups", "Suggests people for the directory; you confirm each address."),
    ("Add comments", "Posts a comment that you approved, or that your settings let through."),
    ("Transition issues", "Moves an issue that you approved, or that your settings let through."),
    ("Create issues", "Creates an issue that you approved, or that your settings let through."),
];
/// Delegated permissions, and why.
const DELEGATED: [(&str, &str); 4] = [
    ("Mail.ReadWrite", "Reads your mail, and keeps a draft of what is about to be sent."),
    ("Mail.Send", "Sends a draft that you approved, or that your settings let through."),
    ("User.Read", "Learns which mailbox signed in."),
    ("offline_access", "Stays signed in, so that you need not sign in at every check."),
];
/// Application permissions, and why.
const APPLICATION: [(&str, &str); 2] = [
    ("Mail.ReadWrite", "Reads the one mailbox, and keeps a draft of what is about to be sent."),
    (
        "Mail.Send",
        "Sends from the one mailbox; an access policy in Exchange keeps others out of reach.",
    ),
];

impl App {
    /// Every integration, connected or not.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn connection_views(&self) -> Result<Vec<ConnectionView>, CaseError> {
        let mut views = Vec::new();
        for name in INTEGRATIONS {
            views.push(self.connection_view(name).await?);
        }
        Ok(views)
    }

    /// One integration.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn connection_view(&self, name: &str) -> Result<ConnectionView, CaseError> {
        let attached = self.connector.attached(name);
        let stored = self.load::<Connection>(&keys::connection(name)).await?.map(|c| c.value);
        let health = self.load::<Health>(&keys::integration(name)).await?.map(|h| h.value);
        let mut view = ConnectionView {
            name: name.to_owned(),
            grants: self.connector.grants(name),
            ..ConnectionView::default()
        };
        if let Some(Attached { fixed, method, host }) = attached {
            view.connected = true;
            view.method = method;
            view.place = if name == "outlook" { self.config().await?.mailbox } else { host };
            if let Some(stored) = stored.filter(|_| !fixed) {
                view.place = stored.place;
                view.account = stored.account;
                view.connected_ms = stored.connected_ms;
            }
        }
        view.scopes = scopes(name, &view.method);
        tell(&mut view, health);
        Ok(view)
    }
}

fn scopes(name: &str, method: &str) -> Vec<(String, String)> {
    let list: &[(&str, &str)] = match (name, method) {
        ("jira", _) => &JIRA,
        (_, "client_credentials") => &APPLICATION,
        _ => &DELEGATED,
    };
    list.iter().map(|(scope, why)| ((*scope).to_owned(), (*why).to_owned())).collect()
}

fn tell(view: &mut ConnectionView, health: Option<Health>) {
    let it = product(&view.name);
    if !view.connected {
        view.health_text = "No account is connected.".to_owned();
        view.hint = format!("Connect {it}: nothing is read before.");
        return;
    }
    let Some(health) = health else {
        view.health = HealthState::NotReadYet;
        view.health_text = "Connected; the next check reads it.".to_owned();
        return;
    };
    view.failures = health.failures;
    view.ok_ms = health.ok_ms;
    if health.error.is_empty() {
        view.health = HealthState::Well;
        view.health_text = format!("{it} answers.");
        return;
    }
    view.health = if health.is_failing() { HealthState::Failing } else { HealthState::Warning };
    view.health_text = health.error;
    view.hint = health.hint;
}
