use super::*;

/// Where the estimate does not change, the logarithms cancel: x_s is on the line of x_t, DDIM's step at η = 0.
#[test]
fn by_certified_enclosure() {
    let levels = [(8, 9), (5, 8), (3, 7), (1, 9)].map(|(p, q)| pythagorean::<Certified>(p, q));
    for three in levels.windows(3) {
        let (t, s) = (three[1], three[2]);
        let step = multistep(three[0], t, s).unwrap();
        let line = ddim::step(LevelPair::new(s, t).unwrap(), Certified::zero()).unwrap();
        for defect in [
            step.on_x_t - line.on_x_t,
            step.on_x0 + step.on_x0_last - line.on_x0,
        ] {
            assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
        }
        // and it does look back
        assert!(step.on_x0_last < Certified::zero());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// A point is not moved off its line: `x_t = α_t c + σ_t e` goes to `α_s c + σ_s e`, within the roundings.
    #[test]
    fn by_property(c in -2.0..2.0, e in -2.0..2.0, angles in [0.1..0.5, 0.6..1.0, 1.1..1.5]) {
        let at = |angle: f64| {
            let (alpha, sigma) = (Real::cos(angle), Real::sin(angle));
            NoiseLevel::new(Running::exact(alpha), Running::exact(sigma)).unwrap()
        };
        let [s, t, r] = angles.map(at);
        let (c, e) = (Running::exact(c), Running::exact(e));
        let on_line = |level: NoiseLevel<Running>| level.alpha() * c + level.sigma() * e;
        let got = multistep(r, t, s).unwrap().apply(on_line(t), c, c);
        let truth = on_line(s);
        assert_within(got.value, truth.value, got.tolerance(Format::F64) + truth.tolerance(Format::F64));
    }
}
