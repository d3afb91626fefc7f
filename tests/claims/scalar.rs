//! Claims of the number systems.

use proptest::prelude::*;
use tweedie::ddim;
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::posterior::posterior;
use tweedie::scalar::{Certified, Dual, Exact, Field, Real, Running};

use crate::support::{U, assert_within, integrate};

/// One interior pair of levels with a rational step deviation, in any number system.
fn pair<T: Field>() -> LevelPair<T> {
    let level = |alpha: (i64, i64), sigma: (i64, i64)| {
        NoiseLevel::new(T::ratio(alpha.0, alpha.1), T::ratio(sigma.0, sigma.1)).unwrap()
    };
    LevelPair::new(level((1, 1), (3, 8)), level((1, 2), (5, 16))).unwrap()
}

/// The three coefficients of the posterior, and those of DDIM at η = ½.
fn coefficients<T: Field>(pair: LevelPair<T>) -> [T; 6] {
    let law = posterior(pair).unwrap();
    let step = ddim::step(pair, T::ratio(1, 2)).unwrap();
    [
        law.on_x0,
        law.on_x_t,
        law.var,
        step.on_x_t.squared(),
        step.on_noise,
        step.on_x0,
    ]
}

mod posterior_and_ddim_run_on_six_number_systems {
    use super::*;

    /// σ_ts = 1/4, so everything but a root is rational: worked out by hand.
    #[test]
    fn by_reference_values() {
        let [on_x0, on_x_t, var, _, on_noise, _] = coefficients(pair::<Exact>());
        assert_eq!(on_x0, Exact::ratio(16, 25));
        assert_eq!(on_x_t, Exact::ratio(18, 25));
        assert_eq!(var, Exact::ratio(9, 100));
        assert_eq!(on_noise, Exact::ratio(3, 20));
    }

    /// f64 and f32 lie within the running bound of the certified value, and the rationals inside the enclosure.
    #[test]
    fn by_certified_enclosure() {
        let certified = coefficients(pair::<Certified>());
        let running = coefficients(pair::<Running>());
        let doubles = coefficients(pair::<f64>());
        let singles = coefficients(pair::<f32>());
        for i in 0..6 {
            assert!(certified[i].width() < 1e-70);
            assert!(certified[i].distance(doubles[i]) <= running[i].tolerance(U));
            let u32 = f64::from(f32::EPSILON) / 2.0;
            assert!(certified[i].distance(f64::from(singles[i])) <= running[i].tolerance(u32));
            assert!(running[i].error > 0.0 && running[i].error < 50.0);
        }
        for (exact, (numerator, denominator)) in
            coefficients(pair::<Exact>())
                .iter()
                .zip([(16, 25), (18, 25), (9, 100)])
        {
            assert_eq!(*exact, Exact::ratio(numerator, denominator));
            let gap = Certified::ratio(numerator, denominator);
            assert!((gap - Certified::from_f64(gap.to_f64())).distance(0.0) < U);
        }
    }

    /// Dual numbers carry ∂/∂σ_t: the slope is the limit of difference quotients of rationals.
    #[test]
    fn by_derivative() {
        let at = |h: Exact| {
            let t = NoiseLevel::new(Exact::ratio(1, 2), Exact::ratio(5, 16) + h).unwrap();
            posterior(LevelPair::new(pair().s(), t).unwrap())
                .unwrap()
                .on_x0
        };
        let t = NoiseLevel::new(Dual::from_f64(0.5), Dual::variable(0.3125)).unwrap();
        let s = pair::<Dual<f64>>().s();
        let slope = posterior(LevelPair::new(s, t).unwrap())
            .unwrap()
            .on_x0
            .slope;
        let quotient = |denominator: i64| {
            let h = Exact::ratio(1, denominator);
            let two_sided = (at(h) - at(-h)) / (Exact::int(2) * h);
            (two_sided - Exact::from_f64(slope)).abs()
        };
        // the error of a two-sided quotient falls with h², down to the rounding of the slope
        assert!(quotient(1000) * Exact::int(90) < quotient(100));
        assert!(quotient(100_000) * Exact::int(9000) < quotient(1000));
    }
}

