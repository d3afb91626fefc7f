//! Claims of merging: many small forward steps are one big one.

mod a_gaussian_inverts_by_bayes_rule;
mod a_kernel_leads_from_any_level_to_any_later_one;
mod a_thousand_steps_are_one;
mod merging_is_associative;
mod one_minus_alpha_bar_keeps_its_digits;
mod the_chain_forgets_its_start;
mod the_marginal_is_gaussian_around_the_data;
mod two_kernels_merge;

use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};
use proptest::prelude::*;
use tweedie::gaussian::{Gaussian, Kernel};
use tweedie::level::{LevelPair, NoiseLevel, VariancePreserving};
use tweedie::merging::{between, forward_step, marginal};
use tweedie::scalar::{Certified, Exact, Field, Format, Real, Running};
use tweedie::schedule::{Discrete, linear};
use tweedie::vlb;

use crate::support::{
    U, assert_five_standard_errors, assert_normal, assert_within, integrate, pairs, proved_bounds,
    pythagorean, rng, roll,
};

/// Kernels of all kinds: forward, reverse with a shift, a point mass.
fn kernels() -> Vec<Kernel<Exact>> {
    [(3, 0, 2), (-2, 5, 1), (1, -3, 4), (0, 7, 0), (5, 1, 0)]
        .map(|(scale, shift, var)| {
            let number = |n| Exact::ratio(n, 3);
            Kernel::new(number(scale), number(shift), number(var)).unwrap()
        })
        .into()
}
