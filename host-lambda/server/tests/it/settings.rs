//! Boost, what is always asked, thresholds, and the preview of other settings.

use api_types::{
    ActionState, AlwaysAsk, Boost, EventView, Page, Preview, Settings, SettingsView, Status,
};
use scoring_core::{Autonomy, Kind};
use serde_json::json;

use crate::http::Got;
use crate::seed::{eleanor, mail_to_eleanor};
use crate::support::{Tab, World};

const HOUR_MS: i64 = 3_600_000;

async fn change(world: &World, tab: &Tab, change: impl FnOnce(&mut Settings)) -> Got {
    let mut settings = world.look(tab, "/api/settings").await.read::<SettingsView>().settings;
    change(&mut settings);
    let body = serde_json::to_string(&settings).unwrap();
    world.act(tab, "PUT", "/api/settings").json(&body).send(world.port).await
}

async fn state(world: &World, id: &str) -> ActionState {
    world.app.action(id).await.unwrap().value.state
}

#[tokio::test]
async fn a_boost_counts_until_it_ends_and_releases_nothing_after_it() {
    let world = World::start().await;
    let tab = world.set_up().await;
    eleanor(&world).await;
    let until_ms = world.app.now() + HOUR_MS;
    let boost = Some(Boost { autonomy: Autonomy::Act, until_ms });
    assert_eq!(change(&world, &tab, |s| s.boost = boost).await.status, 200);
    let status: Status = world.look(&tab, "/api/status").await.read();
    assert_eq!(status.autonomy, Autonomy::Act);
    let mail = mail_to_eleanor(&world, 1).await;
    assert_eq!(mail.state, ActionState::Held, "the boost counts");

    world.pass(HOUR_MS);
    let status: Status = world.look(&tab, "/api/status").await.read();
    assert_eq!(status.autonomy, Autonomy::Observe, "its end needs no check");
    world.app.check_due().await.unwrap();
    assert_eq!(state(&world, &mail.id).await, ActionState::Recorded);
    let view: SettingsView = world.look(&tab, "/api/settings").await.read();
    assert_eq!(view.settings.boost, None);
    let all: Page<EventView> = world.look(&tab, "/api/activity?kind=setting").await.read();
    let over = all.items.iter().filter(|e| e.text.contains("boost is over")).count();
    assert_eq!(over, 1);
    world.app.check_due().await.unwrap();
    let again: SettingsView = world.look(&tab, "/api/settings").await.read();
    assert_eq!(again.settings.revision, view.settings.revision, "it ends once");
}

#[tokio::test]
async fn wrong_settings_are_refused_one_by_one() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let now = world.app.now();
    let boost = |until_ms| Some(Boost { autonomy: Autonomy::Act, until_ms });
    let ask = |project: &str, kind| vec![AlwaysAsk { project: project.into(), kind }];
    type Change<'a> = Box<dyn FnOnce(&mut Settings) + 'a>;
    let table: Vec<(Change<'_>, &str)> = vec![
        (Box::new(|s| s.boost = boost(now)), "boost"),
        (Box::new(|s| s.boost = boost(now + 7 * 24 * HOUR_MS + 1)), "boost"),
        (Box::new(|s| s.always_ask = ask("none", Kind::JiraComment)), "project"),
        (Box::new(|s| s.always_ask = ask("", Kind::DeleteData)), "never"),
        (Box::new(|s| s.thresholds.hold_mail_min = 4), "held"),
        (Box::new(|s| s.thresholds.hold_mail_min = 1441), "held"),
        (Box::new(|s| s.thresholds.hold_status_min = 1), "held"),
        (Box::new(|s| s.thresholds.precedent_bp = 10_001), "precedent"),
        (Box::new(|s| s.internal_domains = vec!["own".into()]), "domain"),
        (Box::new(|s| s.models.triage.id = "a b".into()), "model"),
        (Box::new(|s| s.models.reasoning.output_microusd = 0), "price"),
        (Box::new(|s| s.notices.quiet_end_min = 1440), "quiet"),
        (Box::new(|s| s.first_sync_days = 91), "first sync"),
    ];
    for (wrong, part) in table {
        let why = change(&world, &tab, wrong).await.refused(422, "invalid");
        assert!(why.to_lowercase().contains(part), "{part}: {why}");
    }
    let view: SettingsView = world.look(&tab, "/api/settings").await.read();
    assert_eq!(view.settings.revision, 1, "nothing was written");
    let own = vec!["Own.example".to_owned(), "own.example".to_owned()];
    assert_eq!(change(&world, &tab, |s| s.internal_domains = own).await.status, 200);
    let view: SettingsView = world.look(&tab, "/api/settings").await.read();
    assert_eq!(view.settings.internal_domains, ["own.example"]);
}

