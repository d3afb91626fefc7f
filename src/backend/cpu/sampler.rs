//! The reference's samplers, call by call.
//!
//! Tables and coefficients are made in the backend's format, those of the short formats in `f32` and then rounded: in
//! half precision σ of the first levels would be 0.

use ndarray::{ArrayD, IxDyn};

use crate::ddim::{Inversion, inversion};
use crate::edm::HeunStep;
use crate::error::{DomainError, Result};
use crate::level::{LevelPair, NoiseLevel};
use crate::operation::{Arguments, Configuration, Solver};
use crate::sampler::{Method, Move, ReverseVar};
use crate::scalar::{Float, Format};
use crate::score::Prediction;
use crate::step::Step;

/// A sampler that was begun, its tables in the format they are made in.
#[derive(Debug, Clone)]
pub(super) enum Sampler {
    Wide(Calls<f64>),
    Single(Calls<f32>),
}

impl Sampler {
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
            (Self::Wide(calls), _) => calls.step::<f64>(arguments),
            (Self::Single(calls), Format::F16) => calls.step::<half::f16>(arguments),
            (Self::Single(calls), Format::Bf16) => calls.step::<half::bf16>(arguments),
            (Self::Single(calls), _) => calls.step::<f32>(arguments),
        }
    }
}

/// What is done between two looks at the model.
#[derive(Debug, Clone, Copy)]
enum Call<T> {
    /// A step from x_t and x₀.
    Step(Step<T>),
    /// The second stage of Heun's step.
    Correct(HeunStep<T>),
    /// A step of inversion.
    Invert(Inversion<T>),
}

/// A sampler, as the list of its calls.
#[derive(Debug, Clone)]
pub(super) struct Calls<T> {
    configuration: Configuration,
    asked: Vec<NoiseLevel<T>>,
    list: Vec<Call<T>>,
    /// The state and the estimate that Heun's step started from.
    start: Option<(Vec<f64>, Vec<f64>)>,
}

impl<T: Float> Calls<T> {
    fn new(configuration: Configuration) -> Result<Option<Self>> {
        let way: Vec<NoiseLevel<T>> = configuration.levels()?;
        let posterior = Method::Ancestral(ReverseVar::Posterior);
        let eta = T::from_f64(configuration.eta);
        let calls = match configuration.solver {
            Solver::DdimInverse => inverted(&way)?,
            Solver::Ddpm | Solver::EulerAncestral => taken(&posterior.plan(&way)?),
            Solver::Ddim => taken(&Method::Ddim { eta }.plan(&way)?),
            Solver::FlowEuler => taken(&Method::Ddim { eta: T::zero() }.plan(&way)?),
            Solver::Euler | Solver::EdmEuler => taken(&Method::Euler.plan(&way)?),
            Solver::Heun => taken(&Method::Heun.plan(&way)?),
            Solver::Dpmpp2m | Solver::Unipc | Solver::Deis | Solver::Pndm => return Ok(None),
        };
        Ok(Some(Self {
            configuration,
            asked: configuration.solver.asked(&way),
            list: calls,
            start: None,
        }))
    }

    fn levels(&self) -> ArrayD<f64> {
        ArrayD::from_shape_fn(IxDyn(&[self.asked.len(), 2]), |place| {
            let level = self.asked[place[0]];
            [level.alpha(), level.sigma()][place[1]].to_f64()
        })
    }

    fn step<F: Float>(&mut self, arguments: &Arguments) -> Result<ArrayD<f64>> {
        let i = arguments.count("i")?;
        let (Some(&call), Some(&at)) = (self.list.get(i), self.asked.get(i)) else {
            return Err(DomainError::new(
                "call i",
                i,
                format!("the sampler has {}", self.list.len()),
            ));
        };
        let x: Vec<F> = arguments.array("x")?;
        let model_output: Vec<F> = arguments.array("model_output")?;
        let noise: Vec<F> = arguments.array("noise")?;
        for (name, array) in [("model_output", &model_output), ("noise", &noise)] {
            if array.len() != x.len() {
                return Err(DomainError::new(
                    format!("numbers in {name}"),
                    array.len(),
                    format!("x has {}", x.len()),
                ));
            }
        }
        let given = self.configuration.prediction;
        let given = given.prediction(self.configuration.solver, at);
        let wanted = match call {
            Call::Invert(_) => Prediction::eps(),
            _ => Prediction::x0(),
        };
        let conversion = wanted.from(given, at)?;
        let short = |coefficient: T| F::from_f64(coefficient.to_f64());
        let (on_x, on_given) = (short(conversion.on_x_t), short(conversion.on_given));
        let estimate: Vec<F> = x
            .iter()
            .zip(&model_output)
            .map(|(&x, &given)| on_x * x + on_given * given)
            .collect();
        let next: Vec<F> = match call {
            Call::Step(step) => {
                let step = Step {
                    on_x_t: short(step.on_x_t),
                    on_x0: short(step.on_x0),
                    on_noise: short(step.on_noise),
                };
                self.start = Some((wide(&x), wide(&estimate)));
                (0..x.len())
                    .map(|k| step.apply(x[k], estimate[k], noise[k]))
                    .collect()
            }
            Call::Correct(heun) => {
                let Some((start, x0)) = self.start.take() else {
                    return Err(DomainError::new(
                        "call i",
                        i,
                        "it corrects the call before it, which was not made",
                    ));
                };
                let term = |coefficient: T, x: f64| short(coefficient) * F::from_f64(x);
                (0..start.len().min(x.len()))
                    .map(|k| {
                        term(heun.on_x_t, start[k])
                            + term(heun.on_x0, x0[k])
                            + short(heun.on_x0_next) * estimate[k]
                    })
                    .collect()
            }
            Call::Invert(step) => {
                let (on_x_s, on_eps) = (short(step.on_x_s), short(step.on_eps));
                (0..x.len())
                    .map(|k| on_x_s * x[k] + on_eps * estimate[k])
                    .collect()
            }
        };
        let shape = IxDyn(arguments.shape("x")?);
        ArrayD::from_shape_vec(shape, wide(&next)).map_err(|error| {
            DomainError::new("shape of x", error, "give the shape of the call before")
        })
    }
}

/// Every move, look by look.
fn taken<T: Float>(plan: &[Move<T>]) -> Vec<Call<T>> {
    plan.iter()
        .flat_map(|step| {
            let correct = step.correct.map(Call::Correct);
            [Some(Call::Step(step.predict)), correct]
        })
        .flatten()
        .collect()
}

/// From the clean end of the way to its noisy one.
fn inverted<T: Float>(way: &[NoiseLevel<T>]) -> Result<Vec<Call<T>>> {
    way.windows(2)
        .rev()
        .map(|pair| Ok(Call::Invert(inversion(LevelPair::new(pair[1], pair[0])?))))
        .collect()
}

fn wide<F: Float>(values: &[F]) -> Vec<f64> {
    values.iter().map(|x| x.to_f64()).collect()
}
