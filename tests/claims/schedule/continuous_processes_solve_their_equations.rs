use super::*;

/// The moments of dx = −½βx dt + √β dw (VP) obey α' = −½βα and (σ²)' = β(1 − σ²), with β linear in time.
#[test]
fn by_derivative() {
    for t in [0.1, 0.5, 0.9] {
        let time = Dual::variable(t);
        let (low, high) = (Dual::constant(0.1), Dual::constant(20.0));
        let beta = 0.1 + t * 19.9;
        let vp = Continuous::Vp {
            beta_min: low,
            beta_max: high,
        }
        .level(time)
        .unwrap();
        let (alpha, var) = (vp.alpha(), vp.sigma().squared());
        assert_within(alpha.slope, -0.5 * beta * alpha.value, 50.0 * U * beta);
        assert_within(var.slope, beta * (1.0 - var.value), 50.0 * U * beta);

        // sub-VP: (σ²)' = β(1 − e^{−2∫β}) − βσ², so σ = 1 − α²
        let sub = Continuous::SubVp {
            beta_min: low,
            beta_max: high,
        }
        .level(time)
        .unwrap();
        let var = sub.sigma().squared();
        let drive = 1.0 - alpha.value.powi(4);
        assert_within(var.slope, beta * (drive - var.value), 50.0 * U * beta);
        assert_eq!(sub.alpha().value, alpha.value);

        // VE: σ grows at the constant rate ln(σ_max/σ_min)
        let ve = Continuous::Ve {
            sigma_min: Dual::constant(0.01),
            sigma_max: Dual::constant(50.0),
        }
        .level(time)
        .unwrap();
        let rate = Real::ln(5000.0_f64);
        assert_within(
            ve.sigma().slope,
            rate * ve.sigma().value,
            100.0 * U * rate * ve.sigma().value,
        );

        // rectified flow: a straight line
        let flow = Continuous::RectifiedFlow.level(time).unwrap();
        assert_eq!((flow.alpha().slope, flow.sigma().slope), (-1.0, 1.0));
    }
}

/// ln α = −½ ∫ β dt.
#[test]
fn by_quadrature() {
    // the substitution t = 0.7 e^{−e^{−s}} turns the interval into a line
    let (low, high) = (0.1, 20.0);
    let integrand = |s: f64| {
        let outer = Real::exp(-s);
        let t = 0.7 * Real::exp(-outer);
        (low + t * (high - low)) * t * outer
    };
    let alpha = Continuous::Vp {
        beta_min: low,
        beta_max: high,
    }
    .level(0.7)
    .unwrap()
    .alpha();
    let integral = integrate(integrand, -4.0, 42.0);
    assert_within(
        -2.0 * Real::ln(alpha),
        integral.value,
        integral.error + 100.0 * U,
    );
}

/// Clean data at t = 0, pure noise at t = 1 for the flow; VE starts at σ_min and ends at σ_max.
#[test]
fn by_limit() {
    let vp = Continuous::Vp {
        beta_min: 0.1,
        beta_max: 20.0,
    };
    let sub = Continuous::SubVp {
        beta_min: 0.1,
        beta_max: 20.0,
    };
    for process in [vp, sub, Continuous::RectifiedFlow] {
        assert_eq!(process.level(0.0).unwrap(), NoiseLevel::clean());
    }
    let flow_end = Continuous::RectifiedFlow.level(1.0).unwrap();
    assert_eq!((flow_end.alpha(), flow_end.sigma()), (0.0, 1.0));
    let ve = Continuous::Ve {
        sigma_min: 0.01,
        sigma_max: 50.0,
    };
    assert_eq!(ve.level(0.0).unwrap().sigma(), 0.01);
    assert_within(ve.level(1.0).unwrap().sigma(), 50.0, 200.0 * U * 50.0);
}

/// σ² of VP keeps its digits where it is 1e-9.
#[test]
fn by_certified_enclosure() {
    fn var<T: Real>(t: T) -> T {
        let vp = Continuous::Vp {
            beta_min: T::ratio(1, 10),
            beta_max: T::int(20),
        };
        vp.level(t).unwrap().sigma().squared()
    }
    for t in [1e-8, 1e-4, 0.3] {
        let bound = var(Running::exact(t));
        assert!(bound.error < 30.0 * bound.value);
        assert!(var(Certified::from_f64(t)).distance(var(t)) <= bound.tolerance(Format::F64));
    }
}

#[test]
fn by_bad_input() {
    for t in [-0.1, 1.1, f64::NAN] {
        let error = Continuous::RectifiedFlow.level(t).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("time t is {t:?}: it lies in [0, 1]")
        );
    }
    let swapped = [
        Continuous::Vp {
            beta_min: 2.0,
            beta_max: 1.0,
        }
        .level(0.5),
        Continuous::SubVp {
            beta_min: 2.0,
            beta_max: 1.0,
        }
        .level(0.5),
    ];
    for error in swapped {
        assert_eq!(
            error.unwrap_err().to_string(),
            "(beta_min, beta_max) is (2.0, 1.0): give positive numbers, the smaller first"
        );
    }
    for (low, high) in [
        (0.0, 1.0),
        (-1.0, 1.0),
        (1.0, f64::INFINITY),
        (f64::NAN, 1.0),
    ] {
        let ends = format!("is ({low:?}, {high:?}): give positive numbers, the smaller first");
        let ve = Continuous::Ve {
            sigma_min: low,
            sigma_max: high,
        }
        .level(0.5)
        .unwrap_err();
        assert_eq!(ve.to_string(), format!("(sigma_min, sigma_max) {ends}"));
        let vp = Continuous::Vp {
            beta_min: low,
            beta_max: high,
        }
        .level(0.5)
        .unwrap_err();
        assert_eq!(vp.to_string(), format!("(beta_min, beta_max) {ends}"));
    }
    let constant = Continuous::Ve {
        sigma_min: 1.0,
        sigma_max: 1.0,
    };
    assert!(constant.level(0.5).is_ok());
}

/// Even times from 1 to 0, both ends among them.
#[test]
fn by_exact_arithmetic() {
    let flow: Continuous<Certified> = Continuous::RectifiedFlow;
    let sigmas: Vec<f64> = flow
        .descent(4)
        .unwrap()
        .iter()
        .map(|l| l.sigma().to_f64())
        .collect();
    assert_eq!(sigmas, [1.0, 0.75, 0.5, 0.25, 0.0]);
    assert_eq!(
        flow.descent(0).unwrap_err().to_string(),
        "number of steps is 0: give 1 or more"
    );
}
