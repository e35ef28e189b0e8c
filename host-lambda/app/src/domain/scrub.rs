//! What an upstream says about a failure may name an address; activity, health and logs must not (DESIGN section 6).

/// What stands in place of an address.
const MARK: &str = "[address]";

/// The text without anything that looks like a mail address.
#[must_use]
pub fn without_addresses(text: &str) -> String {
    if !text.contains('@') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars() {
        if is_part(c) {
            word.push(c);
        } else {
            put(&mut out, &word);
            word.clear();
            out.push(c);
        }
    }
    put(&mut out, &word);
    out
}

fn put(out: &mut String, word: &str) {
    let address = word
        .split_once('@')
        .is_some_and(|(local, host)| !local.is_empty() && host.chars().any(char::is_alphanumeric));
    if !address {
        out.push_str(word);
        return;
    }
    out.push_str(MARK);
    // The full stop after an address belongs to the sentence.
    if word.ends_with('.') {
        out.push('.');
    }
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(
            c,
            '@' | '.'
                | '_'
                | '-'
                | '+'
                | '%'
                | '!'
                | '#'
                | '$'
                | '&'
                | '*'
                | '/'
                | '='
                | '?'
                | '^'
                | '|'
                | '~'
        )
}

#[cfg(test)]
mod tests {
    use super::without_addresses;

    #[test]
    fn addresses_go_and_everything_else_stays() {
        for (text, expect) in [
            ("nothing here", "nothing here"),
            ("The user 'tom.o+x@a-b.example' is invalid.", "The user '[address]' is invalid."),
            ("ask <a@b.example>, c@d.example.", "ask <[address]>, [address]."),
            ("tüm@bücher.example", "[address]"),
            ("comment:1@2026-11-09", "comment:[address]"),
            ("@home at 5 @ 6", "@home at 5 @ 6"),
        ] {
            assert_eq!(without_addresses(text), expect);
        }
    }
}
