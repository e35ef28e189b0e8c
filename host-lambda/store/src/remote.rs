//! A client for a real endpoint: DynamoDB, DynamoDB Local, LocalStack.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, Config, Credentials, Region, SharedCredentialsProvider,
};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

/// Where the table is and who asks.
#[derive(Clone, Debug)]
pub struct DynamoConfig {
    /// Another endpoint than the region's, such as `AWS_ENDPOINT_URL`.
    pub endpoint_url: Option<String>,
    /// The region, such as `eu-central-1`.
    pub region: String,
    /// Who signs; with `None` requests go out with words that only a local emulator accepts.
    pub credentials: Option<SharedCredentialsProvider>,
    /// The transport: it carries TLS, which this crate leaves to the binary.
    pub http: SharedHttpClient,
}

/// Builds the client. Reads and transactions are repeated by the SDK (three attempts).
#[must_use]
pub fn dynamo(config: DynamoConfig) -> Client {
    let credentials = config.credentials.unwrap_or_else(|| {
        SharedCredentialsProvider::new(Credentials::new("local", "local", None, None, "local"))
    });
    let mut builder = Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new(config.region))
        .credentials_provider(credentials)
        .retry_config(RetryConfig::standard().with_max_attempts(3))
        .http_client(config.http);
    if let Some(endpoint) = config.endpoint_url {
        builder = builder.endpoint_url(endpoint);
    }
    Client::from_conf(builder.build())
}
