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
