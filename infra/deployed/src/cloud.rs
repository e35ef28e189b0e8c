//! MiniStack as a child process, and its services over plain HTTP. Nothing checks a signature there: the header only
//! says which service is meant.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use holdfast_tests::{Outcome, wait_until};
use serde_json::Value;
use ureq::Agent;

/// How long the emulator may take to start.
const START_MAX: Duration = Duration::from_secs(90);
/// Longest call: a deployment answers when it has begun, an invocation when it is over.
const CALL_MAX: Duration = Duration::from_secs(180);
/// Largest answer, bytes.
const ANSWER_BYTES_MAX: u64 = 64 << 20;
/// Region of the deployment.
pub const REGION: &str = "eu-west-1";

/// A running emulator; it ends with this value.
#[derive(Debug)]
pub struct Cloud {
    child: Child,
    agent: Agent,
    url: String,
}

impl Drop for Cloud {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Cloud {
    /// Starts the program that `HOLDFAST_MINISTACK` names on a free port of this machine.
    ///
    /// # Errors
    /// When it is not named, or does not answer in time.
    pub fn start() -> Outcome<Self> {
        let hint = "run `cargo xtask test --only ministack`, which installs and names it";
        let program = std::env::var("HOLDFAST_MINISTACK")
            .map_err(|_| format!("HOLDFAST_MINISTACK is not set: {hint}"))?;
        // Free a moment ago; nothing else on the machine under test asks for ports meanwhile.
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .map_err(|e| e.to_string())?
            .port();
        let child = Command::new(program)
            .env("BIND_HOST", "127.0.0.1")
            .env("GATEWAY_PORT", port.to_string())
            .env("MINISTACK_REGION", REGION)
            .env("IOT_MTLS_ENABLED", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("MiniStack does not start: {e}"))?;
        let config = Agent::config_builder()
            .timeout_global(Some(CALL_MAX))
            .http_status_as_error(false)
            .proxy(None)
            .build();
        let cloud = Self { child, agent: config.into(), url: format!("http://127.0.0.1:{port}") };
        wait_until("MiniStack's start", START_MAX, || {
            cloud.json("dynamodb", "DynamoDB_20120810.ListTables", &serde_json::json!({}))
        })?;
        Ok(cloud)
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    fn signed(service: &str) -> String {
        format!(
            "AWS4-HMAC-SHA256 Credential=test/20260101/{REGION}/{service}/aws4_request, SignedHeaders=host, \
             Signature=none"
        )
    }

    /// A call of a JSON service by its target, such as `DynamoDB_20120810.ListTables`.
    ///
    /// # Errors
    /// When the status is not 200: the answer.
    pub fn json(&self, service: &str, target: &str, body: &Value) -> Outcome<Value> {
        let content = if service == "states" {
            "application/x-amz-json-1.0"
        } else {
            "application/x-amz-json-1.1"
        };
        let request = self.agent.post(&self.url).header("authorization", Self::signed(service));
        let request = request.header("x-amz-target", target).header("content-type", content);
        let text = read(target, request.send(body.to_string()))?;
        serde_json::from_str(&text).map_err(|e| format!("{target}: {e}: {text}"))
    }

    /// A call of a query service, such as CloudFormation: XML comes back.
    ///
    /// # Errors
    /// When the status is not 200: the answer.
    pub fn query(&self, service: &str, fields: &[(&str, &str)]) -> Outcome<String> {
        let request = self.agent.post(&self.url).header("authorization", Self::signed(service));
        let what = fields.first().map_or("", |(_, action)| action).to_owned();
        read(&what, request.send_form(fields.iter().copied()))
    }

    /// Puts an object into a bucket, which is made where it is missing.
    ///
    /// # Errors
    /// When the emulator refuses.
    pub fn put(&self, bucket: &str, key: &str, bytes: &[u8]) -> Outcome<()> {
        let at = |path: String| self.agent.put(path).header("authorization", Self::signed("s3"));
        let place = format!(
            "<CreateBucketConfiguration><LocationConstraint>{REGION}</LocationConstraint></CreateBucketConfiguration>"
        );
        // It may be there already; then putting the object says what is wrong, if anything is.
        let _ = at(format!("{}/{bucket}", self.url)).send(place);
        read(key, at(format!("{}/{bucket}/{key}", self.url)).send(bytes)).map(|_| ())
    }

    /// Invokes a function and gives its answer, or its `errorType` and message as an error.
    ///
    /// # Errors
    /// When the function failed.
    pub fn invoke(&self, function: &str, payload: &Value) -> Outcome<Value> {
        let path = format!("{}/2015-03-31/functions/{function}/invocations", self.url);
        let request = self.agent.post(path).header("authorization", Self::signed("lambda"));
        let text = read(function, request.send(payload.to_string()))?;
        let value: Value = serde_json::from_str(&text).map_err(|e| format!("{function}: {e}"))?;
        match value["errorType"].as_str() {
            Some(kind) => Err(format!("{function}: {kind}: {}", value["errorMessage"])),
            None => Ok(value),
        }
    }
}

fn read(
    what: &str,
    answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Outcome<String> {
    let mut answer = answer.map_err(|e| format!("{what}: {e}"))?;
    let status = answer.status().as_u16();
    let body = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_string();
    let text = body.map_err(|e| format!("{what}: {e}"))?;
    if status < 300 { Ok(text) } else { Err(format!("{what}: {status}: {text}")) }
}
