//! What the receiving system wrote into a message's headers.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plugin_sdk::json::str_at;
use plugin_sdk::payload::MailAuth;
use plugin_sdk::serde_json::Value;

/// Header that Exchange writes for mail from within the organisation.
const AUTH_AS: &str = "X-MS-Exchange-Organization-AuthAs";
/// Header that a receiving system puts on top; a sender can add more of them below.
const RESULTS: &str = "Authentication-Results";

fn values<'a>(headers: &'a [Value], name: &str) -> impl Iterator<Item = &'a str> {
    let named = headers.iter().filter(move |h| str_at(h, "/name").eq_ignore_ascii_case(name));
    named.map(|h| str_at(h, "/value").trim())
}

/// `AuthAs` if it stands exactly once, and the topmost `Authentication-Results`.
pub(crate) fn auth(headers: &[Value]) -> MailAuth {
    let mut found = values(headers, AUTH_AS);
    let auth_as = match (found.next(), found.next()) {
        (Some(one), None) => Some(one.to_string()),
        _ => None,
    };
    let topmost = values(headers, RESULTS).next();
    MailAuth { auth_as, authentication_results: topmost.map(ToString::to_string) }
}

/// Every address in the From headers, lower case: Graph's own `from` shows only one of them.
pub(crate) fn from_addresses(headers: &[Value]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for value in values(headers, "From") {
        for address in addresses(value) {
            if !out.contains(&address) {
                out.push(address);
            }
        }
    }
    out
}

/// The addresses of a header value: what stands in angle brackets, or a bare one. Quoted display
/// names and comments do not count.
fn addresses(value: &str) -> Vec<String> {
    let (mut quoted, mut escaped, mut depth) = (false, false, 0_usize);
    let mut plain = String::new();
    for c in value.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted || depth > 0 => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            _ if quoted => {}
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let mut out = Vec::new();
    for part in plain.split([',', ';']) {
        let inner = match part.rsplit_once('<') {
            Some((_, rest)) => rest.split('>').next().unwrap_or_default(),
            // A group has its name before a colon.
            None => part.rsplit(':').next().unwrap_or_default(),
        };
        let address = inner.trim().to_ascii_lowercase();
        if address.contains('@') && !address.contains(' ') {
            out.push(address);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use plugin_sdk::serde_json::json;

    fn headers(pairs: &[(&str, &str)]) -> Vec<Value> {
        pairs.iter().map(|(n, v)| json!({"name": n, "value": v})).collect()
    }

    #[test]
    fn auth_as_counts_only_once_and_results_only_topmost() {
        let one = auth(&headers(&[("x-ms-exchange-organization-authas", "Internal")]));
        assert_eq!(one.auth_as.as_deref(), Some("Internal"));
        let two = auth(&headers(&[(AUTH_AS, "Anonymous"), (AUTH_AS, "Internal")]));
        assert_eq!(two.auth_as, None);
        let results = auth(&headers(&[
            ("Authentication-Results", "mx; dmarc=fail"),
            ("Authentication-Results", "forged; dmarc=pass"),
        ]));
        assert_eq!(results.authentication_results.as_deref(), Some("mx; dmarc=fail"));
        assert_eq!(auth(&[]), MailAuth::default());
    }

    #[test]
    fn from_headers_are_read_whole() {
        let check = |values: &[&str], expect: &[&str]| {
            let pairs: Vec<(&str, &str)> = values.iter().map(|v| ("From", *v)).collect();
            assert_eq!(from_addresses(&headers(&pairs)), expect, "{values:?}");
        };
        check(&["Ana <Ana@Example.org>"], &["ana@example.org"]);
        check(&["a@x.org, Bob <b@y.org>"], &["a@x.org", "b@y.org"]);
        check(&["a@x.org", "b@y.org"], &["a@x.org", "b@y.org"]);
        check(&["\"boss@corp, inc\" <b@y.org>"], &["b@y.org"]);
        check(&["b@y.org (was a@x.org)"], &["b@y.org"]);
        check(&["nobody"], &[]);
    }
}
