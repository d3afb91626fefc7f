use super::*;

/// Churn keeps the marginals exactly and Heun's step to second order, so that the variance at the end is right to second
/// order, with noise or without.
#[test]
fn by_convergence_order() {
    let var: f64 = 0.25;
    for amount in [0.0, 2.0] {
        let errors: Vec<f64> = [16, 32, 64, 128, 256]
            .iter()
            .map(|&n| {
                let plan = Method::Stochastic(everywhere(amount))
                    .plan(&path(&geometric(10.0, 0.1, n)))
                    .unwrap();
                let got = law(&plan, &gaussian_denoiser(0.0, var), 0.0, var + 100.0);
                (got.var - (var + 0.01)).abs()
            })
            .collect();
        assert_order(2, &errors);
    }
}
