use super::*;

/// From level to level by more than the errors of the integrals.
#[test]
fn by_quadrature() {
    let errors = [
        (0.125, 3.0),
        (0.6, 0.8),
        (1.0, 0.5),
        (0.96, 0.28),
        (1.5, 0.125),
    ]
    .map(|scales| mmse(level(scales)));
    let var = line().covariance()[[0, 0]];
    assert!(errors[0].value + errors[0].error < var);
    for pair in errors.windows(2) {
        assert!(pair[0].value - pair[1].value > pair[0].error + pair[1].error);
    }
    assert!(errors[4].value > errors[4].error);
}

/// At the rate `−E Var[x₀|x_t]²`.
#[test]
fn by_derivative() {
    for gamma in [0.25, 1.0, 2.25, 9.0] {
        let snr = Dual::variable(Running::exact(gamma));
        let t = NoiseLevel::new(snr.sqrt(), Dual::one()).unwrap();
        let law = line().at(t).unwrap();
        let slope = integrate_running(
            |x| {
                let x = [Dual::constant(x)];
                let var = law.posterior_covariance(&x).unwrap()[[0, 0]];
                (law.log_density(&x).unwrap().exp() * var).slope
            },
            -40,
            40,
        );
        let rate = average(level((gamma.sqrt(), 1.0)), |_, var| var.squared());
        assert_within(slope.value, -rate.value, slope.error + rate.error);
    }
}
