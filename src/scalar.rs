//! The number systems. A formula is written once, against [`Field`] or [`Real`], and runs on
//!
//! | number | is | gives |
//! |---|---|---|
//! | `f64`, `f32` | floating point | what ships |
//! | `f16`, `bf16` | short floats, every operation rounded | what short formats can see |
//! | [`Exact`] | the rationals | identities with zero tolerance |
//! | [`Dual`] | value and derivative | derivatives without step sizes |
//! | [`Running`] | value and running error bound | the tolerance of an `f64` result, derived |
//! | [`Certified`] | an enclosure `[lo, hi]` of 256 bits | numbers that are certainly right |
//!
//! All are `Copy`, so that `a * b + c` reads the same in each of them.

mod certified;
mod dual;
mod exact;
mod float;
mod format;
mod operators;
mod running;
mod store;

pub use certified::Certified;
pub use dual::Dual;
pub use exact::Exact;
pub use float::Float;
pub use format::Format;
pub use running::Running;

use std::fmt::Debug;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// An ordered field, with the square roots that it has.
///
/// What a number system cannot hold (0/0, the root of 2 among the rationals) is an *undefined* value
/// that behaves like NaN: it spreads, compares false with everything and is not finite.
pub trait Field:
    Copy
    + Debug
    + PartialEq
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + 'static
{
    /// The number nearest to `numerator / denominator`, both taken exactly. `denominator ≠ 0`.
    fn ratio(numerator: i64, denominator: i64) -> Self;

    /// The number nearest to `x`; undefined for infinities in systems that have none.
    fn from_f64(x: f64) -> Self;

    /// The square root ≥ 0, where the system has it.
    #[must_use]
    fn sqrt(self) -> Self;

    /// Whether this is a number: not infinite, not undefined.
    fn is_finite(self) -> bool;

    /// 0.
    #[must_use]
    fn zero() -> Self {
        Self::ratio(0, 1)
    }

    /// 1.
    #[must_use]
    fn one() -> Self {
        Self::ratio(1, 1)
    }

    /// The whole number `n`.
    #[must_use]
    fn int(n: i64) -> Self {
        Self::ratio(n, 1)
    }

    /// The number of things counted: `n`.
    #[must_use]
    fn count(n: usize) -> Self {
        Self::int(i64::try_from(n).unwrap_or(i64::MAX)) // no slice is longer than that
    }

    /// `x²`.
    #[must_use]
    fn squared(self) -> Self {
        self * self
    }

    /// `|x|`.
    #[must_use]
    fn abs(self) -> Self {
        if self < Self::zero() { -self } else { self }
    }

    /// The larger of two; `other` where they do not compare.
    #[must_use]
    fn max(self, other: Self) -> Self {
        if self > other { self } else { other }
    }

    /// The smaller of two; `other` where they do not compare.
    #[must_use]
    fn min(self, other: Self) -> Self {
        if self < other { self } else { other }
    }
}

/// A field with the elementary functions of the subject.
///
/// No implementation calls the platform's mathematical library: a result has the same bits everywhere.
pub trait Real: Field {
    /// `eˣ`.
    #[must_use]
    fn exp(self) -> Self;

    /// `eˣ − 1`, with full relative precision near 0.
    #[must_use]
    fn exp_m1(self) -> Self;

    /// The natural logarithm; `−∞` or undefined at 0, undefined below.
    #[must_use]
    fn ln(self) -> Self;

    /// The sine of an angle in radians.
    #[must_use]
    fn sin(self) -> Self;

    /// The cosine of an angle in radians.
    #[must_use]
    fn cos(self) -> Self;

    /// `erfc x = 2/√π ∫ₓ^∞ e^{−t²} dt`.
    #[must_use]
    fn erfc(self) -> Self;

    /// π.
    #[must_use]
    fn pi() -> Self;

    /// `xᵖ` for `x ≥ 0`.
    #[must_use]
    fn powf(self, p: Self) -> Self {
        (p * self.ln()).exp()
    }

    /// The standard normal distribution function, `Φ(x) = ½ erfc(−x/√2)`.
    #[must_use]
    fn normal_cdf(self) -> Self {
        Self::ratio(1, 2) * (-self / Self::int(2).sqrt()).erfc()
    }
}
