use super::*;

/// W, "Parameterization of L_t": 1/(2‖Σ_θ‖²₂). The norm of Σ = σ²I is σ², so its square is σ⁴.
fn excess() -> (Exact, Exact, Exact) {
    let pair = LevelPair::new(pythagorean::<Exact>(1, 3), pythagorean(1, 2)).unwrap();
    let var = Exact::ratio(1, 5);
    let weight = vlb::x0_weight(pair, var).unwrap();
    let mean_error = posterior(pair).unwrap().on_x0; // for x₀ − x̂₀ = 1
    (weight, mean_error.squared() / Exact::int(2), var)
}

#[test]
fn by_failing_as_printed() {
    let (weight, half_square, var) = excess();
    assert_eq!(weight / (half_square / var.squared()), var);
    assert_ne!(var, Exact::one());
}

#[test]
fn by_holding_as_corrected() {
    let (weight, half_square, var) = excess();
    assert_eq!(weight, half_square / var);
}
