//! Samplers, call by call: linear combinations, whoever forms them.

use std::mem::take;

use ndarray::{ArrayD, IxDyn};

use crate::operation::{Arguments, Configuration};
use tweedie::error::{DomainError, Result};
use tweedie::level::NoiseLevel;
use tweedie::plan::{Place, Plan, Row, Walk};
use tweedie::scalar::Float;
use tweedie::score::Prediction;

/// Who forms a linear combination `Σ cᵢ · Aᵢ` of arrays of one length, adding in their order.
pub(super) type Combine<'a, E> = dyn Fn(&[(f64, &[f64])]) -> std::result::Result<Vec<f64>, E> + 'a;

/// A sampler, asked call by call.
#[derive(Debug, Clone)]
pub(super) struct Calls<T> {
    configuration: Configuration,
    plan: Plan<T>,
    /// What earlier calls left behind, and the number of the next.
    walk: Walk<Vec<f64>>,
    next: usize,
}

/// Why there are no calls of a method.
pub(super) const NOT_BY_CALLS: &str =
    "the method draws noise before it looks, or twice between looks: calls cannot say that";

/// A step of no sampler.
pub(super) fn not_begun() -> DomainError {
    DomainError::new(
        "sampler",
        None::<()>,
        "ask for sampler.begin before sampler.step",
    )
}

impl<T: Float> Calls<T> {
    /// The sampler of a configuration; none where calls cannot say it: it draws before it looks, or twice between looks.
    pub(super) fn new(configuration: Configuration) -> Result<Option<Self>> {
        let plan: Plan<T> = configuration.plan()?;
        let first = plan.rows().first().and_then(Row::look);
        let draws = |rows: &[Row<T>]| rows.iter().filter(|row| row.draws()).count();
        if first.is_none() || plan.by_call().into_iter().any(|rows| draws(rows) > 1) {
            return Ok(None);
        }
        Ok(Some(Self {
            configuration,
            walk: Walk::new(plan.reach()),
            plan,
            next: 0,
        }))
    }

    /// The levels at which the model is asked, a row each.
    pub(super) fn levels(&self) -> ArrayD<f64> {
        let asked: Vec<NoiseLevel<T>> = self.plan.asked().collect();
        ArrayD::from_shape_fn(IxDyn(&[asked.len(), 2]), |place| {
            let level = asked[place[0]];
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
        let calls = self.plan.by_call();
        let Some(rows) = calls.get(i) else {
            let way_out = format!("the sampler has {}", calls.len());
            return Err(DomainError::new("call i", i, way_out).into());
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
        if i != self.next {
            // what other calls left behind is not this one's past
            self.walk = Walk::new(self.plan.reach());
        }
        let mut given = Given {
            configuration: self.configuration,
            model_output,
            noise,
            combine,
        };
        // a walk that fails is not gone on with
        self.next = 0;
        let mut walk = std::mem::replace(&mut self.walk, Walk::new(self.plan.reach()));
        let mut next = x;
        for row in *rows {
            next = walk.take(&mut given, row, next)?;
        }
        (self.walk, self.next) = (walk, i + 1);
        let shape = IxDyn(arguments.shape("x")?);
        ArrayD::from_shape_vec(shape, next).map_err(|error| {
            DomainError::new("shape of x", error, "give the shape of the call before").into()
        })
    }
}

/// What is handed in with a call, as the place where its rows are carried out.
struct Given<'a, 'c, E> {
    configuration: Configuration,
    model_output: Vec<f64>,
    noise: Vec<f64>,
    combine: &'a Combine<'c, E>,
}

impl<E: From<DomainError>> Given<'_, '_, E> {
    /// What the model said, as another quantity.
    fn said<T: Float>(
        &mut self,
        wanted: Prediction<T>,
        x: &[f64],
        at: NoiseLevel<T>,
    ) -> std::result::Result<Vec<f64>, E> {
        let Configuration {
            prediction,
            sampler,
            ..
        } = self.configuration;
        let conversion = wanted.from(prediction.prediction(sampler.curve(), at), at)?;
        (self.combine)(&[
            (conversion.on_x_t.to_f64(), x),
            (conversion.on_given.to_f64(), &self.model_output),
        ])
    }
}

impl<T: Float, E: From<DomainError>> Place<T> for Given<'_, '_, E> {
    type Array = Vec<f64>;
    type Error = E;

    fn combine(&mut self, terms: &[(T, &Vec<f64>)]) -> std::result::Result<Vec<f64>, E> {
        let terms: Vec<(f64, &[f64])> = terms
            .iter()
            .map(|(on, array)| (on.to_f64(), array.as_slice()))
            .collect();
        (self.combine)(&terms)
    }

    fn denoise(&mut self, x: &Vec<f64>, at: NoiseLevel<T>) -> std::result::Result<Vec<f64>, E> {
        self.said(Prediction::x0(), x, at)
    }

    fn eps(
        &mut self,
        x: &Vec<f64>,
        _: &Vec<f64>,
        at: NoiseLevel<T>,
    ) -> std::result::Result<Vec<f64>, E> {
        self.said(Prediction::eps(), x, at)
    }

    fn noise(&mut self, _: &Vec<f64>) -> std::result::Result<Vec<f64>, E> {
        Ok(take(&mut self.noise))
    }
}
