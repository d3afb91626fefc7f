//! Claims of DDIM: steps that share their marginals, from the posterior to a deterministic map; and of the loop.

mod a_plan_visits_the_levels_it_is_given;
mod ancestral_sampling_is_eta_one;
mod ancestral_variances_are_those_of_a_point_and_of_unit_variance;
mod any_earlier_level_may_come_next;
mod branches_are_mirror_images;
mod coefficients_solve_the_two_marginal_equations;
mod converges_to_the_flow_at_first_order;
mod deterministic_step_falls_short_by_the_mmse;
mod deterministic_step_is_eulers_in_edm_sigma;
mod deterministic_step_is_exact_for_a_point;
mod deterministic_step_is_the_flow_only_for_a_point;
mod deterministic_step_under_disperses_gaussian_data;
mod equal_steps_keep_at_least_this_share;
mod eta_is_at_most_where_all_noise_is_fresh;
mod eta_one_is_the_posterior;
mod eta_scales_the_standard_deviation;
mod euler_ancestral_is_the_step_of_unscaled_data;
mod fresh_noise_is_at_most_that_of_the_level;
mod inversion_undoes_the_step;
mod last_sample_of_a_point_is_the_point;
mod marginal_equations_have_no_third_solution;
mod marginals_do_not_depend_on_eta;
mod noise_is_asked_for_only_where_it_is_needed;
mod samples_do_not_depend_on_the_number_of_threads;
mod stochastic_law_on_gaussian_data;
mod the_loop_applies_the_plan;

use std::cell::RefCell;

use ndarray::{Array2, array};
use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};
use proptest::prelude::*;
use tweedie::data::{Denoiser, Mixture};
use tweedie::ddim::{Branch, inversion, std, step, step_with_std};
use tweedie::edm;
use tweedie::gaussian::{Gaussian, Kernel};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::merging;
use tweedie::path::Path;
use tweedie::plan::{Past, Row};
use tweedie::posterior::{ReverseVar, posterior};
use tweedie::sampler::{Method, run, standard_normal};
use tweedie::scalar::{Certified, Dual, Exact, Field, Real, Running};
use tweedie::schedule::{Discrete, Spacing, linear};
use tweedie::step::Step;

use crate::support::{
    Coordinatewise, U, any_pair, assert_five_standard_errors, assert_global_order,
    assert_local_order, assert_order, assert_samples_follow_the_law, assert_vanishes,
    assert_within, expect_joint, gaussian_denoiser, geometric, law, level, lifted, no_noise,
    one_step, pairs, path, pythagorean, rng, roll, triple_descent, triple_pairs, walk,
    weighted_points, whole_run,
};

const BRANCHES: [Branch; 2] = [Branch::Aligned, Branch::Reflected];

/// Shares of σ_s that leave a rational weight on the old noise: both ends, and legs of Pythagorean triangles between.
fn shares() -> [Exact; 6] {
    [(0, 1), (3, 5), (4, 5), (5, 13), (12, 13), (1, 1)].map(|(p, q)| Exact::ratio(p, q))
}

/// The η at which fresh noise is `share` of all noise, `η = share σ_t/σ_ts`; rational on triple pairs.
fn eta_of_share(pair: LevelPair<Exact>, share: Exact) -> Exact {
    let var_ts = merging::between(pair).unwrap().var();
    share * pair.t().sigma() / var_ts.sqrt()
}

/// The law of x_s given x_t, with x₀ held.
fn kernel<T: Field>(row: &Row<T>, x0: T) -> Kernel<T> {
    let [on_x_t, on_x0, on_noise] =
        [Past::State(0), Past::X0(0), Past::Fresh].map(|past| row.weight(past));
    Kernel::new(on_x_t, on_x0 * x0, on_noise.squared()).unwrap()
}

/// The law of x_t given x₀ and nothing else, as a kernel that forgets its argument.
fn marginal<T: Field>(t: NoiseLevel<T>, x0: T) -> Kernel<T> {
    Kernel::new(T::zero(), t.alpha() * x0, t.sigma().squared()).unwrap()
}

fn pair_of<T: Field>(levels: &[NoiseLevel<T>]) -> LevelPair<T> {
    LevelPair::new(levels[1], levels[0]).unwrap()
}

/// DDPM's schedule.
fn linear_schedule<T: Field>() -> Discrete<T> {
    Discrete::from_betas(&linear(T::ratio(1, 10_000), T::ratio(1, 50), 1000).unwrap()).unwrap()
}

const SPACINGS: [Spacing; 3] = [
    Spacing::Leading { offset: 0 },
    Spacing::Trailing,
    Spacing::Linspace,
];

/// Step counts, of which most do not divide 1000.
const COUNTS: [usize; 5] = [7, 30, 50, 150, 300];

/// A denoiser that is neither linear nor blind to its level.
fn crooked(x: Exact, level: NoiseLevel<Exact>) -> Exact {
    x.squared() / Exact::int(3) - level.sigma()
}
