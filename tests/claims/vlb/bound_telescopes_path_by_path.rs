use super::*;

/// Along every path the telescoped sum is ln q(x_{1:T}|x₀) − ln p(x_{0:T}), term by term of the definition.
#[test]
fn by_certified_enclosure() {
    let levels: Vec<NoiseLevel<Certified>> = [(1, 9), (2, 7), (3, 7), (5, 8), (8, 9)]
        .map(|(p, q)| pythagorean(p, q))
        .into();
    // a model that is no good: any positive Markov densities will do
    let reverse = |i: usize, x: Certified| {
        let i = i64::try_from(i).unwrap();
        Gaussian::new(x * Certified::ratio(i + 1, 4), Certified::ratio(2, i + 3)).unwrap()
    };
    for seed in 0..8 {
        let x0 = Certified::ratio(seed - 4, 3);
        let path = path::<Certified>(5, seed);
        let mut log_ratio = merging::marginal(levels[0])
            .unwrap()
            .at(x0)
            .unwrap()
            .log_density(path[0]);
        for i in 1..5 {
            let step = merging::between(LevelPair::new(levels[i - 1], levels[i]).unwrap()).unwrap();
            log_ratio = log_ratio + step.at(path[i - 1]).unwrap().log_density(path[i]);
            log_ratio = log_ratio - reverse(i, path[i]).log_density(path[i - 1]);
        }
        log_ratio = log_ratio - Gaussian::standard().log_density(path[4]);
        log_ratio = log_ratio - reverse(0, path[0]).log_density(x0);

        let defect = along_path(&levels, x0, &path, reverse).unwrap() - log_ratio;
        assert!(defect.contains(0.0) && defect.width() < 1e-65, "{defect:?}");
    }
}

/// In expectation it is the sum of the prior term, the step terms and the reconstruction.
#[test]
fn by_monte_carlo() {
    let chain = Chain::new(
        [(1, 9), (2, 7), (3, 7), (5, 8)]
            .map(|(p, q)| pythagorean(p, q))
            .into(),
        0.5,
        0.9,
    );
    let mut rng = rng(4);
    let mut z = || -> f64 { StandardNormal.sample(&mut rng) };
    let bounds: Vec<f64> = (0..40_000)
        .map(|_| {
            let x0 = chain.data_var.sqrt() * z();
            let mut x = chain.levels[0].alpha() * x0 + chain.levels[0].sigma() * z();
            let mut path = vec![x];
            for i in 1..chain.levels.len() {
                let step = merging::between(chain.pair(i)).unwrap();
                x = step.scale() * x + step.var().sqrt() * z();
                path.push(x);
            }
            along_path(&chain.levels, x0, &path, |i, x| {
                chain.reverse(i).at(x).unwrap()
            })
            .unwrap()
        })
        .collect();
    assert_five_standard_errors(&bounds, chain.bound());
}

#[test]
fn by_bad_input() {
    let level = pythagorean::<f64>(1, 2);
    let reverse = |_: usize, _: f64| Gaussian::standard();
    let error = |levels: &[NoiseLevel<f64>], path: &[f64]| {
        along_path(levels, 0.0, path, reverse)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(error(&[], &[]), "path is \"empty\": give one state or more");
    assert_eq!(
        error(&[level], &[]),
        "path is \"empty\": give one state or more"
    );
    assert_eq!(
        error(&[level], &[0.0, 1.0]),
        "lengths of levels and path is (1, 2): give one state for each level"
    );
    assert!(error(&[level, level], &[0.0, 1.0]).starts_with("pair of levels (s, t)"));
}
