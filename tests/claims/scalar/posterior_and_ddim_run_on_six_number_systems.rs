use super::*;

/// σ_ts = 1/4, so everything but a root is rational: worked out by hand.
#[test]
fn by_reference_values() {
    let [on_x0, on_x_t, var, _, on_noise, _] = coefficients(pair::<Exact>());
    assert_eq!(on_x0, Exact::ratio(16, 25));
    assert_eq!(on_x_t, Exact::ratio(18, 25));
    assert_eq!(var, Exact::ratio(9, 100));
    assert_eq!(on_noise, Exact::ratio(3, 20));
}

/// f64 and f32 lie within the running bound of the certified value, and the rationals inside the enclosure.
#[test]
fn by_certified_enclosure() {
    let certified = coefficients(pair::<Certified>());
    let running = coefficients(pair::<Running>());
    let doubles = coefficients(pair::<f64>());
    let singles = coefficients(pair::<f32>());
    for i in 0..6 {
        assert!(certified[i].width() < 1e-70);
        assert!(certified[i].distance(doubles[i]) <= running[i].tolerance(Format::F64));
        assert!(certified[i].distance(f64::from(singles[i])) <= running[i].tolerance(Format::F32));
        assert!(running[i].error > 0.0 && running[i].error < 50.0);
    }
    for (exact, (numerator, denominator)) in
        coefficients(pair::<Exact>())
            .iter()
            .zip([(16, 25), (18, 25), (9, 100)])
    {
        assert_eq!(*exact, Exact::ratio(numerator, denominator));
        let gap = Certified::ratio(numerator, denominator);
        assert!((gap - Certified::from_f64(gap.to_f64())).distance(0.0) < U);
    }
}

/// Dual numbers carry ∂/∂σ_t: the slope is the limit of difference quotients of rationals.
#[test]
fn by_derivative() {
    let at = |h: Exact| {
        let t = NoiseLevel::new(Exact::ratio(1, 2), Exact::ratio(5, 16) + h).unwrap();
        posterior(LevelPair::new(pair().s(), t).unwrap())
            .unwrap()
            .on_x0
    };
    let t = NoiseLevel::new(Dual::from_f64(0.5), Dual::variable(0.3125)).unwrap();
    let s = pair::<Dual<f64>>().s();
    let slope = posterior(LevelPair::new(s, t).unwrap())
        .unwrap()
        .on_x0
        .slope;
    let quotient = |denominator: i64| {
        let h = Exact::ratio(1, denominator);
        let two_sided = (at(h) - at(-h)) / (Exact::int(2) * h);
        (two_sided - Exact::from_f64(slope)).abs()
    };
    // the error of a two-sided quotient falls with h², down to the rounding of the slope
    assert!(quotient(1000) * Exact::int(90) < quotient(100));
    assert!(quotient(100_000) * Exact::int(9000) < quotient(1000));
}
