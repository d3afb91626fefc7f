//! Claims of the score: the noisy law and its gradient, the predictions it is one of, and the exact data behind it.

mod class_is_its_points;
mod data_are_refused_outside_their_domain;
mod data_moments_are_sums;
mod denoising_and_explicit_matching_differ_by_a_constant;
mod density_integrates_to_one;
mod is_minus_the_expected_noise_over_sigma;
mod is_the_gradient_of_the_log_density;
mod log_density_is_the_log_of_the_sum;
mod minimises_denoising_score_matching;
mod nearest_point_wins_when_every_term_underflows;
mod order_of_the_points_does_not_matter;
mod predictions_are_what_their_papers_define;
mod predictions_convert_into_each_other;
mod responsibilities_are_bayes_rule;
mod roll_is_shaken_by_normal_noise;
mod roll_is_standardised;
mod roll_winds_as_it_says;
mod seed_determines_the_roll;
mod v_and_velocity_serve_both_ends;

use ndarray::{Array1, Array2, Axis, array};
use ndarray_rand::rand::seq::SliceRandom;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};
use proptest::prelude::*;
use tweedie::data::{Denoiser, LabelledPoints, Mixture, swiss_roll};
use tweedie::edm::Preconditioning;
use tweedie::gaussian::Gaussian;
use tweedie::level::NoiseLevel;
use tweedie::merging;
use tweedie::scalar::{Certified, Dual, Exact, Field, Format, Real, Running};
use tweedie::score::{Conversion, Prediction};

use crate::support::{
    COMPONENTS, LEVELS, Noised, U, assert_five_standard_errors, assert_normal, assert_within, data,
    exact_levels, expect_joint, for_a_random_mixture, for_data_of_every_kind,
    for_samples_of_the_roll, gradient, integrate_running, labelled_roll, level, line, noised,
    numbers, random_state, rng, roll, weighted_points,
};

/// The density of [`COMPONENTS`] at a level, summed as its definition says; `(1, 0)` is the data's own.
fn direct_density<T: Real>((alpha, sigma): (f64, f64), x: T) -> T {
    let (alpha, sigma) = (T::from_f64(alpha), T::from_f64(sigma));
    COMPONENTS
        .iter()
        .map(|&(weight, mean, var)| {
            let var = alpha.squared() * T::from_f64(var) + sigma.squared();
            let law = Gaussian::new(alpha * T::from_f64(mean), var).unwrap();
            T::from_f64(weight) * law.log_density(x).exp()
        })
        .fold(T::zero(), |sum, term| sum + term)
}

/// Everything a network may predict. EDM's F is for data of deviation `4σ/3α`, whose roots are rational.
fn predictions<T: Field>(t: NoiseLevel<T>) -> [Prediction<T>; 6] {
    let sigma = t.edm_sigma();
    [
        Prediction::x0(),
        Prediction::eps(),
        Prediction::v(t),
        Prediction::score(t).unwrap(),
        Prediction::velocity(),
        Preconditioning::edm(sigma, T::ratio(4, 3) * sigma)
            .unwrap()
            .prediction(sigma),
    ]
}

/// Models and directions of denoising score matching.
fn functions() -> [fn(Running) -> Running; 6] {
    [
        |_| Running::one(),
        |x| x,
        |x| -x * x,
        |x| (Running::int(3) * x).sin(),
        |x| (-x * x).exp(),
        |x| Running::one() / (Running::one() + x * x),
    ]
}

/// With this many classes a label is `u · 2⁵³`: the draw itself.
const ALL: usize = 1 << 53;

/// A roll, and the draws u behind it.
fn roll_and_draws(n: usize, noise: f64) -> (Array2<f64>, Vec<f64>) {
    let roll = swiss_roll(n, ALL, noise, &mut rng(7)).unwrap();
    let draws = roll.labels.iter().map(|&l| l as f64 / ALL as f64).collect();
    (roll.points, draws)
}

/// The spiral `r = θ` at `θ = (3π/2)(1 + 2u)`.
fn spiral(u: f64) -> [Running; 2] {
    let one = Running::one();
    let theta = Running::ratio(3, 2) * Running::pi() * (one + Running::int(2) * Running::exact(u));
    [theta * theta.cos(), theta * theta.sin()]
}
