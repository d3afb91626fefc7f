//! Claims of DPM-Solver++: steps from the last estimates, or from estimates on the way.

mod multistep_is_of_second_order;
mod multistep_needs_signal_and_noise;
mod singlesteps_are_of_second_and_third_order;
mod steady_estimates_take_the_deterministic_step;
mod third_multistep_is_of_second_order;

use proptest::prelude::*;
use tweedie::ddim;
use tweedie::dpm_solver::{
    Slope, multistep, second_singlestep_plan, third_multistep_plan, third_singlestep_plan,
};
use tweedie::exponential::Ending;
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::path::Path;
use tweedie::scalar::{Certified, Field, Format, Real, Running};

use crate::support::{
    Stretch, assert_global_order, assert_local_order, assert_within, local_order, one_step,
    pythagorean, whole_run,
};
