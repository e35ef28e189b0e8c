//! The audit chain of a project: one row for each transition of an action, each with the hash of the row before it.
//!
//! Rows hold ids, words and digests only: bodies stand apart, so that erasing a text leaves the chain valid. A row is
//! written in the transaction of the transition that it tells of (`usecases/audit.rs`); nothing ever changes one.

use scoring_core::digest::sha256_hex;
use serde::{Deserialize, Serialize};

use super::action::StoredAction;

/// The hash before the first row.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What one row says. The order of the fields is the order of the canonical JSON that is hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// When, Unix milliseconds.
    pub at_ms: i64,
    /// Project id.
    pub project: String,
    /// Action id.
    pub action: String,
    /// Revision of the action after the transition.
    pub revision: u64,
    /// State after it, such as `held`.
    pub state: String,
    /// `user`, `agent` or `timer`.
    pub by: String,
    /// Kind that the core derived.
    pub kind: String,
    /// Outcome of the verdict.
    pub outcome: String,
    /// Rule ids of its caps and findings.
    pub rules: Vec<String>,
    /// Digest of the frozen request.
    pub request_digest: String,
    /// Digest of the verdict.
    pub verdict_digest: String,
    /// Digest of the policy that gave it.
    pub engine_digest: String,
    /// SHA-256 of recipients, subject and body: what would be, or was, sent.
    pub content_digest: String,
    /// Verdict digest of the approval, if there is one.
    pub approved: Option<String>,
    /// The claimed intent, from the first claim on.
    pub intent: Option<String>,
    /// SHA-256 of the id that the upstream gave the draft or the effect.
    pub receipt_digest: Option<String>,
}

/// One row of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Position, from 1.
    pub seq: u64,
    /// Hash of the row before, or [`GENESIS`].
    pub prev: String,
    /// What it says.
    pub entry: Entry,
    /// SHA-256 over position, the hash before, and the entry.
    pub hash: String,
}

/// The end of a chain: a truncated one no longer reaches it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Position of the last row.
    pub seq: u64,
    /// Its hash.
    pub hash: String,
}

impl Default for Head {
    fn default() -> Self {
        Self { seq: 0, hash: GENESIS.to_owned() }
    }
}

impl Head {
    /// Adds an entry, and stands behind it afterwards.
    pub fn append(&mut self, entry: Entry) -> Row {
        let seq = self.seq + 1;
        let hash = hash(seq, &self.hash, &entry);
        let row = Row { seq, prev: std::mem::replace(&mut self.hash, hash.clone()), entry, hash };
        self.seq = seq;
        row
    }
}

fn hash(seq: u64, prev: &str, entry: &Entry) -> String {
    // A struct of texts and numbers cannot fail to be JSON; an empty text would break the chain visibly.
    let entry = serde_json::to_string(entry).unwrap_or_default();
    sha256_hex(format!("{seq}\n{prev}\n{entry}").as_bytes())
}

/// The first row at which a chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row {seq} of the audit chain of `{project}`: {why}")]
pub struct Broken {
    /// Whose chain.
    pub project: String,
    /// Position.
    pub seq: u64,
    /// What does not hold.
    pub why: &'static str,
}

/// Checks the rows of one chain, in their order, against its head. Answers the number of rows.
///
/// # Errors
/// The first row that was changed, removed, added or moved; a chain that ends before or behind its head.
pub fn verify(project: &str, head: &Head, rows: &[Row]) -> Result<u64, Broken> {
    let broken = |seq, why| Err(Broken { project: project.to_owned(), seq, why });
    let mut last = Head::default();
    for row in rows {
        let expected = last.seq + 1;
        if row.seq != expected {
            return broken(expected, "it is missing, or not in its place");
        }
        if row.entry.project != project {
            return broken(expected, "it belongs to another project");
        }
        if row.prev != last.hash {
            return broken(expected, "it does not follow the row before it");
        }
        if row.hash != hash(row.seq, &row.prev, &row.entry) {
            return broken(expected, "what it says was changed");
        }
        last = Head { seq: row.seq, hash: row.hash.clone() };
    }
    if last.seq < head.seq {
        return broken(last.seq + 1, "it is missing: the chain ends before its head");
    }
    if last != *head {
        return broken(last.seq, "the chain does not end at its head");
    }
    Ok(last.seq)
}

