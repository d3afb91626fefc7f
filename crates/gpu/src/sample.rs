//! Sampling, from the first step to the last on the device.

use super::array::Array;
use super::components::Data;
use super::denoiser::Question;
use super::device::Gpu;
use super::error::{Error, Result};
use super::scalar::Scalar;
use tweedie::level::NoiseLevel;
use tweedie::plan::{Place, Plan, carry_out};

/// Where fresh noise comes from: called once for each time a plan needs some, with the length of the state.
pub type Noise<'a, 'g, T = f32> = dyn FnMut(usize) -> Result<Array<'g, T>> + 'a;

/// The device, with the data that it denoises by, and a source of noise.
struct OnDevice<'a, 'b, 'g, T> {
    gpu: &'g Gpu,
    data: &'a Data<'g, T>,
    noise: &'a mut Noise<'b, 'g, T>,
}

impl<'g, T: Scalar> Place<f64> for OnDevice<'_, '_, 'g, T> {
    type Array = Array<'g, T>;
    type Error = Error;

    fn combine(&mut self, terms: &[(f64, &Array<'g, T>)]) -> Result<Array<'g, T>> {
        self.gpu.combine(terms)
    }

    fn denoise(&mut self, x: &Array<'g, T>, t: NoiseLevel<f64>) -> Result<Array<'g, T>> {
        self.data.ask(Question::PosteriorMean, x, t)
    }

    fn noise(&mut self, x: &Array<'g, T>) -> Result<Array<'g, T>> {
        (self.noise)(x.len())
    }
}

/// Carries out a plan from the state `x` at its start: the device's
/// [`tweedie::sampler::run`]. Nothing is copied back but what `observe(i, x)` downloads of the states it sees.
///
/// # Errors
/// If `x` has no whole number of samples, the data refuse a level, or the device fails.
pub fn sample<'g, T: Scalar>(
    gpu: &'g Gpu,
    plan: &Plan<f64>,
    data: &Data<'g, T>,
    x: Array<'g, T>,
    noise: &mut Noise<'_, 'g, T>,
    mut observe: impl FnMut(usize, &Array<'g, T>) -> Result<()>,
) -> Result<Array<'g, T>> {
    let mut place = OnDevice { gpu, data, noise };
    carry_out(&mut place, plan.rows(), plan.reach(), x, |i, x| {
        // arrays that wait for the device hold its memory: one row's at a time
        gpu.finish()?;
        observe(i, x)
    })
}
