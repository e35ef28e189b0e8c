//! The main job, end to end, against the built program: hold, approve, cancel, decide, levels, races, crashes.

use holdfast_tests::Outcome;
use holdfast_tests::apart::Apart;
use serde_json::{Value, json};

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn approval(action: &Value) -> Value {
    json!({
        "revision": action["revision"],
        "verdict_digest": action.pointer("/verdict/verdict_digest"),
        "engine_digest": action["engine_digest"],
        "send_now": true,
    })
}

fn held_mail(apart: &Apart) -> Outcome<Value> {
    let held = apart.in_state("held")?;
    held.into_iter()
        .find(|a| text(a, "/request/action/target/op") == "mail")
        .ok_or_else(|| "the sample led to no held mail".to_owned())
}

/// A held mail is approved with the digests on screen: exactly one message with exactly the approved bytes.
#[test]
fn an_approved_draft_is_sent_exactly_once() -> Outcome<()> {
    let apart = Apart::start()?;
    apart.release()?;
    let action = held_mail(&apart)?;
    let id = text(&action, "/id");
    let subject = text(&action, "/request/action/subject");
    assert_eq!(apart.stand_ins.sent(subject)?.len(), 0, "nothing goes out while it is held");

    // A stale digest answers 409 with the fresh verdict, and sends nothing.
    let mut stale = approval(&action);
    stale["verdict_digest"] = json!("00".repeat(32));
    let (status, conflict) =
        apart.api.call("POST", &format!("/api/actions/{id}/approve"), &stale)?;
    assert_eq!(status, 409, "{conflict}");
    assert_eq!(
        conflict.pointer("/action/verdict/verdict_digest"),
        action.pointer("/verdict/verdict_digest")
    );
    assert_eq!(apart.stand_ins.sent(subject)?.len(), 0);

    let done = apart.api.post(&format!("/api/actions/{id}/approve"), &approval(&action))?;
    assert_eq!(text(&done, "/state"), "confirmed", "{done}");
    let sent = apart.stand_ins.sent(subject)?;
    assert_eq!(sent.len(), 1);
    let body = text(&sent[0], "/body/content").replace("\r\n", "\n");
    assert_eq!(body.trim_end(), text(&action, "/request/action/body").trim_end());

    // The agent's own mail and comments come back and trigger nothing.
    let before = apart.holds()?.len();
    apart.check()?;
    assert_eq!(apart.holds()?.len(), before);
    assert_eq!(apart.stand_ins.sent(subject)?.len(), 1);
    Ok(())
}

/// A cancelled draft is never sent; of an approval and a cancel at once, exactly one wins.
#[test]
fn cancel_and_approve_race_and_one_wins() -> Outcome<()> {
    let apart = Apart::start()?;
    apart.release()?;
    let action = held_mail(&apart)?;
    let id = text(&action, "/id").to_owned();
    let subject = text(&action, "/request/action/subject").to_owned();
    let (approving, cancelling) = (apart.api.clone(), apart.api.clone());
    let body = approval(&action);
    let revision = json!({ "revision": action["revision"] });
    let path = format!("/api/actions/{id}");
    let approve = {
        let path = path.clone();
        std::thread::spawn(move || approving.call("POST", &format!("{path}/approve"), &body))
    };
    let cancel =
        std::thread::spawn(move || cancelling.call("POST", &format!("{path}/cancel"), &revision));
    let approved = approve.join().map_err(|_| "the thread panicked")??;
    let cancelled = cancel.join().map_err(|_| "the thread panicked")??;
    assert_ne!(approved.0 == 200, cancelled.0 == 200, "{approved:?} {cancelled:?}");
    let sent = apart.stand_ins.sent(&subject)?.len();
    assert_eq!(sent, usize::from(approved.0 == 200));
    assert_eq!(apart.stand_ins.drafts(&subject)?.len(), 0);
    Ok(())
}

