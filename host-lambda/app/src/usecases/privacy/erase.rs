//! An action without its texts. What an audit needs stays: ids, states, times, rule ids and digests.

use scoring_core::digest::sha256_hex;

use crate::domain::action::StoredAction;
use crate::domain::keys;
use crate::ports::{Item, StoreError};

/// How an erased text starts; the digest of subject and body follows.
const MARK: &str = "[erased] SHA-256 ";
/// What stands in place of an erased address or subject.
const ERASED: &str = "[erased]";

/// Whether the texts of an action are gone already.
#[must_use]
pub fn is_erased(action: &StoredAction) -> bool {
    action.drafted_body.starts_with(MARK)
}

/// Takes every text and address out of an action. Verdict and request digest were computed before and stay, so that a
/// chain of digests over it stays valid; the body's own digest is put in its place.
pub fn erase(action: &mut StoredAction) {
    if is_erased(action) {
        return;
    }
    let what = &mut action.request.action;
    let digest = sha256_hex(format!("{}\n{}", what.subject, what.body).as_bytes());
    let mark = format!("{MARK}{digest}");
    ERASED.clone_into(&mut what.subject);
    what.body.clone_from(&mark);
    for recipient in &mut what.recipients {
        ERASED.clone_into(&mut recipient.address);
    }
    for person in &mut action.request.people {
        person.addresses.clear();
    }
    for evidence in &mut action.request.evidence {
        evidence.excerpt.clear();
        if evidence.source_key.contains(['@', ':']) {
            ERASED.clone_into(&mut evidence.source_key);
        }
    }
    for finding in &mut action.verdict.findings {
        finding.message.clear();
        finding.fix = None;
    }
    ERASED.clone_into(&mut action.drafted_subject);
    action.drafted_body = mark;
    ERASED.clone_into(&mut action.trigger);
    for source in &mut action.sources {
        ERASED.clone_into(&mut source.label);
        source.who.clear();
        source.excerpt.clear();
        source.link.clear();
    }
    action.thread_last = None;
    action.patch = None;
    action.trouble = None;
    if let Some(receipt) = &mut action.receipt {
        receipt.draft = None;
        receipt.link.clear();
    }
}

/// The item of an erased action: in no list any more, so that no card shows it and no later round looks at it again.
pub(super) fn erased_item(action: &StoredAction) -> Result<Item, StoreError> {
    Item::new(keys::action(action.project(), &action.id), action)
}
