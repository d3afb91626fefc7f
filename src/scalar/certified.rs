//! Certified enclosures: outward-rounded intervals of 256 bits, which certainly hold the true value.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::fmt;
use std::thread::LocalKey;

use dashu_float::FBig;
use dashu_float::round::mode::{Down, Up};

use super::operators::operators;
use super::store::{Handle, Stored};
use super::{Field, Real};

type Lower = FBig<Down, 2>;
type Upper = FBig<Up, 2>;

/// `lo ≤ x ≤ hi`; the ends are rounded down and up.
struct Enclosure {
    lo: Lower,
    hi: Upper,
}

/// A real number known to lie in `[lo, hi]`, or undefined.
///
/// Every operation rounds outward, so the interval of a result holds the true value whatever was rounded on the way:
///
/// ```
/// use tweedie::scalar::{Certified, Field, Real};
///
/// let one = Certified::int(1).exp().ln();
/// assert!(one.contains(1.0));
/// assert!(one.width() < 1e-70);
/// ```
///
/// Two enclosures compare only where they do not overlap.
#[derive(Clone, Copy)]
pub struct Certified(Option<Handle<Enclosure>>);

impl Stored for Enclosure {
    fn store() -> &'static LocalKey<RefCell<Vec<Self>>> {
        thread_local!(static STORE: RefCell<Vec<Enclosure>> = const { RefCell::new(Vec::new()) });
        &STORE
    }
}

fn down(x: &Upper) -> Lower {
    x.clone().with_rounding()
}

fn up(x: &Lower) -> Upper {
    x.clone().with_rounding()
}

/// None for what is no number, and for the infinities, with which no enclosure can reckon.
fn exactly(x: f64) -> Option<Lower> {
    if !x.is_finite() {
        return None;
    }
    Some(
        Lower::try_from(x)
            .ok()?
            .with_precision(Certified::PRECISION)
            .value(),
    )
}

impl Enclosure {
    fn point(x: Lower) -> Self {
        Self { hi: up(&x), lo: x }
    }

    /// The hull of an operation at the four pairs of ends.
    fn corners(
        &self,
        other: &Self,
        lower: impl Fn(&Lower, &Lower) -> Lower,
        upper: impl Fn(&Upper, &Upper) -> Upper,
    ) -> Option<Self> {
        let ends = |e: &Self| [e.lo.clone(), down(&e.hi)];
        ends(self)
            .iter()
            .flat_map(|x| ends(other).map(|y| (x.clone(), y)))
            .map(|(x, y)| Self {
                lo: lower(&x, &y),
                hi: upper(&up(&x), &up(&y)),
            })
            .reduce(|a, b| Self {
                lo: if a.lo <= b.lo { a.lo } else { b.lo },
                hi: if a.hi >= b.hi { a.hi } else { b.hi },
            })
    }

    fn holds_zero(&self) -> bool {
        self.lo <= Lower::ZERO && self.hi >= Upper::ZERO
    }

    /// Both ends through an increasing function.
    fn increasing(
        &self,
        lower: impl FnOnce(&Lower) -> Lower,
        upper: impl FnOnce(&Upper) -> Upper,
    ) -> Self {
        Self {
            lo: lower(&self.lo),
            hi: upper(&self.hi),
        }
    }
}

impl Certified {
    /// Significant bits of an end of an enclosure.
    pub const PRECISION: usize = 256;

    /// Whether `x` lies in the enclosure.
    #[must_use]
    pub fn contains(self, x: f64) -> bool {
        let (Some(handle), Some(x)) = (self.0, exactly(x)) else {
            return false;
        };
        handle.with(|e| e.lo <= x && up(&x) <= e.hi)
    }

    /// `hi − lo`, rounded up.
    #[must_use]
    pub fn width(self) -> f64 {
        self.0.map_or(f64::INFINITY, |handle| {
            handle.with(|e| (&e.hi - up(&e.lo)).to_f64().value())
        })
    }

