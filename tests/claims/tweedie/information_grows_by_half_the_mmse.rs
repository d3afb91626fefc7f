use super::*;

/// At `x_t = √γ x₀ + ε` the information is `h(x_t) − h(ε)`: the slope of that integral in γ is half another integral.
#[test]
fn by_quadrature() {
    for gamma in [0.25, 1.0, 2.25, 9.0] {
        let snr = Dual::variable(Running::exact(gamma));
        let t = NoiseLevel::new(snr.sqrt(), Dual::one()).unwrap();
        let law = line().at(t).unwrap();
        let slope = integrate_running(
            |x| {
                let log_density = law.log_density(&[Dual::constant(x)]).unwrap();
                (-log_density.exp() * log_density).slope
            },
            -40,
            40,
        );
        let mmse = mmse(level((gamma.sqrt(), 1.0)));
        assert_within(
            slope.value,
            mmse.value / 2.0,
            slope.error + mmse.error / 2.0,
        );
    }
}

/// For a Gaussian the information is `½ ln(1 + γ c²)`, in certified arithmetic: its slope, and the value itself.
#[test]
fn by_derivative() {
    let var = Certified::ratio(5, 7);
    let data = Gaussian::new(Certified::ratio(1, 3), var).unwrap();
    let lifted = Gaussian::new(Dual::constant(data.mean()), Dual::constant(var)).unwrap();
    for (numerator, denominator) in [(1, 4), (1, 1), (13, 3)] {
        let snr = Dual::variable(Certified::ratio(numerator, denominator));
        let t = NoiseLevel::new(snr.sqrt(), Dual::one()).unwrap();
        let noisy = merging::marginal(t).unwrap().push(lifted).unwrap();
        let information = noisy.entropy() - Gaussian::standard().entropy();
        let t = NoiseLevel::new(t.alpha().value, Certified::one()).unwrap();
        let mmse = merging::marginal(t).unwrap().invert(data).unwrap().var();
        let closed = (Certified::one() + snr.value * var).ln() / Certified::int(2);
        for defect in [
            information.slope - mmse / Certified::int(2),
            information.value - closed,
        ] {
            assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
        }
    }
}
