//! Notices by SMTP: templated mails to the user's own address.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use holdfast_app::ports::{Clock as _, Notice, NoticeError, Notices, SecretError, Secrets};
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};

use crate::SystemClock;

/// Longest wait for the mail server.
const TIMEOUT: Duration = Duration::from_secs(20);

/// How the connection is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmtpTls {
    /// Plain first, then TLS or nothing.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Implicit,
    /// No TLS: only for a server on this machine.
    None,
}

/// Where notices are handed over. The password is the secret `smtp`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpConfig {
    /// Host name.
    pub host: String,
    /// Port, usually 587 or 465.
    pub port: u16,
    /// Address in From.
    pub from: String,
    /// User name; null takes the address in `from`.
    #[serde(default)]
    pub user: Option<String>,
    /// Protection.
    #[serde(default)]
    pub tls: SmtpTls,
}

/// A mail server.
pub struct Smtp {
    config: SmtpConfig,
    from: Mailbox,
    secrets: Arc<dyn Secrets>,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp").field("config", &self.config).finish_non_exhaustive()
    }
}

fn refused(why: impl Into<String>) -> NoticeError {
    NoticeError::Refused(why.into())
}

impl Smtp {
    /// Checks the configuration; no connection is opened.
    ///
    /// # Errors
    /// [`NoticeError::Refused`] when `from` is no address, or TLS is off for a host that is not this machine.
    pub fn new(config: SmtpConfig, secrets: Arc<dyn Secrets>) -> Result<Self, NoticeError> {
        let from = config.from.parse().map_err(|_| refused("`from` is not a mail address"))?;
        let loopback = config.host == "localhost"
            || config.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        if config.tls == SmtpTls::None && !loopback {
            return Err(refused("`tls` may be `none` only for a mail server on this machine"));
        }
        Ok(Self { config, from, secrets })
    }

    async fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, NoticeError> {
        let config = &self.config;
        let tls = || {
            TlsParameters::new(config.host.clone())
                .map_err(|_| refused("the host of the mail server is not a host name"))
        };
        let tls = match config.tls {
            SmtpTls::Starttls => Tls::Required(tls()?),
            SmtpTls::Implicit => Tls::Wrapper(tls()?),
            SmtpTls::None => Tls::None,
        };
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host)
            .port(config.port)
            .tls(tls)
            .timeout(Some(TIMEOUT));
        match self.secrets.get("smtp").await {
            Ok(password) => {
                let user = config.user.clone().unwrap_or_else(|| self.from.email.to_string());
                let credentials = Credentials::new(user, password.expose().to_owned());
                Ok(builder.credentials(credentials).build())
            }
            // A relay on this machine needs none.
            Err(SecretError::Missing(_)) if config.tls == SmtpTls::None => Ok(builder.build()),
            Err(error) => Err(refused(error.to_string())),
        }
    }

    /// Connects and signs in, without sending anything.
    ///
    /// # Errors
    /// [`NoticeError::Refused`] with what is wrong.
    pub async fn check(&self) -> Result<(), NoticeError> {
        match self.transport().await?.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(refused("the mail server closed the connection")),
            Err(error) => Err(refused(sentence(&error))),
        }
    }

    fn message(&self, notice: &Notice) -> Result<Message, NoticeError> {
        let to =
            notice.to.parse().map_err(|_| refused("the notice address is not a mail address"))?;
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(notice.subject.clone())
            .message_id(Some(format!("<{}@holdfast>", SystemClock.random_hex())))
            .header(ContentType::TEXT_PLAIN)
            .body(notice.body.clone())
            .map_err(|_| refused("the notice cannot be written as a mail"))
    }
}

/// One sentence without the server's text, which may repeat an address.
fn sentence(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) if error.is_permanent() => format!("the mail server refused it with {code}"),
        Some(code) => format!("the mail server asks to try later with {code}"),
        None if error.is_timeout() => "the mail server did not answer in time".to_owned(),
        None if error.is_tls() => "the mail server offers no valid TLS".to_owned(),
        None if error.is_client() => {
            "the mail server does not offer what `tls` or the password need".to_owned()
        }
        None => "the mail server cannot be reached".to_owned(),
    }
}

#[async_trait]
impl Notices for Smtp {
    async fn send(&self, notice: &Notice) -> Result<(), NoticeError> {
        let message = self.message(notice)?;
        let transport = self.transport().await?;
        transport.send(message).await.map(|_| ()).map_err(|error| refused(sentence(&error)))
    }
}

/// Nothing is configured: notices stay in the dashboard, and no hold counts as announced.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoNotices;

#[async_trait]
impl Notices for NoNotices {
    async fn send(&self, _notice: &Notice) -> Result<(), NoticeError> {
        Err(NoticeError::NotConfigured)
    }
}

#[cfg(test)]
#[path = "smtp_tests.rs"]
mod tests;
