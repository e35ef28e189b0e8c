//! First link, signing in and out, throttle, expiry.

use api_types::Session;
use holdfast_app::ports::Query;
use holdfast_server::auth;

use crate::http::Ask;
use crate::support::{PASSPHRASE, Tab, World};

const MINUTE_MS: i64 = 60_000;

#[tokio::test]
async fn the_first_link_works_once() {
    let world = World::start().await;
    let before: Session = world.get("/api/session").await.read();
    assert!(before.set_up_needed && !before.signed_in && before.csrf.is_none());
    assert_eq!(before.engine_digest, world.digest);
    world.sign_in(PASSPHRASE).await.refused(403, "set_up_needed");

    let link = auth::first_link(&world.app).await.unwrap().unwrap();
    let token = link.strip_prefix("/#/setup/").unwrap().to_owned();
    let body = |passphrase: &str| {
        serde_json::json!({ "token": token, "passphrase": passphrase }).to_string()
    };
    let short = world.post("/api/setup", &body("too short")).await;
    assert!(short.refused(422, "passphrase").contains("12 characters"));
    let tab = Tab::of(&world.post("/api/setup", &body(PASSPHRASE)).await);

    world.post("/api/setup", &body("another passphrase")).await.refused(403, "link_void");
    assert_eq!(auth::first_link(&world.app).await.unwrap(), None);
    let after: Session = world.look(&tab, "/api/session").await.read();
    assert!(after.signed_in && !after.set_up_needed);
    assert_eq!(after.csrf, Some(tab.csrf));
    assert_eq!(world.sign_in(PASSPHRASE).await.status, 200);
}

#[tokio::test]
async fn a_newer_link_replaces_an_older_one_and_two_at_once_are_one() {
    let world = World::start().await;
    let body = |link: &str| {
        let token = link.strip_prefix("/#/setup/").unwrap();
        serde_json::json!({ "token": token, "passphrase": PASSPHRASE }).to_string()
    };
    let old = body(&auth::first_link(&world.app).await.unwrap().unwrap());
    let new = body(&auth::first_link(&world.app).await.unwrap().unwrap());
    world.post("/api/setup", &old).await.refused(403, "link_void");
    let (a, b) = tokio::join!(world.post("/api/setup", &new), world.post("/api/setup", &new));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 403]);
}

