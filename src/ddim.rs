//! DDIM: a family of reverse steps with the same marginals, from the posterior to a deterministic map.

use crate::error::{DomainError, Result};
use crate::level::LevelPair;
use crate::path::Path;
use crate::plan::{Past, Plan, Row};
use crate::posterior;
use crate::scalar::Field;
use crate::step::Step;

/// Which root of the variance equation the weight on x_t takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Branch {
    /// The old noise keeps its direction: `+√(σ²_s − std²)`. This is DDIM.
    Aligned,
    /// The old noise is turned round: `−√(σ²_s − std²)`. The marginals are the same, the paths are not.
    Reflected,
}

/// A reverse step that adds fresh noise of standard deviation `std` and keeps every marginal.
///
/// ```text
/// k + m α_t = α_s,    m² σ²_t + std² = σ²_s        (the two marginal equations)
/// x_s = α_s x₀ + √(σ²_s − std²) (x_t − α_t x₀)/σ_t + std z
/// ```
///
/// Source: DDIM eq. 7 (the law), eq. 12 (the step).
/// # Domain
/// `0 ≤ std ≤ σ_s`: a step cannot add more noise than the level it goes to has.
/// # Numerics
/// `σ²_s − std²` is formed as `(σ_s − std)(σ_s + std)`.
/// # Errors
/// If `std` is outside that range or not a number.
pub fn step_with_std<T: Field>(pair: LevelPair<T>, std: T, branch: Branch) -> Result<Step<T>> {
    let sigma_s = pair.s().sigma();
    if !(std >= T::zero() && std <= sigma_s) {
        return Err(DomainError::new(
            "standard deviation of fresh noise",
            std,
            format!("it lies between 0 and σ_s = {sigma_s:?}"),
        ));
    }
    let kept = ((sigma_s - std) * (sigma_s + std)).sqrt();
    let on_eps = match branch {
        Branch::Aligned => kept,
        Branch::Reflected => -kept,
    };
    Ok(with_on_eps(pair, on_eps, std))
}

/// `α_s x₀ + on_eps (x_t − α_t x₀)/σ_t + std z`, sorted by what is multiplied.
fn with_on_eps<T: Field>(pair: LevelPair<T>, on_eps: T, std: T) -> Step<T> {
    let (s, t) = (pair.s(), pair.t());
    let on_x_t = on_eps / t.sigma();
    Step {
        on_x_t,
        on_x0: s.alpha() - on_x_t * t.alpha(),
        on_noise: std,
    }
}

/// The standard deviation of fresh noise that `eta` stands for.
///
/// ```text
/// std(η) = η √(σ²_s/σ²_t) √(σ²_ts) = η √var,    var the posterior's
/// ```
///
/// η scales the *standard deviation*.
///
/// Source: DDIM eq. 16.
/// # Errors
/// If `eta` is negative or not finite, or the levels are too close for the number format.
pub fn std<T: Field>(pair: LevelPair<T>, eta: T) -> Result<T> {
    if !(eta.is_finite() && eta >= T::zero()) {
        return Err(outside(eta));
    }
    // η = 0 asks for no root: a field that lacks √var still has the deterministic step
    if eta == T::zero() {
        return Ok(T::zero());
    }
    Ok(eta * posterior::posterior(pair)?.var.sqrt())
}

/// The DDIM step: deterministic at `eta = 0`, the posterior at `eta = 1`.
///
/// ```text
/// x_s = α_s x₀ + √(σ²_s − std(η)²) ε + std(η) z,    ε = (x_t − α_t x₀)/σ_t
/// ```
///
/// Source: DDIM eq. 12 with eq. 16, between any two levels.
/// # Domain
/// `0 ≤ η ≤ σ_t/σ_ts`, the value at which all noise is fresh; it is 1 or more. At `σ_s = 0` there is no noise, and
/// every η gives the same step.
/// # Numerics
/// `σ²_s − std(η)²` is formed as `(w σ_t)² + (1 − η²) var`, `w` the posterior's weight on `x_t`: up to `η = 1` a sum of
/// terms that are not negative. So the posterior is never refused, and a long step keeps its digits.
/// # Errors
/// If `eta` is outside its range or not a number, or the levels are too close for the number format.
pub fn step<T: Field>(pair: LevelPair<T>, eta: T) -> Result<Step<T>> {
    let std = std(pair, eta)?;
    if eta == T::zero() {
        return step_with_std(pair, std, Branch::Aligned);
    }
    let posterior = posterior::posterior(pair)?;
    let rest = (T::one() - eta) * (T::one() + eta);
    let kept = (posterior.on_x_t * pair.t().sigma()).squared() + rest * posterior.var;
    if kept >= T::zero() {
        Ok(with_on_eps(pair, kept.sqrt(), std))
    } else {
        Err(outside(eta))
    }
}

fn outside<T: Field>(eta: T) -> DomainError {
    DomainError::new(
        "eta",
        eta,
        "it lies between 0 and σ_t/σ_ts (1 or a little more): 0 is deterministic, 1 the posterior",
    )
}

/// One step of inversion: `x_t = on_x_s · x_s + on_eps · ε`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inversion<T> {
    /// Multiplies the earlier state.
    pub on_x_s: T,
    /// Multiplies the noise estimate at the earlier state.
    pub on_eps: T,
}

/// The deterministic step run backwards, from `s` to `t`, with ε held.
///
/// ```text
/// x_t = (α_t/α_s) x_s + (σ_t − (α_t/α_s) σ_s) ε
/// ```
///
/// It undoes the step from `t` to `s` exactly when ε is the same at both ends, to first order otherwise.
///
/// Source: DDIM eq. 13–14, §4.3.
pub fn inversion<T: Field>(pair: LevelPair<T>) -> Inversion<T> {
    let (s, t) = (pair.s(), pair.t());
    let alpha_ts = t.alpha() / s.alpha();
    Inversion {
        on_x_s: alpha_ts,
        on_eps: t.sigma() - alpha_ts * s.sigma(),
    }
}

/// DDIM along a path: one look a step.
///
/// Source: DDIM eq. 12, between any two levels (§4.2).
/// # Errors
/// As [`step`].
pub fn plan<T: Field>(path: &Path<T>, eta: T) -> Result<Plan<T>> {
    Plan::stepwise(path, |pair| Ok(vec![Row::of_step(pair, step(pair, eta)?)]))
}

/// Inversion along a path, from its clean end to its noisy one: the noise is asked for at every level but the last.
///
/// Source: DDIM §4.3.
/// # Errors
/// None in practice: a path's levels are in the domain of [`inversion`].
pub fn inversion_plan<T: Field>(path: &Path<T>) -> Result<Plan<T>> {
    let row = |pair: LevelPair<T>| {
        let Inversion { on_x_s, on_eps } = inversion(pair);
        let terms = [(on_x_s, Past::State(0)), (on_eps, Past::Eps(0))];
        Row::looking(pair.s(), pair.t(), terms)
    };
    let clean = path.levels()[path.levels().len() - 1];
    Plan::new(clean, path.steps().rev().map(row).collect())
}
