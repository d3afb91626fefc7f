use super::*;

/// On Gaussian data with the ideal x̂₀, the expected step term is least at the true reverse variance.
#[test]
fn by_derivative() {
    use tweedie::scalar::Dual;
    let data_var = 0.6;
    for pair in noisy_pairs::<f64>() {
        let t = pair.t();
        let error =
            data_var * t.sigma().powi(2) / (t.alpha().powi(2) * data_var + t.sigma().powi(2));
        let best = reverse_var(pair, data_var).unwrap();
        let lift = |level: NoiseLevel<f64>| {
            NoiseLevel::new(Dual::constant(level.alpha()), Dual::constant(level.sigma())).unwrap()
        };
        let dual_pair = LevelPair::new(lift(pair.s()), lift(t)).unwrap();
        let slope = |var: f64| {
            let (zero, off) = (Dual::constant(0.0), Dual::constant(error.sqrt()));
            step_term(dual_pair, Dual::variable(var), off, zero, zero)
                .unwrap()
                .slope
        };
        // dKL/dvar is a difference of two numbers of size 1/var
        assert_within(
            slope(best),
            0.0,
            50.0 * U / best * (t.sigma().powi(2) / merging::between(pair).unwrap().var()),
        );
        assert!(slope(0.9 * best) < 0.0 && slope(1.1 * best) > 0.0);
    }
}