mod rationals_are_a_field {
    use super::*;

    #[test]
    fn by_exact_arithmetic() {
        let (a, b) = (Exact::ratio(-3, 7), Exact::ratio(5, 2));
        assert_eq!(a * (b + b), a * b + a * b);
        assert_eq!(a / b * b, a);
        assert_eq!(a - a, Exact::zero());
        assert_eq!(a.abs(), -a);
        assert_eq!(a.max(b), b);
        assert_eq!(a.min(b), a);
        assert_eq!(Exact::ratio(49, 64).sqrt(), Exact::ratio(7, 8));
        assert_eq!(
            Exact::from_f64(0.1),
            Exact::ratio(3_602_879_701_896_397, 36_028_797_018_963_968)
        );
        assert_eq!(format!("{:?}", Exact::ratio(6, -4)), "-3/2");
    }

    /// What the rationals cannot hold is undefined, spreads, and compares with nothing.
    #[test]
    fn by_bad_input() {
        let undefined = [
            Exact::int(2).sqrt(),
            Exact::int(-1).sqrt(),
            Exact::one() / Exact::zero(),
            Exact::from_f64(f64::NAN),
            Exact::from_f64(f64::INFINITY),
        ];
        for value in undefined {
            assert!(!value.is_finite() && !(value + Exact::one()).is_finite());
            assert_eq!(
                (value.partial_cmp(&value), value.partial_cmp(&Exact::one())),
                (None, None)
            );
            assert_eq!(format!("{value:?}"), "undefined");
        }
    }
}

mod dual_numbers_differentiate {
    use super::*;

    /// Each elementary function against its derivative as calculus gives it, at points inside its domain.
    #[test]
    fn by_reference_values() {
        type Function = fn(Dual<f64>) -> Dual<f64>;
        let root_pi = f64::pi().sqrt();
        for x in [0.3_f64, 1.7] {
            let cases: [(Function, f64); 9] = [
                (|x| x.sqrt(), 0.5 / x.sqrt()),
                (Real::exp, Real::exp(x)),
                (Real::exp_m1, Real::exp(x)),
                (Real::ln, 1.0 / x),
                (Real::sin, Real::cos(x)),
                (Real::cos, -Real::sin(x)),
                (Real::erfc, -2.0 / root_pi * Real::exp(-x * x)),
                (|x| Dual::one() / x, -1.0 / (x * x)),
                (|x| x * x - x, 2.0 * x - 1.0),
            ];
            for (function, derivative) in cases {
                // a handful of roundings, each relative to numbers below 10
                assert_within(function(Dual::variable(x)).slope, derivative, 100.0 * U);
            }
        }
    }

    /// Values are the functions' own, and constants have no slope.
    #[test]
    fn by_exact_arithmetic() {
        let x = Dual::variable(0.7_f64);
        assert_eq!(x.exp().value, Real::exp(0.7_f64));
        assert_eq!(x.exp_m1().value, Real::exp_m1(0.7_f64));
        assert_eq!(x.ln().value, Real::ln(0.7_f64));
        assert_eq!(x.sin().value, Real::sin(0.7_f64));
        assert_eq!(x.cos().value, Real::cos(0.7_f64));
        assert_eq!(x.erfc().value, Real::erfc(0.7_f64));
        assert_eq!(Dual::<f64>::pi().slope, 0.0);
        assert_eq!(Dual::<f64>::ratio(1, 3).slope, 0.0);
        let product = Dual::variable(Exact::ratio(2, 3)) * Dual::constant(Exact::int(6));
        assert_eq!(
            (product.value, product.slope),
            (Exact::int(4), Exact::int(6))
        );
        assert_eq!((-product).slope, Exact::int(-6));
        assert!(
            !Dual {
                value: 1.0,
                slope: f64::NAN
            }
            .is_finite()
        );
        assert!(
            !Dual {
                value: f64::NAN,
                slope: 1.0
            }
            .is_finite()
        );
    }
}

mod enclosures_hold_the_truth {
    use super::*;

