//! Claims of DPM-Solver++: a second-order step from the last two estimates.

mod multistep_is_of_second_order;
mod multistep_needs_signal_and_noise;
mod steady_estimates_take_the_deterministic_step;

use proptest::prelude::*;
use tweedie::ddim;
use tweedie::dpm_solver::multistep;
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::scalar::{Certified, Field, Format, Real, Running};

use crate::support::{
    Stretch, assert_global_order, assert_local_order, assert_within, local_order, pythagorean,
};
