//! Tables β₁ … β_T: the variances of the forward steps.

use super::{at_least_one, evenly};
use crate::error::Result;
use crate::scalar::{Field, Real};

/// β from `first` to `last` in equal steps; DDPM's is `1e-4 … 0.02` at `T = 1000`.
///
/// Source: DDPM §4.
/// # Errors
/// If `steps = 0`.
pub fn linear<T: Field>(first: T, last: T, steps: usize) -> Result<Vec<T>> {
    at_least_one("number of steps T", steps)?;
    Ok(evenly(first, last, steps).collect())
}

/// √β from `√first` to `√last` in equal steps; latent diffusion's is `0.00085 … 0.012`.
///
/// Source: Rombach et al., *Latent Diffusion*, the `linear` schedule of its code.
/// # Errors
/// If `steps = 0`.
pub fn scaled_linear<T: Field>(first: T, last: T, steps: usize) -> Result<Vec<T>> {
    at_least_one("number of steps T", steps)?;
    Ok(evenly(first.sqrt(), last.sqrt(), steps)
        .map(T::squared)
        .collect())
}

/// The cosine schedule, each β at most 0.999.
///
/// ```text
/// f(t) = cos²(((t/T + s)/(1 + s)) π/2)     β_t = min(1 − f(t)/f(t−1), 0.999),   s = 0.008
/// ```
///
/// Source: Improved DDPM eq. 17 and the line below it.
/// # Numerics
/// `1 − cos²a_t/cos²a_{t−1}` is formed as `sin(a_t − a_{t−1}) sin(a_t + a_{t−1})/cos²a_{t−1}`: the same number
/// without the subtraction, which at `T = 1000` would lose four digits of β₁.
/// # Errors
/// If `steps = 0`.
pub fn cosine<T: Real>(steps: usize) -> Result<Vec<T>> {
    at_least_one("number of steps T", steps)?;
    let offset = T::ratio(8, 1000);
    let unit = T::pi() / (T::int(2) * (T::one() + offset));
    let angle = |t: usize| (T::count(t) / T::count(steps) + offset) * unit;
    let stride = unit / T::count(steps);
    Ok((1..=steps)
        .map(|t| {
            let sum = angle(t) + angle(t - 1);
            let beta = stride.sin() * sum.sin() / angle(t - 1).cos().squared();
            beta.min(T::ratio(999, 1000))
        })
        .collect())
}

/// β on a logistic curve from `first` to `last`, its argument from −6 to 6.
///
/// ```text
/// β_t = first + (last − first)/(1 + e^{−x_t}),   x from −6 to 6 in equal steps
/// ```
///
/// Source: Xu et al., *GeoDiff*, the `sigmoid` schedule of its code.
/// # Errors
/// If `steps = 0`.
pub fn sigmoid<T: Real>(first: T, last: T, steps: usize) -> Result<Vec<T>> {
    at_least_one("number of steps T", steps)?;
    Ok(evenly(T::int(-6), T::int(6), steps)
        .map(|x| first + (last - first) / (T::one() + (-x).exp()))
        .collect())
}
