use super::*;

fn assert_slope(data: &Mixture, scales: (f64, f64), x: &[f64]) {
    let got = data.at(level(scales)).unwrap();
    let got = got.posterior_covariance(x).unwrap();
    let dual = data.at(level::<Dual<Running>>(scales)).unwrap();
    let x = numbers::<Running>(x);
    let bound = data.at(level(scales)).unwrap();
    let bound = bound.posterior_covariance(&x).unwrap();
    let t = level::<Running>(scales);
    let ratio = t.sigma().squared() / t.alpha();
    for i in [0, x.len() - 1] {
        let row = gradient(|y| dual.posterior_mean(y).unwrap()[i], &x);
        for (j, slope) in row.into_iter().enumerate() {
            let truth = ratio * slope;
            let roundings = truth.tolerance(Format::F64) + bound[[i, j]].tolerance(Format::F64);
            assert_within(got[[i, j]], truth.value, roundings);
        }
    }
}

/// `Cov = (σ²/α) ∂E[x₀|x_t]/∂x_t` for data of every kind.
#[test]
fn by_derivative() {
    for_data_of_every_kind(assert_slope);
}

/// At samples noised from the roll.
#[test]
fn on_the_swiss_roll() {
    for_samples_of_the_roll(202, assert_slope);
}

/// Where all weights but one underflow: what is left off the diagonal is 1e-320, below the normal numbers.
#[test]
fn by_limit() {
    let scales = (0.580_447_117_139_151_9, 0.120_487_716_385_412_95);
    for_a_random_mixture(61, scales, 13_622_727_888_908_025_396, assert_slope);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any mixture in any number of coordinates, at any level: the first row and the last.
    #[test]
    fn by_property(dim in 1_usize..=64, alpha in 0.05..1.5, sigma in 0.05..3.0, seed: u64) {
        for_a_random_mixture(dim, (alpha, sigma), seed, assert_slope);
    }
}
