//! Connecting and disconnecting accounts: tried first, the secret apart from everything else, nothing half done.

use api_types::{
    ConnectApplication, ConnectJira, ConnectOutlook, ConnectionView, DeviceProgress, EventKind,
};

use crate::domain::connection::{
    Connection, INTEGRATIONS, Method, product, secret_name, where_to_revoke,
};
use crate::domain::keys;
use crate::domain::project::ProjectStatus;
use crate::domain::settings::Config;
use crate::ports::{
    Condition, DeviceStep, Identity, Item, Query, Rejection, Secret, Write, query_all,
};
use crate::usecases::events::NewEvent;
use crate::usecases::{App, CaseError};

/// Longest field of a form, in bytes.
const FIELD_BYTES_MAX: usize = 512;
/// Longest token or client secret, in bytes.
const SECRET_BYTES_MAX: usize = 4096;
/// Attempts when the settings change at the same time.
const ATTEMPTS: u32 = 3;
/// Most checkpoints of one partition.
const CHECKPOINTS_MAX: usize = 1_000;

/// Why an account was not connected or disconnected.
#[derive(Debug)]
pub enum ConnectError {
    /// In words for a person.
    Rejected(Rejection),
    /// Anything else.
    Case(CaseError),
}

impl From<Rejection> for ConnectError {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl<E: Into<CaseError>> From<E> for ConnectError {
    fn from(error: E) -> Self {
        Self::Case(error.into())
    }
}

impl App {
    /// Connects Jira with an API token, which is tried first.
    ///
    /// # Errors
    /// [`Rejection`] when the input or the token is wrong, or Jira does not answer: nothing has changed then.
    pub async fn connect_jira(&self, ask: &ConnectJira) -> Result<ConnectionView, ConnectError> {
        self.check_free("jira")?;
        let ask = ConnectJira {
            site: ask.site.clone(),
            mail: field("mail address", &ask.mail, FIELD_BYTES_MAX)?,
            token: field("API token", &ask.token, SECRET_BYTES_MAX)?,
        };
        if !is_address(&ask.mail) || ask.mail.contains(':') {
            return Err(wrong("The mail address is not one.", "Use that of the Jira account."));
        }
        let identity = self.connector.try_jira(&ask).await?;
        let connection = Connection {
            method: Method::ApiToken,
            place: identity.place.clone(),
            account: identity.account.clone(),
            user: ask.mail,
            tenant: String::new(),
            client_id: String::new(),
            connected_ms: self.now(),
            stand_in: identity.stand_in,
        };
        self.keep_connection("jira", &connection, &identity, Secret::new(ask.token)).await
    }

    /// Starts the sign-in of Outlook with a device code.
    ///
    /// # Errors
    /// [`Rejection`] when Microsoft refuses or does not answer.
    pub async fn start_outlook(
        &self,
        ask: &ConnectOutlook,
    ) -> Result<DeviceProgress, ConnectError> {
        self.check_free("outlook")?;
        let tenant = tenant(&ask.tenant)?;
        let client_id = client_id(&ask.client_id)?;
        let code = self.connector.start_device(&tenant, &client_id, self.now()).await?;
        Ok(DeviceProgress::Waiting { code })
    }

    /// How far the sign-in is; stores the connection once the user has signed in.
    ///
    /// # Errors
    /// [`Rejection`] when Microsoft does not answer; the sign-in is still under way then.
    pub async fn outlook_progress(&self) -> Result<DeviceProgress, ConnectError> {
        match self.connector.poll_device(self.now()).await? {
            DeviceStep::Waiting(code) => Ok(DeviceProgress::Waiting { code }),
            DeviceStep::Failed(rejection) => {
                Ok(DeviceProgress::Failed { error: rejection.error, hint: rejection.hint })
            }
            DeviceStep::Granted { identity, tenant, client_id, refresh } => {
                let connection = Connection {
                    method: Method::DeviceCode,
                    place: identity.place.clone(),
                    account: identity.account.clone(),
                    user: String::new(),
                    tenant,
                    client_id,
                    connected_ms: self.now(),
                    stand_in: identity.stand_in,
                };
                let connection =
                    self.keep_connection("outlook", &connection, &identity, refresh).await?;
                Ok(DeviceProgress::Connected { connection })
            }
            DeviceStep::None => {
                // Another page may have asked first: what it was told is still true.
                let connection = self.connection_view("outlook").await?;
                if connection.connected && connection.method == Method::DeviceCode.word() {
                    return Ok(DeviceProgress::Connected { connection });
                }
                Ok(DeviceProgress::None)
            }
        }
    }

