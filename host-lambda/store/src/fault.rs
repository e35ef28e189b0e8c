//! What an SDK error means for the caller.

use std::error::Error;

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use holdfast_app::ports::StoreError;

/// The meaning of a failed call.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The condition of a single write did not hold.
    Condition,
    /// Worth another attempt after a pause.
    Busy(String),
    /// Final.
    Final(StoreError),
}

impl Fault {
    /// As an error of a read, which is not retried here.
    pub(crate) fn into_read_error(self) -> StoreError {
        match self {
            Self::Condition => StoreError::Unavailable("a read met a condition".to_owned()),
            Self::Busy(why) => StoreError::Throttled(why),
            Self::Final(error) => error,
        }
    }
}

/// Sorts an SDK error by the service's code.
pub(crate) fn sort<E>(error: &SdkError<E, HttpResponse>) -> Fault
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let why = || error.message().map_or_else(|| chain(error), str::to_owned);
    match error.code() {
        Some("ConditionalCheckFailedException") => Fault::Condition,
        Some(
            "TransactionConflictException"
            | "TransactionInProgressException"
            | "ProvisionedThroughputExceededException"
            | "ThrottlingException"
            | "RequestLimitExceeded",
        ) => Fault::Busy(why()),
        Some(
            "ValidationException"
            | "ItemCollectionSizeLimitExceededException"
            | "IdempotentParameterMismatchException",
        ) => Fault::Final(StoreError::Invalid(why())),
        Some(code) => Fault::Final(StoreError::Unavailable(format!("{code}: {}", why()))),
        None => Fault::Final(StoreError::Unavailable(chain(error))),
    }
}

/// The sentences of an error and its causes, outermost first.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
