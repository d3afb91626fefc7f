use super::*;

#[test]
fn by_certified_enclosure() {
    for (values, mean, std) in [
        (2, (0, 1), (1, 2)),
        (5, (3, 10), (1, 4)),
        (16, (-9, 10), (1, 5)),
        (4, (3, 1), (1, 1)),
    ] {
        let std = Certified::ratio(std.0, std.1);
        let law = Gaussian::new(Certified::ratio(mean.0, mean.1), std.squared()).unwrap();
        let total = (0..values)
            .map(|k| decoder_term(law, k, values).unwrap().exp())
            .fold(Certified::zero(), |sum, mass| sum + mass);
        assert!(total.contains(1.0) && total.width() < 1e-40, "{total:?}");
    }
}

/// An inner bin holds the integral of the density over it.
#[test]
fn by_quadrature() {
    let law = Gaussian::new(0.2, 0.09).unwrap();
    let (values, k) = (8_u32, 5_u32);
    let (centre, half) = (-1.0 + 2.0 * f64::from(k) / 7.0, 1.0 / 7.0);
    // x = centre + half · tanh s turns the bin into a line
    let integrand = |s: f64| {
        let cosh = f64::midpoint(Real::exp(s), Real::exp(-s));
        let tanh = (Real::exp(s) - Real::exp(-s)) / (2.0 * cosh);
        law.log_density(centre + half * tanh).exp() * half / (cosh * cosh)
    };
    let mass = decoder_term(law, k, values).unwrap().exp();
    integrate(integrand, -20.0, 20.0).assert_is(mass, 100.0 * U);
}

/// Mirrored values under a mirrored law have the same mass to the last bit: no tail loses its digits.
#[test]
fn by_scaling() {
    for (mean, std) in [(0.3, 0.1), (-0.95, 0.02), (0.0, 0.05)] {
        let law = Gaussian::new(mean, std * std).unwrap();
        let mirrored = Gaussian::new(-mean, std * std).unwrap();
        let sharp =
            Gaussian::new(Certified::from_f64(mean), Certified::from_f64(law.var())).unwrap();
        for k in 0..256 {
            let term = decoder_term(law, k, 256).unwrap();
            let off_centre = (2.0 * f64::from(k) / 255.0 - 1.0 - mean).abs() > 1.0 / 255.0;
            if off_centre {
                assert_eq!(term, decoder_term(mirrored, 255 - k, 256).unwrap());
            }
            if k % 16 == 3 && term > -30.0 {
                let truth = decoder_term(sharp, k, 256).unwrap();
                // a bin of width w at d deviations: its ends carry roundings of d² u, its mass is a share w/std of them
                let edge = (2.0 * f64::from(k) / 255.0 - 1.0 - mean) / std;
                let bound = (20.0 + 4.0 * edge * edge) * U * (1.0 + std * 255.0);
                assert!(
                    truth.distance(term) <= bound,
                    "{k}: {} {bound}",
                    truth.distance(term)
                );
            }
        }
    }
}

#[test]
fn by_bad_input() {
    let law = Gaussian::new(0.0, 1.0).unwrap();
    let error = |k, values| decoder_term(law, k, values).unwrap_err().to_string();
    assert_eq!(error(0, 1), "values is 1: give 2 or more");
    assert_eq!(error(256, 256), "value k is 256: it lies below 256");
}