/// What would be sent, as one digest: recipients with their addresses, subject and body.
#[must_use]
pub fn content_digest(action: &StoredAction) -> String {
    let what = &action.request.action;
    let recipients: Vec<(&str, &str)> =
        what.recipients.iter().map(|r| (r.person.as_str(), r.address.as_str())).collect();
    let parts = serde_json::to_string(&(recipients, &what.subject, &what.body));
    sha256_hex(parts.unwrap_or_default().as_bytes())
}

/// What a row says of an action as it is stored.
#[must_use]
pub fn entry(action: &StoredAction) -> Entry {
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let word_of = |json: Result<serde_json::Value, _>| word(json.unwrap_or_default());
    let verdict = &action.verdict;
    let findings = verdict.findings.iter().map(|finding| finding.rule.to_string());
    Entry {
        at_ms: action.updated_ms,
        project: action.project().to_owned(),
        action: action.id.clone(),
        revision: action.revision,
        state: word_of(serde_json::to_value(action.state)),
        by: action.history.last().map(|step| step.by.clone()).unwrap_or_default(),
        kind: word_of(serde_json::to_value(verdict.kind)),
        outcome: word_of(serde_json::to_value(verdict.outcome.class)),
        rules: verdict.caps.iter().cloned().chain(findings).collect(),
        request_digest: verdict.request_digest.clone(),
        verdict_digest: verdict.verdict_digest.clone(),
        engine_digest: action.engine_digest.clone(),
        content_digest: content_digest(action),
        approved: action.approval.as_ref().map(|a| a.verdict_digest.clone()),
        intent: (action.attempt > 0).then(|| action.intent()),
        receipt_digest: action.receipt.as_ref().map(|r| sha256_hex(r.id.as_bytes())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: u64) -> (Head, Vec<Row>) {
        let mut head = Head::default();
        let rows = (1..=length)
            .map(|n| {
                head.append(Entry {
                    at_ms: 1_000,
                    project: "pay".to_owned(),
                    action: format!("a{n}"),
                    revision: n,
                    state: "held".to_owned(),
                    by: "agent".to_owned(),
                    kind: "email_stakeholder".to_owned(),
                    outcome: "hold".to_owned(),
                    rules: vec![],
                    request_digest: "r".to_owned(),
                    verdict_digest: "v".to_owned(),
                    engine_digest: "e".to_owned(),
                    content_digest: "c".to_owned(),
                    approved: None,
                    intent: None,
                    receipt_digest: None,
                })
            })
            .collect();
        (head, rows)
    }

    fn check(change: impl Fn(&mut Head, &mut Vec<Row>), seq: u64, why: &str) {
        let (mut head, mut rows) = chain(5);
        assert_eq!(verify("pay", &head, &rows), Ok(5));
        change(&mut head, &mut rows);
        let broken = verify("pay", &head, &rows).unwrap_err();
        assert_eq!(broken.seq, seq, "{broken}");
        assert!(broken.why.contains(why), "{broken}");
    }

    #[test]
    fn every_tampering_is_found_at_its_row() {
        check(|_, rows| rows[2].entry.state = "approved".to_owned(), 3, "changed");
        check(|_, rows| rows[2].entry.approved = Some("v".to_owned()), 3, "changed");
        check(|_, rows| drop(rows.remove(1)), 2, "missing");
        check(|_, rows| rows.swap(0, 1), 1, "place");
        check(|_, rows| drop(rows.pop()), 5, "ends before");
        check(|_, rows| rows.truncate(1), 2, "ends before");
        check(|head, _| head.hash = GENESIS.to_owned(), 5, "does not end");
        check(|_, rows| rows[0].entry.project = "por".to_owned(), 1, "another project");
        // Rewritten from a row on, with hashes that fit: the head still gives it away.
        check(
            |_, rows| {
                let mut other = Head { seq: 2, hash: rows[1].hash.clone() };
                for row in rows.iter_mut().skip(2) {
                    let mut entry = row.entry.clone();
                    entry.by = "user".to_owned();
                    *row = other.append(entry);
                }
            },
            5,
            "does not end",
        );
    }

    #[test]
    fn an_empty_chain_holds() {
        assert_eq!(verify("pay", &Head::default(), &[]), Ok(0));
    }
}
