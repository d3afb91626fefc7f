use super::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Shuffled points give the same density, score and denoiser, within the roundings of both sums.
    #[test]
    fn by_property(
        dim in 1_usize..=64,
        n in 1_usize..=40,
        alpha in 0.1..1.5,
        exponent in -10.0..2.0,
        seed: u64,
    ) {
        let mut rng = rng(seed);
        let sigma = f64::powf(2.0, exponent);
        let points = Array2::from_shape_simple_fn((n, dim), || StandardNormal.sample(&mut rng));
        let x = random_state(dim, level((alpha, sigma)), &mut rng);
        let mut rows: Vec<usize> = (0..n).collect();
        rows.shuffle(&mut rng);
        let shuffled = points.select(Axis(0), &rows);
        let results = [points, shuffled].map(|points| {
            let data = Mixture::points(points).unwrap();
            let law = data.at(level::<Running>((alpha, sigma))).unwrap();
            let x = numbers(&x);
            let mut all = law.score(&x).unwrap();
            all.extend(law.posterior_mean(&x).unwrap());
            all.push(law.log_density(&x).unwrap());
            all
        });
        for (a, b) in results[0].iter().zip(&results[1]) {
            assert_within(a.value, b.value, a.tolerance(Format::F64) + b.tolerance(Format::F64));
        }
    }
}
