use super::*;

/// `r_k p(x) = w_k p_k(x)` with every density summed directly, and `Σ r_k = 1`.
#[test]
fn by_certified_enclosure() {
    for scales in LEVELS {
        let t = level::<Certified>(scales);
        for x in [-2.0, 0.5, 0.8125, 3.0] {
            let got = line().at(level(scales)).unwrap();
            let got = got.responsibilities(&[x]).unwrap();
            let bounds = line().at(level::<Running>(scales)).unwrap();
            let bounds = bounds.responsibilities(&[Running::exact(x)]).unwrap();
            let total = direct_density(scales, Certified::from_f64(x));
            for (k, &(weight, mean, var)) in COMPONENTS.iter().enumerate() {
                let [weight, mean, var, x] = [weight, mean, var, x].map(Certified::from_f64);
                let component = merging::marginal(t)
                    .and_then(|kernel| kernel.push(Gaussian::new(mean, var)?))
                    .unwrap();
                let truth = weight * component.log_density(x).exp() / total;
                assert!(truth.distance(got[k]) <= bounds[k].tolerance(Format::F64));
            }
            let sum = bounds.iter().fold(Running::zero(), |sum, &r| sum + r);
            assert_within(sum.value, 1.0, sum.tolerance(Format::F64));
        }
    }
}

/// The classifier is calibrated: on average it gives a class its share.
#[test]
fn by_quadrature() {
    for scales in LEVELS {
        let law = line().at(level::<Running>(scales)).unwrap();
        for (k, &(weight, _, _)) in COMPONENTS.iter().enumerate() {
            let share = integrate_running(
                |x| law.log_density(&[x]).unwrap().exp() * law.responsibilities(&[x]).unwrap()[k],
                -40,
                40,
            );
            share.assert_is(weight, 0.0);
        }
    }
}
