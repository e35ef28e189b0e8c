//! `cargo xtask test`: every check, one after the other, with a table at the end.

use std::process::Command;
use std::time::Instant;

use crate::args::Test;
use crate::place::Place;
use crate::run::{self, cargo, command, must, say, took, watch};
use crate::{again, build, infra, packages, tools, wasm};

/// The largest policy that a page may have to fetch, in bytes after brotli.
const POLICY_BYTES_MAX: usize = 150_000;
/// These only exist as WebAssembly.
const WASM_ONLY: [&str; 1] = ["policy-wasm"];
const SYSTEM: &str = "holdfast-tests";
/// Has a step of its own, because it needs the package and the browsers.
pub(crate) const WASM_TESTS: &str = "holdfast-wasm-tests";

/// Needs an emulator of AWS.
pub(crate) const DEPLOYED: &str = "holdfast-deployed";

/// What a step counted. A check that is not a test runner counts as one.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    passed: u64,
    failed: u64,
}

impl Count {
    /// Counts a check that passed.
    pub(crate) const fn one(&mut self) {
        self.passed += 1;
    }
}

type Act = fn(&Place, &Test, &mut Count) -> Result<(), String>;

/// In the order of a run. Cheap ones first, so that a slip of the pen shows early.
const STEPS: [(&str, Act); 13] = [
    ("fmt", fmt),
    ("build", |place, _, _| build::all(place)),
    ("packages", |place, _, _| install(place)),
    ("size", size),
    ("bare", bare),
    ("reproducible", |place, _, _| again::same_bytes(place).map(|told| say(&told))),
    ("clippy", clippy),
    ("native", native),
    ("system", system),
    ("infra", infra::lint),
    ("ministack", infra::ministack),
    ("wasm", |place, _, count| wasm::test(place, count)),
    ("parity", parity),
];

/// The names that `--only` takes.
pub(crate) fn names() -> String {
    STEPS.map(|(name, _)| name).join(", ")
}

/// Runs all steps, or one. Returns the exit code.
///
/// # Errors
/// When `--only` names no step.
pub(crate) fn test(place: &Place, ask: &Test) -> Result<u8, String> {
    let chosen: Vec<_> = STEPS
        .into_iter()
        .filter(|(name, _)| ask.only.as_deref().is_none_or(|only| only == *name))
        .collect();
    if chosen.is_empty() {
        return Err(format!("there is no step of that name; there are {}", names()));
    }
    let started = Instant::now();
    let mut lines = Vec::new();
    let mut sum = Count::default();
    for (position, (name, act)) in chosen.iter().enumerate() {
        say(&format!("== [{}/{}] {name}", position + 1, chosen.len()));
        let begun = Instant::now();
        let mut count = Count::default();
        let done = act(place, ask, &mut count);
        // A runner that died before it counted still failed once.
        match &done {
            Ok(()) if count == Count::default() => count.passed = 1,
            Err(_) if count.failed == 0 => count.failed = 1,
            _ => {}
        }
        sum.passed += count.passed;
        sum.failed += count.failed;
        let line = match &done {
            Ok(()) => format!("ok      {name}: {} passed, {}", count.passed, took(begun)),
            Err(error) => format!("FAILED  {name}: {error}, {}", took(begun)),
        };
        say(&line);
        lines.push(line);
        if done.is_err() && *name == "build" {
            lines.push("not run: everything after build".to_owned());
            break;
        }
    }
    say("");
    for line in &lines {
        say(line);
    }
    say(&format!("total {}", took(started)));
    say(&format!("{} passed, {} failed", sum.passed, sum.failed));
    Ok(u8::from(sum.failed > 0))
}

fn fmt(place: &Place, _: &Test, _: &mut Count) -> Result<(), String> {
    must(cargo(place).args(["fmt", "--all", "--check"]))
        .map_err(|e| format!("{e}; run `cargo fmt --all`"))
}

fn install(place: &Place) -> Result<(), String> {
    say(packages::install(place)?);
    say(tools::install(place)?);
    Ok(())
}

fn size(place: &Place, _: &Test, _: &mut Count) -> Result<(), String> {
    let policy = place.artefacts().join("policy.wasm");
    let mut weigh = command(place, place.program("xtask-bindgen"));
    must(weigh.arg("weigh").arg(policy).arg(POLICY_BYTES_MAX.to_string()))
}

