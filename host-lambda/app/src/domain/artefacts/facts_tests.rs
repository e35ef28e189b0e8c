use plugin_payload::{Change, Issue, Signal, StatusCategory, Visibility};
use scoring_core::{Severity, Trust};

use super::*;
use crate::domain::artefacts::sample::{dec, field, issue, link, signal, sprint};

type Step = (&'static str, Signal, Trust, Severity);

fn fold<'a>(steps: impl IntoIterator<Item = &'a Step>) -> IssueFact {
    let fact = steps.into_iter().fold(None, |prev, (id, signal, trust, severity)| {
        let summary = signal.issue.as_ref().map(|issue| issue.summary.clone()).unwrap_or_default();
        Some(absorb(prev, id, signal, &summary, *trust, *severity))
    });
    fact.unwrap_or_default()
}

fn at(ms: i64, change: impl FnOnce(&mut Issue)) -> Issue {
    let mut now = issue("PAY-1", "To Do", StatusCategory::ToDo);
    now.updated_ms = ms;
    change(&mut now);
    now
}

/// A life: snapshot, started, due moved twice, flagged, renamed, done. Each signal carries the
/// state of its time.
fn life() -> Vec<Step> {
    let base = at(dec(1), |i| i.due = "2026-12-12".into());
    let started = at(dec(2), |i| {
        i.due = "2026-12-12".into();
        i.status = "In Progress".into();
        i.status_category = StatusCategory::InProgress;
    });
    let mut moved = started.clone();
    moved.updated_ms = dec(3);
    moved.due = "2026-12-15".into();
    let mut again = moved.clone();
    again.updated_ms = dec(4);
    again.due = "2026-12-19".into();
    let mut flagged = again.clone();
    flagged.updated_ms = dec(5);
    flagged.flagged = true;
    let mut renamed = flagged.clone();
    renamed.updated_ms = dec(6);
    renamed.summary = "Card payments".into();
    let step = |id, change, ms, state: &Issue| {
        (id, signal(change, ms, state), Trust::Internal, Severity::None)
    };
    vec![
        step("a", Change::Snapshot, dec(1), &base),
        step("b", field("status", "To Do", "In Progress"), dec(2), &started),
        step("c", field("duedate", "2026-12-12 00:00:00.0", "2026-12-15"), dec(3), &moved),
        step("d", field("duedate", "2026-12-15", "2026-12-19"), dec(4), &again),
        step("e", field("Flagged", "", "Impediment"), dec(5), &flagged),
        step("f", field("summary", "Summary of PAY-1", "Card payments"), dec(6), &renamed),
    ]
}

fn permutations(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in permutations(count - 1) {
        for place in 0..=shorter.len() {
            let mut longer = shorter.clone();
            longer.insert(place, count - 1);
            all.push(longer);
        }
    }
    all
}

#[test]
fn every_order_of_arrival_ends_in_the_same_fact() {
    let life = life();
    let visible = |fact: &IssueFact| {
        let mut shown = fact.clone();
        shown.history = History::default();
        shown
    };
    let expect = fold(&life);
    assert_eq!(expect.issue.summary, "Card payments");
    assert_eq!(expect.issue.due, "2026-12-19");
    assert_eq!(expect.due_was.as_deref(), Some("2026-12-15"));
    assert_eq!(expect.started_ms, Some(dec(2)));
    assert_eq!(expect.status_since_ms, dec(2));
    assert_eq!(expect.blocked_since_ms, Some(dec(5)));
    assert_eq!(expect.signals, ["b", "c", "d", "e", "f"], "the old summary is no longer cited");
    assert_eq!(expect.trust, Trust::Internal);
    for order in permutations(life.len()) {
        let fact = fold(order.iter().map(|&index| &life[index]));
        assert_eq!(visible(&fact), visible(&expect), "order {order:?}");
    }
}

#[test]
fn signals_of_one_poll_share_the_latest_state_and_still_agree() {
    let now = at(dec(9), |i| {
        i.status = "Done".into();
        i.status_category = StatusCategory::Done;
    });
    let steps: Vec<Step> = [
        ("a", field("status", "To Do", "In Progress"), dec(5)),
        ("b", field("status", "In Progress", "Done"), dec(6)),
        ("c", field("status", "Done", "In Progress"), dec(7)),
        ("d", field("status", "In Progress", "Done"), dec(9)),
    ]
    .into_iter()
    .map(|(id, change, ms)| (id, signal(change, ms, &now), Trust::Internal, Severity::None))
    .collect();
    for order in permutations(steps.len()) {
        let fact = fold(order.iter().map(|&index| &steps[index]));
        assert_eq!((fact.started_ms, fact.done_ms), (Some(dec(5)), Some(dec(9))), "{order:?}");
        assert_eq!(fact.status_since_ms, dec(9));
    }
}

#[test]
fn reopening_and_unflagging_take_the_marks_back() {
    let open = at(dec(8), |i| i.flagged = false);
    let mut life = life();
    life.push((
        "g",
        signal(field("Flagged", "Impediment", ""), dec(8), &open),
        Trust::Internal,
        Severity::None,
    ));
    let fact = fold(&life);
    assert_eq!(fact.blocked_since_ms, None);
    let done = at(dec(9), |i| {
        i.status = "Done".into();
        i.status_category = StatusCategory::Done;
    });
    let reopened = at(dec(10), |_| {});
    let finish = (
        "h",
        signal(field("status", "To Do", "Done"), dec(9), &done),
        Trust::Internal,
        Severity::None,
    );
    let reopen = (
        "i",
        signal(field("status", "Done", "To Do"), dec(10), &reopened),
        Trust::Internal,
        Severity::None,
    );
    assert_eq!(fold([&finish]).done_ms, Some(dec(9)));
    assert_eq!(fold([&finish, &reopen]).done_ms, None);
    assert_eq!(fold([&reopen, &finish]).done_ms, None);
}

