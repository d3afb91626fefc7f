//! Claims of guidance: two conventions of one weight, what the guided law is not, and how values are held in range.

mod classifier_guidance_is_classifier_free_guidance;
mod classifier_shifts_the_mean;
mod dynamic_threshold_divides_by_a_quantile;
mod every_coordinate_is_guided_alike;
mod guided_law_is_not_the_tilted_law;
mod rescale_restores_the_contrast;
mod same_weights_serve_every_prediction;
mod scale_is_strength_plus_one;
mod static_threshold_takes_the_nearest_value_in_range;

use ndarray::{Array2, array};
use proptest::prelude::*;
use tweedie::array::combine;
use tweedie::data::Mixture;
use tweedie::gaussian::Gaussian;
use tweedie::guidance::{
    Weights, classifier_on_gradient, classifier_shift, dynamic_threshold, rescale, static_threshold,
};
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Dual, Exact, Field, Format, Real, Running};
use tweedie::score::Prediction;

use crate::support::{
    LEVELS, assert_order, assert_within, exact_levels, gradient, labelled_roll, level, numbers,
    random_state, rng,
};

/// Rational numbers, from eighths.
fn eighths(numerators: &[i64]) -> Vec<Exact> {
    numerators.iter().map(|&n| Exact::ratio(n, 8)).collect()
}
