//! How the clients of this installation reach AWS, or an emulator of it.

use std::sync::Arc;

use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use holdfast_store::{DynamoConfig, DynamoTable, dynamo};
use std::time::Duration;

/// Attempts of one call, the first included.
const ATTEMPTS: u32 = 3;
/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// Longest wait for one attempt.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);

/// Why no client can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SdkError {
    /// Neither credentials nor an endpoint of an emulator.
    #[error("there are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")]
    NoCredentials,
}

/// Region, endpoint, credentials and transport, shared by every client.
#[derive(Clone, Debug)]
pub struct Sdk {
    region: String,
    endpoint_url: Option<String>,
    credentials: Credentials,
    http: SharedHttpClient,
}

macro_rules! client {
    ($self:ident, $sdk:ident) => {{
        let mut builder = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::latest())
            .region($sdk::config::Region::new($self.region.clone()))
            .credentials_provider($self.credentials.clone())
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
            .timeout_config(timeouts())
            .http_client($self.http.clone());
        if let Some(endpoint) = &$self.endpoint_url {
            builder = builder.endpoint_url(endpoint);
        }
        $sdk::Client::from_conf(builder.build())
    }};
}

impl Sdk {
    /// `credentials` are (key id, secret, session token). With an endpoint and without credentials, requests are
    /// signed with words that only an emulator accepts: Lambda refuses an `AWS_ACCESS_KEY_ID` among a function's own
    /// variables, so such words cannot come from there.
    ///
    /// # Errors
    /// [`SdkError::NoCredentials`] for the real service without credentials.
    fn new(
        region: impl Into<String>,
        endpoint_url: Option<String>,
        credentials: Option<(String, String, Option<String>)>,
    ) -> Result<Self, SdkError> {
        let credentials = match (credentials, &endpoint_url) {
            (Some((id, secret, token)), _) => {
                Credentials::new(id, secret, token, None, "environment")
            }
            (None, Some(_)) => Credentials::new("emulator", "emulator", None, None, "emulator"),
            (None, None) => return Err(SdkError::NoCredentials),
        };
        let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::AwsLc)).build_https();
        Ok(Self { region: region.into(), endpoint_url, credentials, http })
    }

    /// As the variables of AWS's own tools say: `AWS_REGION`, `AWS_ENDPOINT_URL`, and the credentials that Lambda gives a
    /// function or `aws configure export-credentials` prints.
    ///
    /// # Errors
    /// [`SdkError::NoCredentials`] for the real service without credentials.
    pub fn from_environment(read: impl Fn(&str) -> Option<String>) -> Result<Self, SdkError> {
        let read = |name: &str| read(name).filter(|value| !value.is_empty());
        let region = read("AWS_REGION").or_else(|| read("AWS_DEFAULT_REGION"));
        let credentials = read("AWS_ACCESS_KEY_ID")
            .zip(read("AWS_SECRET_ACCESS_KEY"))
            .map(|(id, secret)| (id, secret, read("AWS_SESSION_TOKEN")));
        let region = region.unwrap_or_else(|| "us-east-1".to_owned());
        Self::new(region, read("AWS_ENDPOINT_URL"), credentials)
    }

    /// Whether an emulator answers instead of AWS.
    #[must_use]
    pub const fn is_emulator(&self) -> bool {
        self.endpoint_url.is_some()
    }

    /// The table of the deployment; `now_s` gives Unix seconds.
    #[must_use]
    pub fn table(&self, name: &str, now_s: Arc<dyn Fn() -> i64 + Send + Sync>) -> DynamoTable {
        DynamoTable::new(self.dynamo(), now_s).named(name)
    }

    /// DynamoDB.
    #[must_use]
    pub fn dynamo(&self) -> aws_sdk_dynamodb::Client {
        dynamo(DynamoConfig {
            endpoint_url: self.endpoint_url.clone(),
            region: self.region.clone(),
            credentials: Some(SharedCredentialsProvider::new(self.credentials.clone())),
            http: self.http.clone(),
        })
    }

    /// Secrets Manager.
    #[must_use]
    pub fn secrets(&self) -> aws_sdk_secretsmanager::Client {
        client!(self, aws_sdk_secretsmanager)
    }

    /// SES.
    #[must_use]
    pub fn ses(&self) -> aws_sdk_sesv2::Client {
        client!(self, aws_sdk_sesv2)
    }

    /// Step Functions.
    #[must_use]
    pub fn step_functions(&self) -> aws_sdk_sfn::Client {
        client!(self, aws_sdk_sfn)
    }
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .operation_attempt_timeout(ATTEMPT_TIMEOUT)
        .build()
}
