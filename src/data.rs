//! Data whose ideal denoiser is known.

mod log_sum_exp;
mod mixture;
mod noisy;
mod standard;
mod swiss_roll;

pub use mixture::Mixture;
pub use noisy::{Marginal, NoisyMixture};
pub use standard::Standardised;
pub use swiss_roll::{LabelledPoints, swiss_roll};

use ndarray::{Array2, ArrayView2};

use crate::error::Result;
use crate::level::NoiseLevel;

/// A denoiser: the estimate of the clean data from noisy samples.
pub trait Denoiser<T> {
    /// The number of coordinates d of a sample.
    fn dim(&self) -> usize;

    /// `x̂₀` for samples `x` of shape `(n, d)` at noise level `t`; the result has the same shape.
    ///
    /// # Errors
    /// If the shape is wrong, a sample is not finite, or the level is outside the denoiser's domain.
    fn denoise(&self, x: ArrayView2<T>, t: NoiseLevel<T>) -> Result<Array2<T>>;
}
