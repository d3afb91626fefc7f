use super::*;

/// All three coefficients, where the root of the posterior's variance is rational.
#[test]
fn by_exact_arithmetic() {
    for pair in triple_pairs::<Exact>() {
        let (step, law) = (step(pair, Exact::one()).unwrap(), posterior(pair).unwrap());
        assert_eq!(step.on_x0, law.on_x0);
        assert_eq!(step.on_x_t, law.on_x_t);
        assert_eq!(step.on_noise.squared(), law.var);
        assert!(step.on_noise > Exact::zero());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// On any levels, in f64 within the running error; and it is refused in neither f64 nor f32, however far
    /// apart the levels are.
    #[test]
    fn by_property(pair in any_pair()) {
        step(pair, 1.0).unwrap();
        step(lifted::<f32>(pair), 1.0).unwrap();
        let pair = lifted::<Running>(pair);
        let (step, law) = (step(pair, Running::one()).unwrap(), posterior(pair).unwrap());
        assert_vanishes(step.on_x0 - law.on_x0);
        assert_vanishes(step.on_x_t - law.on_x_t);
        assert_vanishes(step.on_noise.squared() - law.var);
    }
}

/// A step so long that the posterior hardly looks at x_t keeps its digits: its weight is good to 16 roundings.
#[test]
fn by_certified_enclosure() {
    for (sigma_s, sigma_t) in [(0.002, 80.0), (1e-3, 1e3), (1e-5, 80.0)] {
        let pair = LevelPair::new(
            NoiseLevel::unscaled(sigma_s).unwrap(),
            NoiseLevel::unscaled(sigma_t).unwrap(),
        )
        .unwrap();
        let truth = posterior(lifted::<Certified>(pair)).unwrap().on_x_t;
        let got = step(pair, 1.0).unwrap().on_x_t;
        assert!(
            truth.distance(got) <= 16.0 * U * got,
            "{sigma_s}, {sigma_t}"
        );
    }
}
