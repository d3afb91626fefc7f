use super::*;

/// A network that says 0 has the weighted loss `λ E(D − x₀)² = 1` at every level; and λ is as printed in Table 1.
#[test]
fn by_exact_arithmetic() {
    for [sigma, sigma_data] in scales() {
        let c = Preconditioning::edm(sigma, sigma_data).unwrap();
        let weight = c.loss_weight();
        assert_eq!(weight * rest(c.c_skip, sigma, sigma_data), Exact::one());
        assert_eq!(
            weight,
            (sigma.squared() + sigma_data.squared()) / (sigma * sigma_data).squared()
        );
    }
    let sigma = Exact::ratio(3, 4);
    for design in [Preconditioning::vp(sigma), Preconditioning::ve(sigma)] {
        let printed = Exact::one() / sigma.squared();
        assert_eq!(design.unwrap().loss_weight(), printed);
    }
}
