//! Tweedie's formula: the score of a noisy sample is its denoiser.

use crate::error::{DomainError, Result};
use crate::level::NoiseLevel;
use crate::scalar::Field;

/// The posterior mean from the score: `E[x₀ | x_t] = on_x_t · x_t + on_score · ∇ ln p(x_t)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean<T> {
    /// Multiplies the state.
    pub on_x_t: T,
    /// Multiplies the score.
    pub on_score: T,
}

/// First order.
///
/// ```text
/// E[x₀ | x_t] = (x_t + σ² ∇ ln p(x_t)) / α
/// ```
///
/// Source: Robbins 1956; Efron, *Tweedie's Formula and Selection Bias*, §1.
/// # Errors
/// If `α = 0`.
pub fn mean<T: Field>(t: NoiseLevel<T>) -> Result<Mean<T>> {
    let alpha = signal(t)?;
    Ok(Mean {
        on_x_t: T::one() / alpha,
        on_score: t.sigma().squared() / alpha,
    })
}

/// The posterior covariance from the Hessian: `Cov[x₀ | x_t] = on_identity · I + on_hessian · ∇∇ᵀ ln p(x_t)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Covariance<T> {
    /// Multiplies the identity.
    pub on_identity: T,
    /// Multiplies the Hessian of the log density.
    pub on_hessian: T,
}

/// Second order.
///
/// ```text
/// Cov[x₀ | x_t] = (σ²/α²) (I + σ² ∇∇ᵀ ln p(x_t))
/// ```
///
/// Source: Efron, *Tweedie's Formula and Selection Bias*, §2 (the second cumulant).
/// # Errors
/// If `α = 0`.
pub fn covariance<T: Field>(t: NoiseLevel<T>) -> Result<Covariance<T>> {
    let ratio = t.sigma().squared() / signal(t)?.squared();
    Ok(Covariance {
        on_identity: ratio,
        on_hessian: ratio * t.sigma().squared(),
    })
}

fn signal<T: Field>(t: NoiseLevel<T>) -> Result<T> {
    if t.alpha() == T::zero() {
        return Err(DomainError::new(
            "alpha",
            t.alpha(),
            "pure noise says nothing of x0: Tweedie's formula needs α > 0",
        ));
    }
    Ok(t.alpha())
}
