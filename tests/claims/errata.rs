//! Errata: formulas of the source documents that are wrong as printed, and right as corrected.
//!
//! The sources: a Chinese translation of Weng, *What are Diffusion Models?* (called W here), and the papers it follows.

mod cosine_schedule_lacks_its_square;
mod eta_scales_the_deviation_not_the_variance;
mod loss_divides_by_the_variance_not_by_its_square;
mod score_is_an_average_over_the_posterior_of_log_gradients;

use tweedie::ddim;
use tweedie::level::LevelPair;
use tweedie::posterior::posterior;
use tweedie::scalar::{Certified, Exact, Field, Real};
use tweedie::schedule::{Discrete, cosine};
use tweedie::vlb;

use crate::support::{integrate, pythagorean, triple_pairs};
