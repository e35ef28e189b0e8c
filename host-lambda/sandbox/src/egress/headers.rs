//! Which headers may go out, and which come back.

/// Request headers that every permitted request may carry.
const ALWAYS: [&str; 2] = ["accept", "content-type"];
/// Request headers that the host owns: identity, routing, framing and encoding.
const REFUSED: [&str; 18] = [
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "cookie2",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "origin",
    "range",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
];
/// Most headers of a request.
const COUNT_MAX: usize = 32;
/// Longest value, in bytes.
const VALUE_BYTES_MAX: usize = 4096;
/// Most bytes of response headers that a guest gets.
const RESPONSE_BYTES_MAX: usize = 16 << 10;

/// Whether a header belongs to the host alone. `name` is lower case.
fn is_reserved(name: &str) -> bool {
    REFUSED.contains(&name)
        || name.contains("cookie")
        || name.contains("authoriz")
        || name.contains("authentic")
        || name.contains("api-key")
        || name.contains("method-override")
        || name.contains("http-method")
        || ["proxy-", "x-forwarded", "x-real-", "x-original", "x-rewrite", "sec-"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
}

fn is_token(name: &str) -> bool {
    let legal = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    (1..=64).contains(&name.len()) && name.bytes().all(legal)
}

/// Checks a header name in a manifest.
///
/// # Errors
/// When it is not a lower-case token or belongs to the host.
pub fn check_asked(name: &str) -> Result<(), String> {
    if !is_token(name) || name.bytes().any(|b| b.is_ascii_uppercase()) {
        return Err(format!("header `{name}` is not a lower-case header name"));
    }
    if is_reserved(name) {
        return Err(format!("header `{name}` belongs to the host and cannot be asked for"));
    }
    Ok(())
}

/// Checks what a guest wants to send; returns lower-case names.
///
/// # Errors
/// The sentence, with the line to add where adding would help.
pub fn check(
    headers: &[(String, String)],
    granted: &[String],
) -> Result<Vec<(String, String)>, String> {
    if headers.len() > COUNT_MAX {
        return Err(format!("{} headers, at most {COUNT_MAX} are sent", headers.len()));
    }
    let mut out: Vec<(String, String)> = Vec::new();
    for (name, value) in headers {
        let name = name.to_ascii_lowercase();
        if !is_token(&name) {
            return Err("a header name that is not a token is refused".to_owned());
        }
        if is_reserved(&name) {
            return Err(format!("header `{name}` belongs to the host"));
        }
        if !ALWAYS.contains(&name.as_str()) && !granted.contains(&name) {
            return Err(format!(
                "header `{name}` is not granted: add to that `allow` entry `headers = [\"{name}\"]`"
            ));
        }
        // Visible characters and blanks only: CR and LF would start another header or request.
        if value.len() > VALUE_BYTES_MAX
            || value.bytes().any(|b| !(b == b'\t' || (32..127).contains(&b)))
        {
            return Err(format!(
                "the value of header `{name}` is too long or holds control characters"
            ));
        }
        if out.iter().any(|(other, _)| *other == name) {
            return Err(format!("header `{name}` appears twice"));
        }
        out.push((name, value.clone()));
    }
    Ok(out)
}

/// Takes out of a response what could carry a credential, a session or a redirect.
#[must_use]
pub fn strip(headers: Vec<(String, String)>) -> Vec<(String, String)> {
    let hidden = |name: &str| {
        ["cookie", "auth", "token", "secret", "location", "api-key", "refresh", "session"]
            .iter()
            .any(|part| name.contains(part))
    };
    let mut room = RESPONSE_BYTES_MAX;
    headers
        .into_iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .filter(|(name, _)| !hidden(name))
        .take_while(|(name, value)| {
            let size = name.len() + value.len();
            let fits = size <= room;
            room = room.saturating_sub(size);
            fits
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn send(name: &str, value: &str) -> Result<Vec<(String, String)>, String> {
        check(&[(name.to_owned(), value.to_owned())], &["prefer".to_owned()])
    }

    #[test]
    fn identity_routing_and_framing_are_the_hosts() {
        for name in [
            "Authorization",
            "authorization",
            "Proxy-Authorization",
            "Cookie",
            "Set-Cookie",
            "Host",
            "Content-Length",
            "Transfer-Encoding",
            "Connection",
            "TE",
            "Upgrade",
            "Accept-Encoding",
            "X-Forwarded-Host",
            "X-HTTP-Method-Override",
            "X-Api-Key",
        ] {
            assert!(send(name, "x").unwrap_err().contains("belongs to the host"), "{name}");
            assert!(check_asked(&name.to_ascii_lowercase()).is_err(), "{name}");
        }
    }

    #[test]
    fn extra_headers_need_the_grant() {
        assert_eq!(send("Prefer", "a=b").unwrap(), [("prefer".to_owned(), "a=b".to_owned())]);
        assert_eq!(send("Accept", "*/*").unwrap().len(), 1);
        assert!(send("X-Other", "1").unwrap_err().contains("headers = [\"x-other\"]"));
    }

    #[test]
    fn values_cannot_start_another_header() {
        for value in ["a\r\nHost: b", "a\nb", "a\rb", "a\0b", "é"] {
            assert!(send("accept", value).is_err(), "{value:?}");
        }
        assert!(send("a b", "x").is_err());
        assert!(send("accept\r\nx", "x").is_err());
        assert!(send("", "x").is_err());
        let twice = [("accept".to_owned(), "a".to_owned()), ("Accept".to_owned(), "b".to_owned())];
        assert!(check(&twice, &[]).unwrap_err().contains("twice"));
    }

    #[test]
    fn responses_lose_cookies_credentials_and_redirects() {
        let pairs =
            ["Set-Cookie", "WWW-Authenticate", "Location", "X-Auth-Token", "Retry-After", "ETag"]
                .map(|name| (name.to_owned(), "v".to_owned()));
        let names: Vec<_> = strip(pairs.to_vec()).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["retry-after", "etag"]);
    }
}
