//! Philox 4×32: a block of words as a function of a counter and a key.

use super::halves;

/// Rounds of the standard generator.
pub const ROUNDS: usize = 10;

/// What the words 0 and 2 are multiplied by.
const MULTIPLIERS: [u32; 2] = [0xd251_1f53, 0xcd9e_8d57];
/// What the key's words grow by, round after round: the golden ratio and √3 − 1.
const WEYL: [u32; 2] = [0x9e37_79b9, 0xbb67_ae85];

/// The block of four words that belongs to a counter and a key, after `rounds` rounds.
///
/// ```text
/// (c₀, c₁, c₂, c₃) ← (hi(M₁ c₂) ⊕ c₁ ⊕ k₀,  lo(M₁ c₂),  hi(M₀ c₀) ⊕ c₃ ⊕ k₁,  lo(M₀ c₀)),   k ← k + W
/// ```
///
/// Every block can be had without those before it, so that any number of threads, on any device, draw the same noise.
///
/// Source: Salmon, Moraes, Dror and Shaw, *Parallel random numbers: as easy as 1, 2, 3* (SC 2011), §5.3.
#[must_use]
pub fn philox(rounds: usize, counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let mut words = counter;
    let mut key = key;
    for _ in 0..rounds {
        let [low_0, high_0] = halves(u64::from(MULTIPLIERS[0]) * u64::from(words[0]));
        let [low_1, high_1] = halves(u64::from(MULTIPLIERS[1]) * u64::from(words[2]));
        words = [
            high_1 ^ words[1] ^ key[0],
            low_1,
            high_0 ^ words[3] ^ key[1],
            low_0,
        ];
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    words
}
