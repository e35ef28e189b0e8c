//! The byte door: JSON in, JSON out, the same for every skin.
//!
//! Each function answers `{"ok":..}` or `{"error":"one sentence"}`; any byte string is answered, none panics.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::lint::{Draft, lint as lint_draft};
use crate::sanitise::{ContentType, sanitise as sanitise_text};
use crate::types::{REQUEST_BYTES_MAX, Request};

/// Longest text that [`sanitise`] accepts, in bytes of JSON.
pub const SANITISE_BYTES_MAX: usize = 4 * 1024 * 1024;

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Answer<T> {
    Ok(T),
    Error(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SanitiseInput {
    text: String,
    #[serde(default)]
    content_type: ContentType,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LintInput {
    subject: String,
    body: String,
    external: bool,
    links_allowed: Vec<String>,
    canaries: Vec<String>,
    internal_texts: Vec<String>,
}

/// A request to a verdict.
#[must_use]
#[inline(never)]
pub fn verdict(input: &[u8]) -> Vec<u8> {
    answer(read::<Request>(input, REQUEST_BYTES_MAX).map(|r| crate::decision::verdict(&r)))
}

/// `{"text","content_type"}` to [`crate::sanitise::Sanitised`].
#[must_use]
#[inline(never)]
pub fn sanitise(input: &[u8]) -> Vec<u8> {
    answer(
        read::<SanitiseInput>(input, SANITISE_BYTES_MAX)
            .map(|i| sanitise_text(&i.text, i.content_type)),
    )
}

/// `{"subject","body","external","links_allowed","canaries","internal_texts"}` to a list of findings.
#[must_use]
#[inline(never)]
pub fn lint(input: &[u8]) -> Vec<u8> {
    answer(read::<LintInput>(input, REQUEST_BYTES_MAX).map(|i| {
        let internal_texts: Vec<&str> = i.internal_texts.iter().map(String::as_str).collect();
        lint_draft(&Draft {
            subject: &i.subject,
            body: &i.body,
            external: i.external,
            links_allowed: &i.links_allowed,
            canaries: &i.canaries,
            internal_texts: &internal_texts,
        })
    }))
}

fn read<'a, T: Deserialize<'a>>(input: &'a [u8], bytes_max: usize) -> Result<T, String> {
    if input.len() > bytes_max {
        return Err(format!("the input has {} bytes, at most {bytes_max} are read", input.len()));
    }
    serde_json::from_slice(input).map_err(|e| format!("the input does not parse: {e}"))
}

fn answer<T: Serialize>(result: Result<T, String>) -> Vec<u8> {
    let answer = match result {
        Ok(value) => Answer::Ok(value),
        Err(sentence) => Answer::Error(sentence),
    };
    serde_json::to_vec(&answer)
        .unwrap_or_else(|_| b"{\"error\":\"the answer could not be written\"}".to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    type Door = fn(&[u8]) -> Vec<u8>;

    #[test]
    fn any_bytes_are_answered() {
        for input in
            [&b""[..], b"{", b"null", b"[]", b"{\"schema\":1.5}", b"\xff\xfe", b"{\"a\":1}"]
        {
            for door in [verdict, sanitise, lint] {
                let out = door(input);
                assert!(out.starts_with(b"{\"error\":"), "{:?}", String::from_utf8_lossy(&out));
            }
        }
    }

    #[test]
    fn the_longest_input_is_read_and_a_longer_one_is_not() {
        assert_eq!((SANITISE_BYTES_MAX, REQUEST_BYTES_MAX), (4_194_304, 1_048_576));
        let doors: [(Door, usize); 3] = [
            (verdict, REQUEST_BYTES_MAX),
            (sanitise, SANITISE_BYTES_MAX),
            (lint, REQUEST_BYTES_MAX),
        ];
        for (door, max) in doors {
            assert!(door(&vec![b' '; max]).starts_with(b"{\"error\":\"the input does not parse"));
            let said = format!("{{\"error\":\"the input has {} bytes, at most {max}", max + 1);
            assert!(door(&vec![b' '; max + 1]).starts_with(said.as_bytes()));
        }
    }
}
