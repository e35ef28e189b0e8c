//! Notices by SES. A recipient that bounced is on the suppression list of the account: SES would accept the mail and
//! drop it, so the list is asked first, and such a notice counts as refused, never as delivered.

use async_trait::async_trait;
use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::error::ProvideErrorMetadata;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message};
use holdfast_app::ports::{Notice, NoticeError, Notices};

/// Mail from the verified identity of the deployment.
#[derive(Clone, Debug)]
pub struct SesNotices {
    client: Client,
    from: String,
}

impl SesNotices {
    /// `from` is an address of the verified identity.
    #[must_use]
    pub fn new(client: Client, from: impl Into<String>) -> Self {
        Self { client, from: from.into() }
    }

    async fn is_suppressed(&self, address: &str) -> Result<bool, NoticeError> {
        match self.client.get_suppressed_destination().email_address(address).send().await {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some("NotFoundException") => Ok(false),
            Err(error) => Err(refused("SES could not say whether the address bounced", &error)),
        }
    }
}

/// The code of the service without its text, which may repeat an address.
fn refused(what: &str, error: &impl ProvideErrorMetadata) -> NoticeError {
    NoticeError::Refused(format!("{what} ({})", error.code().unwrap_or("no answer")))
}

fn content(text: &str) -> Result<Content, NoticeError> {
    let built = Content::builder().data(text).charset("UTF-8").build();
    built.map_err(|_| NoticeError::Refused("the notice has no text".to_owned()))
}

#[async_trait]
impl Notices for SesNotices {
    async fn send(&self, notice: &Notice) -> Result<(), NoticeError> {
        if self.is_suppressed(&notice.to).await? {
            let why = "mail to the notice address bounced earlier: correct the address in Settings, or take it off the \
                       suppression list of SES";
            return Err(NoticeError::Refused(why.to_owned()));
        }
        let message = Message::builder()
            .subject(content(&notice.subject)?)
            .body(Body::builder().text(content(&notice.body)?).build())
            .build();
        let sent = self
            .client
            .send_email()
            .from_email_address(&self.from)
            .destination(Destination::builder().to_addresses(&notice.to).build())
            .content(EmailContent::builder().simple(message).build())
            .send()
            .await;
        sent.map(|_| ()).map_err(|error| refused("SES did not take the notice", &error))
    }
}
