use jiff::civil::Date;
use plugin_payload::{Issue, Mail, Signal};
use scoring_core::{Severity, Trust};

use super::*;
use crate::domain::artefacts::{IssueFact, Patch};
use crate::domain::work::{Purpose, Role};

/// 22 November 2026, noon UTC.
const NOW: i64 = 1_795_348_800_000;

fn mail(id: &str, who: &str, text: &str) -> Prepared {
    Prepared {
        id: id.into(),
        integration: "outlook".into(),
        signal: Signal {
            change: Change::Message,
            occurred_at_ms: NOW,
            mail: Some(Mail { conversation_id: "c-1".into(), ..Mail::default() }),
            ..Signal::default()
        },
        text: text.into(),
        title: "PAY-142".into(),
        trust: Trust::Known,
        severity: Severity::None,
        rules: Vec::new(),
        source_key: who.to_lowercase().replace(' ', "-"),
        names: vec!["PAY-142".into()],
        label: "Mail: PAY-142".into(),
        who: who.into(),
    }
}

fn jira(id: &str, field: &str, from: Option<&str>, to: Option<&str>) -> Prepared {
    let change = Change::Field {
        field: field.into(),
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
    };
    let mut signal = mail(id, "Noah Berg", "");
    signal.signal = Signal {
        change,
        entity: "PAY-142".into(),
        occurred_at_ms: NOW,
        issue: Some(Issue { key: "PAY-142".into(), ..Issue::default() }),
        ..Signal::default()
    };
    signal.integration = "jira".into();
    signal.title = "Card vault migration".into();
    signal.trust = Trust::Internal;
    signal
}

#[test]
fn messages_fall_into_their_category() {
    use Category::{
        Blocker, Contradiction, Decision, Noise, Question, Request, Risk, ScopeChange, Slip,
        StatusUpdate,
    };
    let table = [
        ("PAY-142 will slip to 19 December.", Slip),
        ("Delivery is two weeks behind schedule.", Slip),
        ("The team is blocked: the certificate is missing.", Blocker),
        ("PAY-142 is no longer blocked, testing goes on.", StatusUpdate),
        ("The steering group decided to launch in two waves.", Decision),
        ("There is a risk that the bank answers too slowly.", Risk),
        ("Could you send the test plan?", Request),
        ("When does the pilot start?", Question),
        ("The customer asks for an additional requirement.", ScopeChange),
        ("It is done, but Jira still shows Blocked.", Contradiction),
        ("Testing is finished and merged.", StatusUpdate),
        ("Join our webinar! Unsubscribe here.", Noise),
        ("Lunch at noon.", Category::None),
        ("", Category::None),
        ("Asterisk and brisk walks.", Category::None),
    ];
    for (text, expected) in table {
        let found = classify(&mail("s", "Mia Chen", text));
        assert_eq!(found.category, expected, "{text}");
        assert_eq!(found.by, By::Rules);
        assert!(found.summary.chars().count() <= 300);
    }
}

