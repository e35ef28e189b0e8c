//! What may stand in a log at all.

/// Whether a line may be logged: libraries write whole requests below `warn`, and those hold mails and addresses.
#[must_use]
pub fn no_traffic(line: &tracing::Metadata<'_>) -> bool {
    let own = ["holdfast", "bootstrap", "statemachine", "plugin"];
    own.iter().any(|p| line.target().starts_with(p)) || *line.level() <= tracing::Level::WARN
}
