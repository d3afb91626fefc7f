use super::*;

/// `E[ε|x_t]` by Bayes' rule, as a quotient of integrals over x₀.
#[test]
fn by_quadrature() {
    for scales in LEVELS {
        let t = level::<Running>(scales);
        let law = line().at(t).unwrap();
        for state in [-2.0, 0.3, 2.5] {
            let x_t = Running::exact(scales.0 * state);
            let joint = |x0: Running| {
                let likelihood = merging::marginal(t).unwrap().at(x0).unwrap();
                direct_density((1.0, 0.0), x0) * likelihood.log_density(x_t).exp()
            };
            // 13 standard deviations to both sides: what is cut off is below e^-80
            let mass = integrate_running(joint, -14, 14);
            let noise =
                integrate_running(|x0| joint(x0) * (x_t - t.alpha() * x0) / t.sigma(), -14, 14);
            let expected = noise.over(mass);
            let score = law.score(&[x_t]).unwrap()[0];
            let minus_sigma = -scales.1;
            assert_within(
                minus_sigma * score.value,
                expected.value,
                expected.error + scales.1 * (score.tolerance(Format::F64) + U * score.value.abs()),
            );
        }
    }
}

/// `ε + σ ∇ ln p(x_t)` is uncorrelated with every function of x_t.
#[test]
fn on_the_swiss_roll() {
    let (roll, mut rng) = (roll(), rng(101));
    let t = level((0.6, 0.8));
    let law = roll.at(t).unwrap();
    let draws: Vec<[f64; 3]> = (0..20_000)
        .map(|_| {
            let Noised { eps, x_t, .. } = noised(&roll, t, &mut rng);
            let score = law.score(&x_t).unwrap();
            [eps[0] + t.sigma() * score[0], x_t[0], x_t[1]]
        })
        .collect();
    let tests: [fn(&[f64; 3]) -> f64; 5] = [
        |_| 1.0,
        |d| d[1],
        |d| d[2],
        |d| (3.0 * d[1]).sin(),
        |d| d[1] * d[2].cos(),
    ];
    for test in tests {
        let products: Vec<f64> = draws.iter().map(|d| d[0] * test(d)).collect();
        assert_five_standard_errors(&products, 0.0);
    }
}
