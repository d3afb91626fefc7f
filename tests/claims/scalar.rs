//! Claims of the number systems.

mod dual_numbers_differentiate;
mod enclosures_hold_the_truth;
mod posterior_and_ddim_run_on_six_number_systems;
mod proved_formulas_are_the_running_ones;
mod rationals_are_a_field;
mod running_bounds_hold;

use proptest::prelude::*;
use tweedie::ddim;
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::posterior::posterior;
use tweedie::scalar::{Certified, Dual, Exact, Field, Format, Real, Running};

use crate::support::{PROVED_TABLE, RoundingBound, U, assert_within, fraction, integrate};

/// One interior pair of levels with a rational step deviation, in any number system.
fn pair<T: Field>() -> LevelPair<T> {
    let level = |alpha: (i64, i64), sigma: (i64, i64)| {
        NoiseLevel::new(T::ratio(alpha.0, alpha.1), T::ratio(sigma.0, sigma.1)).unwrap()
    };
    LevelPair::new(level((1, 1), (3, 8)), level((1, 2), (5, 16))).unwrap()
}

/// The three coefficients of the posterior, and those of DDIM at η = ½.
fn coefficients<T: Field>(pair: LevelPair<T>) -> [T; 6] {
    let law = posterior(pair).unwrap();
    let step = ddim::step(pair, T::ratio(1, 2)).unwrap();
    [
        law.on_x0,
        law.on_x_t,
        law.var,
        step.on_x_t.squared(),
        step.on_noise,
        step.on_x0,
    ]
}
