//! The Outlook integration over Microsoft Graph.
//!
//! - [`poll`]: the delta of one folder, page by page;
//! - [`folders`]: the folders of the mailbox;
//! - [`normalise`]: a raw message as a signal, pure;
//! - [`act`]: draft with an intent marker, send, withdraw;
//! - [`verify`]: `probe` and `reconcile`, read only;
//! - [`api`]: the requests, the marker and paging.
#![cfg_attr(target_arch = "wasm32", no_std)]
#![deny(unsafe_code)]

extern crate alloc;

pub mod act;
pub mod api;
pub mod folders;
mod headers;
pub mod normalise;
pub mod poll;
pub mod verify;

use alloc::string::String;

use plugin_sdk::payload::{Effect, ProbeTarget, Receipt, Scope, Signal};
use plugin_sdk::serde_json::Value;
use plugin_sdk::{Description, Failure, Integration, Outcome, Page, Raw, Upstream};

/// The integration, as the component exports it.
pub struct Outlook;

impl Integration for Outlook {
    const DESCRIPTION: Description =
        Description { name: "outlook", version: env!("CARGO_PKG_VERSION"), channels: &["mail"] };

    fn health(upstream: &mut dyn Upstream) -> Result<Value, Failure> {
        api::health(upstream)
    }

    fn poll(
        upstream: &mut dyn Upstream,
        scope: &Scope,
        checkpoint: &[u8],
        max: u32,
    ) -> Result<Page, Failure> {
        match scope {
            Scope::MailFolders { mailbox } => folders::folders(upstream, mailbox, checkpoint, max),
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

    fn withdraw(
        upstream: &mut dyn Upstream,
        effect: &Effect,
        receipt: Option<&Receipt>,
    ) -> Result<(), Failure> {
        act::withdraw(upstream, effect, receipt)
    }

    fn reconcile(
        upstream: &mut dyn Upstream,
        effect: &Effect,
        _receipt: Option<&Receipt>,
    ) -> Result<Outcome, Failure> {
        verify::reconcile(upstream, effect)
    }
}

plugin_sdk::register!(Outlook);
