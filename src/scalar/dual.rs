//! Dual numbers: a value and its derivative, without step sizes.

use std::cmp::Ordering;

use super::operators::operators;
use super::{Field, Real};

/// `value + slope·δ` with `δ² = 0`: arithmetic on it carries the derivative along.
///
/// The scalar inside may itself be dual, which gives second derivatives:
///
/// ```
/// use tweedie::scalar::{Dual, Field};
///
/// let x = Dual::variable(Dual::variable(3.0));
/// let cube = x * x * x;
/// assert_eq!(cube.value.slope, 27.0); // 3x²
/// assert_eq!(cube.slope.slope, 18.0); // 6x
/// ```
///
/// Comparisons look at the value alone.
#[derive(Debug, Clone, Copy)]
pub struct Dual<T> {
    /// The value.
    pub value: T,
    /// The derivative.
    pub slope: T,
}

impl<T: Field> Dual<T> {
    /// A constant: slope 0.
    pub fn constant(value: T) -> Self {
        Self {
            value,
            slope: T::zero(),
        }
    }

    /// The variable that derivatives are taken by: slope 1.
    pub fn variable(value: T) -> Self {
        Self {
            value,
            slope: T::one(),
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            value: self.value + other.value,
            slope: self.slope + other.slope,
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            value: self.value - other.value,
            slope: self.slope - other.slope,
        }
    }

    fn times(self, other: Self) -> Self {
        Self {
            value: self.value * other.value,
            slope: self.slope * other.value + self.value * other.slope,
        }
    }

    fn over(self, other: Self) -> Self {
        let value = self.value / other.value;
        Self {
            value,
            slope: (self.slope - value * other.slope) / other.value,
        }
    }

    fn negated(self) -> Self {
        Self {
            value: -self.value,
            slope: -self.slope,
        }
    }
}

operators!(Dual<T: Field>);

impl<T: Field> PartialEq for Dual<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Field> PartialOrd for Dual<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Field> Field for Dual<T> {
    fn ratio(numerator: i64, denominator: i64) -> Self {
        Self::constant(T::ratio(numerator, denominator))
    }

    fn from_f64(x: f64) -> Self {
        Self::constant(T::from_f64(x))
    }

    fn sqrt(self) -> Self {
        let value = self.value.sqrt();
        Self {
            value,
            slope: self.slope / (T::int(2) * value),
        }
    }

    fn is_finite(self) -> bool {
        self.value.is_finite() && self.slope.is_finite()
    }
}

impl<T: Real> Real for Dual<T> {
    fn exp(self) -> Self {
        let value = self.value.exp();
        Self {
            value,
            slope: self.slope * value,
        }
    }

    fn exp_m1(self) -> Self {
        Self {
            value: self.value.exp_m1(),
            slope: self.slope * self.value.exp(),
        }
    }

    fn ln(self) -> Self {
        Self {
            value: self.value.ln(),
            slope: self.slope / self.value,
        }
    }

    fn sin(self) -> Self {
        Self {
            value: self.value.sin(),
            slope: self.slope * self.value.cos(),
        }
    }

    fn cos(self) -> Self {
        Self {
            value: self.value.cos(),
            slope: -self.slope * self.value.sin(),
        }
    }

    fn erfc(self) -> Self {
        let density = T::int(2) / T::pi().sqrt() * (-self.value.squared()).exp();
        Self {
            value: self.value.erfc(),
            slope: -self.slope * density,
        }
    }

    fn pi() -> Self {
        Self::constant(T::pi())
    }
}
