//! The posterior of the forward process: where `x_s` was, given where it went and where it came from.

use crate::error::{DomainError, Result};
use crate::level::LevelPair;
use crate::merging;
use crate::path::Path;
use crate::plan::{Plan, Row};
use crate::scalar::{Field, Real};
use crate::step::Step;

/// The law `q(x_s | x_t, x₀) = N(on_x0 · x₀ + on_x_t · x_t, var)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posterior<T> {
    /// Multiplies the clean data.
    pub on_x0: T,
    /// Multiplies the later state.
    pub on_x_t: T,
    /// The variance.
    pub var: T,
}

impl<T: Field> Posterior<T> {
    /// The mean at one coordinate.
    pub fn mean(self, x0: T, x_t: T) -> T {
        self.on_x0 * x0 + self.on_x_t * x_t
    }

    /// The ancestral step that draws from it, with noise of variance `var` (this law's own, or another choice).
    #[must_use]
    pub fn step(self, var: T) -> Step<T> {
        Step {
            on_x_t: self.on_x_t,
            on_x0: self.on_x0,
            on_noise: var.sqrt(),
        }
    }
}

/// The posterior `q(x_s | x_t, x0)` between an earlier level `s` and a later level `t`.
///
/// ```text
/// α_ts = α_t / α_s                 σ²_ts = σ²_t − α²_ts σ²_s
/// mean = (α_s σ²_ts / σ²_t) x0 + (α_ts σ²_s / σ²_t) x_t
/// var  = σ²_ts σ²_s / σ²_t
/// ```
///
/// Source: DDPM eq. 6–7, for any two levels as in VDM appendix A.2.
/// # Domain
/// `var → 0` and `x_s → α_s x0` as `σ_s → 0`; no weight on `x_t` as `α_t → 0`.
/// # Errors
/// If the levels are too close for the number format (see [`merging::between`]).
pub fn posterior<T: Field>(pair: LevelPair<T>) -> Result<Posterior<T>> {
    let (alpha_s, var_s) = (pair.s().alpha(), pair.s().sigma().squared());
    let var_t = pair.t().sigma().squared();
    let kernel = merging::between(pair)?;
    let (alpha_ts, var_ts) = (kernel.scale(), kernel.var());
    Ok(Posterior {
        on_x0: alpha_s * var_ts / var_t,
        on_x_t: alpha_ts * var_s / var_t,
        var: var_ts * var_s / var_t,
    })
}

/// The posterior mean in terms of the noise: `mean = on_x_t · x_t + on_eps · ε`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EpsMean<T> {
    /// Multiplies the later state.
    pub on_x_t: T,
    /// Multiplies the noise that `x_t` contains.
    pub on_eps: T,
}

/// The posterior mean, with x₀ replaced by `(x_t − σ_t ε)/α_t`.
///
/// ```text
/// mean = (1/α_ts) (x_t − (σ²_ts/σ_t) ε)
/// ```
///
/// Source: DDPM eq. 11, for any two levels.
/// # Errors
/// If `α_t = 0`: pure noise does not determine x₀.
pub fn eps_mean<T: Field>(pair: LevelPair<T>) -> Result<EpsMean<T>> {
    let t = pair.t();
    if t.alpha() == T::zero() {
        return Err(DomainError::new(
            "alpha_t",
            t.alpha(),
            "at zero signal ε does not determine x0; predict x0 or v instead",
        ));
    }
    let kernel = merging::between(pair)?;
    let (alpha_ts, var_ts) = (kernel.scale(), kernel.var());
    Ok(EpsMean {
        on_x_t: T::one() / alpha_ts,
        on_eps: -(T::one() / alpha_ts) * (var_ts / t.sigma()),
    })
}

/// The variance of the true reverse step when a coordinate of the data follows `N(·, data_var)`.
///
/// ```text
/// 1/var = α²_ts/σ²_ts + 1/(α²_s c² + σ²_s)
/// ```
///
/// Of the two fixed choices, β̃ (the posterior's own) is exact for a single point, `c² = 0`, and β (the forward
/// step's) for unit variance, `c² = 1`, on a variance-preserving schedule. They are the lower and upper bound of
/// DDPM §3.2.
///
/// # Errors
/// If `data_var` is negative or not finite, or the levels are too close for the number format.
pub fn reverse_var<T: Field>(pair: LevelPair<T>, data_var: T) -> Result<T> {
    if !(data_var.is_finite() && data_var >= T::zero()) {
        return Err(DomainError::new(
            "data variance",
            data_var,
            "give a finite number ≥ 0",
        ));
    }
    let s = pair.s();
    let kernel = merging::between(pair)?;
    let (alpha_ts, var_ts) = (kernel.scale(), kernel.var());
    let marginal_var = s.alpha().squared() * data_var + s.sigma().squared();
    // 1/(a/v + 1/m), written so that m = 0 is its own limit
    Ok(var_ts * marginal_var / (alpha_ts.squared() * marginal_var + var_ts))
}

/// A learned variance, between the posterior's `var` and the forward step's `σ²_ts` in the logarithm.
///
/// ```text
/// var_v = exp(v ln σ²_ts + (1 − v) ln var)
/// ```
///
/// Source: Improved DDPM eq. 15.
/// # Domain
/// `v` is usually in `[0, 1]`; 0 at `σ_s = 0`, where the posterior has no width, for any `v < 1`.
/// # Errors
/// If the levels are too close for the number format.
pub fn learned_var<T: Real>(pair: LevelPair<T>, v: T) -> Result<T> {
    let var = posterior(pair)?.var;
    let var_ts = merging::between(pair)?.var();
    if var == T::zero() {
        return Ok(if v < T::one() { T::zero() } else { var_ts });
    }
    Ok((v * var_ts.ln() + (T::one() - v) * var.ln()).exp())
}

/// The variance of an ancestral step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReverseVar {
    /// β: the forward step's.
    Forward,
    /// β̃: the posterior's.
    Posterior,
}

/// DDPM's ancestral sampler along a path: each step a draw from the posterior, x̂₀ for x₀. The last, to clean data, adds no
/// noise.
///
/// Source: DDPM Algorithm 2; the two variances, its §3.2.
/// # Errors
/// As [`posterior`].
pub fn ancestral_plan<T: Field>(path: &Path<T>, choice: ReverseVar) -> Result<Plan<T>> {
    Plan::stepwise(path, |pair| {
        let posterior = posterior(pair)?;
        let var = match choice {
            _ if pair.s().sigma() == T::zero() => T::zero(),
            ReverseVar::Forward => merging::between(pair)?.var(),
            ReverseVar::Posterior => posterior.var,
        };
        Ok(vec![Row::of_step(pair, posterior.step(var))])
    })
}
