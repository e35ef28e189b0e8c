//! How approvals in a row make a hold shorter (DESIGN 2.4).

use scoring_core::decision::{edit_keeps_precedent, edit_limit, hold_minutes};
use scoring_core::{Kind, Policy, verdict};

use crate::sample::{aim, targets, with};

fn check(policy: &Policy, kind: Kind, expect: &[(u32, u32)]) {
    for (run, minutes) in expect {
        assert_eq!(hold_minutes(policy, kind, *run), *minutes, "{kind:?} after {run} in a row");
    }
}

#[test]
fn holds_graduate_and_never_pass_the_floor() {
    let policy = Policy::default();
    let mail = [(0, 30), (4, 30), (5, 15), (9, 15), (10, 5), (11, 5), (u32::MAX, 5)];
    check(&policy, Kind::EmailStakeholder, &mail);
    check(&policy, Kind::JiraStatusChange, &[(0, 5), (4, 5), (5, 2), (10, 2), (u32::MAX, 2)]);
    check(&policy, Kind::EmailExternal, &[(0, 0), (10, 0)]);
    let short = Policy { hold_mail_min: 8, ..Policy::default() };
    check(&short, Kind::EmailStakeholder, &[(0, 8), (5, 5), (10, 5)]);
    let never = Policy { graduation_steps: Vec::new(), ..Policy::default() };
    check(&never, Kind::EmailStakeholder, &[(0, 30), (1000, 30)]);
}

#[test]
fn the_verdict_uses_the_run_and_not_the_count() {
    let minutes = |approvals, run, target: usize| {
        let r = with(|r| {
            aim(r, &targets()[target]);
            r.precedent.approvals = approvals;
            r.precedent.run = run;
        });
        verdict(&r).outcome.hold_min
    };
    assert_eq!(minutes(12, 5, 3), 15);
    assert_eq!(minutes(12, 10, 3), 5);
    assert_eq!(minutes(12, 0, 3), 30, "a cancel or regret ends the run");
    assert_eq!(minutes(5, 5, 4), 2);
}

#[test]
fn an_edit_is_small_or_it_is_a_new_text() {
    for (chars, limit) in [(0, 3), (60, 3), (79, 3), (80, 4), (99, 4), (100, 5), (2_000, 100)] {
        assert_eq!(edit_limit(chars), limit, "{chars}");
    }
    let keeps = |from: &str, to: &str| {
        // Neither way is laxer than the other for texts of one length class.
        assert_eq!(edit_keeps_precedent(from, to), edit_keeps_precedent(to, from), "{from} {to}");
        edit_keeps_precedent(from, to)
    };
    assert!(keeps("same", "same"));
    assert!(keeps("the plan", "the plane"));
    assert!(keeps("the plan", "the p"));
    assert!(!keeps("the plan", "the "), "four characters");
    assert!(keeps("abcdef", "xyzdef"));
    assert!(!keeps("abcdef", "wxyzef"), "four characters");
    // Punctuation around a fact is no part of it.
    for mark in [",", ".", ";", ":", "(", ")", "\"", "'"] {
        assert!(keeps("on 12 it is", &format!("on 12{mark} it is")), "{mark}");
        assert!(keeps("on 12 it is", &format!("on {mark}12 it is")), "{mark}");
    }
    for (from, to) in [
        ("by 12 it is", "by 13 it is"),
        ("due may so", "due so"),
        ("on Mon then", "on Tue then"),
        ("on FRI then", "on then"),
        ("on Sunday go", "on Monday go"),
        ("do it today", "do it"),
        ("see a://b ok", "see a://c ok"),
        ("ask a@b ok", "ask a@c ok"),
        ("ask a@b ok", "ask ab ok"),
    ] {
        assert!(!keeps(from, to), "{from:?} to {to:?}");
    }
    assert!(keeps("wed them", "wed then"));
    assert!(keeps("mend a:b or c/d", "mend a:c or c/d"), "neither is a link");
}
