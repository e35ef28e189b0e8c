//! Resources: what must not be there, what each must have, and when schedules start.

use serde_json::Value;

use crate::Template;

/// Services that the product does without, by decision of its user (DESIGN, "Out of scope").
const EXCLUDED: [&str; 12] = [
    "AWS::EC2::",
    "AWS::ECS::",
    "AWS::EKS::",
    "AWS::RDS::",
    "AWS::ElastiCache::",
    "AWS::MemoryDB::",
    "AWS::Bedrock::",
    "AWS::S3::",
    "AWS::OpenSearchService::",
    "AWS::ElasticLoadBalancing",
    "AWS::Lambda::Url",
    "AWS::NetworkFirewall::",
];
/// The nine functions of issue 5.
const HANDLERS: [&str; 9] = [
    "change-detector",
    "signal-normaliser",
    "triage-haiku",
    "reasoning-sonnet",
    "action-executor",
    "artefact-updater",
    "hold-queue-checker",
    "housekeeping",
    "api",
];
const RUNTIME: &str = "provided.al2023";
/// CloudWatch's free tier.
const ALARMS_MAX: usize = 10;
/// Four secrets, USD 0.40 a month each.
const SECRETS: usize = 4;

/// Every finding about the resources.
#[must_use]
pub fn resources(template: &Template) -> Vec<String> {
    let mut found = Vec::new();
    for (name, body) in template.resources() {
        let kind = body["Type"].as_str().unwrap_or_default();
        if let Some(excluded) = EXCLUDED.iter().find(|e| kind.starts_with(*e)) {
            found.push(format!("`{name}` is `{kind}`: the product does without {excluded}*"));
        }
        if body["Properties"].get("VpcConfig").is_some() {
            found.push(format!("`{name}` is in a VPC: functions stay outside"));
        }
    }
    functions(template, &mut found);
    stored(template, &mut found);
    schedules(template, &mut found);
    alarms(template, &mut found);
    found
}

fn functions(template: &Template, found: &mut Vec<String>) {
    let functions = template.functions();
    for handler in HANDLERS {
        if !functions.iter().any(|(_, h)| *h == handler) {
            found.push(format!("no function has the handler `{handler}`"));
        }
    }
    if template.globals()["Runtime"] != RUNTIME {
        found.push(format!("the runtime is not `{RUNTIME}`"));
    }
    for (name, handler) in functions {
        let own = template.properties(name);
        if !HANDLERS.contains(&handler) {
            found.push(format!("`{name}` has the unknown handler `{handler}`"));
        }
        for (key, word) in [("Timeout", "time-out"), ("MemorySize", "memory size")] {
            if own[key].as_u64().is_none() {
                found.push(format!("`{name}` has no {word} of its own"));
            }
        }
        if own.get("Runtime").is_some_and(|r| r != RUNTIME) {
            found.push(format!("`{name}` has another runtime than `{RUNTIME}`"));
        }
        let group = own["LoggingConfig"]["LogGroup"]["Ref"].as_str().unwrap_or_default();
        if template.properties(group)["RetentionInDays"].is_null() {
            found.push(format!("`{name}` has no log group with retention"));
        }
        variables(&template.globals()["Environment"]["Variables"], name, found);
        variables(&own["Environment"]["Variables"], name, found);
    }
}

/// Words that a variable of the environment must not carry in its name: secrets stand in Secrets Manager.
const SECRET_WORDS: [&str; 5] = ["TOKEN", "PASSWORD", "API_KEY", "CREDENTIAL", "PASSPHRASE"];

fn variables(variables: &Value, name: &str, found: &mut Vec<String>) {
    for variable in variables.as_object().into_iter().flat_map(|all| all.keys()) {
        if SECRET_WORDS.iter().any(|word| variable.contains(word)) {
            found.push(format!("`{name}` has `{variable}`: no secret stands in the environment"));
        }
    }
}

fn stored(template: &Template, found: &mut Vec<String>) {
    let mut tables = 0;
    for (name, body) in template.resources() {
        let (kind, p) = (body["Type"].as_str().unwrap_or_default(), &body["Properties"]);
        match kind {
            "AWS::DynamoDB::Table" => {
                tables += 1;
                let on = |pointer: &str| p.pointer(pointer) == Some(&Value::Bool(true));
                let needs = [
                    (p["BillingMode"] == "PAY_PER_REQUEST", "is not on demand"),
                    (
                        on("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled"),
                        "has no point-in-time recovery",
                    ),
                    (on("/TimeToLiveSpecification/Enabled"), "has no expiry"),
                    (on("/SSESpecification/SSEEnabled"), "is not encrypted"),
                    (body["DeletionPolicy"] == "Retain", "goes away with the stack"),
                    (body["UpdateReplacePolicy"] == "Retain", "goes away when it is replaced"),
                ];
                let wrong = needs.into_iter().filter(|(holds, _)| !holds);
                found.extend(wrong.map(|(_, what)| format!("`{name}` {what}")));
            }
            "AWS::SecretsManager::Secret" if body["DeletionPolicy"] != "Retain" => {
                found.push(format!("`{name}` goes away with the stack"));
            }
            "AWS::Logs::LogGroup" if p["RetentionInDays"].is_null() => {
                found.push(format!("`{name}` keeps its lines for ever"));
            }
            "AWS::SQS::Queue" if p["SqsManagedSseEnabled"] != Value::Bool(true) => {
                found.push(format!("`{name}` is not encrypted"));
            }
            _ => {}
        }
    }
    if tables != 1 {
        found.push(format!("there are {tables} tables, not one"));
    }
    let secrets = template.of_type("AWS::SecretsManager::Secret").count();
    if secrets != SECRETS {
        found.push(format!("there are {secrets} secrets, not {SECRETS}"));
    }
    for (name, p) in template.of_type("AWS::Serverless::StateMachine") {
        if p["Logging"]["IncludeExecutionData"] != Value::Bool(false) {
            found.push(format!("`{name}` logs execution data"));
        }
    }
}