    /// Well-known constants, to the digits that they are published with.
    #[test]
    fn by_reference_values() {
        let published = [
            (Certified::int(1).exp(), std::f64::consts::E),
            (Certified::int(2).ln(), std::f64::consts::LN_2),
            (Certified::pi(), std::f64::consts::PI),
            (Certified::int(2).sqrt(), std::f64::consts::SQRT_2),
            (Certified::ratio(1, 2).sin(), 0.479_425_538_604_203),
            (Certified::ratio(1, 2).cos(), 0.877_582_561_890_372_7),
            (Certified::ratio(1, 2).erfc(), 0.479_500_122_186_953_5),
            (Certified::int(-1).erfc(), 1.842_700_792_949_715),
            (Certified::int(3).erfc(), 2.209_049_699_858_544e-5),
            (
                Certified::ratio(1, 1000).exp_m1(),
                1.000_500_166_708_341_7e-3,
            ),
            (Certified::one().normal_cdf(), 0.841_344_746_068_543),
        ];
        for (enclosure, value) in published {
            assert!(enclosure.width() < 1e-70, "{enclosure:?}");
            // the printed digits are good to a unit of the 16th
            assert!(
                enclosure.distance(value) < 1e-15 * value.abs(),
                "{enclosure:?}, {value}"
            );
        }
    }

    /// A relation between functions holds inside the enclosures, which stay narrow.
    #[test]
    fn by_exact_arithmetic() {
        for x in [(1, 7), (-5, 3), (22, 10)] {
            let x = Certified::ratio(x.0, x.1);
            let zeros = [
                x.sin().squared() + x.cos().squared() - Certified::one(),
                x.exp() * (-x).exp() - Certified::one(),
                x.exp().ln() - x,
                x.exp() - x.exp_m1() - Certified::one(),
                x.erfc() + (-x).erfc() - Certified::int(2),
                x.squared().sqrt() - x.abs(),
                (x * x - x) / x - (x - Certified::one()),
            ];
            for zero in zeros {
                assert!(zero.contains(0.0) && zero.width() < 1e-70, "{zero:?}");
                assert!(!zero.contains(1e-60) && !zero.contains(-1e-60));
            }
        }
        let third = Certified::ratio(1, 3);
        assert!(third * Certified::int(-3) < Certified::ratio(-999, 1000));
        assert_eq!(
            Certified::ratio(1, 4) + Certified::ratio(1, 4),
            Certified::ratio(1, 2)
        );
        assert_eq!(Certified::ratio(i64::MIN + 1, 1), Certified::int(-i64::MAX));
        assert!(Certified::int(4) > third && third < Certified::int(4));
        assert_eq!(third.partial_cmp(&third), None); // an interval, and not one point
    }

    /// erfc as the integral that defines it.
    #[test]
    fn by_quadrature() {
        for x in [-1.3, 0.0, 0.4, 2.1] {
            // from x on, the integrand is not zero at its lower end: integrate over the half line in s = ln(t − x)
            let density = |s: f64| {
                let t = x + Real::exp(s);
                2.0 / f64::pi().sqrt() * Real::exp(-t * t) * Real::exp(s)
            };
            let truth = Certified::from_f64(x).erfc().to_f64();
            integrate(density, -45.0, 3.0).assert_is(truth, 100.0 * U);
        }
    }

    /// Outside a domain there is no number, rather than a wrong one.
    #[test]
    fn by_bad_input() {
        let about_zero = Certified::int(1).exp().ln() - Certified::one();
        let undefined = [
            Certified::int(-1).sqrt(),
            Certified::zero().ln(),
            Certified::int(-2).ln(),
            Certified::one() / Certified::zero(),
            Certified::one() / about_zero,
            Certified::from_f64(f64::NAN),
            Certified::from_f64(1e12).exp(),
        ];
        for value in undefined {
            assert!(!value.is_finite() && !value.contains(0.0) && value.width() == f64::INFINITY);
            assert!(value.to_f64().is_nan() && value.distance(0.0) == f64::INFINITY);
            assert!(!(value + Certified::one()).is_finite());
            assert_eq!(format!("{value:?}"), "undefined");
        }
        assert!(!Certified::one().contains(f64::NAN));
    }
}

