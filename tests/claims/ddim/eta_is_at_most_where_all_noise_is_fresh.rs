use super::*;

/// At `η = σ_t/σ_ts`, which is above 1, the step forgets x_t.
#[test]
fn by_exact_arithmetic() {
    for pair in triple_pairs::<Exact>() {
        let bound = eta_of_share(pair, Exact::one());
        assert!(bound > Exact::one());
        let all_fresh = step_with_std(pair, pair.s().sigma(), Branch::Aligned);
        assert_eq!(step(pair, bound), all_fresh);
    }
}

/// At clean data there is no noise for η to share out, and at pure noise the bound is 1.
#[test]
fn by_limit() {
    let t: NoiseLevel<Exact> = pythagorean(2, 7);
    let to_clean = LevelPair::new(NoiseLevel::clean(), t).unwrap();
    for eta in [0, 1, 7] {
        let step = step(to_clean, Exact::int(eta)).unwrap();
        assert_eq!(step.on_x0, Exact::one());
        assert_eq!(step.on_x_t, Exact::zero());
        assert_eq!(step.on_noise, Exact::zero());
    }
    let noise = NoiseLevel::new(Exact::zero(), Exact::one()).unwrap();
    let from_noise = LevelPair::new(t, noise).unwrap();
    assert_eq!(
        step(from_noise, Exact::one()),
        step_with_std(from_noise, t.sigma(), Branch::Aligned)
    );
    assert!(step(from_noise, Exact::ratio(1001, 1000)).is_err());
}

/// Just inside the bound of 5/4 a step is given, just outside it is refused, as is all that is negative or no number.
#[test]
fn by_bad_input() {
    let pair = LevelPair::new(
        NoiseLevel::unscaled(3.0_f64).unwrap(),
        NoiseLevel::unscaled(5.0).unwrap(),
    )
    .unwrap();
    // kept = 81/25 − (η² − 1) 144/25 falls by 72/5 times what η has above 5/4
    let inside = step(pair, 1.25 - 1e-12).unwrap();
    assert_within(
        (inside.on_x_t * 5.0).powi(2),
        14.4e-12,
        1e-23 + 100.0 * U * 9.0,
    );
    for (bad, shown) in [
        (1.25 + 1e-12, "1.250000000001"),
        (2.0, "2.0"),
        (1e200, "1e200"),
        (-0.5, "-0.5"),
        (f64::NAN, "NaN"),
        (f64::INFINITY, "inf"),
    ] {
        assert_eq!(
            step(pair, bad).unwrap_err().to_string(),
            format!(
                "eta is {shown}: it lies between 0 and σ_t/σ_ts (1 or a little more): 0 is deterministic, 1 the posterior"
            )
        );
    }
    assert!(std(pair, -0.5).is_err() && std(pair, f64::NAN).is_err());
}
