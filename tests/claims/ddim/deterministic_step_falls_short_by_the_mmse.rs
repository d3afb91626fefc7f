use super::*;

/// Weighted points: the variance after a step with the exact denoiser, by quadrature over the
/// joint law, against that of the level less `(α_s − α_t σ_s/σ_t)²` times the mean square error of the denoiser.
#[test]
fn by_quadrature() {
    for (s, t) in [((0.8, 0.6), (0.6, 0.8)), ((1.0, 0.25), (1.0, 2.0))] {
        let [s, t] = [s, t].map(level::<Running>);
        let step = step(LevelPair::new(s, t).unwrap(), Running::zero()).unwrap();
        let law = weighted_points().at(t).unwrap();
        let denoised = |x: Running| law.posterior_mean(&[x]).unwrap()[0];
        let mean_of = |f: &dyn Fn(Running, Running, Running) -> Running| expect_joint(t, f);
        let stepped = |x: Running| step.apply(x, denoised(x), Running::zero());

        let centre = mean_of(&|x, _, _| stepped(x));
        let square = mean_of(&|x, _, _| stepped(x).squared());
        let mmse = mean_of(&|x, x0, _| (x0 - denoised(x)).squared());
        let data = weighted_points();
        let (mean, var) = (data.mean()[0], data.covariance()[[0, 0]]);

        let [alpha_s, sigma_s, alpha_t, sigma_t] =
            [s.alpha(), s.sigma(), t.alpha(), t.sigma()].map(|scale| scale.value);
        let weight = (alpha_s - alpha_t * sigma_s / sigma_t).powi(2);
        let whole = alpha_s.powi(2) * (var + mean * mean) + sigma_s.powi(2);
        let rounding = 20.0 * U * whole;
        assert_within(centre.value, alpha_s * mean, centre.error + rounding);
        assert_within(
            square.value,
            whole - weight * mmse.value,
            square.error + weight * mmse.error + rounding,
        );
        assert!(weight * mmse.value > 1e-3);
    }
}
