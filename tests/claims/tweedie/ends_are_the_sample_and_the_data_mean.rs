use super::*;

fn posterior_mean(scales: (f64, f64), x: f64) -> f64 {
    line()
        .at(level(scales))
        .unwrap()
        .posterior_mean(&[x])
        .unwrap()[0]
}

/// As σ → 0 the mean goes to `x_t/α` by order 2, as α → 0 to the mean of the data by order 1.
#[test]
fn by_convergence_order() {
    let halvings = |f: &dyn Fn(f64) -> f64| -> Vec<f64> {
        (0..8).map(|k| f(0.5f64.powi(k + 6)).abs()).collect()
    };
    let to_sample = halvings(&|sigma| posterior_mean((0.75, sigma), 0.6) - 0.6 / 0.75);
    assert_order(2, &to_sample);
    let centre = line().mean()[0];
    let to_centre = halvings(&|alpha| posterior_mean((alpha, 1.5), 0.6) - centre);
    assert_order(1, &to_centre);
}

/// At σ = 0 the formulas say `x_t/α` and certainty; at α = 0 a sample says nothing and the data's moments are left.
#[test]
fn by_limit() {
    let alpha = Exact::ratio(3, 4);
    let clean = NoiseLevel::new(alpha, Exact::zero()).unwrap();
    let (zero, over) = (Exact::zero(), Exact::one() / alpha);
    assert_eq!(
        mean(clean),
        Ok(Mean {
            on_x_t: over,
            on_score: zero
        })
    );
    assert_eq!(
        covariance(clean),
        Ok(Covariance {
            on_identity: zero,
            on_hessian: zero
        })
    );
    assert_eq!(posterior_mean((0.75, 0.0), 0.6), 0.6 / 0.75);

    for x in [-3.0, 0.5] {
        let law = line().at(level::<Running>((0.0, 2.0))).unwrap();
        let mean = law.posterior_mean(&[Running::exact(x)]).unwrap()[0];
        let var = law.posterior_covariance(&[Running::exact(x)]).unwrap()[[0, 0]];
        // the data's own moments carry three products and their sum, each of numbers below 4
        let rounding = 24.0 * U;
        assert_within(
            mean.value,
            line().mean()[0],
            mean.tolerance(Format::F64) + rounding,
        );
        let truth = line().covariance()[[0, 0]];
        assert_within(
            var.value,
            truth,
            var.tolerance(Format::F64) + 2.0 * rounding,
        );
    }
}

/// Pure noise has no denoiser by Tweedie's formula.
#[test]
fn by_bad_input() {
    let noise = NoiseLevel::new(0.0, 1.0).unwrap();
    let message = "alpha is 0.0: pure noise says nothing of x0: Tweedie's formula needs α > 0";
    assert_eq!(mean(noise).unwrap_err().to_string(), message);
    assert_eq!(covariance(noise).unwrap_err().to_string(), message);
}
