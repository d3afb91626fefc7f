use super::*;

/// Variance-preserving levels from σ̂ = 10 to 0.1 in `n` steps of λ, long and short by turns: what an exchange of `h` and
/// `h_last` would do does not fade as the steps get shorter.
fn uneven(n: u32) -> Vec<NoiseLevel<f64>> {
    let total = f64::from(3 * n / 2);
    (0..=n)
        .map(|i| f64::from(i + i / 2) / total)
        .map(|share| 10.0 * 0.01f64.powf(share))
        .map(|edm_sigma| {
            let alpha = 1.0 / (1.0 + edm_sigma * edm_sigma).sqrt();
            NoiseLevel::new(alpha, alpha * edm_sigma).unwrap()
        })
        .collect()
}

/// On data N(0, c²) the estimate is `α c² x/(α² c² + σ²)` and the flow scales by `√(α² c² + σ²)`.
#[test]
fn by_convergence_order() {
    let c = 0.5;
    let var = |level: NoiseLevel<f64>| (level.alpha() * c).powi(2) + level.sigma().powi(2);
    let estimate = |x: f64, level: NoiseLevel<f64>| level.alpha() * c * c * x / var(level);
    let errors: Vec<f64> = [16, 32, 64, 128, 256]
        .into_iter()
        .map(|n| {
            let levels = uneven(n);
            let mut last = estimate(var(levels[0]).sqrt(), levels[0]);
            let first = ddim::step(LevelPair::new(levels[1], levels[0]).unwrap(), 0.0).unwrap();
            let mut x = first.apply(var(levels[0]).sqrt(), last, 0.0);
            for three in levels.windows(3) {
                let now = estimate(x, three[1]);
                x = multistep(three[0], three[1], three[2])
                    .unwrap()
                    .apply(x, now, last);
                last = now;
            }
            (x - var(levels[n as usize]).sqrt()).abs()
        })
        .collect();
    Order::of_halvings(&errors).assert_is(2.0);
}