    /// An `f64` in the enclosure or next to it; NaN if undefined.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.0
            .map_or(f64::NAN, |handle| handle.with(|e| e.lo.to_f64().value()))
    }

    /// An upper bound on `|x − y|` over all `y` in the enclosure; infinite if undefined.
    #[must_use]
    pub fn distance(self, x: f64) -> f64 {
        let difference = self.minus(Self::from_f64(x));
        difference.0.map_or(f64::INFINITY, |handle| {
            handle.with(|e| {
                let hi = e.hi.to_f64().value();
                let lo = e.lo.to_f64().value();
                hi.max(-lo)
            })
        })
    }

    /// The number as two `f64`, and how far off their sum may be: `|x − (hi + lo)| ≤ radius`. NaN and infinite if undefined.
    #[must_use]
    pub fn split(self) -> (f64, f64, f64) {
        let hi = self.to_f64();
        let rest = self.minus(Self::from_f64(hi));
        let lo = rest.to_f64();
        (hi, lo, rest.distance(lo))
    }

    fn new(enclosure: Enclosure) -> Self {
        Self(Some(Handle::new(enclosure)))
    }

    fn map(self, function: impl FnOnce(&Enclosure) -> Option<Enclosure>) -> Self {
        Self(
            self.0
                .and_then(|handle| handle.with(function))
                .map(Handle::new),
        )
    }

    fn lift(
        self,
        other: Self,
        operation: impl FnOnce(&Enclosure, &Enclosure) -> Option<Enclosure>,
    ) -> Self {
        match (self.0, other.0) {
            (Some(a), Some(b)) => Self(a.with_both(b, operation).map(Handle::new)),
            _ => Self(None),
        }
    }

    // one copy of each operator, not one in every formula: the time to compile
    #[inline(never)]
    fn plus(self, other: Self) -> Self {
        self.lift(other, |a, b| {
            Some(Enclosure {
                lo: &a.lo + &b.lo,
                hi: &a.hi + &b.hi,
            })
        })
    }

    #[inline(never)]
    fn minus(self, other: Self) -> Self {
        self.lift(other, |a, b| {
            Some(Enclosure {
                lo: &a.lo - down(&b.hi),
                hi: &a.hi - up(&b.lo),
            })
        })
    }

    #[inline(never)]
    fn times(self, other: Self) -> Self {
        self.lift(other, |a, b| a.corners(b, |x, y| x * y, |x, y| x * y))
    }

    #[inline(never)]
    fn over(self, other: Self) -> Self {
        self.lift(other, |a, b| {
            if b.holds_zero() {
                return None;
            }
            a.corners(b, |x, y| x / y, |x, y| x / y)
        })
    }

    #[inline(never)]
    fn negated(self) -> Self {
        Self::zero().minus(self)
    }
}

operators!(Certified);

impl PartialEq for Certified {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Certified {
    #[inline(never)]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.0?.with_both(other.0?, |a, b| {
            if down(&a.hi) < b.lo {
                Some(Ordering::Less)
            } else if a.lo > down(&b.hi) {
                Some(Ordering::Greater)
            } else if a.lo == down(&a.hi) && b.lo == down(&b.hi) {
                Some(Ordering::Equal) // two points that are not apart
            } else {
                None
            }
        })
    }
}

impl fmt::Debug for Certified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(_) => write!(f, "{} (width {:e})", self.to_f64(), self.width()),
            None => write!(f, "undefined"),
        }
    }
}

impl Field for Certified {
    #[allow(clippy::cast_precision_loss)] // the halves are exact, 32 bits each
    #[inline(never)]
    fn ratio(numerator: i64, denominator: i64) -> Self {
        let whole = |n: i64| {
            let high = Self::from_f64((n >> 32) as f64 * 4_294_967_296.0);
            high.plus(Self::from_f64((n & 0xffff_ffff) as f64))
        };
        whole(numerator).over(whole(denominator))
    }

    #[inline(never)]
    fn from_f64(x: f64) -> Self {
        Self(exactly(x).map(|x| Handle::new(Enclosure::point(x))))
    }

    #[inline(never)]
    fn sqrt(self) -> Self {
        self.map(|e| (e.lo >= Lower::ZERO).then(|| e.increasing(Lower::sqrt, Upper::sqrt)))
    }

