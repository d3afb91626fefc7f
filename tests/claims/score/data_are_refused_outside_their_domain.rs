use super::*;

/// Every bad mixture, level and sample, with the way out.
#[test]
fn by_bad_input() {
    let refused = |weights: &[f64], means: Array2<f64>, vars: &[f64]| {
        let (weights, vars) = (weights.to_vec().into(), vars.to_vec().into());
        Mixture::new(weights, means, vars).unwrap_err().to_string()
    };
    let means = array![[0.0, 1.0], [2.0, 3.0]];
    for (shape, printed) in [((0, 2), "(0, 2)"), ((3, 0), "(3, 0)")] {
        assert_eq!(
            Mixture::points(Array2::zeros(shape))
                .unwrap_err()
                .to_string(),
            format!(
                "shape of the means is {printed}: give one component and one coordinate or more"
            )
        );
    }
    for (weights, vars, printed) in [
        (&[1.0][..], &[0.0, 0.0][..], "(1, 2, 2)"),
        (&[1.0, 1.0], &[0.0], "(2, 2, 1)"),
    ] {
        assert_eq!(
            refused(weights, means.clone(), vars),
            format!(
                "numbers of weights, means and variances is {printed}: give one of each for every component"
            )
        );
    }
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            refused(&[1.0, bad], means.clone(), &[0.0, 0.0]),
            format!("weight 1 is {bad:?}: give finite numbers > 0")
        );
    }
    for weights in [[1e308, 1e308], [1e-300, 1e300]] {
        assert_eq!(
            refused(&weights, means.clone(), &[0.0, 0.0]),
            "normalised weight 0 is 0.0: neither the sum of the weights may overflow nor a share of it underflow"
        );
    }
    for bad in [-0.5, f64::NAN, f64::INFINITY] {
        assert_eq!(
            refused(&[1.0, 1.0], means.clone(), &[bad, 0.0]),
            format!("variance 0 is {bad:?}: give finite numbers ≥ 0")
        );
        let broken = array![[0.0, 1.0], [2.0, if bad < 0.0 { f64::NAN } else { bad }]];
        assert!(
            refused(&[1.0, 1.0], broken, &[0.0, 0.0]).starts_with("coordinate 1 of point 1 is ")
        );
    }

    let points = Mixture::points(means).unwrap();
    let way_out = "points have a density at σ > 0 only, and neither σ² nor a weight may underflow or overflow the number format";
    for sigma in [0.0, 1e-200, 1e200] {
        let error = points.at(NoiseLevel::unscaled(sigma).unwrap()).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("noise level (alpha, sigma) is (1.0, {sigma:?}): {way_out}")
        );
    }
    let error = points
        .at(NoiseLevel::unscaled(1e-30_f32).unwrap())
        .unwrap_err();
    assert!(error.to_string().ends_with(way_out));

    let law = points.at(level((0.6, 0.8))).unwrap();
    let refusals = |x: &[f64]| {
        [
            law.log_density(x).map(|_| ()),
            law.score(x).map(|_| ()),
            law.posterior_mean(x).map(|_| ()),
            law.posterior_covariance(x).map(|_| ()),
            law.responsibilities(x).map(|_| ()),
        ]
        .map(|result| result.unwrap_err().to_string())
    };
    for (x, message) in [
        (
            &[0.0, 1.0, 2.0][..],
            "number of coordinates is 3: the data have 2",
        ),
        (&[], "number of coordinates is 0: the data have 2"),
        (&[0.0, f64::NAN], "sample is NaN: give finite numbers"),
        (
            &[f64::NEG_INFINITY, 0.0],
            "sample is -inf: give finite numbers",
        ),
        (
            &[1e200, 0.0],
            "squared distance from the sample to the data is inf: it overflows the number format; give a sample nearer to the data",
        ),
    ] {
        assert_eq!(refusals(x), [message; 5]);
    }
}
