//! The loop on this machine's processor.

use ndarray::Array2;
use ndarray_rand::RandomExt;
use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};

use crate::array::combine;
use crate::data::Denoiser;
use crate::error::{DomainError, Result};
use crate::level::NoiseLevel;
use crate::plan::{Place, Plan, carry_out};
use crate::scalar::Field;

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

/// Carries out a plan on this machine's processor, from the state `x` at its start: see [`carry_out`].
///
/// `observe(i, x)` sees the state that row `i` made.
///
/// # Errors
/// If shapes do not fit, or the denoiser refuses a state.
pub fn run<T: Field>(
    plan: &Plan<T>,
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
    carry_out(&mut host, plan.rows(), plan.reach(), x, |i, x| {
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
