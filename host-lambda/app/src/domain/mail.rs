//! Mail addresses and domains as the user writes them.

/// Longest address, in bytes (RFC 5321).
const ADDRESS_BYTES_MAX: usize = 254;
/// Longest part before the `@`, in bytes (RFC 5321).
const LOCAL_BYTES_MAX: usize = 64;
/// Longest domain, in bytes (RFC 1035).
const DOMAIN_BYTES_MAX: usize = 253;
/// Longest label of a domain, in bytes (RFC 1035).
const LABEL_BYTES_MAX: usize = 63;

/// Domains at which anybody can have an address: none of them says where somebody belongs.
const PUBLIC: [&str; 16] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "icloud.com",
    "me.com",
    "aol.com",
    "proton.me",
    "protonmail.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "mail.com",
];

/// The part behind the last `@`, or empty.
#[must_use]
pub fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// Whether a domain is `parent` or lies below it.
#[must_use]
pub fn is_within(domain: &str, parent: &str) -> bool {
    let below = || domain.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.'));
    !parent.is_empty() && (domain == parent || below())
}

/// Whether anybody can have an address there.
#[must_use]
pub fn is_public(domain: &str) -> bool {
    PUBLIC.contains(&domain)
}

/// An address in lower case.
///
/// # Errors
/// A sentence about what is wrong; it does not repeat the address.
pub fn parse_address(text: &str) -> Result<String, String> {
    let address = text.trim().to_ascii_lowercase();
    let wrong = |why: &str| Err(format!("that is not a mail address: {why}"));
    if address.len() > ADDRESS_BYTES_MAX {
        return wrong("it is longer than 254 characters");
    }
    let Some((local, domain)) = address.split_once('@') else {
        return wrong("it needs exactly one `@`");
    };
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b);
    if local.is_empty() || local.len() > LOCAL_BYTES_MAX || !local.bytes().all(plain) {
        return wrong(
            "the part before the `@` has other characters than letters, digits and signs",
        );
    }
    parse_domain(domain).or_else(|_| {
        wrong(
            "what follows the `@` is not a domain; other scripts are written in their `xn--` form",
        )
    })?;
    Ok(address)
}

/// A domain with at least one dot, in lower case.
///
/// # Errors
/// A sentence about what is wrong.
pub fn parse_domain(text: &str) -> Result<String, String> {
    let domain = text.trim().to_ascii_lowercase();
    let label = |l: &str| {
        (1..=LABEL_BYTES_MAX).contains(&l.len())
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let dotted = domain.contains('.') && domain.split('.').all(label);
    if dotted && domain.len() <= DOMAIN_BYTES_MAX {
        Ok(domain)
    } else {
        Err("a domain is written such as `example.com`, in its `xn--` form where needed".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_strictly() {
        assert_eq!(
            parse_address(" Ann.O'Neil+x@Example.COM ").unwrap(),
            "ann.o'neil+x@example.com"
        );
        let long = format!("{}@example.com", "a".repeat(65));
        for wrong in [
            "",
            "ann",
            "@example.com",
            "ann@",
            "ann@localhost",
            "ann@@example.com",
            "ann@example.com@evil.test",
            "Ann <ann@example.com>",
            "ann@example..com",
            "ann@-example.com",
            "ann@ex\u{430}mple.com",
            "a nn@example.com",
            &long,
        ] {
            let why = parse_address(wrong).unwrap_err();
            assert!(why.starts_with("that is not a mail address"), "{wrong}: {why}");
        }
    }

    #[test]
    fn a_domain_is_within_itself_and_above_what_ends_in_it() {
        assert!(
            is_within("example.com", "example.com") && is_within("a.example.com", "example.com")
        );
        assert!(!is_within("badexample.com", "example.com") && !is_within("com", "example.com"));
        assert!(!is_within("example.com", ""));
        assert_eq!(domain_of("ann@example.com"), "example.com");
    }
}
