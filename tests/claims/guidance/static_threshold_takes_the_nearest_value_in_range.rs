use super::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Inside the range nothing moves, outside a value goes to the end on its side; twice is once.
    #[test]
    fn by_property(before in prop::collection::vec(-9.0..9.0_f64, 0..64), bound in 0.01..12.0) {
        let mut after = before.clone();
        static_threshold(&mut after, bound).unwrap();
        for (&before, &after) in before.iter().zip(&after) {
            if (-bound..=bound).contains(&before) {
                prop_assert_eq!(after, before);
            } else {
                prop_assert_eq!(after, bound.copysign(before));
            }
        }
        let mut again = after.clone();
        static_threshold(&mut again, bound).unwrap();
        prop_assert_eq!(again, after);
    }
}

/// A bound that is none, and values that are none; the sample stays as it was.
#[test]
fn by_bad_input() {
    let mut sample = [3.0, -2.0];
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = static_threshold(&mut sample, bad).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("bound is {bad:?}: give a finite number > 0")
        );
    }
    assert_eq!(sample, [3.0, -2.0]);
    for bad in [f64::NAN, f64::INFINITY] {
        let mut sample = [3.0, bad];
        let error = static_threshold(&mut sample, 1.0).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("value 1 of the sample is {bad:?}: give finite numbers")
        );
        assert_eq!(sample[0], 3.0);
    }
}
