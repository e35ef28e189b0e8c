//! Keys, tokens and passwords in a text.
//!
//! Good: "the password is in the vault", "password: <to be set>". Bad: "password: hunter2-Prod-99".

use alloc::vec::Vec;

use super::bytes::{alphanumerics, eight};

/// A secret, as bytes of the text that was searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Secret {
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// What it seems to be.
    pub(crate) kind: &'static str,
}

/// Tokens by prefix: prefix, fewest and most characters after it, kind.
const PREFIXES: &[(&str, usize, usize, &str)] = &[
    ("AKIA", 16, 16, "an AWS access key"),
    ("ASIA", 16, 16, "an AWS access key"),
    ("sk-ant-", 20, 300, "an API key"),
    ("sk-", 20, 300, "an API key"),
    ("sk_live_", 16, 300, "an API key"),
    ("rk_live_", 16, 300, "an API key"),
    ("sk_test_", 16, 300, "an API key"),
    ("ghp_", 30, 300, "a GitHub token"),
    ("gho_", 30, 300, "a GitHub token"),
    ("ghs_", 30, 300, "a GitHub token"),
    ("github_pat_", 30, 300, "a GitHub token"),
    ("glpat-", 18, 300, "a GitLab token"),
    ("xoxb-", 20, 300, "a Slack token"),
    ("xoxp-", 20, 300, "a Slack token"),
    ("xoxa-", 20, 300, "a Slack token"),
    ("AIza", 35, 35, "a Google API key"),
    ("ATATT", 40, 400, "an Atlassian API token"),
    ("npm_", 36, 36, "an npm token"),
    ("hf_", 30, 60, "an API token"),
    ("SG.", 40, 120, "a SendGrid key"),
    ("eyJ", 40, 4000, "a signed token"),
];

/// Names whose value is a secret, lower case.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "passwort",
    "kennwort",
    "secret",
    "api_key",
    "apikey",
    "api-key",
    "api key",
    "access_key",
    "secret_key",
    "client_secret",
    "auth_token",
    "access_token",
    "token",
    "private_key",
    "contraseña",
    "mot de passe",
    "senha",
    "пароль",
    "密码",
    "パスワード",
];

/// Finds secrets, in order, not overlapping.
pub(crate) fn find(text: &str) -> Vec<Secret> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    // Always behind something that is neither letter nor digit, or at the start.
    let mut at = 0;
    while at < bytes.len() {
        let many = eight(bytes, at);
        let hit = if may_begin(many) { secret_at(text, at) } else { None };
        if let Some(secret) = hit.filter(|secret| secret.end > at) {
            at = secret.end;
            out.push(secret);
        } else {
            at += alphanumerics(bytes, at, many) + 1;
        }
    }
    out
}

/// How a bearer token and a private key begin.
const BEARER: &str = "bearer ";
const KEY: &str = "-----BEGIN";
/// One bit for each hash of the first three bytes of an entry, in lower case.
const STARTS: [u64; START_BITS / 64] = {
    let mut bits = [0; START_BITS / 64];
    mark(&mut bits, BEARER);
    mark(&mut bits, KEY);
    let mut at = 0;
    while at < PREFIXES.len() {
        mark(&mut bits, PREFIXES[at].0);
        at += 1;
    }
    at = 0;
    while at < NAMES.len() {
        mark(&mut bits, NAMES[at]);
        at += 1;
    }
    bits
};
/// How many hashes there are; a power of two.
const START_BITS: usize = 2048;

const fn mark(bits: &mut [u64; START_BITS / 64], entry: &str) {
    let bytes = entry.as_bytes();
    let bit = start_hash(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]) as u64);
    bits[bit / 64] |= 1 << (bit % 64);
}

/// A number for the first three bytes of some; letters count alike in either case.
const fn start_hash(bytes: u64) -> usize {
    let packed = (bytes as u32 | 0x0020_2020) & 0x00FF_FFFF;
    (packed.wrapping_mul(0x9E37_79B1) >> 21) as usize % START_BITS
}

/// Whether some entry of the tables may begin with these bytes, by the first three of them. Hardly any word passes, and
/// the tables are long.
fn may_begin(bytes: u64) -> bool {
    let bit = start_hash(bytes);
    STARTS.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
}

/// Whether two texts begin with the same byte, in either case.
fn begins_alike(text: &str, entry: &str) -> bool {
    let first = |t: &str| t.as_bytes().first().map(u8::to_ascii_lowercase);
    first(text) == first(entry)
}

fn secret_at(text: &str, at: usize) -> Option<Secret> {
    let rest = text.get(at..)?;
    if rest.starts_with(KEY) {
        return private_key(rest, at);
    }
    prefixed(rest, at).or_else(|| assigned(rest, at)).or_else(|| bearer(rest, at))
}

fn private_key(rest: &str, at: usize) -> Option<Secret> {
    // A label is short and in capitals (RFC 7468): what stands in for a secret never completes one.
    let label = rest.get("-----BEGIN".len()..)?;
    let in_label = |b: &u8| matches!(b, b'A'..=b'Z' | b'0'..=b'9' | b' ');
    let len = label.bytes().take(50).take_while(in_label).count();
    if !label.get(..len)?.contains("PRIVATE KEY") {
        return None;
    }
    // Key blocks are a few kilobytes; a block without an end is taken up to that size.
    let mut limit = rest.len().min(8 * 1024);
    while !rest.is_char_boundary(limit) {
        limit -= 1;
    }
    let body = rest.get(..limit)?;
    let end = body.find("-----END").map_or(limit, |n| {
        let tail = body.get(n + 8..).unwrap_or("");
        n + 8 + tail.find("-----").map_or(tail.len(), |m| m + 5)
    });
    Some(Secret { start: at, end: at + end, kind: "a private key" })
}

