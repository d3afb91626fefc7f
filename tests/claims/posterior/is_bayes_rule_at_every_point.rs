use super::*;

/// q(x_s|x_t,x₀) q(x_t|x₀) = q(x_t|x_s) q(x_s|x₀): the exponents and the normalisers agree as rationals.
#[test]
fn by_exact_arithmetic() {
    let x0 = Exact::ratio(-7, 5);
    for pair in noisy_pairs::<Exact>() {
        let law = posterior(pair).unwrap();
        let forward = merging::between(pair).unwrap();
        let evidence = merging::marginal(pair.t()).unwrap().at(x0).unwrap();
        for (x_s, x_t) in [(2, -1), (0, 3), (-5, -4)] {
            let (x_s, x_t) = (Exact::ratio(x_s, 3), Exact::ratio(x_t, 2));
            let reverse = Gaussian::new(law.mean(x0, x_t), law.var).unwrap();
            let step = forward.at(x_s).unwrap();
            let start = prior(pair, x0);
            assert_eq!(
                reverse.squared_distance(x_s) + evidence.squared_distance(x_t),
                step.squared_distance(x_t) + start.squared_distance(x_s)
            );
            assert_eq!(reverse.var() * evidence.var(), step.var() * start.var());
        }
    }
}

/// Mean and variance as integrals over the unnormalised product of densities.
#[test]
fn by_quadrature() {
    let (x0, x_t) = (0.8, -0.4);
    for pair in noisy_pairs::<f64>() {
        let law = posterior(pair).unwrap();
        let forward = merging::between(pair).unwrap();
        let start = prior(pair, x0);
        let density =
            |x_s: f64| (forward.at(x_s).unwrap().log_density(x_t) + start.log_density(x_s)).exp();
        // 12 standard deviations to both sides: what is cut off is below e^-72
        let reach = 12.0 * law.var.sqrt();
        let centre = law.mean(x0, x_t);
        let moment = |f: &dyn Fn(f64) -> f64| {
            integrate(|x| f(x) * density(x), centre - reach, centre + reach)
        };
        let mass = moment(&|_| 1.0);
        let mean = moment(&|x| x);
        let var = moment(&|x| (x - centre).powi(2));
        // the density itself is known to a few roundings of its exponent, which is below 100
        let rounding = 400.0 * U;
        assert_within(
            mean.value / mass.value,
            centre,
            (mean.error + mass.error) / mass.value + rounding,
        );
        assert_within(
            var.value / mass.value,
            law.var,
            (var.error + mass.error) / mass.value + rounding * law.var,
        );
    }
}
