//! Langevin steps: they stay at their level, and let the noise in a state be told anew.

use crate::ddim;
use crate::error::{DomainError, Result};
use crate::level::NoiseLevel;
use crate::path::Path;
use crate::plan::{Plan, Row};
use crate::scalar::Field;
use crate::step::Step;

/// A step of Langevin's dynamics at the level t, of length τ.
///
/// ```text
/// x' = x + τ ∇ ln p(x) + √(2τ) z,    ∇ ln p(x) = −(x − α x̂₀)/σ²
///    = (1 − τ/σ²) x + (τ α/σ²) x̂₀ + √(2τ) z
/// ```
///
/// The law stays to first order only: of the data of a point, the noise becomes `σ² + τ²/σ²`.
///
/// Source: NCSN Algorithm 1, line 6, whose step size is 2τ.
/// # Errors
/// If τ is negative or not finite, or `σ = 0`.
pub fn step<T: Field>(t: NoiseLevel<T>, tau: T) -> Result<Step<T>> {
    if !(tau.is_finite() && tau >= T::zero()) {
        return Err(DomainError::new("tau", tau, "give a finite number ≥ 0"));
    }
    let share = tau / noisy(t)?.sigma().squared();
    Ok(Step {
        on_x_t: T::one() - share,
        on_x0: share * t.alpha(),
        on_noise: (T::int(2) * tau).sqrt(),
    })
}

/// A step that exchanges the share δ of the noise's variance and keeps the level exactly.
///
/// ```text
/// x' = α x̂₀ + √(1 − δ) (x − α x̂₀) + σ √δ z
/// ```
///
/// It is DDIM's step from a level to itself. To first order in τ it is Langevin's, `δ = 2τ/σ²`.
///
/// Source: DDIM eq. 12 at s = t; azula, `PCSampler`.
/// # Errors
/// If δ is outside [0, 1].
pub fn exchange<T: Field>(t: NoiseLevel<T>, delta: T) -> Result<Step<T>> {
    if !(delta >= T::zero() && delta <= T::one()) {
        return Err(DomainError::new(
            "delta",
            delta,
            "it is a share, between 0 and 1",
        ));
    }
    let kept = (T::one() - delta).sqrt();
    Ok(Step {
        on_x_t: kept,
        on_x0: t.alpha() * (T::one() - kept),
        on_noise: t.sigma() * delta.sqrt(),
    })
}

/// Annealed Langevin dynamics along a path: `repeats` steps at each level, of length `τ = share · σ²`. From a level to the
/// next the unscaled state is handed on as it is, with more noise than it is then told to have.
///
/// Source: NCSN Algorithm 1, whose `ε/σ²_L` is twice the share.
/// # Errors
/// If there is nothing to repeat, a level has no signal or no noise, and as [`step`].
pub fn annealed_plan<T: Field>(path: &Path<T>, share: T, repeats: usize) -> Result<Plan<T>> {
    if repeats == 0 {
        return Err(DomainError::new(
            "steps at a level",
            repeats,
            "give 1 or more",
        ));
    }
    let levels = path.levels();
    let mut rows = Vec::new();
    for (i, &t) in levels.iter().enumerate() {
        let next = levels.get(i + 1).copied().unwrap_or(t);
        for repeat in 1..=repeats {
            let to = if repeat < repeats { t } else { next };
            let scale = to.alpha() / with_signal(t)?.alpha();
            let step = step(t, share * t.sigma().squared())?;
            let handed_on = Step {
                on_x_t: scale * step.on_x_t,
                on_x0: scale * step.on_x0,
                on_noise: scale * step.on_noise,
            };
            rows.push(Row::stepping(t, to, handed_on));
        }
    }
    Plan::new(path.start(), rows)
}

/// Predictor and corrector along a path: DDIM's deterministic step, and [`exchange`] at each noisy level that it reaches.
///
/// Source: Song et al. (SDE) Algorithm 1, with a corrector that keeps the law; azula, `PCSampler`.
/// # Errors
/// As [`exchange`].
pub fn corrected_plan<T: Field>(path: &Path<T>, delta: T) -> Result<Plan<T>> {
    Plan::stepwise(path, |pair| {
        let s = pair.s();
        let mut rows = vec![Row::of_step(pair, ddim::step(pair, T::zero())?)];
        let exchange = exchange(s, delta)?;
        if s.sigma() > T::zero() {
            rows.push(Row::stepping(s, s, exchange));
        }
        Ok(rows)
    })
}

fn noisy<T: Field>(t: NoiseLevel<T>) -> Result<NoiseLevel<T>> {
    if t.sigma() == T::zero() {
        return Err(DomainError::new(
            "sigma",
            t.sigma(),
            "clean data have no score: end at a level with noise",
        ));
    }
    Ok(t)
}

fn with_signal<T: Field>(t: NoiseLevel<T>) -> Result<NoiseLevel<T>> {
    if t.alpha() == T::zero() {
        return Err(DomainError::new(
            "alpha",
            t.alpha(),
            "pure noise has no unscaled state to hand on: start from a level with signal",
        ));
    }
    Ok(t)
}
