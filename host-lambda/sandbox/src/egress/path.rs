//! Path templates, and segments that cannot climb out of them.

/// `/a/{b}/c`: literal segments, and placeholders for exactly one segment each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate {
    segments: Vec<Segment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Any,
}

/// Most segments of a path.
const SEGMENTS_MAX: usize = 32;
/// Longest segment, in bytes; Graph's message ids have about 150.
const SEGMENT_BYTES_MAX: usize = 1024;

impl PathTemplate {
    /// Parses a template.
    ///
    /// # Errors
    /// When it does not start with `/`, or holds an empty, dotted or half-variable segment.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some(rest) = text.strip_prefix('/') else {
            return Err(format!("path `{text}` does not start with `/`"));
        };
        let mut segments = Vec::new();
        for part in rest.split('/') {
            let inner = part.strip_prefix('{').and_then(|p| p.strip_suffix('}'));
            let word = |name: &str| {
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            };
            if inner.is_some_and(word) {
                segments.push(Segment::Any);
                continue;
            }
            check_segment(part).map_err(|reason| format!("path `{text}`: {reason}"))?;
            if part.contains(['{', '}', '?', '#', '*', '"', '%']) {
                return Err(format!("path `{text}`: `{part}` is neither a literal nor `{{name}}`"));
            }
            segments.push(Segment::Literal(part.to_owned()));
        }
        if segments.len() > SEGMENTS_MAX {
            return Err(format!("path `{text}` has more than {SEGMENTS_MAX} segments"));
        }
        Ok(Self { segments })
    }

    /// Whether the segments fit, one by one.
    #[must_use]
    pub fn matches(&self, path: &[String]) -> bool {
        self.segments.len() == path.len()
            && self.segments.iter().zip(path).all(|(segment, part)| match segment {
                Segment::Literal(literal) => literal == part,
                Segment::Any => check_segment(part).is_ok(),
            })
    }

    /// How many segments are literal: more is more specific.
    #[must_use]
    pub fn literals(&self) -> usize {
        self.segments.iter().filter(|segment| matches!(segment, Segment::Literal(_))).count()
    }

    /// A template that would fit `path`; whatever may be an id or an address becomes `{id}`.
    #[must_use]
    pub fn suggest(path: &[String]) -> String {
        let plain = |part: &str| {
            let version = part.starts_with('v') && part.len() <= 4 || part.len() == 1;
            let legal = |b: u8| b.is_ascii_alphabetic() || b == b'-' || b == b'.';
            let digits = |b: u8| legal(b) || b.is_ascii_digit();
            check_segment(part).is_ok()
                && part.len() <= 24
                && part.bytes().all(|b| if version { digits(b) } else { legal(b) })
        };
        let mut out = String::new();
        for part in path.iter().take(SEGMENTS_MAX) {
            out.push('/');
            out.push_str(if plain(part) { part } else { "{id}" });
        }
        if out.is_empty() { "/".to_owned() } else { out }
    }
}

/// Checks what a guest gave as path.
///
/// # Errors
/// When there are too many segments, or one is empty, `.`, `..`, or holds a slash in any spelling.
pub fn check(path: &[String]) -> Result<(), String> {
    if path.is_empty() || path.len() > SEGMENTS_MAX {
        return Err(format!("a path has 1 to {SEGMENTS_MAX} segments"));
    }
    path.iter().try_for_each(|segment| check_segment(segment))
}

fn check_segment(segment: &str) -> Result<(), String> {
    let lower = segment.to_ascii_lowercase();
    let dots = lower.replace("%2e", ".");
    if segment.is_empty() {
        return Err("an empty path segment is refused".to_owned());
    }
    if dots == "." || dots == ".." {
        return Err("a path segment `.` or `..` is refused".to_owned());
    }
    if lower.contains(['/', '\\']) || lower.contains("%2f") || lower.contains("%5c") {
        return Err("a slash inside a path segment is refused".to_owned());
    }
    if segment.chars().any(char::is_control) || segment.len() > SEGMENT_BYTES_MAX {
        return Err(
            "a path segment with control characters or over 1024 bytes is refused".to_owned()
        );
    }
    Ok(())
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
pub(crate) fn encode_into(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

/// `/a/b%20c?d=e`, everything encoded by the host.
#[must_use]
pub fn path_and_query(path: &[String], query: &[(String, String)]) -> String {
    let mut out = String::new();
    for segment in path {
        out.push('/');
        encode_into(&mut out, segment);
    }
    for (index, (name, value)) in query.iter().enumerate() {
        out.push(if index == 0 { '?' } else { '&' });
        encode_into(&mut out, name);
        out.push('=');
        encode_into(&mut out, value);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Vec<String> {
        text.split('/').map(str::to_owned).collect()
    }

    #[test]
    fn a_placeholder_is_one_harmless_segment() {
        let template = PathTemplate::parse("/issue/{key}/comment").unwrap();
        for (text, expected) in [
            ("issue/PAY-1/comment", true),
            ("issue/PAY-1", false),
            ("issue/PAY-1/comment/1", false),
            ("issue//comment", false),
            ("issue/../comment", false),
            ("issue/%2e%2E/comment", false),
            ("issue/./comment", false),
            ("issue/a%2Fb/comment", false),
            ("issue/a\\b/comment", false),
            ("issue/a\u{0}b/comment", false),
            ("Issue/PAY-1/comment", false),
        ] {
            assert_eq!(template.matches(&path(text)), expected, "{text}");
        }
        let slash = ["issue".to_owned(), "a/b".to_owned(), "comment".to_owned()];
        assert!(!template.matches(&slash));
        assert!(check(&slash).is_err());
        assert!(check(&[]).is_err());
    }

    #[test]
    fn templates_that_could_surprise_are_refused() {
        for text in
            ["a", "/", "//a", "/a/", "/a/..", "/{}", "/a{b}", "/{a/b}", "/a?b", "/*", "/%61"]
        {
            assert!(PathTemplate::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_host_encodes_each_segment() {
        let path = ["users".to_owned(), "a b@c?d#e%".to_owned()];
        let query = [("$filter".to_owned(), "x eq 'é'&y".to_owned())];
        assert_eq!(
            path_and_query(&path, &query),
            "/users/a%20b%40c%3Fd%23e%25?%24filter=x%20eq%20%27%C3%A9%27%26y"
        );
    }

    #[test]
    fn a_suggestion_holds_no_id() {
        let found = PathTemplate::suggest(&path("rest/api/3/users/a@b.example/messages"));
        assert_eq!(found, "/rest/api/3/users/{id}/messages");
        assert!(PathTemplate::parse(&found).is_ok());
        assert_eq!(PathTemplate::suggest(&path("v1.0/PAY-142")), "/v1.0/{id}");
    }
}
