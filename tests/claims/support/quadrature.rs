//! Quadrature with its own error estimate.

use tweedie::scalar::{Format, Real, Running};

/// An integral and a bound on its error.
#[derive(Debug, Clone, Copy)]
pub struct Integral {
    /// The value.
    pub value: f64,
    /// The estimate of its error.
    pub error: f64,
}

impl Integral {
    /// Asserts that the integral is `truth` within its error and `rounding`.
    #[track_caller]
    pub fn assert_is(self, truth: f64, rounding: f64) {
        super::assert_within(self.value, truth, self.error + rounding);
    }

    /// The quotient of two integrals, such as a mean by Bayes' rule.
    pub fn over(self, mass: Self) -> Self {
        let value = self.value / mass.value;
        Self {
            value,
            error: (self.error + value.abs() * mass.error) / (mass.value.abs() - mass.error)
                + super::U * value.abs(),
        }
    }
}

/// `∫ f` over `[from, to]` by the trapezoidal rule, which converges exponentially for an analytic `f` that vanishes at
/// both ends. The error is the difference from half as many points, which overestimates it by far, and the
/// roundings of the sum.
pub fn integrate(f: impl Fn(f64) -> f64, from: f64, to: f64) -> Integral {
    const POINTS: u32 = 2048;
    let h = (to - from) / f64::from(POINTS);
    let values: Vec<f64> = (0..=POINTS).map(|i| f(from + f64::from(i) * h)).collect();
    let fine: f64 = h * values.iter().sum::<f64>();
    let coarse: f64 = 2.0 * h * values.iter().step_by(2).sum::<f64>();
    let magnitude: f64 = h * values.iter().map(|value| value.abs()).sum::<f64>();
    Integral {
        value: fine,
        error: (fine - coarse).abs() + f64::from(POINTS) * super::U * magnitude,
    }
}

/// `∫ f` over `[from, to]` for an analytic `f` that need not vanish there: `x = from + (to − from) Φ(v)`, and the density of v does.
pub fn integrate_between(f: impl Fn(f64) -> f64, from: f64, to: f64) -> Integral {
    let length = to - from;
    let density = |v: f64| Real::exp(-v * v / 2.0) / (2.0 * f64::pi()).sqrt();
    integrate(
        |v| length * density(v) * f(from + length * v.normal_cdf()),
        -9.0,
        9.0,
    )
}

/// `∫ f` where `f` counts its own roundings: their bound joins the error. The ends are whole numbers, so every node
/// is an `f64`.
pub fn integrate_running(f: impl Fn(Running) -> Running, from: i32, to: i32) -> Integral {
    let (from, to) = (f64::from(from), f64::from(to));
    let integral = integrate(|x| f(Running::exact(x)).value, from, to);
    let roundings = integrate(|x| f(Running::exact(x)).tolerance(Format::F64), from, to);
    Integral {
        error: integral.error + roundings.value,
        ..integral
    }
}
