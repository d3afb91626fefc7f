use super::*;

/// `Σ_{i<j} (x_i − x_j)²/n²`: the variance, without a mean.
fn variance<T: Field>(values: &[T]) -> T {
    let mut sum = T::zero();
    let mut n = T::zero();
    for (i, &x) in values.iter().enumerate() {
        sum = values[..i]
            .iter()
            .fold(sum, |sum, &y| sum + (x - y).squared());
        n = n + T::one();
    }
    sum / n.squared()
}

/// Standard deviations 3 and 6.
const CFG: [i64; 4] = [7, 1, 1, -1];
const COND: [i64; 4] = [-5, 11, -1, -1];

fn rescaled(phi: (i64, i64)) -> [Exact; 4] {
    let mut x = CFG.map(Exact::int);
    rescale(&mut x, &COND.map(Exact::int), Exact::ratio(phi.0, phi.1)).unwrap();
    x
}

/// At φ = 1 the sample has the conditional's standard deviation and its own direction; at φ = 0 it is as it was; between
/// them it is between.
#[test]
fn by_exact_arithmetic() {
    let (none, all) = (rescaled((0, 1)), rescaled((1, 1)));
    assert_eq!(none, CFG.map(Exact::int));
    assert_eq!(variance(&none), Exact::int(9));
    assert_eq!(variance(&all), variance(&COND.map(Exact::int)));
    assert_eq!(all, CFG.map(|x| Exact::int(2 * x)));
    for phi in [(7, 10), (1, 3)] {
        let share = Exact::ratio(phi.0, phi.1);
        for (i, x) in rescaled(phi).into_iter().enumerate() {
            assert_eq!(x, share * all[i] + (Exact::one() - share) * none[i]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// In `f64`: the standard deviation at φ = 1, within the roundings of both; and a constant, whatever its value and
    /// length, stays as it is.
    #[test]
    fn by_property(
        pairs in prop::collection::vec((-3.0..3.0, -3.0..3.0), 2..64),
        constant in -3.0..3.0_f64,
        phi in 0.0..=1.0,
    ) {
        let (cfg, cond): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let mut x = numbers::<Running>(&cfg);
        rescale(&mut x, &numbers::<Running>(&cond), Running::one()).unwrap();
        let (got, truth) = (variance(&x), variance(&numbers::<Running>(&cond)));
        assert_within(got.value, truth.value, got.tolerance(Format::F64) + truth.tolerance(Format::F64));

        let still = vec![constant; cond.len()];
        let mut x = still.clone();
        rescale(&mut x, &cond, phi).unwrap();
        prop_assert_eq!(x, still);
    }
}

/// Applied to ε it does something else: at `x_t = α` in every coordinate the x₀ that follows is one less.
#[test]
fn by_counterexample() {
    let t = NoiseLevel::new(Exact::ratio(3, 5), Exact::ratio(4, 5)).unwrap();
    let x_t = t.alpha();
    let [to_eps, to_x0] = [
        Prediction::eps().from(Prediction::x0(), t),
        Prediction::x0().from(Prediction::eps(), t),
    ]
    .map(Result::unwrap);
    let [mut eps, cond] = [CFG, COND].map(|x0| x0.map(|x| to_eps.apply(x_t, Exact::int(x))));
    rescale(&mut eps, &cond, Exact::one()).unwrap();
    let by_eps = eps.map(|eps| to_x0.apply(x_t, eps));
    assert_eq!(by_eps, rescaled((1, 1)).map(|x0| x0 - Exact::one()));
}

/// A share that is none, unequal lengths, no values, values that are none, and a ratio that the format does not hold.
#[test]
fn by_bad_input() {
    let refused = |cfg: &[f64], cond: &[f64], phi: f64| {
        let mut x = cfg.to_vec();
        let message = rescale(&mut x, cond, phi).unwrap_err().to_string();
        assert!(x.iter().zip(cfg).all(|(x, y)| x.to_bits() == y.to_bits()));
        message
    };
    for bad in [-0.1, 1.5, f64::NAN] {
        assert_eq!(
            refused(&[1.0, 2.0], &[1.0, 2.0], bad),
            format!("phi is {bad:?}: it lies in [0, 1]")
        );
    }
    assert_eq!(
        refused(&[1.0, 2.0], &[1.0, 2.0, 3.0], 0.5),
        "lengths of x_cfg and x_cond is (2, 3): give two predictions of one sample"
    );
    assert_eq!(
        refused(&[], &[], 0.5),
        "number of values of the sample is 0: give one or more"
    );
    for (cfg, cond) in [([1.0, f64::NAN], [1.0, 2.0]), ([1.0, 2.0], [1.0, f64::NAN])] {
        assert_eq!(
            refused(&cfg, &cond, 0.5),
            "value 1 of the sample is NaN: give finite numbers"
        );
    }
    let way_out = "this number format does not hold it; use a wider one, or do not rescale";
    assert_eq!(
        refused(&[0.0, 1.0], &[0.0, 1e200], 0.5),
        format!("std(x_cond)/std(x_cfg) is inf: {way_out}")
    );
    let mut three = [0, 1, 0].map(Exact::int);
    let error = rescale(&mut three, &[0, 1, 2].map(Exact::int), Exact::one()).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("std(x_cond)/std(x_cfg) is undefined: {way_out}")
    );
}
