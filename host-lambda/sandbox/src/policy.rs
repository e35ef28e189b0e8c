//! `policy.wasm` in wasmtime: bytes in, bytes out, a fresh instance for each question.

use holdfast_app::ports::{Judgement, JudgementError};
use scoring_core::lint::Draft;
use scoring_core::sanitise::{ContentType, Sanitised};
use scoring_core::{Finding, Request, Verdict};
use serde::de::DeserializeOwned;
use wasmtime::{Engine, InstancePre, Linker, Module, Store, StoreLimits, StoreLimitsBuilder};

use crate::precompiled::{check_digest, load_error};
use crate::{Precompiled, SandboxError};

const NAME: &str = "policy.wasm";
/// Linear memory, in bytes.
const MEMORY_BYTES_MAX: usize = 64 << 20;
/// Longest input, in bytes; the core has lower limits of its own.
const INPUT_BYTES_MAX: usize = 8 << 20;
/// Longest answer, in bytes.
const OUTPUT_BYTES_MAX: usize = 16 << 20;
/// Ticks of [`holdfast_engine::TICK_MS`] for one answer: 10 s, so that only a bug meets it.
const DEADLINE_TICKS: u64 = 1_000;

/// The digests that the build recorded, hex SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Digests {
    /// Of the portable bytes.
    pub wasm_sha256: String,
    /// Of the bytes compiled for this machine.
    pub cwasm_sha256: String,
}

/// The policy, loaded.
pub struct PolicyEngine {
    engine: Engine,
    pre: InstancePre<StoreLimits>,
    digest: String,
}

impl std::fmt::Debug for PolicyEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PolicyEngine").field("digest", &self.digest).finish_non_exhaustive()
    }
}

impl PolicyEngine {
    /// Loads what the build compiled; `wasm` is only hashed: its digest names the engine.
    ///
    /// # Errors
    /// When a digest differs from `digests`, or the module has imports or lacks an export.
    pub fn from_precompiled(
        wasm: &[u8],
        cwasm: &[u8],
        digests: &Digests,
    ) -> Result<Self, SandboxError> {
        check_digest(NAME, wasm, &digests.wasm_sha256)?;
        let engine = engine()?;
        let code = Precompiled::new(cwasm.to_vec(), digests.cwasm_sha256.clone());
        let module = code.module(&engine, "policy.cwasm")?;
        Self::with_module(engine, &module, digests.wasm_sha256.clone())
    }

    /// Compiles in process.
    ///
    /// # Errors
    /// When the bytes are not a policy.
    #[cfg(feature = "compiler")]
    pub fn from_wasm(wasm: &[u8]) -> Result<Self, SandboxError> {
        let engine = engine()?;
        let module = Module::new(&engine, wasm).map_err(|error| load_error(NAME, &error))?;
        Self::with_module(engine, &module, crate::sha256_hex(wasm))
    }

    fn with_module(engine: Engine, module: &Module, digest: String) -> Result<Self, SandboxError> {
        // An empty linker: a policy with any import is refused here.
        let pre = Linker::new(&engine)
            .instantiate_pre(module)
            .map_err(|error| load_error(NAME, &error))?;
        for export in ["memory", "alloc", "verdict", "sanitise", "lint"] {
            if module.get_export(export).is_none() {
                let reason = format!("it does not export `{export}`");
                return Err(SandboxError::Load { name: NAME.to_owned(), reason });
            }
        }
        Ok(Self { engine, pre, digest })
    }

    /// Answers any door of the ABI: canonical JSON in, `{"ok":..}` or `{"error":..}` out.
    ///
    /// # Errors
    /// When the input is too long, or the engine traps or runs into a limit.
    pub fn answer(&self, door: &str, input: &[u8]) -> Result<Vec<u8>, JudgementError> {
        if input.len() > INPUT_BYTES_MAX {
            return Err(JudgementError::Refused(format!(
                "the input has {} bytes, at most {INPUT_BYTES_MAX} are read",
                input.len()
            )));
        }
        self.run(door, input).map_err(|error| JudgementError::Engine(format!("{error:#}")))
    }

