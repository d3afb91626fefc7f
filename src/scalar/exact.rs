//! The rationals: identities hold with zero tolerance.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::fmt;
use std::thread::LocalKey;

use dashu_base::SquareRootRem;
use dashu_int::UBig;
use dashu_ratio::RBig;

use super::operators::operators;
use super::store::{Handle, Stored};
use super::{Field, Real};

/// A rational number, or undefined.
///
/// Roots exist for squares of rationals only, which is enough for noise levels at Pythagorean points such as
/// `(3/5, 4/5)`, where `α² + σ² = 1` holds exactly:
///
/// ```
/// use tweedie::scalar::{Exact, Field};
///
/// let alpha = Exact::ratio(3, 5);
/// assert_eq!((Exact::one() - alpha.squared()).sqrt(), Exact::ratio(4, 5));
/// assert!(!Exact::int(2).sqrt().is_finite());
/// ```
#[derive(Clone, Copy)]
pub struct Exact(Option<Handle<RBig>>);

impl Stored for RBig {
    fn store() -> &'static LocalKey<RefCell<Vec<Self>>> {
        thread_local!(static STORE: RefCell<Vec<RBig>> = const { RefCell::new(Vec::new()) });
        &STORE
    }
}

impl Exact {
    fn from_rational(number: RBig) -> Self {
        Self(Some(Handle::new(number)))
    }

    fn lift(self, other: Self, operation: impl FnOnce(&RBig, &RBig) -> RBig) -> Self {
        match (self.0, other.0) {
            (Some(a), Some(b)) => Self::from_rational(a.with_both(b, operation)),
            _ => Self(None),
        }
    }

    fn plus(self, other: Self) -> Self {
        self.lift(other, |a, b| a + b)
    }

    fn minus(self, other: Self) -> Self {
        self.lift(other, |a, b| a - b)
    }

    fn times(self, other: Self) -> Self {
        self.lift(other, |a, b| a * b)
    }

    fn over(self, other: Self) -> Self {
        if other == Self::zero() {
            return Self(None);
        }
        self.lift(other, |a, b| a / b)
    }

    fn negated(self) -> Self {
        Self::zero().minus(self)
    }

    /// The value of a function at its one rational point.
    fn at(self, point: Self, value: Self) -> Self {
        if self == point { value } else { Self(None) }
    }
}

operators!(Exact);

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.0?.with_both(other.0?, RBig::cmp))
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(number) => number.with(|number| write!(f, "{number}")),
            None => write!(f, "undefined"),
        }
    }
}

impl Field for Exact {
    fn ratio(numerator: i64, denominator: i64) -> Self {
        Self::from_rational(RBig::from_parts_signed(
            numerator.into(),
            denominator.into(),
        ))
    }

    fn from_f64(x: f64) -> Self {
        Self(RBig::try_from(x).ok().map(Handle::new))
    }

    fn sqrt(self) -> Self {
        let root = self.0.and_then(|number| {
            number.with(|number| {
                let numerator = whole_root(&number.numerator().clone().try_into().ok()?)?;
                let denominator = whole_root(number.denominator())?;
                Some(RBig::from_parts(numerator.into(), denominator))
            })
        });
        Self(root.map(Handle::new))
    }

    fn is_finite(self) -> bool {
        self.0.is_some()
    }
}

/// The elementary functions where they are rational: `e⁰`, `ln 1`, `sin 0`, `cos 0` and `erfc 0`. So a method that takes a
/// logarithm of what is 1 here runs on the rationals too; elsewhere the result is undefined, and shows.
impl Real for Exact {
    fn exp(self) -> Self {
        self.at(Self::zero(), Self::one())
    }

    fn exp_m1(self) -> Self {
        self.at(Self::zero(), Self::zero())
    }

    fn ln(self) -> Self {
        self.at(Self::one(), Self::zero())
    }

    fn sin(self) -> Self {
        self.at(Self::zero(), Self::zero())
    }

    fn cos(self) -> Self {
        self.at(Self::zero(), Self::one())
    }

    fn erfc(self) -> Self {
        self.at(Self::zero(), Self::one())
    }

    fn pi() -> Self {
        Self(None)
    }
}

/// The root of a whole number that is a square.
fn whole_root(number: &UBig) -> Option<UBig> {
    let (root, remainder) = number.sqrt_rem();
    remainder.is_zero().then_some(root)
}
