//! What no linter sees in the deployment. Every check takes the parsed files and answers one sentence a finding.
//!
//! | file | what it looks at |
//! |---|---|
//! | `template.rs` | [`Template`]: the SAM template, read as plain YAML |
//! | `resources.rs` | excluded services, retention, encryption, schedules, alarms, variables |
//! | `roles.rs` | [`Role`]: what each function may do, wildcards, leading keys |
//! | `machine.rs` | the state machine: functions, retries, catches, time-outs, error types |
#![forbid(unsafe_code)]

mod machine;
mod resources;
mod roles;
mod template;

pub use machine::machine;
pub use resources::resources;
pub use roles::{Role, roles};
pub use template::{Template, Unreadable};

/// Everything that is wrong with the deployment, each a sentence; empty when nothing is.
#[must_use]
pub fn findings(template: &Template, machine_text: &str) -> Vec<String> {
    let mut found = resources(template);
    found.extend(roles(template));
    found.extend(machine(template, machine_text));
    found
}
