//! The deployment has no findings, and each planted fault is one.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;

use holdfast_infra::{Template, findings};
use statemachine::AGENT_CYCLE;

fn template() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../template.yaml");
    std::fs::read_to_string(path).unwrap()
}

fn found(template: &str, machine: &str) -> Vec<String> {
    findings(&Template::parse(template).unwrap(), machine)
}

#[test]
fn the_deployment_has_no_findings() {
    let found = found(&template(), AGENT_CYCLE);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Replaces the first occurrence, which must be there.
fn with(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "`{old}` is not there");
    text.replacen(old, new, 1)
}

#[test]
fn a_planted_fault_in_the_template_is_found() {
    let good = template();
    let faults = [
        ("rate(1 minute)", "rate(1 minutes)", "has the unit `minutes`"),
        ("cron(0/15 * * * ? *)", "cron(0/15 * * * * *)", "exactly one of day and weekday"),
        ("PointInTimeRecoveryEnabled: true", "PointInTimeRecoveryEnabled: false", "point-in-time"),
        ("SSEEnabled: true", "SSEEnabled: false", "not encrypted"),
        ("DeletionPolicy: Retain", "DeletionPolicy: Delete", "goes away with the stack"),
        (
            "Action: [\"dynamodb:PutItem\", \"dynamodb:DeleteItem\"]",
            "Action: [\"dynamodb:*\"]",
            "is a wildcard",
        ),
        (
            "\"lambda:InvokeFunction\"]\n                Resource:\n",
            "\"lambda:InvokeFunction\"]\n                Resource: \"*\"\n                NotUsed:\n",
            "every resource",
        ),
        ("[\"BUDGET\", \"WORK#*\"]", "[\"BUDGET\", \"WORK#*\", \"PROJECT#*\"]", "a model's work"),
        ("Runtime: provided.al2023", "Runtime: nodejs20.x", "the runtime is not"),
        ("RetentionInDays: {Ref: LogDays}", "LogGroupClass: STANDARD", "retention"),
        ("IncludeExecutionData: false", "IncludeExecutionData: true", "logs execution data"),
        ("TreatMissingData: breaching", "TreatMissingData: notBreaching", "silence for well-being"),
        ("Handler: housekeeping", "Handler: house-keeping", "no function has the handler"),
        ("        HOLDFAST_LOG: info", "        HOLDFAST_API_KEY: x", "no secret stands"),
        (
            "      MemorySize: 1024\n      Timeout: 600",
            "      MemorySize: 1024\n      VpcConfig: {SubnetIds: [a]}\n      Timeout: 600",
            "in a VPC",
        ),
        (
            "  Missed:\n    Type: AWS::SQS::Queue",
            "  Missed:\n    Type: AWS::EC2::NatGateway",
            "does without",
        ),
    ];
    for (old, new, expect) in faults {
        let found = found(&with(&good, old, new), AGENT_CYCLE);
        assert!(found.iter().any(|f| f.contains(expect)), "{new}: {found:?}");
    }
}

#[test]
fn a_planted_fault_in_the_machine_is_found() {
    let good = template();
    let faults = [
        ("\"${TriageHaikuArn}\"", "\"${TriageOpusArn}\"", "which is no function"),
        ("\"UpstreamUnavailable\"", "\"UpstreamGone\"", "nothing answers with `UpstreamGone`"),
        ("      \"TimeoutSeconds\": 600,\n", "", "has no time-out"),
        ("  \"TimeoutSeconds\": 1800,\n", "", "the machine has no time-out"),
        ("\"LeaseLost\"\n", "\"States.ALL\"\n", "not alone and last"),
    ];
    for (old, new, expect) in faults {
        let found = found(&good, &with(AGENT_CYCLE, old, new));
        assert!(found.iter().any(|f| f.contains(expect)), "{new}: {found:?}");
    }
}
