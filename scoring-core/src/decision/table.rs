//! The table of DESIGN 2.1.

use super::hold::hold_minutes;
use crate::types::{Autonomy, Kind, OnLapse, Outcome, OutcomeClass, Request};

/// The row of the table for a kind at a level, before any cap.
#[must_use]
pub fn table(request: &Request, kind: Kind, autonomy: Autonomy) -> Outcome {
    if kind.is_never() {
        return Outcome::plain(OutcomeClass::Reject);
    }
    let at_act = match kind {
        Kind::ArtefactUpdate | Kind::NotificationInternal | Kind::JiraComment => {
            Outcome::plain(OutcomeClass::Execute)
        }
        Kind::EmailStakeholder | Kind::JiraStatusChange => {
            let minutes = hold_minutes(&request.policy, kind, request.precedent.run);
            Outcome::hold(minutes, OnLapse::Send)
        }
        _ => Outcome::plain(OutcomeClass::Escalate),
    };
    match (autonomy, kind) {
        (Autonomy::Observe, _) => Outcome::plain(OutcomeClass::Record),
        (Autonomy::Maintain, Kind::ArtefactUpdate | Kind::NotificationInternal)
        | (Autonomy::Act, _) => at_act,
        (Autonomy::Maintain, _) => Outcome::plain(OutcomeClass::Escalate),
    }
}

/// The stricter of two outcomes; two holds take the longer time and the stricter end.
#[must_use]
pub fn stricter(a: Outcome, b: Outcome) -> Outcome {
    use core::cmp::Ordering::{Equal, Greater, Less};
    match a.class.cmp(&b.class) {
        Less => a,
        Greater => b,
        Equal => Outcome {
            class: a.class,
            hold_min: a.hold_min.max(b.hold_min),
            on_lapse: a.on_lapse.min(b.on_lapse),
        },
    }
}
