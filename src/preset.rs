//! What people call by name: schedules and the roll, with the settings that the name stands for.

mod quality;
mod roll;
mod schedule;

pub use quality::{Quality, SMOOTHING};
pub use roll::{Roll, SHADES, WIDTH, roll};
pub use schedule::{Chain, Schedule, T};

use ndarray_rand::rand::SeedableRng;
use ndarray_rand::rand::rngs::StdRng;

use crate::error::Result;
use crate::sampler::Sampler;

/// The samplers that figures and the report set side by side.
pub const COMPARED: [Sampler; 5] = [
    Sampler::Ddpm,
    Sampler::Ddim,
    Sampler::Euler,
    Sampler::Heun,
    Sampler::Edm,
];

/// The steps of a sampler that cost at least so many evaluations of the denoiser: some methods look twice a step, but
/// for the last.
///
/// # Errors
/// If `evaluations = 0`.
pub fn steps(sampler: Sampler, evaluations: usize) -> Result<usize> {
    let calls = |steps: usize| -> Result<usize> {
        let path = Schedule::of(sampler).path(steps)?;
        Ok(sampler.method(0.0).plan(&path)?.calls())
    };
    let a_step = calls(3)? - calls(2)?;
    Ok(evaluations.div_ceil(a_step))
}

/// The generator that a seed stands for.
#[must_use]
pub fn generator(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}
