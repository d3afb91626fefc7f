use super::*;

/// However long the step, a point's noise is scaled by σ_s/σ_t and its signal by α_s/α_t.
#[test]
fn by_exact_law() {
    let (x0, eps) = (Exact::ratio(9, 4), Exact::ratio(-1, 6));
    for pair in pairs::<Exact>() {
        let on_line = |l: NoiseLevel<Exact>| l.alpha() * x0 + l.sigma() * eps;
        let step = step(pair, Exact::zero()).unwrap();
        let x_s = step.apply(on_line(pair.t()), x0, Exact::one());
        assert_eq!(x_s, on_line(pair.s()));
    }
}
