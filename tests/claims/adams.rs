//! Claims of the linear multistep methods: LMS, iPNDM, PLMS, DEIS.

mod ending_falls_to_one_look;
mod equal_steps_have_fixed_weights;
mod fixed_weights_are_of_first_order_on_uneven_steps;
mod logarithms_cost_deis_its_digits_and_nothing_else;
mod multistep_methods_need_signal;
mod one_look_is_the_deterministic_step;
mod plans_keep_signal_and_noise;
mod plms_forgets_its_second_look;
mod pndm_opens_with_four_looks_a_step;
mod rows_are_of_the_order_of_their_looks;
mod runs_have_the_order_of_their_first_steps;
mod steps_to_clean_data_are_limits;
mod weights_are_integrals_of_lagrange_polynomials;

use std::cell::RefCell;

use ndarray::array;
use tweedie::data::Mixture;
use tweedie::exponential::Ending;
use tweedie::level::NoiseLevel;
use tweedie::path::{Curve, Path};
use tweedie::plan::{Past, Plan, Row, noise_defects, quadrature_defects, signal_defects};
use tweedie::sampler::Method;
use tweedie::scalar::{Certified, Exact, Field, Format, Real, Running};

use crate::support::{
    Coordinatewise, Fine, Flow, U, assert_local_order, assert_order, assert_within, integrate,
    local_order, one_step, path, pythagorean, triple_descent, walk, whole_run,
};

/// Levels of these noise scales σ̂, each scaled otherwise.
fn levels<T: Field>(edm_sigmas: &[(i64, i64)]) -> Vec<NoiseLevel<T>> {
    let scales = [(1, 1), (2, 3), (5, 4), (1, 2), (7, 6), (3, 5), (1, 3)];
    let level = |(&(p, q), &(a, b)): (&(i64, i64), &(i64, i64))| {
        let alpha = T::ratio(a, b);
        NoiseLevel::new(alpha, alpha * T::ratio(p, q)).unwrap()
    };
    edm_sigmas
        .iter()
        .zip(scales.iter().cycle())
        .map(level)
        .collect()
}

/// Six levels on uneven steps.
fn uneven<T: Field>() -> Vec<NoiseLevel<T>> {
    levels(&[(7, 1), (4, 1), (3, 1), (5, 4), (1, 1), (1, 3)])
}

/// Seven levels whose steps are equal in σ̂, the last of them clean.
fn equal<T: Field>() -> Vec<NoiseLevel<T>> {
    levels(&[(6, 1), (5, 1), (4, 1), (3, 1), (2, 1), (1, 1), (0, 1)])
}

/// DEIS that keeps its order to the end.
fn deis<T>(order: usize) -> Method<T> {
    let ending = Ending::Kept;
    Method::Deis { order, ending }
}

/// A denoiser whose answers tell apart all states and levels.
fn crooked(x: Exact, t: NoiseLevel<Exact>) -> Exact {
    x * t.alpha() / (Exact::int(2) + t.sigma()) + Exact::ratio(1, 3) * t.sigma()
}

/// The noise that it tells.
fn crooked_eps(x: Exact, t: NoiseLevel<Exact>) -> Exact {
    (x - t.alpha() * crooked(x, t)) / t.sigma()
}

/// The transfer of PNDM: from one level to another, with the noise ε.
fn moved(x: Exact, eps: Exact, t: NoiseLevel<Exact>, s: NoiseLevel<Exact>) -> Exact {
    let x0 = (x - t.sigma() * eps) / t.alpha();
    s.alpha() * x0 + s.sigma() * eps
}

/// The weights `w_j` of a row from t: what its noise is multiplied by, without `α_s`.
fn weights<T: Field>(row: &Row<T>) -> Vec<T> {
    let told = row.sum().iter().filter_map(|&(weight, past)| match past {
        Past::Eps(_) => Some(weight / row.to().alpha()),
        _ => None,
    });
    told.collect()
}

/// The last row of a method's plan along levels.
fn last_row<T: Real>(method: Method<T>, levels: &[NoiseLevel<T>]) -> Row<T> {
    let plan = method.plan(&path(levels)).unwrap();
    plan.rows().last().unwrap().clone()
}
