//! `lint.secret`: a key, a token or a password leaves with the draft; critical.
//! Good: "The key is in the vault." Bad: "password: hunter2-Prod-99".

use alloc::format;
use alloc::vec::Vec;

use super::rules::Rule;
use super::text::View;
use crate::sanitise::secrets;
use crate::types::{Finding, Severity};

pub(super) const RULES: &[Rule] = &[Rule::new(
    "lint.secret",
    Severity::Critical,
    "A key, a token or a password leaves with the draft; the message never repeats it.",
    "The new password: hunter2-Prod-99",
    "The new password is in the vault.",
)];

pub(super) fn check(view: &View<'_>, out: &mut Vec<Finding>) {
    for secret in secrets::find(view.source) {
        let message = format!("The draft holds {}.", secret.kind);
        let place = (secret.start, secret.end);
        out.push(view.finding("lint.secret", Severity::Critical, place, &message));
    }
    // A secret broken up by invisible code points is still a secret.
    let stripped = &view.stripped;
    if stripped.gone.is_empty() {
        return;
    }
    for secret in secrets::find(stripped.kept.as_str()) {
        let span = stripped.kept.cover(secret.start, secret.end);
        let known = out.iter().any(|f| f.rule == "lint.secret" && f.span == Some(span));
        if !known {
            let message =
                format!("The draft holds {}, broken up by invisible code points.", secret.kind);
            out.push(view.finding_at("lint.secret", Severity::Critical, span, &message));
        }
    }
}
