//! Guidance: pushing samples towards a condition, and holding the result in range.

use crate::error::{DomainError, Result};
use crate::level::NoiseLevel;
use crate::scalar::Field;

/// Classifier-free guidance as weights: `ε̂ = on_cond · ε(x_t, y) + on_uncond · ε(x_t)`.
///
/// The weights sum to one, so the same two serve ε, x₀, v and the score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights<T> {
    /// Multiplies the conditional prediction.
    pub on_cond: T,
    /// Multiplies the unconditional prediction.
    pub on_uncond: T,
}

impl<T: Field> Weights<T> {
    /// The convention of code: `ε̂ = (1 − w) ε(x_t) + w ε(x_t, y)`; `w = 1` is the conditional model.
    ///
    /// Source: Imagen §2.2; the guidance scale of most programs.
    pub fn scale(w: T) -> Self {
        Self {
            on_cond: w,
            on_uncond: T::one() - w,
        }
    }

    /// The convention of the paper: `ε̂ = (1 + w) ε(x_t, y) − w ε(x_t)`; `w = 0` is the conditional model.
    ///
    /// Source: Ho & Salimans, *Classifier-Free Diffusion Guidance*, eq. 6.
    pub fn strength(w: T) -> Self {
        Self {
            on_cond: T::one() + w,
            on_uncond: -w,
        }
    }

    /// The guided prediction at one coordinate.
    pub fn apply(self, cond: T, uncond: T) -> T {
        self.on_cond * cond + self.on_uncond * uncond
    }
}

/// Classifier guidance: what multiplies `∇ ln p(y | x_t)` in `ε̂ = ε(x_t) + c ∇ ln p(y | x_t)`.
///
/// ```text
/// ε̂ = ε(x_t) − w σ_t ∇ ln p(y | x_t)
/// ```
///
/// Source: Dhariwal & Nichol, *Diffusion Models Beat GANs*, §4.2 (Algorithm 2).
pub fn classifier_on_gradient<T: Field>(t: NoiseLevel<T>, w: T) -> T {
    -(w * t.sigma())
}

/// Classifier guidance on the mean of the reverse step: what multiplies `∇ ln p(y | x)`, taken *at the mean*.
///
/// ```text
/// μ̂ = μ + w var ∇ ln p(y | x)|_{x = μ}
/// ```
///
/// Exact for a classifier whose logarithm is linear; else to first order in the variance.
///
/// Source: Dhariwal & Nichol, *Diffusion Models Beat GANs*, eq. 6–10 (Algorithm 1).
/// # Errors
/// If `var` is negative or not finite.
pub fn classifier_shift<T: Field>(var: T, w: T) -> Result<T> {
    if !(var.is_finite() && var >= T::zero()) {
        return Err(DomainError::new(
            "reverse variance",
            var,
            "give a finite number ≥ 0",
        ));
    }
    Ok(w * var)
}

/// Static thresholding: every value of `x0` clipped to `[−bound, bound]`.
///
/// Source: Imagen §2.3.
/// # Errors
/// If `bound` is not positive, or a value is not finite.
pub fn static_threshold<T: Field>(x0: &mut [T], bound: T) -> Result<()> {
    if !(bound.is_finite() && bound > T::zero()) {
        return Err(DomainError::new("bound", bound, "give a finite number > 0"));
    }
    all_finite(x0)?;
    for value in x0 {
        *value = value.max(-bound).min(bound);
    }
    Ok(())
}

/// Dynamic thresholding of one sample: clip to the `quantile` of the absolute values, then divide by it.
///
/// ```text
/// s = max(1, quantile of |x₀|)          x₀ ← clip(x₀, −s, s)/s
/// ```
///
/// The quantile interpolates linearly between order statistics.
///
/// Source: Imagen §2.3.
/// # Errors
/// If `quantile` is outside `[0, 1]`, the sample is empty, or a value is not finite.
pub fn dynamic_threshold<T: Field>(x0: &mut [T], quantile: f64) -> Result<()> {
    if !(0.0..=1.0).contains(&quantile) {
        return Err(DomainError::new("quantile", quantile, "it lies in [0, 1]"));
    }
    not_empty(x0)?;
    all_finite(x0)?;
    let s = quantile_of_magnitudes(x0, quantile).max(T::one());
    static_threshold(x0, s)?;
    for value in x0 {
        *value = *value / s;
    }
    Ok(())
}

/// Guidance rescale of one sample of the predicted x₀: the contrast of the conditional prediction, mixed in.
///
/// ```text
/// x_rescaled = x_cfg · std(x_cond)/std(x_cfg)          x = φ x_rescaled + (1 − φ) x_cfg
/// ```
///
/// # Domain
/// A constant `x_cfg` has no contrast to rescale and stays as it is.
///
/// Source: Lin et al., *Common Diffusion Noise Schedules and Sample Steps Are Flawed*, eq. 15–16.
/// # Errors
/// If `phi` is outside `[0, 1]`, the lengths differ, the sample is empty, a value is not finite, or the ratio of the
/// standard deviations is not a finite number of this format.
pub fn rescale<T: Field>(x_cfg: &mut [T], x_cond: &[T], phi: T) -> Result<()> {
    if !(phi >= T::zero() && phi <= T::one()) {
        return Err(DomainError::new("phi", phi, "it lies in [0, 1]"));
    }
    if x_cfg.len() != x_cond.len() {
        return Err(DomainError::new(
            "lengths of x_cfg and x_cond",
            (x_cfg.len(), x_cond.len()),
            "give two predictions of one sample",
        ));
    }
    not_empty(x_cfg)?;
    all_finite(x_cfg)?;
    all_finite(x_cond)?;
    let var_cfg = variance(x_cfg);
    if var_cfg == T::zero() {
        return Ok(());
    }
    let contrast = (variance(x_cond) / var_cfg).sqrt();
    if !contrast.is_finite() {
        return Err(DomainError::new(
            "std(x_cond)/std(x_cfg)",
            contrast,
            "this number format does not hold it; use a wider one, or do not rescale",
        ));
    }
    for value in x_cfg {
        *value = phi * (*value * contrast) + (T::one() - phi) * *value;
    }
    Ok(())
}

fn not_empty<T>(values: &[T]) -> Result<()> {
    if values.is_empty() {
        return Err(DomainError::new(
            "number of values of the sample",
            0,
            "give one or more",
        ));
    }
    Ok(())
}

fn all_finite<T: Field>(values: &[T]) -> Result<()> {
    match values.iter().position(|value| !value.is_finite()) {
        Some(at) => Err(DomainError::new(
            format!("value {at} of the sample"),
            values[at],
            "give finite numbers",
        )),
        None => Ok(()),
    }
}

/// Measured from the first value, so that a constant has variance 0 and not the square of a rounding.
fn variance<T: Field>(values: &[T]) -> T {
    let mean = |f: &dyn Fn(T) -> T| {
        let sum = values.iter().fold(T::zero(), |sum, &x| sum + f(x));
        sum / T::count(values.len())
    };
    let centre = mean(&|x| x - values[0]);
    mean(&|x| (x - values[0] - centre).squared())
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss
)] // a place in a slice, between 0 and its length
fn quantile_of_magnitudes<T: Field>(values: &[T], quantile: f64) -> T {
    let mut magnitudes: Vec<T> = values.iter().map(|value| value.abs()).collect();
    magnitudes.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let place = quantile * (magnitudes.len() - 1) as f64;
    let below = magnitudes[place.floor() as usize];
    let above = magnitudes[place.ceil() as usize];
    below + T::from_f64(place.fract()) * (above - below)
}
