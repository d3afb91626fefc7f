use super::*;

/// Guiding ε, v, the score or the velocity and converting to x₀ is guiding x₀: the weights sum to one.
#[test]
fn by_exact_arithmetic() {
    let weights = [
        Weights::scale(Exact::ratio(15, 2)),
        Weights::strength(Exact::ratio(2, 3)),
    ];
    for guide in weights {
        assert_eq!(guide.on_cond + guide.on_uncond, Exact::one());
        for t in exact_levels() {
            let x_t = Exact::ratio(13, 9);
            let [cond, uncond] = [Exact::ratio(-7, 5), Exact::ratio(3, 11)];
            let eps = |x0| (x_t - t.alpha() * x0) / t.sigma();
            for kind in [
                Prediction::eps(),
                Prediction::v(t),
                Prediction::score(t).unwrap(),
                Prediction::velocity(),
            ] {
                let [on_cond, on_uncond] = [cond, uncond].map(|x0| kind.value(x0, eps(x0)));
                let guided = guide.apply(on_cond, on_uncond);
                let back = Prediction::x0().from(kind, t).unwrap();
                assert_eq!(back.apply(x_t, guided), guide.apply(cond, uncond));
            }
        }
    }
}
