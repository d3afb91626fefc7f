//! DEIS: the weights are integrals of Lagrange polynomials in ln σ̂.

use super::multistep_plan;
use crate::error::Result;
use crate::exponential::{Ending, phi, weights};
use crate::path::Path;
use crate::plan::Plan;
use crate::scalar::Real;

/// DEIS along a path: from its level t on, the noise is the polynomial in ln σ̂ through the last `order` looks.
///
/// ```text
/// x_s = (α_s/α_t) x_t + α_s Σ_j w_j ε_j,    w_j = ∫_{σ̂_t}^{σ̂_s} ℓ_j(ln σ̂) dσ̂,    ℓ_j on ln σ̂_t, ln σ̂ of the level before, …
/// ```
///
/// `order` counts looks, as programs do. The paper counts degrees: its order 0 is DDIM, here order 1. Its own polynomials are
/// in t (tAB) or in σ̂ (ρAB, [`super::lms_plan`]). Where the order is kept, the step to clean data takes the
/// integral to its end; programs let it fall.
///
/// Source: Zhang & Chen, DEIS §3.3; in ln σ̂ as diffusers has it (`DEISMultistepScheduler`).
/// # Errors
/// If `order` is 0, or the path starts in pure noise.
pub fn deis_plan<T: Real>(path: &Path<T>, order: usize, ending: Ending) -> Result<Plan<T>> {
    multistep_plan(path, order, ending, |looks, s| {
        let (here, there) = (looks[0].edm_sigma(), s.edm_sigma());
        // no logarithm where one look is all there is
        if looks.len() == 1 {
            return vec![there - here];
        }
        let nodes: Vec<T> = looks
            .iter()
            .map(|look| (look.edm_sigma() / here).ln())
            .collect();
        weights(&nodes, &moments(here, there, looks.len()))
    })
}

/// `∫ lnᵏ(σ̂/t) dσ̂` from t to s, for k below `count`.
///
/// ```text
/// −(−1)ᵏ t ∫₀ʰ vᵏ e^{−v} dv = −(−1)ᵏ k! hᵏ⁺¹ s φ_{k+1}(h),    h = ln(t/s)          (s = 0: −(−1)ᵏ k! t)
/// ```
///
/// # Numerics
/// For k = 0 it is `s − t`, without a logarithm. Else all digits are lost that the logarithm loses, and no more.
fn moments<T: Real>(t: T, s: T, count: usize) -> Vec<T> {
    let h = (t / s).ln();
    let mut factor = T::one();
    let moment = |k: usize| {
        factor = -(factor * T::count(k));
        if s == T::zero() {
            return -(factor * t);
        }
        let power = (0..=k).fold(T::one(), |power, _| power * h);
        -(factor * power * s * phi(k + 1, h))
    };
    [s - t].into_iter().chain((1..count).map(moment)).collect()
}
