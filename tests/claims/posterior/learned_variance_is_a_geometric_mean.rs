use super::*;

/// `var_v³ = σ²_ts var²` at v = ⅓: the interior, in certified arithmetic.
#[test]
fn by_exact_arithmetic() {
    for pair in noisy_pairs::<Certified>() {
        let learned = learned_var(pair, Certified::ratio(1, 3)).unwrap();
        let (low, high) = (
            posterior(pair).unwrap().var,
            merging::between(pair).unwrap().var(),
        );
        let defect = learned * learned * learned / (high * low * low) - Certified::one();
        assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
    }
}

/// At clean data the posterior has no width, nor has any mean of the two but the forward step's own.
#[test]
fn by_limit() {
    let pair = LevelPair::new(NoiseLevel::clean(), pythagorean::<f64>(1, 2)).unwrap();
    assert_eq!(learned_var(pair, 0.5), Ok(0.0));
    assert_eq!(
        learned_var(pair, 1.0),
        Ok(merging::between(pair).unwrap().var())
    );
}
