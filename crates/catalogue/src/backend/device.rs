//! The backend on a device: the operations that are work on arrays, in `f32` or `f64`.
//!
//! Most of them are linear in their arrays. What multiplies each array is asked of the operation's own first form, in
//! `f64`, with a one in that array's place and zeros in the others': no formula is stated here, and the device does what
//! it does in a sampler, one combination.

use std::cell::Cell;

use ndarray::{ArrayD, IxDyn};

use super::sampler::{Calls, NOT_BY_CALLS, not_begun};
use super::{Answer, Backend, Implementation, Request, SAMPLER};
use crate::operation::{Arguments, Configuration, Operation, mixture, plan};
use tweedie::error::DomainError;
use tweedie::scalar::Format;
use tweedie_gpu::{Array, Data, Error, Gpu, Question, Result, Scalar};

/// The operations that are linear in their arrays.
const LINEAR: [&str; 21] = [
    "add_noise",
    "scheduled.add_noise",
    "convert",
    "convert_v",
    "posterior",
    "cfg",
    "classifier_guidance",
    "classifier_guidance.mean",
    "edm.denoise",
    "ddpm_step",
    "scheduled.ddpm_step",
    "ddim_step",
    "ddim_invert_step",
    "scheduled.ddim_step",
    "scheduled.ddim_invert_step",
    "euler_step",
    "heun_step",
    "churn",
    "euler_ancestral_step",
    "dpmpp_2m_step",
    "dpmpp_2m_step_v",
];

/// The operations on a mixture.
const MIXTURES: [(&str, Question); 3] = [
    ("mixture.log_density", Question::LogDensity),
    ("mixture.denoise", Question::PosteriorMean),
    ("mixture.score", Question::Score),
];

/// The operation that is a loop.
const LOOP: &str = "trajectory";

/// An input that is no array of samples: the coefficients depend on it.
const TABLE: &str = "betas";

/// A device, as a backend in one format.
#[derive(Debug)]
pub struct Device {
    gpu: Gpu,
    format: Format,
    sampler: Option<Calls<f64>>,
}

impl Device {
    /// The backend on an open device.
    ///
    /// # Errors
    /// If the device does not compute in the format.
    pub fn new(gpu: Gpu, format: Format) -> Result<Self> {
        gpu.computes_in(format)?;
        Ok(Self {
            gpu,
            format,
            sampler: None,
        })
    }
}

impl Backend for Device {
    fn implementation(&self) -> Implementation {
        Implementation {
            name: format!("gpu-{}", self.format),
            version: format!("{} on {}", env!("CARGO_PKG_VERSION"), self.gpu.describe()),
            formats: vec![self.format],
            operations: LINEAR
                .into_iter()
                .chain(MIXTURES.map(|(name, _)| name))
                .chain([LOOP])
                .chain(SAMPLER)
                .map(str::to_owned)
                .collect(),
        }
    }

    fn run(&mut self, request: &Request<'_>) -> Answer {
        if request.format != self.format {
            let why = format!("this backend computes in {}", self.format);
            return Answer::Skipped(why);
        }
        match self.format {
            Format::F64 => self.run_in::<f64>(request),
            _ => self.run_in::<f32>(request),
        }
    }
}

impl Device {
    fn run_in<T: Scalar>(&mut self, request: &Request<'_>) -> Answer {
        if SAMPLER.contains(&request.operation) {
            return Answer::or_error(self.sample::<T>(request));
        }
        let Some(operation) = Operation::named(request.operation) else {
            return Answer::Skipped(format!("there is no operation {}", request.operation));
        };
        let question = MIXTURES.iter().find(|(name, _)| *name == operation.name);
        let values = if let Some((_, question)) = question {
            self.asked::<T>(*question, request.arguments)
        } else if operation.name == LOOP {
            self.walked::<T>(request.arguments)
        } else if LINEAR.contains(&operation.name) {
            self.combined::<T>(operation, request.arguments)
        } else {
            let why =
                "no kernel has it: it is not linear in its arrays, or makes numbers for the host";
            return Answer::Skipped(why.to_owned());
        };
        answer(operation, request.arguments, values)
    }

