//! Isotropic Gaussians and the affine kernels between them.
//!
//! Everything here is one coordinate of an isotropic law: coordinates are independent, so densities multiply
//! and logarithms, entropies and divergences add up over them.

use crate::error::{DomainError, Result};
use crate::scalar::{Field, Real};

/// One coordinate of an isotropic Gaussian `N(mean, var)`, `var > 0`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gaussian<T> {
    mean: T,
    var: T,
}

impl<T: Field> Gaussian<T> {
    /// `N(mean, var)`.
    ///
    /// # Errors
    /// If `mean` is not finite or `var` is not a positive number: a point mass has no density.
    pub fn new(mean: T, var: T) -> Result<Self> {
        if !mean.is_finite() {
            return Err(DomainError::new("mean", mean, "give a finite number"));
        }
        if !(var.is_finite() && var > T::zero()) {
            return Err(DomainError::new(
                "variance",
                var,
                "give a finite number > 0; a point mass has no density",
            ));
        }
        Ok(Self { mean, var })
    }

    /// `N(0, 1)`.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            mean: T::zero(),
            var: T::one(),
        }
    }

    /// The mean.
    pub fn mean(self) -> T {
        self.mean
    }

    /// The variance.
    pub fn var(self) -> T {
        self.var
    }

    /// `(x − mean)²/var`: twice the exponent of the density, and all of it that depends on `x`.
    pub fn squared_distance(self, x: T) -> T {
        (x - self.mean).squared() / self.var
    }
}

impl<T: Real> Gaussian<T> {
    /// `ln N(x; mean, var) = −½ (ln 2π var + (x − mean)²/var)`.
    pub fn log_density(self, x: T) -> T {
        -T::ratio(1, 2) * ((T::int(2) * T::pi() * self.var).ln() + self.squared_distance(x))
    }

    /// The differential entropy in nats, `½ ln 2πe var`.
    pub fn entropy(self) -> T {
        T::ratio(1, 2) * ((T::int(2) * T::pi() * self.var).ln() + T::one())
    }

    /// `KL(q ‖ p) = ½ (v_q/v_p − 1 − ln(v_q/v_p) + (m_q − m_p)²/v_p)` in nats, for `q = self`.
    ///
    /// # Numerics
    /// For equal variances the first three terms vanish exactly.
    pub fn kl(self, p: Self) -> T {
        let ratio = self.var / p.var;
        T::ratio(1, 2) * (ratio - T::one() - ratio.ln() + p.squared_distance(self.mean))
    }
}

/// One coordinate of an affine Gaussian kernel: `y | x ~ N(scale · x + shift, var)`, `var ≥ 0`.
///
/// A forward step, a reverse step with its estimate held fixed, and a point mass (`scale = 0`, `var = 0`) are all of this kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kernel<T> {
    scale: T,
    shift: T,
    var: T,
}

impl<T: Field> Kernel<T> {
    /// `y | x ~ N(scale · x + shift, var)`.
    ///
    /// # Errors
    /// If a value is not finite or `var < 0`.
    pub fn new(scale: T, shift: T, var: T) -> Result<Self> {
        for (name, value) in [("kernel scale", scale), ("kernel shift", shift)] {
            if !value.is_finite() {
                return Err(DomainError::new(name, value, "give a finite number"));
            }
        }
        if !(var.is_finite() && var >= T::zero()) {
            return Err(DomainError::new(
                "kernel variance",
                var,
                "give a finite number ≥ 0",
            ));
        }
        Ok(Self { scale, shift, var })
    }

    /// What multiplies `x` in the mean.
    pub fn scale(self) -> T {
        self.scale
    }

    /// What is added to the mean.
    pub fn shift(self) -> T {
        self.shift
    }

    /// The variance of `y` given `x`.
    pub fn var(self) -> T {
        self.var
    }

    /// The law of `y` at a fixed `x`.
    ///
    /// # Errors
    /// If `var = 0`.
    pub fn at(self, x: T) -> Result<Gaussian<T>> {
        Gaussian::new(self.scale * x + self.shift, self.var)
    }

    /// This kernel, then the `next`: two Gaussians merge into one.
    ///
    /// ```text
    /// y = a₁ x + b₁ + √v₁ z₁,  w = a₂ y + b₂ + √v₂ z₂   ⇒   w | x ~ N(a₂a₁ x + a₂b₁ + b₂, a₂² v₁ + v₂)
    /// ```
    ///
    /// Source: DDPM §2, "a notable property of the forward process"; the step marked (*) in its common derivations.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        Self {
            scale: next.scale * self.scale,
            shift: next.scale * self.shift + next.shift,
            var: next.scale.squared() * self.var + next.var,
        }
    }

    /// The law of `y` when `x` follows `prior`.
    ///
    /// ```text
    /// y ~ N(a m + b, a² w + v)
    /// ```
    ///
    /// # Errors
    /// If that is a point mass: `scale = 0` and `var = 0`.
    pub fn push(self, prior: Gaussian<T>) -> Result<Gaussian<T>> {
        Gaussian::new(
            self.scale * prior.mean + self.shift,
            self.scale.squared() * prior.var + self.var,
        )
    }

    /// Bayes' rule: the kernel of `x` given `y`, when `x` follows `prior`.
    ///
    /// ```text
    /// gain = a w / (a² w + v)         x | y ~ N(m + gain (y − a m − b), w v / (a² w + v))
    /// ```
    ///
    /// Source: Bishop, *Pattern Recognition and Machine Learning*, §2.3.3.
    /// # Errors
    /// If `y` is a point mass: `scale = 0` and `var = 0`.
    pub fn invert(self, prior: Gaussian<T>) -> Result<Self> {
        let marginal = self.push(prior)?;
        let gain = self.scale * prior.var / marginal.var;
        Self::new(
            gain,
            prior.mean - gain * marginal.mean,
            prior.var * self.var / marginal.var,
        )
    }
}
