//! The query of a paging link, so that it can be sent again on a granted path.

use alloc::string::String;
use alloc::vec::Vec;

/// The decoded query parameters of an absolute or relative link, in order.
///
/// `+` is a space, as the services that write such links read it.
pub fn query_of(link: &str) -> Vec<(String, String)> {
    let Some((_, query)) = link.split_once('?') else { return Vec::new() };
    let query = query.split('#').next().unwrap_or_default();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

fn decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.as_bytes();
    while let [first, rest @ ..] = bytes {
        bytes = rest;
        match (first, rest) {
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    out.push(high * 16 + low);
                    bytes = after;
                }
                _ => out.push(b'%'),
            },
            (b'+', _) => out.push(b' '),
            (other, _) => out.push(*other),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(link: &str, expect: &[(&str, &str)]) {
        let got = query_of(link);
        let got: Vec<(&str, &str)> = got.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(got, expect, "{link}");
    }

    #[test]
    fn reads_the_query_of_a_link() {
        check("https://graph/v1.0/delta?$deltatoken=R0us_m-c", &[("$deltatoken", "R0us_m-c")]);
        check("/d?%24skiptoken=a%2Bb%3D%3D&x=", &[("$skiptoken", "a+b=="), ("x", "")]);
        check("/d?$filter=receivedDateTime+ge+2016", &[("$filter", "receivedDateTime ge 2016")]);
        check("/d?a=100%&b=%zz#frag", &[("a", "100%"), ("b", "%zz")]);
        check("/no-query", &[]);
    }
}