#[tokio::test]
async fn the_cookie_is_bound_to_this_site_and_the_table_holds_no_token() {
    let world = World::start().await;
    world.set_up().await;
    let got = world.sign_in(PASSPHRASE).await;
    let set = got.header("set-cookie").unwrap().to_owned();
    for part in ["__Host-holdfast=", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"] {
        assert!(set.contains(part), "{set}");
    }
    assert!(!set.contains("Domain"));
    let tab = Tab::of(&got);
    let token = tab.cookie.split_once('=').unwrap().1;
    let stored = world.app.table.query(&Query::prefix("SYSTEM", "")).await.unwrap();
    let dump = format!("{:?}", stored.items);
    assert!(dump.contains("SESSION#") && !dump.contains(token) && !dump.contains(&tab.csrf));
    let phc = world.app.secrets.get("passphrase").await.unwrap();
    assert!(phc.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", phc.expose());
}

#[tokio::test]
async fn sign_out_ends_the_session_for_every_copy_of_the_cookie() {
    let world = World::start().await;
    let tab = world.set_up().await;
    assert_eq!(world.look(&tab, "/api/status").await.status, 200);
    world
        .act(&tab, "POST", "/api/sign-out")
        .without("x-holdfast-csrf")
        .send(world.port)
        .await
        .refused(403, "csrf");
    let out = world.act_json(&tab, "/api/sign-out", "{}").await;
    assert_eq!(out.status, 200);
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert!(!out.read::<Session>().signed_in);
    world.look(&tab, "/api/status").await.refused(401, "signed_out");
}

#[tokio::test]
async fn sessions_end_by_idleness_and_by_age() {
    let world = World::start().await;
    let idle = world.set_up().await;
    world.pass(12 * 60 * MINUTE_MS);
    world.look(&idle, "/api/status").await.refused(401, "signed_out");

    let used = Tab::of(&world.sign_in(PASSPHRASE).await);
    for _ in 0..15 {
        world.pass(11 * 60 * MINUTE_MS);
        assert_eq!(world.look(&used, "/api/status").await.status, 200);
    }
    world.pass(4 * 60 * MINUTE_MS);
    world.look(&used, "/api/status").await.refused(401, "signed_out");
}

#[tokio::test]
async fn a_new_passphrase_ends_every_session() {
    let world = World::start().await;
    let tab = world.set_up().await;
    auth::set_passphrase(&world.app, "another long passphrase").await.unwrap();
    world.look(&tab, "/api/status").await.refused(401, "signed_out");
    world.sign_in(PASSPHRASE).await.refused(401, "wrong_passphrase");
    assert_eq!(world.sign_in("another long passphrase").await.status, 200);
}

#[tokio::test]
async fn wrong_tries_are_slowed_down_even_over_a_restart() {
    let world = World::start().await;
    world.set_up().await;
    for _ in 0..5 {
        world.sign_in("wrong passphrase").await.refused(401, "wrong_passphrase");
    }
    let waiting = world.sign_in(PASSPHRASE).await;
    assert!(waiting.refused(429, "throttled").contains("30 s"));
    assert_eq!(waiting.header("retry-after"), Some("30"));

    let world = world.restart().await;
    world.sign_in(PASSPHRASE).await.refused(429, "throttled");
    world.pass(30_000);
    world.sign_in("wrong passphrase").await.refused(401, "wrong_passphrase");
    let twice = world.sign_in(PASSPHRASE).await;
    assert_eq!(twice.header("retry-after"), Some("60"));
    world.pass(60_000);
    assert_eq!(world.sign_in(PASSPHRASE).await.status, 200);
    world.sign_in("wrong passphrase").await.refused(401, "wrong_passphrase");
    assert_eq!(world.sign_in(PASSPHRASE).await.status, 200, "the right one starts again from none");
}

#[tokio::test]
async fn many_wrong_tries_at_once_gain_nothing() {
    let world = World::start().await;
    world.set_up().await;
    let tries = (0..12).map(|_| {
        let ask = world.change("POST", "/api/sign-in").json(r#"{"passphrase":"wrong passphrase"}"#);
        tokio::spawn(ask.send(world.port))
    });
    let mut looked_at = 0;
    for task in tries.collect::<Vec<_>>() {
        match task.await.unwrap().status {
            401 => looked_at += 1,
            status => assert_eq!(status, 429),
        }
    }
    assert!((1..=5).contains(&looked_at), "{looked_at} tries were looked at");
}

#[tokio::test]
async fn nothing_private_answers_without_a_session() {
    let world = World::start().await;
    world.set_up().await;
    for path in [
        "status",
        "overview",
        "holds",
        "actions/a",
        "decisions",
        "projects",
        "projects/pay",
        "activity",
        "settings",
    ] {
        world.get(&format!("/api/{path}")).await.refused(401, "signed_out");
    }
    let forged =
        Ask::get("/api/status").header("cookie", &format!("__Host-holdfast={}", "ab".repeat(32)));
    forged.send(world.port).await.refused(401, "signed_out");
    for verb in [
        "approve", "edit", "cancel", "undo", "extend", "timer", "snooze", "seen", "answer",
        "regret",
    ] {
        world.post(&format!("/api/actions/a/{verb}"), "{}").await.refused(401, "signed_out");
    }
    for path in ["decisions/a", "projects/pay/artefacts/raid_log/undo", "check-now", "sign-out"] {
        world.post(&format!("/api/{path}"), "{}").await.refused(401, "signed_out");
    }
    world
        .change("PUT", "/api/settings")
        .json("{}")
        .send(world.port)
        .await
        .refused(401, "signed_out");
}
