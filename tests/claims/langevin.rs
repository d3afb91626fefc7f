//! Claims of Langevin steps.

mod annealing_repeats_each_level;
mod corrected_plans_keep_signal_and_noise;
mod exchange_is_ddim_within_a_level;
mod exchange_is_langevin_to_first_order;
mod noise_grows_by_the_square_of_the_step;
mod stationary_law_is_too_wide;
mod steps_need_noise;

use tweedie::ddim::{Branch, step_with_std};
use tweedie::gaussian::Gaussian;
use tweedie::langevin::{exchange, step};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::plan::{Affine, Plan, Row, gaussian_law, noise_defects, point_law, signal_defects};
use tweedie::sampler::Method;
use tweedie::scalar::{Certified, Exact, Field};
use tweedie::step::Step;

use crate::support::{Coordinatewise, U, assert_within, path, triple_descent, walk};

/// The plan of one step at a level.
fn staying<T: Field>(t: NoiseLevel<T>, step: Step<T>) -> Plan<T> {
    Plan::new(t, vec![Row::stepping(t, t, step)]).unwrap()
}
