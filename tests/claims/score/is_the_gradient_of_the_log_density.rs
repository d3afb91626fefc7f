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
            slope[j].tolerance(Format::F64) + bound[j].tolerance(Format::F64),
        );
    }
}

/// By dual numbers, for data of every kind, where components tie too, and at pure noise.
#[test]
fn by_derivative() {
    for_data_of_every_kind(assert_gradient);
    for (data, states) in data() {
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
    for_samples_of_the_roll(100, assert_gradient);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// For any mixture in any number of coordinates, at any level.
    #[test]
    fn by_property(dim in 1_usize..=64, alpha in 0.0..1.5, sigma in 0.05..3.0, seed: u64) {
        for_a_random_mixture(dim, (alpha, sigma), seed, assert_gradient);
    }
}
