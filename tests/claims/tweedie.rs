//! Claims of Tweedie's formula: the mean, the covariance, and what a denoiser can and cannot know.

mod covariance_is_the_posterior_covariance;
mod covariance_is_the_slope_of_the_mean;
mod denoiser_works_row_by_row;
mod ends_are_the_sample_and_the_data_mean;
mod information_grows_by_half_the_mmse;
mod mean_is_the_posterior_mean;
mod mmse_falls_as_snr_rises;
mod no_estimator_is_better;
mod variance_splits_into_known_and_unknown;

use ndarray::{Array2, array};
use proptest::prelude::*;
use tweedie::data::{Denoiser, Mixture};
use tweedie::gaussian::Gaussian;
use tweedie::level::NoiseLevel;
use tweedie::merging;
use tweedie::scalar::{Certified, Dual, Exact, Field, Format, Real, Running};
use tweedie::tweedie::{Covariance, Mean, covariance, mean};

use crate::support::{
    COMPONENTS, Integral, LEVELS, Noised, U, assert_five_standard_errors, assert_order,
    assert_within, data, exact_levels, expect_joint, for_a_random_mixture, for_data_of_every_kind,
    for_samples_of_the_roll, gradient, hessian, integrate_running, level, line, noised, numbers,
    random_state, rng, roll, weighted_points,
};

/// The mean that Tweedie's formula makes of a score.
fn from_score<T: Field>(t: NoiseLevel<T>, x: T, score: T) -> T {
    let Mean { on_x_t, on_score } = mean(t).unwrap();
    on_x_t * x + on_score * score
}

/// The covariance, one entry of it, that the formula makes of a Hessian.
fn from_hessian<T: Field>(t: NoiseLevel<T>, (i, j): (usize, usize), hessian: T) -> T {
    let Covariance {
        on_identity,
        on_hessian,
    } = covariance(t).unwrap();
    let identity = if i == j { on_identity } else { T::zero() };
    identity + on_hessian * hessian
}

/// Moments of x₀ given x_t on the line, by Bayes' rule: quotients of integrals over x₀. 13 standard deviations to both
/// sides; what is cut off is below e^-80.
fn bayes(t: NoiseLevel<Running>, x_t: Running, f: impl Fn(Running) -> Running) -> Integral {
    let joint = |x0: Running| {
        let prior = COMPONENTS.iter().fold(Running::zero(), |sum, &(w, m, v)| {
            let law = Gaussian::new(Running::exact(m), Running::exact(v)).unwrap();
            sum + Running::exact(w) * law.log_density(x0).exp()
        });
        let likelihood = merging::marginal(t).unwrap().at(x0).unwrap();
        prior * likelihood.log_density(x_t).exp()
    };
    let mass = integrate_running(joint, -14, 14);
    integrate_running(|x0| joint(x0) * f(x0), -14, 14).over(mass)
}

/// `∫ p(x_t) f(x_t)` on the line, where f is made of the noisy law.
fn average(t: NoiseLevel<Running>, f: impl Fn(Running, Running) -> Running) -> Integral {
    let law = line().at(t).unwrap();
    integrate_running(
        |x| {
            let mean = law.posterior_mean(&[x]).unwrap()[0];
            let var = law.posterior_covariance(&[x]).unwrap()[[0, 0]];
            law.log_density(&[x]).unwrap().exp() * f(mean, var)
        },
        -40,
        40,
    )
}

/// The least mean squared error, `E Var[x₀|x_t]`.
fn mmse(t: NoiseLevel<Running>) -> Integral {
    average(t, |_, var| var)
}
