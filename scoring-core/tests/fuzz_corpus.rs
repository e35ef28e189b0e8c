//! Replays the seeds of `fuzz/` on stable Rust: every file through every check, and the checks
//! themselves seen to fail. How to search for new ones: `fuzz/README.md`.

#[path = "../fuzz/checks.rs"]
mod checks;

use std::fs;
use std::path::{Path, PathBuf};

use checks::CHECKS;
use scoring_core::{OutcomeClass, Request, verdict};

/// Small enough to read and to keep for good.
const FILES_MAX: usize = 200;
const BYTES_MAX: usize = 100_000;

fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let files = fs::read_dir(&folder).expect("a folder of seeds").map(|entry| {
        let path = entry.expect("an entry").path();
        let bytes = fs::read(&path).expect("a seed");
        (path, bytes)
    });
    files.collect()
}

#[test]
fn every_seed_passes_every_check() {
    let (mut files, mut bytes) = (0, 0);
    for (target, _) in CHECKS {
        let seeds = seeds(target);
        assert!(seeds.len() >= 3, "`{target}` has {} seeds", seeds.len());
        for (path, seed) in seeds {
            files += 1;
            bytes += seed.len();
            for (name, check) in CHECKS {
                if std::panic::catch_unwind(|| check(&seed)).is_err() {
                    panic!("`{name}` fails for `{}`", path.display());
                }
            }
        }
    }
    assert!(files <= FILES_MAX && bytes <= BYTES_MAX, "{files} files, {bytes} bytes");
}

#[test]
fn the_seeds_reach_both_answers_of_each_door() {
    let all: Vec<Vec<u8>> = seeds("abi").into_iter().map(|(_, bytes)| bytes).collect();
    for door in [scoring_core::abi::verdict, scoring_core::abi::sanitise, scoring_core::abi::lint] {
        for answer in [&b"{\"ok\":"[..], b"{\"error\":"] {
            assert!(all.iter().any(|seed| door(seed).starts_with(answer)));
        }
    }
}

#[test]
fn the_clean_request_leaves_something_to_lose() {
    let json = include_str!("../fuzz/clean_request.json");
    let request: Request = serde_json::from_str(json).unwrap();
    assert!(verdict(&request).outcome.class >= OutcomeClass::Hold);
}

#[test]
fn the_checks_see_what_survives() {
    let flag = "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} e\u{301} 👩\u{200d}💻 ❤\u{fe0f}\n\t";
    assert_eq!(checks::unseen(flag), None);
    for c in "\u{0}\u{7f}\u{9f}\r\u{ad}\u{200b}\u{202e}\u{2066}\u{feff}\u{e0041}\u{e0100}\u{fe00}\u{e000}\u{10fffd}\u{3164}\u{fff9}"
        .chars()
    {
        assert_eq!(checks::unseen(&format!("a{c}b")), Some(c), "U+{:04X}", c as u32);
    }
}
