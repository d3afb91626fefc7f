use super::*;

/// β̃ for data of variance 0, β for variance 1, and Bayes' rule on the marginal for one in between.
#[test]
fn by_exact_arithmetic() {
    for pair in noisy_pairs::<Exact>() {
        let forward = merging::between(pair).unwrap();
        assert_eq!(
            reverse_var(pair, Exact::zero()).unwrap(),
            posterior(pair).unwrap().var
        );
        if preserves_variance(pair) {
            assert_eq!(reverse_var(pair, Exact::one()).unwrap(), forward.var());
        }
        let data = Gaussian::new(Exact::ratio(1, 3), Exact::ratio(5, 7)).unwrap();
        let x_s = merging::marginal(pair.s()).unwrap().push(data).unwrap();
        assert_eq!(
            reverse_var(pair, data.var()).unwrap(),
            forward.invert(x_s).unwrap().var()
        );
    }
}

/// Regressing x_s on x_t for data of variance ½ leaves that variance.
#[test]
fn by_monte_carlo() {
    use ndarray_rand::rand_distr::{Distribution, StandardNormal};
    let mut rng = rng(1);
    let mut z = || -> f64 { StandardNormal.sample(&mut rng) };
    let pair = LevelPair::new(pythagorean(1, 5), pythagorean::<f64>(2, 3)).unwrap();
    let (s, forward) = (pair.s(), merging::between(pair).unwrap());
    let data_var = 0.5;
    let var_s = s.alpha().powi(2) * data_var + s.sigma().powi(2);
    let gain = forward.scale() * var_s / (forward.scale().powi(2) * var_s + forward.var());
    let residuals: Vec<f64> = (0..100_000)
        .map(|_| {
            let x_s = s.alpha() * data_var.sqrt() * z() + s.sigma() * z();
            let x_t = forward.scale() * x_s + forward.var().sqrt() * z();
            (x_s - gain * x_t).powi(2)
        })
        .collect();
    assert_five_standard_errors(&residuals, reverse_var(pair, data_var).unwrap());
}

/// A variance below zero or not a number is refused.
#[test]
fn by_bad_input() {
    let pair = LevelPair::new(NoiseLevel::clean(), pythagorean::<f64>(1, 2)).unwrap();
    for bad in [-0.1, f64::NAN, f64::INFINITY] {
        let error = reverse_var(pair, bad).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("data variance is {bad:?}: give a finite number ≥ 0")
        );
    }
    assert_eq!(reverse_var(pair, 0.0), Ok(0.0));
}
