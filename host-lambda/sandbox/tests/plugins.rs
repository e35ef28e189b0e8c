//! The sandbox from outside: guests that misbehave, and the host that stays up.
#![allow(clippy::unwrap_used, reason = "test helpers")]

mod common;

use std::sync::Arc;

use common::{Recorder, Script, Seen, deps, manifest, target, upstream};
use holdfast_app::ports::{Failure, Integrations, WriteGate};
use holdfast_sandbox::{Credential, Grant, Installed, PluginHost, Precompiled, sha256_hex};
use plugin_payload::{Effect, EffectKind, ProbeTarget};

struct Bench {
    host: PluginHost,
    log: Arc<Recorder>,
    seen: Arc<Seen>,
}

fn installed(
    name: &str,
    script: &Script,
    targets: Vec<holdfast_sandbox::TargetConfig>,
) -> Installed {
    let engine = holdfast_engine::engine().unwrap();
    let compiled = engine.precompile_component(&script.component()).unwrap();
    let digest = sha256_hex(&compiled);
    let mut manifest = manifest();
    manifest.name = name.to_owned();
    Installed {
        name: name.to_owned(),
        component: Precompiled::new(compiled, digest),
        grant: Grant::everything_asked(&manifest),
        manifest,
        targets,
        trusted: true,
    }
}

async fn bench(script: &Script, change: impl FnOnce(&mut Installed)) -> Bench {
    let (log, seen) = (Arc::new(Recorder::default()), Arc::new(Seen::default()));
    let address = upstream(seen.clone()).await;
    let mut one = installed("test", script, vec![target(address, Credential::None)]);
    change(&mut one);
    let host = PluginHost::new(vec![one], &deps(&log)).unwrap();
    Bench { host, log, seen }
}

impl Bench {
    async fn probe(&self) -> Result<String, Failure> {
        let target = ProbeTarget::Issue { issue: "PAY-1".into(), own_account_id: String::new() };
        self.host.probe("test", &target).await
    }

    async fn prepare(&self) -> Result<plugin_payload::Receipt, Failure> {
        self.host.prepare("test", &effect(), &WriteGate { intent: "i1".to_owned() }).await
    }
}

fn effect() -> Effect {
    let kind = EffectKind::JiraComment { issue: "PAY-1".into(), body: "b".into() };
    Effect { schema: 1, intent: "i1".into(), claimed_at_ms: 1, kind }
}

fn instead(wat: &'static str) -> Script {
    Script { instead: Some(wat), ..Script::send("GET", "thing/1") }
}

#[tokio::test]
async fn a_guest_reads_what_was_granted() {
    let bench = bench(&Script::send("GET", "thing/PAY-1"), |_| {}).await;
    assert_eq!(bench.probe().await.unwrap(), "hello from /thing/PAY-1");
    let event = bench.log.last();
    assert_eq!((event.status, event.template.as_str()), (Some(200), "GET /thing/{id}"));
    assert!(bench.host.health("test").await.is_ok());
    assert_eq!(bench.host.broken().count(), 0);
}

#[tokio::test]
async fn an_endless_loop_is_stopped() {
    let bench = bench(&instead("(loop $l (br $l))"), |_| {}).await;
    let error = bench.probe().await.unwrap_err();
    assert!(matches!(&error, Failure::Guest(t) if t.contains("more than 300 ms")), "{error}");
    // The host is still there.
    assert!(bench.host.health("test").await.is_ok());
}

#[tokio::test]
async fn a_memory_bomb_is_refused() {
    // Grows by 1 MiB until it is refused, then traps; 17 MiB would end in an endless loop instead.
    let bomb = "(loop $l (br_if $l (i32.ne (i32.const -1) (memory.grow (i32.const 16)))))
        (if (i32.gt_u (memory.size) (i32.const 256)) (then (loop $m (br $m)))) unreachable";
    let bench = bench(&instead(bomb), |_| {}).await;
    let error = bench.probe().await.unwrap_err();
    assert!(matches!(&error, Failure::Guest(t) if t.contains("unreachable")), "{error}");
}

#[tokio::test]
async fn endless_host_calls_are_stopped() {
    let script =
        instead("(loop $l (call $log (i32.const 1) (i32.const 1024) (i32.const 2)) (br $l))");
    let error = bench(&script, |_| {}).await.probe().await.unwrap_err();
    assert!(matches!(&error, Failure::Guest(t) if t.contains("host calls")), "{error}");
}

#[tokio::test]
async fn an_oversized_output_is_refused() {
    // ok(string) of 15 MiB.
    let wat = "(drop (memory.grow (i32.const 250))) (i32.store8 (i32.const 512) (i32.const 0))
        (i32.store (i32.const 532) (i32.const 65536))
        (i32.store (i32.const 536) (i32.const 15728640))";
    let error = bench(&instead(wat), |_| {}).await.probe().await.unwrap_err();
    assert!(matches!(&error, Failure::Guest(t) if t.contains("fuel")), "{error}");
}

#[tokio::test]
async fn an_unknown_target_is_refused_with_the_line() {
    let script = Script { target: "evil", ..Script::send("GET", "thing/1") };
    let bench = bench(&script, |_| {}).await;
    let error = bench.probe().await.unwrap_err();
    assert!(matches!(&error, Failure::Denied(t) if t.contains("id = \"evil\"")), "{error}");
    assert!(bench.log.last().refusal.unwrap().contains("id = \"evil\""));
    assert_eq!(bench.seen.hits(), 0);
}

