use super::*;

/// The marginal at s, then the kernel from s to t, is the marginal at t.
#[test]
fn by_exact_arithmetic() {
    for pair in pairs::<Exact>() {
        let step = between(pair).unwrap();
        assert_eq!(
            marginal(pair.s()).unwrap().then(step),
            marginal(pair.t()).unwrap()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// Random schedules: skipping from any s to any t, in f64 within the running error of both sides.
    #[test]
    fn by_property(
        betas in prop::collection::vec(1e-5..0.3f64, 2..60),
        ends in (0usize..1000, 0usize..1000),
    ) {
        let schedule = Discrete::from_betas(&betas).unwrap();
        let (a, b) = (ends.0 % (betas.len() + 1), ends.1 % (betas.len() + 1));
        prop_assume!(a != b);
        let (s, t) = (a.min(b), a.max(b));
        let pair = LevelPair::new(schedule.level(s).unwrap(), schedule.level(t).unwrap()).unwrap();
        let jumped = between(pair).unwrap();
        let mut walked = VariancePreserving::<f64>::clean();
        for &beta in &betas[s..t] {
            walked = walked.diffused(beta);
        }
        // levels carry 3 roundings a step and a root; σ²_ts is a difference of two such squares
        let roundings = 8.0 * (t as f64 + 2.0) * U;
        let var_t = pair.t().sigma().powi(2);
        prop_assert!((jumped.var() - walked.one_minus_alpha_bar()).abs() <= 2.0 * roundings * var_t);
        prop_assert!((jumped.scale().powi(2) - walked.alpha_bar()).abs() <= roundings * walked.alpha_bar());
    }
}

/// Two levels whose difference the number format cannot hold are refused, not clipped.
#[test]
fn by_bad_input() {
    let level = |sigma: f64| NoiseLevel::unscaled(sigma).unwrap();
    let pair = LevelPair::new(level(1e-170), level(2e-170)).unwrap();
    assert_eq!(
        between(pair).unwrap_err().to_string(),
        "variance between two levels is 0.0: the levels are too close for this number format; take fewer steps or a wider format"
    );
    let swapped = LevelPair::new(level(2.0), level(1.0))
        .unwrap_err()
        .to_string();
    assert!(
        swapped
            .starts_with("pair of levels (s, t) is ((1.0, 2.0), (1.0, 1.0)): the earlier level s")
    );
    let same = LevelPair::new(level(2.0), level(2.0));
    assert!(same.is_err());
}
