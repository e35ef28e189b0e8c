//! What a person reads: the sentences of the dimensions, their scores, and what would change the
//! outcome.

use scoring_core::decision::decide;
use scoring_core::{Autonomy, Relation, Request, Severity, Trust, verdict};

use crate::sample::{CANARY, DANA, EVE, RITA, TOMAS, aim, source, targets, to, with};

fn dimension(n: usize, bend: impl FnOnce(&mut Request)) -> (u32, u32, bool, String) {
    let d = verdict(&with(bend)).dimensions.swap_remove(n);
    (d.score_bp, d.threshold_bp, d.pass, d.text)
}

fn check(n: usize, bend: impl FnOnce(&mut Request), expect: (u32, u32, bool, &str)) {
    let (score, threshold, pass, text) = dimension(n, bend);
    assert_eq!((score, threshold, pass, text.as_str()), expect);
}

/// One source for each key; the first owns the target if `owned`.
fn sources(keys: &[&str], owned: bool) -> impl Fn(&mut Request) {
    let make =
        |(n, key): (usize, &&str)| source(&format!("sig-{n}"), key, Trust::Known, owned && n == 0);
    let all: Vec<_> = keys.iter().enumerate().map(make).collect();
    move |r| r.evidence.clone_from(&all)
}

#[test]
fn agreement_counts_persons() {
    let none = "No trusted source names PAY-12.";
    check(0, sources(&[], false), (0, 10_000, false, none));
    let one = "Only one trusted source names PAY-12, two are needed.";
    check(0, sources(&[DANA], false), (5_000, 10_000, false, one));
    check(0, sources(&[DANA, DANA], false), (5_000, 10_000, false, one));
    let owner = "One trusted source owns PAY-12: a Jira change of it.";
    check(0, sources(&[DANA], true), (5_000, 5_000, true, owner));
    let two = "Two trusted sources agree about PAY-12.";
    check(0, sources(&[DANA, TOMAS], false), (10_000, 10_000, true, two));
    check(0, sources(&[DANA, TOMAS, DANA], true), (10_000, 5_000, true, two));
    let three = "Three trusted sources agree about PAY-12.";
    check(0, sources(&[DANA, TOMAS, RITA], false), (10_000, 10_000, true, three));
    let v = verdict(&with(sources(&[DANA, DANA, TOMAS], false)));
    assert_eq!(v.dimensions[0].evidence, ["sig-0", "sig-1", "sig-2"], "all that counts is cited");
    // More than there are words for.
    check(
        0,
        |r| {
            let mut person = r.people[0].clone();
            r.evidence.clear();
            for n in 0..7 {
                person.id = format!("p-{n}");
                r.evidence.push(source(&format!("s-{n}"), &person.id, Trust::Known, false));
                r.people.push(person.clone());
            }
        },
        (10_000, 10_000, true, "7 trusted sources agree about PAY-12."),
    );
}

#[test]
fn a_source_counts_if_it_is_believed_and_about_the_target() {
    let counts = |bend: &dyn Fn(&mut Request)| {
        verdict(&with(|r| {
            r.evidence = vec![source("one", DANA, Trust::Known, false)];
            bend(r);
        }))
        .dimensions[0]
            .score_bp
    };
    assert_eq!(counts(&|_| {}), 5_000);
    assert_eq!(counts(&|r| r.people[0].relation = Relation::Stakeholder), 5_000);
    assert_eq!(counts(&|r| r.people[0].relation = Relation::External), 0);
    assert_eq!(counts(&|r| r.people[0].relation = Relation::Unknown), 0);
    assert_eq!(counts(&|r| r.evidence[0].trust = Trust::Unknown), 0);
    assert_eq!(counts(&|r| r.evidence[0].severity = Severity::Medium), 5_000);
    assert_eq!(counts(&|r| r.evidence[0].severity = Severity::High), 0);
    assert_eq!(counts(&|r| r.evidence[0].names_target = false), 0);
    let owns =
        |r: &mut Request| (r.evidence[0].names_target, r.evidence[0].owns_target) = (false, true);
    assert_eq!(counts(&owns), 5_000, "an owner need not name it");
    // Somebody without an id is nobody's colleague.
    assert_eq!(
        counts(&|r| {
            r.evidence[0].source_key.clear();
            r.people[0].id.clear();
        }),
        0
    );
}

#[test]
fn boundary_and_schema_say_what_is_wrong() {
    let clean = "Recipients, links and wording stay inside what is allowed.";
    check(1, |_| {}, (10_000, 10_000, true, clean));
    let one = "One finding stands against it.";
    check(1, |r| r.action.body.push_str(" My view differs."), (0, 10_000, false, one));
    let two = "Two findings stand against it.";
    let views = " My view differs. Our view differs.";
    check(1, |r| r.action.body.push_str(views), (0, 10_000, false, two));
    let never = "No level and no approval allows this kind of action.";
    check(1, |r| aim(r, &targets()[9]), (0, 10_000, false, never));
    check(2, |_| {}, (10_000, 10_000, true, "The request is well formed."));
    let id = "The action has no id.";
    check(2, |r| r.action_id.clear(), (0, 10_000, false, id));
    let nothing = |r: &mut Request| {
        r.action_id.clear();
        r.action.project.clear();
        r.schema = 2;
    };
    let more = "The action has no id. And 2 more of this sort.";
    check(2, nothing, (0, 10_000, false, more));
    check(1, nothing, (10_000, 10_000, true, clean));
}

