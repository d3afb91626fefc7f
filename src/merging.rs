//! Merging: many small forward steps are one big one.

use crate::error::{DomainError, Result};
use crate::gaussian::Kernel;
use crate::level::{LevelPair, NoiseLevel};
use crate::scalar::Field;

/// One forward step `q(x_t | x_{t−1})`.
///
/// ```text
/// x_t = √(1 − β) x_{t−1} + √β ε
/// ```
///
/// Source: DDPM eq. 2.
/// # Errors
/// If β is outside (0, 1).
pub fn forward_step<T: Field>(beta: T) -> Result<Kernel<T>> {
    if !(beta > T::zero() && beta < T::one()) {
        return Err(DomainError::new(
            "beta",
            beta,
            "the variance of a forward step lies in (0, 1)",
        ));
    }
    Kernel::new((T::one() - beta).sqrt(), T::zero(), beta)
}

/// The marginal `q(x_t | x₀)`, as a kernel from the clean data.
///
/// ```text
/// x_t = α_t x₀ + σ_t ε
/// ```
///
/// Source: DDPM eq. 4, for any level.
/// # Errors
/// If `σ²` overflows.
pub fn marginal<T: Field>(t: NoiseLevel<T>) -> Result<Kernel<T>> {
    Kernel::new(t.alpha(), T::zero(), t.sigma().squared())
}

/// The kernel `q(x_t | x_s)` that leads from an earlier level to a later one.
///
/// ```text
/// α_ts = α_t / α_s                 σ²_ts = σ²_t − α²_ts σ²_s
/// ```
///
/// For neighbours of a variance-preserving schedule `σ²_ts = β_t`.
///
/// Source: VDM appendix A.1.
/// # Numerics
/// `σ²_ts` is a difference: two levels that are known to a relative error u give it to about `2u σ²_t/σ²_ts`.
/// # Errors
/// If rounding has eaten the whole difference.
pub fn between<T: Field>(pair: LevelPair<T>) -> Result<Kernel<T>> {
    let (s, t) = (pair.s(), pair.t());
    let alpha_ts = t.alpha() / s.alpha();
    let var_ts = t.sigma().squared() - alpha_ts.squared() * s.sigma().squared();
    if var_ts > T::zero() {
        Kernel::new(alpha_ts, T::zero(), var_ts)
    } else {
        Err(DomainError::new(
            "variance between two levels",
            var_ts,
            "the levels are too close for this number format; take fewer steps or a wider format",
        ))
    }
}
