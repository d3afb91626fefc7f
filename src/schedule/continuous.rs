//! Schedules of continuous time, `t` from 0 (clean) to 1.

use super::at_least_one;
use crate::error::{DomainError, Result};
use crate::level::NoiseLevel;
use crate::scalar::Real;

/// A continuous-time process by its marginals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Continuous<T> {
    /// `ln α = −¼ t² (β₁ − β₀) − ½ t β₀`, `σ² = 1 − α²`. Song et al. (SDE) appendix C.
    Vp {
        /// β₀, usually 0.1.
        beta_min: T,
        /// β₁, usually 20.
        beta_max: T,
    },
    /// `α = 1`, `σ = σ_min (σ_max/σ_min)ᵗ`. Song et al. (SDE) appendix C.
    Ve {
        /// σ at `t = 0`.
        sigma_min: T,
        /// σ at `t = 1`.
        sigma_max: T,
    },
    /// α as in VP, `σ = 1 − α²`. Song et al. (SDE) appendix C.
    SubVp {
        /// β₀.
        beta_min: T,
        /// β₁.
        beta_max: T,
    },
    /// `α = 1 − t`, `σ = t`. Liu et al., *Flow Straight and Fast*; Lipman et al., *Flow Matching*.
    RectifiedFlow,
}

impl<T: Real> Continuous<T> {
    /// The level at time `t`.
    ///
    /// # Numerics
    /// `1 − α²` is `−(exp(2 ln α) − 1)` by `exp_m1`, with full relative precision near `t = 0`.
    /// # Errors
    /// If `t` is outside [0, 1], or the parameters are not positive and increasing.
    pub fn level(self, t: T) -> Result<NoiseLevel<T>> {
        if !(t >= T::zero() && t <= T::one()) {
            return Err(DomainError::new("time t", t, "it lies in [0, 1]"));
        }
        match self {
            Self::Vp { beta_min, beta_max } => {
                let log_alpha = vp_log_alpha(t, beta_min, beta_max)?;
                let var = -(T::int(2) * log_alpha).exp_m1();
                NoiseLevel::new(log_alpha.exp(), var.sqrt())
            }
            Self::Ve {
                sigma_min,
                sigma_max,
            } => {
                increasing("(sigma_min, sigma_max)", sigma_min, sigma_max)?;
                NoiseLevel::unscaled(sigma_min * (sigma_max / sigma_min).powf(t))
            }
            Self::SubVp { beta_min, beta_max } => {
                let log_alpha = vp_log_alpha(t, beta_min, beta_max)?;
                NoiseLevel::new(log_alpha.exp(), -(T::int(2) * log_alpha).exp_m1())
            }
            Self::RectifiedFlow => NoiseLevel::new(T::one() - t, t),
        }
    }

    /// The levels a sampler of `steps` steps visits: times from 1 to 0, evenly spaced.
    ///
    /// # Errors
    /// If `steps = 0`, or as [`Continuous::level`].
    pub fn descent(self, steps: usize) -> Result<Vec<NoiseLevel<T>>> {
        at_least_one("number of steps", steps)?;
        (0..=steps)
            .rev()
            .map(|i| self.level(T::count(i) / T::count(steps)))
            .collect()
    }
}

fn vp_log_alpha<T: Real>(t: T, beta_min: T, beta_max: T) -> Result<T> {
    increasing("(beta_min, beta_max)", beta_min, beta_max)?;
    Ok(-(T::ratio(1, 4) * t.squared() * (beta_max - beta_min)) - T::ratio(1, 2) * t * beta_min)
}

fn increasing<T: Real>(names: &str, low: T, high: T) -> Result<()> {
    if low > T::zero() && low <= high && high.is_finite() {
        Ok(())
    } else {
        Err(DomainError::new(
            names,
            (low, high),
            "give positive numbers, the smaller first",
        ))
    }
}
