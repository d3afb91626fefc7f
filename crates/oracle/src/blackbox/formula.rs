//! One step in closed form, as the papers and as ports write it, over any number system.

mod estimates;
mod lookback;

use tweedie::ddim;
use tweedie::error::{DomainError, Result};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::merging;
use tweedie::path::Curve;
use tweedie::sampler::Sampler;
use tweedie::scalar::Real;
use tweedie::score::Prediction;
use tweedie_catalogue::operation::Quantity;

/// A call, in a number system.
#[derive(Debug, Clone)]
pub(super) struct Call<T> {
    pub(super) sampler: Sampler,
    pub(super) prediction: Quantity,
    pub(super) eta: T,
    /// Where the model is asked.
    pub(super) t: NoiseLevel<T>,
    /// Where the step leads.
    pub(super) s: NoiseLevel<T>,
    pub(super) x: Vec<T>,
    pub(super) given: Vec<T>,
    pub(super) noise: Vec<T>,
    /// The call before: where Heun's step started, in its second stage; the multistep's last estimate.
    pub(super) start: Option<Start<T>>,
}

/// The call before.
#[derive(Debug, Clone)]
pub(super) struct Start<T> {
    pub(super) t: NoiseLevel<T>,
    pub(super) x: Vec<T>,
    pub(super) given: Vec<T>,
}

/// An algebraic form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// By the coefficients of the derivations.
    Coefficients,
    /// By x₀ and ε, `1 − ᾱ_t/ᾱ_s` by subtraction.
    Estimates,
    /// DDPM's two weights, β by subtraction.
    Weights,
    /// As a slope times a stride.
    Slope,
    /// As a slope times a stride, the model wrapped as EDM wraps it.
    Preconditioned,
}

impl Form {
    pub(super) const ALL: [Self; 5] = [
        Self::Coefficients,
        Self::Estimates,
        Self::Weights,
        Self::Slope,
        Self::Preconditioned,
    ];
}

/// What a wrong port does to x₀ and ε, or to the noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Twist {
    None,
    /// `x₀ = α x + σ v`.
    SignOfV,
    /// x₀ cut to [−1, 1], ε made anew from it.
    Clip,
    /// x₀ cut to [−1, 1], ε kept.
    ClipAndKeep,
    /// The predicted ε where fresh noise belongs.
    NoiseIsEps,
    /// The strides of the multistep exchanged.
    StridesExchanged,
    /// σ of the level before where that of the step's start belongs.
    SigmaBefore,
    /// What the model gives combined, and converted afterwards.
    CombinedRaw,
}

/// Whether the step of a method is known here in closed form.
pub(super) fn is_closed(sampler: Sampler) -> bool {
    !matches!(sampler, Sampler::Unipc | Sampler::Deis | Sampler::Pndm)
}

impl<T: Real> Call<T> {
    /// Every number that the step depends on, each array behind the levels it is at.
    pub(super) fn numbers(&self) -> impl Iterator<Item = T> {
        let level = |at: &NoiseLevel<T>| [at.alpha(), at.sigma()];
        let arrays = [&self.x, &self.given, &self.noise];
        let before = self.start.iter().flat_map(move |start| {
            let arrays = start.x.iter().chain(&start.given);
            level(&start.t).into_iter().chain(arrays.copied())
        });
        [self.eta]
            .into_iter()
            .chain([&self.t, &self.s].into_iter().flat_map(level))
            .chain(arrays.into_iter().flatten().copied())
            .chain(before)
    }

    /// The next state.
    ///
    /// # Errors
    /// If the step is not defined, or this is no form of it.
    pub(super) fn next(&self, form: Form) -> Result<Vec<T>> {
        if self.sampler == Sampler::DdimInverse {
            return self.inverted(form);
        }
        if self.sampler == Sampler::Dpmpp2m {
            return match form {
                Form::Coefficients => self.multistep(),
                Form::Estimates => self.multistep_by_estimates(Twist::None),
                _ => Err(not_a_form()),
            };
        }
        if let Some(start) = &self.start {
            return self.corrected(start, form);
        }
        match form {
            Form::Coefficients => {
                let step = ddim::step(LevelPair::new(self.s, self.t)?, self.eta)?;
                let x0 = self.converted(Prediction::x0())?;
                Ok(self.each(|k| step.apply(self.x[k], x0[k], self.noise[k])))
            }
            Form::Estimates => self.by_estimates(Twist::None, None),
            Form::Weights => self.by_weights(),
            Form::Slope => self.by_slope(&self.estimates(Twist::None)?),
            Form::Preconditioned => self.by_slope(&self.preconditioned()?),
        }
    }

    fn each(&self, f: impl Fn(usize) -> T) -> Vec<T> {
        (0..self.x.len()).map(f).collect()
    }

