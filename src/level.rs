//! Noise levels, and pairs of them.

use crate::error::{DomainError, Result};
use crate::scalar::{Field, Real};

/// A noise level: the scales of signal and noise in `x_t = α x₀ + σ ε`, `ε ~ N(0, I)`.
///
/// `alpha` and `sigma` are finite, not negative, and not both zero. Clean data are `(1, 0)`, pure noise is `(0, σ)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NoiseLevel<T> {
    alpha: T,
    sigma: T,
}

impl<T: Field> NoiseLevel<T> {
    /// The level with signal scale `alpha` and noise scale `sigma`.
    ///
    /// # Errors
    /// If either is negative, infinite or NaN, or both are zero.
    pub fn new(alpha: T, sigma: T) -> Result<Self> {
        for (name, scale) in [("alpha", alpha), ("sigma", sigma)] {
            if !(scale.is_finite() && scale >= T::zero()) {
                return Err(DomainError::new(name, scale, "give a finite number ≥ 0"));
            }
        }
        if alpha == T::zero() && sigma == T::zero() {
            return Err(DomainError::new(
                "noise level (alpha, sigma)",
                (alpha, sigma),
                "one of the two must be positive",
            ));
        }
        Ok(Self { alpha, sigma })
    }

    /// Clean data: `(1, 0)`.
    #[must_use]
    pub fn clean() -> Self {
        Self {
            alpha: T::one(),
            sigma: T::zero(),
        }
    }

    /// A level of unscaled data, `x = x₀ + σ ε`: EDM's notation.
    ///
    /// # Errors
    /// If `edm_sigma` is negative, infinite or NaN.
    pub fn unscaled(edm_sigma: T) -> Result<Self> {
        Self::new(T::one(), edm_sigma)
    }

    /// The signal scale α.
    pub fn alpha(self) -> T {
        self.alpha
    }

    /// The noise scale σ.
    pub fn sigma(self) -> T {
        self.sigma
    }

    /// The noise scale of the unscaled data `x_t / α`: `σ/α`. Infinite or undefined at `α = 0`.
    pub fn edm_sigma(self) -> T {
        self.sigma / self.alpha
    }

    /// The signal-to-noise ratio `α²/σ²`. Infinite or undefined at `σ = 0`.
    pub fn snr(self) -> T {
        (self.alpha / self.sigma).squared()
    }

    /// Whether this level has the higher signal-to-noise ratio: `α_s σ_t > α_t σ_s`, without dividing.
    pub fn is_cleaner_than(self, t: Self) -> bool {
        self.alpha * t.sigma > t.alpha * self.sigma
    }
}

impl<T: Real> NoiseLevel<T> {
    /// λ = ln(α²/σ²), as `2 (ln α − ln σ)`: no overflow on the way. Infinite or undefined at the ends.
    pub fn log_snr(self) -> T {
        T::int(2) * (self.alpha.ln() - self.sigma.ln())
    }
}

/// A variance-preserving level in squares: `α² = ᾱ` and `σ² = 1 − ᾱ`.
///
/// The second is accumulated step by step, `1 − ᾱ_t = β_t + (1 − β_t)(1 − ᾱ_{t−1})`, and never formed by
/// subtraction: it is a sum of positive terms, so it keeps full relative precision where ᾱ is near 1.
///
/// Source: DDPM eq. 4 and the paragraph above it; the recursion is the merged variance of two Gaussians.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VariancePreserving<T> {
    alpha_bar: T,
    one_minus_alpha_bar: T,
}

impl<T: Field> VariancePreserving<T> {
    /// Clean data: `ᾱ = 1`.
    #[must_use]
    pub fn clean() -> Self {
        Self {
            alpha_bar: T::one(),
            one_minus_alpha_bar: T::zero(),
        }
    }

    /// The level one forward step of variance `beta` later.
    #[must_use]
    pub fn diffused(self, beta: T) -> Self {
        let kept = T::one() - beta;
        Self {
            alpha_bar: kept * self.alpha_bar,
            one_minus_alpha_bar: beta + kept * self.one_minus_alpha_bar,
        }
    }

    /// ᾱ.
    pub fn alpha_bar(self) -> T {
        self.alpha_bar
    }

    /// 1 − ᾱ.
    pub fn one_minus_alpha_bar(self) -> T {
        self.one_minus_alpha_bar
    }

    /// `(α, σ) = (√ᾱ, √(1 − ᾱ))`.
    ///
    /// # Errors
    /// If the number system lacks one of the roots.
    pub fn level(self) -> Result<NoiseLevel<T>> {
        NoiseLevel::new(self.alpha_bar.sqrt(), self.one_minus_alpha_bar.sqrt())
    }
}

/// Two levels, `s` strictly cleaner than `t`.
///
/// It follows that `α_s > 0` and `σ_t > 0`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LevelPair<T> {
    s: NoiseLevel<T>,
    t: NoiseLevel<T>,
}

impl<T: Field> LevelPair<T> {
    /// The pair of an earlier level `s` and a later level `t`.
    ///
    /// # Errors
    /// If `s` is not strictly cleaner than `t`.
    pub fn new(s: NoiseLevel<T>, t: NoiseLevel<T>) -> Result<Self> {
        if s.is_cleaner_than(t) {
            Ok(Self { s, t })
        } else {
            Err(DomainError::new(
                "pair of levels (s, t)",
                ((s.alpha, s.sigma), (t.alpha, t.sigma)),
                "the earlier level s must have the higher signal-to-noise ratio α/σ; swap them, or drop the step between equal levels",
            ))
        }
    }

    /// The earlier, cleaner level.
    pub fn s(self) -> NoiseLevel<T> {
        self.s
    }

    /// The later, noisier level.
    pub fn t(self) -> NoiseLevel<T> {
        self.t
    }
}
