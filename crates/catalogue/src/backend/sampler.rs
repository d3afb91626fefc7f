//! Samplers, call by call: linear combinations, whoever forms them.

use ndarray::{ArrayD, IxDyn};

use crate::operation::{Arguments, Configuration, Solver};
use tweedie::ddim::{Inversion, inversion};
use tweedie::edm::HeunStep;
use tweedie::error::{DomainError, Result};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::sampler::{Method, Move, ReverseVar};
use tweedie::scalar::Float;
use tweedie::score::Prediction;
use tweedie::step::Step;

/// Who forms a linear combination `Σ cᵢ · Aᵢ` of arrays of one length, adding in their order.
pub(super) type Combine<'a, E> = dyn Fn(&[(f64, &[f64])]) -> std::result::Result<Vec<f64>, E> + 'a;

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

/// A step of no sampler.
pub(super) fn not_begun() -> DomainError {
    DomainError::new(
        "sampler",
        None::<()>,
        "ask for sampler.begin before sampler.step",
    )
}

impl<T: Float> Calls<T> {
    /// The sampler of a configuration; none where there is no such method here.
    pub(super) fn new(configuration: Configuration) -> Result<Option<Self>> {
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

    /// The levels at which the model is asked, a row each.
    pub(super) fn levels(&self) -> ArrayD<f64> {
        ArrayD::from_shape_fn(IxDyn(&[self.asked.len(), 2]), |place| {
            let level = self.asked[place[0]];
            [level.alpha(), level.sigma()][place[1]].to_f64()
        })
    }

    /// The next state, of the shape of x.
    pub(super) fn step<E: From<DomainError>>(
        &mut self,
        arguments: &Arguments,
        combine: &Combine<'_, E>,
    ) -> std::result::Result<ArrayD<f64>, E> {
        let i = arguments.count("i")?;
        let (Some(&call), Some(&at)) = (self.list.get(i), self.asked.get(i)) else {
            return Err(DomainError::new(
                "call i",
                i,
                format!("the sampler has {}", self.list.len()),
            )
            .into());
        };
        let x: Vec<f64> = arguments.array("x")?;
        let model_output: Vec<f64> = arguments.array("model_output")?;
        let noise: Vec<f64> = arguments.array("noise")?;
        for (name, array) in [("model_output", &model_output), ("noise", &noise)] {
            if array.len() != x.len() {
                return Err(DomainError::new(
                    format!("numbers in {name}"),
                    array.len(),
                    format!("x has {}", x.len()),
                )
                .into());
            }
        }
        let given = self.configuration.prediction;
        let given = given.prediction(self.configuration.solver, at);
        let wanted = match call {
            Call::Invert(_) => Prediction::eps(),
            _ => Prediction::x0(),
        };
        let conversion = wanted.from(given, at)?;
        let sum = |terms: &[(T, &[f64])]| {
            let terms: Vec<_> = terms
                .iter()
                .map(|(on, array)| (on.to_f64(), *array))
                .collect();
            combine(&terms)
        };
        let estimate = sum(&[
            (conversion.on_x_t, &x),
            (conversion.on_given, &model_output),
        ])?;
        let next = match call {
            Call::Step(step) => {
                let next = sum(&[
                    (step.on_x_t, &x),
                    (step.on_x0, &estimate),
                    (step.on_noise, &noise),
                ])?;
                self.start = Some((x, estimate));
                next
            }
            Call::Correct(heun) => {
                let Some((start, x0)) = self
                    .start
                    .take()
                    .filter(|(start, _)| start.len() == x.len())
                else {
                    return Err(DomainError::new(
                        "call i",
                        i,
                        "it corrects the call before it, which was not made",
                    )
                    .into());
                };
                sum(&[
                    (heun.on_x_t, &start),
                    (heun.on_x0, &x0),
                    (heun.on_x0_next, &estimate),
                ])?
            }
            Call::Invert(step) => sum(&[(step.on_x_s, &x), (step.on_eps, &estimate)])?,
        };
        let shape = IxDyn(arguments.shape("x")?);
        ArrayD::from_shape_vec(shape, next).map_err(|error| {
            DomainError::new("shape of x", error, "give the shape of the call before").into()
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
