//! The methods, each as the coefficients it gives for every pair of levels.

use super::plan::Move;
use crate::ddim;
use crate::edm;
use crate::error::{DomainError, Result};
use crate::level::{LevelPair, NoiseLevel};
use crate::merging;
use crate::posterior::posterior;
use crate::scalar::Field;

/// The variance of an ancestral step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReverseVar {
    /// β: the forward step's.
    Forward,
    /// β̃: the posterior's.
    Posterior,
}

/// EDM's stochasticity. Levels with `from ≤ σ̂ ≤ to` get the noise of `γ = min(amount/n, √2 − 1)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Churn<T> {
    /// `S_churn`, over the whole run.
    pub amount: T,
    /// `S_tmin`.
    pub from: T,
    /// `S_tmax`.
    pub to: T,
    /// `S_noise`.
    pub noise: T,
}

/// A sampling method.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Method<T> {
    /// DDPM Algorithm 2, between any two levels. The last step, to clean data, adds no noise.
    Ancestral(ReverseVar),
    /// DDIM eq. 12.
    Ddim {
        /// 0 is deterministic, 1 the posterior.
        eta: T,
    },
    /// EDM Algorithm 1 without its correction.
    Euler,
    /// EDM Algorithm 1.
    Heun,
    /// EDM Algorithm 2.
    Stochastic(Churn<T>),
}

impl<T: Field> Method<T> {
    /// The plan that leads through `levels`, noisiest first.
    ///
    /// # Errors
    /// If there are fewer than two levels, they do not get strictly cleaner, or the method has no step between two of them.
    pub fn plan(self, levels: &[NoiseLevel<T>]) -> Result<Vec<Move<T>>> {
        if levels.len() < 2 {
            return Err(DomainError::new(
                "number of levels",
                levels.len(),
                "give two or more: one to start from and one to reach",
            ));
        }
        let steps = levels.len() - 1;
        levels
            .windows(2)
            .map(|pair| self.step(LevelPair::new(pair[1], pair[0])?, steps))
            .collect()
    }

    fn step(self, pair: LevelPair<T>, steps: usize) -> Result<Move<T>> {
        let (s, t) = (pair.s(), pair.t());
        let one_look = |predict| Move {
            churn: None,
            at: t,
            to: s,
            predict,
            correct: None,
        };
        match self {
            Self::Ancestral(choice) => {
                let posterior = posterior(pair)?;
                let var = match choice {
                    _ if s.sigma() == T::zero() => T::zero(),
                    ReverseVar::Forward => merging::between(pair)?.var(),
                    ReverseVar::Posterior => posterior.var,
                };
                Ok(one_look(posterior.step(var)))
            }
            Self::Ddim { eta } => Ok(one_look(ddim::step(pair, eta)?)),
            Self::Euler => Ok(one_look(edm::euler(t, s)?)),
            Self::Heun => heun(t, s),
            Self::Stochastic(churn) => {
                let churned = edm::churn(t, churn.gamma(t, steps)?, churn.noise)?;
                Ok(Move {
                    churn: Some(churned),
                    ..heun(churned.level, s)?
                })
            }
        }
    }
}

impl<T: Field> Churn<T> {
    /// γ at a level: EDM Algorithm 2, line 3.
    fn gamma(self, t: NoiseLevel<T>, steps: usize) -> Result<T> {
        if !(self.from >= T::zero() && self.from <= self.to) {
            return Err(DomainError::new(
                "churn window (S_tmin, S_tmax)",
                (self.from, self.to),
                "give numbers ≥ 0, the smaller first",
            ));
        }
        let sigma = t.edm_sigma();
        if sigma < self.from || sigma > self.to {
            return Ok(T::zero());
        }
        let share = self.amount / T::count(steps);
        // γ ≤ √2 − 1, asked in squares: the root is taken only where it binds
        if (T::one() + share).squared() > T::int(2) {
            Ok(T::int(2).sqrt() - T::one())
        } else {
            Ok(share)
        }
    }
}

/// Heun's move; Euler's where the slope at the end is not defined.
fn heun<T: Field>(t: NoiseLevel<T>, s: NoiseLevel<T>) -> Result<Move<T>> {
    let correct = if s.sigma() > T::zero() {
        Some(edm::heun(t, s)?)
    } else {
        None
    };
    Ok(Move {
        churn: None,
        at: t,
        to: s,
        predict: edm::euler(t, s)?,
        correct,
    })
}
