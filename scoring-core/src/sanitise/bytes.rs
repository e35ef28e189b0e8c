//! Bytes by eights, each eight as one number: what most texts do not hold is ruled out at a few instructions for a
//! byte, natively and in WebAssembly alike.

/// A byte in all eight places.
const fn all(byte: u8) -> u64 {
    0x0101_0101_0101_0101 * byte as u64
}

/// The highest bit of each byte.
const TOPS: u64 = all(0x80);

/// Eight bytes from `at` on; behind the end stand zeros.
#[inline(always)]
pub(crate) fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        Some(many) => u64::from_le_bytes(*many),
        None => last(bytes, at),
    }
}

#[cold]
#[inline(never)]
fn last(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or(&[]);
    rest.iter().rev().fold(0, |many, byte| many << 8 | u64::from(*byte))
}

/// The top bit of each byte that is at least `low` (at most 0x80) and below 0x80.
#[inline(always)]
const fn from(many: u64, low: u8) -> u64 {
    ((many & !TOPS) + all(0x80 - low)) & !many & TOPS
}

/// The top bit of each small Latin letter.
#[inline(always)]
const fn small(many: u64) -> u64 {
    from(many, b'a') & !from(many, b'z' + 1)
}

/// The top bit of each ASCII letter and digit.
#[inline(always)]
const fn alphanumeric(many: u64) -> u64 {
    // Capitals become small letters; no other byte becomes one.
    small(lower(many)) | (from(many, b'0') & !from(many, b'9' + 1))
}

/// The top bit of each byte of base64, hexadecimal and their kin: letters, digits, `+`, `/`, `=`, `-`, `_`.
#[inline(always)]
const fn code(many: u64) -> u64 {
    // A digit, a slash; the rest byte by byte. Blanks and full stops, the most frequent of all others, are none.
    let more = equal(many, b'+') | equal(many, b'=') | equal(many, b'-') | equal(many, b'_');
    alphanumeric(many) | equal(many, b'/') | more
}

/// The top bit of each byte that is the wanted one, which is below 0x80.
#[inline(always)]
const fn equal(many: u64, wanted: u8) -> u64 {
    from(many ^ all(wanted), 0) & !from(many ^ all(wanted), 1)
}

/// How many bytes come before the first that is marked.
#[inline(always)]
const fn before(marks: u64) -> usize {
    (marks.trailing_zeros() / 8) as usize
}

/// How many small Latin letters stand at the beginning of eight bytes.
#[inline(always)]
pub(crate) const fn small_letters(many: u64) -> usize {
    before(!small(many) & TOPS)
}

/// The eight bytes with zeros behind the first `count`.
#[inline(always)]
pub(crate) const fn first(many: u64, count: usize) -> u64 {
    if count < 8 { many & ((1 << (count * 8)) - 1) } else { many }
}

/// The eight bytes with capital Latin letters made small; a letter of ASCII comes from no other byte.
#[inline(always)]
pub(crate) const fn lower(many: u64) -> u64 {
    many | all(0x20)
}

/// Whether some byte of the eight is the wanted one.
#[inline(always)]
pub(crate) const fn holds(many: u64, wanted: u8) -> bool {
    let other = many ^ all(wanted);
    other.wrapping_sub(all(1)) & !other & TOPS != 0
}

/// How many ASCII letters and digits stand at `at`, where the eight bytes are `many`.
#[inline(always)]
pub(crate) fn alphanumerics(bytes: &[u8], at: usize, many: u64) -> usize {
    let (mut len, mut many) = (0, many);
    loop {
        let more = before(!alphanumeric(many) & TOPS);
        len += more;
        if more < 8 {
            return len;
        }
        many = eight(bytes, at + len);
    }
}

/// Where the last byte stands that is not one of code, among the eight that end before `end`.
#[inline(always)]
pub(crate) fn last_other(bytes: &[u8], end: usize) -> Option<usize> {
    let from = end.checked_sub(8)?;
    let others = !code(eight(bytes, from)) & TOPS;
    (others != 0).then(|| from + 7 - (others.leading_zeros() / 8) as usize)
}

