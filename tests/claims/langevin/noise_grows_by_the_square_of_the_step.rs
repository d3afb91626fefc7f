use super::*;

/// The data being a point, the signal stays and the noise becomes `σ² + τ²/σ²`: the levels are kept to first order, and by no
/// step exactly.
#[test]
fn by_exact_arithmetic() {
    for t in triple_descent::<Exact>() {
        // 2τ is a square
        for (p, q) in [(1, 2), (1, 8), (2, 9), (2, 1)] {
            let tau = Exact::ratio(p, q);
            let plan = staying(t, step(t, tau).unwrap());
            assert_eq!(signal_defects(&plan), [Exact::zero()]);
            let grown = tau.squared() / t.sigma().squared();
            assert_eq!(noise_defects(&plan).unwrap(), [grown]);
        }
    }
}

/// The weights are those of `x + τ ∇ ln p + √(2τ) z`, the score told by x̂₀.
#[test]
fn by_reference_values() {
    let t = NoiseLevel::new(Exact::ratio(4, 5), Exact::ratio(3, 5)).unwrap();
    let by_hand = Step {
        on_x_t: Exact::ratio(7, 25),
        on_x0: Exact::ratio(72, 125),
        on_noise: Exact::ratio(18, 25),
    };
    // τ = 0.72 · σ² = 0.2592, 2τ = 0.72²
    let tau = Exact::ratio(162, 625);
    assert_eq!(step(t, tau), Ok(by_hand));
}
