//! What the tests of use cases share: a clock that they move, the core without its sandbox, and an outside that is away.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use async_trait::async_trait;
use holdfast_app::ports::{
    Clock, Failure, Found, Integrations, Judgement, JudgementError, Page, Raw, Secret, SecretError,
    Secrets, WriteGate,
};
use plugin_payload::{Effect, ProbeTarget, Receipt, Scope, Signal};
use scoring_core::lint::Draft;
use scoring_core::sanitise::{ContentType, Sanitised};
use scoring_core::{Finding, Request, Verdict};

#[derive(Default)]
pub(crate) struct TestClock {
    pub(crate) now_ms: AtomicI64,
    words: AtomicU64,
}

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.now_ms.load(Ordering::SeqCst)
    }
    fn random_hex(&self) -> String {
        format!("{:032x}", self.words.fetch_add(1, Ordering::SeqCst))
    }
}

/// The core itself, without the sandbox around it.
pub(crate) struct Core;

impl Judgement for Core {
    fn verdict(&self, request: &Request) -> Result<Verdict, JudgementError> {
        Ok(scoring_core::verdict(request))
    }
    fn verdict_bytes(&self, request: &[u8]) -> Result<Vec<u8>, JudgementError> {
        Ok(scoring_core::abi::verdict(request))
    }
    fn sanitise(&self, text: &str, kind: ContentType) -> Result<Sanitised, JudgementError> {
        Ok(scoring_core::sanitise::sanitise(text, kind))
    }
    fn lint(&self, draft: &Draft<'_>) -> Result<Vec<Finding>, JudgementError> {
        Ok(scoring_core::lint::lint(draft))
    }
    fn engine_digest(&self) -> &str {
        "native"
    }
}

/// What lies outside and is not touched here.
pub(crate) struct Outside;

fn away<T>() -> Result<T, Failure> {
    Err(Failure::Unavailable("not in this test".into()))
}

#[async_trait]
impl Integrations for Outside {
    async fn health(&self, _: &str) -> Result<(), Failure> {
        away()
    }
    async fn poll(&self, _: &str, _: &Scope, _: &[u8], _: u32) -> Result<Page, Failure> {
        away()
    }
    async fn normalise(&self, _: &str, _: &[Raw]) -> Result<Vec<Signal>, Failure> {
        away()
    }
    async fn probe(&self, _: &str, _: &ProbeTarget) -> Result<String, Failure> {
        away()
    }
    async fn prepare(&self, _: &str, _: &Effect, _: &WriteGate) -> Result<Receipt, Failure> {
        away()
    }
    async fn submit(
        &self,
        _: &str,
        _: &Effect,
        _: &Receipt,
        _: &WriteGate,
    ) -> Result<Receipt, Failure> {
        away()
    }
    async fn withdraw(
        &self,
        _: &str,
        _: &Effect,
        _: &Receipt,
        _: &WriteGate,
    ) -> Result<(), Failure> {
        away()
    }
    async fn reconcile(&self, _: &str, _: &Effect, _: Option<&Receipt>) -> Result<Found, Failure> {
        away()
    }
}

#[async_trait]
impl Secrets for Outside {
    async fn get(&self, name: &str) -> Result<Secret, SecretError> {
        Err(SecretError::Missing(name.into()))
    }
    async fn set(&self, _: &str, _: Secret) -> Result<(), SecretError> {
        Err(SecretError::Store("read only".into()))
    }
    async fn known_values(&self) -> Vec<Secret> {
        Vec::new()
    }
}
