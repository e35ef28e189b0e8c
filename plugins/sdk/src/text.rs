//! Cutting text at a limit, without breaking a character.

/// The longest prefix of at most `bytes_max` bytes that ends at a character, and whether
/// anything was cut.
pub fn cut(text: &str, bytes_max: usize) -> (&str, bool) {
    if text.len() <= bytes_max {
        return (text, false);
    }
    let mut end = bytes_max;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (text.get(..end).unwrap_or_default(), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_characters() {
        assert_eq!(cut("abc", 3), ("abc", false));
        assert_eq!(cut("abcd", 3), ("abc", true));
        assert_eq!(cut("aé", 2), ("a", true));
        assert_eq!(cut("\u{1f600}", 3), ("", true));
    }
}
