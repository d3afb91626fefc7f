//! Claims of consistency sampling.

mod boundaries_are_refused_outside_their_domain;
mod boundary_at_the_clean_end_is_the_state_itself;
mod boundary_shifts_signal_and_noise;
mod plain_sampling_keeps_signal_and_noise;

use tweedie::consistency::{Boundary, Distilled};
use tweedie::level::NoiseLevel;
use tweedie::path::{Curve, Path};
use tweedie::plan::{Past, Plan, noise_defects, signal_defects};
use tweedie::sampler::Method;
use tweedie::scalar::{Certified, Exact, Field};

use crate::support::{path, pythagorean, triple_descent};

/// A chain of six noisy levels, visited at the timesteps 6, 4 and 1.
fn chain<T: Field>() -> Path<T> {
    let noisy = [(1, 9), (2, 9), (1, 3), (4, 9), (5, 9), (7, 9)].map(|(p, q)| pythagorean(p, q));
    let table = [&[NoiseLevel::clean()], &noisy[..]].concat();
    Path::of_chain(Curve::VariancePreserving, &table, &[6, 4, 1]).unwrap()
}
