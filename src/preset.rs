//! What people call by name: schedules, samplers and the roll, with the settings that the name stands for.

mod quality;
mod roll;
mod sampler;
mod schedule;

pub use quality::{Quality, SMOOTHING};
pub use roll::{Roll, SHADES, WIDTH, roll};
pub use sampler::Sampler;
pub use schedule::{Chain, Schedule, T};

use ndarray_rand::rand::SeedableRng;
use ndarray_rand::rand::rngs::StdRng;

/// The generator that a seed stands for.
#[must_use]
pub fn generator(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}
