//! `probe` and `reconcile`: read only.

use alloc::format;
use alloc::string::String;

use plugin_sdk::json::{at, id_at, list_at, str_at};
use plugin_sdk::payload::{Effect, EffectKind, ProbeTarget, Receipt, SCHEMA};
use plugin_sdk::serde_json::Value;
use plugin_sdk::time::{self, MINUTE_MS, parse_ms_or_zero};
use plugin_sdk::{Failure, Outcome, Upstream};

use crate::{act, api};

/// How much earlier than the claim an own effect may be dated: clocks differ.
const SKEW_MS: i64 = 10 * MINUTE_MS;
/// For a status, which has no marker of its own, a longer look back could find an older move.
const STATUS_SKEW_MS: i64 = MINUTE_MS;
/// Most pages of an recent-issues search.
const SEARCH_PAGES_MAX: usize = 5;
/// Issues in one page of an recent-issues search.
const SEARCH_ISSUES: u32 = 20;

/// See [`plugin_sdk::Integration::probe`]: the newest changelog entry of somebody else, and number
/// and newest version of the comments without an intent marker.
pub fn probe(upstream: &mut dyn Upstream, target: &ProbeTarget) -> Result<String, Failure> {
    let ProbeTarget::Issue { issue, own_account_id } = target else {
        return Err(Failure::refused("this integration probes issues only"));
    };
    let mut newest = (0, String::new());
    api::changelog_from_end(upstream, issue, &mut |page| {
        let foreign = page.iter().filter(|h| is_foreign(h, own_account_id));
        for history in foreign {
            let version = (parse_ms_or_zero(str_at(history, "/created")), id_at(history, "/id"));
            newest = newest.clone().max(version);
        }
        !newest.1.is_empty()
    })?;
    let comments = api::issue_list(upstream, issue, "comment")?;
    let foreign =
        comments.entries.iter().filter(|c| api::intent_of(at(c, "/properties")).is_none());
    let versions = foreign.map(|c| (parse_ms_or_zero(str_at(c, "/updated")), id_at(c, "/id")));
    let (count, latest) =
        versions.fold((0, (0, String::new())), |(n, best), v| (n + 1, best.max(v)));
    let (at_ms, id) = latest;
    Ok(format!("h{}.c{count}:{id}@{at_ms}", newest.1))
}

/// Board rank moves with every reordering and says nothing about the issue.
fn is_foreign(history: &Value, own_account_id: &str) -> bool {
    str_at(history, "/author/accountId") != own_account_id
        && list_at(history, "/items").iter().any(|i| str_at(i, "/field") != "Rank")
}

/// See [`plugin_sdk::Integration::reconcile`].
pub fn reconcile(
    upstream: &mut dyn Upstream,
    effect: &Effect,
    receipt: Option<&Receipt>,
) -> Result<Outcome, Failure> {
    match &effect.kind {
        EffectKind::JiraComment { issue, .. } => comment(upstream, effect, issue),
        EffectKind::JiraStatus { .. } => {
            let also = receipt.map_or(String::new(), |r| r.also.clone());
            Ok(match own_transition(upstream, effect)? {
                Some(id) => {
                    let link = receipt.map_or(String::new(), |r| r.link.clone());
                    let done = Receipt { schema: SCHEMA, id, also, link, draft: None };
                    Outcome::Confirmed(done)
                }
                None => Outcome::Absent,
            })
        }
        EffectKind::JiraCreate { project_key, .. } => created(upstream, effect, project_key),
        EffectKind::Mail { .. } => Err(Failure::refused("this integration sends no mail")),
    }
}

