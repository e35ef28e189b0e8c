//! `bootstrap`: the one program behind all nine Lambda functions; `_HANDLER` says which one it is.
//!
//! | file | what it holds |
//! |---|---|
//! | `env.rs` | every variable of the environment, read once |
//! | `install.rs` | the adapters of AWS, wired on the first invocation |
//! | `handler.rs` | an invocation to its use case, an error to its `errorType` |
//! | `api.rs` | HTTP API events to the router of the dashboard and back |
//! | `told.rs` | logs as JSON with ids only, and metrics |
#![forbid(unsafe_code)]

mod api;
mod env;
mod err;
mod handler;
mod install;
mod told;

use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use serde_json::Value;

use crate::handler::Handler;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    told::start();
    // Everything else waits for the first invocation: a fault of the set-up is then a typed error that the state
    // machine and the alarms see, not a process that dies again and again.
    let handler = Handler::new(env::Env::read());
    let handler = &handler;
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Value>| async move {
        let told = handler.handle(event.payload).await;
        told.map_err(|e| Diagnostic {
            error_type: e.error_type().to_owned(),
            error_message: e.to_string(),
        })
    }))
    .await
}
