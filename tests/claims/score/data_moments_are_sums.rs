use super::*;

/// Mean `Σ w m` and covariance `Σ w (m − M)(m − M)ᵀ + Σ w v I`, on numbers for which `f64` rounds nothing. The weights are
/// normalised: only their ratios count.
#[test]
fn by_exact_arithmetic() {
    let means = array![[1.0, 0.0], [-3.0, 2.0], [5.0, -4.0]];
    let vars = array![0.25, 4.0, 0.0];
    for scale in [1.0, 16.0, 0.0625] {
        let weights = array![1.0, 1.0, 2.0] * scale;
        let data = Mixture::new(weights, means.clone(), vars.clone()).unwrap();
        assert_eq!(data.mean(), array![2.0, -1.5]);
        assert_eq!(
            data.covariance(),
            array![[11.0 + 1.0625, -8.5], [-8.5, 6.75 + 1.0625]]
        );
        assert_eq!((data.components(), Denoiser::<f64>::dim(&data)), (3, 2));
        assert_eq!(data.means(), means);
    }
    let alone = Mixture::gaussian(array![0.5, 2.0, -1.0], 0.75).unwrap();
    assert_eq!(alone.mean(), array![0.5, 2.0, -1.0]);
    assert_eq!(alone.covariance(), Array2::<f64>::eye(3) * 0.75);
}

/// The same two as integrals of the density.
#[test]
fn by_quadrature() {
    let law = line().at(level::<Running>((1.0, 0.0))).unwrap();
    let moment = |f: &dyn Fn(Running) -> Running| {
        integrate_running(|x| f(x) * law.log_density(&[x]).unwrap().exp(), -14, 14)
    };
    // three products and their sum, each of numbers below 4
    let rounding = 24.0 * U;
    let mean = line().mean()[0];
    moment(&|x| x).assert_is(mean, rounding);
    moment(&|x| (x - Running::exact(mean)).squared())
        .assert_is(line().covariance()[[0, 0]], 2.0 * rounding);
}
