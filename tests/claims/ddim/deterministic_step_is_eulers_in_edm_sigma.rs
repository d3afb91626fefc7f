use super::*;

/// `x̂_s = x̂_t + (σ̂_s − σ̂_t) ε` with `x̂ = x/α`, `σ̂ = σ/α`, by hand; and EDM's own step.
#[test]
fn by_exact_arithmetic() {
    let (x0, x_t) = (Exact::ratio(3, 8), Exact::ratio(-11, 5));
    for pair in pairs::<Exact>() {
        let (s, t) = (pair.s(), pair.t());
        if t.alpha() == Exact::zero() {
            continue; // x̂ is not defined at pure noise; DDIM is
        }
        let step = step(pair, Exact::zero()).unwrap();
        let eps = (x_t - t.alpha() * x0) / t.sigma();
        let x_hat = x_t / t.alpha() + (s.edm_sigma() - t.edm_sigma()) * eps;
        assert_eq!(step.apply(x_t, x0, Exact::one()), s.alpha() * x_hat);
        assert_eq!(step, edm::euler(t, s).unwrap());
    }
}

/// As a function of the level it leads to, the step has slope ε: it follows `dx̂ = ε dσ̂`.
#[test]
fn by_derivative() {
    type D = Dual<Exact>;
    let (x0, x_t) = (D::ratio(3, 8), D::ratio(-11, 5));
    for (sigma_s, sigma_t) in [((1, 3), (1, 2)), ((2, 7), (9, 4)), ((5, 1), (80, 1))] {
        let sigma_s = Dual::variable(Exact::ratio(sigma_s.0, sigma_s.1));
        let sigma_t = D::ratio(sigma_t.0, sigma_t.1);
        let pair = LevelPair::new(
            NoiseLevel::unscaled(sigma_s).unwrap(),
            NoiseLevel::unscaled(sigma_t).unwrap(),
        )
        .unwrap();
        let x_s = step(pair, D::zero()).unwrap().apply(x_t, x0, D::zero());
        let eps = (x_t - x0) / sigma_t;
        assert_eq!(x_s.slope, eps.value);
    }
}
