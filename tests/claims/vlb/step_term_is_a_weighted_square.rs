use super::*;

/// What x̂₀ and ε̂ add to the KL is their weight times their squared error, for any reverse variance.
#[test]
fn by_certified_enclosure() {
    for pair in noisy_pairs::<Certified>() {
        let (t, var) = (pair.t(), Certified::ratio(3, 10));
        let (x0, x_t) = (Certified::ratio(4, 3), Certified::ratio(-2, 5));
        let extra = |x0_hat: Certified| {
            step_term(pair, var, x0, x0_hat, x_t).unwrap()
                - step_term(pair, var, x0, x0, x_t).unwrap()
        };
        let x0_hat = Certified::ratio(-1, 2);
        let by_x0 = x0_weight(pair, var).unwrap() * (x0 - x0_hat).squared();
        let defect = extra(x0_hat) - by_x0;
        assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");

        if t.alpha() > Certified::zero() {
            let eps_of = |x0: Certified| (x_t - t.alpha() * x0) / t.sigma();
            let by_eps = eps_weight(pair, var).unwrap() * (eps_of(x0) - eps_of(x0_hat)).squared();
            let defect = extra(x0_hat) - by_eps;
            assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
        }
    }
}

/// DDPM's printed weight for neighbours, β²/(2σ²(1−β)(1−ᾱ)), on variance-preserving levels.
#[test]
fn by_exact_arithmetic() {
    let one = Exact::one();
    for pair in noisy_pairs::<Exact>().filter(|&pair| preserves_variance(pair)) {
        if pair.t().alpha() == Exact::zero() {
            continue;
        }
        let (bar_s, bar_t) = (pair.s().alpha().squared(), pair.t().alpha().squared());
        let (beta, var) = (one - bar_t / bar_s, Exact::ratio(2, 9));
        let printed = beta.squared() / (Exact::int(2) * var * (one - beta) * (one - bar_t));
        assert_eq!(eps_weight(pair, var).unwrap(), printed);
    }
}

#[test]
fn by_bad_input() {
    let pair = LevelPair::new(pythagorean::<f64>(1, 3), pythagorean(1, 2)).unwrap();
    for var in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let message = format!("reverse variance is {var:?}: give a finite number > 0");
        assert_eq!(x0_weight(pair, var).unwrap_err().to_string(), message);
        assert_eq!(eps_weight(pair, var).unwrap_err().to_string(), message);
    }
    let noise = NoiseLevel::new(0.0, 1.0).unwrap();
    let to_noise = LevelPair::new(pythagorean(1, 3), noise).unwrap();
    assert_eq!(
        eps_weight(to_noise, 1.0).unwrap_err().to_string(),
        "alpha_t is 0.0: at zero signal the weight on ε is infinite; weigh x0 or v instead"
    );
    assert!(step_term(pair, 0.0, 1.0, 1.0, 1.0).is_err());
    let from_clean = LevelPair::new(NoiseLevel::clean(), pythagorean(1, 2)).unwrap();
    assert!(step_term(from_clean, 1.0, 1.0, 1.0, 1.0).is_err());
}
