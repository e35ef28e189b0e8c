use api_types::EventKind;
use holdfast_app::domain::action::StoredAction;
use holdfast_app::domain::keys;
use holdfast_app::ports::{Condition, Item, Write};
use holdfast_app::usecases::events::NewEvent;
use holdfast_app::usecases::privacy::erase::is_erased;

use crate::world::{DAY_MS, World};

async fn stored(world: &World, id: &str) -> StoredAction {
    world.app.action(id).await.unwrap().value
}

#[tokio::test]
async fn texts_of_a_settled_draft_go_after_ninety_days_and_its_digests_stay() {
    let world = World::new().await;
    let done = world.mail("done", "confirmed").await;
    let held = world.mail("held", "held").await;
    world.pass(89 * DAY_MS);
    let counts = world.app.apply_retention("t").await.unwrap();
    assert_eq!(counts.actions_erased, 0);
    assert_eq!(stored(&world, &done.id).await, done);

    world.pass(2 * DAY_MS);
    let counts = world.app.apply_retention("t").await.unwrap();
    assert_eq!(counts.actions_erased, 1);
    let erased = stored(&world, &done.id).await;
    assert!(is_erased(&erased));
    let text = serde_json::to_string(&erased).unwrap().to_lowercase();
    for gone in ["card vault", "mia@client.example", "says noah", "when does it", "slips"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
    assert_eq!(erased.verdict.request_digest, done.verdict.request_digest);
    assert_eq!(erased.verdict.verdict_digest, done.verdict.verdict_digest);
    assert_eq!((erased.state, erased.created_ms), (done.state, done.created_ms));
    assert_eq!(erased.request.evidence.first().map(|e| e.id.clone()).unwrap(), "a".repeat(64));
    // What is open is never touched, and a second round finds nothing to do.
    assert_eq!(stored(&world, &held.id).await, held);
    assert_eq!(world.app.apply_retention("t").await.unwrap().actions_erased, 0);
}

#[tokio::test]
async fn an_event_is_hidden_from_the_second_of_its_expiry_on() {
    let world = World::new().await;
    world.app.emit(NewEvent::account(EventKind::Notice, "Mail from tom@x.example.")).await.unwrap();
    let page = world.app.activity(None, None, None).await.unwrap();
    assert_eq!(page.items.first().map(|e| e.text.clone()).unwrap(), "Mail from [address].");
    world.pass(30 * DAY_MS - 1_000);
    assert_eq!(world.app.activity(None, None, None).await.unwrap().items.len(), 1);
    world.pass(1_000);
    assert!(world.app.activity(None, None, None).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn a_lost_lease_erases_nothing() {
    let world = World::new().await;
    let done = world.mail("done", "confirmed").await;
    world.pass(100 * DAY_MS);
    assert!(world.app.apply_retention("another").await.is_err());
    assert_eq!(stored(&world, &done.id).await, done);
}

/// A new policy judges again what is held, and what was approved under the old one waits again.
#[tokio::test]
async fn an_approval_given_to_another_policy_does_not_count() {
    let world = World::new().await;
    let mut approved = world.mail("approved", "approved").await;
    "another engine".clone_into(&mut approved.engine_digest);
    approved.approval = Some(holdfast_app::domain::action::Approval {
        verdict_digest: approved.verdict.verdict_digest.clone(),
        engine_digest: "another engine".to_owned(),
        send_now: true,
        at_ms: world.app.now(),
        from: api_types::ActionState::Held,
    });
    let item = Item::new(keys::action("pay", &approved.id), &approved).unwrap().listed(
        keys::ACTIONS_INFLIGHT,
        format!("{}#{}", keys::at(0), approved.id),
        serde_json::Value::Null,
    );
    world.app.table.write(vec![Write::Put(item, Condition::Rev(1))]).await.unwrap();
    let changed = world.app.rescore_open("The policy changed: judged again.").await.unwrap();
    assert_eq!(changed, 1);
    let now = stored(&world, &approved.id).await;
    assert!(now.approval.is_none() && now.engine_digest == "native", "{now:?}");
    assert_ne!(now.state, api_types::ActionState::Approved);
}
