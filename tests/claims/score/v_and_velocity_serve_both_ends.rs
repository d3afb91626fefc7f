use super::*;

/// Clean data and pure noise: v and velocity still give x₀ and ε, exactly.
#[test]
fn by_limit() {
    let (x0, eps) = (Exact::ratio(-7, 5), Exact::ratio(3, 11));
    let noise = |sigma| NoiseLevel::new(Exact::zero(), sigma).unwrap();
    for t in [
        NoiseLevel::clean(),
        NoiseLevel::unscaled(Exact::zero()).unwrap(),
        noise(Exact::one()),
        noise(Exact::ratio(5, 2)),
    ] {
        let x_t = t.alpha() * x0 + t.sigma() * eps;
        for given in [Prediction::v(t), Prediction::velocity()] {
            for wanted in [Prediction::x0(), Prediction::eps()] {
                let conversion = wanted.from(given, t).unwrap();
                let value = conversion.apply(x_t, given.value(x0, eps));
                assert_eq!(value, wanted.value(x0, eps));
            }
        }
    }
}

/// ε says nothing of x₀ at zero signal, x₀ nothing of ε at zero noise, and clean data have no score.
#[test]
fn by_bad_input() {
    let (clean, noise) = (NoiseLevel::clean(), NoiseLevel::new(0.0, 1.0).unwrap());
    let refused =
        |wanted: Prediction<f64>, given, t| wanted.from(given, t).unwrap_err().to_string();
    let way_out = "the given quantity and x_t do not determine the other one here; v and velocity do at every level";
    assert_eq!(
        refused(Prediction::x0(), Prediction::eps(), noise),
        format!("noise level (alpha, sigma) is (0.0, 1.0): {way_out}")
    );
    assert_eq!(
        refused(Prediction::eps(), Prediction::x0(), clean),
        format!("noise level (alpha, sigma) is (1.0, 0.0): {way_out}")
    );
    let broken = Prediction {
        on_x0: f64::NAN,
        on_eps: 1.0,
    };
    assert_eq!(
        refused(Prediction::x0(), broken, level((0.6, 0.8))),
        format!("noise level (alpha, sigma) is (0.6, 0.8): {way_out}")
    );
    let score = Prediction::score(noise).unwrap();
    refused(Prediction::x0(), score, noise);
    assert_eq!(
        Prediction::<f64>::score(clean).unwrap_err().to_string(),
        "sigma is 0.0: the score is defined at σ > 0 only"
    );
}
