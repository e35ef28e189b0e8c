//! The table of 2.1, the dimensions of 2.2 and the lapse of 2.4, case by case.

use scoring_core::{
    Autonomy, Kind, Outcome, OutcomeClass, Recipient, Relation, Request, Severity, Target, Trust,
    verdict,
};

use crate::sample::{
    CANARY, DANA, EVE, LEVELS, RITA, TOMAS, VERA, aim, aimed, lapse, sentence, source, targets, to,
    with,
};

/// A verdict in one line: kind, outcome, failed dimensions and caps.
fn line(r: &Request) -> String {
    let v = verdict(r);
    let mut out = format!("{} {}", name(&v.kind), shown(v.outcome));
    for failed in v.dimensions.iter().filter(|d| !d.pass) {
        out.push_str(&format!(" -{}", name(&failed.name)));
    }
    for cap in &v.caps {
        out.push_str(&format!(" {cap}"));
    }
    out
}

fn shown(outcome: Outcome) -> String {
    match outcome.on_lapse {
        None => name(&outcome.class),
        Some(end) => format!("hold {} {}", outcome.hold_min, name(&end)),
    }
}

/// The name as JSON has it.
fn name<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap().trim_matches('"').into()
}

fn check(what: &Request, expect: &str) {
    assert_eq!(line(what), expect);
}

/// Aims the sample at its issue's status.
fn status() -> Request {
    aimed(&targets()[4])
}

/// Aims the sample at an internal comment.
fn comment() -> Request {
    aimed(&targets()[2])
}

#[test]
fn every_cell_of_the_table() {
    let rows = [
        ("artefact_update", "record", "execute", "execute"),
        ("notification_internal", "record", "execute", "execute"),
        ("jira_comment", "record", "escalate", "execute"),
        ("email_stakeholder", "record", "escalate", "hold 30 send"),
        ("jira_status_change", "record", "escalate", "hold 5 send"),
        ("email_external", "record", "escalate", "escalate"),
        ("jira_create_issue", "record", "escalate", "escalate"),
        ("scope_change", "record", "escalate", "escalate"),
        ("milestone_change", "record", "escalate", "escalate"),
        ("delete_data", "reject", "reject", "reject"),
        ("share_confidential", "reject", "reject", "reject"),
        ("modify_integration_config", "reject", "reject", "reject"),
        ("change_own_autonomy", "reject", "reject", "reject"),
    ];
    assert_eq!(rows.len(), Kind::ALL.len());
    for ((kind, observe, maintain, act), target) in rows.iter().zip(targets()) {
        for (level, expect) in LEVELS.iter().zip([observe, maintain, act]) {
            let v = verdict(&with(|r| {
                aim(r, &target);
                r.autonomy = *level;
            }));
            assert_eq!(
                (name(&v.kind).as_str(), shown(v.outcome).as_str()),
                (*kind, *expect),
                "{level:?}"
            );
            assert_eq!(shown(v.at_act), *act, "at Act, asked at {level:?}");
            assert!(v.findings.is_empty(), "{:?}", v.findings);
        }
    }
}

#[test]
fn the_kind_follows_from_the_recipients() {
    let mail = |recipients: &[Recipient]| with(|r| r.action.recipients = recipients.to_vec());
    check(&mail(&[to(DANA), to(RITA), to(VERA)]), "email_stakeholder hold 30 escalate");
    check(&mail(&[to(DANA), to(EVE)]), "email_external escalate");
    let namesake = Recipient { person: DANA.into(), address: "dana@north-wind.example".into() };
    let stranger = Recipient { person: String::new(), address: to(DANA).address };
    let unlisted = Recipient { person: "p-none".into(), address: to(DANA).address };
    for recipient in [namesake, stranger, unlisted] {
        check(
            &mail(&[to(TOMAS), recipient]),
            "email_external escalate -boundary cap.dimension_failed",
        );
    }
    check(&mail(&[]), "email_external escalate -schema cap.dimension_failed");
    check(
        &with(|r| r.people[0].addresses[0].confirmed = false),
        "email_external escalate -boundary cap.dimension_failed",
    );
    check(
        &with(|r| {
            aim(r, &targets()[2]);
            r.action.recipients = vec![to(DANA)];
        }),
        "jira_comment escalate -schema cap.dimension_failed",
    );
}

