use super::*;

fn factorial(k: usize) -> f64 {
    (1..=k).map(|j| j as f64).product()
}

/// `φ_k(z) = ∫₀¹ e^{(1−u)z} u^{k−1}/(k−1)! du`, on both sides of where the series takes over.
#[test]
fn by_quadrature() {
    for k in 1..=4_u8 {
        for z in [-7.5, -1.25, -0.75, -1e-3, 0.5, 2.5] {
            let order = i32::from(k) - 1;
            let below = factorial(usize::from(k) - 1);
            let integral = integrate_between(
                |u| Real::exp((1.0 - u) * z) * u.powi(order) / below,
                0.0,
                1.0,
            );
            let got = phi(usize::from(k), Running::exact(z));
            integral.assert_is(got.value, got.tolerance(Format::F64));
        }
    }
}

/// `φ_k(0) = 1/k!`, and `φ_0 = exp`.
#[test]
fn by_limit() {
    for k in 0..=4 {
        let limit = Certified::one() / Certified::from_f64(factorial(k));
        assert!((phi(k, Certified::zero()) - limit).contains(0.0));
        let got = phi(k, Running::exact(0.0));
        assert!(limit.distance(got.value) <= got.tolerance(Format::F64));
    }
    assert_eq!(phi(0, 1.5), Real::exp(1.5));
}
