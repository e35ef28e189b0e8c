//! The names of the functions that the machine invokes.

use std::collections::BTreeMap;

/// The functions of the agent cycle, each with the substitution variable that stands for its ARN.
pub const FUNCTIONS: [(&str, &str); 7] = [
    ("ChangeDetectorArn", "change-detector"),
    ("SignalNormaliserArn", "signal-normaliser"),
    ("TriageHaikuArn", "triage-haiku"),
    ("ReasoningSonnetArn", "reasoning-sonnet"),
    ("ActionExecutorArn", "action-executor"),
    ("ArtefactUpdaterArn", "artefact-updater"),
    ("HousekeepingArn", "housekeeping"),
];

/// The `errorType`s that a function answers with when the same call may succeed a little later.
pub const RETRYABLE: [&str; 3] = ["Throttled", "UpstreamUnavailable", "Timeout"];

/// Which function each substitution variable (`DefinitionSubstitutions` in SAM) stands for.
#[derive(Debug, Clone)]
pub struct Substitutions(BTreeMap<String, String>);

impl Substitutions {
    /// A map from variable names, without `${}`, to function names.
    pub fn new<V: Into<String>, F: Into<String>>(pairs: impl IntoIterator<Item = (V, F)>) -> Self {
        Self(pairs.into_iter().map(|(variable, name)| (variable.into(), name.into())).collect())
    }

    /// The function that `text`, a whole `${Variable}`, stands for.
    pub(crate) fn resolve(&self, text: &str) -> Option<&str> {
        let variable = text.strip_prefix("${")?.strip_suffix('}')?;
        self.0.get(variable).map(String::as_str)
    }
}

impl Default for Substitutions {
    /// The functions of the agent cycle: [`FUNCTIONS`].
    fn default() -> Self {
        Self::new(FUNCTIONS)
    }
}
