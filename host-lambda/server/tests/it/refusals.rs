//! Other names, other origins, missing tokens, and every kind of wrong input.

use crate::http::Ask;
use crate::support::World;

#[tokio::test]
async fn another_host_is_refused_before_anything_else() {
    let world = World::start().await;
    let port = world.port;
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        "127.0.0.1".to_owned(),
        String::new(),
    ] {
        for path in ["/", "/api/session", "/api/nothing"] {
            Ask::get(path).header("host", &host).send(port).await.refused(421, "wrong_host");
        }
    }
    let absolute = Ask::get("http://evil.example/api/session").send(port).await;
    absolute.refused(421, "wrong_host");
    let by_name = Ask::get("/api/session").header("host", &format!("localhost:{port}"));
    assert_eq!(by_name.send(port).await.status, 200);
}

#[tokio::test]
async fn a_change_needs_the_origin_of_the_dashboard() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let ask = || world.act(&tab, "POST", "/api/check-now");
    let https = format!("https://127.0.0.1:{}", world.port);
    let other_name = format!("http://localhost:{}", world.port);
    for origin in ["null", "http://evil.example", "http://127.0.0.1:1", &https, &other_name] {
        ask().header("origin", origin).send(world.port).await.refused(403, "wrong_origin");
    }
    ask().without("origin").send(world.port).await.refused(403, "wrong_origin");
    let cross = ask().without("origin").header("sec-fetch-site", "cross-site");
    cross.send(world.port).await.refused(403, "wrong_origin");
    let same = ask().without("origin").header("sec-fetch-site", "same-origin");
    assert_eq!(same.send(world.port).await.status, 202);
    assert_eq!(ask().send(world.port).await.status, 202);
    let read = Ask::get("/api/session").header("origin", "http://evil.example");
    read.send(world.port).await.refused(403, "wrong_origin");
    let guess =
        world.change("POST", "/api/sign-in").without("origin").json(r#"{"passphrase":"x"}"#);
    guess.send(world.port).await.refused(403, "wrong_origin");
}

#[tokio::test]
async fn a_change_needs_the_token_of_its_own_session() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let other = crate::support::Tab::of(&world.sign_in(crate::support::PASSPHRASE).await);
    let ask = || world.act(&tab, "POST", "/api/check-now");
    let name = api_types::CSRF_HEADER;
    ask().without(name).send(world.port).await.refused(403, "csrf");
    for wrong in ["", "x", &other.csrf, &tab.cookie] {
        ask().header(name, wrong).send(world.port).await.refused(403, "csrf");
    }
    let put = world.act(&tab, "PUT", "/api/settings").without(name).json("{}");
    put.send(world.port).await.refused(403, "csrf");
    assert_eq!(world.pokes.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[tokio::test]
async fn wrong_json_is_named() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let path = "/api/actions/a/cancel";
    let rows = [
        ("", "malformed_json", "EOF"),
        ("{\"revision\":", "malformed_json", "column"),
        ("revision=1", "malformed_json", "expected value"),
        ("{\"revision\":1}{}", "malformed_json", "trailing"),
        ("{\"revision\":\"1\"}", "wrong_value", "expected u64"),
        ("{\"revision\":1.5}", "wrong_value", "1.5"),
        ("[1]", "wrong_value", "list"),
        ("{}", "wrong_value", "missing field `revision`"),
        ("{\"revision\":1,\"force\":true}", "unknown_field", "`force`"),
    ];
    for (body, code, part) in rows {
        let sentence = world.act_json(&tab, path, body).await.refused(400, code);
        assert!(sentence.contains(part), "{body}: {sentence}");
    }
    let plain = world
        .act(&tab, "POST", path)
        .header("content-type", "text/plain")
        .body(b"{\"revision\":1}".to_vec());
    plain.send(world.port).await.refused(415, "not_json");
    world.act_json(&tab, "/api/check-now", "{\"now\":1}").await.refused(400, "unknown_field");
    let settings = world.act(&tab, "PUT", "/api/settings").json("{\"revision\":1,\"shiny\":true}");
    settings.send(world.port).await.refused(400, "unknown_field");
    world.post("/api/sign-in", "{\"passphrase\":1}").await.refused(400, "wrong_value");
    world.look(&tab, "/api/activity?kind=nonsense").await.refused(400, "wrong_query");
    world.look(&tab, "/api/holds?page=2").await.refused(400, "wrong_query");
    world.look(&tab, "/api/holds?cursor=nonsense").await.refused(422, "invalid");
}

#[tokio::test]
async fn ten_megabytes_are_refused_and_the_server_goes_on() {
    let world = World::start().await;
    let tab = world.set_up().await;
    let large = format!("{{\"passphrase\":\"{}\"}}", "x".repeat(10_000_000));
    world.post("/api/sign-in", &large).await.refused(413, "too_large");
    world.act_json(&tab, "/api/actions/a/edit", &large).await.refused(413, "too_large");
    world.post("/api/nothing", &large).await.refused(413, "too_large");

    // Without a declared length the limit holds as well.
    let mut chunked = Vec::new();
    for _ in 0..20 {
        chunked.extend_from_slice(b"10000\r\n");
        chunked.extend_from_slice(&[b' '; 0x10000]);
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    let ask = world.change("POST", "/api/sign-in").header("content-type", "application/json");
    let ask = ask.header("transfer-encoding", "chunked").body(chunked);
    ask.send(world.port).await.refused(413, "too_large");
    assert_eq!(world.look(&tab, "/api/status").await.status, 200);
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems_too() {
    let world = World::start().await;
    let tab = world.set_up().await;
    for path in [
        "/api",
        "/api/",
        "/api/nothing",
        "/nothing.js",
        "/index.htm",
        "/../etc/passwd",
        "/pkg/",
        "/policy.wasm/x",
    ] {
        world.look(&tab, path).await.refused(404, "not_found");
    }
    for path in [
        "/api/actions/a",
        "/api/actions/1793000000000-pay-abc",
        "/api/projects/none",
        "/api/actions/%2e%2e",
    ] {
        world.look(&tab, path).await.refused(404, "not_found");
    }
    let long = format!("/api/actions/{}", "a".repeat(129));
    world.look(&tab, &long).await.refused(404, "not_found");
    let undo = "/api/projects/pay/artefacts/shopping_list/undo";
    let sentence = world.act_json(&tab, undo, "{\"version\":1}").await.refused(404, "not_found");
    assert!(sentence.contains("`shopping_list`"));
    world.act(&tab, "DELETE", "/api/session").send(world.port).await.refused(405, "wrong_method");
    world.act(&tab, "PUT", "/api/holds").send(world.port).await.refused(405, "wrong_method");
    world.act(&tab, "POST", "/").send(world.port).await.refused(405, "wrong_method");
}
