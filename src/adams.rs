//! Linear multistep methods: the flow of unscaled data, with the noise of the last looks carried on along a polynomial.
//!
//! ```text
//! x̂ = x/α,  σ̂ = σ/α,   dx̂/dσ̂ = ε            (the flow)
//! x_s = (α_s/α_t) x_t + α_s Σ_j w_j ε_j       (a step from t to s; ε_0 the noise told at t, ε_1 at the level before, …)
//! ```
//!
//! The methods differ in their weights alone:
//!
//! | method | w_j |
//! |---|---|
//! | [`lms_plan`] (LMS, ρAB) | `∫ ℓ_j dσ̂`, ℓ_j the Lagrange polynomials in σ̂ |
//! | [`deis_plan`] (DEIS) | `∫ ℓ_j dσ̂`, ℓ_j the Lagrange polynomials in ln σ̂ |
//! | [`ipndm_plan`], [`plms_plan`], [`pndm_plan`] | `(σ̂_s − σ̂_t)` times the numbers that LMS has for equal steps |
//!
//! The first steps have less to look back on and are of lower order. A step to clean data is like any other; one from
//! pure noise there is not, since σ̂ is infinite.

mod deis;
mod fixed;
mod lms;
mod pndm;

pub use deis::deis_plan;
pub use fixed::{ipndm_plan, plms_plan};
pub use lms::lms_plan;
pub use pndm::pndm_plan;

use crate::error::{DomainError, Result};
use crate::exponential::Ending;
use crate::level::{LevelPair, NoiseLevel};
use crate::path::Path;
use crate::plan::{Past, Plan, Row};
use crate::scalar::Field;

/// The plan whose step from each level looks there, and weighs up to `order` looks, that one included, fewer where the
/// ending says so: `weights` says how, given their levels, newest first, and the level that the step leads to.
fn multistep_plan<T: Field>(
    path: &Path<T>,
    order: usize,
    ending: Ending,
    weights: impl Fn(&[NoiseLevel<T>], NoiseLevel<T>) -> Vec<T>,
) -> Result<Plan<T>> {
    if order == 0 {
        return Err(DomainError::new(
            "order",
            order,
            "a step looks once at least: give 1 or more",
        ));
    }
    let mut left = path.steps().len();
    let mut looks = Vec::new();
    Plan::stepwise(path, |pair| {
        looks.insert(0, with_signal(pair.t())?);
        let most = match ending {
            Ending::Falling => order.min(left),
            Ending::Kept => order,
        };
        left -= 1;
        let weighed = &looks[..most.min(looks.len())];
        let weights = weights(weighed, pair.s()).into_iter().enumerate();
        let eps = weights.map(|(back, weight)| (weight, Past::Eps(back)));
        Ok(vec![Row::looking(pair.t(), pair.s(), terms(pair, 0, eps))])
    })
}

/// `(α_s/α_t) x_t + α_s Σ w ε`, `x_t` the state so many rows back.
fn terms<T: Field>(
    pair: LevelPair<T>,
    back: usize,
    eps: impl IntoIterator<Item = (T, Past)>,
) -> Vec<(T, Past)> {
    let (alpha_s, alpha_t) = (pair.s().alpha(), pair.t().alpha());
    let state = [(alpha_s / alpha_t, Past::State(back))];
    let eps = eps
        .into_iter()
        .map(|(weight, past)| (alpha_s * weight, past));
    state.into_iter().chain(eps).collect()
}

/// A level at which σ̂ has a value.
fn with_signal<T: Field>(t: NoiseLevel<T>) -> Result<NoiseLevel<T>> {
    if t.alpha() == T::zero() {
        return Err(DomainError::new(
            "alpha_t",
            t.alpha(),
            "pure noise has no place on the flow of unscaled data: start from a level with signal, or take that step by DDIM",
        ));
    }
    Ok(t)
}
