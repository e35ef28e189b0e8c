//! Ids: time-prefixed, carrying their project, derived from what they stand for, so that a repeated step finds
//! what the first attempt wrote.

use scoring_core::digest::sha256_hex;

/// An id `<13-digit Unix ms>-<project>-<12 hex>`, equal for equal inputs.
#[must_use]
pub fn derived(at_ms: i64, project: &str, seed: &str) -> String {
    let digest = sha256_hex(seed.as_bytes());
    format!("{:013}-{project}-{}", at_ms.max(0), digest.get(..12).unwrap_or_default())
}

/// The project inside an id.
#[must_use]
pub fn project_of(id: &str) -> Option<&str> {
    let (_, rest) = id.split_once('-')?;
    rest.rsplit_once('-').map(|(project, _)| project)
}

/// The time inside an id, Unix milliseconds.
#[must_use]
pub fn time_of(id: &str) -> Option<i64> {
    id.split_once('-').and_then(|(ms, _)| ms.parse().ok())
}

/// Whether a text can be a project id: 1 to 24 lower-case letters, digits or underscores.
#[must_use]
pub fn is_project_id(id: &str) -> bool {
    (1..=24).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The intent of an attempt at an action: `<action id>.<attempt>`.
#[must_use]
pub fn intent(action_id: &str, attempt: u32) -> String {
    format!("{action_id}.{attempt}")
}

/// The action behind an intent.
#[must_use]
pub fn action_of(intent: &str) -> Option<&str> {
    intent.rsplit_once('.').map(|(action, _)| action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_carries_time_and_project() {
        let id = derived(1_700_000_000_000, "pay", "seed");
        assert_eq!(project_of(&id), Some("pay"));
        assert_eq!(time_of(&id), Some(1_700_000_000_000));
        assert_eq!(action_of(&intent(&id, 2)), Some(id.as_str()));
        assert_eq!(project_of("nonsense"), None);
    }
}