    /// `σ²_ts` as ports form it.
    fn var_between(&self) -> Result<T> {
        let pair = LevelPair::new(self.s, self.t)?;
        if self.sampler.curve() == Curve::Unscaled {
            return Ok(merging::between(pair)?.var());
        }
        let ratio = self.t.alpha().squared() / self.s.alpha().squared();
        Ok(T::one() - ratio)
    }

    /// `α_s x₀ + √(σ²_s − std²) ε + std z`, twisted; `beta` is that of the chain's own last step.
    pub(super) fn by_estimates(&self, twist: Twist, beta: Option<T>) -> Result<Vec<T>> {
        let (x0, eps) = self.estimates(twist)?;
        let (s, t) = (self.s, self.t);
        let std = if self.eta == T::zero() || s.sigma() == T::zero() {
            T::zero()
        } else {
            let between = match beta {
                Some(beta) => beta,
                None => self.var_between()?,
            };
            let var = s.sigma().squared() / t.sigma().squared() * between;
            self.eta * var.max(T::zero()).sqrt()
        };
        let kept = if std == T::zero() {
            s.sigma()
        } else {
            (s.sigma().squared() - std.squared()).max(T::zero()).sqrt()
        };
        Ok(self.each(|k| {
            let noise = if twist == Twist::NoiseIsEps {
                eps[k]
            } else {
                self.noise[k]
            };
            s.alpha() * x0[k] + kept * eps[k] + std * noise
        }))
    }

    fn by_weights(&self) -> Result<Vec<T>> {
        if self.sampler != Sampler::Ddpm {
            return Err(not_a_form());
        }
        let beta = self.var_between()?;
        let before = self.s;
        self.weighted(beta, beta, before)
    }

    /// `√ᾱ_s β/σ²_t x₀ + √(1−β) σ²_s/σ²_t x + √(β σ²_s/σ²_t) z`, with another β for the variance.
    pub(super) fn weighted(
        &self,
        beta: T,
        beta_of_var: T,
        before: NoiseLevel<T>,
    ) -> Result<Vec<T>> {
        let (x0, _) = self.estimates(Twist::None)?;
        let var_t = self.t.sigma().squared();
        let var_s = before.sigma().squared();
        let on_x0 = before.alpha() * beta / var_t;
        let on_x = (T::one() - beta).max(T::zero()).sqrt() * var_s / var_t;
        let std = if var_s == T::zero() {
            T::zero()
        } else {
            (beta_of_var * var_s / var_t).sqrt()
        };
        Ok(self.each(|k| on_x0 * x0[k] + on_x * self.x[k] + std * self.noise[k]))
    }

    /// β of this step.
    pub(super) fn beta(&self) -> Result<T> {
        self.var_between()
    }

    /// `x + (σ_s − σ_t) (x − x₀)/σ_t`, and the noise of an ancestral step.
    fn by_slope(&self, (x0, eps): &(Vec<T>, Vec<T>)) -> Result<Vec<T>> {
        let (s, t) = (self.s.sigma(), self.t.sigma());
        match self.sampler {
            Sampler::Euler | Sampler::EdmEuler | Sampler::Heun => {
                Ok(self.each(|k| self.x[k] + (self.x[k] - x0[k]) / t * (s - t)))
            }
            Sampler::EulerAncestral => {
                let var = s.squared() * (t.squared() - s.squared()) / t.squared();
                let down = if s == T::zero() {
                    T::zero()
                } else {
                    (s.squared() - var).max(T::zero()).sqrt()
                };
                let up = if s == T::zero() {
                    T::zero()
                } else {
                    var.sqrt()
                };
                Ok(self.each(|k| {
                    self.x[k] + (self.x[k] - x0[k]) / t * (down - t) + self.noise[k] * up
                }))
            }
            Sampler::FlowEuler => Ok(self.each(|k| self.x[k] + (s - t) * (eps[k] - x0[k]))),
            _ => Err(not_a_form()),
        }
    }

    /// From the cleaner level `t` to the noisier `s`: the names are those of the call, where the model is asked at `t`.
    fn inverted(&self, form: Form) -> Result<Vec<T>> {
        match form {
            Form::Coefficients => {
                let step = ddim::inversion(LevelPair::new(self.t, self.s)?);
                let eps = self.converted(Prediction::eps())?;
                Ok(self.each(|k| step.on_x_s * self.x[k] + step.on_eps * eps[k]))
            }
            Form::Estimates => {
                let (x0, eps) = self.estimates(Twist::None)?;
                Ok(self.each(|k| self.s.alpha() * x0[k] + self.s.sigma() * eps[k]))
            }
            _ => Err(not_a_form()),
        }
    }
}

fn not_a_form() -> DomainError {
    DomainError::new("algebraic form", None::<()>, "the method has no such form")
}
