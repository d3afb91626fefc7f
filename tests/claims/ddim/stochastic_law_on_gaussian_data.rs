use super::*;

/// DDIM eq. 12 term by term, with the variance of Bayes' rule: "predicted x₀", "direction pointing to x_t",
/// "random noise".
fn by_terms(pair: LevelPair<Exact>, eta: Exact, data: Gaussian<Exact>) -> Kernel<Exact> {
    let (s, t) = (pair.s(), pair.t());
    let predicted = merging::marginal(t).unwrap().invert(data).unwrap();
    let (a, b) = (predicted.scale(), predicted.shift());
    let fresh = if s.sigma() == Exact::zero() {
        Exact::zero()
    } else {
        let prior = merging::marginal(s).unwrap().at(Exact::zero()).unwrap();
        let bayes = merging::between(pair).unwrap().invert(prior).unwrap();
        eta.squared() * bayes.var()
    };
    let direction = (s.sigma().squared() - fresh).sqrt();
    Kernel::new(
        s.alpha() * a + direction * (Exact::one() - t.alpha() * a) / t.sigma(),
        s.alpha() * b - direction * t.alpha() * b / t.sigma(),
        fresh,
    )
    .unwrap()
}

/// The loop at interior η, from its responses to every single noise.
#[test]
fn by_exact_law() {
    let (mean, var) = (Exact::ratio(5, 6), Exact::ratio(4, 9));
    let data = Gaussian::new(mean, var).unwrap();
    let mut levels = triple_descent::<Exact>();
    levels.push(NoiseLevel::clean());
    for eta in [(0, 1), (25, 52), (3, 4), (1, 1), (15, 13)] {
        let eta = Exact::ratio(eta.0, eta.1);
        let plan = (Method::Ddim { eta }).plan(&path(&levels)).unwrap();
        let start = merging::marginal(levels[0]).unwrap().push(data).unwrap();
        let got = law(
            &plan,
            &gaussian_denoiser(mean, var),
            start.mean(),
            start.var(),
        );
        let truth = levels
            .windows(2)
            .map(|neighbours| by_terms(pair_of(neighbours), eta, data))
            .reduce(Kernel::then)
            .unwrap()
            .push(start)
            .unwrap();
        assert_eq!(got.mean, truth.mean());
        assert_eq!(got.var, truth.var());
    }
}

/// Ten thousand samples at η = ½ and ¾ have that mean and variance.
#[test]
fn by_monte_carlo() {
    let schedule = linear_schedule::<f64>();
    let levels = schedule
        .descent(&Spacing::Trailing.timesteps(1000, 7).unwrap())
        .unwrap();
    for eta in [0.5, 0.75] {
        let plan = (Method::Ddim { eta }).plan(&path(&levels)).unwrap();
        assert_samples_follow_the_law(&plan, 1.0, 31);
    }
}
