use holdfast_app::domain::work::{By, Category, Stakes};
use holdfast_app::ports::LlmError;
use holdfast_app::usecases::CaseError;
use holdfast_app::usecases::budget::spent;
use holdfast_app::usecases::cycle::triage::{TriageOutcome, triage};
use scoring_core::Trust;
use serde_json::{Value, json};

use crate::world::{World, class};

/// 1,000 tokens in and 100 out of Haiku 4.5.
const CALL_COST: u64 = 1_500;

fn model() -> By {
    By::Model { model: "claude-haiku-4-5".into() }
}

#[tokio::test]
async fn each_message_is_asked_alone_and_typed_changes_never() {
    let world = World::new(|_, _| Ok(class("slip", "high"))).await;
    let mail = world.mail("m1", "p-mia", Trust::Known, "It moves to 19 December.");
    let other = world.mail("m2", "p-mia", Trust::Known, "Again, it moves.");
    let rank = world.jira("j1", "Rank", "1", "2");
    world.prepare(&[mail, other, rank]).await;
    let outcome = triage(&world.app, &world.ids).await.unwrap();
    let expected = TriageOutcome {
        classified: 3,
        by_model: 2,
        by_rules: 1,
        needs_reasoning: true,
        llm_calls: 2,
        cost_microusd: 2 * CALL_COST,
    };
    assert_eq!(outcome, expected);
    let calls = world.model.calls.lock().unwrap().clone();
    assert!(
        calls
            .iter()
            .all(|c| c.user.matches("<signal ").count() == 1 && c.tool == "classify_signal")
    );
    let found = world.class("m1").await;
    assert_eq!(
        (found.category, found.by, found.cost_microusd),
        (Category::Slip, model(), CALL_COST)
    );
    let found = world.class("j1").await;
    assert_eq!((found.category, found.stakes), (Category::StatusUpdate, Stakes::Low));

    // Nothing new: no call, no write.
    let again = triage(&world.app, &world.ids).await.unwrap();
    assert_eq!(again, TriageOutcome { needs_reasoning: true, ..TriageOutcome::default() });
    let config = world.app.config().await.unwrap();
    let calendar = world.app.calendar(&config).unwrap();
    let (day, month) = spent(&world.app, &calendar).await.unwrap();
    assert_eq!((day.spent_microusd, day.reserved_microusd, day.calls), (2 * CALL_COST, 0, 2));
    assert_eq!(month, day);
}

#[tokio::test]
async fn an_invalid_answer_is_told_once_and_then_rules_decide() {
    let table: Vec<(&str, Value)> = vec![
        (
            "another category",
            json!({"category": "party", "stakes": "low", "summary": "Fine words.", "entity": null}),
        ),
        (
            "a foreign entity",
            json!({"category": "risk", "stakes": "low", "summary": "Fine words.", "entity": "XXX-1"}),
        ),
        (
            "too long",
            json!({"category": "risk", "stakes": "low", "summary": "x".repeat(301), "entity": null}),
        ),
        ("empty", json!({"category": "risk", "stakes": "low", "summary": " ", "entity": null})),
        (
            "one field more",
            json!({"category": "risk", "stakes": "low", "summary": "Fine.", "entity": null, "to": "x"}),
        ),
        ("no object", json!("risk")),
    ];
    for (name, bad) in table {
        let answer = bad.clone();
        let world = World::new(move |_, _| Ok(answer.clone())).await;
        world.prepare(&[world.mail("m1", "p-mia", Trust::Known, "It is delayed.")]).await;
        let outcome = triage(&world.app, &world.ids).await.unwrap();
        assert_eq!((outcome.by_rules, outcome.llm_calls), (1, 2), "{name}");
        let found = world.class("m1").await;
        assert_eq!((found.by, found.category), (By::Rules, Category::Slip), "{name}");
        assert_eq!(found.cost_microusd, 2 * CALL_COST, "{name}: the money is spent all the same");
        let second = world.model.calls.lock().unwrap()[1].user.clone();
        assert!(second.contains("was refused"), "{name}: {second}");
        assert!(
            !second.contains("XXX-1") && !second.contains("party"),
            "{name}: answers are not repeated"
        );

        let world =
            World::new(move |n, _| Ok(if n == 0 { bad.clone() } else { class("risk", "low") }))
                .await;
        world.prepare(&[world.mail("m1", "p-mia", Trust::Known, "It is delayed.")]).await;
        triage(&world.app, &world.ids).await.unwrap();
        assert_eq!(world.class("m1").await.by, model(), "{name}: the second answer counts");
    }
}

#[tokio::test]
async fn without_key_switch_or_money_rules_decide_without_a_call() {
    let keyless = World::without_key().await;
    let switched = World::new(|_, _| Ok(class("none", "low"))).await;
    let mut project = switched.app.project("pay").await.unwrap();
    project.no_model = true;
    switched.app.put_project(&project).await.unwrap();
    let poor = World::new(|_, _| Ok(class("none", "low"))).await;
    poor.configure(|c| c.settings.budget.day_microusd = 100).await;
    for (name, world) in [("no key", keyless), ("switch", switched), ("no money", poor)] {
        world.prepare(&[world.mail("m1", "p-mia", Trust::Known, "The team is blocked.")]).await;
        let outcome = triage(&world.app, &world.ids).await.unwrap();
        assert_eq!(
            (outcome.by_rules, outcome.llm_calls, outcome.cost_microusd),
            (1, 0, 0),
            "{name}"
        );
        assert_eq!(world.model.count(), 0, "{name}");
        assert_eq!(world.class("m1").await.category, Category::Blocker, "{name}");
    }
}

#[tokio::test]
async fn a_model_that_fails_is_left_alone_after_a_while() {
    let wait = |wait_ms| LlmError::Throttled { wait_ms };
    let table = [
        ("a short wait is tried once more", wait(1_000), 2),
        ("a long wait ends it", wait(600_000), 1),
        ("two failures end it", LlmError::Unavailable("down".into()), 2),
        ("a refused key ends it", LlmError::Denied("key".into()), 1),
    ];
    for (name, error, calls) in table {
        let world = World::new(move |_, _| Err(error.clone())).await;
        for n in 0..4 {
            let id = format!("m{n}");
            world.prepare(&[world.mail(&id, "p-mia", Trust::Known, "It is delayed.")]).await;
        }
        let outcome = triage(&world.app, &world.ids).await.unwrap();
        assert_eq!((outcome.classified, outcome.by_rules), (4, 4), "{name}");
        assert_eq!((world.model.count(), outcome.cost_microusd), (calls, 0), "{name}");
        let config = world.app.config().await.unwrap();
        let calendar = world.app.calendar(&config).unwrap();
        let (day, _) = spent(&world.app, &calendar).await.unwrap();
        assert_eq!(
            (day.reserved_microusd, day.spent_microusd),
            (0, 0),
            "{name}: nothing stays reserved"
        );
    }
}

#[tokio::test]
async fn a_lost_lease_writes_nothing() {
    let world = World::new(|_, _| Ok(class("slip", "high"))).await;
    world.prepare(&[world.mail("m1", "p-mia", Trust::Known, "It is delayed.")]).await;
    world.lease("token-2").await;
    assert!(matches!(triage(&world.app, &world.ids).await, Err(CaseError::LeaseLost)));
    let key = holdfast_app::domain::keys::work("pay", "classification", "m1");
    assert!(world.app.table.get(&key).await.unwrap().is_none());
}
