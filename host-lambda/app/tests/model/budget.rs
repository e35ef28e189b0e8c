use std::sync::Arc;

use holdfast_app::domain::system::Budget;
use holdfast_app::usecases::budget::{Urgency, release, reserve, settle, spent};
use holdfast_app::usecases::cycle::triage::triage;
use scoring_core::Trust;

use crate::world::{World, class};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_cap_holds_under_concurrency() {
    let world = Arc::new(World::new(|_, _| Ok(class("none", "low"))).await);
    world.configure(|c| c.settings.budget.day_microusd = 10_000).await;
    let config = world.app.config().await.unwrap();
    let calendar = world.app.calendar(&config).unwrap();
    let mut tasks = Vec::new();
    for _ in 0..40 {
        let (world, config, calendar) = (Arc::clone(&world), config.clone(), calendar.clone());
        tasks.push(tokio::spawn(async move {
            reserve(&world.app, &config, &calendar, 600, Urgency::Triage).await.unwrap()
        }));
    }
    let mut held = Vec::new();
    for task in tasks {
        held.extend(task.await.unwrap());
    }
    assert_eq!(held.len(), 16, "16 x 600 fit into 10,000, 17 do not");
    let (day, month) = spent(&world.app, &calendar).await.unwrap();
    assert_eq!(day, Budget { reserved_microusd: 9_600, spent_microusd: 0, calls: 0 });
    assert_eq!(month, day);

    let mut tasks = Vec::new();
    for (at, reservation) in held.into_iter().enumerate() {
        let world = Arc::clone(&world);
        tasks.push(tokio::spawn(async move {
            if at < 10 {
                settle(&world.app, &reservation, 100).await.unwrap();
            } else {
                release(&world.app, &reservation).await.unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let (day, month) = spent(&world.app, &calendar).await.unwrap();
    assert_eq!(day, Budget { reserved_microusd: 0, spent_microusd: 1_000, calls: 10 });
    assert_eq!(month, day);
}

#[tokio::test]
async fn the_month_binds_as_the_day_does() {
    let world = World::new(|_, _| Ok(class("none", "low"))).await;
    world
        .configure(|c| {
            c.settings.budget.day_microusd = 1_000;
            c.settings.budget.month_microusd = 500;
        })
        .await;
    let config = world.app.config().await.unwrap();
    let calendar = world.app.calendar(&config).unwrap();
    for (worst, urgency, admitted) in [
        (426, Urgency::Reasoning, true),         // 0 % used
        (10, Urgency::Reasoning, false),         // 85.2 %
        (50, Urgency::CriticalReasoning, true),  // 85.2 %
        (10, Urgency::CriticalReasoning, false), // 95.2 %
        (24, Urgency::Triage, true),             // 95.2 %
        (1, Urgency::Triage, false),             // 100 %
    ] {
        let found = reserve(&world.app, &config, &calendar, worst, urgency).await.unwrap();
        assert_eq!(found.is_some(), admitted, "{worst} {urgency:?}");
    }
}

#[tokio::test]
async fn a_call_costs_what_the_settings_say() {
    let world = World::new(|_, _| Ok(class("none", "low"))).await;
    world
        .configure(|c| {
            c.settings.models.triage.id = "another-model".into();
            c.settings.models.triage.input_microusd = 2_000_000;
            c.settings.models.triage.output_microusd = 10_000_000;
        })
        .await;
    world.prepare(&[world.mail("m1", "p-mia", Trust::Known, "It moves.")]).await;
    let outcome = triage(&world.app, &world.ids).await.unwrap();
    // 1,000 tokens in and 100 out, as the scripted model says.
    assert_eq!(outcome.cost_microusd, 3_000);
    assert_eq!(world.model.calls.lock().unwrap()[0].model, "another-model");
}
