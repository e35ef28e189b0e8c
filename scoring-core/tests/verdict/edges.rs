//! The last value that is fine and the first that is not, for every limit of a request.

use scoring_core::{
    Address, BODY_BYTES_MAX, EVIDENCE_MAX, EXCERPT_BYTES_MAX, Evidence, Part, Person,
    RECIPIENTS_MAX, REQUEST_BYTES_MAX, Recipient, Relation, Request, SUBJECT_BYTES_MAX, Severity,
    Target, Trust, trust, verdict,
};

use crate::sample::{CANARY, DANA, EVE, RITA, aim, source, targets, to, with};

/// The rules of a kind that a bent sample breaks, each once.
fn broken(prefix: &str, bend: impl FnOnce(&mut Request)) -> Vec<String> {
    let found = verdict(&with(bend)).findings;
    let mut rules: Vec<String> =
        found.into_iter().map(|f| f.rule).filter(|rule| rule.starts_with(prefix)).collect();
    rules.dedup();
    rules
}

fn fine(what: &str, bend: impl FnOnce(&mut Request)) {
    assert_eq!(broken("schema.", bend), [""; 0], "{what}");
}

fn bad(rule: &str, what: &str, bend: impl FnOnce(&mut Request)) {
    assert_eq!(broken("schema.", bend), [format!("schema.{rule}")], "{what}");
}

#[test]
fn the_limits_are_those_of_the_contract() {
    assert_eq!(
        [BODY_BYTES_MAX, SUBJECT_BYTES_MAX, EXCERPT_BYTES_MAX, EVIDENCE_MAX, RECIPIENTS_MAX],
        [65_536, 998, 4_096, 64, 50]
    );
    assert_eq!(REQUEST_BYTES_MAX, 1_048_576);
}

#[test]
fn texts_may_be_as_long_as_their_limit() {
    fine("body", |r| r.action.body = "x".repeat(BODY_BYTES_MAX));
    bad("body_long", "body", |r| r.action.body = "x".repeat(BODY_BYTES_MAX + 1));
    fine("subject", |r| r.action.subject = "x".repeat(SUBJECT_BYTES_MAX));
    bad("subject", "subject", |r| r.action.subject = "x".repeat(SUBJECT_BYTES_MAX + 1));
    bad("subject", "a carriage return", |r| r.action.subject.push('\r'));
    bad("subject", "a line feed", |r| r.action.subject.push('\n'));
    let excerpt = |n| move |r: &mut Request| r.evidence[1].excerpt = "x".repeat(n);
    fine("excerpt", excerpt(EXCERPT_BYTES_MAX));
    bad("excerpt_long", "excerpt", excerpt(EXCERPT_BYTES_MAX + 1));
}

#[test]
fn lists_may_be_as_long_as_their_limit() {
    let sources = |n: usize| {
        move |r: &mut Request| {
            let one = |n| source(&format!("sig-{n}"), DANA, Trust::Known, true);
            r.evidence = (0..n).map(one).collect();
        }
    };
    fine("sources", sources(EVIDENCE_MAX));
    bad("many", "sources", sources(EVIDENCE_MAX + 1));
    let readers = |n: usize| move |r: &mut Request| r.action.recipients = vec![to(DANA); n];
    fine("readers", readers(RECIPIENTS_MAX));
    bad("many", "readers", readers(RECIPIENTS_MAX + 1));
}

#[test]
fn the_clock_may_not_contradict_itself() {
    fine("the window begins now", |r| r.clock.next_window_ms = r.clock.now_ms);
    fine("the window begins later", |r| r.clock.next_window_ms = r.clock.now_ms + 1);
    bad("clock", "the window began", |r| r.clock.next_window_ms = r.clock.now_ms - 1);
    for sign in [1, -1] {
        fine("eighteen hours", |r| r.clock.utc_offset_min = sign * 18 * 60);
        bad("clock", "more", |r| r.clock.utc_offset_min = sign * (18 * 60 + 1));
    }
}

#[test]
fn ids_are_there_once() {
    bad("version", "older", |r| r.schema = 0);
    bad("version", "newer", |r| r.schema = 2);
    bad("id", "no id", |r| r.action_id.clear());
    bad("project", "no project", |r| r.action.project.clear());
    bad("entity", "no entity", |r| r.action.subject_entity.clear());
    bad("evidence_id", "none", |r| r.evidence[0].id.clear());
    bad("evidence_id", "twice", |r| r.evidence[1].id = r.evidence[0].id.clone());
    bad("person_id", "none", |r| r.people[4].id.clear());
    bad("person_id", "twice", |r| r.people.push(r.people[4].clone()));
    bad("source_key", "known to nobody", |r| r.evidence[1].source_key = "p-none".into());
    fine("unknown to everybody", |r| {
        r.evidence[1] =
            Evidence { trust: Trust::Unknown, ..source("s", "p-none", Trust::Known, false) };
    });
}

