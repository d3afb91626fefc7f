use super::*;

/// w_p (Δp)² is one number for x₀, ε, v, score and velocity, when the state is held.
#[test]
fn by_exact_arithmetic() {
    let level = NoiseLevel::new(Exact::ratio(2, 3), Exact::ratio(5, 4)).unwrap();
    let weight = Exact::ratio(7, 3);
    let x_t = Exact::ratio(1, 7);
    let eps_of = |x0: Exact| (x_t - level.alpha() * x0) / level.sigma();
    let (x0, x0_hat) = (Exact::ratio(4, 3), Exact::ratio(-1, 2));
    let loss = weight * (x0 - x0_hat).squared();
    for prediction in [
        Prediction::x0(),
        Prediction::eps(),
        Prediction::v(level),
        Prediction::score(level).unwrap(),
        Prediction::velocity(),
    ] {
        let value = |x0: Exact| prediction.value(x0, eps_of(x0));
        let error = value(x0) - value(x0_hat);
        assert_eq!(
            weight_of(prediction, level, weight).unwrap() * error.squared(),
            loss
        );
    }
    let noise = NoiseLevel::new(Exact::zero(), Exact::one()).unwrap();
    assert!(weight_of(Prediction::eps(), noise, weight).is_err());
}
