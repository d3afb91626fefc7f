use super::*;

/// The score in `f64` and the slope of the log density, each within its own roundings.
fn assert_gradient(data: &Mixture, scales: (f64, f64), x: &[f64]) {
    let score = data.at(level(scales)).unwrap().score(x).unwrap();
    let law = data.at(level::<Dual<Running>>(scales)).unwrap();
    let slope = gradient(|y| law.log_density(y).unwrap(), &numbers(x));
    let law = data.at(level::<Running>(scales)).unwrap();
    let bound = law.score(&numbers(x)).unwrap();
    for j in 0..x.len() {
        assert_within(
            score[j],
            slope[j].value,
            slope[j].tolerance(U) + bound[j].tolerance(U),
        );
    }
}

/// By dual numbers, for data of every kind, where components tie too, and at pure noise.
#[test]
fn by_derivative() {
    for (data, states) in data() {
        for scales in LEVELS {
            for state in &states {
                let x: Vec<f64> = state.iter().map(|s| scales.0 * s).collect();
                assert_gradient(&data, scales, &x);
            }
        }
        assert_gradient(&data, (0.0, 1.0), &states[0]);
    }
}

/// Slope and score enclose one number, to sixty places.
#[test]
fn by_certified_enclosure() {
    for (data, states) in data() {
        for scales in &LEVELS[1..3] {
            let law = data.at(level::<Certified>(*scales)).unwrap();
            let dual = data.at(level::<Dual<Certified>>(*scales)).unwrap();
            for state in &states {
                let x = numbers(state);
                let slope = gradient(|y| dual.log_density(y).unwrap(), &x);
                for (slope, score) in slope.into_iter().zip(law.score(&x).unwrap()) {
                    let defect = slope - score;
                    assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
                }
            }
        }
    }
}

/// At samples noised from the roll.
#[test]
fn on_the_swiss_roll() {
    let (roll, mut rng) = (roll(), rng(100));
    for scales in LEVELS {
        let t = level(scales);
        for _ in 0..4 {
            let x = random_state(2, t, &mut rng);
            assert_gradient(&roll, scales, &x);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// For any mixture in any number of coordinates, at any level.
    #[test]
    fn by_property(dim in 1_usize..=64, alpha in 0.0..1.5, sigma in 0.05..3.0, seed: u64) {
        let mut rng = rng(seed);
        let data = random_mixture(dim, &mut rng);
        let x = random_state(dim, level((alpha, sigma)), &mut rng);
        assert_gradient(&data, (alpha, sigma), &x);
    }
}