    fn is_finite(self) -> bool {
        self.0.is_some()
    }
}

/// Ends that differ by less than this share are as good as one.
const CLOSE: f64 = 1e-60;

/// Beyond this an exponential says nothing that is of use here.
const EXPONENT_LIMIT: f64 = 1e9;

impl Enclosure {
    /// Both ends through an increasing function, if they are not out of all proportion.
    fn exponential(
        &self,
        lower: impl FnOnce(&Lower) -> Lower,
        upper: impl FnOnce(&Upper) -> Upper,
    ) -> Option<Self> {
        let limit = exactly(EXPONENT_LIMIT)?;
        (self.lo >= -limit.clone() && self.hi <= up(&limit)).then(|| self.increasing(lower, upper))
    }

    /// `ln hi ≤ ln lo + (hi − lo)/lo`: where the ends are close, one logarithm encloses. It is rounded down correctly, so that
    /// the next number is above it; ln 1 alone is a number itself.
    fn logarithm(&self) -> Self {
        let lo = self.lo.ln();
        let rise = (&self.hi - up(&self.lo)) / up(&self.lo);
        let hi = if rise > exactly(CLOSE).map_or(Upper::ZERO, |close| up(&close)) {
            self.hi.ln()
        } else if lo == Lower::ZERO {
            rise
        } else {
            up(&lo) + up(&lo.ulp()) + rise
        };
        Self { lo, hi }
    }

    /// `|f(x) − f(y)| ≤ |x − y|`, so the value at the lower end, widened by the width, encloses.
    fn contraction(
        &self,
        lower: impl FnOnce(&Lower) -> Lower,
        upper: impl FnOnce(&Upper) -> Upper,
    ) -> Self {
        let width = &self.hi - up(&self.lo);
        Self {
            lo: lower(&self.lo) - down(&width),
            hi: upper(&up(&self.lo)) + width,
        }
    }
}

impl Real for Certified {
    #[inline(never)]
    fn exp(self) -> Self {
        self.map(|e| e.exponential(Lower::exp, Upper::exp))
    }

    #[inline(never)]
    fn exp_m1(self) -> Self {
        self.map(|e| e.exponential(Lower::exp_m1, Upper::exp_m1))
    }

    #[inline(never)]
    fn ln(self) -> Self {
        self.map(|e| (e.lo > Lower::ZERO).then(|| e.logarithm()))
    }

    #[inline(never)]
    fn sin(self) -> Self {
        self.map(|e| Some(e.contraction(Lower::sin, Upper::sin)))
    }

    #[inline(never)]
    fn cos(self) -> Self {
        self.map(|e| Some(e.contraction(Lower::cos, Upper::cos)))
    }

    /// `erf x = 2/√π e^{−x²} Σₙ 2ⁿ x^{2n+1}/(2n+1)!!`: terms of one sign. From the term where the ratio
    /// `2x²/(2n+3)` of neighbours falls under ½, the rest is at most that term.
    ///
    /// Source: DLMF 7.6.2.
    #[inline(never)]
    fn erfc(self) -> Self {
        let (one, two) = (Self::one(), Self::int(2));
        let square = self.squared();
        let mut term = self;
        let mut sum = self;
        let mut n = 1;
        loop {
            let ratio = two * square / Self::int(2 * n + 1);
            if ratio < Self::ratio(1, 2) && term.distance(0.0) < 1e-80 {
                break;
            }
            if n > 100_000 || !term.is_finite() {
                return Self(None);
            }
            term = term * ratio;
            sum = sum + term;
            n += 1;
        }
        let rest = Self::from_f64(term.distance(0.0));
        let sum = (sum - rest).lift(sum + rest, |low, high| {
            Some(Enclosure {
                lo: low.lo.clone(),
                hi: high.hi.clone(),
            })
        });
        one - two / Self::pi().sqrt() * (-square).exp() * sum
    }

    fn pi() -> Self {
        Self::new(Enclosure {
            lo: Lower::pi(Self::PRECISION),
            hi: Upper::pi(Self::PRECISION),
        })
    }
}