mod running_bounds_hold {
    use super::*;

    /// An expression with every operation, in any number system.
    fn expression<T: Real>(a: T, b: T) -> [T; 9] {
        let quotient = (a + b) / (a * b + T::one());
        [
            quotient - a,
            (quotient.squared() + b).sqrt(),
            (-quotient).exp() * b,
            (a * a + b).ln(),
            (a - b).exp_m1(),
            (a * b).sin(),
            (a + b).cos() * a,
            (a * T::ratio(1, 3)).erfc() / b,
            T::pi() * a.abs() - b,
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

        /// f64 and f32 stay within u·E of the certified truth.
        #[test]
        fn by_property(a in 0.05..3.0f64, b in 0.05..3.0f64) {
            let truth = expression(Certified::from_f64(a), Certified::from_f64(b));
            let bound = expression(Running::exact(a), Running::exact(b));
            let doubles = expression(a, b);
            for i in 0..9 {
                prop_assert!(truth[i].distance(doubles[i]) <= bound[i].tolerance(U), "operation {}", i);
            }
            let (a, b) = (f64::from(f32::from_f64(a)), f64::from(f32::from_f64(b)));
            let truth = expression(Certified::from_f64(a), Certified::from_f64(b));
            let bound = expression(Running::exact(a), Running::exact(b));
            let singles = expression(f32::from_f64(a), f32::from_f64(b));
            let u = f64::from(f32::EPSILON) / 2.0;
            for i in 0..9 {
                prop_assert!(truth[i].distance(f64::from(singles[i])) <= bound[i].tolerance(u), "operation {}", i);
            }
        }
    }

    /// The rules of running error analysis, term by term, rounded up by 8 units and no more.
    #[test]
    fn by_reference_values() {
        let a = Running {
            value: 3.0,
            error: 0.5,
        };
        let b = Running {
            value: -4.0,
            error: 0.25,
        };
        let (root, power, log) = (3f64.sqrt(), Real::exp(3.0_f64), Real::ln(3.0_f64));
        let density = 2.0 / f64::pi().sqrt() * Real::exp(-9.0_f64);
        let rules = [
            ((a + b).error, 0.5 + 0.25 + 1.0),
            ((a - b).error, 0.5 + 0.25 + 7.0),
            ((a * b).error, 3.0 * 0.25 + 4.0 * 0.5 + 12.0),
            ((a / b).error, (0.5 + 0.75 * 0.25) / 4.0 + 0.75),
            (a.sqrt().error, 0.5 / (2.0 * root) + root),
            (a.exp().error, power * 0.5 + 2.0 * power),
            (a.exp_m1().error, power * 0.5 + 2.0 * (power - 1.0)),
            (a.ln().error, 0.5 / 3.0 + 2.0 * log),
            (a.sin().error, 0.5 + 2.0 * Real::sin(3.0_f64)),
            (a.cos().error, 0.5 - 2.0 * Real::cos(3.0_f64)),
            (a.erfc().error, density * 0.5 + 2.0 * Real::erfc(3.0_f64)),
            (Running::rounded(-7.0).error, 7.0),
            (Running::ratio(1, 3).error, 1.0 / 3.0),
            (Running::pi().error, f64::pi()),
            (a.tolerance(U), U * 0.5),
        ];
        for (i, (error, rule)) in rules.into_iter().enumerate() {
            assert!(
                error >= rule * (1.0 - 2.0 * f64::EPSILON),
                "rule {i}: {error} under {rule}"
            );
            assert!(
                error <= rule * (1.0 + 50.0 * f64::EPSILON),
                "rule {i}: {error} over {rule}"
            );
        }
        let exact = [
            -a,
            Running::zero().sqrt(),
            Running::exact(7.0),
            Running::int(3),
        ];
        assert_eq!(exact.map(|number| number.error), [0.5, 0.0, 0.0, 0.0]);
        assert!(
            !Running {
                value: 1.0,
                error: f64::INFINITY
            }
            .is_finite()
        );
        assert!(
            !Running {
                value: f64::NAN,
                error: 1.0
            }
            .is_finite()
        );
    }
}
