//! Renoising: down to a level cleaner than the one asked for, and back up to it by fresh noise.
//!
//! | method | goes down to |
//! |---|---|
//! | [`flow_ancestral_plan`] | `σ_d = σ_s (1 + η (σ_s/σ_t − 1))` |
//! | [`trajectory_plan`] | the chain's level at a share 1 − γ of the time left |

mod flow;
mod trajectory;

pub use flow::{flow_ancestral_level, flow_ancestral_plan};
pub use trajectory::trajectory_plan;

use crate::ddim;
use crate::error::Result;
use crate::level::{LevelPair, NoiseLevel};
use crate::merging;
use crate::scalar::Field;
use crate::step::Step;

/// The step from t to s by way of the level `down`: the deterministic step to there, and the forward process back.
///
/// ```text
/// x_d = α_d x̂₀ + σ_d (x_t − α_t x̂₀)/σ_t
/// x_s = q x_d + √(σ²_s − q² σ²_d) z,    q = α_s/α_d
/// ```
///
/// By way of s itself it is the deterministic step, by way of clean data all noise is fresh, and every step that keeps the
/// marginals lies between ([`ddim::step_with_std`]).
///
/// Source: DDIM eq. 12 (down), VDM appendix A.1 (back up).
/// # Errors
/// If `down` is not between s and clean data, or the levels are too close for the number format.
pub fn step<T: Field>(pair: LevelPair<T>, down: NoiseLevel<T>) -> Result<Step<T>> {
    let s = pair.s();
    if !down.is_cleaner_than(s) && !s.is_cleaner_than(down) {
        return ddim::step(pair, T::zero());
    }
    let back = merging::between(LevelPair::new(down, s)?)?;
    let there = ddim::step(LevelPair::new(down, pair.t())?, T::zero())?;
    Ok(Step {
        on_x_t: back.scale() * there.on_x_t,
        on_x0: back.scale() * there.on_x0,
        on_noise: back.var().sqrt(),
    })
}
