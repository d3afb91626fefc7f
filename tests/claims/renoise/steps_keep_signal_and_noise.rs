use super::*;

#[test]
fn by_exact_arithmetic() {
    let levels = triple_descent::<Exact>();
    for three in levels.windows(3) {
        let [t, s, down] = [three[0], three[1], three[2]];
        for down in [down, s, NoiseLevel::clean()] {
            let pair = LevelPair::new(s, t).unwrap();
            let row = Row::of_step(pair, step(pair, down).unwrap());
            let plan = Plan::new(t, vec![row]).unwrap();
            assert_eq!(signal_defects(&plan), [Exact::zero()]);
            assert_eq!(noise_defects(&plan).unwrap(), [Exact::zero()]);
        }
    }
}

/// Whole plans, from pure noise to clean data.
#[test]
fn by_certified_enclosure() {
    let share = |(p, q)| Certified::ratio(p, q);
    let ancestral = [(0, 1), (1, 3), (1, 1)].map(|eta| Method::FlowAncestral { eta: share(eta) });
    let trajectory = [(0, 1), (1, 3), (1, 2), (1, 1)].map(|gamma| Method::Trajectory {
        gamma: share(gamma),
    });
    let plans = ancestral.map(|method| method.plan(&flows()).unwrap());
    let others = trajectory.map(|method| method.plan(&chain()).unwrap());
    for plan in plans.iter().chain(&others) {
        for defect in [signal_defects(plan), noise_defects(plan).unwrap()].concat() {
            assert!(defect.contains(0.0) && defect.width() < 1e-70, "{defect:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// By way of any level, within the running error.
    #[test]
    fn by_property(pair in any_pair(), alpha in 0.1..2.0f64, share in 0.0..0.99f64) {
        let pair = lifted::<Running>(pair);
        let sigma = Running::exact(share) * pair.s().edm_sigma() * Running::exact(alpha);
        let down = NoiseLevel::new(Running::exact(alpha), sigma).unwrap();
        let plan = Plan::new(pair.t(), vec![Row::of_step(pair, step(pair, down).unwrap())]).unwrap();
        assert_vanishes(signal_defects(&plan)[0]);
        assert_vanishes(noise_defects(&plan).unwrap()[0]);
    }
}
