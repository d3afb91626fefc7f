use super::*;

/// Euler's step and Heun's from x̂ are the same for every α: only σ̂ counts.
#[test]
fn by_scaling() {
    let [x_hat, x0, x0_next] = [(7, 3), (-1, 2), (4, 5)].map(|(p, q)| Exact::ratio(p, q));
    for pair in interior_pairs() {
        let (s, t) = (pair.s(), pair.t());
        let [s_hat, t_hat] = [s, t].map(|level| NoiseLevel::unscaled(level.edm_sigma()).unwrap());
        let after_euler = |t: NoiseLevel<Exact>, s: NoiseLevel<Exact>| {
            let step = euler(t, s).unwrap();
            step.apply(t.alpha() * x_hat, x0, Exact::one()) / s.alpha()
        };
        let after_heun = |t: NoiseLevel<Exact>, s: NoiseLevel<Exact>| {
            let step = heun(t, s).unwrap();
            (step.on_x_t * t.alpha() * x_hat + step.on_x0 * x0 + step.on_x0_next * x0_next)
                / s.alpha()
        };
        assert_eq!(after_euler(t, s), after_euler(t_hat, s_hat));
        assert_eq!(after_heun(t, s), after_heun(t_hat, s_hat));
    }
}
