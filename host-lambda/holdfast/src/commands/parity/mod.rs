//! `holdfast parity`: native = wasmtime = Chromium = Firefox, byte for byte, on generated requests.
//!
//! Map: [`generate`] and [`hostile`] write the inputs, [`engine`] names what answers them,
//! [`browser`] and [`launch`] are the two that run in a page, [`compare`] finds the first difference.
//! Batches stream: at most [`AHEAD`] of them are in memory, however many requests are asked for.

mod browser;
mod compare;
mod engine;
mod generate;
mod hostile;
mod launch;

use std::collections::VecDeque;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use holdfast_app::ports::Judgement as _;

use self::browser::Browser;
use self::compare::{Counts, first_difference};
use self::engine::{Engine, Native, Wasmtime};
use self::launch::Kind;
use crate::err::{CliError, VIOLATION};
use crate::out;
use holdfast_entrypoints::assets;

/// Most inputs of one batch.
const BATCH: usize = 250;
/// A batch also ends here, so that long bodies do not add up.
const BATCH_BYTES: usize = 4 << 20;
/// Batches under way: the browsers work on the next while this process compares the last.
const AHEAD: usize = 3;
/// How often a long run says that it is alive.
const NOTE_EVERY: u64 = 20_000;

/// Which door of the policy an input goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
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

    const fn byte(self) -> u8 {
        match self {
            Self::Verdict => 0,
            Self::Sanitise => 1,
            Self::Lint => 2,
        }
    }
}

/// One input.
#[derive(Clone, Debug)]
struct Input {
    door: Door,
    bytes: Vec<u8>,
}

/// Inputs that travel together.
#[derive(Debug)]
struct Batch {
    /// Number of the first.
    first: u64,
    inputs: Vec<Input>,
}

impl Batch {
    /// The inputs from number `first`, before number `end`.
    fn generate(first: u64, end: u64) -> Self {
        let mut inputs = Vec::new();
        let mut bytes = 0;
        for number in first..end {
            let input = generate::input(number);
            bytes += input.bytes.len();
            inputs.push(input);
            if inputs.len() == BATCH || bytes >= BATCH_BYTES {
                break;
            }
        }
        Self { first, inputs }
    }

