//! Grids of σ for unscaled data.

use super::{at_least_one, evenly};
use crate::error::{DomainError, Result};
use crate::level::NoiseLevel;
use crate::scalar::Real;

/// Karras' grid: `n` levels from `sigma_max` down to `sigma_min`, then the clean one.
///
/// ```text
/// σ_i = (σ_max^{1/ρ} + i/(n−1) (σ_min^{1/ρ} − σ_max^{1/ρ}))^ρ,   i = 0 … n−1;     σ_n = 0
/// ```
///
/// EDM's values are `σ_min = 0.002`, `σ_max = 80`, `ρ = 7`.
///
/// Source: EDM eq. 5.
/// # Errors
/// If `n = 0`, a number is not positive and finite, or `sigma_min ≥ sigma_max`.
pub fn karras<T: Real>(n: usize, sigma_min: T, sigma_max: T, rho: T) -> Result<Vec<NoiseLevel<T>>> {
    at_least_one("number of levels n", n)?;
    if !(sigma_min > T::zero() && sigma_min < sigma_max && sigma_max.is_finite()) {
        return Err(DomainError::new(
            "(sigma_min, sigma_max)",
            (sigma_min, sigma_max),
            "give positive numbers, the smaller first",
        ));
    }
    if !(rho.is_finite() && rho > T::zero()) {
        return Err(DomainError::new("rho", rho, "give a finite number > 0"));
    }
    let root = |sigma: T| sigma.powf(T::one() / rho);
    evenly(root(sigma_max), root(sigma_min), n)
        .map(|x| NoiseLevel::unscaled(x.powf(rho)))
        .chain([Ok(NoiseLevel::clean())])
        .collect()
}
