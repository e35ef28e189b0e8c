//! Reads and changes through to the table.

use std::sync::atomic::Ordering;

use api_types::{
    ActionView, DecisionView, EventKind, EventView, Overview, Page, ProjectSummary, SettingsView,
    Status,
};

use crate::support::World;

#[tokio::test]
async fn every_read_answers_its_shape() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let status: Status = world.look(&tab, "/api/status").await.read();
    assert_eq!(status.engine_digest, world.digest);
    assert_eq!(status.zone, "Australia/Sydney");
    let overview: Overview = world.look(&tab, "/api/overview").await.read();
    assert_eq!(overview.projects.len(), 1);
    assert!(
        world.look(&tab, "/api/holds?cursor=").await.read::<Page<ActionView>>().items.is_empty()
    );
    assert!(world.look(&tab, "/api/decisions").await.read::<Page<DecisionView>>().items.is_empty());
    let projects: Vec<ProjectSummary> = world.look(&tab, "/api/projects").await.read();
    assert_eq!(projects[0].id, "pay");
    let one: api_types::ProjectView = world.look(&tab, "/api/projects/pay").await.read();
    assert_eq!(one.project.name, "Payments");
}

#[tokio::test]
async fn settings_are_replaced_once_per_revision_and_leave_an_event() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let view: SettingsView = world.look(&tab, "/api/settings").await.read();
    let mut settings = view.settings;
    settings.dry_run = true;
    let put = |body: String| world.act(&tab, "PUT", "/api/settings").json(&body).send(world.port);
    let body = serde_json::to_string(&settings).unwrap();
    let got = put(body.clone()).await;
    assert_eq!(got.status, 200, "{}", String::from_utf8_lossy(&got.body));
    let after: SettingsView = got.read();
    assert!(after.settings.dry_run && after.settings.revision > settings.revision);
    put(body).await.refused(409, "stale");

    settings.revision = after.settings.revision;
    settings.hours.days.clear();
    let wrong = put(serde_json::to_string(&settings).unwrap()).await;
    assert!(wrong.refused(422, "invalid").contains("weekday"));

    let all: Page<EventView> =
        world.look(&tab, "/api/activity?project=&kind=setting&cursor=").await.read();
    assert!(all.items.iter().any(|event| event.text.contains("dry run is on")), "{all:?}");
    assert!(all.items.iter().all(|event| event.kind == EventKind::Setting));
    let pay: Page<EventView> = world.look(&tab, "/api/activity?project=pay").await.read();
    assert!(pay.items.is_empty());
}

#[tokio::test]
async fn check_now_starts_a_cycle_at_once() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let got = world.act_json(&tab, "/api/check-now", "{}").await;
    assert_eq!(got.status, 202);
    got.read::<Status>();
    assert_eq!(world.pokes.load(Ordering::SeqCst), 1);
}