#[tokio::test]
async fn what_is_always_asked_is_asked_in_its_project() {
    let world = World::start().await;
    let tab = world.set_up().await;
    eleanor(&world).await;
    change(&world, &tab, |s| s.autonomy = Autonomy::Act).await;
    let mail = mail_to_eleanor(&world, 1).await;
    assert_eq!(mail.state, ActionState::Held);
    let ask = AlwaysAsk { project: "pay".into(), kind: Kind::EmailStakeholder };
    assert_eq!(change(&world, &tab, |s| s.always_ask = vec![ask]).await.status, 200);
    let now = world.app.action(&mail.id).await.unwrap().value;
    assert_eq!(now.state, ActionState::Escalated);
    assert!(now.verdict.caps.iter().any(|cap| cap == "cap.always_ask"), "{:?}", now.verdict.caps);
    // Turning it off again releases nothing: the question stays until it is decided.
    assert_eq!(change(&world, &tab, |s| s.always_ask.clear()).await.status, 200);
    assert_eq!(state(&world, &mail.id).await, ActionState::Escalated);
}

#[tokio::test]
async fn a_preview_judges_the_past_exactly_and_changes_nothing() {
    let world = World::start().await;
    let tab = world.set_up().await;
    eleanor(&world).await;
    change(&world, &tab, |s| s.autonomy = Autonomy::Act).await;
    let mut ids = Vec::new();
    for number in 0..60 {
        ids.push(mail_to_eleanor(&world, number).await.id);
        world.pass(1_000);
    }
    let before = world.app.action(&ids[0]).await.unwrap();
    let view: SettingsView = world.look(&tab, "/api/settings").await.read();
    let try_with = |settings: &Settings, days: u32| {
        let body = json!({ "settings": settings, "days": days }).to_string();
        let (world, tab) = (&world, &tab);
        async move { world.act_json(tab, "/api/settings/preview", &body).await }
    };
    let same: Preview = try_with(&view.settings, 7).await.read();
    assert_eq!((same.judged, same.changes.len()), (60, 0), "the same settings change nothing");

    let mut longer = view.settings.clone();
    longer.thresholds.hold_mail_min = 60;
    let preview: Preview = try_with(&longer, 7).await.read();
    assert_eq!(preview.changes.len(), 60);
    let first = &preview.changes[0];
    assert_eq!(first.id, ids[59], "the newest first");
    assert_eq!(first.before, "held for 30 minutes, then asked");
    assert_eq!(first.after, "held for 60 minutes, then asked");
    assert!(!first.laxer);
    let mut shorter = view.settings.clone();
    shorter.thresholds.hold_mail_min = 10;
    let preview: Preview = try_with(&shorter, 7).await.read();
    assert!(preview.changes.iter().all(|c| c.laxer));
    let mut observe = view.settings.clone();
    observe.autonomy = Autonomy::Observe;
    let preview: Preview = try_with(&observe, 7).await.read();
    assert!(preview.changes.iter().all(|c| !c.laxer && c.after == "written down, not done"));

    for days in [0, 91] {
        try_with(&view.settings, days).await.refused(422, "invalid");
    }
    longer.thresholds.hold_mail_min = 1;
    try_with(&longer, 7).await.refused(422, "invalid");
    assert_eq!(world.app.action(&ids[0]).await.unwrap(), before);
    let after: SettingsView = world.look(&tab, "/api/settings").await.read();
    assert_eq!(after.settings, view.settings);
}
