//! The multistep forms, 2M and 3M: one look a step, and the answers before.

use super::Slope;
use crate::error::{DomainError, Result};
use crate::exponential::{Ending, Lookback, Segment};
use crate::level::{LevelPair, NoiseLevel};
use crate::path::Path;
use crate::plan::Plan;
use crate::scalar::{Field, Real};

/// A step from the last two estimates: `x_s = on_x_t · x_t + on_x0 · x̂₀(t) + on_x0_last · x̂₀(r)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Multistep<T> {
    /// Multiplies the state the step starts from.
    pub on_x_t: T,
    /// Multiplies the estimate there.
    pub on_x0: T,
    /// Multiplies the estimate at the level before.
    pub on_x0_last: T,
}

impl<T: Field> Multistep<T> {
    /// The step that leans by so much on the estimate before.
    ///
    /// ```text
    /// x_s = (σ_s/σ_t) x_t + (α_s − α_t (σ_s/σ_t)) ((1 + lean) x̂₀(t) − lean x̂₀(r))
    /// ```
    ///
    /// Source: Lu et al., *DPM-Solver++*, Algorithm 2, where `lean` is `1/(2 rᵢ)`.
    /// # Numerics
    /// `−α_s (e^{−h} − 1)` is formed as `α_s − α_t (σ_s/σ_t)`: no logarithm, and right at `σ_s → 0` too.
    pub fn leaning(pair: LevelPair<T>, lean: T) -> Self {
        let (s, t) = (pair.s(), pair.t());
        let ratio = s.sigma() / t.sigma();
        let on_estimate = s.alpha() - t.alpha() * ratio;
        Self {
            on_x_t: ratio,
            on_x0: on_estimate * (T::one() + lean),
            on_x0_last: -(on_estimate * lean),
        }
    }

    /// The step taken by one coordinate.
    pub fn apply(self, x_t: T, x0: T, x0_last: T) -> T {
        self.on_x_t * x_t + self.on_x0 * x0 + self.on_x0_last * x0_last
    }
}

/// The second-order multistep (2M) from level `t` to level `s`, after one from `r` to `t`.
///
/// ```text
/// h = λ_s − λ_t,   h_last = λ_t − λ_r,   λ = ln(α/σ)
/// D   = (1 + h/(2 h_last)) x̂₀(t) − (h/(2 h_last)) x̂₀(r)
/// x_s = (σ_s/σ_t) x_t − α_s (e^{−h} − 1) D
/// ```
///
/// Source: Lu et al., *DPM-Solver++*, Algorithm 2 (2M).
/// # Errors
/// If the levels do not get strictly cleaner, the first has no signal, or the last no noise: λ has no value there. The
/// steps from pure noise and to clean data are of first order, [`crate::ddim::step`] with `eta = 0`.
pub fn multistep<T: Real>(
    r: NoiseLevel<T>,
    t: NoiseLevel<T>,
    s: NoiseLevel<T>,
) -> Result<Multistep<T>> {
    let (before, now) = (LevelPair::new(t, r)?, LevelPair::new(s, t)?);
    for (name, scale) in [("alpha_r", r.alpha()), ("sigma_s", s.sigma())] {
        if scale == T::zero() {
            return Err(DomainError::new(
                name,
                scale,
                "the logarithm of α/σ has no value there; take that step by DDIM",
            ));
        }
    }
    let (step, step_before) = (
        Segment::new(now, T::zero())?,
        Segment::new(before, T::zero())?,
    );
    let lean = step.rise() / (T::int(2) * step_before.rise());
    Ok(Multistep::leaning(now, lean))
}

/// 2M along a path, with the fresh noise of η.
///
/// ```text
/// x_s = (σ_s/σ_t) e^{−ηh} x_t + α_s (1 − e^{−(1+η)h}) x̂₀(t) + m (x̂₀(t) − x̂₀(r))/h_last + σ_s √(1 − e^{−2ηh}) z
/// m = ½ α_s (1 − e^{−(1+η)h}) h    ("midpoint")      m = the integral of (l − λ_t)    ("heun")
/// ```
///
/// The first step has no x̂₀(r), and is of first order.
///
/// Source: Lu et al., *DPM-Solver++*, Algorithm 2 (2M), and its SDE form; the words are those of its programs.
/// # Errors
/// If `eta` is negative or not finite.
pub fn second_multistep_plan<T: Real>(
    path: &Path<T>,
    slope: Slope,
    eta: T,
    ending: Ending,
) -> Result<Plan<T>> {
    let order = 2;
    let lookback = Lookback { order, eta, ending };
    lookback.plan(path, |step, n| slope.moments(step, n))
}

/// 3M along a path, as its programs have it: the polynomial through three answers, half of its curvature.
///
/// ```text
/// D₁ = x̂₀′(t) h,  D₂ = ½ x̂₀″(t) h²  of the parabola through x̂₀(t), x̂₀(r), x̂₀(q)
/// x_s = (σ_s/σ_t) e^{−ηh} x_t + α_s H (φ₁ x̂₀(t) + φ₂ D₁ + φ₃ D₂) + σ_s √(1 − e^{−2ηh}) z,    φ_k at −H = −(1+η)h
/// ```
///
/// The integral of the parabola has `2 φ₃ D₂`: [`crate::exponential::plan`] of order 3. This one is of order 2.
///
/// Source: the program of Lu et al., DPM-Solver++; k-diffusion.
/// # Errors
/// If `eta` is negative or not finite.
pub fn third_multistep_plan<T: Real>(path: &Path<T>, eta: T, ending: Ending) -> Result<Plan<T>> {
    let order = 3;
    let lookback = Lookback { order, eta, ending };
    lookback.plan(path, |step, n| {
        let mut moments = step.moments(n);
        if let [_, _, curvature] = &mut moments[..] {
            *curvature = *curvature / T::int(2);
        }
        moments
    })
}
