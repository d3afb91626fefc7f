use super::*;

/// A step on data N(μ, c²) keeps the mean, and the variance `V = α²c² + σ²` comes short by
/// `c² (α_s σ_t − α_t σ_s)²/V_t`, however short the step: with the posterior mean for x₀ the marginals are not kept.
#[test]
fn by_exact_law() {
    let (mean, var) = (Exact::ratio(5, 6), Exact::ratio(4, 9));
    let data = Gaussian::new(mean, var).unwrap();
    for pair in pairs::<Exact>() {
        let (s, t) = (pair.s(), pair.t());
        let [now, then] = [t, s].map(|l| merging::marginal(l).unwrap().push(data).unwrap());
        let plan = (Method::Ddim { eta: Exact::zero() })
            .plan(&path(&[t, s]))
            .unwrap();
        let got = law(&plan, &gaussian_denoiser(mean, var), now.mean(), now.var());
        assert_eq!(got.mean, then.mean());
        let angle = s.alpha() * t.sigma() - t.alpha() * s.sigma();
        let short = then.var() - got.var;
        assert_eq!(short, var * angle.squared() / now.var());
        assert!(short > Exact::zero());
    }
}