#[test]
fn each_target_is_complete() {
    bad("recipients", "a mail to nobody", |r| r.action.recipients.clear());
    bad("subject_empty", "a blank subject", |r| r.action.subject = " \t".into());
    bad("body_empty", "a blank mail", |r| r.action.body = " \n".into());
    for target in &targets() {
        let what = format!("{target:?}");
        fine(&what, |r| aim(r, target));
        if matches!(target, Target::Mail { .. }) {
            continue;
        }
        bad("recipients", &what, |r| {
            aim(r, target);
            r.action.recipients = vec![to(DANA)];
        });
        let blank = |r: &mut Request| {
            aim(r, target);
            r.action.body = " ".into();
        };
        match target {
            Target::JiraComment { .. } => bad("body_empty", &what, blank),
            _ => fine(&what, blank),
        }
        fine(&what, |r| {
            aim(r, target);
            r.action.subject.clear();
        });
    }
}

#[test]
fn each_part_of_a_target_is_needed() {
    let text = String::from;
    for target in [
        Target::JiraComment { issue: text(""), customer_visible: false },
        Target::ScopeChange { issue: text("") },
        Target::MilestoneChange { issue: text("") },
        Target::JiraStatus { issue: text(""), to_status: text("Done") },
        Target::JiraStatus { issue: text("PAY-12"), to_status: text("") },
        Target::JiraCreate { project_key: text(""), issue_type: text("Task") },
        Target::JiraCreate { project_key: text("PAY"), issue_type: text("") },
    ] {
        let rules = broken("schema.target", |r| aim(r, &target));
        assert_eq!(rules, ["schema.target"], "{target:?}");
    }
    let other = || text("PAY-13");
    let about = |target| broken("schema.", |r| aim(r, &target));
    let refused = ["schema.entity_other"];
    assert_eq!(about(Target::JiraComment { issue: other(), customer_visible: false }), refused);
    assert_eq!(about(Target::JiraStatus { issue: other(), to_status: text("Done") }), refused);
    assert_eq!(about(Target::ScopeChange { issue: other() }), [""; 0]);
}

#[test]
fn a_reader_is_confirmed_and_named_once() {
    let check = |what: &str, expect: &[&str], bend: &dyn Fn(&mut Request)| {
        assert_eq!(broken("recipient.", bend), expect, "{what}");
    };
    let unconfirmed = &["recipient.unconfirmed"][..];
    check("a colleague", &[], &|_| {});
    check("twice", &["recipient.twice"], &|r| r.action.recipients.push(to(DANA)));
    check("two", &[], &|r| r.action.recipients.push(to(RITA)));
    check("another address", unconfirmed, &|r| {
        r.action.recipients[0].address = "dana@north-wind.example".into();
    });
    check("nobody's", unconfirmed, &|r| r.action.recipients[0].person = "p-none".into());
    check("an address not confirmed", unconfirmed, &|r| r.people[0].addresses[0].confirmed = false);
    check("a person not confirmed", unconfirmed, &|r| r.people[0].relation = Relation::Unknown);
    check("an outsider", &[], &|r| r.people[0].relation = Relation::External);
    // An entry without an id is nobody's, whatever a recipient says.
    check("no id", unconfirmed, &|r| {
        let addresses = vec![Address { address: "x@y.example".into(), confirmed: true }];
        let (id, relation) = (String::new(), Relation::Internal);
        r.people.insert(0, Person { id, relation, addresses, lapse_allowed: true });
        r.action.recipients =
            vec![Recipient { person: String::new(), address: "x@y.example".into() }];
    });
}

/// What is cited may be quoted to whoever wrote it, and to colleagues.
#[test]
fn only_what_colleagues_wrote_is_kept_from_outsiders() {
    let secret = "The vendor contract ends in May and nobody has told the client about it yet.";
    let quotes = |reader: &str, author: &str, trust: Trust| {
        let found = broken("lint.quoted_internal", |r| {
            r.action.recipients = vec![to(reader)];
            r.action.body = secret.into();
            r.evidence[0] =
                Evidence { excerpt: secret.into(), ..source("sig-1", author, trust, true) };
        });
        !found.is_empty()
    };
    assert!(quotes(EVE, DANA, Trust::Known));
    assert!(quotes(RITA, DANA, Trust::Internal), "a stakeholder is outside too");
    assert!(!quotes(DANA, DANA, Trust::Known), "a colleague may read it");
    assert!(!quotes(EVE, RITA, Trust::Known), "the client wrote it");
    assert!(!quotes(EVE, DANA, Trust::Unknown), "anybody may have written it");
}

/// Links and secrets harm in an artefact too; its wording is nobody's business.
#[test]
fn what_stays_is_checked_for_harm_only() {
    let rules = |target: usize, body: &str| {
        broken("lint.", |r| {
            aim(r, &targets()[target]);
            r.action.body = body.into();
        })
    };
    for stays in [0, 1] {
        assert_eq!(rules(stays, "My view is !!"), [""; 0]);
        assert_eq!(rules(stays, "See http://10.0.0.1/x now."), ["lint.link_risky"]);
    }
    assert!(!rules(2, "My view is this.").is_empty());
}

