use super::*;

/// Algorithm 2, lines 4–11, as printed for `s(t) = 1`, on Gaussian data, whose denoiser is affine: noise of variance
/// `t̂² − t²`, then Algorithm 1 from t̂.
fn algorithm_2(t: Exact, t_next: Exact, gamma: Exact, data: Gaussian<Exact>) -> Kernel<Exact> {
    let t_hat = t + gamma * t;
    let denoise = |x: Exact, sigma: Exact| {
        let gain = data.var() / (data.var() + sigma.squared());
        data.mean() + gain * (x - data.mean())
    };
    let step = |x| algorithm_1(x, t_hat, t_next, &denoise);
    let shift = step(Exact::zero());
    let slope = step(Exact::one()) - shift;
    let noise = t_hat.squared() - t.squared();
    let raised = Kernel::new(Exact::one(), Exact::zero(), noise).unwrap();
    raised.then(Kernel::new(slope, shift, Exact::zero()).unwrap())
}

/// The loop at γ = 0, 1/4 and 1/24, on scaled levels, from its responses to every single noise.
#[test]
fn by_exact_law() {
    let (mean, var) = (Exact::ratio(5, 6), Exact::ratio(4, 9));
    let data = Gaussian::new(mean, var).unwrap();
    let mut levels = triple_descent::<Exact>();
    levels.push(NoiseLevel::clean());
    for gamma in [(0, 1), (1, 4), (1, 24)] {
        let gamma = Exact::ratio(gamma.0, gamma.1);
        let plan = Method::Stochastic(everywhere(Exact::int(5) * gamma))
            .plan(&path(&levels))
            .unwrap();
        let start = merging::marginal(levels[0]).unwrap().push(data).unwrap();
        let got = law(
            &plan,
            &gaussian_denoiser(mean, var),
            start.mean(),
            start.var(),
        );
        let unscaled = Kernel::new(
            Exact::one() / levels[0].alpha(),
            Exact::zero(),
            Exact::zero(),
        );
        let truth = levels
            .windows(2)
            .map(|pair| algorithm_2(pair[0].edm_sigma(), pair[1].edm_sigma(), gamma, data))
            .fold(unscaled.unwrap(), Kernel::then)
            .push(start)
            .unwrap();
        assert_eq!(got.mean, truth.mean());
        assert_eq!(got.var, truth.var());
    }
}

/// Ten thousand samples of 8 steps have that mean and variance, with S_noise other than 1.
#[test]
fn by_monte_carlo() {
    let mut levels = geometric(5.0, 0.1, 7);
    levels.push(NoiseLevel::clean());
    let stochasticity = Churn {
        noise: 1.25,
        ..everywhere(2.0)
    };
    let plan = Method::Stochastic(stochasticity)
        .plan(&path(&levels))
        .unwrap();
    assert_samples_follow_the_law(&plan, 5.0, 41);
}