    /// Connects Outlook with application permissions, tried on the one mailbox first.
    ///
    /// # Errors
    /// As [`Self::connect_jira`].
    pub async fn connect_application(
        &self,
        ask: &ConnectApplication,
    ) -> Result<ConnectionView, ConnectError> {
        self.check_free("outlook")?;
        let ask = ConnectApplication {
            tenant: tenant(&ask.tenant)?,
            client_id: client_id(&ask.client_id)?,
            client_secret: field("client secret", &ask.client_secret, SECRET_BYTES_MAX)?,
            mailbox: field("mailbox", &ask.mailbox, FIELD_BYTES_MAX)?.to_lowercase(),
        };
        if ask.tenant == "organizations" {
            return Err(wrong(
                "Application permissions need the tenant itself.",
                "Take the directory (tenant) id from the registration.",
            ));
        }
        if !is_address(&ask.mailbox) {
            return Err(wrong(
                "The mailbox is not a mail address.",
                "Use its user principal name.",
            ));
        }
        let identity = self.connector.try_application(&ask).await?;
        let connection = Connection {
            method: Method::ClientCredentials,
            place: identity.place.clone(),
            account: identity.account.clone(),
            user: String::new(),
            tenant: ask.tenant,
            client_id: ask.client_id,
            connected_ms: self.now(),
            stand_in: identity.stand_in,
        };
        self.connector.drop_device().await;
        self.keep_connection("outlook", &connection, &identity, Secret::new(ask.client_secret))
            .await
    }

    /// Forgets the secret and the connection, and reads nothing any more. What was read stays.
    ///
    /// # Errors
    /// [`Rejection`] when the operator's file says what is connected; [`CaseError::NotFound`] for another name.
    pub async fn disconnect(&self, name: &str) -> Result<ConnectionView, ConnectError> {
        if !INTEGRATIONS.contains(&name) {
            return Err(CaseError::NotFound(format!("the integration `{name}`")).into());
        }
        self.check_free(name)?;
        if name == "outlook" {
            self.connector.drop_device().await;
        }
        self.connector.attach(name, None)?;
        let removed = self.secrets.remove(secret_name(name)).await;
        removed.map_err(|error| {
            Rejection::new(
                "unusable",
                format!("The secret could not be removed: {error}."),
                "Remove it from the secrets of the data folder, then disconnect again.",
            )
        })?;
        let known = self.load::<Connection>(&keys::connection(name)).await?.is_some();
        self.change_config(name, None, None).await?;
        self.forget_checkpoints(name).await?;
        if known {
            let text = format!("{} is disconnected: its secret is forgotten.", product(name));
            self.emit(NewEvent::account(EventKind::Setting, text)).await?;
        }
        let mut view = self.connection_view(name).await?;
        if known {
            where_to_revoke(name).clone_into(&mut view.hint);
        }
        Ok(view)
    }

    /// What the operator's file says cannot be changed from the dashboard.
    fn check_free(&self, name: &str) -> Result<(), Rejection> {
        if !self.connector.attached(name).is_some_and(|a| a.fixed) {
            return Ok(());
        }
        let error = format!("{} is set by `connections.json` of this installation.", product(name));
        let hint = "Take it out of that file and start Holdfast again, then connect here.";
        Err(Rejection::new("fixed", error, hint))
    }

    /// Stores what was tried. The old account is let go first: its address never sees the new secret.
    async fn keep_connection(
        &self,
        name: &str,
        connection: &Connection,
        identity: &Identity,
        secret: Secret,
    ) -> Result<ConnectionView, ConnectError> {
        let before = self.load::<Connection>(&keys::connection(name)).await?.map(|c| c.value);
        self.connector.attach(name, None)?;
        if let Err(error) = self.secrets.set(secret_name(name), secret).await {
            // The old secret is still there, and with it the old account.
            self.connector.attach(name, before.as_ref())?;
            let hint = "Make room or correct the permissions of the data folder, then try again.";
            let text = format!("The secret could not be stored: {error}.");
            return Err(Rejection::new("unusable", text, hint).into());
        }
        let same =
            |b: &Connection| b.place == connection.place && b.stand_in == connection.stand_in;
        if before.is_some_and(|b| !same(&b)) {
            // Another site or mailbox: where reading stopped means nothing there.
            self.forget_checkpoints(name).await?;
        }
        self.change_config(name, Some(connection), Some(identity)).await?;
        self.connector.attach(name, Some(connection))?;
        let text = format!("{} is connected ({}).", product(name), connection.method.word());
        self.emit(NewEvent::account(EventKind::Setting, text)).await?;
        Ok(self.connection_view(name).await?)
    }

