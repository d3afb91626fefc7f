use super::*;

/// Six levels whose steps in ln σ̂ are about h, by turns longer and shorter.
fn close<T: Field>(h: f64) -> Vec<NoiseLevel<T>> {
    let places = [6.0, 5.0, 3.5, 2.5, 1.0, 0.0];
    places
        .map(|place| NoiseLevel::new(T::one(), T::from_f64(1.0 + place * h)).unwrap())
        .into()
}

/// ln(a/b) keeps its digits but for the rounding of a/b, a share u/h of it. Of that order are the errors of the weights, and not
/// `u/h²` or `u/h³`, as by parts.
#[test]
fn by_certified_enclosure() {
    for order in 2..=3 {
        let method = deis(order);
        for h in [1e-1, 1e-2, 1e-4, 1e-6, 1e-8] {
            let truth = weights(&last_row(deis(order), &close::<Certified>(h)));
            let counted = weights(&last_row(deis(order), &close::<Running>(h)));
            let got = weights(&last_row(method, &close(h)));
            for ((got, truth), counted) in got.iter().zip(&truth).zip(&counted) {
                let size = truth.abs().to_f64();
                // two logarithms for each factor of a polynomial, and one for each power that is integrated
                let share = 64.0 * U / h;
                assert!(truth.distance(*got) <= share * size);
                assert_within(counted.tolerance(Format::F64), 0.0, share * size);
            }
        }
    }
}