#[tokio::test]
async fn what_was_not_granted_is_refused_with_the_line() {
    let bench = bench(&Script::send("GET", "thing/1"), |one| {
        one.grant.targets[0].allow.retain(|allow| !allow.path.starts_with("/thing"));
    })
    .await;
    let error = bench.probe().await.unwrap_err().to_string();
    let line = r#"{ method = "GET", path = "/thing/{id}", access = "read" }"#;
    assert!(error.contains(line) && error.contains("grant"), "{error}");
    assert_eq!(bench.seen.hits(), 0);
}

#[tokio::test]
async fn a_write_needs_the_gate() {
    let bench = bench(&Script::send("POST", "write"), |_| {}).await;
    let error = bench.probe().await.unwrap_err();
    assert!(matches!(&error, Failure::Denied(t) if t.contains("marked write")), "{error}");
    let error = bench.host.reconcile("test", &effect(), None).await.unwrap_err();
    assert!(matches!(&error, Failure::Denied(t) if t.contains("marked write")), "{error}");
    let wrong = WriteGate { intent: "another".to_owned() };
    assert!(matches!(bench.host.prepare("test", &effect(), &wrong).await, Err(Failure::Denied(_))));
    assert_eq!(bench.seen.hits(), 0);

    assert_eq!(bench.prepare().await.unwrap().id, "r");
    assert_eq!(bench.seen.hits(), 1);
    let event = bench.log.last();
    assert_eq!((event.write, event.intent.as_deref()), (true, Some("i1")));
    assert_eq!(event.request_digest.len(), 64);
}

#[tokio::test]
async fn normalise_has_no_egress() {
    let bench = bench(&Script::send("GET", "thing/1"), |_| {}).await;
    let error = bench.host.normalise("test", &[]).await.unwrap_err();
    assert!(matches!(&error, Failure::Denied(t) if t.contains("no egress")), "{error}");
    assert_eq!(bench.seen.hits(), 0);
}

#[tokio::test]
async fn an_untrusted_component_may_not_act() {
    let bench = bench(&Script::send("POST", "write"), |one| one.trusted = false).await;
    let error = bench.prepare().await.unwrap_err();
    assert!(matches!(&error, Failure::Denied(t) if t.contains("act = true")), "{error}");
    assert_eq!(bench.seen.hits(), 0);
}

#[tokio::test]
async fn a_write_without_an_answer_is_unknown() {
    let bench = bench(&Script::send("POST", "silent"), |_| {}).await;
    let error = bench.prepare().await.unwrap_err();
    assert!(matches!(error, Failure::UnknownEffect(_)), "{error}");
    assert_eq!(bench.seen.hits(), 1);
}

#[tokio::test]
async fn a_trap_after_a_write_is_unknown() {
    let script = Script { afterwards: "unreachable", ..Script::send("POST", "write") };
    let bench = bench(&script, |_| {}).await;
    let error = bench.prepare().await.unwrap_err();
    assert!(matches!(error, Failure::UnknownEffect(_)), "{error}");
    assert_eq!(bench.seen.hits(), 1);
}

#[tokio::test]
async fn a_write_that_never_left_is_unavailable() {
    // A port that was just free: nobody listens there.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let free = listener.local_addr().unwrap();
    drop(listener);
    let bench = bench(&Script::send("POST", "write"), |one| {
        one.targets = vec![target(free, Credential::None)];
    })
    .await;
    let error = bench.prepare().await.unwrap_err();
    assert!(matches!(error, Failure::Unavailable(_)), "{error}");
}

#[tokio::test]
async fn a_broken_component_is_named_and_the_others_serve() {
    let (log, seen) = (Arc::new(Recorder::default()), Arc::new(Seen::default()));
    let address = upstream(seen).await;
    let script = Script::send("GET", "thing/1");
    let targets = vec![target(address, Credential::None)];
    let good = installed("test", &script, targets.clone());
    let mut tampered = installed("tampered", &script, targets.clone());
    tampered.component = Precompiled::new(b"something else".to_vec(), sha256_hex(b"the build's"));
    let mut garbage = installed("garbage", &script, targets);
    garbage.component = Precompiled::new(b"garbage".to_vec(), sha256_hex(b"garbage"));
    let host = PluginHost::new(vec![tampered, good, garbage], &deps(&log)).unwrap();

    let broken: Vec<String> = host.broken().map(|(_, error)| error.to_string()).collect();
    assert_eq!(broken.len(), 2);
    assert!(broken.iter().any(|t| t.contains("`tampered`") && t.contains("digest")), "{broken:?}");
    assert!(broken.iter().any(|t| t.contains("`garbage`") && t.contains("rebuild")), "{broken:?}");
    let error = host.health("tampered").await.unwrap_err().to_string();
    assert!(error.contains("`tampered`"), "{error}");
    assert!(host.health("test").await.is_ok());
    assert!(host.health("other").await.unwrap_err().to_string().contains("`other`"));
}

#[test]
fn the_manifests_of_our_own_plugins_are_valid() {
    for (name, text) in [
        ("jira", include_str!("../../../plugins/jira/plugin.toml")),
        ("outlook", include_str!("../../../plugins/outlook/plugin.toml")),
    ] {
        let manifest = holdfast_sandbox::Manifest::parse(text).unwrap();
        assert_eq!(manifest.name, name);
        assert!(manifest.targets.iter().any(|target| !target.allow.is_empty()), "{name}");
    }
}
