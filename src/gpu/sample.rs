//! Sampling, from the first step to the last on the device.

use super::array::Array;
use super::denoiser::{Data, Question};
use super::device::Gpu;
use super::error::{Error, Result};
use crate::level::NoiseLevel;
use crate::sampler::{Move, Place, carry_out};

/// Where fresh noise comes from: called once for each time a plan needs some, with the length of the state.
pub type Noise<'a, 'g> = dyn FnMut(usize) -> Result<Array<'g>> + 'a;

/// The device, with the data that it denoises by, and a source of noise.
struct OnDevice<'a, 'b, 'g> {
    gpu: &'g Gpu,
    data: &'a Data<'g>,
    noise: &'a mut Noise<'b, 'g>,
}

impl<'g> Place<f64> for OnDevice<'_, '_, 'g> {
    type Array = Array<'g>;
    type Error = Error;

    fn combine(&mut self, terms: &[(f64, &Array<'g>)]) -> Result<Array<'g>> {
        self.gpu.combine(terms)
    }

    fn denoise(&mut self, x: &Array<'g>, t: NoiseLevel<f64>) -> Result<Array<'g>> {
        self.data.ask(Question::PosteriorMean, x, t)
    }

    fn noise(&mut self, x: &Array<'g>) -> Result<Array<'g>> {
        (self.noise)(x.len())
    }
}

/// Carries out a plan from the state `x`, which lies at the level of the first move: the device's
/// [`crate::sampler::run`]. Nothing is copied back but what `observe(i, x)` downloads of the states it sees.
///
/// # Errors
/// If `x` has no whole number of samples, the data refuse a level, or the device fails.
pub fn sample<'g>(
    gpu: &'g Gpu,
    plan: &[Move<f64>],
    data: &Data<'g>,
    x: Array<'g>,
    noise: &mut Noise<'_, 'g>,
    mut observe: impl FnMut(usize, &Array<'g>) -> Result<()>,
) -> Result<Array<'g>> {
    let mut place = OnDevice { gpu, data, noise };
    carry_out(&mut place, plan, x, |i, x| {
        // arrays that wait for the device hold its memory: one move's at a time
        gpu.finish()?;
        observe(i, x)
    })
}
