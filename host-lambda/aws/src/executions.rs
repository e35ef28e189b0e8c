//! Starts a cycle at once, as "check now" in the dashboard asks.

use aws_sdk_sfn::Client;
use aws_sdk_sfn::error::ProvideErrorMetadata;

/// The state machine of the deployment.
#[derive(Clone, Debug)]
pub struct Executions {
    client: Client,
    machine_arn: String,
}

impl Executions {
    /// `machine_arn` names the state machine.
    #[must_use]
    pub fn new(client: Client, machine_arn: impl Into<String>) -> Self {
        Self { client, machine_arn: machine_arn.into() }
    }

    /// Starts one execution. A cycle that runs already refuses the second one by its lease.
    ///
    /// # Errors
    /// The code of Step Functions.
    pub async fn start(&self) -> Result<(), String> {
        let ask = self.client.start_execution().state_machine_arn(&self.machine_arn).input("{}");
        ask.send().await.map(|_| ()).map_err(|e| e.code().unwrap_or("no answer").to_owned())
    }
}
