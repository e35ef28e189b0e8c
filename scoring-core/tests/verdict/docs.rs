//! `docs/verdict.md` shows a real request, its real verdict, and the rule ids that exist.

use scoring_core::{Kind, Request, Verdict, verdict};

const PAGE: &str = include_str!("../../../docs/verdict.md");

fn block(n: usize) -> &'static str {
    let block = PAGE.split("```json\n").nth(n + 1).unwrap_or_default();
    block.split("```").next().unwrap_or_default()
}

#[test]
fn the_example_gives_the_verdict_shown() {
    let request: Request = serde_json::from_str(block(0)).unwrap();
    let answer = verdict(&request);
    let shown: Result<Verdict, _> = serde_json::from_str(block(1));
    let actual = serde_json::to_string(&answer).unwrap();
    assert_eq!(shown.ok(), Some(answer), "the verdict is now:\n{actual}");
}

#[test]
fn every_kind_and_cap_is_named() {
    for kind in Kind::ALL {
        let name = serde_json::to_string(&kind).unwrap().replace('"', "`");
        assert!(PAGE.contains(&name), "{name}");
    }
    let code = include_str!("../../src/decision/caps.rs");
    let caps: Vec<&str> = code.split('"').filter(|s| s.starts_with("cap.")).collect();
    assert!(!caps.is_empty());
    for cap in caps {
        assert!(PAGE.contains(&format!("`{cap}`")), "{cap}");
    }
    assert!(PAGE.lines().count() <= 200);
}
