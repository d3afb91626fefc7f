//! The loop.

use ndarray::Array2;
use ndarray_rand::RandomExt;
use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};

use super::plan::Move;
use crate::array::combine;
use crate::data::Denoiser;
use crate::error::{DomainError, Result};
use crate::scalar::Field;

/// Where fresh noise comes from: called once for each time a plan needs some, with the shape `(n, d)`.
pub type Noise<'a, T> = dyn FnMut((usize, usize)) -> Array2<T> + 'a;

/// Carries out a plan from the state `x` (n, d), which lies at the level of the first move.
///
/// `observe(i, x)` sees the state after move `i`. Noise is asked for only where its coefficient is not zero.
///
/// # Errors
/// If shapes do not fit, or the denoiser refuses a state.
pub fn run<T: Field>(
    plan: &[Move<T>],
    denoiser: &impl Denoiser<T>,
    mut x: Array2<T>,
    noise: &mut Noise<T>,
    mut observe: impl FnMut(usize, &Array2<T>),
) -> Result<Array2<T>> {
    if x.ncols() != denoiser.dim() {
        return Err(DomainError::new(
            "number of coordinates of x",
            x.ncols(),
            format!("the denoiser works in {}", denoiser.dim()),
        ));
    }
    for (i, step) in plan.iter().enumerate() {
        if let Some(churned) = step.churn {
            x = with_noise(&[(T::one(), &x)], churned.on_noise, noise)?;
        }
        let x0 = denoiser.denoise(x.view(), step.at)?;
        let predict = step.predict;
        let mut next = with_noise(
            &[(predict.on_x_t, &x), (predict.on_x0, &x0)],
            predict.on_noise,
            noise,
        )?;
        if let Some(correct) = step.correct {
            let x0_next = denoiser.denoise(next.view(), step.to)?;
            next = combine(&[
                (correct.on_x_t, x.view()),
                (correct.on_x0, x0.view()),
                (correct.on_x0_next, x0_next.view()),
            ])?;
        }
        x = next;
        observe(i, &x);
    }
    Ok(x)
}

/// Standard normal noise from a generator, for [`run`].
///
/// The ziggurat behind it takes a logarithm of the platform's in its tail, once in some 4,000 draws: between platforms
/// the last bit of such a draw may differ. Where that matters, noise is an input: hand [`run`] an array.
pub fn standard_normal<T>(rng: &mut impl Rng) -> impl FnMut((usize, usize)) -> Array2<T>
where
    StandardNormal: Distribution<T>,
{
    move |shape| Array2::random_using(shape, StandardNormal, rng)
}

fn with_noise<T: Field>(
    terms: &[(T, &Array2<T>)],
    on_noise: T,
    noise: &mut Noise<T>,
) -> Result<Array2<T>> {
    let mut terms: Vec<_> = terms.iter().map(|(c, array)| (*c, array.view())).collect();
    let fresh;
    if on_noise != T::zero() {
        fresh = noise(terms[0].1.dim());
        terms.push((on_noise, fresh.view()));
    }
    combine(&terms)
}
