//! What a scanner such as OWASP ZAP looks for, as tests of this server's own: headers on every answer, methods, paths,
//! sessions, and error bodies that say nothing about the inside. Host, Origin, CSRF and sizes stand in `refusals.rs`,
//! cookie, throttle and expiry in `session.rs`.

use api_types::{Forgotten, PrivacyView, SessionView};

use crate::http::Ask;
use crate::support::{PASSPHRASE, Tab, World};

const MINUTE_MS: i64 = 60_000;

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let answers = [
        world.get("/").await,
        world.get("/pkg/ui.js").await,
        world.get("/nothing").await,
        world.get("/api/session").await,
        world.get("/api/status").await,
        world.look(&tab, "/api/status").await,
        world.look(&tab, "/api/privacy").await,
        world.act_json(&tab, "/api/forget", "{").await,
        world.act(&tab, "DELETE", "/api/session").send(world.port).await,
        Ask::get("/").header("host", "evil.example").send(world.port).await,
    ];
    for got in &answers {
        let header = |name: &str| got.header(name).unwrap_or_default().to_owned();
        let csp = header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ] {
            assert!(csp.contains(part), "{}: {csp}", got.status);
        }
        assert!(!csp.contains("unsafe-inline") && !csp.contains("'unsafe-eval'"), "{csp}");
        assert_eq!(header("x-frame-options"), "DENY");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert!(header("permissions-policy").contains("camera=()"));
        for reveals in ["server", "x-powered-by", "access-control-allow-origin"] {
            assert_eq!(got.header(reveals), None, "{reveals}");
        }
    }
    for got in answers.get(3..8).unwrap() {
        assert_eq!(got.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn no_path_leaves_the_served_files() {
    let world = World::start().await;
    for path in [
        "/../Cargo.toml",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/pkg/../../secrets.json",
        "/pkg/%2e%2e%5c..%5csecrets.json",
        "//etc/passwd",
        "/holdfast.db",
        "/secrets.json",
        "/backups/",
        "/.git/config",
        "/index.html%00.js",
        "/api/../secrets.json",
    ] {
        let got = world.get(path).await;
        assert!(matches!(got.status, 400 | 401 | 404), "{path}: {}", got.status);
        assert!(got.body.len() < 500, "{path}");
    }
}

#[tokio::test]
async fn only_the_methods_of_the_contract_are_answered() {
    let world = World::start().await;
    let tab = world.set_up().await;
    for method in ["TRACE", "OPTIONS", "PATCH", "DELETE", "PROPFIND"] {
        for path in ["/", "/api/session", "/api/forget", "/api/export"] {
            let got = world.act(&tab, method, path).send(world.port).await;
            assert!((400..500).contains(&got.status), "{method} {path}: {}", got.status);
            // TRACE would give the cookie to a script.
            assert!(!String::from_utf8_lossy(&got.body).contains(&tab.cookie), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn errors_say_nothing_about_the_inside() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let answers = [
        world.act_json(&tab, "/api/forget", r#"{"what":"person","person":"x"}"#).await,
        world.act_json(&tab, "/api/forget", r#"{"what":"planet","planet":"x"}"#).await,
        world.act_json(&tab, "/api/sessions/none/end", "").await,
        world.look(&tab, "/api/export").await,
        world.look(&tab, "/api/holds?cursor=%00").await,
        world.look(&tab, "/api/actions/'%20OR%201=1").await,
        world.look(&tab, "/api/projects/%3Cscript%3Ealert(1)%3C%2Fscript%3E").await,
        world.post("/api/sign-in", r#"{"passphrase":"x' OR '1'='1"}"#).await,
    ];
    for got in &answers {
        let text = String::from_utf8_lossy(&got.body).into_owned();
        assert!(got.status >= 400, "{text}");
        let problem: api_types::Problem = got.read();
        assert!(!problem.code.is_empty() && !problem.error.is_empty(), "{text}");
        for inside in [
            ".rs",
            "panicked",
            "sqlite",
            "SQLITE",
            "dynoxide",
            "/tmp",
            "/home",
            "argon2",
            "SESSION#",
            "CONFIG",
            "<script",
            "stack backtrace",
        ] {
            assert!(!text.contains(inside), "{inside}: {text}");
        }
        assert_eq!(got.header("content-type"), Some("application/json"), "{text}");
    }
}

#[tokio::test]
async fn a_cookie_that_was_there_before_is_not_taken_over() {
    let world = World::start().await;
    world.set_up().await;
    let planted = format!("__Host-holdfast={}", "ab".repeat(32));
    let body = serde_json::json!({ "passphrase": PASSPHRASE }).to_string();
    let got = world
        .change("POST", "/api/sign-in")
        .header("cookie", &planted)
        .json(&body)
        .send(world.port)
        .await;
    let tab = Tab::of(&got);
    assert_ne!(tab.cookie, planted);
    let forged = Ask::get("/api/status").header("cookie", &planted);
    forged.send(world.port).await.refused(401, "signed_out");
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all_at_once() {
    let world = World::start().await;
    let first = world.set_up().await;
    world.pass(10 * MINUTE_MS);
    let second = Tab::of(&world.sign_in(PASSPHRASE).await);
    world.pass(10 * MINUTE_MS);
    let third = Tab::of(&world.sign_in(PASSPHRASE).await);

    let all: Vec<SessionView> = world.look(&second, "/api/sessions").await.read();
    assert_eq!(all.len(), 3);
    let current: Vec<&SessionView> = all.iter().filter(|s| s.current).collect();
    assert_eq!(current.len(), 1);
    for tab in [&first, &second, &third] {
        let token = tab.cookie.split_once('=').unwrap().1;
        assert!(all.iter().all(|s| !token.contains(&s.id) && s.id.len() == 32));
    }
    let other = all.iter().find(|s| !s.current).unwrap();
    let end = format!("/api/sessions/{}/end", other.id);
    world
        .act(&second, "POST", &end)
        .without(api_types::CSRF_HEADER)
        .send(world.port)
        .await
        .refused(403, "csrf");
    let left: Vec<SessionView> = world.act_json(&second, &end, "{}").await.read();
    assert_eq!(left.len(), 2);
    world.act_json(&second, &end, "{}").await.refused(404, "not_found");
    let statuses = [
        world.look(&first, "/api/status").await.status,
        world.look(&third, "/api/status").await.status,
    ];
    assert!(statuses.contains(&401) && statuses.contains(&200), "{statuses:?}");

    let gone = world.act_json(&second, "/api/sessions/end-all", "{}").await;
    assert_eq!(gone.status, 204);
    assert!(gone.header("set-cookie").unwrap().contains("Max-Age=0"));
    for tab in [&first, &second, &third] {
        world.look(tab, "/api/status").await.refused(401, "signed_out");
    }
    assert_eq!(world.sign_in(PASSPHRASE).await.status, 200);
}

#[tokio::test]
async fn what_is_private_here_needs_a_session_too() {
    let world = World::start().await;
    world.set_up().await;
    for path in ["privacy", "sessions", "export"] {
        world.get(&format!("/api/{path}")).await.refused(401, "signed_out");
    }
    for path in ["forget", "sessions/a/end", "sessions/end-all"] {
        world.post(&format!("/api/{path}"), "{}").await.refused(401, "signed_out");
    }
}

#[tokio::test]
async fn privacy_is_told_and_a_project_is_forgotten_over_the_api() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let view: PrivacyView = world.look(&tab, "/api/privacy").await.read();
    assert!(view.stored.len() > 8 && view.to_model.is_empty() && view.no_model_projects.is_empty());
    assert!(
        view.stored.iter().all(|k| !k.what.is_empty() && !k.place.is_empty() && !k.kept.is_empty())
    );
    let body = r#"{"what":"project","project":"pay"}"#;
    let told: Forgotten = world.act_json(&tab, "/api/forget", body).await.read();
    assert!(told.counts.iter().map(|(_, n)| n).sum::<u64>() >= 1 && !told.stays.is_empty());
    world.look(&tab, "/api/projects/pay").await.refused(404, "not_found");
    world.act_json(&tab, "/api/forget", body).await.refused(404, "not_found");
}
