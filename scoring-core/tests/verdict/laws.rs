//! The laws of DESIGN 2.5 over their whole finite part: each axis runs from strict to lax, and a
//! step along any axis, with all others fixed, must never make the outcome stricter.

use std::thread;

use scoring_core::decision::kind_of;
use scoring_core::{
    Autonomy, Context, Kind, Outcome, OutcomeClass, Recipient, Request, Severity, Target, Trust,
    verdict,
};

use crate::sample::{
    DANA, EVE, RITA, SEVERITIES, TOMAS, VERA, aim, lapse, request, sentence, source, targets, to,
};

/// The axes, in the order of the digits of a point: name and number of steps.
const AXES: [(&str, usize); 9] = [
    ("autonomy", 3),
    ("sources", 4),
    ("schema", 2),
    ("precedent", 2),
    ("context trust", 3),
    ("context severity", 5),
    ("finding", 5),
    ("lapse enabled", 2),
    ("lapse", 5),
];
/// The last axis is no chain (no lapse is another question than a failed one): its first four steps
/// are ordered as a square, and the fifth stands alone.
const LAPSE_AXIS: usize = 8;

/// The axes before this one matter to every kind; the lapse matters only to a kind that can be
/// held.
const HOLD_AXES: usize = 7;

/// Points of a kind that can be held or of one that never is; the random laws bend the lapse for
/// both.
fn points_of(holds: bool) -> usize {
    let axes = if holds { AXES.len() } else { HOLD_AXES };
    AXES[..axes].iter().map(|(_, steps)| steps).product()
}

/// Sets one axis of a request to one step, 0 the strictest.
fn set(r: &mut Request, axis: usize, step: usize) {
    match axis {
        0 => r.autonomy = [Autonomy::Observe, Autonomy::Maintain, Autonomy::Act][step],
        1 => sources(r, step),
        2 => r.action_id = ["", "act-1"][step].into(),
        3 => r.precedent.cancels = [1, 0][step],
        4 => r.context_trust.trust = [Trust::Unknown, Trust::Known, Trust::Internal][step],
        5 => r.context_trust.severity = SEVERITIES[4 - step],
        6 => r.action.body = format!("Done.{}", sentence(SEVERITIES[4 - step])),
        7 => r.policy.lapse_enabled = step == 1,
        _ => {
            let steps = [(false, false), (false, true), (true, false), (true, true)];
            r.lapse = steps.get(step).and_then(|(delivered, same)| lapse(*delivered, *same));
        }
    }
}

/// Nobody, one colleague by mail, two colleagues by mail, and a colleague's own Jira change beside
/// them.
fn sources(r: &mut Request, step: usize) {
    r.evidence.clear();
    for (n, (key, trust)) in [(TOMAS, Trust::Known), (DANA, Trust::Known), (DANA, Trust::Internal)]
        [..step]
        .iter()
        .enumerate()
    {
        r.evidence.push(source(&format!("sig-{n}"), key, *trust, *trust == Trust::Internal));
    }
}

/// Whether some point of a request can be held.
fn holds(base: &Request) -> bool {
    matches!(kind_of(base), Kind::EmailStakeholder | Kind::JiraStatusChange)
}

/// The outcome of every point, by mixed radix.
fn outcomes(base: &Request) -> Vec<Outcome> {
    let axes = if holds(base) { AXES.len() } else { HOLD_AXES };
    let points = points_of(holds(base));
    let mut out = Vec::with_capacity(points);
    for point in 0..points {
        let mut r = base.clone();
        let mut rest = point;
        for (axis, (_, steps)) in AXES.iter().enumerate().take(axes) {
            set(&mut r, axis, rest % steps);
            rest /= steps;
        }
        out.push(verdict(&r).outcome);
    }
    out
}

/// The steps of the lapse that keep one more promise than this one.
fn lapse_pairs(step: usize) -> &'static [usize] {
    match step {
        0 => &[1, 2],
        1 | 2 => &[3],
        _ => &[],
    }
}

