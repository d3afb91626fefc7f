use super::*;

/// Mixing x₀ and ε into x_t first, the ε form gives the same number.
#[test]
fn by_exact_arithmetic() {
    for pair in pairs::<Exact>() {
        if pair.t().alpha() == Exact::zero() {
            continue;
        }
        let EpsMean { on_x_t, on_eps } = eps_mean(pair).unwrap();
        let law = posterior(pair).unwrap();
        for (x0, eps) in [(1, 0), (0, 1), (-3, 2)] {
            let (x0, eps) = (Exact::ratio(x0, 2), Exact::ratio(eps, 3));
            let x_t = pair.t().alpha() * x0 + pair.t().sigma() * eps;
            assert_eq!(on_x_t * x_t + on_eps * eps, law.mean(x0, x_t));
        }
    }
}

/// At zero signal ε determines nothing, and the error says what to do.
#[test]
fn by_bad_input() {
    let noise = NoiseLevel::new(0.0, 1.0).unwrap();
    let error = eps_mean(LevelPair::new(NoiseLevel::clean(), noise).unwrap()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "alpha_t is 0.0: at zero signal ε does not determine x0; predict x0 or v instead"
    );
}
