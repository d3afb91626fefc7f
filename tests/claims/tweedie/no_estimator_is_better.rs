use super::*;

/// `E(x₀ − D)² = E(x₀ − E[x₀|x_t])² + E(D − E[x₀|x_t])²` for every estimator D, also for those one might take by mistake.
#[test]
fn by_quadrature() {
    for scales in LEVELS {
        let t = level::<Running>(scales);
        let law = weighted_points().at(t).unwrap();
        let best = |x: Running| law.posterior_mean(&[x]).unwrap()[0];
        let score = |x: Running| law.score(&[x]).unwrap()[0];
        let centre = Running::exact(weighted_points().mean()[0]);
        let estimators: [&dyn Fn(Running) -> Running; 5] = [
            &|x| x / t.alpha(),
            &|_| centre,
            &|x| x / (t.alpha() + t.sigma()),
            &|x| (x + t.sigma() * score(x)) / t.alpha(), // σ for σ²
            &|x| x + t.sigma().squared() * score(x),     // not divided by α
        ];
        let risk =
            |d: &dyn Fn(Running) -> Running| expect_joint(t, |x, x0, _| (x0 - d(x)).squared());
        let least = risk(&best);
        for estimator in estimators {
            let risk = risk(estimator);
            let excess = expect_joint(t, |x, _, _| (estimator(x) - best(x)).squared());
            let errors = risk.error + least.error + excess.error + U * risk.value;
            assert_within(risk.value - least.value, excess.value, errors);
        }
    }
}

/// The nearest point is an estimator too, and so is the best straight line: both pay just their distance from the mean.
#[test]
fn on_the_swiss_roll() {
    let (roll, mut rng) = (roll(), rng(204));
    let t = level((0.6, 0.8));
    let law = roll.at(t).unwrap();
    let square = |a: &[f64], b: &[f64]| (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2);
    let mut gains = [vec![], vec![]];
    let mut excess = [0.0; 2];
    for _ in 0..10_000 {
        let Noised { x0, x_t: x, .. } = noised(&roll, t, &mut rng);
        let best = law.posterior_mean(&x).unwrap();
        let unscaled = x.map(|x| x / t.alpha());
        let near = roll
            .means()
            .rows()
            .into_iter()
            .map(|row| row.to_vec())
            .min_by(|a, b| square(a, &unscaled).total_cmp(&square(b, &unscaled)))
            .unwrap();
        let straight = x.map(|x| t.alpha() * x); // for data of variance 1
        for (i, d) in [&near[..], &straight].into_iter().enumerate() {
            gains[i].push(square(&x0, d) - square(&x0, &best) - square(d, &best));
            excess[i] += square(d, &best) / 10_000.0;
        }
    }
    for i in 0..2 {
        assert_five_standard_errors(&gains[i], 0.0);
        assert!(excess[i] > 0.01);
    }
}