fn is_token(c: u8) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-' | b'.' | b'=' | b'+' | b'/')
}

fn prefixed(rest: &str, at: usize) -> Option<Secret> {
    let first = *rest.as_bytes().first()?;
    if !first.is_ascii_alphabetic() {
        return None;
    }
    let mut alike = PREFIXES.iter().filter(|(prefix, ..)| begins_alike(rest, prefix));
    alike.find_map(|(prefix, least, most, kind)| {
        let body = rest.strip_prefix(prefix)?;
        let len = body.bytes().take(most + 1).take_while(|b| is_token(*b)).count();
        let body_text = body.get(..len)?.trim_end_matches(['.', '-', '=', '/']);
        let mixed = body_text.bytes().any(|b| b.is_ascii_digit());
        let dotted = *prefix != "eyJ" || body_text.bytes().filter(|b| *b == b'.').count() == 2;
        let fits = body_text.len() >= *least && len <= *most && mixed && dotted;
        fits.then(|| Secret { start: at, end: at + prefix.len() + body_text.len(), kind })
    })
}

fn bearer(rest: &str, at: usize) -> Option<Secret> {
    let head = rest.get(..7)?;
    if !head.eq_ignore_ascii_case(BEARER) {
        return None;
    }
    let body = rest.get(7..)?;
    let len = body.bytes().take(4096).take_while(|b| is_token(*b)).count();
    let mixed = body.get(..len)?.bytes().any(|b| b.is_ascii_digit());
    (len >= 20 && mixed).then_some(Secret {
        start: at + 7,
        end: at + 7 + len,
        kind: "a bearer token",
    })
}

/// `name: value`, `name = "value"`, `name is value`, where the value does not look like prose.
fn assigned(rest: &str, at: usize) -> Option<Secret> {
    let name = NAMES.iter().filter(|name| begins_alike(rest, name)).find(|name| {
        rest.get(..name.len()).is_some_and(|head| {
            head == **name || (head.is_ascii() && head.eq_ignore_ascii_case(name))
        })
    })?;
    let mut pos = name.len();
    let tail = rest.get(pos..)?;
    let quote = usize::from(tail.starts_with(['"', '\'']));
    pos += quote;
    let tail = rest.get(pos..)?;
    let blanks = tail.bytes().take(4).take_while(|b| *b == b' ').count();
    let tail = tail.get(blanks..)?;
    let mark =
        [":=", "=>", ":", "=", "is ", "：", "lautet "].iter().find(|m| tail.starts_with(**m))?;
    pos += blanks + mark.len();
    let tail = rest.get(pos..)?;
    let blanks = tail.bytes().take(4).take_while(|b| *b == b' ').count();
    let tail = tail.get(blanks..)?;
    let quotes = tail.bytes().take(1).filter(|b| matches!(b, b'"' | b'\'' | b'`')).count();
    pos += blanks + quotes;
    let value = rest.get(pos..)?;
    let end = value
        .char_indices()
        .take(200)
        .find(|(_, c)| c.is_whitespace() || "\"'`<>[](){},;&|".contains(*c))
        .map_or(value.len().min(200), |(n, _)| n);
    let value = value.get(..end)?.trim_end_matches(['.', '!', '?', ':']);
    let verbal = mark.ends_with(' ');
    is_password(value, verbal).then(|| Secret {
        start: at + pos,
        end: at + pos + value.len(),
        kind: "a password or key",
    })
}

/// Whether a value is random enough to be a secret, and no placeholder, path, number or name.
fn is_password(value: &str, verbal: bool) -> bool {
    let letters = value.chars().any(char::is_alphabetic);
    let digits = value.chars().any(|c| c.is_ascii_digit());
    let marks =
        value.chars().any(|c| c.is_ascii_punctuation() && !matches!(c, '.' | '_' | '-' | '/'));
    let lower = value.to_ascii_lowercase();
    let filler =
        ["${", "xxx", "***", "...", "example", "placeholder", "your", "http", "null", "changeme"]
            .iter()
            .any(|word| lower.contains(word));
    let pathlike =
        value.starts_with(['/', '.', '$', '%', '#', '@', '-', '\\']) || value.contains("/");
    let least = if verbal { 8 } else { 7 };
    value.len() >= least && letters && (digits || (marks && !verbal)) && !filler && !pathlike
}

/// What stands in for a secret.
pub(crate) const REDACTED: &str = "[redacted]";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_the_tables_may_begin() {
        let entries = PREFIXES.iter().map(|(prefix, ..)| *prefix).chain(NAMES.iter().copied());
        for entry in entries.chain([BEARER, KEY]) {
            let begins = |text: &str| may_begin(eight(text.as_bytes(), 0));
            assert!(begins(entry), "{entry}");
            assert!(begins(&entry.to_ascii_uppercase()), "{entry} in capitals");
        }
        assert!(!may_begin(eight(b"ordinary", 0)) && !may_begin(0));
    }
}
