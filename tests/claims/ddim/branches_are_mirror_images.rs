use super::*;

/// Seen from the signal α_s x₀, the aligned step keeps the side on which x_t lies, the reflected one changes it.
#[test]
fn by_exact_arithmetic() {
    let (x0, eps) = (Exact::ratio(2, 3), Exact::ratio(-5, 7));
    for pair in pairs::<Exact>() {
        let (s, t) = (pair.s(), pair.t());
        let x_t = t.alpha() * x0 + t.sigma() * eps;
        for share in shares() {
            let [aligned, reflected] = BRANCHES.map(|branch| {
                let step = step_with_std(pair, share * s.sigma(), branch).unwrap();
                step.apply(x_t, x0, Exact::zero()) - s.alpha() * x0
            });
            assert_eq!(aligned, -reflected);
            assert!(aligned * eps >= Exact::zero());
        }
    }
}
