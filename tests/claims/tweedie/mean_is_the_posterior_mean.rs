use super::*;

fn assert_mean(data: &Mixture, scales: (f64, f64), x: &[f64]) {
    let got = data.at(level(scales)).unwrap().posterior_mean(x).unwrap();
    let dual = data.at(level::<Dual<Running>>(scales)).unwrap();
    let x = numbers::<Running>(x);
    let score = gradient(|y| dual.log_density(y).unwrap(), &x);
    let bound = data.at(level(scales)).unwrap().posterior_mean(&x).unwrap();
    for j in 0..x.len() {
        let mean = from_score(level(scales), x[j], score[j]);
        assert_within(
            got[j],
            mean.value,
            mean.tolerance(Format::F64) + bound[j].tolerance(Format::F64),
        );
    }
}

/// A Gaussian: the slope of its noisy exponent against Bayes' rule in closed form.
#[test]
fn by_exact_arithmetic() {
    let data = Gaussian::new(Exact::ratio(1, 3), Exact::ratio(5, 7)).unwrap();
    for t in exact_levels() {
        let kernel = merging::marginal(t).unwrap();
        let noisy = kernel.push(data).unwrap();
        let lifted = [noisy.mean(), noisy.var()].map(Dual::constant);
        let lifted = Gaussian::new(lifted[0], lifted[1]).unwrap();
        let posterior = kernel.invert(data).unwrap();
        for x in [(0, 1), (-7, 3), (9, 2)] {
            let x = Exact::ratio(x.0, x.1);
            let exponent = -Dual::ratio(1, 2) * lifted.squared_distance(Dual::variable(x));
            assert_eq!(
                from_score(t, x, exponent.slope),
                posterior.scale() * x + posterior.shift()
            );
        }
    }
}

/// Data of every kind: the slope of the log density against the streamed mean.
#[test]
fn by_derivative() {
    for_data_of_every_kind(assert_mean);
}

/// Against Bayes' rule by integration.
#[test]
fn by_quadrature() {
    for scales in LEVELS {
        let t = level::<Running>(scales);
        let dual = line().at(level::<Dual<Running>>(scales)).unwrap();
        for state in [-2.0, 0.3, 2.5] {
            let x = Running::exact(scales.0 * state);
            let score = gradient(|y| dual.log_density(y).unwrap(), &[x])[0];
            let mean = from_score(t, x, score);
            bayes(t, x, |x0| x0).assert_is(mean.value, mean.tolerance(Format::F64));
        }
    }
}

/// Against Bayes' rule by counting: every point weighed by its likelihood, in enclosures.
#[test]
fn on_the_swiss_roll() {
    let (roll, mut rng) = (roll(), rng(200));
    for scales in &LEVELS[1..2] {
        let t = level::<Certified>(*scales);
        let x = random_state(2, level(*scales), &mut rng);
        let dual = roll.at(level::<Dual<Certified>>(*scales)).unwrap();
        let score = gradient(|y| dual.log_density(y).unwrap(), &numbers(&x));
        let kernel = merging::marginal(t).unwrap();
        let mut sums = [Certified::zero(); 3];
        for point in roll.means().rows() {
            let likelihood = point
                .iter()
                .zip(&x)
                .fold(Certified::zero(), |sum, (&m, &x)| {
                    let law = kernel.at(Certified::from_f64(m)).unwrap();
                    sum + law.log_density(Certified::from_f64(x))
                });
            let weight = likelihood.exp();
            sums[2] = sums[2] + weight;
            for j in 0..2 {
                sums[j] = sums[j] + weight * Certified::from_f64(point[j]);
            }
        }
        for j in 0..2 {
            let mean = from_score(t, Certified::from_f64(x[j]), score[j]);
            let defect = mean - sums[j] / sums[2];
            assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
        }
        assert_mean(&roll, *scales, &x);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any mixture in any number of coordinates, at any level.
    #[test]
    fn by_property(dim in 1_usize..=64, alpha in 0.05..1.5, sigma in 0.05..3.0, seed: u64) {
        for_a_random_mixture(dim, (alpha, sigma), seed, assert_mean);
    }
}
