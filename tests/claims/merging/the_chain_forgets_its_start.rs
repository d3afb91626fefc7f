use super::*;

/// KL(q(x_T|x₀) ‖ N(0,1)) at DDPM's end, by quadrature of the definition.
#[test]
fn by_quadrature() {
    let schedule = Discrete::from_betas(&linear(1e-4, 0.02, 1000).unwrap()).unwrap();
    for (t, x0) in [(1000, 1.0), (400, -0.7), (50, 2.0)] {
        let end = schedule.level(t).unwrap();
        let q = marginal(end).unwrap().at(x0).unwrap();
        let p = Gaussian::standard();
        let integrand = |x: f64| q.log_density(x).exp() * (q.log_density(x) - p.log_density(x));
        let centre = q.mean();
        // logarithms below 100, weighted by a density
        integrate(integrand, centre - 13.0, centre + 13.0)
            .assert_is(vlb::prior_term(end, x0).unwrap(), 400.0 * U);
    }
}

/// It falls at every step, and ends where the certified number says.
#[test]
fn by_certified_enclosure() {
    let betas = linear(Certified::ratio(1, 10_000), Certified::ratio(2, 100), 1000).unwrap();
    let schedule = Discrete::from_betas(&betas).unwrap();
    let at = |t: usize| vlb::prior_term(schedule.level(t).unwrap(), Certified::one()).unwrap();
    for t in (100..1000).step_by(100) {
        assert!(at(t + 100) < at(t));
    }
    let end = at(1000);
    assert!(end.width() < 1e-60);
    // ½(−ᾱ − ln(1 − ᾱ) + ᾱ) = −½ ln(1 − ᾱ) with ᾱ_1000 = 4.0358e-5
    assert!(
        end > Certified::from_f64(2.0179e-5) && end < Certified::from_f64(2.0181e-5),
        "{end:?}"
    );
}

/// At x₀ = 1 it lies between the bounds that Coq proved, and in `f64` within its running error.
#[test]
fn by_proved_bounds() {
    fn at_the_end<T: Real>() -> T {
        let betas = linear(T::ratio(1, 10_000), T::ratio(2, 100), 1000).unwrap();
        let end = Discrete::from_betas(&betas).unwrap().level(1000).unwrap();
        vlb::prior_term(end, T::one()).unwrap()
    }
    let [low, high] = proved_bounds::<Certified>("numbers.prior_term");
    let end = at_the_end::<Certified>();
    assert!(low < end && end < high, "{end:?}");
    let running = at_the_end::<Running>();
    assert_within(running.value, low.to_f64(), running.tolerance(Format::F64));
}