#[test]
fn sources_have_to_agree() {
    let cited = |bend: &dyn Fn(&mut Request)| with(bend);
    let fails = "email_stakeholder escalate -source_agreement cap.dimension_failed";
    let passes = "email_stakeholder hold 30 send";
    check(&cited(&|r| r.evidence.clear()), fails);
    check(&cited(&|r| drop(r.evidence.pop())), passes);
    check(&cited(&|r| drop(r.evidence.remove(0))), fails);
    let mails = |first: &str, second: &str| {
        let (a, b) =
            (source("a", first, Trust::Known, false), source("b", second, Trust::Known, false));
        with(|r| r.evidence = vec![a, b])
    };
    check(&mails(TOMAS, DANA), passes);
    check(&mails(TOMAS, RITA), passes);
    check(&mails(TOMAS, TOMAS), fails);
    check(&mails(TOMAS, EVE), fails);
    check(&cited(&|r| r.evidence[0].owns_target = false), passes);
    check(
        &cited(&|r| {
            r.evidence[0].names_target = false;
            r.evidence[0].owns_target = false;
        }),
        fails,
    );
    check(
        &cited(&|r| r.evidence[0].source_key = "p-none".into()),
        "email_stakeholder escalate -schema cap.dimension_failed",
    );
    let scores: Vec<u32> = (0..=3)
        .map(|n| {
            verdict(&with(|r| {
                let keys = [TOMAS, DANA, RITA];
                r.evidence = keys[..n].iter().map(|k| source(k, k, Trust::Known, false)).collect();
            }))
            .dimensions[0]
                .score_bp
        })
        .collect();
    assert_eq!(scores, [0, 5000, 10_000, 10_000]);
}

#[test]
fn a_flagged_or_unknown_source_agrees_with_nothing() {
    let agreement = |bend: &dyn Fn(&mut Request)| {
        let answer = verdict(&with(|r| {
            r.evidence = vec![
                source("a", TOMAS, Trust::Known, false),
                source("b", DANA, Trust::Known, false),
            ];
            bend(r);
        }));
        (answer.dimensions[0].score_bp, answer.dimensions[0].pass)
    };
    assert_eq!(agreement(&|_| {}), (10_000, true));
    assert_eq!(agreement(&|r| r.evidence[0].severity = Severity::Medium), (10_000, true));
    assert_eq!(agreement(&|r| r.evidence[0].severity = Severity::High), (5_000, false));
    assert_eq!(agreement(&|r| r.evidence[1].trust = Trust::Unknown), (5_000, false));
}

#[test]
fn precedent_adds_up() {
    let rows = [
        ((0, 0, 0), 5000, true),
        ((1, 0, 0), 5500, true),
        ((10, 0, 0), 10_000, true),
        ((400, 0, 0), 10_000, true),
        ((0, 1, 0), 2500, false),
        ((4, 1, 0), 4500, false),
        ((5, 1, 0), 5000, true),
        ((10, 2, 0), 5000, true),
        ((400, 3, 0), 2500, false),
        ((10, 0, 1), 5000, true),
        ((9, 0, 1), 4500, false),
        ((10, 1, 1), 2500, false),
        ((0, u32::MAX, u32::MAX), 0, false),
    ];
    for ((approvals, cancels, regrets), score, pass) in rows {
        let bend = |r: &mut Request| {
            r.precedent.approvals = approvals;
            r.precedent.cancels = cancels;
            r.precedent.regrets = regrets;
        };
        let r = with(bend);
        let dimension = verdict(&r).dimensions[3].clone();
        let what = (approvals, cancels, regrets);
        assert_eq!((dimension.score_bp, dimension.pass), (score, pass), "{what:?}");
        let failed = "email_stakeholder escalate -precedent cap.dimension_failed";
        check(&r, if pass { "email_stakeholder hold 30 send" } else { failed });
        for target in &targets()[..2] {
            let class = verdict(&with(|r| {
                aim(r, target);
                bend(r);
            }))
            .outcome
            .class;
            assert_eq!(class, OutcomeClass::Execute, "{what:?} counts for {target:?}");
        }
    }
}

#[test]
fn severities_weigh() {
    let written = |severity| with(|r| r.action.body.push_str(sentence(severity)));
    check(&written(Severity::None), "email_stakeholder hold 30 send");
    check(&written(Severity::Low), "email_stakeholder hold 30 send");
    check(&written(Severity::Medium), "email_stakeholder escalate -boundary cap.dimension_failed");
    check(
        &written(Severity::High),
        "email_stakeholder escalate -boundary cap.dimension_failed cap.finding_high",
    );
    for level in LEVELS {
        let mut r = written(Severity::Critical);
        r.autonomy = level;
        check(&r, "email_stakeholder reject -boundary cap.dimension_failed cap.finding_high");
    }
}

