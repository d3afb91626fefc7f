//! Claims of the posterior `q(x_s | x_t, x₀)`.

mod composes_over_any_levels;
mod ends_are_certain;
mod has_the_printed_form_for_neighbours;
mod is_bayes_rule_at_every_point;
mod learned_variance_is_a_geometric_mean;
mod mean_follows_from_the_noise;
mod residual_is_independent;
mod two_variances_are_exact_for_a_point_and_for_unit_variance;
mod weighs_by_precision;

use tweedie::gaussian::{Gaussian, Kernel};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::merging;
use tweedie::posterior::{EpsMean, Posterior, eps_mean, learned_var, posterior, reverse_var};
use tweedie::scalar::{Certified, Exact, Field};
use tweedie::schedule::{Discrete, linear};

use crate::support::{
    U, assert_five_standard_errors, assert_within, integrate, noisy_pairs, pairs,
    preserves_variance, pythagorean, rng,
};

/// The law of x_s given x₀: what is known before x_t is seen.
fn prior<T: Field>(pair: LevelPair<T>, x0: T) -> Gaussian<T> {
    merging::marginal(pair.s()).unwrap().at(x0).unwrap()
}
