//! Claims of DPM-Solver++: steps from several estimates, those before or those between.

mod forms_keep_the_marginals;
mod fresh_noise_leaves_second_order;
mod heun_multistep_is_res;
mod multistep_is_of_second_order;
mod multistep_needs_signal_and_noise;
mod no_level_lies_between_where_one_has_no_lambda;
mod noise_forms_are_of_their_orders;
mod noise_forms_keep_the_marginals;
mod noise_forms_need_signal;
mod second_multistep_is_of_second_order_by_either_slope;
mod singlesteps_are_of_second_and_third_order;
mod steady_estimates_take_the_deterministic_step;
mod third_multistep_is_of_second_order;

use proptest::prelude::*;
use tweedie::ddim;
use tweedie::dpm_solver::{DpmSolver, Slope, multistep};
use tweedie::exponential::{self, Ending, Lookback};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::path::{Curve, Path};
use tweedie::plan::{Past, Row};
use tweedie::sampler::Method;
use tweedie::scalar::{Certified, Field, Format, Real, Running};

use crate::support::{
    Stretch, assert_global_order, assert_global_order_from, assert_keeps_marginals,
    assert_law_order, assert_local_order, assert_same_plan, assert_same_row, assert_within,
    local_order, one_step, pythagorean, row_orders, uneven_path, whole_run, with_ends,
};

const SLOPES: [Slope; 2] = [Slope::Midpoint, Slope::Heun];

/// 2M, to the end.
fn second_multistep<T: Real>(slope: Slope, eta: T) -> Method<T> {
    let ending = Ending::Kept;
    Method::DpmSolver(DpmSolver::SecondMultistep { slope, eta, ending })
}

/// 3M, to the end.
fn third_multistep<T: Real>(eta: T) -> Method<T> {
    let ending = Ending::Kept;
    Method::DpmSolver(DpmSolver::ThirdMultistep { eta, ending })
}

/// 2S with its look between where the paper has it.
fn second_singlestep<T: Real>(slope: Slope, eta: T) -> Method<T> {
    let r = T::ratio(1, 2);
    Method::DpmSolver(DpmSolver::SecondSinglestep { slope, r, eta })
}

/// 3S.
fn third_singlestep<T: Real>(slope: Slope, eta: T) -> Method<T> {
    Method::DpmSolver(DpmSolver::ThirdSinglestep { slope, eta })
}

/// DPM-Solver by its noise prediction, looking back to the end.
fn noise_multistep<T: Real>(order: usize, slope: Slope) -> Method<T> {
    let ending = Ending::Kept;
    Method::DpmSolver(DpmSolver::NoiseMultistep {
        order,
        slope,
        ending,
    })
}

/// DPM-Solver-1, -2 or -3.
fn noise_singlestep<T: Real>(order: usize) -> Method<T> {
    Method::DpmSolver(DpmSolver::NoiseSinglestep { order })
}

/// Asserts that each step of a path has its levels between at so many shares of it in λ, all of the same length.
#[track_caller]
fn assert_between(method: Method<Certified>, stages: usize) {
    let path = uneven_path(Curve::Flow, Certified::int(-1), Certified::ratio(1, 2));
    let plan = method.plan(&path).unwrap();
    for (pair, rows) in path.steps().zip(plan.rows().chunks_exact(stages)) {
        let whole = rise(pair.t(), pair.s());
        for (i, row) in rows.iter().enumerate() {
            let share = Certified::count(i + 1) / Certified::count(stages);
            let defect = rise(pair.t(), row.to()) - share * whole;
            assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
        }
    }
}

/// λ_s − λ_t, as its definition has it.
fn rise(t: NoiseLevel<Certified>, s: NoiseLevel<Certified>) -> Certified {
    (s.log_snr() - t.log_snr()) / Certified::int(2)
}
