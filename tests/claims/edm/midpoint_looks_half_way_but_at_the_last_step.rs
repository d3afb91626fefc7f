use super::*;

/// `2n − 1` looks in n steps to clean data: at the start of every step and half-way, and at the start of the last, which is Euler's.
#[test]
fn by_iterating_the_chain() {
    let levels: Vec<_> = [4.0, 1.0, 0.25, 0.0]
        .map(|sigma| NoiseLevel::unscaled(sigma).unwrap())
        .into();
    let path = Path::new(Curve::Unscaled, levels).unwrap();
    let plan = Method::Midpoint.plan(&path).unwrap();
    let asked: Vec<f64> = plan.asked().map(NoiseLevel::sigma).collect();
    let truth = [4.0, 2.0, 1.0, 0.5, 0.25];
    assert_eq!(asked.len(), truth.len());
    for (at, truth) in asked.into_iter().zip(truth) {
        // a logarithm, a product and an exponential, none above 2 in size, and the level's own arithmetic
        assert_within(at, truth, 16.0 * U * truth);
    }
    let euler = Method::Euler.plan(&path).unwrap();
    assert_eq!(plan.rows().last(), euler.rows().last());
}

/// Between levels without signal or noise there is no middle.
#[test]
fn by_bad_input() {
    let level = |alpha: f64, sigma: f64| NoiseLevel::new(alpha, sigma).unwrap();
    let (noise, middle, near) = (level(0.0, 1.0), level(0.6, 0.8), level(0.8, 0.6));
    assert_eq!(
        Method::Midpoint
            .plan(&path(&[noise, middle]))
            .unwrap_err()
            .to_string(),
        "alpha_t is 0.0: there is no middle between a level and one without signal or noise"
    );
    let pair = LevelPair::new(near, middle).unwrap();
    for outside in [noise, middle, near, NoiseLevel::clean()] {
        assert!(midpoint_rows(pair, outside).is_err());
    }
}
