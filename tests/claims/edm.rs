//! Claims of EDM: preconditioning, the flow in unscaled data, and the samplers that follow it.

mod churn_is_given_inside_its_window;
mod churn_raises_the_noise_to_its_level;
mod denoiser_is_assembled_from_the_network;
mod designs_predict_noise_or_velocity;
mod euler_is_of_first_order;
mod heun_averages_the_slopes_at_both_ends;
mod heun_is_exact_where_the_slope_is_linear;
mod heun_is_of_second_order;
mod heun_looks_twice_but_at_the_last_step;
mod long_steps_keep_their_digits;
mod loss_weight_evens_the_levels;
mod methods_need_levels_that_get_cleaner;
mod midpoint_is_of_second_order;
mod midpoint_looks_half_way_but_at_the_last_step;
mod midpoint_takes_the_slope_half_way;
mod network_input_and_target_have_unit_variance;
mod noise_conditioning_is_a_quarter_of_the_logarithm;
mod path_does_not_depend_on_scaling;
mod preconditioning_needs_positive_scales;
mod preconditioning_runs_from_noise_to_data;
mod skip_leaves_the_least_to_predict;
mod steps_are_exact_for_a_point;
mod steps_need_signal_and_noise;
mod stochastic_law_on_gaussian_data;
mod stochastic_sampler_keeps_gaussian_marginals_to_second_order;
mod without_churn_the_stochastic_sampler_is_heuns;

use std::cell::RefCell;

use ndarray::Array2;
use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};
use proptest::prelude::*;
use tweedie::edm::{
    Churn, Churned, Preconditioning, churn, euler, heun, midpoint_rows, noise_conditioning,
};
use tweedie::gaussian::{Gaussian, Kernel};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::merging;
use tweedie::path::{Curve, Path};
use tweedie::plan::{Past, Plan, Row};
use tweedie::sampler::{Method, run};
use tweedie::scalar::{Certified, Dual, Exact, Field, Real, Running};
use tweedie::score::Prediction;

use crate::support::{
    Coordinatewise, U, any_pair, assert_five_standard_errors, assert_global_order,
    assert_local_order, assert_order, assert_samples_follow_the_law, assert_vanishes,
    assert_within, gaussian_denoiser, geometric, law, lifted, no_noise, one_step, pairs, path, rng,
    roll, triple_descent, walk, whole_run,
};

/// Noise and data scales `(σ, σ_d)` with a rational `√(σ² + σ_d²)`.
fn scales() -> Vec<[Exact; 2]> {
    let legs = [(3, 4), (12, 5), (8, 15), (20, 21), (4, 3)];
    let factors = [(1, 2), (1, 80), (7, 1)];
    legs.iter()
        .flat_map(|&(a, b)| factors.map(|(p, q)| [Exact::ratio(a * p, q), Exact::ratio(b * p, q)]))
        .collect()
}

/// The variance of `x₀ − c (x₀ + n)` for independent x₀ and n: what the network is left to predict.
fn rest<T: Field>(c: T, sigma: T, sigma_data: T) -> T {
    (T::one() - c).squared() * sigma_data.squared() + c.squared() * sigma.squared()
}

/// Pairs of levels at which x̂ and σ̂ are defined and positive.
fn interior_pairs() -> impl Iterator<Item = LevelPair<Exact>> {
    pairs::<Exact>()
        .into_iter()
        .filter(|pair| pair.t().alpha() > Exact::zero() && pair.s().sigma() > Exact::zero())
}

/// EDM's stochasticity at every level.
fn everywhere<T: Field>(amount: T) -> Churn<T> {
    Churn {
        amount,
        from: T::zero(),
        to: T::int(1_000_000),
        noise: T::one(),
    }
}

/// A step of Algorithm 1, lines 4–8, as printed for `s(t) = 1`, `σ(t) = t`; the correction where `t_next ≠ 0`.
fn algorithm_1<T: Field>(x: T, t: T, t_next: T, denoise: &impl Fn(T, T) -> T) -> T {
    let d = (x - denoise(x, t)) / t;
    let x_next = x + (t_next - t) * d;
    if t_next == T::zero() {
        return x_next;
    }
    let d_next = (x_next - denoise(x_next, t_next)) / t_next;
    x + (t_next - t) * (T::ratio(1, 2) * d + T::ratio(1, 2) * d_next)
}

/// A denoiser whose slope `(x̂ − D)/σ̂` is `3 − 2σ̂` wherever one is.
fn sloping(x: Exact, level: NoiseLevel<Exact>) -> Exact {
    let sigma = level.edm_sigma();
    x / level.alpha() - sigma * (Exact::int(3) - Exact::int(2) * sigma)
}

/// What is gained on the roll by doubling the steps from 16 on.
fn gains_on_the_roll(method: Method<f64>) -> Vec<f64> {
    let roll = roll();
    let start = Array2::from_shape_fn((4, 2), |(i, j)| 2.5 * Real::cos((3 * i + 4 * j) as f64));
    let ends: Vec<Array2<f64>> = [16, 32, 64, 128, 256, 512]
        .iter()
        .map(|&n| {
            let plan = method.plan(&path(&geometric(2.0, 0.4, n))).unwrap();
            run(&plan, &roll, start.clone(), &mut no_noise, |_, _| ()).unwrap()
        })
        .collect();
    ends.windows(2)
        .map(|pair| (&pair[1] - &pair[0]).mapv(f64::abs).sum())
        .collect()
}
