//! LMS: the weights are integrals of Lagrange polynomials in σ̂.

use super::multistep_plan;
use crate::error::Result;
use crate::exponential::{Ending, weights};
use crate::path::Path;
use crate::plan::Plan;
use crate::scalar::Field;

/// LMS along a path: from its level t on, the noise is the polynomial in σ̂ through the last `order` looks.
///
/// ```text
/// x_s = (α_s/α_t) x_t + α_s Σ_j w_j ε_j,    w_j = ∫_{σ̂_t}^{σ̂_s} ℓ_j dσ̂,    ℓ_j on σ̂_t, σ̂ of the level before, …
/// ```
///
/// It is DEIS's ρAB. A step of order p is exact for noise that is a polynomial of degree p − 1 in σ̂, on steps of any length.
/// A run is of second order at most: its first step is Euler's.
///
/// Source: k-diffusion, `sample_lms`, there by numerical integration; DEIS §3.3 (ρAB).
/// # Numerics
/// A step leads beyond all looks, where the terms of a Lagrange polynomial have one sign: nothing cancels.
/// # Errors
/// If `order` is 0, or the path starts in pure noise.
pub fn lms_plan<T: Field>(path: &Path<T>, order: usize) -> Result<Plan<T>> {
    multistep_plan(path, order, Ending::Kept, |looks, s| {
        let here = looks[0].edm_sigma();
        let nodes: Vec<T> = looks.iter().map(|look| look.edm_sigma() - here).collect();
        weights(&nodes, &powers(s.edm_sigma() - here, looks.len()))
    })
}

/// `∫₀ʰ uᵏ du = hᵏ⁺¹/(k + 1)`, for k below `count`.
fn powers<T: Field>(h: T, count: usize) -> Vec<T> {
    let mut power = T::one();
    let integral = |k| {
        power = power * h;
        power / T::count(k)
    };
    (1..=count).map(integral).collect()
}
