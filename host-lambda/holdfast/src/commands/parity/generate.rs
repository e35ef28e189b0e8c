//! Inputs from a number: every kind, every level, every door, long bodies, every scalar value of
//! Unicode, hostile text, broken JSON. Nothing is read from a file, so a number alone repeats an input.

use scoring_core::{
    Action, Address, ArtefactType, Autonomy, Clock, Context, Evidence, Kind, Lapse, Person, Policy,
    Precedent, Recipient, Relation, Request, SCHEMA, Severity, Target, Trust,
};
use scoring_core::{BODY_BYTES_MAX, EVIDENCE_MAX, RECIPIENTS_MAX};
use serde_json::json;

use super::hostile;
use super::{Door, Input};

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    pub(super) fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub(super) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = usize::try_from(self.below(all.len() as u64)).unwrap_or(0);
        &all[at]
    }
}

/// Every this many inputs, one is broken JSON or hostile JSON.
const BROKEN_EVERY: u64 = 25;

/// The input with this number.
pub(super) fn input(number: u64) -> Input {
    let mut random = Random(number.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ 0x0DDB_1A5E_5BAD_5EED);
    let r = &mut random;
    let (door, mut bytes) = match r.below(10) {
        0 | 1 => {
            let kind = if r.one_in(2) { "html" } else { "plain" };
            let text = hostile::text(r, 20) + &walk(number);
            (Door::Sanitise, written(&json!({ "text": long(r, text), "content_type": kind })))
        }
        2 => {
            let body = hostile::text(r, 12) + &walk(number);
            let value = json!({
                "subject": hostile::text(r, 1), "body": long(r, body), "external": r.one_in(2),
                "links_allowed": ["docs.northwind.example"], "canaries": ["canary-4711-token"],
                "internal_texts": [hostile::text(r, 4)],
            });
            (Door::Lint, written(&value))
        }
        _ => (Door::Verdict, written(&request(r, number))),
    };
    if is_broken(number) {
        hostile::damage(r, &mut bytes);
    }
    Input { door, bytes }
}

const fn is_broken(number: u64) -> bool {
    number % BROKEN_EVERY == BROKEN_EVERY - 1
}

fn written<T: serde::Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// The next scalar values: the inputs that are not broken visit all of Unicode in turn.
fn walk(number: u64) -> String {
    hostile::scalars(number - number / BROKEN_EVERY)
}

/// Rarely, the same text up to, at and just above the longest body.
fn long(r: &mut Random, text: String) -> String {
    let wanted = match r.below(1500) {
        0 => BODY_BYTES_MAX - 1,
        1 => BODY_BYTES_MAX,
        2 => BODY_BYTES_MAX + 1,
        3 => BODY_BYTES_MAX / 2,
        _ => return text,
    };
    let mut long = String::new();
    while long.len() < wanted && !text.is_empty() {
        long.push_str(&text);
    }
    long.truncate(long.floor_char_boundary(wanted));
    // Fills up what a cut character left, so that the limit is met exactly.
    while long.len() < wanted {
        long.push('x');
    }
    long
}

fn target(r: &mut Random) -> Target {
    let odd = r.one_in(40).then(|| hostile::text(r, 1));
    let issue = || odd.clone().unwrap_or_else(|| "PAY-142".to_owned());
    match r.below(13) {
        0 => Target::Artefact {
            artefact: *r.pick(&[
                ArtefactType::RaidLog,
                ArtefactType::DeliveryState,
                ArtefactType::BacklogSummary,
                ArtefactType::DecisionLog,
            ]),
        },
        1 => Target::Note {},
        2..=4 => Target::Mail { thread: r.one_in(2).then(|| "AAQk-thread".to_owned()) },
        5 => Target::JiraComment { issue: issue(), customer_visible: r.one_in(3) },
        6 => Target::JiraStatus { issue: issue(), to_status: "In Review".to_owned() },
        7 => Target::JiraCreate { project_key: "PAY".to_owned(), issue_type: "Task".to_owned() },
        8 => Target::ScopeChange { issue: issue() },
        9 => Target::MilestoneChange { issue: issue() },
        10 => Target::DeleteData { what: issue() },
        11 => Target::ShareConfidential { what: issue() },
        _ if r.one_in(2) => Target::ModifyIntegrationConfig { integration: "jira".to_owned() },
        _ => Target::ChangeOwnAutonomy {},
    }
}

const SEVERITIES: [Severity; 7] = [
    Severity::Critical,
    Severity::None,
    Severity::None,
    Severity::None,
    Severity::Low,
    Severity::Medium,
    Severity::High,
];
const TRUSTS: [Trust; 4] = [Trust::Unknown, Trust::Known, Trust::Internal, Trust::Internal];

fn people(r: &mut Random) -> Vec<Person> {
    let relations =
        [Relation::Unknown, Relation::External, Relation::Stakeholder, Relation::Internal];
    (0..r.below(5))
        .map(|n| Person {
            id: format!("person{n}"),
            relation: *r.pick(&relations),
            addresses: vec![Address {
                address: format!("p{n}@northwind.example"),
                confirmed: !r.one_in(4),
            }],
            lapse_allowed: r.one_in(3),
        })
        .collect()
}

fn evidence(r: &mut Random) -> Vec<Evidence> {
    let many = r.one_in(200);
    let count = if many { EVIDENCE_MAX as u64 - 1 + r.below(3) } else { r.below(5) };
    (0..count)
        .map(|n| Evidence {
            id: format!("signal{n}"),
            source_key: format!("person{}", r.below(5)),
            names_target: !r.one_in(4),
            owns_target: r.one_in(3),
            trust: *r.pick(&TRUSTS),
            severity: *r.pick(&SEVERITIES),
            excerpt: hostile::text(r, 3).chars().take(if many { 20 } else { 4200 }).collect(),
        })
        .collect()
}

