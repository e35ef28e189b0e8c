//! The stack: `infra/template.yaml` itself, with parameters for an emulator.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use holdfast_tests::process::root;
use holdfast_tests::{Outcome, wait_until};
use serde_json::{Value, json};

use crate::cloud::Cloud;

/// How long a deployment may take.
const DEPLOY_MAX: Duration = Duration::from_secs(120);
/// How long an execution may take: one with changes asks the model some thirty times.
const EXECUTION_MAX: Duration = Duration::from_secs(300);
const NAME: &str = "holdfast";
// What the stand-ins publish.
const JIRA_USER: &str = "agent@northwind.example";
const CLIENT_ID: &str = "demo-graph-client";
const TENANT: &str = "northwind-tenant";
const SECRETS: [(&str, &str, &str); 3] = [
    ("jira", "jira", "demo-jira-token"),
    ("azure-ad", "graph", "demo-graph-secret"),
    ("claude", "claude", "demo-claude-key"),
];

/// A deployed stack.
#[derive(Debug)]
pub struct Stack {
    /// The emulator.
    pub cloud: Cloud,
    outputs: BTreeMap<String, String>,
}

impl Stack {
    /// Deploys the template with the zip that `HOLDFAST_BOOTSTRAP_ZIP` names, pointed at the stand-ins.
    ///
    /// # Errors
    /// When a resource cannot be made.
    pub fn deploy(stand_ins: &str) -> Outcome<Self> {
        let cloud = Cloud::start()?;
        let zip = std::env::var("HOLDFAST_BOOTSTRAP_ZIP").map_err(
            |_| "HOLDFAST_BOOTSTRAP_ZIP is not set; run `cargo xtask test --only ministack`",
        )?;
        let file = |path: &std::path::Path| {
            fs::read(path).map_err(|e| format!("`{}`: {e}", path.display()))
        };
        cloud.put("code", "bootstrap.zip", &file(zip.as_ref())?)?;
        let machine = root().join("statemachine/agent-cycle.asl.json");
        cloud.put("code", "agent-cycle.asl.json", &file(&machine)?)?;
        let template = String::from_utf8(file(&root().join("infra/template.yaml"))?)
            .map_err(|e| e.to_string())?;
        let connections = connections(stand_ins).to_string();
        let parameters = [
            ("CodeBucket", "code"),
            ("EndpointUrl", cloud.url()),
            ("Origin", cloud.url()),
            ("Connections", &connections),
        ];
        let names: Vec<(String, String)> = (1..=parameters.len())
            .map(|n| {
                let field = |what: &str| format!("Parameters.member.{n}.Parameter{what}");
                (field("Key"), field("Value"))
            })
            .collect();
        let mut fields = vec![
            ("Action", "CreateStack"),
            ("StackName", NAME),
            ("TemplateBody", template.as_str()),
            ("Capabilities.member.1", "CAPABILITY_IAM"),
            ("Capabilities.member.2", "CAPABILITY_AUTO_EXPAND"),
        ];
        for ((key, value), (name, text)) in names.iter().zip(&parameters) {
            fields.extend([(key.as_str(), *name), (value.as_str(), *text)]);
        }
        cloud.query("cloudformation", &fields)?;
        let told = wait_until("the deployment", DEPLOY_MAX, || {
            let told = cloud
                .query("cloudformation", &[("Action", "DescribeStacks"), ("StackName", NAME)])?;
            if told.contains("IN_PROGRESS") { Err(told) } else { Ok(told) }
        })?;
        if !told.contains("CREATE_COMPLETE") {
            return Err(format!("the stack was not made: {told}"));
        }
        let stack = Self { cloud, outputs: outputs(&told) };
        for (secret, field, value) in SECRETS {
            let value = json!({ field: value }).to_string();
            let body = json!({ "SecretId": format!("{NAME}/{secret}"), "SecretString": value });
            stack.cloud.json("secretsmanager", "secretsmanager.PutSecretValue", &body)?;
        }
        Ok(stack)
    }

    /// An output of the template.
    ///
    /// # Errors
    /// When it has none of that name.
    pub fn output(&self, name: &str) -> Outcome<&str> {
        self.outputs.get(name).map(String::as_str).ok_or_else(|| format!("no output `{name}`"))
    }

    /// Where the HTTP API is.
    ///
    /// # Errors
    /// When the template does not say.
    pub fn api(&self) -> Outcome<String> {
        Ok(format!("{}/_aws/execute-api/{}/$default", self.cloud.url(), self.output("ApiId")?))
    }

    /// Runs one execution to its end: its status, and the names of the states that it entered with what failed.
    ///
    /// # Errors
    /// When it does not end.
    pub fn execute(&self) -> Outcome<(String, Vec<String>)> {
        let start = json!({ "stateMachineArn": self.output("CycleArn")?, "input": "{}" });
        let begun = self.cloud.json("states", "AWSStepFunctions.StartExecution", &start)?;
        let arn = json!({ "executionArn": begun["executionArn"] });
        let status = wait_until("the end of the execution", EXECUTION_MAX, || {
            let told = self.cloud.json("states", "AWSStepFunctions.DescribeExecution", &arn)?;
            match told["status"].as_str() {
                Some("RUNNING") | None => Err(told.to_string()),
                Some(status) => Ok(status.to_owned()),
            }
        })?;
        let told = self.cloud.json("states", "AWSStepFunctions.GetExecutionHistory", &arn)?;
        let events = told["events"].as_array().cloned().unwrap_or_default();
        Ok((status, events.iter().filter_map(step).collect()))
    }
}

/// A state that was entered, or the error of a task.
fn step(event: &Value) -> Option<String> {
    let entered = event.pointer("/stateEnteredEventDetails/name").and_then(Value::as_str);
    let failed = event.pointer("/taskFailedEventDetails/error").and_then(Value::as_str);
    entered.map(str::to_owned).or_else(|| failed.map(|error| format!("failed: {error}")))
}

fn outputs(told: &str) -> BTreeMap<String, String> {
    let between = |text: &str, tag: &str| {
        let (_, rest) = text.split_once(&format!("<{tag}>"))?;
        rest.split_once(&format!("</{tag}>")).map(|(value, _)| value.to_owned())
    };
    let pairs = told.split("<OutputKey>").skip(1).filter_map(|part| {
        let (key, _) = part.split_once("</OutputKey>")?;
        Some((key.to_owned(), between(part, "OutputValue")?))
    });
    pairs.collect()
}

/// `connections.json` for the stand-ins.
fn connections(url: &str) -> Value {
    json!({
        "jira": { "id": "jira", "base_url": format!("{url}/jira"), "loopback": true,
            "credential": { "kind": "basic", "user": JIRA_USER, "secret_name": "jira" } },
        "graph": { "id": "graph", "base_url": format!("{url}/graph/v1.0"), "loopback": true,
            "credential": { "kind": "client_credentials", "client_id": CLIENT_ID, "secret_name": "graph",
                "token_url": format!("{url}/login/{TENANT}/oauth2/v2.0/token"),
                "scope": "https://graph.microsoft.com/.default" } },
        "claude_url": format!("{url}/claude"),
    })
}
