//! Believable data for tests and for looking at pages without a server.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "shared by several test binaries"
)]

pub mod manage;
pub mod projects;

use api_types::{
    ActionState, ActionView, AgentState, DecisionOption, DecisionState, DecisionView, EventKind,
    EventView, ProducedBy, ReceiptView, RecipientView, SourceView, Status, TransitionView, Why,
};
use holdfast_ui::services::time::{Clock, Zone};
use scoring_core::{
    Action, Address, Autonomy, Clock as CoreClock, Context, Dimension, DimensionName, Evidence,
    Finding, Fix, Kind, OnLapse, Outcome, OutcomeClass, Part, Person, Policy, Precedent, Recipient,
    Relation, Request, Severity, Span, Target, Trust, Verdict,
};

/// Mon 9 Nov 2026, 14:06 in Sydney.
pub const NOW_MS: i64 = 1_794_193_560_000;
pub const MIN: i64 = 60_000;
pub const ENGINE: &str = "e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0";

pub fn clock() -> Clock {
    let zone = Zone { offset_min: 660, abbreviation: "AEDT".to_owned() };
    Clock { now_ms: NOW_MS, zone, next_window_ms: NOW_MS }
}

pub fn status() -> Status {
    Status {
        now_ms: NOW_MS,
        zone: "Australia/Sydney".to_owned(),
        utc_offset_min: 660,
        zone_abbreviation: "AEDT".to_owned(),
        in_working_hours: true,
        next_window_ms: NOW_MS,
        agent: AgentState::Idle { new_signals: 0 },
        last_check_ms: Some(NOW_MS - 4 * MIN),
        next_check_ms: Some(NOW_MS + 9 * MIN),
        autonomy: Autonomy::Act,
        dry_run: false,
        held: 3,
        decisions: 2,
        spent_today_microusd: 80_000,
        budget_day_microusd: 230_000,
        model: "rules, no model".to_owned(),
        single_keys: true,
        engine_digest: ENGINE.to_owned(),
    }
}

pub const SUBJECT: &str = "Payments cut-over moves to Monday 16 November";
pub const BODY: &str = "Hello Priya,\n\nThe payments cut-over moves from Thursday 12 November to \
    Monday 16 November. The reconciliation fix (PAY-142) passed review today and needs one more \
    night of test runs before it goes out.\n\nWhat stays: the freeze on Friday and the call with \
    the bank at 10:00.\nWhat changes: the go/no-go moves to Monday 08:30.\n\nPlease confirm that \
    the support rota covers Monday evening.\n\nKind regards,\nDana's project office";

pub fn dims(boundary: bool) -> Vec<Dimension> {
    let one = |name, pass, score_bp, threshold_bp, text: &str| Dimension {
        name,
        score_bp,
        threshold_bp,
        pass,
        text: text.to_owned(),
        evidence: Vec::new(),
    };
    vec![
        one(
            DimensionName::SourceAgreement,
            true,
            10_000,
            10_000,
            "Two sources agree: PAY-142 and Tom's mail of 9 Nov.",
        ),
        if boundary {
            one(
                DimensionName::Boundary,
                true,
                10_000,
                10_000,
                "All three recipients are confirmed and every link is allowed.",
            )
        } else {
            one(
                DimensionName::Boundary,
                false,
                0,
                10_000,
                "The link to `pay-portal.example.net` is not on the list of allowed hosts.",
            )
        },
        one(DimensionName::Schema, true, 10_000, 10_000, "The draft is complete and well formed."),
        one(
            DimensionName::Precedent,
            true,
            6500,
            5000,
            "Three mails like this were approved unchanged, none was cancelled.",
        ),
    ]
}

pub fn verdict(id: &str, class: OutcomeClass) -> Verdict {
    let outcome = match class {
        OutcomeClass::Hold => Outcome::hold(30, OnLapse::Send),
        class => Outcome::plain(class),
    };
    Verdict {
        schema: 1,
        action_id: id.to_owned(),
        kind: Kind::EmailStakeholder,
        outcome,
        at_act: outcome,
        dimensions: dims(class >= OutcomeClass::Hold),
        findings: Vec::new(),
        caps: Vec::new(),
        would_change: String::new(),
        earliest_ms: NOW_MS,
        class: "c".repeat(64),
        request_digest: "a".repeat(64),
        verdict_digest: "4b1d9c07".repeat(8),
    }
}

