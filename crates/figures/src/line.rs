//! Data on a line, three Gaussians: what the figures of one coordinate are about.

use ndarray::Array2;

use super::Result;
use tweedie::data::{Mixture, NoisyMixture};
use tweedie::scalar::{Field, Real};

/// What each is a share of.
pub(super) const WEIGHTS: [f64; 3] = [0.45, 0.2, 0.35];
/// Where they lie.
pub(super) const MEANS: [f64; 3] = [-1.3, 0.2, 1.4];
/// How wide they are.
pub(super) const VARS: [f64; 3] = [0.02, 0.005, 0.06];

/// Their mixture.
pub(super) fn data() -> Result<Mixture> {
    let means = Array2::from_shape_fn((3, 1), |(k, _)| MEANS[k]);
    let data = Mixture::new(WEIGHTS.to_vec().into(), means, VARS.to_vec().into())?;
    Ok(data)
}

/// `E f(x)` when x follows `law`, by the trapezoidal rule: the narrowest Gaussian is two strides wide, at which its
/// error is below rounding's.
pub(super) fn expectation(law: &NoisyMixture<f64>, f: impl Fn(f64) -> Result<f64>) -> Result<f64> {
    const REACH: usize = 200;
    let stride = 0.035;
    let mut sum = 0.0;
    for i in 0..=2 * REACH {
        let x = stride * (f64::count(i) - f64::count(REACH));
        sum += Real::exp(law.log_density(&[x])?) * f(x)?;
    }
    Ok(sum * stride)
}
