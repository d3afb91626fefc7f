//! What the roads have in common: levels with exact roots, random draws, quadrature, statistics, convergence orders.

mod flow;
mod laws;
mod levels;
mod monte_carlo;
mod order;
mod plans;
mod proved;
mod quadrature;
mod roll;
mod sampling;
mod steps;

pub use flow::{Fine, Flow};
pub use laws::{
    COMPONENTS, LEVELS, data, exact_levels, expect_joint, for_a_random_mixture,
    for_data_of_every_kind, for_samples_of_the_roll, gradient, hessian, level, line, numbers,
    random_state, weighted_points,
};
pub use levels::{
    any_pair, geometric, lifted, noisy_pairs, pairs, path, preserves_variance, pythagorean,
    triple_descent, triple_pairs,
};
pub use monte_carlo::{assert_five_standard_errors, assert_normal, rng};
pub use order::{
    Stretch, assert_global_order, assert_global_order_from, assert_local_order, assert_order,
    local_order,
};
pub use plans::{
    assert_keeps_marginals, assert_law_order, assert_same_plan, assert_same_row, row_orders,
    uneven_path, with_ends,
};
pub use proved::{PROVED_TABLE, RoundingBound, fraction, proved_bounds};
pub use quadrature::{Integral, integrate, integrate_between, integrate_running};
pub use roll::{Noised, labelled_roll, noised, roll};
pub use sampling::{
    Coordinatewise, Law, assert_samples_follow_the_law, gaussian_denoiser, law, no_noise, walk,
};

pub use steps::{one_step, whole_run};

use tweedie::scalar::{Format, Running};

/// The unit roundoff of `f64`, 2⁻⁵³.
pub const U: f64 = f64::EPSILON / 2.0;

/// Asserts `|got − truth| ≤ bound`, where the bound is derived by the caller.
#[track_caller]
pub fn assert_within(got: f64, truth: f64, bound: f64) {
    let error = (got - truth).abs();
    assert!(
        error <= bound,
        "got {got:e}, truth {truth:e}: error {error:e} above the bound {bound:e}"
    );
}

/// Asserts that a number that is 0 in truth is so within its running error.
#[track_caller]
pub fn assert_vanishes(defect: Running) {
    assert_within(defect.value, 0.0, defect.tolerance(Format::F64));
}
