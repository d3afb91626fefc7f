use super::*;

#[test]
fn by_exact_arithmetic() {
    let schedule = ddpm();
    let levels = schedule.descent(&[700, 30]).unwrap();
    assert_eq!(
        levels,
        [
            schedule.level(700).unwrap(),
            schedule.level(30).unwrap(),
            NoiseLevel::clean()
        ]
    );
    assert_eq!(
        (
            schedule.steps(),
            schedule.levels().len(),
            schedule.squares().len()
        ),
        (1000, 1001, 1001)
    );
    assert_eq!(schedule.level(0).unwrap(), NoiseLevel::clean());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Any table of β gives levels that get strictly noisier and preserve variance to the roundings made.
    #[test]
    fn by_property(betas in prop::collection::vec(1e-6..0.9f64, 1..80)) {
        let schedule = Discrete::from_betas(&betas).unwrap();
        for (t, pair) in schedule.levels().windows(2).enumerate() {
            prop_assert!(pair[0].is_cleaner_than(pair[1]) && !pair[1].is_cleaner_than(pair[0]));
            let total = pair[1].alpha().powi(2) + pair[1].sigma().powi(2);
            prop_assert!((total - 1.0).abs() <= 4.0 * (t as f64 + 2.0) * U);
        }
    }
}