#[test]
fn a_canary_rejects_wherever_it_stands() {
    let rejected = |r: &Request| {
        assert_eq!(verdict(r).outcome, Outcome::plain(OutcomeClass::Reject), "{:?}", r.action);
    };
    rejected(&with(|r| r.action.subject = format!("PAY-12: {CANARY}")));
    rejected(&with(|r| r.action.body = format!("See https://jira.northwind.example/{CANARY}.")));
    rejected(&aimed(&Target::JiraStatus { issue: "PAY-12".into(), to_status: CANARY.into() }));
    rejected(&aimed(&Target::JiraCreate { project_key: "PAY".into(), issue_type: CANARY.into() }));
    rejected(&with(|r| {
        aim(r, &targets()[0]);
        r.action.body = format!("{{\"add\":\"{CANARY}\"}}");
    }));
    let long = "The plan stands. ".repeat(5000);
    rejected(&with(|r| r.action.body = format!("{long}{CANARY}")));
    let quoted = with(|r| r.evidence[1].excerpt = format!("PAY-12 {CANARY}"));
    check(&quoted, "email_stakeholder hold 30 send");
}

#[test]
fn the_context_counts_although_all_that_is_cited_is_clean() {
    check(
        &with(|r| r.context_trust.trust = Trust::Unknown),
        "email_stakeholder escalate cap.context_unknown",
    );
    let flagged = |severity| with(|r| r.context_trust.severity = severity);
    check(&flagged(Severity::Medium), "email_stakeholder hold 30 send");
    check(&flagged(Severity::High), "email_stakeholder escalate cap.context_flagged");
    check(&flagged(Severity::Critical), "email_stakeholder escalate cap.context_flagged");
    // The host forgot to take the minimum: what is cited still counts.
    check(
        &with(|r| r.evidence.push(source("sig-3", "", Trust::Unknown, false))),
        "email_stakeholder escalate cap.context_unknown",
    );
    check(
        &with(|r| {
            r.evidence.push(source("sig-3", RITA, Trust::Known, false));
            r.evidence[2].severity = Severity::High;
        }),
        "email_stakeholder escalate cap.context_flagged",
    );
    check(
        &with(|r| {
            aim(r, &targets()[0]);
            r.context_trust.trust = Trust::Unknown;
        }),
        "artefact_update escalate cap.context_unknown",
    );
}

/// What the user wants to be asked about is asked, at most; what is refused stays refused.
#[test]
fn a_kind_that_is_always_asked_is_never_executed_or_held() {
    let asked = |mut r: Request| {
        r.policy.always_ask = Kind::ALL.to_vec();
        r
    };
    check(&asked(comment()), "jira_comment escalate cap.always_ask");
    check(&asked(status()), "jira_status_change escalate cap.always_ask");
    let mut other = comment();
    other.policy.always_ask = vec![Kind::EmailStakeholder];
    check(&other, "jira_comment execute");
}

#[test]
fn a_jira_action_needs_its_owner() {
    let mails = |mut r: Request| {
        r.evidence =
            vec![source("a", TOMAS, Trust::Known, false), source("b", DANA, Trust::Known, false)];
        r
    };
    check(&comment(), "jira_comment execute");
    check(&mails(comment()), "jira_comment escalate cap.no_owning_source");
    // A flagged change owns nothing.
    let mut flagged = comment();
    flagged.evidence.iter_mut().for_each(|e| e.severity = Severity::High);
    let caps = verdict(&flagged).caps;
    assert!(caps.iter().any(|cap| cap == "cap.no_owning_source"), "{caps:?}");
    check(&status(), "jira_status_change hold 5 send");
    check(&mails(status()), "jira_status_change hold 5 escalate");
    let mut ended = mails(status());
    ended.lapse = lapse(true, true);
    check(&ended, "jira_status_change escalate");
    let mut known = mails(status());
    known.evidence[0].owns_target = true;
    check(&known, "jira_status_change hold 5 escalate");
    let mut other = comment();
    other.action.subject_entity = "PAY-13".into();
    check(&other, "jira_comment escalate -schema cap.dimension_failed");
}

