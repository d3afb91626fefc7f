use super::*;

/// `E Var[x₀|x_t] + Var E[x₀|x_t] = Var x₀`, and the mean of the means is the mean, at every level.
#[test]
fn by_quadrature() {
    let (centre, var) = (line().mean()[0], line().covariance()[[0, 0]]);
    // mean and variance of the data: three products and their sum, each of numbers below 4
    let rounding = 24.0 * U;
    for scales in LEVELS {
        let t = level(scales);
        average(t, |mean, _| mean).assert_is(centre, rounding);
        average(t, |mean, var| {
            var + (mean - Running::exact(centre)).squared()
        })
        .assert_is(var, 2.0 * rounding);
    }
}

/// For a Gaussian: what is left plus `gain² Var x_t`.
#[test]
fn by_exact_arithmetic() {
    let data = Gaussian::new(Exact::ratio(1, 3), Exact::ratio(5, 7)).unwrap();
    for t in exact_levels() {
        let kernel = merging::marginal(t).unwrap();
        let posterior = kernel.invert(data).unwrap();
        let known = posterior.scale().squared() * kernel.push(data).unwrap().var();
        assert_eq!(posterior.var() + known, data.var());
    }
}

/// `E (Cov + E Eᵀ) = E x₀x₀ᵀ` over noisy samples of the roll.
#[test]
fn on_the_swiss_roll() {
    let (roll, mut rng) = (roll(), rng(203));
    let t = level((0.6, 0.8));
    let law = roll.at(t).unwrap();
    let draws: Vec<Array2<f64>> = (0..4000)
        .map(|_| {
            let x = noised(&roll, t, &mut rng).x_t;
            let mean = law.posterior_mean(&x).unwrap();
            law.posterior_covariance(&x).unwrap()
                + Array2::from_shape_fn((2, 2), |(i, j)| mean[i] * mean[j])
        })
        .collect();
    // the roll's mean is 0
    for (place, &truth) in roll.covariance().indexed_iter() {
        let entries: Vec<f64> = draws.iter().map(|m| m[place]).collect();
        assert_five_standard_errors(&entries, truth);
    }
}
