use super::*;

/// Signal stays, and the variances add up to σ'², `σ' = (1 + γ) σ`.
#[test]
fn by_exact_arithmetic() {
    // γ (2 + γ) is the square of a rational
    for (gamma, level) in [(1, 4), (2, 3), (1, 24), (1, 40)]
        .into_iter()
        .zip(triple_descent::<Exact>())
    {
        let gamma = Exact::ratio(gamma.0, gamma.1);
        let churned = churn(level, gamma, Exact::one()).unwrap();
        assert_eq!(churned.level.alpha(), level.alpha());
        assert_eq!(churned.level.sigma(), level.sigma() + gamma * level.sigma());
        assert_eq!(
            level.sigma().squared() + churned.on_noise.squared(),
            churned.level.sigma().squared()
        );
        assert!(churned.on_noise > Exact::zero());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// For any γ, within the running error, and for a tiny one without loss of digits.
    #[test]
    fn by_property(pair in any_pair(), log_gamma in -12.0..1.0f64) {
        let gamma = 10f64.powf(log_gamma);
        let level = lifted::<Running>(pair).s();
        let churned = churn(level, Running::exact(gamma), Running::one()).unwrap();
        assert_vanishes(
            level.sigma().squared() + churned.on_noise.squared() - churned.level.sigma().squared(),
        );
        assert_within(churned.on_noise.error / churned.on_noise.value, 0.0, 8.0);
    }
}

/// S_noise multiplies the standard deviation of what is added, and not the level.
#[test]
fn by_scaling() {
    let level: NoiseLevel<Exact> = triple_descent()[1];
    let gamma = Exact::ratio(2, 3);
    let plain = churn(level, gamma, Exact::one()).unwrap();
    for factor in [(0, 1), (1, 2), (1003, 1000), (3, 1)] {
        let factor = Exact::ratio(factor.0, factor.1);
        let scaled = churn(level, gamma, factor).unwrap();
        assert_eq!(scaled.level, plain.level);
        assert_eq!(scaled.on_noise, factor * plain.on_noise);
    }
}

/// γ = 0 changes nothing, in any number system.
#[test]
fn by_limit() {
    for level in triple_descent::<Exact>() {
        let untouched = Churned {
            level,
            on_noise: Exact::zero(),
        };
        assert_eq!(
            churn(level, Exact::zero(), Exact::ratio(3, 2)),
            Ok(untouched)
        );
    }
}

#[test]
fn by_bad_input() {
    let level = NoiseLevel::unscaled(2.0).unwrap();
    for (bad, shown) in [(-0.1, "-0.1"), (f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
        for (result, name) in [
            (churn(level, bad, 1.0), "gamma"),
            (churn(level, 0.0, bad), "s_noise"),
        ] {
            assert_eq!(
                result.unwrap_err().to_string(),
                format!("{name} is {shown}: give a finite number ≥ 0")
            );
        }
    }
    assert_eq!(
        churn(level, f64::MAX, 1.0).unwrap_err().to_string(),
        "sigma is inf: give a finite number ≥ 0"
    );
}