/// The first place from `at` on of one of these bytes, which are all below 0x80 and not zero.
#[inline(always)]
pub(crate) fn next_of<const N: usize>(bytes: &[u8], at: usize, wanted: [u8; N]) -> Option<usize> {
    let mut at = at;
    while at < bytes.len() {
        let many = eight(bytes, at);
        // A byte behind the first that is found may be marked wrongly by the borrow; only the first one counts.
        let found = wanted.iter().fold(0, |found, byte| {
            let other = many ^ all(*byte);
            found | (other.wrapping_sub(all(1)) & !other)
        });
        if found & TOPS != 0 {
            return Some(at + before(found & TOPS));
        }
        at += 8;
    }
    None
}

/// How many bytes from `at` on are printable ASCII, tabs or line feeds; may stop short of the last few.
#[inline(always)]
pub(crate) fn printable(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while let Some(many) = bytes.get(end..).and_then(|rest| rest.first_chunk::<8>()) {
        let many = u64::from_le_bytes(*many);
        let other = !(from(many, b' ') & !from(many, 0x7F)) & TOPS;
        if other != 0 && other & !(equal(many, b'\n') | equal(many, b'\t')) != 0 {
            break;
        }
        end += 8;
    }
    end - at
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    /// Every byte in every place, beside bytes that carry and borrow.
    fn each(check: impl Fn(&[u8], u8, usize)) {
        for byte in 0..=255_u8 {
            for place in 0..11 {
                for around in [b'a', b'9', b' ', 0, 0x7F, 0x80, 0xFF, byte.wrapping_add(1)] {
                    let mut bytes = [around; 11];
                    bytes[place] = byte;
                    check(&bytes, byte, place);
                }
            }
        }
    }

    #[test]
    fn runs_are_those_that_a_walk_finds() {
        each(|bytes, _, _| {
            for at in 0..bytes.len() {
                let rest = &bytes[at..];
                let letters = rest.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
                assert_eq!(
                    alphanumerics(bytes, at, eight(bytes, at)),
                    letters,
                    "{bytes:?} from {at}"
                );
                let small = rest.iter().take(8).take_while(|b| b.is_ascii_lowercase()).count();
                assert_eq!(small_letters(eight(bytes, at)), small, "{bytes:?} from {at}");
                let plain = |b: &&u8| matches!(**b, b' '..=b'~' | b'\t' | b'\n');
                let shown = rest.iter().take_while(plain).count();
                let run = printable(bytes, at);
                assert!(run <= shown && run + 8 > shown.min(rest.len() / 8 * 8), "{bytes:?}");
            }
        });
    }

    #[test]
    fn places_are_those_that_a_walk_finds() {
        each(|bytes, byte, _| {
            for at in 0..=bytes.len() {
                if byte.is_ascii() && byte != 0 {
                    let walk = bytes[at..].iter().position(|b| *b == byte || *b == b':');
                    let found = next_of(bytes, at, [byte, b':']);
                    assert_eq!(found, walk.map(|n| at + n), "{bytes:?} from {at}");
                }
                let eights = at.checked_sub(8).map_or(&[][..], |from| &bytes[from..at]);
                let other = |b: &u8| !(b.is_ascii_alphanumeric() || b"+/=-_".contains(b));
                let walk = eights.iter().rposition(other).map(|n| at - 8 + n);
                assert_eq!(last_other(bytes, at), walk, "{bytes:?} before {at}");
            }
        });
    }

    #[test]
    fn behind_the_end_stand_zeros() {
        assert_eq!(eight(b"abc", 1).to_le_bytes(), *b"bc\0\0\0\0\0\0");
        assert_eq!(eight(b"", 5), 0);
        let kept: Vec<u64> = (0..=9).map(|n| first(u64::MAX, n)).collect();
        assert_eq!(kept[..3], [0, 0xFF, 0xFFFF]);
        assert_eq!(kept[7..], [u64::MAX >> 8, u64::MAX, u64::MAX]);
    }
}
