use super::*;

/// `k + m α_t = α_s` and `m² σ²_t + std² = σ²_s`, on both branches and in the interior of std.
#[test]
fn by_exact_arithmetic() {
    for pair in pairs::<Exact>() {
        let (s, t) = (pair.s(), pair.t());
        for std in shares().map(|share| share * s.sigma()) {
            for branch in BRANCHES {
                let step = step_with_std(pair, std, branch).unwrap();
                let (k, m) = (step.on_x0, step.on_x_t);
                assert_eq!(k + m * t.alpha(), s.alpha());
                assert_eq!(
                    m.squared() * t.sigma().squared() + std.squared(),
                    s.sigma().squared()
                );
                assert_eq!(step.on_noise, std);
            }
        }
    }
}

/// The same where roots are irrational: the defects are enclosed in next to nothing around 0.
#[test]
fn by_certified_enclosure() {
    for pair in pairs::<Certified>() {
        let (s, t) = (pair.s(), pair.t());
        for share in [(1, 2), (1, 3), (7, 8)] {
            let std = Certified::ratio(share.0, share.1) * s.sigma();
            for branch in BRANCHES {
                let step = step_with_std(pair, std, branch).unwrap();
                let (k, m) = (step.on_x0, step.on_x_t);
                let mean = k + m * t.alpha() - s.alpha();
                let var = m.squared() * t.sigma().squared() + std.squared() - s.sigma().squared();
                for defect in [mean, var] {
                    assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// For any η up to 1, within the running error.
    #[test]
    fn by_property(pair in any_pair(), eta in 0.0..=1.0f64) {
        let pair = lifted::<Running>(pair);
        let (s, t) = (pair.s(), pair.t());
        let step = step(pair, Running::exact(eta)).unwrap();
        assert_vanishes(step.on_x0 + step.on_x_t * t.alpha() - s.alpha());
        assert_vanishes(
            step.on_x_t.squared() * t.sigma().squared() + step.on_noise.squared()
                - s.sigma().squared(),
        );
    }
}
