//! Roles: what each function may do. Least privilege by actions, resources and leading keys of the table.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::Template;
use crate::template::texts;

/// Actions that take no resource, with the reason in the template: (action, who may have it on `*`).
const RESOURCELESS: [&str; 9] = [
    "ses:GetSuppressedDestination",
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
];
/// What triage and reasoning may write (DESIGN section 6): a model's work and what it costs, nothing else.
const MODEL_WRITES: [&str; 2] = ["BUDGET", "WORK#*"];

/// What the role of one function allows on the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Role {
    /// (operation as the SDK names it, `GSI1` or empty, pattern of the leading key).
    allowed: BTreeSet<(String, bool, String)>,
}

impl Role {
    /// The role of a handler, such as `change-detector`; empty when there is none.
    #[must_use]
    pub fn of(template: &Template, handler: &str) -> Self {
        let mut role = Self::default();
        for statement in statements(template, handler) {
            let keys = &statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"];
            let index = statement["Resource"].to_string().contains("/index/GSI1");
            for action in texts(&statement["Action"]) {
                let Some(operation) = action.strip_prefix("dynamodb:") else { continue };
                for key in texts(keys) {
                    role.allowed.insert((operation.to_owned(), index, key.to_owned()));
                }
            }
        }
        role
    }

    /// Whether an operation on a partition is allowed, of the table or of its index.
    #[must_use]
    pub fn allows(&self, operation: &str, on_index: bool, partition: &str) -> bool {
        self.allowed.iter().any(|(allowed, index, pattern)| {
            allowed == operation && *index == on_index && matches(pattern, partition)
        })
    }

    fn writes(&self) -> BTreeSet<&str> {
        let writes = self.allowed.iter().filter(|(op, ..)| op == "PutItem" || op == "DeleteItem");
        writes.map(|(_, _, key)| key.as_str()).collect()
    }
}

/// `StringLike` with a star at the end at most.
fn matches(pattern: &str, text: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == text, |prefix| text.starts_with(prefix))
}

fn role_name(template: &Template, handler: &str) -> Option<String> {
    let function = template.functions().into_iter().find(|(_, h)| *h == handler)?.0;
    let role = template.properties(function)["Role"]["Fn::GetAtt"][0].as_str()?;
    Some(role.to_owned())
}

fn statements(template: &Template, handler: &str) -> Vec<Value> {
    role_name(template, handler).map(|role| statements_of(template, &role)).unwrap_or_default()
}

fn statements_of(template: &Template, role: &str) -> Vec<Value> {
    let policies = template.properties(role)["Policies"].as_array().cloned().unwrap_or_default();
    let lists = policies.iter().map(|p| p["PolicyDocument"]["Statement"].as_array().cloned());
    lists.flatten().flatten().collect()
}

/// Every finding about the roles.
#[must_use]
pub fn roles(template: &Template) -> Vec<String> {
    let mut found = Vec::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (function, handler) in template.functions() {
        match role_name(template, handler) {
            None => found.push(format!("`{function}` has no role of its own")),
            Some(role) if !taken.insert(role.clone()) => {
                found.push(format!("`{function}` shares `{role}`"));
            }
            Some(_) => {}
        }
    }
    for (name, properties) in template.of_type("AWS::IAM::Role") {
        if !properties["ManagedPolicyArns"].is_null() {
            found.push(format!("`{name}` takes a managed policy, which is wider than it needs"));
        }
        for statement in statements_of(template, name) {
            statement_findings(name, &statement, &mut found);
        }
    }
    for handler in ["triage-haiku", "reasoning-sonnet"] {
        let role = Role::of(template, handler);
        let more: Vec<&str> =
            role.writes().into_iter().filter(|k| !MODEL_WRITES.contains(k)).collect();
        if !more.is_empty() {
            found.push(format!(
                "`{handler}` may write {more:?}: a model's work is WORK# and BUDGET"
            ));
        }
    }
    found
}

fn statement_findings(role: &str, statement: &Value, found: &mut Vec<String>) {
    let sid = statement["Sid"].as_str().unwrap_or("a statement without a name");
    let actions = texts(&statement["Action"]);
    for action in &actions {
        if action.contains('*') {
            found.push(format!("`{role}`, {sid}: the action `{action}` is a wildcard"));
        }
        if action.starts_with("bedrock:") {
            found.push(format!("`{role}`, {sid}: `{action}` is excluded"));
        }
    }
    let everywhere = texts(&statement["Resource"]).contains(&"*");
    for action in actions.iter().filter(|a| everywhere && !RESOURCELESS.contains(a)) {
        found.push(format!("`{role}`, {sid}: `{action}` is allowed on every resource"));
    }
    let keys = &statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"];
    if actions.iter().any(|a| a.starts_with("dynamodb:")) && texts(keys).is_empty() {
        found.push(format!("`{role}`, {sid}: no leading keys limit what it reaches in the table"));
    }
    if texts(keys).contains(&"*") {
        found.push(format!("`{role}`, {sid}: the leading key `*` limits nothing"));
    }
}
