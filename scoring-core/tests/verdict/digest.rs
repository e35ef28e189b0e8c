//! What the digests depend on, and what not (DESIGN 2.3).

use scoring_core::{
    Address, Kind, Recipient, Relation, Request, Severity, Target, Trust, Verdict, abi, decision,
    digest, verdict,
};

use crate::sample::{DANA, RITA, TOMAS, VERA, aim, lapse, request, source, targets, to, with};

fn seen(bend: impl FnOnce(&mut Request)) -> Verdict {
    verdict(&with(bend))
}

/// A bend with its name.
type Case = (&'static str, fn(&mut Request));

#[test]
fn the_verdict_digest_stands_through_time_scores_counts_and_minutes() {
    let cases: [Case; 8] = [
        ("now", |r| {
            r.clock.now_ms += 29 * 60_000;
            r.clock.next_window_ms = r.clock.now_ms;
        }),
        ("summer time", |r| r.clock.utc_offset_min = 120),
        ("hours", |r| {
            r.clock.in_working_hours = false;
            r.clock.next_window_ms += 1;
        }),
        ("a score", |r| r.precedent.approvals = 3),
        ("minutes", |r| r.precedent.run = 10),
        ("a cancel that weighs too little", |r| {
            r.precedent.approvals = 10;
            r.precedent.cancels = 1;
        }),
        ("an excerpt", |r| r.evidence[1].excerpt.push('.')),
        ("dry run", |r| r.dry_run = true),
    ];
    let before = verdict(&request());
    for (what, bend) in cases {
        let after = seen(bend);
        assert_eq!(after.verdict_digest, before.verdict_digest, "{what}");
        assert_ne!(
            after.request_digest, before.request_digest,
            "{what} is not in the request digest"
        );
    }
}

#[test]
fn the_verdict_digest_changes_with_everything_that_matters() {
    let cases: [Case; 28] = [
        ("action id", |r| r.action_id.push('x')),
        ("kind", |r| aim(r, &Target::Note {})),
        ("project", |r| r.action.project.push('x')),
        ("thread", |r| r.action.target = Target::Mail { thread: Some("t".into()) }),
        ("target version", |r| r.action.target_version.push('x')),
        ("recipient", |r| r.action.recipients = vec![to(TOMAS)]),
        ("another recipient", |r| r.action.recipients.push(to(TOMAS))),
        ("relation", |r| r.people[0].relation = Relation::Stakeholder),
        ("resolved address", |r| {
            let address = String::from("dana@branch.northwind.example");
            r.people[0].addresses.push(Address { address: address.clone(), confirmed: true });
            r.action.recipients[0].address = address;
        }),
        ("confirmation", |r| r.people[0].addresses[0].confirmed = false),
        ("subject", |r| r.action.subject.push('!')),
        ("body", |r| r.action.body.push(' ')),
        ("evidence", |r| r.evidence.push(source("sig-3", RITA, Trust::Known, false))),
        ("evidence id", |r| r.evidence[1].id.push('x')),
        ("evidence trust", |r| r.evidence[1].trust = Trust::Internal),
        ("evidence severity", |r| r.evidence[1].severity = Severity::Low),
        ("outcome by context", |r| r.context_trust.trust = Trust::Unknown),
        ("outcome by level", |r| r.autonomy = scoring_core::Autonomy::Observe),
        ("outcome by lapse", |r| r.lapse = lapse(true, true)),
        ("finding", |r| r.action.body = "My view differs.".into()),
        ("pass or fail", |r| r.precedent.cancels = 1),
        ("hold", |r| r.policy.hold_mail_min = 31),
        ("floor", |r| r.policy.hold_mail_floor_min = 6),
        ("steps", |r| r.policy.graduation_steps.push(20)),
        ("threshold", |r| r.policy.precedent_threshold_bp = 4999),
        ("lapse enabled", |r| r.policy.lapse_enabled = false),
        ("always ask", |r| r.policy.always_ask.push(Kind::ScopeChange)),
        ("canaries", |r| r.policy.canaries.push("HF-other".into())),
    ];
    let before = verdict(&request()).verdict_digest;
    let mut digests = vec![before.clone()];
    for (what, bend) in cases {
        let after = seen(bend).verdict_digest;
        assert!(!digests.contains(&after), "{what} does not change the digest");
        digests.push(after);
    }
}

/// The findings and the passes count by themselves, not only through the outcome.
#[test]
fn each_part_of_the_judgement_counts_by_itself() {
    let r = request();
    let v = seen(|r| r.action.body = "My view differs.".into());
    let of = |findings: &[_], dimensions: &[_]| {
        digest::verdict(&r, Kind::EmailStakeholder, v.outcome.class, dimensions, findings)
    };
    let whole = of(&v.findings, &v.dimensions);
    assert_ne!(of(&[], &v.dimensions), whole);
    let mut turned = v.dimensions.clone();
    turned[0].pass ^= true;
    assert_ne!(of(&v.findings, &turned), whole);
    turned[0].pass ^= true;
    turned[0].score_bp += 1;
    turned[0].threshold_bp += 1;
    assert_eq!(of(&v.findings, &turned), whole, "numbers are for display");
    let mut graver = v.findings.clone();
    graver[0].severity = Severity::High;
    assert_ne!(of(&graver, &v.dimensions), whole);
}

#[test]
fn the_class_is_project_kind_and_sorted_people() {
    let class = |people: &[&str]| {
        seen(|r| r.action.recipients = people.iter().map(|id| to(id)).collect()).class
    };
    assert_eq!(class(&[DANA, RITA]), class(&[RITA, DANA]));
    assert_ne!(class(&[DANA, RITA]), class(&[DANA]));
    assert_ne!(class(&[DANA, RITA]), class(&[DANA, VERA]));
    let plain = seen(|_| {}).class;
    assert_eq!(seen(|r| r.action.body.push('.')).class, plain);
    assert_ne!(seen(|r| r.action.project.push('x')).class, plain);
    let none = |target: &Target| seen(|r| aim(r, target)).class;
    assert_ne!(none(&targets()[0]), none(&targets()[1]));
    let stranger = |address: &str| {
        seen(|r| {
            r.action.recipients = vec![Recipient { person: String::new(), address: address.into() }]
        })
        .class
    };
    assert_ne!(stranger("a@x.example"), stranger("b@x.example"));
}

#[test]
fn a_request_has_one_spelling() {
    let json = serde_json::to_string(&request()).unwrap();
    let digest = digest::sha256_hex(json.as_bytes());
    let spaced = serde_json::to_string_pretty(&request()).unwrap();
    for text in [json.clone(), spaced] {
        let answer: serde_json::Value =
            serde_json::from_slice(&abi::verdict(text.as_bytes())).unwrap();
        assert_eq!(answer["ok"]["request_digest"], digest.as_str());
        assert_eq!(abi::verdict(text.as_bytes()), abi::verdict(json.as_bytes()));
    }
    let refused = |from: &str, to: &str| {
        assert!(json.contains(from), "{from}");
        let answer = abi::verdict(json.replacen(from, to, 1).as_bytes());
        assert!(answer.starts_with(b"{\"error\":"), "{to}");
    };
    refused("\"schema\":1", "\"schema\":1,\"more\":1");
    refused("\"op\":\"mail\"", "\"op\":\"mail\",\"more\":1");
    refused("\"schema\":1", "\"schema\":1.0");
    refused("\"schema\":1", "\"schema\":1,\"schema\":1");
    refused("\"op\":\"mail\",\"thread\":null", "\"op\":\"note\",\"more\":1");
    refused("\"op\":\"mail\"", "\"op\":\"mail\",\"kind\":\"artefact_update\"");
    refused("\"autonomy\":\"act\"", "\"autonomy\":\"full\"");
}

#[test]
fn links_are_listed_by_host() {
    assert_eq!(
        decision::links("a https://x.example/y b http://z.example"),
        ["x.example", "z.example"]
    );
    assert!(decision::links("nothing here").is_empty());
}

/// `printf 'jira\nPAY-12\nhistory:4:0' | sha256sum`: the ids are in stores already.
#[test]
fn the_id_of_a_signal_is_fixed() {
    assert_eq!(
        scoring_core::digest::signal_id("jira", "PAY-12", "history:4:0"),
        "b4844ee9afa84b93a4466df79f1ddd1da2e721dc13b3cc25e8de20e397256c06"
    );
}
