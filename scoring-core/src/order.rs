//! Sorting, compiled once: the library's sort is compiled anew for whatever it sorts, and `policy.wasm` has to be small.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// Sorts, equals in the order in which they came, in time `n log n`.
pub(crate) fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = order(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b) == Ordering::Greater,
        _ => false,
    });
    if order.is_empty() {
        return;
    }
    let mut old: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|at| old.get_mut(at)?.take()));
}

/// Sorts what has an order of its own, and leaves out what is there twice.
pub(crate) fn sort_and_dedup<T: Ord>(items: &mut Vec<T>) {
    sort_by(items, T::cmp);
    items.dedup();
}

/// The places of the items in their new order; none if they have it already.
fn order(len: usize, greater: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    if !(1..len).any(|at| greater(at - 1, at)) {
        return Vec::new();
    }
    let mut runs: Vec<usize> = (0..len).collect();
    let mut merged = Vec::with_capacity(len);
    let mut width = 1;
    while width < len {
        for pair in runs.chunks(width * 2) {
            let (mut left, mut right) = pair.split_at_checked(width).unwrap_or((pair, &[]));
            loop {
                merged.push(match (left, right) {
                    ([a, ..], [b, rest @ ..]) if greater(*a, *b) => {
                        right = rest;
                        *b
                    }
                    ([a, rest @ ..], _) => {
                        left = rest;
                        *a
                    }
                    ([], [b, rest @ ..]) => {
                        right = rest;
                        *b
                    }
                    ([], []) => break,
                });
            }
        }
        core::mem::swap(&mut runs, &mut merged);
        merged.clear();
        width *= 2;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_the_library_does() {
        for len in 0..40_u64 {
            for salt in 0..20_u64 {
                let key = |n: u64| (n + 1).wrapping_mul(salt.wrapping_mul(0x9E37_79B9) | 1) >> 3;
                let mut items: Vec<(u64, u64)> = (0..len).map(|n| (key(n) % 7, n)).collect();
                let mut expect = items.clone();
                expect.sort_by_key(|item| item.0);
                sort_by(&mut items, |a, b| a.0.cmp(&b.0));
                assert_eq!(items, expect, "{len} items, salt {salt}");
            }
        }
    }

    #[test]
    fn twice_is_once() {
        let mut items = Vec::from([3, 1, 3, 2, 1]);
        sort_and_dedup(&mut items);
        assert_eq!(items, [1, 2, 3]);
    }
}
