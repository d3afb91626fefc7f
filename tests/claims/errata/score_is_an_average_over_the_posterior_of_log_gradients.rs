use super::*;

/// Two points of data, at ±1, and the noisy density between them.
const SIGMA: f64 = 0.8;

fn density(x: f64, x0: f64) -> f64 {
    Real::exp(-(x - x0).powi(2) / (2.0 * SIGMA * SIGMA)) / (SIGMA * (2.0 * f64::pi()).sqrt())
}

fn score(x: f64) -> f64 {
    let p = |x: f64| f64::midpoint(density(x, -1.0), density(x, 1.0));
    let slope = [-1.0, 1.0].map(|x0| -(x - x0) / SIGMA.powi(2) * density(x, x0) / 2.0);
    slope.iter().sum::<f64>() / p(x)
}

/// W, "Connection with NCSN": ∇ ln q(x_t) = E_{q(x₀)}[∇ q(x_t|x₀)]. The gradient of a density, averaged over the
/// prior, is the gradient of the marginal: at x = 0.5 it is 0.0595, and the score is 0.2397.
#[test]
fn by_failing_as_printed() {
    let x = 0.5;
    let printed: f64 = [-1.0, 1.0]
        .map(|x0| -(x - x0) / SIGMA.powi(2) * density(x, x0) / 2.0)
        .iter()
        .sum();
    let off = printed / score(x);
    assert!((off - f64::midpoint(density(x, -1.0), density(x, 1.0))).abs() < 1e-15);
    assert!(off < 0.5);
}

/// ∇ ln q(x_t) = E_{q(x₀|x_t)}[∇ ln q(x_t|x₀)]; both sides have the same integral against the density.
#[test]
fn by_holding_as_corrected() {
    use tweedie::data::Mixture;
    use tweedie::level::NoiseLevel;
    let data = Mixture::points(ndarray::array![[-1.0], [1.0]]).unwrap();
    let law = data.at(NoiseLevel::unscaled(SIGMA).unwrap()).unwrap();
    for x in [-1.3, 0.1, 0.5] {
        let posterior = law.responsibilities(&[x]).unwrap();
        let average: f64 = [-1.0, 1.0]
            .iter()
            .zip(&posterior)
            .map(|(x0, weight)| weight * -(x - x0) / SIGMA.powi(2))
            .sum();
        assert!((average - score(x)).abs() < 20.0 * f64::EPSILON);
    }
    // the score of any density has mean zero
    let mean = integrate(
        |x| score(x) * (density(x, -1.0) + density(x, 1.0)) / 2.0,
        -12.0,
        12.0,
    );
    mean.assert_is(0.0, 20.0 * f64::EPSILON);
}
