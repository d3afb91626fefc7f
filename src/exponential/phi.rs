//! The functions φ_k of exponential integrators.

use crate::scalar::Real;

/// Terms of the series. The rest is `|z|²⁰ φ_{k+20}(z)`, and for `−1 < z < 1` at most `e k!/(k + 20)! < 2⁻⁶⁰` of `φ_k(0)`:
/// under a hundredth of a rounding of `f64`.
const TERMS: usize = 20;

/// What an answer that grows like `λᵏ⁻¹` adds up to along a step.
///
/// ```text
/// φ_k(z) = ∫₀¹ e^{(1−u)z} u^{k−1}/(k−1)! du,    φ_0(z) = e^z
/// φ_k(0) = 1/k!,    φ_{k+1}(z) = (φ_k(z) − 1/k!)/z
/// φ_k(z) = Σ_j zʲ/(k+j)!
/// ```
///
/// Source: Hochbruck & Ostermann, *Exponential Integrators*.
/// # Numerics
/// The second line loses the digits of `z` at every turn: where `|z| < 1` the third takes its place. A number system that
/// tells `1 + 2⁻²⁰⁰` from 1 has those digits to spare, and keeps to the second, which leaves nothing out.
pub fn phi<T: Real>(k: usize, z: T) -> T {
    let spare = T::one() + T::from_f64(2f64.powi(-200)) != T::one();
    if z == T::zero() || (z.abs() < T::one() && !spare) {
        return series(k, z);
    }
    let first = if k == 0 { z.exp() } else { z.exp_m1() / z };
    (1..k).fold(first, |phi, k| (phi - inverse_factorial(k)) / z)
}

/// `1/k! (1 + z/(k+1) (1 + z/(k+2) (1 + …)))`.
fn series<T: Real>(k: usize, z: T) -> T {
    let sum = (1..TERMS)
        .rev()
        .fold(T::one(), |inner, j| T::one() + z / T::count(k + j) * inner);
    sum * inverse_factorial(k)
}

/// `1/k!`.
fn inverse_factorial<T: Real>(k: usize) -> T {
    T::one() / (1..=k).fold(T::one(), |product, j| product * T::count(j))
}
