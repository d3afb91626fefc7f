//! The midpoint method: the slope half-way, for the whole step.

use super::flow::euler;
use crate::error::Result;
use crate::level::{LevelPair, NoiseLevel};
use crate::path::Path;
use crate::plan::{Past, Plan, Row};
use crate::scalar::{Field, Real};

/// The two rows of a step by way of the level `m`: Euler's step to there, and the slope found there for the whole step.
///
/// ```text
/// x̂_m = x̂_t + (σ̂_m − σ̂_t) (x̂_t − D)/σ̂_t
/// x̂_s = x̂_t + (σ̂_s − σ̂_t) ε_m,    ε_m = (x̂_m − D_m)/σ̂_m
/// ```
///
/// Source: Süli & Mayers §12.5 (modified Euler), on the flow of EDM eq. 4; k-diffusion, `sample_dpm_2`.
/// # Errors
/// If `α_t = 0`, or `m` does not lie between the two levels.
pub fn midpoint_rows<T: Field>(pair: LevelPair<T>, m: NoiseLevel<T>) -> Result<Vec<Row<T>>> {
    let (s, t) = (pair.s(), pair.t());
    let (first, second) = (LevelPair::new(m, t)?, LevelPair::new(s, m)?);
    let predicted = Row::of_step(first, euler(t, m)?);
    let terms = [
        (s.alpha() / t.alpha(), Past::State(1)),
        (s.alpha() * (s.edm_sigma() - t.edm_sigma()), Past::Eps(0)),
    ];
    Ok(vec![predicted, Row::looking(second.t(), s, terms)])
}

/// The midpoint method along a path, half-way in λ: `σ̂_m = √(σ̂_t σ̂_s)`. It is DPM2. Two looks a step, one where the
/// step leads to clean data, from which no such middle is.
///
/// Source: k-diffusion, `sample_dpm_2`.
/// # Errors
/// As [`midpoint_rows`].
pub fn midpoint_plan<T: Real>(path: &Path<T>) -> Result<Plan<T>> {
    Plan::stepwise(path, |pair| {
        if pair.s().sigma() == T::zero() {
            let euler = euler(pair.t(), pair.s())?;
            return Ok(vec![Row::of_step(pair, euler)]);
        }
        midpoint_rows(pair, path.between(pair, T::ratio(1, 2))?)
    })
}
