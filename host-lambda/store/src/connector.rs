//! The door between the SDK and the embedded engine: the SDK's HTTP client, without HTTP.
//!
//! No port is opened, so no other user or program of the machine can read the table.

use std::error::Error;
use std::fmt;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use dynoxide::{Database, DynoxideError};
use rusqlite::ErrorCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

/// What the SDK writes before the operation's name.
const TARGET_PREFIX: &str = "DynamoDB_20120810.";
/// The protocol's media type.
const MEDIA_TYPE: &str = "application/x-amz-json-1.0";

/// Answers the SDK's requests from a database in this process.
#[derive(Clone)]
pub(crate) struct Door {
    database: Database,
}

impl Door {
    pub(crate) const fn new(database: Database) -> Self {
        Self { database }
    }
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Door")
    }
}

impl HttpClient for Door {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Door {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let database = self.database.clone();
        HttpConnectorFuture::new(async move {
            let operation = request
                .headers()
                .get("x-amz-target")
                .and_then(|target| target.strip_prefix(TARGET_PREFIX))
                .map(str::to_owned)
                .ok_or_else(|| failed("the request names no operation".into()))?;
            let body = request
                .body()
                .bytes()
                .map(<[u8]>::to_vec)
                .ok_or_else(|| failed("the request's body is a stream".into()))?;
            // The engine waits for the disk: that must not hold up the runtime.
            let answer = tokio::task::spawn_blocking(move || answer(&database, &operation, &body));
            let (status, body) = answer.await.map_err(|e| failed(e.into()))?;
            let status = StatusCode::try_from(status).map_err(|e| failed(e.into()))?;
            let mut response = HttpResponse::new(status, SdkBody::from(body));
            response.headers_mut().insert("content-type", MEDIA_TYPE);
            Ok(response)
        })
    }
}

fn failed(why: Box<dyn Error + Send + Sync>) -> ConnectorError {
    ConnectorError::other(why, None)
}

fn answer(database: &Database, operation: &str, body: &[u8]) -> (u16, Vec<u8>) {
    match dispatch(database, operation, body) {
        Some(Ok(body)) => (200, body),
        Some(Err(error)) => refusal(&error),
        None => {
            let body = json!({"__type": "com.amazon.coral.service#UnknownOperationException"});
            (400, body.to_string().into_bytes())
        }
    }
}

/// A file that another process is writing to is a reason to wait: DynamoDB says that by throttling.
fn refusal(error: &DynoxideError) -> (u16, Vec<u8>) {
    let busy = match error {
        DynoxideError::SqliteError(e) => matches!(
            e.sqlite_error_code(),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
        ),
        DynoxideError::InternalServerError(why) => why.contains("database is locked"),
        _ => false,
    };
    if busy {
        let body = json!({
            "__type": "com.amazon.coral.availability#ThrottlingException",
            "message": "the data file is busy",
        });
        return (400, body.to_string().into_bytes());
    }
    (error.status_code(), error.to_json().into_bytes())
}

type Answer = Result<Vec<u8>, DynoxideError>;

/// The operations that the adapter uses; `None` for any other.
fn dispatch(db: &Database, operation: &str, body: &[u8]) -> Option<Answer> {
    Some(match operation {
        "GetItem" => run(body, |q| db.get_item(q)),
        "Query" => run(body, |q| db.query(q)),
        // For an export; the port `Table` offers none.
        "Scan" => run(body, |q| db.scan(q)),
        "PutItem" => run(body, |q| db.put_item(q)),
        "DeleteItem" => run(body, |q| db.delete_item(q)),
        "TransactWriteItems" => run(body, |q| db.transact_write_items(q)),
        "CreateTable" => run(body, |q| db.create_table(q)),
        "DescribeTable" => run(body, |q| db.describe_table(q)),
        "UpdateTimeToLive" => run(body, |q| db.update_time_to_live(q)),
        "DescribeTimeToLive" => run(body, |q| db.describe_time_to_live(q)),
        _ => return None,
    })
}

fn run<Q, A>(body: &[u8], call: impl FnOnce(Q) -> Result<A, DynoxideError>) -> Answer
where
    Q: DeserializeOwned,
    A: Serialize,
{
    let request = serde_json::from_slice(body)
        .map_err(|e| DynoxideError::SerializationException(e.to_string()))?;
    let answer = call(request)?;
    serde_json::to_vec(&answer).map_err(|e| DynoxideError::InternalServerError(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_typed() {
        let database = Database::memory().unwrap();
        for (operation, body, status, kind) in [
            ("BatchGetItem", "{}", 400, "UnknownOperationException"),
            ("GetItem", "{", 400, "SerializationException"),
            ("GetItem", r#"{"TableName":"none","Key":{"pk":{"S":"1"}}}"#, 400, "NotFoundException"),
        ] {
            let (got, body) = answer(&database, operation, body.as_bytes());
            assert_eq!(got, status);
            let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
            assert!(body["__type"].as_str().unwrap().ends_with(kind), "{body}");
        }
    }

    #[test]
    fn a_busy_file_is_throttling() {
        let error = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(5), None);
        let (status, body) = refusal(&DynoxideError::SqliteError(error));
        assert_eq!(status, 400);
        assert!(String::from_utf8(body).unwrap().contains("#ThrottlingException"));
        let (status, _) = refusal(&DynoxideError::InternalServerError("disk".to_owned()));
        assert_eq!(status, 500);
    }
}