fn bare(place: &Place, _: &Test, _: &mut Count) -> Result<(), String> {
    must(cargo(place).args(["build", "-p", "scoring-core", "--target", "wasm32v1-none"]))
}

fn clippy(place: &Place, _: &Test, _: &mut Count) -> Result<(), String> {
    let mut lint = cargo(place);
    lint.args(["clippy", "--workspace", "--all-targets"]);
    exclude(&mut lint, &WASM_ONLY);
    must(lint.args(["--", "-D", "warnings"]))
}

fn native(place: &Place, ask: &Test, count: &mut Count) -> Result<(), String> {
    let mut tests = runner(place);
    tests.arg("--workspace");
    exclude(&mut tests, &WASM_ONLY);
    exclude(&mut tests, &[SYSTEM, WASM_TESTS, DEPLOYED]);
    counted(tests.env("HOLDFAST_FULL", if ask.full { "1" } else { "0" }), count)
}

fn system(place: &Place, ask: &Test, count: &mut Count) -> Result<(), String> {
    let mut tests = runner(place);
    tests.args(["-p", SYSTEM]).env("HOLDFAST_BIN", place.program("holdfast"));
    counted(tests.env("HOLDFAST_FULL", if ask.full { "1" } else { "0" }), count)
}

fn parity(place: &Place, ask: &Test, _: &mut Count) -> Result<(), String> {
    let requests = if ask.full { "200000" } else { "50000" };
    must(command(place, place.program("holdfast")).args([
        "parity",
        "--all-browsers",
        "--requests",
        requests,
    ]))
}

/// nextest where it is installed, cargo's own runner otherwise; all failures, not only the first.
pub(crate) fn runner(place: &Place) -> Command {
    let mut tests = cargo(place);
    if run::works(cargo(place).args(["nextest", "--version"])) {
        tests.args(["nextest", "run", "--no-fail-fast", "--status-level", "slow"]);
        // A package that has no tests yet is nothing wrong.
        tests.args(["--final-status-level", "slow", "--no-tests", "pass"]);
    } else {
        tests.args(["test", "--no-fail-fast", "--all-targets"]);
    }
    tests
}

fn exclude(command: &mut Command, packages: &[&str]) {
    for package in packages {
        command.args(["--exclude", package]);
    }
}

pub(crate) fn counted(command: &mut Command, count: &mut Count) -> Result<(), String> {
    watch(command, |line| {
        if let Some(more) = closing_line(line) {
            count.passed += more.passed;
            count.failed += more.failed;
        }
    })
}

/// Reads the closing line of either runner.
fn closing_line(line: &str) -> Option<Count> {
    let tail = match line.trim_start() {
        rest if rest.starts_with("Summary [") => rest
            .split_once("tests run:")
            .map(|(_, t)| t)
            .or_else(|| rest.split_once("test run:").map(|(_, t)| t))?,
        rest => rest.strip_prefix("test result:")?.split_once('.').map(|(_, t)| t)?,
    };
    let mut count = Count::default();
    for part in tail.split([',', ';']) {
        let mut words = part.split_whitespace();
        let (Some(number), Some(word)) = (words.next(), words.next()) else { continue };
        let Ok(number) = number.parse::<u64>() else { continue };
        match word {
            "passed" => count.passed += number,
            "failed" | "timed" | "exec" => count.failed += number,
            _ => {}
        }
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: Option<(u64, u64)>) {
        let expect = expect.map(|(passed, failed)| Count { passed, failed });
        assert_eq!(closing_line(line), expect, "{line}");
    }

    #[test]
    fn closing_lines() {
        check("     Summary [   0.005s] 12 tests run: 12 passed, 0 skipped", Some((12, 0)));
        check("     Summary [   1.5s] 1 test run: 0 passed, 1 failed, 3 skipped", Some((0, 1)));
        check(
            "     Summary [ 61.0s] 9 tests run: 7 passed (1 slow), 1 failed, 1 timed out, 0 skipped",
            Some((7, 2)),
        );
        check(
            "test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            Some((5, 0)),
        );
        check(
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0s",
            Some((4, 2)),
        );
        check("test tests::closing_lines ... ok", None);
    }
}