pub fn finding(body: &str, needle: &str, rule: &str, severity: Severity, fix: &str) -> Finding {
    let start = u32::try_from(body.find(needle).unwrap()).unwrap();
    let span = Span { start, end: start + u32::try_from(needle.len()).unwrap() };
    Finding {
        rule: rule.to_owned(),
        severity,
        part: Part::Body,
        span: Some(span),
        message: "A link to a host that is not on the list of allowed hosts.".to_owned(),
        fix: Some(Fix { span, replacement: fix.to_owned() }),
    }
}

pub fn people() -> Vec<Person> {
    [
        ("priya", "priya.nair@northbank.example", Relation::Stakeholder),
        ("tom", "tom.okafor@example.com", Relation::Internal),
        ("mei", "mei.lin@example.com", Relation::Internal),
    ]
    .map(|(id, address, relation)| Person {
        id: id.to_owned(),
        relation,
        addresses: vec![Address { address: address.to_owned(), confirmed: true }],
        lapse_allowed: true,
    })
    .to_vec()
}

pub fn request(id: &str, target: Target, subject: &str, body: &str) -> Request {
    let person = |person: &str, address: &str| Recipient {
        person: person.to_owned(),
        address: address.to_owned(),
    };
    let mail = matches!(target, Target::Mail { .. });
    Request {
        schema: 1,
        action_id: id.to_owned(),
        clock: CoreClock {
            now_ms: NOW_MS,
            utc_offset_min: 660,
            in_working_hours: true,
            next_window_ms: NOW_MS,
        },
        autonomy: Autonomy::Act,
        dry_run: false,
        action: Action {
            project: "payments".to_owned(),
            target,
            recipients: if mail {
                vec![
                    person("priya", "priya.nair@northbank.example"),
                    person("tom", "tom.okafor@example.com"),
                    person("mei", "mei.lin@example.com"),
                ]
            } else {
                Vec::new()
            },
            subject: subject.to_owned(),
            body: body.to_owned(),
            subject_entity: "PAY-142".to_owned(),
            target_version: "7".to_owned(),
        },
        people: people(),
        evidence: vec![Evidence {
            id: "s1".to_owned(),
            source_key: "tom".to_owned(),
            names_target: true,
            owns_target: true,
            trust: Trust::Internal,
            severity: Severity::None,
            excerpt: "The cut-over needs one more night.".to_owned(),
        }],
        context_trust: Context { trust: Trust::Known, severity: Severity::None },
        precedent: Precedent { approvals: 3, cancels: 0, regrets: 0, run: 3 },
        links_allowed: vec!["example.com".to_owned()],
        policy: Policy::default(),
        lapse: None,
    }
}

pub fn sources() -> Vec<SourceView> {
    let one =
        |id: &str, label: &str, who: &str, ago: i64, trust, severity, excerpt: &str| SourceView {
            id: id.to_owned(),
            label: label.to_owned(),
            who: who.to_owned(),
            at_ms: NOW_MS - ago * MIN,
            trust,
            severity,
            excerpt: excerpt.to_owned(),
            link: format!("https://example.com/{id}"),
        };
    vec![
        one(
            "s1",
            "PAY-142: due date changed to 16 Nov",
            "Tom Okafor",
            61,
            Trust::Internal,
            Severity::None,
            "Due date: 12 Nov 2026 to 16 Nov 2026",
        ),
        one(
            "s2",
            "Mail: Cut-over, one more night",
            "Tom Okafor",
            48,
            Trust::Known,
            Severity::None,
            "The reconciliation fix passed review. It needs one more night of test runs, so Monday \
             it is. Could somebody tell Priya?",
        ),
    ]
}

pub fn recipients() -> Vec<RecipientView> {
    [
        ("Priya Nair", "priya.nair@northbank.example", "stakeholder"),
        ("Tom Okafor", "tom.okafor@example.com", "colleague"),
        ("Mei Lin", "mei.lin@example.com", "colleague"),
    ]
    .map(|(name, address, relation)| RecipientView {
        name: name.to_owned(),
        address: address.to_owned(),
        relation: relation.to_owned(),
    })
    .to_vec()
}

