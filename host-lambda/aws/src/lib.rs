//! What an installation on AWS has in place of files and SMTP.
//!
//! | file | port | adapter |
//! |---|---|---|
//! | `sdk.rs` | none | [`Sdk`]: region, endpoint, credentials and transport of every client |
//! | `secrets.rs` | `Secrets` | [`ManagedSecrets`], four secrets of Secrets Manager |
//! | `ses.rs` | `Notices` | [`SesNotices`], mail by SES, bounces honoured |
//! | `executions.rs` | none | [`Executions`]: starts a cycle when somebody asks for one |
//! | `metrics.rs` | none | [`Metrics`]: CloudWatch metrics as lines of the log (embedded metric format) |
#![forbid(unsafe_code)]

mod executions;
mod metrics;
mod sdk;
mod secrets;
mod ses;

pub use executions::Executions;
pub use metrics::{Metrics, NAMESPACE, Unit};
pub use sdk::{Sdk, SdkError};
pub use secrets::{ManagedSecrets, SECRETS, place_of};
pub use ses::SesNotices;
