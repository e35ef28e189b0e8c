//! Claude, SMTP, secrets and clock: the adapters that need no store and no sandbox.
//!
//! | file | port | adapter |
//! |---|---|---|
//! | `claude.rs` | `Llm` | [`Claude`], the Messages API |
//! | `smtp.rs` | `Notices` | [`Smtp`], and [`NoNotices`] where nothing is configured |
//! | `secrets.rs` | `Secrets` | [`FileSecrets`], one file of mode 0600 |
//! | `known.rs` | none | [`Known`], the secret values that the egress looks for |
//! | `probe.rs` | none | [`probe`]: one GET for `holdfast doctor` |
//! | `clock.rs` | `Clock` | [`SystemClock`], the only wall clock |
#![forbid(unsafe_code)]

mod claude;
mod clock;
mod known;
mod probe;
mod secrets;
mod smtp;

pub use claude::{CLAUDE_API, Claude, STAND_IN_LABEL};
pub use clock::SystemClock;
pub use known::Known;
pub use probe::{Pass, Seen, probe};
pub use secrets::FileSecrets;
pub use smtp::{NoNotices, Smtp, SmtpConfig, SmtpTls};
