//! Normal numbers from words.

use crate::scalar::Real;

/// Bits of a word that are used: as many as `f32` holds exactly.
const BITS: u32 = 24;

/// Two independent standard normal numbers from two words: the Box–Muller transform.
///
/// ```text
/// u = (⌊a/2⁸⌋ + 1)/2²⁴ ∈ (0, 1]     v = ⌊b/2⁸⌋/2²⁴ ∈ [0, 1)
/// (z₀, z₁) = √(−2 ln u) (cos 2πv, sin 2πv)
/// ```
///
/// Source: Box and Muller, *A note on the generation of random normal deviates* (1958).
///
/// The 24 bits make u and v numbers of `f32`, so that it and `f64` draw the same noise, each in its precision; no number
/// is larger than √(48 ln 2) = 5.77. Whole quarters of a turn are taken off as integers: cosine and sine keep their relative
/// precision at their zeros.
#[must_use]
pub fn box_muller<T: Real>(words: [u32; 2]) -> [T; 2] {
    let [a, b] = words.map(|word| word >> (u32::BITS - BITS));
    let share = |count: f64| T::from_f64(count / f64::from(1_u32 << BITS));
    let u = share(f64::from(a) + 1.0);
    let radius = (T::int(-2) * u.ln()).sqrt();

    let quarter = 1 << (BITS - 2);
    let quarters = (b + quarter / 2) / quarter;
    let rest = share(f64::from(b) - f64::from(quarters * quarter));
    let angle = T::int(2) * T::pi() * rest;
    let (cos, sin) = match quarters % 4 {
        0 => (angle.cos(), angle.sin()),
        1 => (-angle.sin(), angle.cos()),
        2 => (-angle.cos(), -angle.sin()),
        _ => (angle.sin(), -angle.cos()),
    };
    [radius * cos, radius * sin]
}
