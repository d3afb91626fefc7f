//! Score and noise are one thing: everything a network may predict is a line in (x₀, ε), and so is x_t.

use crate::error::{DomainError, Result};
use crate::level::NoiseLevel;
use crate::scalar::Field;

/// A quantity that a network predicts: `y = on_x0 · x₀ + on_eps · ε`.
///
/// | quantity | on_x0 | on_eps | source |
/// |---|---|---|---|
/// | x₀ | 1 | 0 | |
/// | ε | 0 | 1 | DDPM eq. 11 |
/// | v = α ε − σ x₀ | −σ | α | Salimans & Ho, *Progressive Distillation*, §4 |
/// | score = −ε/σ | 0 | −1/σ | Song et al., *Score-Based Generative Modeling*, §2.1 |
/// | velocity = ε − x₀ | −1 | 1 | Lipman et al. / Liu et al., rectified flow |
///
/// EDM's F is a sixth: [`crate::edm::Preconditioning::prediction`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction<T> {
    /// Multiplies the clean data.
    pub on_x0: T,
    /// Multiplies the noise.
    pub on_eps: T,
}

impl<T: Field> Prediction<T> {
    /// The clean data x₀.
    #[must_use]
    pub fn x0() -> Self {
        Self {
            on_x0: T::one(),
            on_eps: T::zero(),
        }
    }

    /// The noise ε.
    #[must_use]
    pub fn eps() -> Self {
        Self {
            on_x0: T::zero(),
            on_eps: T::one(),
        }
    }

    /// `v = α ε − σ x₀`.
    pub fn v(level: NoiseLevel<T>) -> Self {
        Self {
            on_x0: -level.sigma(),
            on_eps: level.alpha(),
        }
    }

    /// `score = −ε/σ`, the gradient of `ln q(x_t | x₀)`.
    ///
    /// # Errors
    /// If `σ = 0`: clean data have no density.
    pub fn score(level: NoiseLevel<T>) -> Result<Self> {
        if level.sigma() == T::zero() {
            return Err(DomainError::new(
                "sigma",
                level.sigma(),
                "the score is defined at σ > 0 only",
            ));
        }
        Ok(Self {
            on_x0: T::zero(),
            on_eps: -(T::one() / level.sigma()),
        })
    }

    /// `velocity = ε − x₀`, the derivative of the rectified flow's path.
    #[must_use]
    pub fn velocity() -> Self {
        Self {
            on_x0: -T::one(),
            on_eps: T::one(),
        }
    }

    /// The value of this quantity for given x₀ and ε.
    pub fn value(self, x0: T, eps: T) -> T {
        self.on_x0 * x0 + self.on_eps * eps
    }

    /// This quantity from another one and x_t.
    ///
    /// The two lines `x_t = α x₀ + σ ε` and `p = a x₀ + b ε` meet in one point:
    ///
    /// ```text
    /// det = α b − σ a          x₀ = (b x_t − σ p)/det          ε = (α p − a x_t)/det
    /// ```
    ///
    /// # Errors
    /// If the lines are parallel (`det = 0`): ε says nothing of x₀ at `α = 0`, x₀ nothing of ε at `σ = 0`.
    pub fn from(self, given: Self, level: NoiseLevel<T>) -> Result<Conversion<T>> {
        let (alpha, sigma) = (level.alpha(), level.sigma());
        let det = alpha * given.on_eps - sigma * given.on_x0;
        if !(det.is_finite() && det != T::zero()) {
            return Err(DomainError::new(
                "noise level (alpha, sigma)",
                (alpha, sigma),
                "the given quantity and x_t do not determine the other one here; v and velocity do at every level",
            ));
        }
        Ok(Conversion {
            on_x_t: (self.on_x0 * given.on_eps - self.on_eps * given.on_x0) / det,
            on_given: (self.on_eps * alpha - self.on_x0 * sigma) / det,
        })
    }
}

/// One predicted quantity as a combination of x_t and another: `on_x_t · x_t + on_given · given`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conversion<T> {
    /// Multiplies the state.
    pub on_x_t: T,
    /// Multiplies the quantity that is given.
    pub on_given: T,
}

impl<T: Field> Conversion<T> {
    /// The conversion at one coordinate.
    pub fn apply(self, x_t: T, given: T) -> T {
        self.on_x_t * x_t + self.on_given * given
    }
}
