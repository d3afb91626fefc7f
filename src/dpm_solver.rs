//! DPM-Solver++: the flow of the data prediction in `λ = ln(α/σ)`, by several steps.

use crate::error::{DomainError, Result};
use crate::level::{LevelPair, NoiseLevel};
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
    Ok(Multistep::leaning(
        now,
        rise(now) / (T::int(2) * rise(before)),
    ))
}

/// `λ_s − λ_t`, as one logarithm of a ratio of ratios.
fn rise<T: Real>(pair: LevelPair<T>) -> T {
    let (s, t) = (pair.s(), pair.t());
    ((s.alpha() / t.alpha()) * (t.sigma() / s.sigma())).ln()
}