/// A finding says in which text it is, once: a secret in the target in the target, one in the
/// subject in the subject alone.
#[test]
fn a_secret_is_told_where_it_stands() {
    let critical = |bend: &dyn Fn(&mut Request)| {
        let found = verdict(&with(bend)).findings;
        let found = found.into_iter().filter(|f| f.severity == Severity::Critical);
        found.map(|f| (f.part, f.span.is_some(), f.fix)).collect::<Vec<_>>()
    };
    let status = || Target::JiraStatus { issue: "PAY-12".into(), to_status: CANARY.into() };
    assert_eq!(critical(&|r| aim(r, &status())), [(Part::Target, false, None)]);
    let comment = |r: &mut Request| aim(r, &targets()[2]);
    let in_subject = |r: &mut Request| {
        comment(r);
        r.action.subject = CANARY.into();
    };
    assert_eq!(critical(&in_subject), [(Part::Subject, true, None)]);
    let in_body = |r: &mut Request| {
        comment(r);
        r.action.body = CANARY.into();
    };
    assert_eq!(critical(&in_body), [(Part::Body, true, None)]);
}

#[test]
fn facts_of_a_mail_decide_its_trust() {
    let facts = trust::MailFacts {
        from_count: 1,
        from: "ana@northwind.example",
        confirmed: true,
        auth_as: Some(" internal "),
        authentication_results: None,
    };
    assert_eq!(trust::of_mail(&facts), Trust::Known);
    assert_eq!(trust::of_mail(&trust::MailFacts { from_count: 2, ..facts }), Trust::Unknown);
    assert_eq!(trust::of_mail(&trust::MailFacts { from_count: 0, ..facts }), Trust::Unknown);
    assert_eq!(trust::of_mail(&trust::MailFacts { confirmed: false, ..facts }), Trust::Unknown);
    let results = |header| {
        let header = Some(header);
        trust::of_mail(&trust::MailFacts { auth_as: None, authentication_results: header, ..facts })
    };
    assert_eq!(results("mx; DMARC=Pass Header.From=Northwind.Example"), Trust::Known);
    for header in [
        "mx; dmarc=fail header.from=northwind.example",
        "mx; dmarc=pass header.from=other.example",
        "mx; dmarc=pass smtp.from=northwind.example",
        "mx; dmarc=pass",
        "mx; spf=pass header.from=northwind.example",
        "",
    ] {
        assert_eq!(results(header), Trust::Unknown, "{header}");
    }
    let nowhere = trust::MailFacts {
        from: "ana",
        auth_as: None,
        authentication_results: Some("mx; dmarc=pass header.from="),
        ..facts
    };
    assert_eq!(trust::of_mail(&nowhere), Trust::Unknown, "no domain agrees with no domain");
    assert_eq!(trust::domain_of("a@b@c.example"), "c.example");
    assert_eq!(trust::domain_of("nobody"), "");
}

/// One mark for each severity stands in the sample's sentences; none of them fails the shape.
#[test]
fn a_finding_of_the_text_is_no_fault_of_the_shape() {
    for severity in crate::sample::SEVERITIES {
        let v = verdict(&with(|r| r.action.body.push_str(crate::sample::sentence(severity))));
        assert!(v.dimensions[2].pass);
        assert_eq!(v.dimensions[1].pass, severity < Severity::Medium);
    }
}

/// Less is stricter; of two holds the one with more minutes and with the question at its end, and where one has only one
/// of both, neither.
#[test]
fn outcomes_are_ordered_by_how_strict_they_are() {
    use core::cmp::Ordering::{Equal, Greater, Less};
    use scoring_core::{OnLapse, Outcome, OutcomeClass};
    let plain = Outcome::plain;
    let (long_ask, long_send) =
        (Outcome::hold(30, OnLapse::Escalate), Outcome::hold(30, OnLapse::Send));
    let (short_ask, short_send) =
        (Outcome::hold(5, OnLapse::Escalate), Outcome::hold(5, OnLapse::Send));
    let rising = [
        plain(OutcomeClass::Reject),
        plain(OutcomeClass::Record),
        plain(OutcomeClass::Escalate),
        long_ask,
        short_send,
        plain(OutcomeClass::Execute),
    ];
    for (n, a) in rising.iter().enumerate() {
        for (m, b) in rising.iter().enumerate() {
            assert_eq!(a.partial_cmp(b), Some(n.cmp(&m)), "{a:?} {b:?}");
        }
    }
    for (a, b, expected) in [
        (long_ask, long_send, Some(Less)),
        (long_send, long_ask, Some(Greater)),
        (long_ask, short_ask, Some(Less)),
        (short_send, long_send, Some(Greater)),
        (short_ask, short_ask, Some(Equal)),
        (long_send, short_ask, None),
        (short_ask, long_send, None),
    ] {
        assert_eq!(a.partial_cmp(&b), expected, "{a:?} {b:?}");
    }
}
