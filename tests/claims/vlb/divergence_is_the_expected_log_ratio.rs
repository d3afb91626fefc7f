use super::*;

/// KL, entropy and the normaliser, each as the integral that defines it.
#[test]
fn by_quadrature() {
    let laws = [(0.0, 1.0), (0.7, 0.3), (-1.2, 2.5)].map(|(m, v)| Gaussian::new(m, v).unwrap());
    for q in laws {
        let reach = 13.0 * q.var().sqrt();
        let expect = |f: &dyn Fn(f64) -> f64| {
            integrate(
                |x| q.log_density(x).exp() * f(x),
                q.mean() - reach,
                q.mean() + reach,
            )
        };
        // a logarithm below 100, times a few roundings, under a density
        let rounding = 400.0 * U;
        expect(&|_| 1.0).assert_is(1.0, rounding);
        expect(&|x| -q.log_density(x)).assert_is(q.entropy(), rounding);
        for p in laws {
            expect(&|x| q.log_density(x) - p.log_density(x)).assert_is(q.kl(p), 10.0 * rounding);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Never negative, and zero for a law from itself.
    #[test]
    fn by_property(m in -3.0..3.0f64, v in 0.01..9.0f64, n in -3.0..3.0f64, w in 0.01..9.0f64) {
        let number = Certified::from_f64;
        let q = Gaussian::new(number(m), number(v)).unwrap();
        let p = Gaussian::new(number(n), number(w)).unwrap();
        prop_assert!(q.kl(p) > Certified::zero() || (m, v) == (n, w));
        prop_assert!(q.kl(q).contains(0.0) && q.kl(q).width() < 1e-70);
    }
}

/// A law without a density, or without numbers, is refused.
#[test]
fn by_bad_input() {
    let error = |mean, var| Gaussian::new(mean, var).unwrap_err().to_string();
    for bad in [f64::NAN, f64::INFINITY] {
        assert_eq!(
            error(bad, 1.0),
            format!("mean is {bad:?}: give a finite number")
        );
    }
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            error(0.0, bad),
            format!("variance is {bad:?}: give a finite number > 0; a point mass has no density")
        );
    }
    let error = |scale, shift, var| Kernel::new(scale, shift, var).unwrap_err().to_string();
    for bad in [f64::NAN, f64::INFINITY] {
        assert_eq!(
            error(bad, 0.0, 1.0),
            format!("kernel scale is {bad:?}: give a finite number")
        );
        assert_eq!(
            error(0.0, bad, 1.0),
            format!("kernel shift is {bad:?}: give a finite number")
        );
    }
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            error(1.0, 0.0, bad),
            format!("kernel variance is {bad:?}: give a finite number ≥ 0")
        );
    }
    let point = Kernel::new(0.0, 2.0, 0.0).unwrap();
    assert!(point.at(1.0).is_err() && point.push(Gaussian::standard()).is_err());
}