fn recipients(r: &mut Random) -> Vec<Recipient> {
    let count = if r.one_in(200) { RECIPIENTS_MAX as u64 - 1 + r.below(3) } else { r.below(4) };
    (0..count)
        .map(|n| Recipient {
            person: if r.one_in(50) { hostile::text(r, 1) } else { format!("person{n}") },
            address: format!("p{n}@northwind.example"),
        })
        .collect()
}

/// A time: usually a sensible one, sometimes the ends of the type.
fn clock(r: &mut Random, number: u64) -> Clock {
    let sane = 1_790_000_000_000 + i64::try_from(number).unwrap_or(0) * 60_000;
    let now_ms =
        if r.one_in(100) { *r.pick(&[i64::MIN, -1, 0, i64::MAX - 1, i64::MAX]) } else { sane };
    let in_working_hours = !r.one_in(3);
    let wait = if in_working_hours { 0 } else { 3_600_000 };
    Clock {
        now_ms,
        utc_offset_min: *r.pick(&[60, 0, -720, 840, i32::MIN, i32::MAX]),
        in_working_hours,
        next_window_ms: now_ms.saturating_add(wait),
    }
}

/// A count: usually small, sometimes the end of the type.
fn count(r: &mut Random, below: u64) -> u32 {
    if r.one_in(60) { u32::MAX } else { u32::try_from(r.below(below)).unwrap_or(0) }
}

fn policy(r: &mut Random) -> Policy {
    let canaries = vec!["canary-4711-token".to_owned()];
    if !r.one_in(20) {
        return Policy { canaries, ..Policy::default() };
    }
    Policy {
        hold_mail_min: count(r, 100),
        hold_status_min: count(r, 100),
        hold_mail_floor_min: count(r, 100),
        hold_status_floor_min: count(r, 100),
        graduation_steps: (0..r.below(5)).map(|_| count(r, 20)).collect(),
        precedent_threshold_bp: count(r, 12_000),
        lapse_enabled: r.one_in(2),
        always_ask: Kind::ALL.into_iter().filter(|_| r.one_in(6)).collect(),
        canaries: if r.one_in(3) { vec![String::new(), hostile::text(r, 1)] } else { canaries },
    }
}

fn request(r: &mut Random, number: u64) -> Request {
    let people = people(r);
    let target = target(r);
    let mail = matches!(target, Target::Mail { .. });
    let recipients = if mail || r.one_in(20) { recipients(r) } else { Vec::new() };
    let evidence = evidence(r);
    let clock = clock(r, number);
    let body = hostile::text(r, 14) + &walk(number);
    Request {
        schema: if r.one_in(50) { 2 } else { SCHEMA },
        action_id: format!("{}-pay-{number:012x}", clock.now_ms),
        clock,
        autonomy: *r.pick(&[Autonomy::Observe, Autonomy::Maintain, Autonomy::Act, Autonomy::Act]),
        dry_run: r.one_in(5),
        action: Action {
            project: "pay".to_owned(),
            target,
            recipients,
            subject: subject(r),
            body: long(r, body),
            subject_entity: "PAY-142".to_owned(),
            target_version: "v7".to_owned(),
        },
        people,
        evidence,
        context_trust: Context { trust: *r.pick(&TRUSTS), severity: *r.pick(&SEVERITIES) },
        precedent: Precedent {
            approvals: count(r, 15),
            cancels: count(r, 3),
            regrets: count(r, 2),
            run: count(r, 14),
        },
        links_allowed: vec!["docs.northwind.example".to_owned()],
        policy: policy(r),
        lapse: r.one_in(4).then_some(Lapse {
            notice_delivered: number.is_multiple_of(2),
            unchanged: !number.is_multiple_of(3),
        }),
    }
}

/// One line as a rule; rarely several, which the core must refuse to send as it is.
fn subject(r: &mut Random) -> String {
    let text = hostile::text(r, 1);
    if r.one_in(30) { text } else { text.replace(['\r', '\n'], " ") }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn fifty_thousand_visit_every_scalar_value() {
        let seen: BTreeSet<char> = (0..50_000)
            .filter(|number| !is_broken(*number))
            .flat_map(|number| walk(number).chars().collect::<Vec<_>>())
            .collect();
        assert_eq!(seen.len(), 0x11_0000 - 0x800);
    }

    #[test]
    fn every_door_kind_and_length_occurs() {
        let mut doors = [0; 3];
        let mut kinds = BTreeSet::new();
        let mut lengths = BTreeSet::new();
        for number in 0..20_000 {
            let input = input(number);
            doors[usize::from(input.door.byte())] += 1;
            if let (Door::Verdict, Ok(request)) =
                (input.door, serde_json::from_slice::<Request>(&input.bytes))
            {
                // Judging is what takes long; a few show all kinds.
                if number < 1000 {
                    kinds.insert(scoring_core::verdict(&request).kind);
                }
                lengths.insert(request.action.body.len());
            }
        }
        assert!(doors.iter().all(|n| *n > 300), "{doors:?}");
        assert_eq!(kinds.len(), scoring_core::Kind::ALL.len());
        for length in [BODY_BYTES_MAX - 1, BODY_BYTES_MAX, BODY_BYTES_MAX + 1] {
            assert!(lengths.contains(&length), "no body of {length} bytes");
        }
    }

    #[test]
    fn a_number_alone_repeats_an_input() {
        for number in [0, 7, 24, 4711, u64::from(u32::MAX)] {
            assert_eq!(input(number).bytes, input(number).bytes);
        }
        assert_ne!(input(1).bytes, input(2).bytes);
    }
}
