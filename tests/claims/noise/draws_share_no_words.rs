use super::*;
use std::collections::BTreeSet;

/// Blocks of other seeds, arrays and places are other blocks: 3 · 4 · 2,048 of them.
#[test]
fn by_property() {
    let mut seen = BTreeSet::new();
    for seed in [0, 1, 1 << 32] {
        for draw in [0, 1, 2, u32::MAX] {
            for block in (0..1024).chain((1 << 32)..(1 << 32) + 1024) {
                seen.insert(words(seed, draw, block));
            }
        }
    }
    assert_eq!(seen.len(), 3 * 4 * 2048);
}