/// Id of the own changelog entry that reached the effect's status since its claim.
pub fn own_transition(
    upstream: &mut dyn Upstream,
    effect: &Effect,
) -> Result<Option<String>, Failure> {
    let EffectKind::JiraStatus { issue, to_status, own_account_id } = &effect.kind else {
        return Ok(None);
    };
    let since_ms = effect.claimed_at_ms - STATUS_SKEW_MS;
    let mut found = None;
    api::changelog_from_end(upstream, issue, &mut |page| {
        let mut reached_the_past = page.is_empty();
        for history in page.iter().rev() {
            if parse_ms_or_zero(str_at(history, "/created")) < since_ms {
                reached_the_past = true;
            } else if moves_to(history, to_status, own_account_id) && found.is_none() {
                found = Some(id_at(history, "/id"));
            }
        }
        reached_the_past || found.is_some()
    })?;
    Ok(found)
}

fn moves_to(history: &Value, to_status: &str, own_account_id: &str) -> bool {
    str_at(history, "/author/accountId") == own_account_id
        && list_at(history, "/items").iter().any(|item| {
            str_at(item, "/field") == "status"
                && str_at(item, "/toString").eq_ignore_ascii_case(to_status)
        })
}

fn comment(upstream: &mut dyn Upstream, effect: &Effect, issue: &str) -> Result<Outcome, Failure> {
    let since_ms = effect.claimed_at_ms - SKEW_MS;
    let mut seen = 0;
    loop {
        let (page, total) = api::issue_page(upstream, issue, "comment", seen)?;
        seen += page.len();
        for comment in &page {
            if api::intent_of(at(comment, "/properties")).as_deref() == Some(&effect.intent) {
                return Ok(Outcome::Confirmed(act::comment_receipt(comment, issue)));
            }
        }
        // Newest first: the last one of the page is the oldest.
        let oldest = page.last().map(|c| parse_ms_or_zero(str_at(c, "/created")));
        if seen >= total || oldest.is_none_or(|ms| ms < since_ms) {
            return Ok(Outcome::Absent);
        }
    }
}

fn created(
    upstream: &mut dyn Upstream,
    effect: &Effect,
    project_key: &str,
) -> Result<Outcome, Failure> {
    let project = api::quoted(project_key);
    let label = act::intent_label(&effect.intent);
    let by_label = format!("project = {project} AND labels = {}", api::quoted(&label));
    if let Some(found) = find_created(upstream, effect, &by_label)? {
        return Ok(Outcome::Confirmed(found));
    }
    // The label can have been removed by a rule of the site; the property stays.
    // JQL dates are read in the token owner's zone: two days earlier is early enough in all.
    let day = time::format_utc(effect.claimed_at_ms - 2 * time::DAY_MS);
    let day = day.split('T').next().unwrap_or_default();
    let recent = format!("project = {project} AND created >= {}", api::quoted(day));
    Ok(match find_created(upstream, effect, &recent)? {
        Some(found) => Outcome::Confirmed(found),
        None => Outcome::Absent,
    })
}

fn find_created(
    upstream: &mut dyn Upstream,
    effect: &Effect,
    jql: &str,
) -> Result<Option<Receipt>, Failure> {
    let jql = format!("{jql} ORDER BY created DESC");
    let label = act::intent_label(&effect.intent);
    let since_ms = effect.claimed_at_ms - SKEW_MS;
    let mut token = None;
    for _ in 0..SEARCH_PAGES_MAX {
        let fields = "labels,created";
        let page = api::search(upstream, &jql, fields, SEARCH_ISSUES, token.as_deref())?;
        for issue in &page.issues {
            if parse_ms_or_zero(str_at(issue, "/fields/created")) < since_ms {
                return Ok(None);
            }
            let property = api::intent_of(at(issue, "/properties"));
            let marked = match property {
                Some(intent) => intent == effect.intent,
                None => list_at(issue, "/fields/labels").iter().any(|l| l.as_str() == Some(&label)),
            };
            if marked {
                return Ok(Some(act::created_receipt(issue)));
            }
        }
        token = page.next;
        if token.is_none() {
            break;
        }
    }
    Ok(None)
}
