//! Churn: fresh noise before a step, and the stochastic sampler.

use super::flow::heun_rows;
use crate::error::{DomainError, Result};
use crate::level::{LevelPair, NoiseLevel};
use crate::path::Path;
use crate::plan::{Past, Plan, Row};
use crate::scalar::Field;

/// A level raised by fresh noise: `x' = x + on_noise · z` lies at `level`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Churned<T> {
    /// The level reached.
    pub level: NoiseLevel<T>,
    /// Multiplies fresh standard normal noise.
    pub on_noise: T,
}

/// Churn: noise added before a step, so that the level rises to `σ' = (1 + γ) σ`.
///
/// ```text
/// x' = x + √(σ'² − σ²) S_noise z
/// ```
///
/// `σ'² − σ²` is formed as `σ² γ (2 + γ)`.
///
/// Source: EDM Algorithm 2, lines 4–6, for any scaling.
/// # Domain
/// The variance of x' belongs to the level σ' at `s_noise = 1`; `gamma = 0` changes nothing.
/// # Errors
/// If `gamma` or `s_noise` is negative or not finite.
pub fn churn<T: Field>(t: NoiseLevel<T>, gamma: T, s_noise: T) -> Result<Churned<T>> {
    for (name, value) in [("gamma", gamma), ("s_noise", s_noise)] {
        if !(value.is_finite() && value >= T::zero()) {
            return Err(DomainError::new(name, value, "give a finite number ≥ 0"));
        }
    }
    let sigma = t.sigma();
    let level = NoiseLevel::new(t.alpha(), sigma * (T::one() + gamma))?;
    // γ = 0 asks for no root
    let on_noise = if gamma == T::zero() {
        T::zero()
    } else {
        (sigma.squared() * gamma * (T::int(2) + gamma)).sqrt() * s_noise
    };
    Ok(Churned { level, on_noise })
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

/// EDM's stochastic sampler along a path: noise that raises the level, then Heun's step from there.
///
/// Source: EDM Algorithm 2.
/// # Errors
/// As [`churn`] and [`super::euler`], or if the window of `settings` is none.
pub fn stochastic_plan<T: Field>(path: &Path<T>, settings: Churn<T>) -> Result<Plan<T>> {
    let steps = path.steps().len();
    Plan::stepwise(path, |pair| {
        let (s, t) = (pair.s(), pair.t());
        let raised = churn(t, settings.gamma(t, steps)?, settings.noise)?;
        let mut rows = Vec::new();
        if raised.level != t {
            let terms = [(T::one(), Past::State(0)), (raised.on_noise, Past::Fresh)];
            rows.push(Row::silent(raised.level, terms));
        }
        rows.extend(heun_rows(LevelPair::new(s, raised.level)?)?);
        Ok(rows)
    })
}
