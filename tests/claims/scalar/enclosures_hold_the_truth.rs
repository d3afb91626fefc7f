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
    // where the ends lie far apart, their logarithms do not
    let nothing = Certified::one().exp().ln() - Certified::one();
    let wide = nothing * Certified::from_f64(1e77) + Certified::int(100);
    assert!(wide.width() > 0.1 && wide.width() < 50.0, "{wide:?}");
    let log = wide.ln();
    assert!(log.contains(Real::ln(100.0)) && log.width() < wide.width() / 50.0);
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
        Certified::from_f64(f64::INFINITY),
        Certified::from_f64(f64::NEG_INFINITY),
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
