//! Looks for secret values in every spelling that an upstream or a guest is likely to use.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use memchr::memmem;

use super::path::encode_into;

/// Shorter values are not looked for: they would match by accident.
const SECRET_BYTES_MIN: usize = 6;
/// What stands in place of a secret.
const MASK: &[u8] = b"***";

/// The spellings of all known secrets, longest first.
#[derive(Clone, Default)]
pub struct Scanner {
    needles: Vec<Vec<u8>>,
}

impl std::fmt::Debug for Scanner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Scanner({} spellings)", self.needles.len())
    }
}

impl Scanner {
    /// A scanner for the values; a value that is a JSON object stands for each of its strings too.
    #[must_use]
    pub fn new<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let mut needles = Vec::new();
        for value in values {
            add(&mut needles, value.trim());
            if let Ok(serde_json::Value::Object(object)) = serde_json::from_str(value) {
                object.values().for_each(|inner| leaves(&mut needles, inner));
            }
        }
        needles.sort_by(|a: &Vec<u8>, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        needles.dedup();
        Self { needles }
    }

    /// Whether any secret stands in the bytes, also percent-encoded (twice at most) or in base64.
    #[must_use]
    pub fn finds(&self, haystack: &[u8]) -> bool {
        if self.needles.is_empty() {
            return false;
        }
        let once = percent_decoded(haystack);
        let twice = once.as_deref().and_then(percent_decoded);
        [Some(haystack), once.as_deref(), twice.as_deref()]
            .into_iter()
            .flatten()
            .any(|bytes| self.needles.iter().any(|needle| memmem::find(bytes, needle).is_some()))
    }

    /// Replaces every secret by `***`.
    #[must_use]
    pub fn redact(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        for needle in &self.needles {
            let mut positions = memmem::find_iter(&bytes, needle).peekable();
            if positions.peek().is_none() {
                continue;
            }
            let mut out = Vec::with_capacity(bytes.len());
            let mut from = 0;
            for at in positions {
                out.extend_from_slice(&bytes[from..at]);
                out.extend_from_slice(MASK);
                from = at + needle.len();
            }
            out.extend_from_slice(&bytes[from..]);
            bytes = out;
        }
        bytes
    }
}

fn leaves(needles: &mut Vec<Vec<u8>>, value: &serde_json::Value) {
    match value {
        serde_json::Value::String(text) => add(needles, text),
        serde_json::Value::Array(list) => list.iter().for_each(|inner| leaves(needles, inner)),
        serde_json::Value::Object(map) => map.values().for_each(|inner| leaves(needles, inner)),
        _ => {}
    }
}

fn add(needles: &mut Vec<Vec<u8>>, value: &str) {
    if value.len() < SECRET_BYTES_MIN {
        return;
    }
    needles.push(value.as_bytes().to_vec());
    let mut encoded = String::new();
    encode_into(&mut encoded, value);
    needles.push(lower_escapes(&encoded).into_bytes());
    needles.push(encoded.into_bytes());
    needles.push(hex::encode(value).into_bytes());
    needles.push(hex::encode_upper(value).into_bytes());
    if let Ok(quoted) = serde_json::to_string(value) {
        needles.push(quoted.trim_matches('"').as_bytes().to_vec());
    }
    for offset in 0..3 {
        let plain = base64_core(value.as_bytes(), offset);
        needles.push(plain.replace('+', "-").replace('/', "_").into_bytes());
        needles.push(plain.into_bytes());
    }
}

/// The base64 characters that depend on `value` alone when it starts `offset` bytes into a group of
/// three.
fn base64_core(value: &[u8], offset: usize) -> String {
    let mut padded = vec![0; offset];
    padded.extend_from_slice(value);
    let text = STANDARD_NO_PAD.encode(&padded);
    let start = (offset * 8).div_ceil(6);
    let end = padded.len() * 8 / 6;
    text.get(start..end).unwrap_or_default().to_owned()
}

fn lower_escapes(encoded: &str) -> String {
    let mut out = String::with_capacity(encoded.len());
    let mut left = 0;
    for c in encoded.chars() {
        out.push(if left > 0 { c.to_ascii_lowercase() } else { c });
        left = if c == '%' { 2 } else { usize::saturating_sub(left, 1) };
    }
    out
}

/// The bytes with `%XX` and `+` decoded, or none where there is nothing to decode.
fn percent_decoded(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.contains(&b'%') && !bytes.contains(&b'+') {
        return None;
    }
    let digit = |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or_default());
                at += 3;
            }
            (b'+', ..) => {
                out.push(b' ');
                at += 1;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};

    const SECRET: &str = "s3cret/va lue+\"x\"";

    fn spellings() -> Vec<String> {
        let mut encoded = String::new();
        encode_into(&mut encoded, SECRET);
        let mut twice = String::new();
        encode_into(&mut twice, &encoded);
        vec![
            SECRET.to_owned(),
            format!("a{SECRET}b"),
            serde_json::to_string(SECRET).unwrap(),
            lower_escapes(&encoded),
            encoded,
            twice,
            hex::encode(SECRET),
            STANDARD.encode(SECRET),
            STANDARD.encode(format!("user:{SECRET}")),
            STANDARD.encode(format!("a{SECRET}bc")),
            STANDARD.encode(format!("ab{SECRET}c")),
            URL_SAFE.encode(format!("ab{SECRET}")),
        ]
    }

    #[test]
    fn every_spelling_is_found() {
        let scanner = Scanner::new([SECRET]);
        for text in spellings() {
            assert!(scanner.finds(text.as_bytes()), "{text}");
        }
        assert!(!scanner.finds(b"nothing here, 100% + more"));
        assert!(!Scanner::new(["abc", ""]).finds(b"abc"));
        assert!(!Scanner::default().finds(b"abc"));
    }

    #[test]
    fn what_is_found_is_masked() {
        let scanner = Scanner::new([SECRET]);
        for text in spellings() {
            let redacted = scanner.redact(format!("<{text}> and <{text}>").into_bytes());
            if !text.contains("%25") {
                assert!(!scanner.finds(&redacted), "{text}");
                let masks = String::from_utf8(redacted).unwrap().matches("***").count();
                assert_eq!(masks, 2, "{text}");
            }
        }
        assert_eq!(scanner.redact(b"plain".to_vec()), b"plain");
    }

    #[test]
    fn the_strings_of_a_json_secret_count() {
        let scanner = Scanner::new([r#"{"client_secret":"abcdef123","more":[{"x":"zyxwvu987"}]}"#]);
        assert!(scanner.finds(b"..abcdef123.."));
        assert!(scanner.finds(b"..zyxwvu987.."));
        assert!(!scanner.finds(b"client_secret"));
    }
}
