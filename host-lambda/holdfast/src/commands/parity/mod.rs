//! `holdfast parity`: native = wasmtime = browser, byte for byte, on generated requests.

mod browser;
mod generate;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use holdfast_app::ports::Judgement as _;
use scoring_core::abi;

use crate::err::{CliError, VIOLATION};
use crate::{assets, out};

/// Inputs of one batch.
const BATCH: u64 = 250;

/// Which door of the policy an input goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// `verdict`.
    Verdict,
    /// `sanitise`.
    Sanitise,
    /// `lint`.
    Lint,
}

impl Door {
    const fn word(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::Sanitise => "sanitise",
            Self::Lint => "lint",
        }
    }

    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Verdict => 0,
            Self::Sanitise => 1,
            Self::Lint => 2,
        }
    }
}

/// One input.
#[derive(Clone, Debug)]
pub(super) struct Input {
    pub(super) door: Door,
    pub(super) bytes: Vec<u8>,
}

fn native(input: &Input) -> Vec<u8> {
    match input.door {
        Door::Verdict => abi::verdict(&input.bytes),
        Door::Sanitise => abi::sanitise(&input.bytes),
        Door::Lint => abi::lint(&input.bytes),
    }
}

/// Compares the engines.
pub(crate) fn run(
    requests: u64,
    corpus: Option<&Path>,
    with_browser: bool,
) -> Result<ExitCode, CliError> {
    if let Some(path) = corpus {
        return write_corpus(path, requests);
    }
    let policy = assets::policy()?;
    let mut browser =
        if with_browser { Some(browser::Browser::start(assets::policy_wasm()?)?) } else { None };
    let mut done = 0;
    while done < requests {
        let inputs: Arc<Vec<Input>> =
            Arc::new((done..requests.min(done + BATCH)).map(generate::input).collect());
        let expected: Vec<Vec<u8>> = inputs.iter().map(native).collect();
        for (at, (input, expected)) in inputs.iter().zip(&expected).enumerate() {
            let got = policy.answer(input.door.word(), &input.bytes)?;
            if let Some(code) = differ("wasmtime", done + at as u64, input, expected, &got) {
                return Ok(code);
            }
        }
        if let Some(browser) = &mut browser {
            let answers = browser.answer(&inputs)?;
            if answers.len() != expected.len() {
                return Err(CliError::failed("the browser left answers out"));
            }
            for (at, (input, (expected, got))) in
                inputs.iter().zip(expected.iter().zip(&answers)).enumerate()
            {
                if let Some(code) = differ("the browser", done + at as u64, input, expected, got) {
                    return Ok(code);
                }
            }
        }
        done += inputs.len() as u64;
    }
    let engines =
        if with_browser { "native, wasmtime and Chromium" } else { "native and wasmtime" };
    out::line(&format!(
        "{requests} requests: 0 differences between {engines} (engine {})",
        policy.engine_digest().get(..16).unwrap_or_default()
    ));
    Ok(ExitCode::SUCCESS)
}

/// Reports the first difference.
fn differ(
    engine: &str,
    number: u64,
    input: &Input,
    expected: &[u8],
    got: &[u8],
) -> Option<ExitCode> {
    if expected == got {
        return None;
    }
    let at =
        expected.iter().zip(got).position(|(a, b)| a != b).unwrap_or(expected.len().min(got.len()));
    let around = |bytes: &[u8]| {
        let from = at.saturating_sub(60);
        String::from_utf8_lossy(bytes.get(from..bytes.len().min(at + 60)).unwrap_or_default())
            .into_owned()
    };
    out::note(&format!(
        "holdfast: request {number} ({:?}) differs between native and {engine} at byte {at}",
        input.door
    ));
    out::note(&format!("  native     ..{}..", around(expected)));
    out::note(&format!("  {engine}   ..{}..", around(got)));
    Some(ExitCode::from(VIOLATION))
}

fn write_corpus(path: &Path, requests: u64) -> Result<ExitCode, CliError> {
    let mut bytes = Vec::new();
    for number in 0..requests {
        let input = generate::input(number);
        bytes.push(input.door.byte());
        bytes.extend(u32::try_from(input.bytes.len()).unwrap_or(0).to_le_bytes());
        bytes.extend(&input.bytes);
    }
    std::fs::write(path, bytes)
        .map_err(|e| CliError::failed(format!("`{}` cannot be written: {e}", path.display())))?;
    Ok(ExitCode::SUCCESS)
}
