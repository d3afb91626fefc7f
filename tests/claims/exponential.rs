//! Claims of the exponential integrators: the functions φ_k, the weights made of them, and exponential Adams.

mod adams_is_of_its_order_row_by_row;
mod adams_weights_are_integrals;
mod first_order_is_ddim;
mod fresh_noise_leaves_second_order;
mod lookback_needs_an_order;
mod phi_is_an_integral;
mod phi_keeps_its_digits;
mod pure_noise_is_looked_back_on_with_no_weight;
mod rows_keep_the_marginals;
mod short_steps_keep_their_weights;

use tweedie::ddim;
use tweedie::exponential::{self, Ending, Lookback, phi};
use tweedie::level::NoiseLevel;
use tweedie::path::{Curve, Path};
use tweedie::plan::Past;
use tweedie::sampler::Method;
use tweedie::scalar::{Certified, Field, Format, Real, Running};

use crate::support::{
    assert_global_order, assert_keeps_marginals, assert_law_order, assert_local_order,
    assert_same_plan, integrate_between, one_step, row_orders, uneven_path, whole_run, with_ends,
};

const ENDINGS: [Ending; 2] = [Ending::Falling, Ending::Kept];

/// Exponential Adams of this order, to the end.
fn adams<T: Real>(order: usize, eta: T) -> Method<T> {
    Method::ExponentialAdams(Lookback {
        order,
        eta,
        ending: Ending::Kept,
    })
}

/// The levels of a path as they are, in another number system.
fn in_numbers<T: Real>(path: &Path<f64>) -> Path<T> {
    let number = T::from_f64;
    let levels = path.levels().iter();
    let levels = levels.map(|l| NoiseLevel::new(number(l.alpha()), number(l.sigma())).unwrap());
    Path::new(path.curve(), levels.collect()).unwrap()
}