    /// `[door, length, bytes]..`, little endian: what a page reads.
    fn packed(&self) -> Vec<u8> {
        let mut packed = Vec::new();
        for input in &self.inputs {
            packed.push(input.door.byte());
            packed.extend(u32::try_from(input.bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
            packed.extend(&input.bytes);
        }
        packed
    }

    const fn end(&self) -> u64 {
        self.first + self.inputs.len() as u64
    }
}

/// Compares the engines.
pub(crate) fn run(
    requests: u64,
    corpus: Option<&Path>,
    with_browsers: bool,
    all_browsers: bool,
) -> Result<ExitCode, CliError> {
    if let Some(path) = corpus {
        return write_corpus(path, requests);
    }
    let policy = assets::policy()?;
    let digest = policy.engine_digest().get(..16).unwrap_or_default().to_owned();
    // The reference comes first; the rest is compared with it.
    let mut engines: Vec<Box<dyn Engine>> =
        vec![Box::new(Native::default()), Box::new(Wasmtime::start(policy))];
    if with_browsers {
        let some = Kind::ALL.into_iter().any(Kind::is_installed);
        for kind in Kind::ALL {
            if some && !all_browsers && !kind.is_installed() {
                out::note(&format!(
                    "holdfast: not compared: {} is not installed (Debian: apt-get install {})",
                    kind.name(),
                    kind.package()
                ));
                continue;
            }
            engines.push(Box::new(Browser::start(kind, assets::policy_wasm()?)?));
        }
    }
    let started = Instant::now();
    let Some(counts) = compare_all(requests, &mut engines)? else {
        return Ok(ExitCode::from(VIOLATION));
    };
    let names: Vec<String> = engines.iter().map(|e| e.name()).collect();
    out::line(&format!(
        "{requests} requests: 0 differences between {} (policy {digest})",
        listed(&names)
    ));
    out::line(&format!("  {counts}, {:.1} s", started.elapsed().as_secs_f64()));
    for engine in &engines {
        out::line(&format!("  {:<12} {:.1} s in the policy", engine.name(), engine.seconds()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Streams all requests through all engines; nothing when a difference was found and reported.
fn compare_all(requests: u64, engines: &mut [Box<dyn Engine>]) -> Result<Option<Counts>, CliError> {
    let mut counts = Counts::default();
    let mut ahead: VecDeque<Arc<Batch>> = VecDeque::new();
    let mut next = 0;
    loop {
        while next < requests && ahead.len() < AHEAD {
            let batch = Arc::new(Batch::generate(next, requests));
            next = batch.end();
            for engine in engines.iter_mut() {
                engine.take(&batch)?;
            }
            ahead.push_back(batch);
        }
        let Some(batch) = ahead.pop_front() else { return Ok(Some(counts)) };
        let mut expected: Option<Vec<Vec<u8>>> = None;
        for engine in engines.iter_mut() {
            let got = engine.answers()?;
            match &expected {
                None => expected = Some(got),
                Some(expected) => {
                    if let Some(found) = first_difference(&batch, expected, &got) {
                        found.report(&engine.name());
                        return Ok(None);
                    }
                }
            }
        }
        counts.add(&batch, &expected.unwrap_or_default());
        if batch.end() / NOTE_EVERY > batch.first / NOTE_EVERY && batch.end() < requests {
            out::note(&format!("holdfast: {} of {requests} compared", batch.end()));
        }
    }
}

fn listed(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn write_corpus(path: &Path, requests: u64) -> Result<ExitCode, CliError> {
    let failed = |e: std::io::Error| {
        CliError::failed(format!("`{}` cannot be written: {e}", path.display()))
    };
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).map_err(failed)?);
    let mut next = 0;
    while next < requests {
        let batch = Batch::generate(next, requests);
        next = batch.end();
        file.write_all(&batch.packed()).map_err(failed)?;
    }
    file.flush().map_err(failed)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers like the native core, except for one request.
    struct Liar {
        honest: Native,
        at: u64,
        batches: VecDeque<u64>,
    }

    impl Engine for Liar {
        fn name(&self) -> String {
            "liar".to_owned()
        }

        fn take(&mut self, batch: &Arc<Batch>) -> Result<(), CliError> {
            self.batches.push_back(batch.first);
            self.honest.take(batch)
        }

        fn answers(&mut self) -> Result<Vec<Vec<u8>>, CliError> {
            let first = self.batches.pop_front().unwrap();
            let mut answers = self.honest.answers()?;
            let here = self.at.checked_sub(first).and_then(|at| usize::try_from(at).ok());
            if let Some(byte) =
                here.and_then(|at| answers.get_mut(at)).and_then(|answer| answer.last_mut())
            {
                *byte ^= 1;
            }
            Ok(answers)
        }

        fn seconds(&self) -> f64 {
            0.0
        }
    }

    fn check(requests: u64, lie_at: u64, agree: bool) {
        let liar = Liar { honest: Native::default(), at: lie_at, batches: VecDeque::new() };
        let mut engines: Vec<Box<dyn Engine>> = vec![Box::new(Native::default()), Box::new(liar)];
        let counts = compare_all(requests, &mut engines).unwrap();
        assert_eq!(counts.is_some(), agree, "{requests} requests, a lie at {lie_at}");
        if let Some(counts) = counts {
            assert_eq!(counts.requests(), requests);
        }
    }

    #[test]
    fn one_wrong_bit_in_one_answer_is_found() {
        check(600, 600, true);
        check(600, 599, false);
        check(600, 0, false);
        check(600, 251, false);
        check(0, 0, true);
    }
}
