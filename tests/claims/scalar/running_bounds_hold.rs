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
            prop_assert!(truth[i].distance(doubles[i]) <= bound[i].tolerance(Format::F64), "operation {}", i);
        }
        let (a, b) = (f64::from(f32::from_f64(a)), f64::from(f32::from_f64(b)));
        let truth = expression(Certified::from_f64(a), Certified::from_f64(b));
        let bound = expression(Running::exact(a), Running::exact(b));
        let singles = expression(f32::from_f64(a), f32::from_f64(b));
        for i in 0..9 {
            prop_assert!(truth[i].distance(f64::from(singles[i])) <= bound[i].tolerance(Format::F32), "operation {}", i);
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
        (a.tolerance(Format::F64), U * 0.5),
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
    assert_eq!(
        Running::exact(1.0).tolerance(Format::F64),
        f64::MIN_POSITIVE
    );
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
