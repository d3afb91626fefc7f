//! The reference on the CPU, in any format.

mod sampler;

use half::{bf16, f16};
use ndarray::ArrayD;

use sampler::Begun;

use super::sampler::{NOT_BY_CALLS, not_begun};
use super::{Answer, Backend, Implementation, Request, SAMPLER};
use crate::operation::{Generic, OPERATIONS, Operation, System};
use tweedie::error::Result;
use tweedie::scalar::{Float, Format};

/// The reference: every operation by its first form, all of it in one format.
#[derive(Debug, Clone)]
pub struct Cpu {
    format: Format,
    sampler: Option<Begun>,
}

impl Cpu {
    /// The reference in a format.
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self {
            format,
            sampler: None,
        }
    }
}

impl Backend for Cpu {
    fn implementation(&self) -> Implementation {
        Implementation {
            name: format!("cpu-{}", self.format),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            formats: vec![self.format],
            operations: OPERATIONS
                .iter()
                .map(|operation| operation.name)
                .chain(SAMPLER)
                .map(str::to_owned)
                .collect(),
        }
    }

    fn run(&mut self, request: &Request<'_>) -> Answer {
        if SAMPLER.contains(&request.operation) {
            return Answer::or_error(self.sample(request));
        }
        let Some(operation) = Operation::named(request.operation) else {
            return Answer::Skipped(format!("there is no operation {}", request.operation));
        };
        Answer::or_error(output(operation, operation.forms[0], request))
    }
}

impl Cpu {
    /// `sampler.begin` and `sampler.step`.
    fn sample(&mut self, request: &Request<'_>) -> Result<Answer> {
        if request.operation == SAMPLER[0] {
            self.sampler = Begun::begin(request.arguments, request.format)?;
            return Ok(match &self.sampler {
                Some(sampler) => Answer::Output(sampler.levels()),
                None => Answer::Skipped(NOT_BY_CALLS.to_owned()),
            });
        }
        match &mut self.sampler {
            Some(sampler) => Ok(Answer::Output(
                sampler.step(request.arguments, request.format)?,
            )),
            None => Err(not_begun()),
        }
    }
}

/// The output of a function that stands for an operation, in the format asked for.
///
/// # Errors
/// If an argument is missing or outside the function's domain.
pub fn output(operation: &Operation, function: Generic, request: &Request<'_>) -> Result<Answer> {
    let values = match request.format {
        Format::F64 => floats::<f64>(function, request)?,
        Format::F32 => floats::<f32>(function, request)?,
        Format::F16 => floats::<f16>(function, request)?,
        Format::Bf16 => floats::<bf16>(function, request)?,
    };
    let shape = operation.output_shape(request.arguments, values.len())?;
    let output = ArrayD::from_shape_vec(shape, values);
    Ok(Answer::or_error(output.map(Answer::Output)))
}

fn floats<T: System + Float>(function: Generic, request: &Request<'_>) -> Result<Vec<f64>> {
    let values = function.run::<T>(request.arguments)?;
    Ok(values.into_iter().map(Float::to_f64).collect())
}
