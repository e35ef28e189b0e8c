//! The laws of DESIGN 2.5 for what is not finite: many sources, recipients, texts and counts at
//! once.

use proptest::prelude::*;
use scoring_core::{
    Autonomy, Clock, Evidence, Kind, OutcomeClass, Recipient, Request, Severity, Trust, abi,
    verdict,
};

use crate::sample::{
    DANA, EVE, LEVELS, RITA, SEVERITIES, TOMAS, VERA, aim, lapse, request, sentence, source,
    targets, to,
};

const PEOPLE: [&str; 5] = [DANA, TOMAS, RITA, VERA, EVE];
const TRUSTS: [Trust; 3] = [Trust::Unknown, Trust::Known, Trust::Internal];

prop_compose! {
    fn evidence()(
        who in 0..5usize, trust in 0..3usize, severity in 0..5usize, names: bool, owns: bool,
    ) -> Evidence {
        Evidence {
            names_target: names,
            severity: SEVERITIES[severity],
            ..source("", PEOPLE[who], TRUSTS[trust], owns)
        }
    }
}

prop_compose! {
    fn any_request()(
        target in 0..13usize,
        level in 0..3usize,
        sources in prop::collection::vec(evidence(), 0..5),
        readers in prop::collection::vec(0..5usize, 0..4),
        namesake in prop::bool::weighted(0.1),
        context in (0..3usize, 0..5usize),
        wrote in prop::collection::vec(0..5usize, 0..3),
        counts in (0..12u32, 0..3u32, 0..2u32, 0..12u32),
        ended in prop::option::of((any::<bool>(), any::<bool>())),
        lapse_enabled: bool,
        now in 0..4_000_000_000_000_i64,
    ) -> Request {
        let mut r = request();
        r.action.recipients = readers.iter().map(|n| to(PEOPLE[*n])).collect();
        if namesake {
            r.action.recipients.push(stranger());
        }
        aim(&mut r, &targets()[target]);
        r.autonomy = LEVELS[level];
        r.evidence = sources;
        for (n, e) in r.evidence.iter_mut().enumerate() {
            e.id = format!("sig-{n}");
        }
        r.context_trust.trust = TRUSTS[context.0];
        r.context_trust.severity = SEVERITIES[context.1];
        for n in wrote {
            r.action.body.push_str(sentence(SEVERITIES[n]));
        }
        let p = &mut r.precedent;
        (p.approvals, p.cancels, p.regrets, p.run) = counts;
        r.lapse = ended.and_then(|(delivered, unchanged)| lapse(delivered, unchanged));
        r.policy.lapse_enabled = lapse_enabled;
        r.clock = Clock { now_ms: now, next_window_ms: now, ..r.clock };
        r
    }
}

fn stranger() -> Recipient {
    Recipient { person: DANA.into(), address: "dana@north-wind.example".into() }
}