#[test]
fn trust_is_that_of_what_the_row_shows() {
    let base = at(dec(1), |_| {});
    let renamed = at(dec(3), |i| i.summary = "Renamed".into());
    let known = |id, change, ms, state: &Issue, trust| {
        (id, signal(change, ms, state), trust, Severity::None)
    };
    let snapshot = known("a", Change::Snapshot, dec(1), &base, Trust::Internal);
    let comment = Change::Comment { id: "9".into(), visibility: Visibility::Internal };
    let outsider = known("b", comment, dec(2), &base, Trust::Unknown);
    let due = known("c", field("duedate", "", "2026-12-12"), dec(2), &base, Trust::Unknown);
    let rename = known("d", field("summary", "x", "Renamed"), dec(3), &renamed, Trust::Unknown);
    let status = known("e", field("status", "x", "To Do"), dec(2), &renamed, Trust::Internal);
    for (name, steps, trust, signals) in [
        (
            "a comment brings no text of the row",
            vec![&snapshot, &outsider],
            Trust::Internal,
            vec!["a"],
        ),
        ("a first comment vouches for nothing", vec![&outsider], Trust::Unknown, vec!["b"]),
        ("a snapshot after it does", vec![&outsider, &snapshot], Trust::Internal, vec!["a"]),
        ("an outsider's field lowers it", vec![&snapshot, &due], Trust::Unknown, vec!["a", "c"]),
        ("an outsider's summary too", vec![&snapshot, &rename], Trust::Unknown, vec!["d"]),
        (
            "a colleague's status never vouches for a summary that it did not write",
            vec![&snapshot, &status],
            Trust::Unknown,
            vec!["a", "e"],
        ),
    ] {
        let fact = fold(steps);
        assert_eq!(
            (fact.trust, fact.signals),
            (trust, signals.iter().map(|s| s.to_string()).collect()),
            "{name}"
        );
    }
}

#[test]
fn findings_stay_while_their_text_is_shown() {
    let base = at(dec(1), |_| {});
    let bad = ("a", signal(Change::Snapshot, dec(1), &base), Trust::Known, Severity::High);
    assert_eq!(fold([&bad]).severity, Severity::High);
    let clean = at(dec(2), |i| i.summary = "Clean".into());
    let rename =
        ("b", signal(field("summary", "x", "Clean"), dec(2), &clean), Trust::Known, Severity::None);
    assert_eq!(fold([&bad, &rename]).severity, Severity::None);
    let again = (
        "b",
        signal(field("summary", "x", "Clean"), dec(2), &clean),
        Trust::Unknown,
        Severity::Low,
    );
    let twice = fold([&rename, &again]);
    assert_eq!(
        (twice.signals.len(), twice.trust, twice.severity),
        (1, Trust::Unknown, Severity::Low)
    );
}

#[test]
fn citations_are_capped_and_keep_the_summary() {
    let base = at(dec(1), |_| {});
    let mut fact = absorb(
        None,
        "s",
        &signal(Change::Created, dec(1), &base),
        "Title",
        Trust::Internal,
        Severity::None,
    );
    for index in 0..20 {
        let change = signal(field("labels", "", "x"), dec(2) + index, &base);
        fact = absorb(
            Some(fact),
            &format!("f{index:02}"),
            &change,
            "Title",
            Trust::Internal,
            Severity::None,
        );
    }
    assert_eq!(fact.signals.len(), SIGNALS_MAX);
    assert_eq!(fact.signals.first().map(String::as_str), Some("s"));
    assert_eq!(fact.signals.last().map(String::as_str), Some("f19"));
}

#[test]
fn names_from_outside_are_reduced_to_plain_characters() {
    let odd = at(dec(1), |i| {
        i.status = "In\u{202e}Review".into();
        i.assignee_name = "Mia\n<script>".into();
        i.due = "tomorrow".into();
        i.links = vec![link("is blocked by", "PAY-2\u{200b}")];
        let mut named = sprint(5, "ACTIVE");
        named.name = "Sprint\u{0} 5 <!-- -->".into();
        i.sprint = Some(named);
    });
    let fact = absorb(
        None,
        "a",
        &signal(Change::Snapshot, dec(1), &odd),
        "Clean\n title",
        Trust::Internal,
        Severity::None,
    );
    assert_eq!(fact.issue.summary, "Clean title");
    assert_eq!(fact.issue.status, "In Review");
    assert_eq!(fact.issue.assignee_name, "Mia script");
    assert_eq!(fact.issue.due, "");
    assert_eq!(fact.issue.links[0].key, "PAY-2");
    let named = fact.issue.sprint.unwrap_or_default();
    assert_eq!((named.name.as_str(), named.state.as_str()), ("Sprint 5 -- --", "active"));
}

#[test]
fn days_are_read_in_the_ways_jira_writes_them() {
    for (text, expect) in [
        ("2026-12-12", Some("2026-12-12")),
        ("2026-12-12 00:00:00.0", Some("2026-12-12")),
        ("12/Dec/26", Some("2026-12-12")),
        ("2026-13-12", None),
        ("", None),
        ("é2026-12-12", None),
    ] {
        assert_eq!(day_of(text).as_deref(), expect, "{text}");
    }
}

#[test]
fn a_signal_without_an_issue_changes_nothing() {
    let known = fold(&life());
    let mail = Signal { change: Change::Message, ..Signal::default() };
    assert_eq!(absorb(Some(known.clone()), "m", &mail, "", Trust::Unknown, Severity::High), known);
}
