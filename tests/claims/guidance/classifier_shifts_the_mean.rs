use super::*;

/// For a classifier whose logarithm is `w g x`, the tilted Gaussian is the shifted one: the logarithm of their ratio is
/// the same everywhere.
#[test]
fn by_exact_arithmetic() {
    let half = Exact::ratio(1, 2);
    for [mean, var, g, w] in [[3, 2, -5, 4], [-7, 1, 2, 9], [0, 5, 3, -2]] {
        let [mean, var, g, w] = [mean, var, g, w].map(|n| Exact::ratio(n, 6));
        let law = Gaussian::new(mean, var).unwrap();
        let shift = classifier_shift(var, w).unwrap() * g;
        let shifted = Gaussian::new(mean + shift, var).unwrap();
        let ratio = |x: Exact| {
            let tilted = -(half * law.squared_distance(x)) + w * g * x;
            tilted + half * shifted.squared_distance(x)
        };
        let at_mean = ratio(mean);
        for x in eighths(&[-17, -3, 0, 5, 40]) {
            assert_eq!(ratio(x), at_mean);
        }
    }
}

/// For a Gaussian classifier the product of the two is a Gaussian whose mean is the shifted one to second order in the
/// variance, if the gradient is taken at the mean; taken one standard deviation off, only to order 3/2.
#[test]
fn by_convergence_order() {
    let (mean, centre, width, w) = (0.7, -0.4, 1.5, 2.0);
    let gradient = |x: f64| (centre - x) / width;
    let errors = |point: &dyn Fn(f64) -> f64| -> Vec<f64> {
        [1e-1, 5e-2, 2.5e-2, 1.25e-2, 6.25e-3, 3.125e-3, 1.562_5e-3]
            .into_iter()
            .map(|var| {
                let product = (mean / var + w * centre / width) / (1.0 / var + w / width);
                let shift = classifier_shift(var, w).unwrap() * gradient(point(var));
                (mean + shift - product).abs()
            })
            .skip(2)
            .collect()
    };
    Order::of_halvings(&errors(&|_| mean)).assert_is(2.0);
    let off = Order::of_halvings(&errors(&|var| mean + var.sqrt()));
    assert!((off.slope - 1.5).abs() < 0.1, "{off:?}");
}

#[test]
fn by_bad_input() {
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            classifier_shift(bad, 1.0).unwrap_err().to_string(),
            format!("reverse variance is {bad:?}: give a finite number ≥ 0")
        );
    }
}