/// Checks that the bent request is judged at least as strictly.
fn stricter(what: &str, r: &Request, bend: impl FnOnce(&mut Request)) -> Result<(), TestCaseError> {
    let mut bent = r.clone();
    bend(&mut bent);
    let (before, after) = (verdict(r).outcome, verdict(&bent).outcome);
    prop_assert!(after <= before, "{what} makes {before:?} laxer: {after:?}");
    Ok(())
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nothing_bad_makes_it_laxer(r in any_request(), n in 0..5usize, severity in 1..5usize) {
        stricter("a finding", &r, |r| r.action.body.push_str(sentence(SEVERITIES[severity])))?;
        stricter("an unknown recipient", &r, |r| r.action.recipients.push(stranger()))?;
        let unknown = source("x", "", Trust::Unknown, true);
        stricter("an unknown source", &r, |r| r.evidence.push(unknown))?;
        stricter("a schema error", &r, |r| r.action.project.clear())?;
        stricter("a regret", &r, |r| { r.precedent.regrets += 1; r.precedent.run = 0; })?;
        stricter("an unknown context", &r, |r| r.context_trust.trust = Trust::Unknown)?;
        stricter("a flagged context", &r, |r| {
            r.context_trust.severity = r.context_trust.severity.max(SEVERITIES[severity]);
        })?;
        stricter("no lapse", &r, |r| r.policy.lapse_enabled = false)?;
        let kind = Kind::ALL[n * 2];
        stricter("a kind that is always asked", &r, |r| r.policy.always_ask.push(kind))?;
        stricter("an unconfirmed address", &r, |r| r.people[n].addresses[0].confirmed = false)?;
        if let Some(n) = n.checked_rem(r.evidence.len()) {
            stricter("a less trusted source", &r, |r| {
                let trust = &mut r.evidence[n].trust;
                *trust = if *trust == Trust::Internal { Trust::Known } else { Trust::Unknown };
            })?;
            stricter("a flagged source", &r, |r| {
                r.evidence[n].severity = r.evidence[n].severity.max(SEVERITIES[severity]);
            })?;
            stricter("a source that does not name", &r, |r| {
                r.evidence[n].names_target = false;
                r.evidence[n].owns_target = false;
            })?;
        }
    }

    #[test]
    fn more_autonomy_or_agreement_never_makes_it_stricter(r in any_request(), who in 0..2usize) {
        let outcome = |autonomy| verdict(&Request { autonomy, ..r.clone() }).outcome;
        prop_assert!(outcome(Autonomy::Observe) <= outcome(Autonomy::Maintain));
        prop_assert!(outcome(Autonomy::Maintain) <= outcome(Autonomy::Act));
        prop_assert_eq!(outcome(Autonomy::Act), verdict(&r).at_act);
        let known = (Trust::Known, false);
        for (trust, owns) in [known, (Trust::Internal, false), (Trust::Internal, true)] {
            let mut more = r.clone();
            more.evidence.push(source("more", PEOPLE[who], trust, owns));
            prop_assert!(verdict(&r).outcome <= verdict(&more).outcome);
        }
    }

    #[test]
    fn equal_requests_give_equal_bytes_and_time_alone_changes_no_digest(
        r in any_request(), later in 0..4_000_000_000_000_i64, offset in -720..840_i32,
    ) {
        let json = serde_json::to_vec(&r).unwrap();
        let again: Request = serde_json::from_slice(&json).unwrap();
        prop_assert_eq!(serde_json::to_vec(&again).unwrap(), &json[..]);
        prop_assert_eq!(abi::verdict(&json), abi::verdict(&json.clone()));
        let moved = Request {
            clock: Clock {
                now_ms: later,
                utc_offset_min: offset,
                in_working_hours: false,
                next_window_ms: later + 1,
            },
            ..r.clone()
        };
        prop_assert_eq!(verdict(&moved).verdict_digest, verdict(&r).verdict_digest);
        prop_assert_eq!(verdict(&moved).outcome, verdict(&r).outcome);
    }
}

/// Few requests leave at all: many are needed to reach each way.
fn many() -> ProptestConfig {
    ProptestConfig { cases: 20_000, ..config() }
}

proptest! {
    #![proptest_config(many())]

    #[test]
    fn what_leaves_unasked_has_no_fault(r in any_request()) {
        let v = verdict(&r);
        if v.outcome.class >= OutcomeClass::Hold {
            prop_assert!(v.dimensions.iter().all(|d| d.pass) && v.caps.is_empty());
            prop_assert!(v.findings.iter().all(|f| f.severity < Severity::Medium));
            prop_assert!(r.autonomy > Autonomy::Observe && !v.kind.is_never());
            prop_assert!(r.evidence.iter().all(|e| e.trust > Trust::Unknown));
            prop_assert!(r.evidence.iter().all(|e| e.severity < Severity::High));
            prop_assert!(r.context_trust.trust > Trust::Unknown);
            prop_assert!(r.context_trust.severity < Severity::High);
            let inside = |reader: &Recipient| *reader != stranger() && reader.person != EVE;
            prop_assert!(r.action.recipients.iter().all(inside), "{:?}", r.action.recipients);
        }
        // The end of an unanswered hold: only with both promises kept, and only to whom it may go.
        if v.outcome.class == OutcomeClass::Execute && v.kind == Kind::EmailStakeholder {
            prop_assert_eq!(r.lapse, lapse(true, true));
            prop_assert!(r.policy.lapse_enabled);
            prop_assert!(r.action.recipients.iter().all(|reader| reader.person != RITA));
        }
    }
}
