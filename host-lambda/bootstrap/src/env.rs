//! Every variable of the environment in one place. None of them holds a secret.

/// Names of the variables that the template sets, each with what it is for.
pub(crate) const VARIABLES: [(&str, &str); 14] = [
    ("HOLDFAST_TABLE", "name of the DynamoDB table"),
    (
        "HOLDFAST_SECRETS_PREFIX",
        "what the names of the four secrets begin with, such as `holdfast`",
    ),
    (
        "HOLDFAST_NOTICE_FROM",
        "address of the SES identity that notices come from; empty: no notices by mail",
    ),
    (
        "HOLDFAST_ORIGIN",
        "where the dashboard is, such as `https://holdfast.example`; empty: the API's own address",
    ),
    (
        "HOLDFAST_STATE_MACHINE",
        "ARN of the state machine, for `check now`; empty: the schedule alone starts checks",
    ),
    (
        "HOLDFAST_CONNECTIONS",
        "connections.json of an operator, without secrets; empty: connected in the dashboard",
    ),
    ("HOLDFAST_LOG", "filter of the log, such as `info`; the default is `warn`"),
    ("AWS_ENDPOINT_URL", "an emulator in place of AWS; set in test deployments only"),
    ("AWS_REGION", "set by Lambda"),
    ("AWS_DEFAULT_REGION", "where AWS_REGION is not set"),
    (
        "AWS_ACCESS_KEY_ID",
        "the role of the function; set by Lambda, with the secret key and the session token",
    ),
    ("AWS_SECRET_ACCESS_KEY", "as above"),
    ("AWS_SESSION_TOKEN", "as above"),
    ("_HANDLER", "which function this is; set by Lambda from the template"),
];

/// What the environment says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Env {
    /// Function, such as `change-detector`.
    pub(crate) function: String,
    /// Table.
    pub(crate) table: String,
    /// Prefix of the secrets.
    pub(crate) secrets_prefix: String,
    /// Sender of notices, or empty.
    pub(crate) notice_from: String,
    /// Origin of the dashboard, or empty.
    pub(crate) origin: String,
    /// ARN of the state machine, or empty.
    pub(crate) state_machine: String,
    /// JSON of the operator's connections, or empty.
    pub(crate) connections: String,
    /// Emulator, if there is one.
    pub(crate) endpoint_url: Option<String>,
}

impl Env {
    /// Reads all of it.
    pub(crate) fn read() -> Self {
        let or = |name: &str, default: &str| read(name).unwrap_or_else(|| default.to_owned());
        Self {
            function: or("_HANDLER", ""),
            table: or("HOLDFAST_TABLE", "holdfast"),
            secrets_prefix: or("HOLDFAST_SECRETS_PREFIX", "holdfast"),
            notice_from: or("HOLDFAST_NOTICE_FROM", ""),
            origin: or("HOLDFAST_ORIGIN", ""),
            state_machine: or("HOLDFAST_STATE_MACHINE", ""),
            connections: or("HOLDFAST_CONNECTIONS", ""),
            endpoint_url: read("AWS_ENDPOINT_URL"),
        }
    }
}

/// A variable; an empty one counts as absent.
pub(crate) fn read(name: &str) -> Option<String> {
    debug_assert!(VARIABLES.iter().any(|(known, _)| *known == name), "{name} is not in the list");
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::VARIABLES;

    /// The template sets exactly variables that are known here: a slip of the pen would be read as an absent one.
    #[test]
    fn the_template_sets_known_variables_only() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../infra/template.yaml");
        let template = std::fs::read_to_string(path).unwrap();
        let known = |name: &str| VARIABLES.iter().any(|(known, _)| *known == name);
        let set: Vec<&str> = template
            .lines()
            .filter_map(|line| line.trim().split_once(':').map(|(name, _)| name))
            .filter(|name| name.starts_with("HOLDFAST_") || *name == "AWS_ENDPOINT_URL")
            .collect();
        assert!(set.len() > 5, "{set:?}");
        assert!(set.iter().all(|name| known(name)), "{set:?}");
    }
}
