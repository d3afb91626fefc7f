//! A value and its running error bound: the tolerance of a result, derived and not chosen.

use std::cmp::Ordering;

use super::operators::operators;
use super::{Field, Format, Real};

/// An `f64` value with a bound `error`, in units of the roundoff `u`, on the distance between what a
/// floating-point format of that roundoff computes and the true value.
///
/// The bound follows the operations, to first order in `u`:
///
/// ```text
/// a ± b: E_a + E_b + |y|          a·b: |a|E_b + |b|E_a + |y|
/// a / b: (E_a + |y|E_b)/|b| + |y|      √a: E_a/(2y) + |y|
/// exp a: y E_a + 2|y|      ln a: E_a/|a| + 2|y|      κ = 2 for the other functions too
/// max, min: the larger of E_a and E_b, since rounding may decide between them
/// ```
///
/// so a format of roundoff `u` keeps `|ŷ − y| ≤ u·E (1 + O(u))`. The same number judges `f64`, `f32` and
/// shorter formats. Comparisons look at the value alone.
///
/// Source: Wilkinson's running error analysis; Higham, *Accuracy and Stability of Numerical Algorithms*, §3.3.
#[derive(Debug, Clone, Copy)]
pub struct Running {
    /// The value, in `f64`.
    pub value: f64,
    /// The bound `E`: the error is at most `u·E`.
    pub error: f64,
}

/// Makes up for the roundings of the bound itself: each formula below has fewer than 8 of them.
const ROUND_UP: f64 = 1.0 + 8.0 * f64::EPSILON;

impl Running {
    /// What an elementary function of the format may be off by, in `u`.
    pub const KAPPA: f64 = 2.0;

    /// A value that is in the format: no error.
    #[must_use]
    pub fn exact(value: f64) -> Self {
        Self { value, error: 0.0 }
    }

    /// A value that the format holds only nearly: half a unit in the last place, `E = |y|`.
    #[must_use]
    pub fn rounded(value: f64) -> Self {
        Self::bounded(value, value.abs())
    }

    /// The bound on the error in a format: `u E (1 + 64u) + τ`.
    ///
    /// E knows nothing of underflow; τ, the smallest normal number, makes up for it.
    #[must_use]
    pub fn tolerance(self, format: Format) -> f64 {
        let u = format.roundoff();
        u * self.error * (1.0 + 64.0 * u) + format.smallest_normal()
    }

    fn bounded(value: f64, error: f64) -> Self {
        Self {
            value,
            error: error * ROUND_UP,
        }
    }

    fn plus(self, other: Self) -> Self {
        let y = self.value + other.value;
        Self::bounded(y, self.error + other.error + y.abs())
    }

    fn minus(self, other: Self) -> Self {
        self.plus(other.negated())
    }

    fn times(self, other: Self) -> Self {
        let y = self.value * other.value;
        Self::bounded(
            y,
            self.value.abs() * other.error + other.value.abs() * self.error + y.abs(),
        )
    }

    fn over(self, other: Self) -> Self {
        let y = self.value / other.value;
        Self::bounded(
            y,
            (self.error + y.abs() * other.error) / other.value.abs() + y.abs(),
        )
    }

    /// This value, though a format may have come upon the other.
    fn or(self, other: Self) -> Self {
        Self {
            error: self.error.max(other.error),
            ..self
        }
    }

    fn negated(self) -> Self {
        Self {
            value: -self.value,
            error: self.error,
        }
    }
}

operators!(Running);

impl PartialEq for Running {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialOrd for Running {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl Field for Running {
    fn ratio(numerator: i64, denominator: i64) -> Self {
        let value = f64::ratio(numerator, denominator);
        if denominator == 1 {
            Self::exact(value)
        } else {
            Self::rounded(value)
        }
    }

    fn from_f64(x: f64) -> Self {
        Self::exact(x)
    }

    fn sqrt(self) -> Self {
        let y = self.value.sqrt();
        // √0 of an exact 0 is an exact 0
        let carried = if self.error == 0.0 {
            0.0
        } else {
            self.error / (2.0 * y)
        };
        Self::bounded(y, carried + y.abs())
    }

    fn is_finite(self) -> bool {
        self.value.is_finite() && self.error.is_finite()
    }

    fn max(self, other: Self) -> Self {
        if self > other {
            self.or(other)
        } else {
            other.or(self)
        }
    }

    fn min(self, other: Self) -> Self {
        if self < other {
            self.or(other)
        } else {
            other.or(self)
        }
    }
}

impl Real for Running {
    fn exp(self) -> Self {
        let y = Real::exp(self.value);
        Self::bounded(y, y * self.error + Self::KAPPA * y)
    }

    fn exp_m1(self) -> Self {
        let y = Real::exp_m1(self.value);
        Self::bounded(
            y,
            Real::exp(self.value) * self.error + Self::KAPPA * y.abs(),
        )
    }

    fn ln(self) -> Self {
        let y = Real::ln(self.value);
        Self::bounded(y, self.error / self.value.abs() + Self::KAPPA * y.abs())
    }

    fn sin(self) -> Self {
        let y = Real::sin(self.value);
        Self::bounded(y, self.error + Self::KAPPA * y.abs())
    }

    fn cos(self) -> Self {
        let y = Real::cos(self.value);
        Self::bounded(y, self.error + Self::KAPPA * y.abs())
    }

    fn erfc(self) -> Self {
        let y = Real::erfc(self.value);
        let slope = 2.0 / f64::pi().sqrt() * Real::exp(-self.value.squared());
        Self::bounded(y, slope * self.error + Self::KAPPA * y)
    }

    fn pi() -> Self {
        Self::rounded(f64::pi())
    }
}
