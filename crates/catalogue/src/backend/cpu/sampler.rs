//! The reference's samplers.
//!
//! Tables and coefficients are made in the backend's format, those of the short formats in `f32` and then rounded: in
//! half precision σ of the first levels would be 0.

use half::{bf16, f16};
use ndarray::ArrayD;

use crate::backend::sampler::Calls;
use crate::operation::{Arguments, Configuration};
use tweedie::error::Result;
use tweedie::scalar::{Float, Format};

/// A sampler that was begun, its tables in the format they are made in.
#[derive(Debug, Clone)]
pub(super) enum Begun {
    Wide(Calls<f64>),
    Single(Calls<f32>),
}

impl Begun {
    /// The sampler of a configuration; none where the reference does not have the method.
    pub(super) fn begin(arguments: &Arguments, format: Format) -> Result<Option<Self>> {
        let configuration = Configuration::from_arguments(arguments)?;
        Ok(match format {
            Format::F64 => Calls::new(configuration)?.map(Self::Wide),
            Format::F32 | Format::F16 | Format::Bf16 => {
                Calls::new(configuration)?.map(Self::Single)
            }
        })
    }

    /// The levels at which the model is asked, a row each.
    pub(super) fn levels(&self) -> ArrayD<f64> {
        match self {
            Self::Wide(calls) => calls.levels(),
            Self::Single(calls) => calls.levels(),
        }
    }

    /// The next state.
    pub(super) fn step(&mut self, arguments: &Arguments, format: Format) -> Result<ArrayD<f64>> {
        match (self, format) {
            (Self::Wide(calls), _) => calls.step(arguments, &|terms| Ok(summed::<f64>(terms))),
            (Self::Single(calls), Format::F16) => {
                calls.step(arguments, &|terms| Ok(summed::<f16>(terms)))
            }
            (Self::Single(calls), Format::Bf16) => {
                calls.step(arguments, &|terms| Ok(summed::<bf16>(terms)))
            }
            (Self::Single(calls), _) => calls.step(arguments, &|terms| Ok(summed::<f32>(terms))),
        }
    }
}

/// A linear combination, every product and sum rounded to the format.
fn summed<F: Float>(terms: &[(f64, &[f64])]) -> Vec<f64> {
    let len = terms.first().map_or(0, |(_, array)| array.len());
    let sum = |i: usize| {
        let products = terms
            .iter()
            .map(|(on, array)| F::from_f64(*on) * F::from_f64(array[i]));
        products.reduce(|sum, product| sum + product)
    };
    (0..len).filter_map(sum).map(F::to_f64).collect()
}
