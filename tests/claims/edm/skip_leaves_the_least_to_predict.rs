use super::*;

/// The variance left to predict has slope 0 in c at c_skip, and is c_out² there.
#[test]
fn by_derivative() {
    for [sigma, sigma_data] in scales() {
        let c = Preconditioning::edm(sigma, sigma_data).unwrap();
        let left = rest(
            Dual::variable(c.c_skip),
            Dual::constant(sigma),
            Dual::constant(sigma_data),
        );
        assert_eq!(left.slope, Exact::zero());
        assert_eq!(left.value, c.c_out.squared());
    }
}

/// At a distance h from c_skip it is larger by `h² (σ² + σ_d²)`: there is no other minimum.
#[test]
fn by_exact_arithmetic() {
    for [sigma, sigma_data] in scales() {
        let c = Preconditioning::edm(sigma, sigma_data).unwrap();
        for h in [(-1, 3), (1, 100), (2, 1)] {
            let h = Exact::ratio(h.0, h.1);
            let more = rest(c.c_skip + h, sigma, sigma_data) - rest(c.c_skip, sigma, sigma_data);
            assert_eq!(more, h.squared() * (sigma.squared() + sigma_data.squared()));
            assert!(more > Exact::zero());
        }
    }
}
