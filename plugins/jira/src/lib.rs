//! The Jira Cloud integration.
//!
//! - [`poll`]: the search by JQL, page by page, and the raw changes of each issue;
//! - [`lists`]: projects, boards and people that the account can see;
//! - [`normalise`]: a raw change as a signal, pure;
//! - [`act`]: comment, transition and creation with their intent markers;
//! - [`verify`]: `probe` and `reconcile`, read only;
//! - [`api`]: the requests and their paging.
#![cfg_attr(target_arch = "wasm32", no_std)]
#![deny(unsafe_code)]

extern crate alloc;

pub mod act;
pub mod api;
pub mod lists;
pub mod normalise;
pub mod poll;
mod raws;
pub mod verify;

use alloc::string::String;

use plugin_sdk::payload::{Effect, ProbeTarget, Receipt, Scope, Signal};
use plugin_sdk::serde_json::{Value, json};
use plugin_sdk::{Description, Failure, Integration, Outcome, Page, Raw, Upstream, json};

/// The integration, as the component exports it.
pub struct Jira;

impl Integration for Jira {
    const DESCRIPTION: Description = Description {
        name: "jira",
        version: env!("CARGO_PKG_VERSION"),
        channels: &["jira_comment", "jira_status", "jira_create"],
    };

    fn health(upstream: &mut dyn Upstream) -> Result<Value, Failure> {
        let me = api::myself(upstream)?;
        Ok(json!({
            "account_id": json::str_at(&me, "/accountId"),
            "account_type": json::str_at(&me, "/accountType"),
            "name": json::str_at(&me, "/displayName"),
            "time_zone": json::str_at(&me, "/timeZone"),
        }))
    }

    fn poll(
        upstream: &mut dyn Upstream,
        scope: &Scope,
        checkpoint: &[u8],
        max: u32,
    ) -> Result<Page, Failure> {
        match scope {
            Scope::JiraProjects {} => lists::projects(upstream, checkpoint, max),
            Scope::JiraUsers {} => lists::users(upstream, checkpoint, max),
            _ => poll::poll(upstream, scope, checkpoint, max),
        }
    }

    fn normalise(raw: &Raw) -> Result<Signal, Failure> {
        normalise::normalise(raw)
    }

    fn probe(upstream: &mut dyn Upstream, target: &ProbeTarget) -> Result<String, Failure> {
        verify::probe(upstream, target)
    }

    fn prepare(upstream: &mut dyn Upstream, effect: &Effect) -> Result<Receipt, Failure> {
        act::prepare(upstream, effect)
    }

    fn submit(
        upstream: &mut dyn Upstream,
        effect: &Effect,
        receipt: &Receipt,
    ) -> Result<Receipt, Failure> {
        act::submit(upstream, effect, receipt)
    }

    fn reconcile(
        upstream: &mut dyn Upstream,
        effect: &Effect,
        receipt: Option<&Receipt>,
    ) -> Result<Outcome, Failure> {
        verify::reconcile(upstream, effect, receipt)
    }
}

plugin_sdk::register!(Jira);
