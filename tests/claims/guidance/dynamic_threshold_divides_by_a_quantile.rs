use super::*;

/// s by which a sample was divided, read off a last value that no s ≥ 1 clips.
fn divided(sample: &[Exact], quantile: f64) -> (Vec<Exact>, Exact) {
    let mark = Exact::ratio(1, 64);
    let mut after = sample.to_vec();
    after.push(mark);
    dynamic_threshold(&mut after, quantile).unwrap();
    let s = mark / after.pop().unwrap();
    (after, s)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// By counting: more than `q (n − 1)` magnitudes lie at or below s, and if s was not raised to 1, no more than
    /// `⌈q (n − 1)⌉` below it. Values within s are divided by it, the others go to ±1. Order does not matter.
    #[test]
    fn by_property(numerators in prop::collection::vec(-40_i64..=40, 0..40), sixteenths in 0_u32..=16) {
        let (before, quantile) = (eighths(&numerators), f64::from(sixteenths) / 16.0);
        let (after, s) = divided(&before, quantile);
        prop_assert!(s >= Exact::one());
        for (&before, &after) in before.iter().zip(&after) {
            if before.abs() <= s {
                prop_assert_eq!(after * s, before);
            } else {
                prop_assert_eq!(after * before.abs(), before);
            }
        }
        let count = |f: &dyn Fn(Exact) -> bool| 1 + before.iter().filter(|x| f(x.abs())).count();
        let place = f64::from(sixteenths) * before.len() as f64 / 16.0; // n − 1 without the mark
        prop_assert!(count(&|x| x <= s) as f64 > place);
        if s > Exact::one() {
            prop_assert!(count(&|x| x < s) as f64 <= place.ceil());
        }
        if before.iter().all(|x| x.abs() <= Exact::one()) {
            prop_assert_eq!(&after, &before);
        }
        let reversed: Vec<Exact> = before.iter().rev().copied().collect();
        let (mut back, _) = divided(&reversed, quantile);
        back.reverse();
        prop_assert_eq!(back, after);
    }
}

/// Quantiles of 1, 2, 3, 4, 7, 10 by linear interpolation between order statistics, as NumPy documents its percentile.
#[test]
fn by_reference_values() {
    let sample = [10, -7, 4, 3, -2, 1].map(Exact::int);
    for (quantile, s) in [
        (0.0, (1, 1)),
        (0.125, (13, 8)),
        (0.5, (7, 2)),
        (0.75, (25, 4)),
        (0.9375, (145, 16)),
        (1.0, (10, 1)),
    ] {
        let (mut after, s) = (sample, Exact::ratio(s.0, s.1));
        dynamic_threshold(&mut after, quantile).unwrap();
        let expected = sample.map(|x| x.min(s).max(-s) / s);
        assert_eq!(after, expected, "at {quantile}");
    }
}

/// A quantile that is none, no values, values that are none.
#[test]
fn by_bad_input() {
    for bad in [-0.1, 1.1, f64::NAN] {
        let error = dynamic_threshold(&mut [1.0], bad).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("quantile is {bad:?}: it lies in [0, 1]")
        );
    }
    assert_eq!(
        dynamic_threshold::<f64>(&mut [], 0.5)
            .unwrap_err()
            .to_string(),
        "number of values of the sample is 0: give one or more"
    );
    let error = dynamic_threshold(&mut [f64::NAN, 1.0], 0.5).unwrap_err();
    assert_eq!(
        error.to_string(),
        "value 0 of the sample is NaN: give finite numbers"
    );
}