/// Under Observe and under dry run, the stand-ins receive no request that changes state.
#[test]
fn observe_and_dry_run_change_nothing() -> Outcome<()> {
    for change in [json!({ "autonomy": "observe" }), json!({ "dry_run": true })] {
        let apart = Apart::start()?;
        apart.settings(&change)?;
        apart.release()?;
        assert_eq!(apart.stand_ins.changes()?, Vec::<Value>::new(), "{change}");
    }
    Ok(())
}

/// Under Maintain, no mail and no Jira change goes out undecided.
#[test]
fn maintain_asks_first() -> Outcome<()> {
    let apart = Apart::start()?;
    apart.settings(&json!({ "autonomy": "maintain" }))?;
    apart.release()?;
    assert_eq!(apart.stand_ins.changes()?, Vec::<Value>::new());
    let decisions = apart.decisions()?;
    assert!(!decisions.is_empty(), "the changes lead to questions");

    // Deciding does it: the effect is in the stand-in.
    let comment = decisions
        .iter()
        .find(|d| text(d, "/action/request/action/target/op") == "jira_comment")
        .ok_or("the sample led to no question about a comment")?;
    let issue = text(comment, "/action/request/action/target/issue");
    let body = json!({
        "revision": comment["revision"],
        "option": "send",
        "note": "",
        "verdict_digest": comment.pointer("/action/verdict/verdict_digest"),
        "engine_digest": comment.pointer("/action/engine_digest"),
    });
    let before = comments(&apart, issue)?;
    apart.api.post(&format!("/api/decisions/{}", text(comment, "/id")), &body)?;
    assert_eq!(comments(&apart, issue)?, before + 1);
    Ok(())
}

fn comments(apart: &Apart, issue: &str) -> Outcome<usize> {
    let found = apart.stand_ins.look(&format!("issue/{issue}"))?;
    Ok(found.get("comments").and_then(Value::as_array).map_or(0, Vec::len))
}

/// Killed in the middle of a cycle and again around a send: no signal lost or doubled, no second mail.
#[test]
fn a_killed_process_loses_and_repeats_nothing() -> Outcome<()> {
    let mut apart = Apart::start()?;
    apart.stand_ins.release()?;
    apart.api.post("/api/check-now", &json!({}))?;
    std::thread::sleep(std::time::Duration::from_millis(150));
    apart.kill_and_restart()?;
    apart.check()?;
    let action = held_mail(&apart)?;
    let id = text(&action, "/id").to_owned();
    let subject = text(&action, "/request/action/subject").to_owned();
    // The reply to `/send` is lost: whether it went out is only known to the upstream.
    apart.stand_ins.tell(
        "faults",
        &json!({ "rules": [
        { "kind": "reply_lost", "service": "graph", "path": "/send", "times": 1, "after": 0 }
    ] }),
    )?;
    let api = apart.api.clone();
    let body = approval(&action);
    let wanted = id.clone();
    let approving =
        std::thread::spawn(move || api.call("POST", &format!("/api/actions/{id}/approve"), &body));
    std::thread::sleep(std::time::Duration::from_millis(120));
    apart.kill_and_restart()?;
    // The answer of the killed process does not matter.
    let _ = approving.join();
    apart.check()?;
    let sent = apart.stand_ins.sent(&subject)?.len();
    assert!(sent <= 1, "{sent} messages");
    let duplicates = apart.holds()?;
    let mut ids: Vec<&str> = duplicates.iter().map(|a| text(a, "/id")).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all);
    // The draft itself is not lost: it waits, is on its way, or is settled, and the user can see it.
    assert!(ids.contains(&wanted.as_str()), "{wanted} is not among {ids:?}");
    Ok(())
}

/// Injected text never raises anything: what an outsider's instruction led to is escalated at most.
#[test]
fn hostile_text_is_capped_at_escalate() -> Outcome<()> {
    let apart = Apart::start()?;
    apart.release()?;
    for action in apart.holds()? {
        let tainted = text(&action, "/request/context_trust/trust") == "unknown"
            || matches!(text(&action, "/request/context_trust/severity"), "high" | "critical");
        if tainted {
            let class = text(&action, "/verdict/outcome/class");
            assert!(matches!(class, "reject" | "record" | "escalate"), "{class}: {action}");
        }
    }
    Ok(())
}
