use super::*;

fn assert_covariance(data: &Mixture, scales: (f64, f64), x: &[f64]) {
    let got = data.at(level(scales)).unwrap();
    let got = got.posterior_covariance(x).unwrap();
    let dual = data.at(level::<Dual<Dual<Running>>>(scales)).unwrap();
    let x = numbers::<Running>(x);
    let hessian = hessian(|y| dual.log_density(y).unwrap(), &x);
    let bound = data.at(level(scales)).unwrap();
    let bound = bound.posterior_covariance(&x).unwrap();
    for (place, hessian) in hessian.indexed_iter() {
        let truth = from_hessian(level(scales), place, *hessian);
        let roundings = truth.tolerance(Format::F64) + bound[place].tolerance(Format::F64);
        assert_within(got[place], truth.value, roundings);
    }
}

/// A Gaussian: the curvature of its noisy exponent against Bayes' rule in closed form.
#[test]
fn by_exact_arithmetic() {
    let data = Gaussian::new(Exact::ratio(1, 3), Exact::ratio(5, 7)).unwrap();
    for t in exact_levels() {
        let kernel = merging::marginal(t).unwrap();
        let noisy = kernel.push(data).unwrap();
        let lifted = [noisy.mean(), noisy.var()].map(|x| Dual::constant(Dual::constant(x)));
        let lifted = Gaussian::new(lifted[0], lifted[1]).unwrap();
        let x = Dual::variable(Dual::variable(Exact::ratio(-7, 3)));
        let exponent = -Dual::ratio(1, 2) * lifted.squared_distance(x);
        assert_eq!(
            from_hessian(t, (0, 0), exponent.slope.slope),
            kernel.invert(data).unwrap().var()
        );
    }
}

/// Data of every kind: the Hessian of the log density against the streamed covariance.
#[test]
fn by_derivative() {
    for_data_of_every_kind(assert_covariance);
}

/// Against Bayes' rule by integration of the second central moment.
#[test]
fn by_quadrature() {
    for scales in LEVELS {
        let t = level::<Running>(scales);
        let dual = line().at(level::<Dual<Dual<Running>>>(scales)).unwrap();
        for state in [-2.0, 0.3, 2.5] {
            let x = Running::exact(scales.0 * state);
            let curvature = hessian(|y| dual.log_density(y).unwrap(), &[x])[[0, 0]];
            let var = from_hessian(t, (0, 0), curvature);
            let centre = Running::exact(bayes(t, x, |x0| x0).value);
            bayes(t, x, |x0| (x0 - centre).squared())
                .assert_is(var.value, var.tolerance(Format::F64));
        }
    }
}

/// At samples noised from the roll.
#[test]
fn on_the_swiss_roll() {
    for_samples_of_the_roll(201, assert_covariance);
}
