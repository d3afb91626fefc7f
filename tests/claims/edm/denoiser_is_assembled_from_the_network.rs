use super::*;

/// `c_skip x + c_out F = x₀` where F says what the design has it predict.
#[test]
fn by_exact_arithmetic() {
    let (x0, eps) = (Exact::ratio(5, 3), Exact::ratio(-2, 7));
    for [sigma, sigma_data] in scales() {
        let x = x0 + sigma * eps;
        for design in [
            Preconditioning::edm(sigma, sigma_data).unwrap(),
            Preconditioning::vp(sigma).unwrap(),
            Preconditioning::ve(sigma).unwrap(),
        ] {
            let network = design.prediction(sigma).value(x0, eps);
            assert_eq!(design.c_skip * x + design.c_out * network, x0);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// At any scales, within the running error.
    #[test]
    fn by_property(
        log_sigma in -4.0..4.0f64, log_sigma_data in -3.0..3.0f64, x0 in -9.0..9.0f64, eps in -9.0..9.0f64,
    ) {
        let sigma = Running::exact(10f64.powf(log_sigma));
        let sigma_data = Running::exact(10f64.powf(log_sigma_data));
        let (x0, eps) = (Running::exact(x0), Running::exact(eps));
        let c = Preconditioning::edm(sigma, sigma_data).unwrap();
        let network = c.prediction(sigma).value(x0, eps);
        assert_vanishes(c.c_skip * (x0 + sigma * eps) + c.c_out * network - x0);
    }
}