#[test]
fn a_lapse_sends_only_when_everything_is_as_promised() {
    let ended = |delivered, unchanged, bend: &dyn Fn(&mut Request)| {
        with(|r| {
            r.lapse = lapse(delivered, unchanged);
            bend(r);
        })
    };
    let nothing = |_: &mut Request| {};
    check(&ended(true, true, &nothing), "email_stakeholder execute");
    check(&ended(false, true, &nothing), "email_stakeholder escalate");
    check(&ended(true, false, &nothing), "email_stakeholder escalate");
    check(&ended(false, false, &nothing), "email_stakeholder escalate");
    let people = |ids: &'static [&str]| {
        ended(true, true, &|r| r.action.recipients = ids.iter().map(|id| to(id)).collect())
    };
    check(&people(&[DANA, TOMAS]), "email_stakeholder execute");
    check(&people(&[DANA, RITA]), "email_stakeholder escalate");
    check(&people(&[DANA, VERA]), "email_stakeholder execute");
    check(&people(&[DANA, EVE]), "email_external escalate");
    check(&ended(true, true, &|r| r.policy.lapse_enabled = false), "email_stakeholder escalate");
    check(
        &ended(true, true, &|r| r.precedent.cancels = 1),
        "email_stakeholder escalate -precedent cap.dimension_failed",
    );
    check(&ended(true, true, &|r| r.autonomy = Autonomy::Maintain), "email_stakeholder escalate");
    check(&ended(true, true, &|r| r.autonomy = Autonomy::Observe), "email_stakeholder record");
    check(&ended(true, true, &|r| aim(r, &targets()[4])), "jira_status_change execute");
    // Somebody who was trusted when the hold began.
    check(
        &ended(true, true, &|r| r.people[0].relation = Relation::Stakeholder),
        "email_stakeholder escalate",
    );
}

#[test]
fn malformed_requests_fail_the_schema() {
    let fails = |what: &str, bend: &dyn Fn(&mut Request)| {
        let v = verdict(&with(bend));
        assert!(!v.dimensions[2].pass, "{what}");
        assert_eq!(v.outcome, Outcome::plain(OutcomeClass::Escalate), "{what}");
    };
    fails("another schema", &|r| r.schema += 1);
    fails("no project", &|r| r.action.project.clear());
    fails("no entity", &|r| r.action.subject_entity.clear());
    fails("long body", &|r| r.action.body = "Done. ".repeat(11_000));
    fails("line break", &|r| r.action.subject.push_str("\r\nBcc: x"));
    fails("no subject", &|r| r.action.subject.clear());
    fails("no body", &|r| r.action.body.clear());
    fails("one source twice", &|r| r.evidence[1].id = r.evidence[0].id.clone());
    fails("one person twice", &|r| r.people.push(r.people[0].clone()));
    fails("a person without id", &|r| r.people[4].id.clear());
    fails("long excerpt", &|r| r.evidence[0].excerpt = "x".repeat(4097));
    fails("a window in the past", &|r| r.clock.next_window_ms -= 1);
    fails("too many recipients", &|r| r.action.recipients = vec![to(DANA); 51]);
}

#[test]
fn an_approval_waits_for_the_window() {
    let night = with(|r| {
        r.clock.in_working_hours = false;
        r.clock.next_window_ms += 3_600_000;
    });
    assert_eq!(verdict(&night).earliest_ms, night.clock.now_ms + 3_600_000);
    let day = with(|r| r.clock.next_window_ms += 3_600_000);
    assert_eq!(verdict(&day).earliest_ms, day.clock.now_ms);
}

#[test]
fn nothing_stands_in_the_way_of_what_is_done() {
    let (execute, hold) = (verdict(&comment()), verdict(&with(|_| {})));
    assert_eq!((execute.would_change.as_str(), hold.would_change.as_str()), ("", ""));
    for bend in [
        (|r| r.context_trust.trust = Trust::Unknown) as fn(&mut Request),
        |r| r.evidence.clear(),
        |r| r.autonomy = Autonomy::Observe,
        |r| r.autonomy = Autonomy::Maintain,
        |r| r.action.recipients = vec![to(EVE)],
        |r| r.action.body.push_str(CANARY),
        |r| r.precedent.cancels = 1,
    ] {
        assert!(!verdict(&with(bend)).would_change.is_empty());
    }
}