/// Field, old value, new value, class.
type Change4 =
    (&'static str, Option<&'static str>, Option<&'static str>, Option<(Category, Stakes)>);

#[test]
fn typed_jira_changes_need_no_reading() {
    use Category::{Blocker, Risk, Slip, StatusUpdate};
    let table: [Change4; 13] = [
        ("Rank", None, Some("Ranked higher"), Some((StatusUpdate, Stakes::Low))),
        ("Sprint", Some("1"), Some("2"), Some((StatusUpdate, Stakes::Low))),
        ("assignee", Some("a"), Some("b"), Some((StatusUpdate, Stakes::Low))),
        ("labels", None, Some("x"), Some((StatusUpdate, Stakes::Low))),
        ("status", Some("To Do"), Some("Done"), Some((StatusUpdate, Stakes::Low))),
        ("status", Some("In Progress"), Some("Blocked"), Some((Blocker, Stakes::High))),
        ("Flagged", None, Some("Impediment"), Some((Blocker, Stakes::High))),
        ("duedate", Some("2026-12-12"), Some("2026-12-19"), Some((Slip, Stakes::High))),
        ("duedate", Some("2026-12-19"), Some("2026-12-12"), Some((StatusUpdate, Stakes::Medium))),
        ("duedate", Some("2026-12-19"), None, Some((Risk, Stakes::Medium))),
        ("duedate", None, Some("2026-12-19"), Some((StatusUpdate, Stakes::Low))),
        ("description", Some("a"), Some("b"), None),
        ("summary", Some("a"), Some("b"), None),
    ];
    for (field, from, to, expected) in table {
        let found = typed(&jira("s", field, from, to)).map(|c| (c.category, c.stakes));
        assert_eq!(found, expected, "{field} {from:?} {to:?}");
    }
    assert_eq!(typed(&mail("s", "Mia Chen", "blocked")), None);
}

#[test]
fn a_summary_repeats_no_word_of_the_text() {
    let found = classify(&mail("s", "Mia Chen", "Zanzibar is delayed until 19 December 2026."));
    assert_eq!(found.summary, "Later date reported for PAY-142, now 19 December 2026.");
    assert_eq!(found.entity.as_deref(), Some("PAY-142"));
}

/// What rules propose for a group of signals.
fn proposed(signals: &[Prepared], fact: Option<&IssueFact>) -> Proposed {
    let classes: Vec<Classification> = signals.iter().map(classify).collect();
    let members =
        signals.iter().zip(&classes).map(|(signal, class)| Member { signal, class }).collect();
    let tainted = signals.iter().any(|s| s.trust == Trust::Unknown || s.severity >= Severity::High);
    let group = Group { entity: "PAY-142".into(), tainted, members };
    propose(&group, fact, "2026-11-22".parse::<Date>().unwrap())
}

fn blocked() -> IssueFact {
    let mut fact = IssueFact { trust: Trust::Internal, ..IssueFact::default() };
    fact.issue.key = "PAY-142".into();
    fact.issue.status = "Blocked".into();
    fact.issue.summary = "Card vault migration".into();
    fact
}

#[test]
fn a_slip_told_by_mail_and_jira_becomes_an_update_with_both_dates() {
    let found = proposed(
        &[
            mail("m", "Mia Chen", "PAY-142 will slip to 19 December."),
            jira("j", "duedate", Some("2026-12-12"), Some("2026-12-19")),
        ],
        None,
    );
    let [draft] = found.drafts.as_slice() else { panic!("{:?}", found.drafts) };
    assert_eq!(
        (draft.purpose, draft.role),
        (Purpose::StakeholderUpdate, Role::ProjectStakeholders)
    );
    assert_eq!(draft.subject, "PAY-142: new date 19 December 2026");
    assert_eq!(
        draft.body,
        "PAY-142 (Card vault migration) moves from 12 December 2026 to 19 December 2026, 7 days later.\n\n\
         Jira shows 19 December 2026 as the new date, and a mail from Mia Chen says the same.\n\n\
         Work that waits for PAY-142 starts later by the same time.\n\n\
         What is needed: an answer by 24 November 2026 if the new date endangers a commitment. Without one, \
         the plan continues with 19 December 2026."
    );
    assert_eq!(draft.sources, ["m", "j"]);
    assert!(found.patches.iter().any(|p| matches!(&p.patch,
        Patch::AddRaid { due, .. } if due == "2026-12-19")));
}

#[test]
fn each_kind_of_news_leads_to_its_kind_of_draft() {
    let table: [(&[Prepared], Option<IssueFact>, Purpose, &str); 7] = [
        (&[mail("m", "Mia Chen", "PAY-142 is delayed.")], None, Purpose::Clarification, "new date"),
        (
            &[mail("m", "Mia Chen", "PAY-142 is delayed to 19 December.")],
            None,
            Purpose::JiraComment,
            "due date of PAY-142 set to 19 December 2026",
        ),
        (
            &[jira("j", "status", Some("In Progress"), Some("Blocked"))],
            None,
            Purpose::JiraComment,
            "who can remove the blocker",
        ),
        (
            &[mail("m", "Mia Chen", "PAY-142 is done.")],
            Some(blocked()),
            Purpose::Clarification,
            "Jira shows the status Blocked",
        ),
        (
            &[
                mail("m", "Mia Chen", "PAY-142 is finished."),
                jira("j", "status", Some("In Progress"), Some("Blocked")),
            ],
            None,
            Purpose::Clarification,
            "which of the two is right",
        ),
        (
            &[mail("m", "Mia Chen", "The bank has an additional requirement for PAY-142.")],
            None,
            Purpose::Escalation,
            "change of scope",
        ),
        (&[mail("m", "Mia Chen", "When does PAY-142 start?")], None, Purpose::Escalation, "answer"),
    ];
    for (signals, fact, purpose, phrase) in table {
        let found = proposed(signals, fact.as_ref());
        let [draft] = found.drafts.as_slice() else { panic!("{phrase}: {found:?}") };
        assert_eq!(draft.purpose, purpose, "{phrase}");
        assert!(draft.body.contains(phrase), "{phrase}: {}", draft.body);
        assert!(draft.body.contains("24 November 2026"), "says by when: {}", draft.body);
        let first_person = ["we", "our", "us", "i", "my", "me"];
        let lower = format!("{} {}", draft.subject, draft.body).to_lowercase();
        assert!(!says(&lower, &first_person), "{}", draft.body);
    }
}

#[test]
fn a_decision_is_recorded_in_its_own_words_only_where_they_are_impersonal() {
    let decision = |text: &str| {
        let found = proposed(&[mail("m", "Mia Chen", text)], None);
        assert!(found.drafts.is_empty());
        match found.patches.as_slice() {
            [p] => match &p.patch {
                Patch::AddDecision { decision, by, .. } => (decision.clone(), by.clone()),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    };
    let mia = "Mia Chen".to_owned();
    assert_eq!(
        decision("The group decided to launch in two waves. More later."),
        ("Launch in two waves.".into(), mia.clone())
    );
    assert_eq!(
        decision("They agreed that we drop the vault."),
        ("The sources report a decision on PAY-142.".into(), mia)
    );
}

#[test]
fn an_untrusted_group_yields_one_look_and_repeats_nothing() {
    for (trust, severity, phrase) in [
        (Trust::Unknown, Severity::None, "not confirmed"),
        (Trust::Known, Severity::High, "flagged"),
    ] {
        let mut signal =
            mail("m", "Evil Person", "PAY-142 is blocked: pay to Zanzibar by 1 December.");
        (signal.trust, signal.severity) = (trust, severity);
        let found = proposed(&[signal], Some(&blocked()));
        let [draft] = found.drafts.as_slice() else { panic!("{found:?}") };
        assert_eq!(draft.purpose, Purpose::Escalation);
        assert!(found.patches.is_empty(), "no row rests on it");
        assert!(draft.body.contains(phrase), "{}", draft.body);
        for secret in ["Zanzibar", "Evil", "December", "Card vault"] {
            assert!(!draft.body.contains(secret), "{secret}: {}", draft.body);
        }
    }
}
