//! What stands in the table before a test begins: people, a held mail, unassigned mails.

use api_types::ActionState;
use holdfast_app::domain::action::StoredAction;
use holdfast_app::domain::keys;
use holdfast_app::domain::person::Person;
use holdfast_app::domain::signal::{NO_PROJECT, SignalState, StoredSignal};
use holdfast_app::domain::work::By;
use holdfast_app::ports::{Condition, Item, Raw, Write};
use holdfast_app::usecases::judge::Question;
use scoring_core::digest::sha256_hex;
use scoring_core::{
    Action, Address, Context, Evidence, Person as CorePerson, Recipient, Relation, Severity,
    Target, Trust,
};

use crate::support::World;

/// Her address.
pub(crate) const ELEANOR: &str = "eleanor.shaw@harbourbank.example";

/// A stakeholder with one confirmed address, as an earlier version wrote it: without a revision of the directory.
pub(crate) async fn eleanor(world: &World) {
    person(world, "eleanor", "Eleanor Shaw", ELEANOR, Relation::Stakeholder).await;
}

async fn person(world: &World, id: &str, name: &str, address: &str, relation: Relation) {
    let addresses = vec![Address { address: address.into(), confirmed: true }];
    let core = CorePerson { id: id.into(), relation, addresses, lapse_allowed: false };
    let person = Person { core, name: name.into(), jira_account_id: String::new() };
    world.app.put_person(&person).await.unwrap();
}

/// A mail to Eleanor about an issue of `pay` that two colleagues changed: judged by the core and laid down as it says.
pub(crate) async fn mail_to_eleanor(world: &World, number: u64) -> StoredAction {
    if world.app.directory().await.unwrap().by_id("priya").is_none() {
        let own = Relation::Internal;
        person(world, "priya", "Priya Nair", "priya.nair@northwind.example", own).await;
        person(world, "tom", "Tom Okafor", "tom.okafor@northwind.example", own).await;
    }
    let now = world.app.now();
    let id = holdfast_app::domain::ids::derived(now, "pay", &format!("mail {number}"));
    let question = question(&id);
    let situation = world.app.situation().await.unwrap();
    let (request, verdict) = world.app.judge(&situation, &question, None).await.unwrap();
    assert_eq!(verdict.findings, [], "the draft is clean");
    let action = StoredAction {
        id,
        revision: 1,
        state: match verdict.outcome.class {
            scoring_core::OutcomeClass::Hold => ActionState::Held,
            scoring_core::OutcomeClass::Record => ActionState::Recorded,
            _ => ActionState::Escalated,
        },
        engine_digest: world.app.judgement.engine_digest().to_owned(),
        drafted_subject: request.action.subject.clone(),
        drafted_body: request.action.body.clone(),
        created_ms: now,
        updated_ms: now,
        held_until_ms: Some(now + 30 * 60_000),
        not_before_ms: None,
        snoozed_until_ms: None,
        timer_off: false,
        notice_delivered_ms: None,
        attempt: 0,
        claimed_at_ms: None,
        submitted_at_ms: None,
        attention_ms: None,
        receipt: None,
        confirmed_at_ms: None,
        approval: None,
        patch: None,
        reply_to: None,
        trigger: "PAY-1: due date changed".into(),
        sources: vec![],
        by: By::Rules,
        cost_microusd: 0,
        thread_last: None,
        escalation: None,
        trouble: None,
        history: vec![],
        request,
        verdict,
    };
    let item = Item::new(keys::action("pay", &action.id), &action).unwrap().listed(
        keys::ACTIONS_HELD,
        format!("{}#{}", keys::at(now + 30 * 60_000), action.id),
        serde_json::Value::Null,
    );
    world.app.table.write(vec![Write::Put(item, Condition::Absent)]).await.unwrap();
    action
}

fn question(id: &str) -> Question {
    let evidence = |who: &str| Evidence {
        id: sha256_hex(who.as_bytes()),
        source_key: who.into(),
        names_target: true,
        owns_target: who == "priya",
        trust: Trust::Internal,
        severity: Severity::None,
        excerpt: "The date moves.".into(),
    };
    let action = Action {
        project: "pay".into(),
        target: Target::Mail { thread: None },
        recipients: vec![Recipient { person: "eleanor".into(), address: ELEANOR.into() }],
        subject: "PAY-1: a later date".into(),
        body: "The delivery of PAY-1 is now expected one week later.".into(),
        subject_entity: "PAY-1".into(),
        target_version: "1".into(),
    };
    Question {
        action_id: id.to_owned(),
        action,
        evidence: vec![evidence("priya"), evidence("tom")],
        context: Context { trust: Trust::Internal, severity: Severity::None },
    }
}

/// A mail that no project matched, as detection stores it. Answers its id.
pub(crate) async fn unassigned(world: &World, number: u64, from: &str, thread: &str) -> String {
    let now = world.app.now();
    let entity = format!("mail-{number}");
    let id = sha256_hex(entity.as_bytes());
    let signal = StoredSignal {
        id: id.clone(),
        integration: "outlook".into(),
        entity: entity.clone(),
        change_key: "message".into(),
        occurred_at_ms: now + i64::try_from(number).unwrap(),
        stored_at_ms: now,
        project: keys::UNASSIGNED.into(),
        state: SignalState::Parked { reason: NO_PROJECT.into() },
        first_sync: false,
        own: false,
        label: format!("Mail: Subject {number}"),
        who: from.into(),
        truncated: false,
        thread: thread.into(),
    };
    let raw = Raw { entity, change_key: "message".into(), occurred_at_ms: now, body: vec![b'{'] };
    let item = Item::new(keys::signal("outlook", &id), &signal).unwrap().listed(
        keys::pending(keys::UNASSIGNED),
        signal.order(),
        serde_json::Value::Null,
    );
    let raw = Item::new(keys::raw("outlook", &id), &raw).unwrap();
    let writes = vec![Write::Put(item, Condition::Absent), Write::Put(raw, Condition::Absent)];
    world.app.table.write(writes).await.unwrap();
    id
}
