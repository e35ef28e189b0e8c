//! Files, their digests, and the headers on everything.

use holdfast_server::{Assets, Server, ServerError, Site};
use std::sync::Arc;

use crate::http::Ask;
use crate::support::{INDEX, POLICY, World};

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let world = World::start().await;
    let policy = format!("/policy.{}.wasm", world.digest);
    let asks = [
        Ask::get("/"),
        Ask::get(&policy),
        Ask::get("/api/session"),
        Ask::get("/api/status"),
        Ask::get("/nothing"),
        Ask::get("/").header("host", "evil.example"),
    ];
    for ask in asks {
        let got = ask.send(world.port).await;
        let csp = got.header("content-security-policy").unwrap();
        assert!(csp.starts_with(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';"
        ));
        assert!(csp.ends_with("frame-ancestors 'none'") && !csp.contains("unsafe-inline"));
        let rows = [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ];
        for (name, value) in rows {
            assert_eq!(got.header(name), Some(value), "{name} at status {}", got.status);
        }
        assert!(got.header("permissions-policy").unwrap().contains("camera=()"));
        assert!(got.header("cache-control").is_some());
        assert_eq!(got.header("access-control-allow-origin"), None);
    }
    for path in ["/api/session", "/api/status", "/api/nothing"] {
        assert_eq!(world.get(path).await.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[tokio::test]
async fn files_have_types_and_digests() {
    let world = World::start().await;
    for path in ["/", "/index.html"] {
        let got = world.get(path).await;
        assert_eq!((got.status, got.body.as_slice()), (200, INDEX.as_bytes()));
        assert_eq!(got.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(got.header("cache-control"), Some("no-cache"));
    }
    let script = world.get("/pkg/ui.js").await;
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    let etag = script.header("etag").unwrap().to_owned();
    let again = Ask::get("/pkg/ui.js").header("if-none-match", &etag).send(world.port).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), Some(etag.as_str()));
    let other = Ask::get("/").header("if-none-match", &etag).send(world.port).await;
    assert_eq!(other.status, 200);
    let head = Ask::new("HEAD", "/").send(world.port).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), Some(INDEX.len().to_string().as_str()));
}

#[tokio::test]
async fn the_policy_is_served_under_its_digest_only() {
    let world = World::start().await;
    let got = world.get(&format!("/policy.{}.wasm", world.digest)).await;
    assert_eq!((got.status, got.body.as_slice()), (200, POLICY));
    assert_eq!(got.header("content-type"), Some("application/wasm"));
    assert_eq!(got.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let old = world.get(&format!("/policy.{}.wasm", "0".repeat(64))).await;
    assert!(old.refused(404, "policy_updated").contains("updated"));
    assert_eq!(old.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn another_policy_than_the_one_in_use_is_not_served() {
    let world = World::start().await;
    let other = Assets::new(b"other bytes".as_slice());
    let built = Server::new(world.app.clone(), other, Site::loopback(1), Arc::new(|| {}));
    assert!(matches!(built.err(), Some(ServerError::AnotherPolicy { .. })));
}