pub fn step(ago: i64, state: ActionState, by: &str, text: &str) -> TransitionView {
    TransitionView { at_ms: NOW_MS - ago * MIN, state, by: by.to_owned(), text: text.to_owned() }
}

pub fn mail(id: &str, state: ActionState) -> ActionView {
    let thread = Some("thread-1".to_owned());
    ActionView {
        id: id.to_owned(),
        revision: 3,
        project: "payments".to_owned(),
        project_name: "Payments migration".to_owned(),
        state,
        request: request(id, Target::Mail { thread }, SUBJECT, BODY),
        verdict: verdict(id, OutcomeClass::Hold),
        engine_digest: ENGINE.to_owned(),
        drafted_subject: SUBJECT.to_owned(),
        drafted_body: BODY.replace("one more night", "another night"),
        held_until_ms: (state == ActionState::Held).then_some(NOW_MS + 26 * MIN),
        not_before_ms: None,
        snoozed_until_ms: (state == ActionState::Snoozed).then_some(NOW_MS + 60 * MIN),
        timer_off: false,
        created_ms: NOW_MS - 4 * MIN,
        recipients: recipients(),
        why: Why {
            trigger:
                "PAY-142 slipped by four days, and Priya Nair expects the cut-over on Thursday."
                    .to_owned(),
            sources: sources(),
            produced_by: ProducedBy::Rules,
            cost_microusd: 3_200,
        },
        thread_last: Some(
            "Hello Dana,\n\nIs Thursday 12 November still on for the payments cut-over? Support \
             needs to plan the evening.\n\nPriya"
                .to_owned(),
        ),
        receipt: (state == ActionState::Confirmed).then(|| ReceiptView {
            what: "Message in Sent Items".to_owned(),
            id: "AAMkAGI2".to_owned(),
            at_ms: NOW_MS - 2 * MIN,
        }),
        trouble: match state {
            ActionState::Failed => {
                Some("Outlook refused the mail: the token has expired. Connect again.".to_owned())
            }
            ActionState::Unknown => Some(
                "The connection broke after the mail was handed over, and it is not in Sent Items \
                 yet. Look into the mailbox, then answer here."
                    .to_owned(),
            ),
            _ => None,
        },
        history: vec![
            step(4, ActionState::Recorded, "agent", "Proposed from two signals."),
            step(4, ActionState::Held, "agent", "Held for 30 min; a notice was sent."),
        ],
    }
}

pub fn comment(id: &str, state: ActionState) -> ActionView {
    let mut view = mail(id, state);
    let target = Target::JiraComment { issue: "PAY-151".to_owned(), customer_visible: false };
    let body = "The vendor confirmed the certificate for 11 November. The renewal is the last open \
                point of this issue.";
    view.request = request(id, target, "", body);
    view.recipients = Vec::new();
    view.thread_last = None;
    view.drafted_subject = String::new();
    view.drafted_body = body.to_owned();
    view.held_until_ms = (state == ActionState::Held).then_some(NOW_MS + 3 * MIN);
    view
}

pub fn status_change(id: &str, state: ActionState) -> ActionView {
    let mut view = mail(id, state);
    let target =
        Target::JiraStatus { issue: "PAY-142".to_owned(), to_status: "In Review".to_owned() };
    view.request = request(id, target, "", "");
    view.recipients = Vec::new();
    view.thread_last = None;
    view.drafted_subject = String::new();
    view.drafted_body = String::new();
    view
}

pub fn holds() -> Vec<ActionView> {
    let mut late = mail("act-3", ActionState::Held);
    late.held_until_ms = Some(NOW_MS + 118 * MIN);
    late.project = "atlas".to_owned();
    late.project_name = "Atlas rollout".to_owned();
    late.recipients.truncate(1);
    late.request.action.recipients.truncate(1);
    late.request.action.subject = "Atlas: two training dates for the Lisbon office".to_owned();
    vec![
        mail("act-1", ActionState::Held),
        status_change("act-2", ActionState::Held),
        late,
        mail("act-4", ActionState::Unknown),
        mail("act-5", ActionState::Approved),
        mail("act-6", ActionState::Snoozed),
        mail("act-7", ActionState::Confirmed),
        comment("act-8", ActionState::Cancelled),
        mail("act-9", ActionState::Failed),
    ]
}

