//! DDIM on a chain with the exact denoiser of a mixture for its model.

use crate::operation::Arguments;
use crate::operation::catalogue::mixture;
use crate::operation::catalogue::scheduled::ddim_step::AsPrograms;
use crate::operation::catalogue::scheduled::place::Place;
use crate::operation::catalogue::scheduled::tables::Chain;
use tweedie::data::{Mixture, NoisyMixture};
use tweedie::ddim;
use tweedie::error::Result;
use tweedie::scalar::Real;
use tweedie::score::{Conversion, Prediction};
use tweedie::step::Step;

/// How a step follows from the estimate.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// Coefficients on x_t, x₀ and noise.
    Coefficients,
    /// By way of ε, as the model of a program gives it.
    Programs,
}

/// A sampler: a chain, its data, and the form of its steps.
pub struct IdealDdim<T> {
    pub chain: Chain<T>,
    pub data: Mixture,
    form: Form,
}

impl<T: Real> IdealDdim<T> {
    pub fn new(arguments: &Arguments, form: Form) -> Result<Self> {
        Ok(Self {
            chain: match form {
                Form::Coefficients => Chain::new(arguments)?,
                Form::Programs => Chain::by_subtraction(arguments)?,
            },
            data: mixture::mixture(arguments)?,
            form,
        })
    }

    /// The model at `t`.
    pub fn model(&self, t: usize) -> Result<Model<T>> {
        let level = self.chain.level(t)?;
        Ok(Model {
            law: self.data.at(level)?,
            to_eps: Prediction::eps().from(Prediction::x0(), level)?,
        })
    }

    /// The step of a place.
    pub fn step(&self, place: Place, eta: T) -> Result<Denoised<T>> {
        Ok(Denoised {
            model: self.model(place.t)?,
            after: match self.form {
                Form::Coefficients => {
                    After::Coefficients(ddim::step(self.chain.pair(place)?, eta)?)
                }
                Form::Programs => After::Programs(AsPrograms::new(&self.chain, place, eta)?),
            },
        })
    }
}

/// The ideal model at a level.
pub struct Model<T> {
    pub law: NoisyMixture<T>,
    to_eps: Conversion<T>,
}

impl<T: Real> Model<T> {
    /// The estimate of the noise.
    pub fn eps(&self, x: &[T]) -> Result<Vec<T>> {
        let x0 = self.law.posterior_mean(x)?;
        let both = x.iter().zip(x0);
        Ok(both.map(|(&x, x0)| self.to_eps.apply(x, x0)).collect())
    }
}

/// A step with its model: `x ↦ x_s`.
pub struct Denoised<T> {
    pub model: Model<T>,
    after: After<T>,
}

#[derive(Clone, Copy)]
enum After<T> {
    Coefficients(Step<T>),
    Programs(AsPrograms<T>),
}

impl<T: Real> Denoised<T> {
    /// Where the step leads from one sample.
    pub fn take(&self, x: &[T], noise: &[T]) -> Result<Vec<T>> {
        Ok(self.given(x, &self.model.law.posterior_mean(x)?, noise))
    }

    /// The same, the estimate given.
    pub fn given(&self, x: &[T], x0: &[T], noise: &[T]) -> Vec<T> {
        (0..x.len())
            .map(|j| match self.after {
                After::Coefficients(step) => step.apply(x[j], x0[j], noise[j]),
                After::Programs(step) => {
                    step.apply(x[j], self.model.to_eps.apply(x[j], x0[j]), noise[j])
                }
            })
            .collect()
    }
}
