//! The loop.

use ndarray::Array2;
use ndarray_rand::RandomExt;
use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};

use super::plan::Move;
use crate::array::combine;
use crate::data::Denoiser;
use crate::error::{DomainError, Result};
use crate::level::NoiseLevel;
use crate::scalar::Field;

/// Where a plan is carried out: what holds the arrays, and works on them.
pub trait Place<T> {
    /// An array of samples, shape `(n, d)`.
    type Array;
    /// What can go wrong here.
    type Error;

    /// `Σ cᵢ · Aᵢ`, for one term or more.
    ///
    /// # Errors
    /// If shapes differ, or the place fails.
    fn combine(
        &mut self,
        terms: &[(T, &Self::Array)],
    ) -> std::result::Result<Self::Array, Self::Error>;

    /// `x̂₀` for samples `x` at level `t`.
    ///
    /// # Errors
    /// If the denoiser refuses the samples or the level, or the place fails.
    fn denoise(
        &mut self,
        x: &Self::Array,
        t: NoiseLevel<T>,
    ) -> std::result::Result<Self::Array, Self::Error>;

    /// Fresh standard normal noise, of the shape of `x`.
    ///
    /// # Errors
    /// If the place fails.
    fn noise(&mut self, x: &Self::Array) -> std::result::Result<Self::Array, Self::Error>;
}

/// Carries out a plan from the state `x`, which lies at the level of the first move.
///
/// `observe(i, x)` sees the state after move `i`. Noise is asked for only where its coefficient is not zero.
///
/// # Errors
/// Those of the place, and of `observe`.
pub fn carry_out<T: Field, P: Place<T>>(
    place: &mut P,
    plan: &[Move<T>],
    mut x: P::Array,
    mut observe: impl FnMut(usize, &P::Array) -> std::result::Result<(), P::Error>,
) -> std::result::Result<P::Array, P::Error> {
    for (i, step) in plan.iter().enumerate() {
        if let Some(churned) = step.churn {
            x = with_noise(place, &[(T::one(), &x)], churned.on_noise)?;
        }
        let x0 = place.denoise(&x, step.at)?;
        let predict = step.predict;
        let terms = [(predict.on_x_t, &x), (predict.on_x0, &x0)];
        let mut next = with_noise(place, &terms, predict.on_noise)?;
        if let Some(correct) = step.correct {
            let x0_next = place.denoise(&next, step.to)?;
            next = place.combine(&[
                (correct.on_x_t, &x),
                (correct.on_x0, &x0),
                (correct.on_x0_next, &x0_next),
            ])?;
        }
        x = next;
        observe(i, &x)?;
    }
    Ok(x)
}

fn with_noise<T: Field, P: Place<T>>(
    place: &mut P,
    terms: &[(T, &P::Array)],
    on_noise: T,
) -> std::result::Result<P::Array, P::Error> {
    let mut terms = terms.to_vec();
    let fresh;
    if on_noise != T::zero() {
        fresh = place.noise(terms[0].1)?;
        terms.push((on_noise, &fresh));
    }
    place.combine(&terms)
}

/// Where fresh noise comes from: called once for each time a plan needs some, with the shape `(n, d)`.
pub type Noise<'a, T> = dyn FnMut((usize, usize)) -> Array2<T> + 'a;

/// This machine's processor, with a denoiser and a source of noise.
struct Host<'a, 'b, T, D> {
    denoiser: &'a D,
    noise: &'a mut Noise<'b, T>,
}

impl<T: Field, D: Denoiser<T>> Place<T> for Host<'_, '_, T, D> {
    type Array = Array2<T>;
    type Error = DomainError;

    fn combine(&mut self, terms: &[(T, &Array2<T>)]) -> Result<Array2<T>> {
        let views: Vec<_> = terms
            .iter()
            .map(|(on, array)| (*on, array.view()))
            .collect();
        combine(&views)
    }

    fn denoise(&mut self, x: &Array2<T>, t: NoiseLevel<T>) -> Result<Array2<T>> {
        self.denoiser.denoise(x.view(), t)
    }

    fn noise(&mut self, x: &Array2<T>) -> Result<Array2<T>> {
        Ok((self.noise)(x.dim()))
    }
}

/// Carries out a plan on this machine's processor: see [`carry_out`].
///
/// # Errors
/// If shapes do not fit, or the denoiser refuses a state.
pub fn run<T: Field>(
    plan: &[Move<T>],
    denoiser: &impl Denoiser<T>,
    x: Array2<T>,
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
    let mut host = Host { denoiser, noise };
    carry_out(&mut host, plan, x, |i, x| {
        observe(i, x);
        Ok(())
    })
}

/// Standard normal noise from a generator, for [`run`].
///
/// The ziggurat behind it takes a logarithm of the platform's in its tail, once in some 4,000 draws: between platforms
/// the last bit of such a draw may differ. Where that matters, noise is an input: hand [`run`] an array, or take
/// [`crate::noise::counted`].
pub fn standard_normal<T>(rng: &mut impl Rng) -> impl FnMut((usize, usize)) -> Array2<T>
where
    StandardNormal: Distribution<T>,
{
    move |shape| Array2::random_using(shape, StandardNormal, rng)
}
