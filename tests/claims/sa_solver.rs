//! Claims of SA-Solver: exponential Adams with fresh noise, and a corrector.

mod corrected_states_have_the_noise_of_the_predicted;
mod fresh_noise_leaves_second_order;
mod rows_are_of_the_orders_they_are_told;
mod rows_keep_the_marginals;
mod without_corrector_it_is_exponential_adams;
mod without_noise_it_is_unipc;

use tweedie::exponential::{self, Ending, Lookback};
use tweedie::path::Curve;
use tweedie::plan::Past;
use tweedie::sa_solver::SaSolver;
use tweedie::sampler::Method;
use tweedie::scalar::{Certified, Field, Real};
use tweedie::unipc::{Scale, UniPc};

use crate::support::{
    assert_global_order, assert_keeps_marginals, assert_law_order, row_orders, uneven_path,
    whole_run, with_ends,
};

/// A predictor and a corrector of these orders, to the end.
fn sa_solver<T: Real>(
    (predictor, corrector): (usize, usize),
    asks_again: bool,
    eta: T,
) -> Method<T> {
    Method::SaSolver(SaSolver {
        predictor,
        corrector,
        asks_again,
        eta,
        ending: Ending::Kept,
    })
}
