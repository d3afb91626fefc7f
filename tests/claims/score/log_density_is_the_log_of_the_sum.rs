use super::*;

/// The streamed `f64` lies within its roundings of the directly summed enclosure.
#[test]
fn by_certified_enclosure() {
    for scales in LEVELS {
        for x in [-6.0, -1.5, 0.0, 0.8125, 12.0] {
            let truth = direct_density(scales, Certified::from_f64(x)).ln();
            let got = line().at(level(scales)).unwrap().log_density(&[x]).unwrap();
            let bound = line().at(level::<Running>(scales)).unwrap();
            let bound = bound.log_density(&[Running::exact(x)]).unwrap();
            let error = truth.distance(got);
            assert!(
                error <= bound.tolerance(Format::F64),
                "{error:e} at {x}, {scales:?}"
            );
        }
    }
}

/// Independent coordinates: the log density of a Gaussian in d of them is a sum of d.
#[test]
fn by_exact_law() {
    let mean = [0.5, -1.0, 2.0, 0.0, 0.125];
    let x = [1.0, 0.25, 2.5, -3.0, 0.0];
    for scales in LEVELS {
        let law = Mixture::gaussian(Array1::from(mean.to_vec()), 0.75).unwrap();
        let got = law.at(level(scales)).unwrap().log_density(&x).unwrap();
        let bound = law.at(level::<Running>(scales)).unwrap();
        let bound = bound.log_density(&numbers(&x)).unwrap();
        let t = level::<Certified>(scales);
        let sum = mean
            .iter()
            .zip(&x)
            .fold(Certified::zero(), |sum, (&m, &x)| {
                let data = Gaussian::new(Certified::from_f64(m), Certified::ratio(3, 4)).unwrap();
                let noisy = merging::marginal(t).unwrap().push(data).unwrap();
                sum + noisy.log_density(Certified::from_f64(x))
            });
        assert!(sum.distance(got) <= bound.tolerance(Format::F64));
    }
}
