//! Claims of renoising: down to a cleaner level, and back up by fresh noise.

mod ddim_goes_by_way_of_a_cleaner_level;
mod flow_ancestral_eta_scales_the_variance;
mod flow_ancestral_runs_from_euler_to_fresh_noise;
mod levels_are_refused_outside_their_domain;
mod steps_keep_signal_and_noise;
mod trajectory_goes_to_a_share_of_the_time;
mod trajectory_runs_from_ddim_to_consistency;

use proptest::prelude::*;
use tweedie::consistency::Distilled;
use tweedie::ddim::{Branch, step_with_std};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::path::{Curve, Path};
use tweedie::plan::{Past, Plan, Row, noise_defects, signal_defects};
use tweedie::posterior::posterior;
use tweedie::renoise::{flow_ancestral_level, step};
use tweedie::sampler::Method;
use tweedie::scalar::{Certified, Exact, Field, Running};
use tweedie::step::Step;

use crate::support::{any_pair, assert_vanishes, lifted, pythagorean, triple_descent};

/// A flow's level `(1 − σ, σ)`.
fn flow<T: Field>(p: i64, q: i64) -> NoiseLevel<T> {
    NoiseLevel::new(T::ratio(q - p, q), T::ratio(p, q)).unwrap()
}

/// A path of flows from pure noise to clean data.
fn flows<T: Field>() -> Path<T> {
    let levels = [(1, 1), (7, 8), (1, 2), (1, 3), (0, 1)].map(|(p, q)| flow(p, q));
    Path::new(Curve::Flow, levels.to_vec()).unwrap()
}

/// A chain of six noisy levels, visited at the timesteps 6, 4, 3 and 1.
fn chain<T: Field>() -> Path<T> {
    let noisy = [(1, 9), (2, 9), (1, 3), (4, 9), (5, 9), (7, 9)].map(|(p, q)| pythagorean(p, q));
    let table = [&[NoiseLevel::clean()], &noisy[..]].concat();
    Path::of_chain(Curve::VariancePreserving, &table, &[6, 4, 3, 1]).unwrap()
}