fn schedules(template: &Template, found: &mut Vec<String>) {
    let mut all = 0;
    for (name, p) in template.of_type("AWS::Scheduler::Schedule") {
        all += 1;
        let expression = p["ScheduleExpression"].as_str().unwrap_or_default();
        if let Err(why) = expression_of(expression) {
            found.push(format!("`{name}`: `{expression}` {why}"));
        }
        if p["ScheduleExpressionTimezone"].is_null() {
            found.push(format!("`{name}` names no time zone"));
        }
        if p["Target"]["DeadLetterConfig"].is_null() {
            found.push(format!("`{name}` has no dead letter queue"));
        }
    }
    if all != 2 {
        found.push(format!("there are {all} schedules, not two"));
    }
}

/// Whether EventBridge Scheduler takes an expression: `rate(N unit)` with the unit in the right number, or `cron` of six
/// fields (Amazon EventBridge Scheduler User Guide, "Schedule types").
fn expression_of(text: &str) -> Result<(), String> {
    let inside = |name: &str| text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
    if let Some(rate) = inside("rate") {
        let (number, unit) = rate.split_once(' ').ok_or("is no rate")?;
        let number: u32 = number.parse().map_err(|_| "has no whole number")?;
        let units =
            if number == 1 { ["minute", "hour", "day"] } else { ["minutes", "hours", "days"] };
        return if number > 0 && units.contains(&unit) {
            Ok(())
        } else {
            Err(format!("has the unit `{unit}` where one of {units:?} is expected"))
        };
    }
    let Some(cron) = inside("cron") else {
        return Err("is neither `rate(..)` nor `cron(..)`".to_owned());
    };
    let fields: Vec<&str> = cron.split(' ').collect();
    let [minute, hour, day, _, weekday, _] = fields.as_slice() else {
        return Err(format!("has {} fields, not six", fields.len()));
    };
    if (*day == "?") == (*weekday == "?") {
        return Err("needs `?` in exactly one of day and weekday".to_owned());
    }
    within(minute, 59).and_then(|()| within(hour, 23))
}

/// Numbers of one field, whatever stands between them.
fn within(field: &str, most: u32) -> Result<(), String> {
    let numbers = field.split(['/', ',', '-']).filter(|part| *part != "*");
    for part in numbers {
        let number: u32 =
            part.parse().map_err(|_| format!("has `{part}` where a number is expected"))?;
        if number > most {
            return Err(format!("has {number} where {most} is the most"));
        }
    }
    Ok(())
}

fn alarms(template: &Template, found: &mut Vec<String>) {
    let alarms: Vec<_> = template.of_type("AWS::CloudWatch::Alarm").collect();
    if alarms.len() > ALARMS_MAX {
        found.push(format!("there are {} alarms; {ALARMS_MAX} are free", alarms.len()));
    }
    let dead_man = alarms.iter().find(|(_, p)| p["MetricName"] == "Heartbeat");
    match dead_man {
        None => found.push("no alarm watches the heartbeat".to_owned()),
        Some((name, p)) => {
            if p["TreatMissingData"] != "breaching" {
                found.push(format!("`{name}` takes silence for well-being"));
            }
            if p["OKActions"].is_null() {
                found.push(format!("`{name}` does not say when it is over"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::expression_of;

    #[test]
    fn expressions_of_the_scheduler() {
        for good in
            ["rate(1 minute)", "rate(5 minutes)", "cron(0/15 * * * ? *)", "cron(0 8 ? * MON-FRI *)"]
        {
            assert_eq!(expression_of(good), Ok(()), "{good}");
        }
        for bad in [
            "rate(1 minutes)",
            "rate(5 minute)",
            "rate(0 minutes)",
            "rate(five minutes)",
            "cron(0/15 * * * *)",
            "cron(0/15 * * * * *)",
            "cron(61 * * * ? *)",
            "cron(0 24 * * ? *)",
            "every 15 minutes",
        ] {
            assert!(expression_of(bad).is_err(), "{bad}");
        }
    }
}
