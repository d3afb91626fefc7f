use super::*;

/// `½ E(s + ε/σ)² − ½ E(s − ∇ ln p)²` is one number for every model s: the denoising loss of the score itself.
#[test]
fn by_quadrature() {
    let half = Running::ratio(1, 2);
    for scales in LEVELS {
        let t = level(scales);
        let law = weighted_points().at(t).unwrap();
        let score = |x| law.score(&[x]).unwrap()[0];
        let denoising = |s: &dyn Fn(Running) -> Running| {
            expect_joint(t, |x, _, eps| half * (s(x) + eps / t.sigma()).squared())
        };
        let constant = denoising(&score);
        for s in functions() {
            let explicit = integrate_running(
                |x| law.log_density(&[x]).unwrap().exp() * half * (s(x) - score(x)).squared(),
                -40,
                40,
            );
            let denoising = denoising(&s);
            assert_within(
                denoising.value - explicit.value,
                constant.value,
                denoising.error + explicit.error + constant.error + U * denoising.value,
            );
        }
    }
}
