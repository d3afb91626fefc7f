//! Claims of the schedules.

mod a_descent_ends_clean;
mod continuous_processes_solve_their_equations;
mod cosine_alpha_bar_is_a_squared_cosine;
mod karras_grid_is_even_in_the_root;
mod levels_know_their_ratios;
mod linear_beta_rises_in_equal_steps;
mod scaled_linear_rises_in_the_root;
mod sigmoid_is_a_logistic_curve;
mod spacings_visit_n_timesteps;
mod the_linter_finds_each_fault;
mod zero_terminal_snr_keeps_the_start_and_loses_the_end;

use half::bf16;
use proptest::prelude::*;
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Certified, Dual, Exact, Field, Format, Real, Running};
use tweedie::schedule::lint::{Finding, lint};
use tweedie::schedule::{
    Continuous, Discrete, Spacing, cosine, karras, linear, scaled_linear, sigmoid,
};

use crate::support::{U, assert_within, integrate, proved_bounds};

fn ddpm() -> Discrete<f64> {
    Discrete::from_betas(&linear(1e-4, 0.02, 1000).unwrap()).unwrap()
}
