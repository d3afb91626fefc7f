//! One step in λ, its linear part solved.

use crate::error::{DomainError, Result};
use crate::level::{LevelPair, NoiseLevel};
use crate::plan::Past;
use crate::scalar::Real;

/// A step from t to s of the reverse process whose fresh noise η scales: what it does to the state and to a known answer.
///
/// ```text
/// h = λ_s − λ_t,    λ = ln(α/σ),    H = (1 + η) h
/// x_s = (σ_s/σ_t) e^{−ηh} x_t + (1 + η) α_s ∫ e^{(1+η)(l−λ_s)} x̂₀(l) dl + σ_s √(1 − e^{−2ηh}) z
/// ```
///
/// η = 0 is the flow, η = 1 the reverse of the forward process; SA-Solver's τ² is η.
///
/// Source: Lu et al., DPM-Solver++ eq. 8 (η = 0); SA-Solver eq. 8 for a constant τ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment<T> {
    pair: LevelPair<T>,
    eta: T,
}

impl<T: Real> Segment<T> {
    /// The step.
    ///
    /// # Errors
    /// If `eta` is negative or not finite.
    pub fn new(pair: LevelPair<T>, eta: T) -> Result<Self> {
        if !(eta.is_finite() && eta >= T::zero()) {
            return Err(DomainError::new(
                "eta",
                eta,
                "give a finite number ≥ 0: 0 is the flow, 1 the reverse of the forward process",
            ));
        }
        Ok(Self { pair, eta })
    }

    /// The levels.
    pub fn pair(self) -> LevelPair<T> {
        self.pair
    }

    /// Multiplies the state: `(σ_s/σ_t) e^{−ηh}`.
    pub fn on_x_t(self) -> T {
        let ratio = self.pair.s().sigma() / self.pair.t().sigma();
        // η = 0 asks for no exponential
        if self.eta == T::zero() {
            ratio
        } else if self.is_endless() {
            T::zero()
        } else {
            ratio * (-(self.eta * self.rise())).exp()
        }
    }

    /// What all answers weigh together: `α_s (1 − e^{−(1+η)h})`.
    ///
    /// # Numerics
    /// Formed as `α_s − α_t on_x_t`: no logarithm at η = 0, right at both ends, and the signal is kept whatever was rounded.
    pub fn on_x0(self) -> T {
        self.pair.s().alpha() - self.pair.t().alpha() * self.on_x_t()
    }

    /// Multiplies fresh noise: `σ_s √(1 − e^{−2ηh})`.
    pub fn on_noise(self) -> T {
        // η = 0 asks for no root
        if self.eta == T::zero() {
            return T::zero();
        }
        let sigma_s = self.pair.s().sigma();
        if self.is_endless() {
            return sigma_s;
        }
        sigma_s * (-(-(T::int(2) * self.eta * self.rise())).exp_m1()).sqrt()
    }

    /// `h`.
    pub fn rise(self) -> T {
        self.rise_to(self.pair.s())
    }

    /// `λ − λ_t`, as one logarithm of a ratio of ratios.
    pub fn rise_to(self, level: NoiseLevel<T>) -> T {
        let t = self.pair.t();
        ((level.alpha() / t.alpha()) * (t.sigma() / level.sigma())).ln()
    }

    /// Whether the step sets out from pure noise or ends in clean data: `h = ∞`.
    pub fn is_endless(self) -> bool {
        self.pair.t().alpha() == T::zero() || self.pair.s().sigma() == T::zero()
    }

    /// What an answer `(l − λ_t)ʲ` adds up to, for j = 0 … n − 1.
    ///
    /// ```text
    /// (1 + η) α_s ∫ e^{(1+η)(l−λ_s)} (l − λ_t)ʲ dl = α_s H hʲ j! φ_{j+1}(−H)
    /// ```
    ///
    /// The first is [`Segment::on_x0`].
    pub fn moments(self, n: usize) -> Vec<T> {
        let mut moments = vec![self.on_x0()];
        if n > 1 {
            let h = self.rise();
            let whole = (T::one() + self.eta) * h;
            let mut scale = self.pair.s().alpha() * whole;
            moments.extend((1..n).map(|j| {
                scale = scale * h * T::count(j);
                scale * super::phi(j + 1, -whole)
            }));
        }
        moments
    }

    /// The first two, as if all of the answer were given in the middle: `m₀` and `m₀ h/2`.
    pub fn midpoint_moments(self) -> Vec<T> {
        let whole = self.on_x0();
        vec![whole, whole * (self.rise() / T::int(2))]
    }

    /// The terms of the step: the state that it sets out from, the answers as they are weighed, and the noise.
    pub fn terms(
        self,
        state: Past,
        answers: impl IntoIterator<Item = (T, Past)>,
        noise: Past,
    ) -> Vec<(T, Past)> {
        let mut terms = vec![(self.on_x_t(), state)];
        terms.extend(answers);
        terms.push((self.on_noise(), noise));
        terms
    }
}