fn check_laws(what: &str, base: &Request, out: &[Outcome]) {
    let axes = if holds(base) { AXES.len() } else { HOLD_AXES };
    assert_eq!(out.len(), points_of(holds(base)));
    let mut radix = 1;
    for (axis, (name, steps)) in AXES.iter().enumerate().take(axes) {
        for point in 0..out.len() {
            let step = point / radix % steps;
            let next: &[usize] = if axis == LAPSE_AXIS { lapse_pairs(step) } else { &[step + 1] };
            for up in next.iter().filter(|s| *s < steps) {
                let other = point + (up - step) * radix;
                assert!(
                    out[point] <= out[other],
                    "{what}: {name} {step} -> {up} at point {point} makes {:?} stricter: {:?}",
                    out[point],
                    out[other]
                );
            }
        }
        radix *= steps;
    }
}

/// Recipients of a mail, from strict to lax; the first two are strangers, one with a colleague's
/// entry.
fn recipients() -> [(&'static str, Recipient); 6] {
    let stranger = |person: &str| Recipient {
        person: person.into(),
        address: "dana@north-wind.example".into(),
    };
    [
        ("stranger", stranger("")),
        ("namesake", stranger(DANA)),
        ("outsider", to(EVE)),
        ("stakeholder", to(RITA)),
        ("stakeholder who may lapse", to(VERA)),
        ("colleague", to(DANA)),
    ]
}

fn base(target: &Target) -> Request {
    let mut r = request();
    r.context_trust = Context { trust: Trust::Internal, severity: Severity::None };
    aim(&mut r, target);
    r
}

fn on_threads(bases: &[(String, Request)]) -> Vec<Vec<Outcome>> {
    let workers = thread::available_parallelism().map_or(1, usize::from).min(bases.len());
    let size = bases.len().div_ceil(workers);
    thread::scope(|scope| {
        let threads: Vec<_> = bases
            .chunks(size)
            .map(|chunk| {
                scope.spawn(move || chunk.iter().map(|(_, r)| outcomes(r)).collect::<Vec<_>>())
            })
            .collect();
        threads.into_iter().flat_map(|t| t.join().unwrap()).collect()
    })
}

#[test]
fn the_laws_hold_for_mail_to_anybody() {
    let bases: Vec<(String, Request)> = recipients()
        .into_iter()
        .map(|(name, recipient)| {
            let mut r = base(&Target::Mail { thread: None });
            r.action.recipients = vec![recipient];
            (format!("mail to a {name}"), r)
        })
        .collect();
    let all = on_threads(&bases);
    for ((what, r), out) in bases.iter().zip(&all) {
        check_laws(what, r, out);
    }
    for class in [
        OutcomeClass::Reject,
        OutcomeClass::Record,
        OutcomeClass::Escalate,
        OutcomeClass::Hold,
        OutcomeClass::Execute,
    ] {
        assert!(all.iter().flatten().any(|o| o.class == class), "{class:?} is never reached");
    }
    for (pair, names) in all.windows(2).zip(bases.windows(2)) {
        for (point, b) in pair[1].iter().enumerate() {
            let a = &pair[0][point % pair[0].len()];
            assert!(a <= b, "{} -> {} at point {point}: {a:?}, {b:?}", names[0].0, names[1].0);
        }
    }
}

#[test]
fn the_laws_hold_for_every_other_target() {
    let bases: Vec<(String, Request)> = targets()
        .iter()
        .filter(|t| !matches!(t, Target::Mail { .. }))
        .map(|t| (format!("{t:?}"), base(t)))
        .collect();
    for ((what, r), out) in bases.iter().zip(on_threads(&bases)) {
        check_laws(what, r, &out);
    }
}

#[test]
fn the_sentences_weigh_what_they_say() {
    for severity in SEVERITIES {
        let mut r = request();
        r.action.body = format!("Done.{}", sentence(severity));
        let worst = verdict(&r).findings.iter().map(|f| f.severity).max().unwrap_or_default();
        assert_eq!(worst, severity, "{}", r.action.body);
    }
}
