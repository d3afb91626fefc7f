use super::*;

/// At every t the relative error of 1 − ᾱ stays within the running-error bound, which itself stays small.
#[test]
fn by_certified_enclosure() {
    let steps = 1000;
    let betas = linear(1e-4, 0.02, steps).unwrap();
    let squares = |t: usize| {
        // the f64 betas are the input: the chain is judged, not the table
        let mut f64s = VariancePreserving::<f64>::clean();
        let mut running = VariancePreserving::<Running>::clean();
        let mut truth = VariancePreserving::<Certified>::clean();
        for &beta in &betas[..t] {
            f64s = f64s.diffused(beta);
            running = running.diffused(Running::exact(beta));
            truth = truth.diffused(Certified::from_f64(beta));
        }
        (f64s, running, truth)
    };
    for t in [1, 2, 3, 10, 100, 500, 1000] {
        let (f64s, running, truth) = squares(t);
        for (got, bound, truth) in [
            (
                f64s.one_minus_alpha_bar(),
                running.one_minus_alpha_bar(),
                truth.one_minus_alpha_bar(),
            ),
            (f64s.alpha_bar(), running.alpha_bar(), truth.alpha_bar()),
        ] {
            assert!(truth.distance(got) <= bound.tolerance(Format::F64));
            // three roundings a step, each at most the whole
            assert!(bound.error <= 4.0 * t as f64 * got);
        }
    }
    // what the subtraction would cost: 1 − ᾱ₁ would be good to 2⁻⁵³/1e-4 only
    let (first, _, truth) = squares(1);
    assert!(
        truth
            .one_minus_alpha_bar()
            .distance(1.0 - first.alpha_bar())
            > 1e-18
    );
    assert!(
        truth
            .one_minus_alpha_bar()
            .distance(first.one_minus_alpha_bar())
            < 1e-20
    );
}
