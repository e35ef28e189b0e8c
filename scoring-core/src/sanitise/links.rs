//! Addresses in text: what is one, and which of them carry something away.

use alloc::string::String;
use alloc::vec::Vec;

use super::bytes::next_of;

/// Endings that make a dotted word a host; file endings such as `.rs` and `.py` are left out on
/// purpose.
const ENDINGS: &str = " com org net edu gov mil int info biz io ai app dev co uk de fr es pt it \
    nl be ch at eu us ca au nz ru cn jp kr br mx ar in ir pl cz se no dk fi gr tr ua xyz \
    top site online store shop club cloud tech page link click live ninja tk ml ga cf gq cc \
    tv ws onion so to ly gl ";

/// Longest of them, in bytes.
const ENDING_BYTES: usize = 6;
/// For each first letter of an ending the second ones, a bit each: rules most words out.
const ENDING_STARTS: [u32; 26] = {
    let bytes = ENDINGS.as_bytes();
    let mut out = [0; 26];
    let mut at = 0;
    while at + 2 < bytes.len() {
        if bytes[at] == b' ' && bytes[at + 1] != b' ' {
            out[(bytes[at + 1] - b'a') as usize] |= 1 << (bytes[at + 2] - b'a');
        }
        at += 1;
    }
    out
};

fn is_ending(word: &str) -> bool {
    let letter = |at: usize| word.as_bytes().get(at).map(|b| b.wrapping_sub(b'a'));
    let (Some(first), Some(second @ 0..26)) = (letter(0), letter(1)) else { return false };
    let begins = ENDING_STARTS.get(usize::from(first)).is_some_and(|set| set >> second & 1 == 1);
    begins && word.len() <= ENDING_BYTES && ENDINGS.split(' ').any(|ending| ending == word)
}

/// Whether a word such as `example.com` names a host.
pub(crate) fn is_bare_host(word: &str) -> bool {
    let Some(dot) = word.bytes().rposition(|b| b == b'.') else { return false };
    let (rest, ending) = (word.get(..dot).unwrap_or(""), word.get(dot + 1..).unwrap_or(""));
    if !is_ending(ending) {
        return false;
    }
    let labels = rest.split('.').all(|label| {
        !label.is_empty()
            && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            && label.len() < 64
    });
    let two_letters = ending.len() == 2 && !word.starts_with("www.");
    // Short endings that are words need more than a dot: `done.it` is a sentence without a blank.
    // `e.g.to` and `v1.in` are not hosts: short endings need a name of some length.
    labels && (!two_letters || rest.len() >= 3) && rest.chars().any(char::is_alphabetic)
}

/// A web address, taken apart. Everything is lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// Scheme without colon; empty for a bare host.
    pub(crate) scheme: String,
    /// Host name without user and port.
    pub(crate) host: String,
    /// Whether it hides another name before an `@`.
    pub(crate) has_user: bool,
    /// Query without question mark.
    pub(crate) query: String,
    /// Path with leading slash, or empty.
    pub(crate) path: String,
}

/// Takes an address apart; `None` if it names no host and no scheme of interest.
pub(crate) fn parse(text: &str) -> Option<Link> {
    let text = text.trim().trim_start_matches(['<', '(']).to_ascii_lowercase();
    let text = text.replace('\\', "/");
    let (scheme, rest) = match text.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme, rest) => (String::from(scheme), rest),
        _ => (String::new(), text.as_str()),
    };
    let rest = rest.trim_start_matches('/');
    let (authority, tail) = match rest.find(['/', '?', '#']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let (has_user, host) = match authority.rsplit_once('@') {
        Some((_, host)) => (true, host),
        None => (false, authority),
    };
    let host = if host.starts_with('[') {
        host.split(']').next().unwrap_or("").trim_start_matches('[')
    } else {
        host.split(':').next().unwrap_or("")
    };
    let tail = tail.split('#').next().unwrap_or("");
    let (path, query) = tail.split_once('?').unwrap_or((tail, ""));
    let host = host.trim_end_matches('.');
    if host.is_empty() && scheme.is_empty() {
        return None;
    }
    Some(Link {
        scheme,
        host: String::from(host),
        has_user,
        query: String::from(query),
        path: String::from(path),
    })
}

