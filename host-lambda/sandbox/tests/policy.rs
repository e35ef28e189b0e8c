//! The policy engine with small modules that speak the byte ABI.
#![allow(clippy::unwrap_used, reason = "test helpers")]

use holdfast_app::ports::{Judgement, JudgementError};
use holdfast_sandbox::{Digests, PolicyEngine, SandboxError, sha256_hex};
use scoring_core::sanitise::ContentType;

/// A policy whose doors all answer with `$body`.
fn module(body: &str) -> Vec<u8> {
    let door =
        |name: &str| format!("(func (export \"{name}\") (param i32 i32) (result i64) {body})");
    let wat = format!(
        r#"(module (memory (export "memory") 2)
  (data (i32.const 16) "{{\22error\22:\22no such thing\22}}")
  (data (i32.const 64) "{{\22ok\22:[]}}")
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  {} {} {})"#,
        door("verdict"),
        door("sanitise"),
        door("lint"),
    );
    wat::parse_str(wat).unwrap()
}

fn load(wasm: &[u8]) -> Result<PolicyEngine, SandboxError> {
    let engine = holdfast_engine::engine().unwrap();
    let cwasm = engine.precompile_module(wasm).unwrap();
    let digests = Digests { wasm_sha256: sha256_hex(wasm), cwasm_sha256: sha256_hex(&cwasm) };
    PolicyEngine::from_precompiled(wasm, &cwasm, &digests)
}

/// `pointer << 32 | length`.
fn packed(at: u64, len: u64) -> String {
    format!("(i64.const {})", (at << 32) | len)
}

#[test]
fn bytes_go_in_and_come_out() {
    // Echo: the input lies where `alloc` said.
    let echo = "(i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32))
        (i64.extend_i32_u (local.get 1)))";
    let wasm = module(echo);
    let policy = load(&wasm).unwrap();
    assert_eq!(policy.verdict_bytes(b"{\"a\":1}").unwrap(), b"{\"a\":1}");
    assert_eq!(policy.engine_digest(), sha256_hex(&wasm));
}

#[test]
fn an_error_of_the_core_is_a_refusal() {
    let policy = load(&module(&packed(16, 25))).unwrap();
    let error = policy.sanitise("x", ContentType::Plain).unwrap_err();
    assert!(matches!(&error, JudgementError::Refused(t) if t == "no such thing"), "{error}");
}

#[test]
fn an_answer_is_parsed() {
    let policy = load(&module(&packed(64, 9))).unwrap();
    let draft = scoring_core::lint::Draft {
        subject: "",
        body: "",
        external: false,
        links_allowed: &[],
        canaries: &[],
        internal_texts: &[],
    };
    assert!(policy.lint(&draft).unwrap().is_empty());
}

#[test]
fn whatever_goes_wrong_inside_is_an_engine_error() {
    for body in [
        "unreachable".to_owned(),
        packed(0xffff_0000, 9),
        packed(64, 0xffff_ffff),
        packed(16, 3),
        "(drop (i32.load (i32.const -4))) (i64.const 0)".to_owned(),
        // More than 64 MiB is not given, so this traps instead of looping.
        "(if (i32.eq (memory.grow (i32.const 1100)) (i32.const -1)) (then unreachable))
         (loop $l (br $l)) (i64.const 0)"
            .to_owned(),
    ] {
        let policy = load(&module(&body)).unwrap();
        let error = policy.sanitise("x", ContentType::Plain).unwrap_err();
        assert!(matches!(error, JudgementError::Engine(_)), "{body}: {error}");
    }
    let policy = load(&module("unreachable")).unwrap();
    let long = vec![b' '; 9 << 20];
    assert!(matches!(policy.verdict_bytes(&long), Err(JudgementError::Refused(_))));
}

#[test]
fn only_the_recorded_bytes_are_loaded() {
    let wasm = module("unreachable");
    let engine = holdfast_engine::engine().unwrap();
    let cwasm = engine.precompile_module(&wasm).unwrap();
    let digests = Digests { wasm_sha256: sha256_hex(&wasm), cwasm_sha256: sha256_hex(&cwasm) };
    let mut tampered = cwasm.clone();
    *tampered.last_mut().unwrap() ^= 1;
    let error = PolicyEngine::from_precompiled(&wasm, &tampered, &digests).unwrap_err();
    assert!(matches!(error, SandboxError::Digest { .. }), "{error}");
    let error = PolicyEngine::from_precompiled(b"other", &cwasm, &digests).unwrap_err();
    assert!(matches!(error, SandboxError::Digest { .. }), "{error}");
}

#[test]
fn a_module_that_is_no_policy_is_named() {
    let import = wat::parse_str("(module (import \"a\" \"b\" (func)))").unwrap();
    assert!(load(&import).unwrap_err().to_string().contains("policy.wasm"));
    let bare = wat::parse_str("(module (memory (export \"memory\") 1))").unwrap();
    assert!(load(&bare).unwrap_err().to_string().contains("`alloc`"));
}
