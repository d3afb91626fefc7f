use super::*;

/// Salimans & Ho: `x̂ = α z − σ v̂` (and `ε̂ = σ z + α v̂`) where `α² + σ² = 1`. EDM: `D = c_skip x + c_out F`, whatever
/// the scaling.
#[test]
fn by_exact_arithmetic() {
    let (x0, eps) = (Exact::ratio(4, 3), Exact::ratio(-5, 7));
    for t in exact_levels() {
        if t.alpha().squared() + t.sigma().squared() == Exact::one() {
            let from_v = |wanted: Prediction<Exact>| wanted.from(Prediction::v(t), t);
            let conversion = |on_x_t, on_given| Ok(Conversion { on_x_t, on_given });
            assert_eq!(from_v(Prediction::x0()), conversion(t.alpha(), -t.sigma()));
            assert_eq!(from_v(Prediction::eps()), conversion(t.sigma(), t.alpha()));
        }
        let sigma = t.edm_sigma();
        let design = Preconditioning::edm(sigma, Exact::ratio(4, 3) * sigma).unwrap();
        let f = design.prediction(sigma).value(x0, eps);
        let x = x0 + sigma * eps;
        assert_eq!(design.c_skip * x + design.c_out * f, x0);
    }
}

/// The score is the slope of `ln q(x_t|x₀)`; the velocity that of the path `(1 − t) x₀ + t ε`; v that of
/// `cos φ x₀ + sin φ ε`.
#[test]
fn by_derivative() {
    let (x0, eps) = (Exact::ratio(4, 3), Exact::ratio(-5, 7));
    for t in exact_levels() {
        let x_t = Dual::variable(t.alpha() * x0 + t.sigma() * eps);
        let lifted = NoiseLevel::new(Dual::constant(t.alpha()), Dual::constant(t.sigma()));
        let law = merging::marginal(lifted.unwrap())
            .and_then(|kernel| kernel.at(Dual::constant(x0)))
            .unwrap();
        let log_density = -Dual::ratio(1, 2) * law.squared_distance(x_t);
        let score = Prediction::score(t).unwrap();
        assert_eq!(log_density.slope, score.value(x0, eps));
    }

    let path = |time: Dual<Exact>| {
        let level = NoiseLevel::new(Dual::one() - time, time).unwrap();
        level.alpha() * Dual::constant(x0) + level.sigma() * Dual::constant(eps)
    };
    for time in [(0, 1), (2, 9), (1, 2), (1, 1)] {
        let slope = path(Dual::variable(Exact::ratio(time.0, time.1))).slope;
        assert_eq!(slope, Prediction::velocity().value(x0, eps));
    }

    let (x0, eps) = (Certified::ratio(4, 3), Certified::ratio(-5, 7));
    for (numerator, denominator) in [(1, 10), (5, 7), (3, 2)] {
        let phi = Dual::variable(Certified::ratio(numerator, denominator));
        let z = phi.cos() * Dual::constant(x0) + phi.sin() * Dual::constant(eps);
        let t = NoiseLevel::new(phi.cos().value, phi.sin().value).unwrap();
        let defect = z.slope - Prediction::v(t).value(x0, eps);
        assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
    }
}