    fn run(&self, door: &str, input: &[u8]) -> wasmtime::Result<Vec<u8>> {
        let limits = StoreLimitsBuilder::new()
            .memory_size(MEMORY_BYTES_MAX)
            .memories(1)
            .tables(1)
            .instances(1)
            .build();
        let mut store = Store::new(&self.engine, limits);
        store.limiter(|limits| limits);
        store.set_epoch_deadline(DEADLINE_TICKS);
        let instance = self.pre.instantiate(&mut store)?;
        let memory = instance
            .get_memory(&mut store, "memory")
            .ok_or_else(|| wasmtime::Error::msg("`memory` is not a memory"))?;
        let alloc = instance.get_typed_func::<u32, u32>(&mut store, "alloc")?;
        let function = instance.get_typed_func::<(u32, u32), u64>(&mut store, door)?;
        let input_len = u32::try_from(input.len())?;
        let at = alloc.call(&mut store, input_len)?;
        memory.write(&mut store, at as usize, input)?;
        let packed = function.call(&mut store, (at, input_len))?;
        let (start, len) = ((packed >> 32) as usize, (packed & 0xffff_ffff) as usize);
        if len > OUTPUT_BYTES_MAX {
            return Err(wasmtime::Error::msg(format!(
                "the answer has {len} bytes, at most {OUTPUT_BYTES_MAX} are taken"
            )));
        }
        memory
            .data(&store)
            .get(start..start.saturating_add(len))
            .map(<[u8]>::to_vec)
            .ok_or_else(|| wasmtime::Error::msg("the answer lies outside the memory"))
    }

    fn ask<T: DeserializeOwned>(
        &self,
        door: &str,
        input: &impl serde::Serialize,
    ) -> Result<T, JudgementError> {
        let input = serde_json::to_vec(input)
            .map_err(|error| JudgementError::Engine(format!("the request has no JSON: {error}")))?;
        match serde_json::from_slice(&self.answer(door, &input)?) {
            Ok(Answer::Ok(value)) => Ok(value),
            Ok(Answer::Error(sentence)) => Err(JudgementError::Refused(sentence)),
            Err(error) => {
                Err(JudgementError::Engine(format!("the answer does not parse: {error}")))
            }
        }
    }
}

fn engine() -> Result<Engine, SandboxError> {
    holdfast_engine::engine().map_err(|error| SandboxError::Engine(format!("{error:#}")))
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer<T> {
    Ok(T),
    Error(String),
}

#[derive(serde::Serialize)]
struct SanitiseInput<'a> {
    text: &'a str,
    content_type: ContentType,
}

#[derive(serde::Serialize)]
struct LintInput<'a> {
    subject: &'a str,
    body: &'a str,
    external: bool,
    links_allowed: &'a [String],
    canaries: &'a [String],
    internal_texts: &'a [&'a str],
}

impl Judgement for PolicyEngine {
    fn verdict(&self, request: &Request) -> Result<Verdict, JudgementError> {
        self.ask("verdict", request)
    }

    fn verdict_bytes(&self, request: &[u8]) -> Result<Vec<u8>, JudgementError> {
        self.answer("verdict", request)
    }

    fn sanitise(&self, text: &str, content_type: ContentType) -> Result<Sanitised, JudgementError> {
        self.ask("sanitise", &SanitiseInput { text, content_type })
    }

    fn lint(&self, draft: &Draft<'_>) -> Result<Vec<Finding>, JudgementError> {
        let Draft { subject, body, external, links_allowed, canaries, internal_texts } = *draft;
        let input = LintInput { subject, body, external, links_allowed, canaries, internal_texts };
        self.ask("lint", &input)
    }

    fn engine_digest(&self) -> &str {
        &self.digest
    }
}
