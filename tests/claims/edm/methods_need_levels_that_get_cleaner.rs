use super::*;

#[test]
fn by_bad_input() {
    let level = |sigma: f64| NoiseLevel::unscaled(sigma).unwrap();
    let refused = |levels: &[NoiseLevel<f64>]| {
        let path = Path::new(Curve::Unscaled, levels.to_vec());
        path.unwrap_err().to_string()
    };
    for few in [&[][..], &[level(1.0)]] {
        assert_eq!(
            refused(few),
            format!(
                "number of levels is {}: give two or more: one to start from and one to reach",
                few.len()
            )
        );
    }
    for (middle, last) in [(1.0, 1.0), (1.0, 1.5)] {
        assert_eq!(
            refused(&[level(2.0), level(middle), level(last)]),
            format!(
                "pair of levels (s, t) is ((1.0, {last:?}), (1.0, {middle:?})): the earlier level s must have \
                     the higher signal-to-noise ratio α/σ; swap them, or drop the step between equal levels"
            )
        );
    }
}
