use super::*;

/// Every ordered pair: the value is right, and the way back and the way round by a third lead to the same place.
#[test]
fn by_exact_arithmetic() {
    for t in exact_levels() {
        let (x0, eps) = (Exact::ratio(-7, 5), Exact::ratio(3, 11));
        let x_t = t.alpha() * x0 + t.sigma() * eps;
        for given in predictions(t) {
            for wanted in predictions(t) {
                let there = wanted.from(given, t).unwrap();
                let back = given.from(wanted, t).unwrap();
                let value = there.apply(x_t, given.value(x0, eps));
                assert_eq!(value, wanted.value(x0, eps));
                assert_eq!(back.apply(x_t, value), given.value(x0, eps));
                for third in predictions(t) {
                    let first = third.from(given, t).unwrap();
                    let then = wanted.from(third, t).unwrap();
                    assert_eq!(then.on_given * first.on_given, there.on_given);
                    assert_eq!(then.on_x_t + then.on_given * first.on_x_t, there.on_x_t);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// In `f64`, there and back, within the roundings of the way.
    #[test]
    fn by_property(alpha in 0.01..2.0, sigma in 0.01..2.0, x0 in -3.0..3.0, eps in -3.0..3.0) {
        fn journeys<T: Field>(scales: (f64, f64), x0: f64, eps: f64) -> Vec<(T, T)> {
            let (t, x0, eps) = (level::<T>(scales), T::from_f64(x0), T::from_f64(eps));
            let x_t = t.alpha() * x0 + t.sigma() * eps;
            let all = predictions(t);
            all.iter()
                .flat_map(|given| all.iter().map(move |wanted| (given, wanted)))
                .map(|(given, wanted)| {
                    let value = wanted.from(*given, t).unwrap().apply(x_t, given.value(x0, eps));
                    (value, wanted.value(x0, eps))
                })
                .collect()
        }
        let bounds = journeys::<Running>((alpha, sigma), x0, eps);
        for ((got, truth), (a, b)) in journeys::<f64>((alpha, sigma), x0, eps).into_iter().zip(bounds) {
            assert_within(got, truth, a.tolerance(Format::F64) + b.tolerance(Format::F64));
        }
    }
}
