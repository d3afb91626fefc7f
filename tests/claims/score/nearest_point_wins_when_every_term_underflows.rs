use super::*;

/// The points in every order.
fn orders(points: &Array2<f64>) -> Vec<Array2<f64>> {
    let n = points.nrows();
    (0..n)
        .flat_map(|first| (1..n).map(move |step| (first, step)))
        .map(|(first, step)| {
            let mut rows: Vec<usize> = (0..n).collect();
            rows.rotate_left(first);
            rows[1..].rotate_left(step - 1);
            points.select(Axis(0), &rows)
        })
        .collect()
}

/// σ = 2⁻¹⁰⁰, exponents near 10⁶⁰: the denoiser is the nearest point itself, and where two tie their middle.
#[test]
fn by_limit() {
    let sigma = 2f64.powi(-100);
    let points = array![[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [-1.0, -1.5]];
    for points in orders(&points) {
        let law = Mixture::points(points).unwrap();
        let law = law.at(NoiseLevel::unscaled(sigma).unwrap()).unwrap();
        for (x, nearest) in [
            ([0.25, 0.5], [0.0, 0.0]),
            ([1.25, 0.5], [2.0, 0.0]),
            ([-5.0, -3.0], [-1.0, -1.5]),
            ([-4.0, 30.0], [0.0, 2.0]),
            ([1.0, -1.0], [1.0, 0.0]),
            ([1.5, 1.5], [1.0, 1.0]),
        ] {
            assert_eq!(law.posterior_mean(&x).unwrap(), nearest);
            let score = [0, 1].map(|j| (nearest[j] - x[j]) / sigma / sigma);
            assert_eq!(law.score(&x).unwrap(), score);
        }
    }
}

/// Exponents near 10⁷: far below what `f64` can hold, but the enclosures sum them directly. Near 10⁶⁰ the log density is that of
/// the nearest point alone, which needs no sum.
#[test]
fn by_certified_enclosure() {
    let scales = (1.0, 2f64.powi(-12));
    let points = [0.0, 2.0, 0.5625, 1.4375];
    let data = Array1::from(points.to_vec()).insert_axis(Axis(1));
    let data = Mixture::points(data).unwrap();
    // near a tie, where the shares are neither 0 nor 1
    for x in [1.0, 1.0 - 2f64.powi(-24), 1.0 + 2f64.powi(-22), 0.75] {
        let terms = points.map(|m| {
            let var = Certified::from_f64(scales.1).squared();
            let law = Gaussian::new(Certified::from_f64(m), var).unwrap();
            law.log_density(Certified::from_f64(x)).exp()
        });
        let total = terms
            .iter()
            .fold(Certified::zero(), |sum, &term| sum + term);
        let law = data.at(level(scales)).unwrap();
        let bounds = data.at(level::<Running>(scales)).unwrap();
        let bounds = bounds.responsibilities(&[Running::exact(x)]).unwrap();
        for (k, got) in law.responsibilities(&[x]).unwrap().into_iter().enumerate() {
            let truth = terms[k] / total;
            // a share below the smallest number is 0
            let error = truth.distance(got);
            assert!(
                error <= bounds[k].tolerance(Format::F64) + f64::MIN_POSITIVE,
                "{error:e}"
            );
        }
        let log_density = data.at(level::<Running>(scales)).unwrap();
        let bound = log_density.log_density(&[Running::exact(x)]).unwrap();
        let truth = (total / Certified::int(4)).ln();
        assert!(truth.distance(law.log_density(&[x]).unwrap()) <= bound.tolerance(Format::F64));
    }

    let points = array![[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [-1.0, -1.5]];
    let scales = (1.0, 2f64.powi(-100));
    let data = Mixture::points(points).unwrap();
    let x = [1.25, 0.5];
    let got = data.at(level(scales)).unwrap().log_density(&x).unwrap();
    let bound = data.at(level::<Running>(scales)).unwrap();
    let bound = bound.log_density(&numbers(&x)).unwrap();
    let var = level::<Certified>(scales).sigma().squared();
    let nearest = [2.0, 0.0]
        .iter()
        .zip(x)
        .fold(Certified::ratio(1, 4).ln(), |sum, (&m, x)| {
            let law = Gaussian::new(Certified::from_f64(m), var).unwrap();
            sum + law.log_density(Certified::from_f64(x))
        });
    assert!(nearest.distance(got) <= bound.tolerance(Format::F64));
}

/// In `f32` too, and where both exponents overflow: the lesser of `distance²/variance` wins, not the lesser distance.
#[test]
fn by_reference_values() {
    let points = array![[0.0], [2000.0]];
    let t = NoiseLevel::unscaled(2f32.powi(-60)).unwrap();
    let wide = 2f64.powi(-120);
    for (vars, x, mean) in [
        ([0.0, 0.0], 900.0, 0.0),
        ([0.0, 0.0], 1000.0, 1000.0),
        ([0.0, 0.0], 1100.0, 2000.0),
        ([0.0, wide], 900.0, 1450.0),
        ([wide, 0.0], 1100.0, 550.0),
    ] {
        let data = Mixture::new(array![1.0, 1.0], points.clone(), vars.to_vec().into());
        let law = data.unwrap().at(t).unwrap();
        assert_eq!(law.posterior_mean(&[x]), Ok(vec![mean]));
    }
}