    /// `sampler.begin` and `sampler.step`: tables and coefficients in `f64`, states on the device.
    fn sample<T: Scalar>(&mut self, request: &Request<'_>) -> Result<Answer> {
        if request.operation == SAMPLER[0] {
            self.sampler = Calls::new(Configuration::from_arguments(request.arguments)?)?;
            return Ok(match &self.sampler {
                Some(sampler) => Answer::Output(sampler.levels()),
                None => Answer::Skipped(NOT_BY_CALLS.to_owned()),
            });
        }
        let Some(sampler) = &mut self.sampler else {
            return Err(not_begun().into());
        };
        let combine = |terms: &[(f64, &[f64])]| -> Result<Vec<f64>> {
            let mut arrays = Vec::new();
            for (_, array) in terms {
                let values: Vec<T> = array.iter().map(|&x| T::from_f64(x)).collect();
                arrays.push(Array::upload(&self.gpu, &values)?);
            }
            let terms: Vec<_> = terms.iter().map(|(on, _)| *on).zip(&arrays).collect();
            let sum = self.gpu.combine(&terms)?.download()?;
            Ok(sum.into_iter().map(T::to_f64).collect())
        };
        Ok(Answer::Output(sampler.step(request.arguments, &combine)?))
    }

    /// A linear combination of the operation's arrays.
    fn combined<T: Scalar>(&self, operation: &Operation, arguments: &Arguments) -> Result<Vec<T>> {
        let names = || {
            operation
                .inputs
                .iter()
                .map(|(name, _)| *name)
                .filter(|name| *name != TABLE)
        };
        let coefficients = coefficients(operation, arguments, &names().collect::<Vec<_>>())?;
        let mut arrays = Vec::new();
        for name in names() {
            arrays.push(Array::upload(&self.gpu, &arguments.array::<T>(name)?)?);
        }
        let terms: Vec<_> = coefficients.into_iter().zip(&arrays).collect();
        self.gpu.combine(&terms)?.download()
    }

    /// An answer about a mixture.
    fn asked<T: Scalar>(&self, question: Question, arguments: &Arguments) -> Result<Vec<T>> {
        let data = Data::upload(&self.gpu, &mixture(arguments)?)?;
        let x = Array::upload(&self.gpu, &arguments.array::<T>("x")?)?;
        data.ask(question, &x, arguments.level_at("t")?)?.download()
    }

    /// The states of a loop that stays on the device; each is copied back on its way.
    fn walked<T: Scalar>(&self, arguments: &Arguments) -> Result<Vec<T>> {
        let plan = plan(arguments)?;
        let data = Data::upload(&self.gpu, &mixture(arguments)?)?;
        let start = Array::upload(&self.gpu, &arguments.array::<T>("start")?)?;
        let all = arguments.array::<T>("noise")?;
        let mut states = Vec::new();
        // there is noise for every step, and a step asks for it only where it adds some
        let at = Cell::new(0);
        let mut noise = |len: usize| Array::upload(&self.gpu, &all[at.get() * len..][..len]);
        tweedie_gpu::sample(&self.gpu, &plan, &data, start, &mut noise, |i, x| {
            at.set(i + 1);
            states.extend(x.download()?);
            Ok(())
        })?;
        Ok(states)
    }
}

/// What multiplies each of the arrays `names` in an operation that is linear in them.
fn coefficients(operation: &Operation, arguments: &Arguments, names: &[&str]) -> Result<Vec<f64>> {
    let at = |one: Option<&str>| -> Result<f64> {
        let mut probe = arguments.clone();
        for name in names {
            let value = if one == Some(*name) { 1.0 } else { 0.0 };
            probe = probe.input(name, ArrayD::from_elem(IxDyn(&[1]), value));
        }
        let values: Vec<f64> = operation.evaluate(&probe)?;
        Ok(values[0])
    };
    let constant = at(None)?;
    if constant != 0.0 {
        let way_out = "leave it to the CPU: it is not linear in its arrays";
        let quantity = format!("{} of zeros", operation.name);
        return Err(DomainError::new(quantity, constant, way_out).into());
    }
    names.iter().map(|name| at(Some(name))).collect()
}

fn answer<T: Scalar>(
    operation: &Operation,
    arguments: &Arguments,
    values: Result<Vec<T>>,
) -> Answer {
    let shaped = values.and_then(|values| {
        let shape = operation.output_shape(arguments, values.len())?;
        let values = values.into_iter().map(T::to_f64).collect();
        ArrayD::from_shape_vec(shape, values).map_err(|error| Error::Refused(error.to_string()))
    });
    Answer::or_error(shaped.map(Answer::Output))
}