fn is_scheme(scheme: &str, rest: &str) -> bool {
    let known = matches!(
        scheme,
        "http"
            | "https"
            | "ftp"
            | "mailto"
            | "data"
            | "javascript"
            | "file"
            | "tel"
            | "sms"
            | "vbscript"
            | "blob"
    );
    known
        || (rest.starts_with("//")
            && !scheme.is_empty()
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+'))
}

impl Link {
    /// Whether the host is a number, not a name.
    pub(crate) fn is_ip(&self) -> bool {
        let v4 = self.host.split('.').all(|part| {
            part.parse::<u32>().is_ok() || part.strip_prefix("0x").is_some_and(|h| !h.is_empty())
        });
        v4 || self.host.contains(':')
    }

    /// Whether the host is written in another script than it seems.
    pub(crate) fn is_punycode(&self) -> bool {
        !self.host.is_ascii() || self.host.split('.').any(|label| label.starts_with("xn--"))
    }

    /// Whether the query leaves a hole to be filled by the reader: `?q={conversation}`,
    /// `?d=[summary of inbox]`.
    pub(crate) fn has_hole(&self) -> bool {
        const OPEN: &[&str] =
            &["{", "[", "<", "%7b", "%5b", "%3c", "$", "insert", "your_", "your-"];
        const DATA: &[&str] = &[
            "data",
            "secret",
            "password",
            "token",
            "key",
            "conversation",
            "history",
            "chat",
            "prompt",
            "inbox",
            "email",
            "message",
            "summary",
            "context",
            "content",
            "instructions",
            "info",
            "contacts",
            "api",
        ];
        self.pairs().any(|(_, value)| {
            OPEN.iter().any(|open| value.contains(open))
                && DATA.iter().any(|word| value.contains(word))
        })
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")))
    }

    /// Whether the query can carry data away: a telling name, or a long value.
    pub(crate) fn carries_data(&self) -> bool {
        const NAMES: &[&str] = &[
            "data", "q", "exfil", "secret", "token", "key", "password", "pwd", "msg", "message",
            "text", "content", "leak", "chat", "history", "prompt", "payload", "email", "info",
            "body", "d", "p", "cookie",
        ];
        self.pairs()
            .any(|(name, value)| (NAMES.contains(&name) && !value.is_empty()) || value.len() >= 40)
    }
}

/// An address in a text, with the bytes that it covers.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// The address.
    pub(crate) link: Link,
}

/// Marks that may stand around an address and do not belong to it.
const AROUND: [char; 10] = ['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~'];

/// What ends a chunk that may hold an address.
fn ends_chunk(c: char) -> bool {
    match c {
        '<' | '>' | '"' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '`' | '\u{201C}'
        | '\u{201D}' => true,
        _ => c.is_whitespace(),
    }
}

/// Whether a chunk ends at a byte of a text, by the character that begins there.
fn ends_at(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        // Letters, digits and the marks of most addresses.
        Some(b'-'..=b':' | b'a'..=b'z' | b'A'..=b'Z') => false,
        Some(_) => text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(ends_chunk),
        None => true,
    }
}

/// Finds web addresses, bare hosts and mail links in a plain text.
pub(crate) fn find(text: &str) -> Vec<Found> {
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    // Every address has one of these marks inside, and few words do.
    let (mut start, mut at) = (0, 0);
    while let Some(mark) = next_of(bytes, at, *b".:/") {
        at = mark + 1;
        // A mark at the very end of a chunk is a full stop, unless it is a slash.
        if bytes.get(mark) != Some(&b'/') && ends_at(text, at) {
            continue;
        }
        let head = text.get(start..mark).unwrap_or("");
        let from = head.char_indices().rev().find(|(_, c)| ends_chunk(*c));
        let from = from.map_or(start, |(place, c)| start + place + c.len_utf8());
        let tail = text.get(at..).unwrap_or("");
        let end = tail.find(ends_chunk).map_or(text.len(), |len| at + len);
        out.extend(address_in(text, from, end));
        (start, at) = (end, end);
    }
    out
}

/// The address in the chunk `start..end` of a text.
fn address_in(text: &str, start: usize, end: usize) -> Option<Found> {
    let chunk = text.get(start..end)?;
    let trimmed = chunk.trim_matches(AROUND);
    if !trimmed.bytes().any(|b| matches!(b, b'.' | b':' | b'/')) {
        return None;
    }
    let lead = chunk.len() - chunk.trim_start_matches(AROUND).len();
    // `see:https://..` and `href=https://..` start in the middle of a chunk.
    let inner = trimmed.find("://").map_or(0, |at| {
        let head = trimmed.get(..at).unwrap_or("");
        head.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '+').map_or(0, |n| {
            n + head.get(n..).and_then(|h| h.chars().next()).map_or(1, char::len_utf8)
        })
    });
    let address = trimmed.get(inner..).unwrap_or("");
    let from = start + lead + inner;
    link_of(address).map(|link| Found { start: from, end: from + address.len(), link })
}

fn link_of(address: &str) -> Option<Link> {
    let lower = address.to_ascii_lowercase();
    let schemes = ["mailto:", "data:", "javascript:", "vbscript:", "tel:", "file:"];
    if lower.contains("://")
        || lower.starts_with("//")
        || schemes.iter().any(|s| lower.starts_with(s))
    {
        return parse(address).filter(|link| !link.host.is_empty());
    }
    let host = lower.split(['/', '?', '#', ':']).next().unwrap_or("");
    let ending = host.rsplit('.').next().unwrap_or("");
    let wordlike = matches!(
        ending,
        "in" | "to"
            | "so"
            | "it"
            | "at"
            | "be"
            | "us"
            | "no"
            | "page"
            | "top"
            | "site"
            | "link"
            | "click"
            | "live"
            | "store"
            | "info"
            | "shop"
            | "online"
            | "club"
            | "int"
            | "is"
            | "me"
            | "pl"
            | "ml"
    );
    let plain = !wordlike || lower.contains('/') || host.starts_with("www.");
    let shaped = (is_bare_host(host) && plain || host.starts_with("www.")) && !lower.contains('@');
    if shaped { parse(address) } else { None }
}