pub fn option(id: &str, label: &str, effect: &str, risk: &str, acts: bool) -> DecisionOption {
    DecisionOption {
        id: id.to_owned(),
        label: label.to_owned(),
        effect: effect.to_owned(),
        risk: risk.to_owned(),
        touches: vec!["Priya Nair".to_owned(), "Northbank support".to_owned()],
        recommended: None,
        acts,
    }
}

pub fn decision(id: &str, state: DecisionState) -> DecisionView {
    let mut reply = option(
        "send",
        "Confirm the new date to Northbank",
        "The held mail to Priya Nair goes out now, with the date of PAY-142.",
        "The date is promised to a client.",
        true,
    );
    reply.recommended = Some("PAY-142 and Tom Okafor's mail say the same date.".to_owned());
    DecisionView {
        id: id.to_owned(),
        revision: 1,
        project: "payments".to_owned(),
        project_name: "Payments migration".to_owned(),
        question:
            "Northbank asks for the cut-over on 13 November; PAY-142 says 16 November. Which \
                   date stands?"
                .to_owned(),
        reason: "Two sources contradict each other, and the mail would promise a date to a client."
            .to_owned(),
        sources: sources(),
        options: vec![
            reply,
            option(
                "ask",
                "Ask Tom Okafor before answering",
                "A comment on PAY-142 asks for a confirmed date; Northbank hears nothing yet.",
                "",
                false,
            ),
            option(
                "drop",
                "Leave it, answer by hand",
                "The draft is cancelled; nothing is sent.",
                "Priya Nair waits for an answer.",
                false,
            ),
        ],
        state,
        created_ms: NOW_MS - 95 * MIN,
        expires_ms: NOW_MS + 7 * 1440 * MIN - 95 * MIN,
        cost_of_waiting: "Northbank plans its support rota on Tuesday morning.".to_owned(),
        chosen: (state == DecisionState::Decided).then(|| "ask".to_owned()),
        note: String::new(),
        action: Some({
            let mut view = mail("act-10", ActionState::Escalated);
            view.verdict = verdict("act-10", OutcomeClass::Escalate);
            view
        }),
    }
}

pub fn event(id: &str, ago: i64, cycle: &str, kind: EventKind, text: &str) -> EventView {
    EventView {
        id: id.to_owned(),
        at_ms: NOW_MS - ago * MIN,
        project: "payments".to_owned(),
        cycle: cycle.to_owned(),
        kind,
        text: text.to_owned(),
        about: if kind == EventKind::Cycle { String::new() } else { "act-1".to_owned() },
        trace: if kind == EventKind::Cycle {
            Vec::new()
        } else {
            [
                ("signal", "PAY-142: due date changed, by Tom Okafor (colleague, in Jira)"),
                ("triage", "milestone slip, by rules"),
                ("proposal", "mail to 3 people, rests on 2 signals"),
                ("verdict", "hold 30 min: all four dimensions pass"),
                ("decision", "waits"),
            ]
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .to_vec()
        },
    }
}

pub fn events() -> Vec<EventView> {
    use EventKind as K;
    vec![
        event("e1", 4, "c9", K::Cycle, "Checked 3 scopes: nothing new."),
        event("e2", 19, "c8", K::Cycle, "Checked 3 scopes: nothing new."),
        event("e3", 33, "c7", K::Draft, "Mail to Priya Nair and 2 others held until 14:32."),
        event("e4", 34, "c7", K::Artefact, "Delivery state of Payments migration: 2 rows changed."),
        event("e5", 34, "c7", K::Signals, "2 signals read: PAY-142, one mail by Tom Okafor."),
        event("e6", 34, "c7", K::Cycle, "Checked 3 scopes: 2 new signals."),
        event("e7", 41, "", K::Setting, "The dial was set to Act."),
        event(
            "e8",
            49,
            "c6",
            K::Refused,
            "A mail with an instruction to forward files was parked.",
        ),
        event("e9", 49, "c6", K::Cycle, "Checked 3 scopes: 1 new signal."),
        event("e10", 64, "c5", K::Cycle, "Checked 3 scopes: nothing new."),
        event("e11", 79, "c4", K::Sent, "Comment on PAY-151 posted; receipt 10482."),
        event("e12", 94, "c3", K::Failure, "Jira answered 503; tried again after 30 s, then read."),
    ]
}