    /// The connection, what follows from it in the configuration, and a fresh health, in one transaction.
    async fn change_config(
        &self,
        name: &str,
        connection: Option<&Connection>,
        identity: Option<&Identity>,
    ) -> Result<(), CaseError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let mut config = self.config().await?;
            let rev = config.settings.revision;
            adopt(&mut config, name, connection, identity);
            let key = keys::connection(name);
            let own = match connection {
                Some(connection) => Write::Put(Item::new(key, connection)?, Condition::Any),
                None => Write::Delete(key, Condition::Any),
            };
            let item = Item::new(keys::config("settings"), &config)?;
            let writes = vec![
                own,
                Write::Put(item, Condition::Rev(rev)),
                Write::Delete(keys::integration(name), Condition::Any),
            ];
            match self.table.write(writes).await.map_err(CaseError::from) {
                Err(error) if error.is_lost_race() && attempt < ATTEMPTS => {}
                other => return other,
            }
        }
    }

    async fn forget_checkpoints(&self, name: &str) -> Result<(), CaseError> {
        let mut homes = vec![keys::ACCOUNT.to_owned()];
        for status in [ProjectStatus::Active, ProjectStatus::Paused, ProjectStatus::Archived] {
            homes.extend(self.projects(status).await?.into_iter().map(|p| p.id));
        }
        for home in homes {
            let start = keys::checkpoint(&home, name, "");
            let query = Query::prefix(start.pk, &start.sk);
            for item in query_all(self.table.as_ref(), query, CHECKPOINTS_MAX).await? {
                self.table.write(vec![Write::Delete(item.key, Condition::Any)]).await?;
            }
        }
        Ok(())
    }
}

fn adopt(
    config: &mut Config,
    name: &str,
    connection: Option<&Connection>,
    identity: Option<&Identity>,
) {
    let place = connection.map_or("", |c| c.place.as_str());
    if name == "outlook" {
        place.clone_into(&mut config.mailbox);
        return;
    }
    config.own_account_id = identity.map(|i| i.account_id.clone()).unwrap_or_default();
    // Links to issues that were read stay good after a disconnect.
    if !place.is_empty() {
        config.issue_link_base = format!("https://{place}/browse/");
    }
}

fn wrong(error: &str, hint: &str) -> ConnectError {
    Rejection::new("wrong_input", error, hint).into()
}

fn field(what: &str, text: &str, bytes_max: usize) -> Result<String, Rejection> {
    let text = text.trim();
    if text.is_empty() || text.len() > bytes_max || text.chars().any(char::is_control) {
        let error = format!("The {what} is empty, too long or holds odd characters.");
        return Err(Rejection::new("wrong_input", error, "Copy it again."));
    }
    Ok(text.to_owned())
}

fn is_address(text: &str) -> bool {
    let parts: Vec<&str> = text.split('@').collect();
    let clean = !text.chars().any(|c| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '\\'));
    clean && matches!(parts.as_slice(), [user, host] if !user.is_empty() && host.contains('.'))
}

/// A tenant becomes part of an address: an id or a domain, nothing else.
fn tenant(text: &str) -> Result<String, Rejection> {
    let text = field("tenant", text, 253)?.to_ascii_lowercase();
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
    if text.bytes().all(plain) && !text.starts_with('.') && !text.contains("..") {
        return Ok(text);
    }
    let hint = "Take the directory (tenant) id, a domain, or `organizations`.";
    Err(Rejection::new("wrong_input", "The tenant is neither an id nor a domain.", hint))
}

fn client_id(text: &str) -> Result<String, Rejection> {
    let text = field("client id", text, 128)?;
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Ok(text);
    }
    let hint = "Take the application (client) id from the registration.";
    Err(Rejection::new("wrong_input", "The client id is not one.", hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_becomes_part_of_an_address_is_plain() {
        for good in ["organizations", "contoso.example", "8b0c2f4e-0000-4000-8000-000000000001"] {
            assert_eq!(tenant(good).unwrap(), good);
        }
        for bad in ["", "a/b", "..", ".x", "a..b", "a?b", "a b", "ä", &"x".repeat(300)] {
            assert!(tenant(bad).is_err(), "{bad}");
        }
        assert!(client_id("demo-graph-client").is_ok() && client_id("a&b").is_err());
        assert!(is_address("a@b.example"));
        for bad in ["a@b", "@b.example", "a@", "a@b@c.example", "a/../b@c.example", "a b@c.example"]
        {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
