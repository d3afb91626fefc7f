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

/// For a Gaussian classifier the product of the two is a Gaussian whose mean is the shifted one to fourth order in the
/// deviation, if the gradient is taken at the mean; taken one deviation off, only to third.
#[test]
fn by_convergence_order() {
    let (mean, centre, width, w) = (0.7, -0.4, 1.5, 2.0);
    let gradient = |x: f64| (centre - x) / width;
    let errors = |point: &dyn Fn(f64) -> f64| -> Vec<f64> {
        (3..10)
            .map(|k| {
                let var = 0.25f64.powi(k);
                let product = (mean / var + w * centre / width) / (1.0 / var + w / width);
                let shift = classifier_shift(var, w).unwrap() * gradient(point(var));
                (mean + shift - product).abs()
            })
            .collect()
    };
    assert_order(4, &errors(&|_| mean));
    assert_order(3, &errors(&|var| mean + var.sqrt()));
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
