use super::*;

/// The loss `½ E(s(x_t) + ε/σ)²` has slope `E h(x_t)(s(x_t) + ε/σ)` in direction h: zero at the score for every h.
#[test]
fn by_quadrature() {
    for scales in LEVELS {
        let t = level(scales);
        let law = weighted_points().at(t).unwrap();
        for h in functions() {
            let slope = expect_joint(t, |x, _, eps| {
                h(x) * (law.score(&[x]).unwrap()[0] + eps / t.sigma())
            });
            slope.assert_is(0.0, 0.0);
        }
    }
}
