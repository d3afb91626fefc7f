use super::*;

/// The last weights as the last level becomes clean. What is missing is an integral from 0 to σ̂_s of a polynomial in σ̂ (LMS) or in
/// ln σ̂ (DEIS), and as small as σ̂_s but for powers of its logarithm.
#[test]
fn by_limit() {
    for order in 1..=4_usize {
        for method in [
            Method::<Certified>::Lms { order },
            Method::Ipndm { order },
            deis(order),
        ] {
            let ending = |last: NoiseLevel<Certified>| {
                let mut levels = uneven();
                levels.push(last);
                weights(&last_row(method, &levels))
            };
            let clean = ending(NoiseLevel::clean());
            assert_eq!(clean.len(), order);
            for exponent in [5_u32, 10, 20, 40] {
                let sigma = Certified::one()
                    / Certified::int(10_i64.pow(exponent / 5)).powf(Certified::int(5));
                let close = ending(NoiseLevel::unscaled(sigma).unwrap());
                let logarithm = Certified::int(1) - sigma.ln();
                let factor = (0..order).fold(Certified::int(24), |power, _| power * logarithm);
                for (&close, &clean) in close.iter().zip(&clean) {
                    assert!(
                        (close - clean).abs() <= factor * sigma,
                        "{method:?} {exponent}"
                    );
                }
            }
        }
    }
}

/// DEIS of two looks: `∫₀^a (ln σ̂ − ln b)/(ln a − ln b) dσ̂ = a (1 − 1/ln(a/b))`, the step turned round.
#[test]
fn by_reference_values() {
    let levels: Vec<NoiseLevel<Certified>> = levels(&[(3, 1), (2, 1), (0, 1)]);
    let [now, before] = weights(&last_row(deis(2), &levels))[..] else {
        panic!("two looks")
    };
    let two = Certified::int(2);
    let apart = Certified::ratio(2, 3).ln();
    let truth = [
        -(two * (Certified::one() - Certified::one() / apart)),
        -(two / apart),
    ];
    for (got, truth) in [now, before].into_iter().zip(truth) {
        assert!((got - truth).contains(0.0));
        assert!((got - truth).width() < 1e-60);
    }
}