#[test]
fn precedent_adds_and_takes() {
    let past = |approvals, cancels, regrets| {
        move |r: &mut Request| {
            let p = &mut r.precedent;
            (p.approvals, p.cancels, p.regrets) = (approvals, cancels, regrets);
        }
    };
    let first = "Nothing of this kind was decided before.";
    check(3, past(0, 0, 0), (5_000, 5_000, true, first));
    let once = "Approved unchanged once in the last 30 days.";
    check(3, past(1, 0, 0), (5_500, 5_000, true, once));
    let twice = "Approved unchanged twice in the last 30 days.";
    check(3, past(2, 0, 0), (6_000, 5_000, true, twice));
    let many = "Approved unchanged 10 times in the last 30 days.";
    check(3, past(10, 0, 0), (10_000, 5_000, true, many));
    let most = format!("Approved unchanged {} times in the last 30 days.", u32::MAX);
    check(3, past(u32::MAX, 0, 0), (10_000, 5_000, true, &most));
    let cancel = "Approved unchanged 5 times, cancelled once.";
    check(3, past(5, 1, 0), (5_000, 5_000, true, cancel));
    check(3, past(4, 1, 0), (4_500, 5_000, false, "Approved unchanged 4 times, cancelled once."));
    let regret = "Approved unchanged 10 times, cancelled never, regretted once.";
    check(3, past(10, 0, 1), (5_000, 5_000, true, regret));
    let all = "Approved unchanged 3 times, cancelled twice, regretted once.";
    check(3, past(3, 2, 1), (0, 5_000, false, all));
    let none = "Earlier decisions do not count for this kind.";
    for target in [0, 1] {
        let bend = |r: &mut Request| {
            aim(r, &targets()[target]);
            r.precedent.regrets = 9;
        };
        check(3, bend, (0, 5_000, true, none));
    }
}

#[test]
fn the_sentence_names_what_is_in_the_way() {
    let says = |expect: &str, bend: &dyn Fn(&mut Request)| {
        assert_eq!(verdict(&with(bend)).would_change, expect);
    };
    let aimed = |n: usize| move |r: &mut Request| aim(r, &targets()[n]);
    says("", &|_| {});
    says("", &aimed(2));
    says("Nothing: this kind of action is never carried out.", &aimed(9));
    let secret = "Take the secret out of the draft: nothing that holds one is ever sent.";
    says(secret, &|r| r.action.body.push_str(CANARY));
    let observe = "Turn the dial to Maintain or Act: at Observe, everything is only written down.";
    says(observe, &|r| r.autonomy = Autonomy::Observe);
    let maintain = "Turn the dial to Act: at Maintain, everything that leaves is asked first.";
    says(maintain, &|r| r.autonomy = Autonomy::Maintain);
    says("", &|r| {
        aim(r, &targets()[0]);
        r.autonomy = Autonomy::Maintain;
    });
    let flagged =
        "A flagged text was read while this was drafted: only an approval can release it.";
    says(flagged, &|r| r.context_trust.severity = Severity::High);
    let unknown =
        "An unknown author was read while this was drafted: only an approval can release it.";
    says(unknown, &|r| r.context_trust.trust = Trust::Unknown);
    let bent = verdict(&with(|r| r.action.body.push_str(" My view. See http://10.0.0.1/x now.")));
    let worst = bent.findings.iter().find(|f| f.severity == Severity::High).unwrap();
    assert_eq!(bent.would_change, format!("Mend the draft: {}", worst.message));
    let medium = verdict(&with(|r| r.action.body.push_str(" My view differs.")));
    assert!(medium.would_change.starts_with("Mend the draft: "), "{}", medium.would_change);
    says("A second trusted source, or a Jira change of it.", &|r| r.evidence.clear());
    let weigh = "Unchanged approvals: earlier cancels of this class weigh against it.";
    says(weigh, &|r| r.precedent.cancels = 1);
    says("A Jira change of the issue by a confirmed colleague.", &|r| {
        aim(r, &targets()[2]);
        r.evidence[0].owns_target = false;
    });
    says("An approval: this kind is always asked first.", &aimed(6));
    says("An approval: customers could read it.", &aimed(5));
    let outside = "An approval: eve@northwind.example is outside the confirmed stakeholders.";
    says(outside, &|r| r.action.recipients = vec![to(DANA), to(EVE)]);
    let held = "An approval: this draft is not sent by itself when the hold ends.";
    says(held, &|r| r.action.recipients = vec![to(RITA)]);
}

/// A caller that needs no words gets the same decision.
#[test]
fn the_decision_is_that_of_the_verdict() {
    let bends: [&dyn Fn(&mut Request); 7] = [
        &|_| {},
        &|r| r.evidence.clear(),
        &|r| r.action.body.push_str(" My view differs."),
        &|r| r.action_id.clear(),
        &|r| r.precedent.cancels = 1,
        &|r| r.context_trust.trust = Trust::Unknown,
        &|r| aim(r, &targets()[9]),
    ];
    for bend in bends {
        let r = with(bend);
        let v = verdict(&r);
        let d = decide(&r, &v.findings);
        assert_eq!((d.kind, d.outcome, d.at_act), (v.kind, v.outcome, v.at_act));
        assert!(d.passes.iter().eq(v.dimensions.iter().map(|d| &d.pass)), "{:?}", d.passes);
        assert!(d.caps.rules().eq(v.caps.iter().map(String::as_str)));
        assert_eq!(d.caps.is_empty(), v.caps.is_empty());
    }
}

/// Of several recipients the one is named who is outside, not a stakeholder who stands before.
#[test]
fn who_is_outside_is_named() {
    for recipients in [vec![to(RITA), to(EVE)], vec![to(EVE), to(RITA)], vec![to(DANA), to(EVE)]] {
        let answer = verdict(&with(|r| r.action.recipients = recipients));
        let expected =
            format!("An approval: {} is outside the confirmed stakeholders.", to(EVE).address);
        assert_eq!(answer.would_change, expected);
    }
}
