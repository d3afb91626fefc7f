//! The probability-flow ODE in unscaled data, by Euler's and Heun's steps.

use super::positive;
use crate::error::Result;
use crate::level::{LevelPair, NoiseLevel};
use crate::path::Path;
use crate::plan::{Past, Plan, Row};
use crate::scalar::Field;
use crate::step::Step;

/// One Euler step of the probability-flow ODE of unscaled data, from level `t` to level `s`.
///
/// ```text
/// x̂ = x/α,  σ̂ = σ/α,   dx̂/dσ̂ = (x̂ − D)/σ̂
/// x̂_s = x̂_t + (σ̂_s − σ̂_t) (x̂_t − D)/σ̂_t
/// ```
///
/// Source: EDM Algorithm 1, lines 4–5, for any scaling (eq. 4).
/// # Numerics
/// The weight on `x̂_t`, `1 + (σ̂_s − σ̂_t)/σ̂_t`, is formed as `σ̂_s/σ̂_t`: it keeps its digits as `σ̂_s → 0`.
/// # Errors
/// If `α = 0` at one of the levels, or `σ_t = 0`.
pub fn euler<T: Field>(t: NoiseLevel<T>, s: NoiseLevel<T>) -> Result<Step<T>> {
    let alpha_t = positive("alpha_t", t.alpha())?;
    let alpha_s = positive("alpha_s", s.alpha())?;
    positive("sigma_t", t.sigma())?;
    let stride = (s.edm_sigma() - t.edm_sigma()) / t.edm_sigma();
    Ok(Step {
        on_x_t: alpha_s * (s.edm_sigma() / t.edm_sigma()) / alpha_t,
        on_x0: -(alpha_s * stride),
        on_noise: T::zero(),
    })
}

/// The corrected step of Heun's method: `x_s = on_x_t · x_t + on_x0 · D(x_t) + on_x0_next · D(x_s')`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeunStep<T> {
    /// Multiplies the state the step starts from.
    pub on_x_t: T,
    /// Multiplies the denoiser's output there.
    pub on_x0: T,
    /// Multiplies the denoiser's output at the end of the Euler step.
    pub on_x0_next: T,
}

/// Heun's step from level `t` to level `s`: the slopes at both ends, averaged.
///
/// ```text
/// d = (x̂_t − D)/σ̂_t     x̂' = x̂_t + (σ̂_s − σ̂_t) d     d' = (x̂' − D')/σ̂_s
/// x̂_s = x̂_t + (σ̂_s − σ̂_t) (d + d')/2
///     = x̂_t + (σ̂_s − σ̂_t) (x̂_t − D")/σ̂_t,    D" = D + (σ̂_t/2σ̂_s) (D' − D)
/// ```
///
/// Source: EDM Algorithm 1, lines 4–8.
/// # Numerics
/// The last line, Euler's step with a better estimate: nothing is added that cancels later.
/// # Errors
/// If `α = 0` or `σ = 0` at one of the levels: the last step, to clean data, is Euler's.
pub fn heun<T: Field>(t: NoiseLevel<T>, s: NoiseLevel<T>) -> Result<HeunStep<T>> {
    positive("sigma_s", s.sigma())?;
    let euler = euler(t, s)?;
    let lean = t.edm_sigma() / (T::int(2) * s.edm_sigma());
    Ok(HeunStep {
        on_x_t: euler.on_x_t,
        on_x0: euler.on_x0 * (T::one() - lean),
        on_x0_next: euler.on_x0 * lean,
    })
}

/// Euler's method along a path: one look a step.
///
/// Source: EDM Algorithm 1 without its correction.
/// # Errors
/// As [`euler`].
pub fn euler_plan<T: Field>(path: &Path<T>) -> Result<Plan<T>> {
    Plan::stepwise(path, |pair| {
        let (s, t) = (pair.s(), pair.t());
        Ok(vec![Row::of_step(pair, euler(t, s)?)])
    })
}

/// Heun's method along a path: two looks a step, one where the step leads to clean data, which have no slope.
///
/// Source: EDM Algorithm 1.
/// # Errors
/// As [`euler`].
pub fn heun_plan<T: Field>(path: &Path<T>) -> Result<Plan<T>> {
    Plan::stepwise(path, heun_rows)
}

/// Euler's row, and the corrected one.
pub(super) fn heun_rows<T: Field>(pair: LevelPair<T>) -> Result<Vec<Row<T>>> {
    let (s, t) = (pair.s(), pair.t());
    let mut rows = vec![Row::of_step(pair, euler(t, s)?)];
    if s.sigma() > T::zero() {
        let HeunStep {
            on_x_t,
            on_x0,
            on_x0_next,
        } = heun(t, s)?;
        rows.push(Row::looking(
            s,
            s,
            [
                (on_x_t, Past::State(1)),
                (on_x0, Past::X0(1)),
                (on_x0_next, Past::X0(0)),
            ],
        ));
    }
    Ok(rows)
}
