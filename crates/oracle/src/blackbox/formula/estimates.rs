//! What the model gives, as x₀ and ε.

use super::{Call, Twist, not_a_form};
use tweedie::edm::Preconditioning;
use tweedie::error::{DomainError, Result};
use tweedie::level::NoiseLevel;
use tweedie::path::Curve;
use tweedie::sampler::Sampler;
use tweedie::scalar::Real;
use tweedie::score::Prediction;
use tweedie_catalogue::operation::Quantity;

impl<T: Real> Call<T> {
    /// A quantity by its conversion from what the model gives.
    pub(super) fn converted(&self, wanted: Prediction<T>) -> Result<Vec<T>> {
        let given = self.prediction.prediction(self.sampler.curve(), self.t);
        let conversion = wanted.from(given, self.t)?;
        Ok(self.each(|k| conversion.apply(self.x[k], self.given[k])))
    }

    /// `(x₀, ε)` as ports form them.
    pub(in crate::blackbox) fn estimates(&self, twist: Twist) -> Result<(Vec<T>, Vec<T>)> {
        self.estimates_at(self.t, twist)
    }

    pub(super) fn estimates_at(&self, t: NoiseLevel<T>, twist: Twist) -> Result<(Vec<T>, Vec<T>)> {
        let (alpha, sigma) = (t.alpha(), t.sigma());
        let need = |name: &str, value: T| {
            if value > T::zero() {
                Ok(())
            } else {
                Err(DomainError::new(
                    name,
                    value,
                    "x0 or eps is not determined here",
                ))
            }
        };
        let pick = |k: usize| -> (T, T) {
            let (x, given) = (self.x[k], self.given[k]);
            match self.prediction {
                Quantity::Eps => ((x - sigma * given) / alpha, given),
                Quantity::X0 => (given, (x - alpha * given) / sigma),
                Quantity::V if self.sampler.curve() == Curve::Flow => {
                    (x - sigma * given, x + alpha * given)
                }
                Quantity::V if self.sampler.curve() == Curve::Unscaled => {
                    let square = sigma.squared() + T::one();
                    let skip = x / square;
                    let out = given * sigma / square.sqrt();
                    let x0 = if twist == Twist::SignOfV {
                        skip + out
                    } else {
                        skip - out
                    };
                    (x0, (x - x0) / sigma)
                }
                Quantity::V if twist == Twist::SignOfV => {
                    let x0 = alpha * x + sigma * given;
                    (x0, alpha * given + sigma * x)
                }
                Quantity::V => (alpha * x - sigma * given, alpha * given + sigma * x),
            }
        };
        match self.prediction {
            Quantity::Eps => need("alpha", alpha)?,
            Quantity::X0 => need("sigma", sigma)?,
            Quantity::V => {}
        }
        let (mut x0, mut eps): (Vec<T>, Vec<T>) = (0..self.x.len()).map(pick).unzip();
        if matches!(twist, Twist::Clip | Twist::ClipAndKeep) {
            for value in &mut x0 {
                *value = value.max(-T::one()).min(T::one());
            }
        }
        if twist == Twist::Clip {
            need("sigma", sigma)?;
            eps = self.each(|k| (self.x[k] - alpha * x0[k]) / sigma);
        }
        Ok((x0, eps))
    }

    /// `x₀ = c_skip x + c_out F`, F made of what the model gives and rounded as an array.
    pub(super) fn preconditioned(&self) -> Result<(Vec<T>, Vec<T>)> {
        if self.sampler != Sampler::EdmEuler || self.prediction != Quantity::X0 {
            return Err(not_a_form());
        }
        let sigma = self.t.sigma();
        let wrapped = Preconditioning::edm(sigma, T::ratio(1, 2))?;
        let x0 = self.each(|k| {
            let skip = wrapped.c_skip * self.x[k];
            skip + wrapped.c_out * ((self.given[k] - skip) / wrapped.c_out)
        });
        let eps = self.each(|k| (self.x[k] - x0[k]) / sigma);
        Ok((x0, eps))
    }
}
