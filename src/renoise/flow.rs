//! Ancestral sampling on flows.

use super::step;
use crate::error::{DomainError, Result};
use crate::level::{LevelPair, NoiseLevel};
use crate::path::{Curve, Path};
use crate::plan::{Plan, Row};
use crate::scalar::Field;

/// The level that an ancestral step on flows goes down to.
///
/// ```text
/// σ_d = σ_s (1 + η (σ_s/σ_t − 1)),    α_d = 1 − σ_d
/// ```
///
/// η is no DDIM's: as steps get shorter, the *variance* of the fresh noise is η times the posterior's. And η = 1 is the
/// posterior in that limit only.
///
/// Source: ComfyUI, `sample_euler_ancestral_RF`.
/// # Domain
/// `0 ≤ η ≤ σ_t/(σ_t − σ_s)`, where `σ_d = 0` and all noise is fresh.
/// # Errors
/// If `eta` is outside that range or not a number.
pub fn flow_ancestral_level<T: Field>(pair: LevelPair<T>, eta: T) -> Result<NoiseLevel<T>> {
    let (s, t) = (pair.s(), pair.t());
    // η = 0 leaves s as it is, digit for digit
    if eta == T::zero() {
        return Ok(s);
    }
    let sigma = s.sigma() * (T::one() + eta * (s.sigma() / t.sigma() - T::one()));
    if !(eta > T::zero() && sigma >= T::zero()) {
        return Err(DomainError::new(
            "eta",
            eta,
            "it lies between 0 and σ_t/(σ_t − σ_s): 0 is deterministic, at the other end all noise is fresh",
        ));
    }
    NoiseLevel::new(T::one() - sigma, sigma)
}

/// Ancestral sampling along a path of flows: one look a step.
///
/// Source: ComfyUI, `sample_euler_ancestral_RF`.
/// # Errors
/// If the path is none of flows, and as [`flow_ancestral_level`] and [`step`].
pub fn flow_ancestral_plan<T: Field>(path: &Path<T>, eta: T) -> Result<Plan<T>> {
    if path.curve() != Curve::Flow {
        return Err(DomainError::new(
            "path",
            path.curve(),
            "the method reckons in levels with α + σ = 1: give a path of flows, or take DDIM",
        ));
    }
    Plan::stepwise(path, |pair| {
        let down = flow_ancestral_level(pair, eta)?;
        Ok(vec![Row::of_step(pair, step(pair, down)?)])
    })
}
