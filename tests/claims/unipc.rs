//! Claims of UniPC: a predictor that looks back, and a corrector that weighs the answer to what was predicted.

mod both_kinds_are_one_from_three_answers;
mod corrector_is_of_one_order_more;
mod first_kind_corrects_no_step_from_pure_noise;
mod rows_keep_the_marginals;
mod weights_solve_the_papers_system;
mod without_corrector_it_is_known;

use tweedie::ddim;
use tweedie::dpm_solver::{DpmSolver, Slope};
use tweedie::exponential::{self, Ending, Lookback};
use tweedie::level::NoiseLevel;
use tweedie::path::{Curve, Path};
use tweedie::plan::Past;
use tweedie::sampler::Method;
use tweedie::scalar::{Certified, Field, Real};
use tweedie::unipc::{Scale, UniPc};

use crate::support::{
    assert_global_order, assert_keeps_marginals, assert_law_order, assert_local_order,
    assert_same_plan, assert_same_row, one_step, row_orders, uneven_path, whole_run, with_ends,
};

const SCALES: [Scale; 2] = [Scale::Bh1, Scale::Bh2];

/// UniPC of this order, to the end.
fn unipc<T: Real>(order: usize, scale: Scale, corrector: bool) -> Method<T> {
    Method::UniPc(UniPc {
        order,
        scale,
        corrector,
        ending: Ending::Kept,
    })
}
