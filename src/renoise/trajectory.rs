//! TCD: strategic stochastic sampling.

use super::step;
use crate::error::{DomainError, Result};
use crate::path::Path;
use crate::plan::{Plan, Row};
use crate::scalar::Field;

/// TCD along the path of a chain: each step from t goes down to the level at `⌊(1 − γ) s⌋`, s the timestep it leads to, and
/// back up to s.
///
/// γ = 0 is DDIM without noise; at γ = 1 all noise is fresh, as in consistency sampling. The timesteps are those of the levels
/// 0 … T, of which 0 is clean. Programs that call the first noisy level 0 take the share of a number less by one.
///
/// Source: Zheng et al., *Trajectory Consistency Distillation*, strategic stochastic sampling; diffusers, `TCDScheduler`, where
/// γ is called `eta`.
/// # Errors
/// If `gamma` is outside [0, 1], the path is none of a chain, or levels are too close for the number format.
pub fn trajectory_plan<T: Field>(path: &Path<T>, gamma: T) -> Result<Plan<T>> {
    if !(gamma >= T::zero() && gamma <= T::one()) {
        return Err(DomainError::new(
            "gamma",
            gamma,
            "it lies between 0, deterministic, and 1, where all noise is fresh",
        ));
    }
    let mut i = 0;
    Plan::stepwise(path, |pair| {
        let down = path.at_share_of_time(i, T::one() - gamma)?;
        i += 1;
        Ok(vec![Row::of_step(pair, step(pair, down)?)])
    })
}
