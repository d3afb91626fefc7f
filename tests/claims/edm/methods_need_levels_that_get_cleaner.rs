use super::*;

#[test]
fn by_bad_input() {
    let level = |sigma: f64| NoiseLevel::unscaled(sigma).unwrap();
    let methods = [
        Method::Ancestral(ReverseVar::Forward),
        Method::Ddim { eta: 0.5 },
        Method::Euler,
        Method::Heun,
        Method::Stochastic(everywhere(1.0)),
    ];
    for method in methods {
        for few in [&[][..], &[level(1.0)]] {
            assert_eq!(
                method.plan(few).unwrap_err().to_string(),
                format!(
                    "number of levels is {}: give two or more: one to start from and one to reach",
                    few.len()
                )
            );
        }
        for (middle, last) in [(1.0, 1.0), (1.0, 1.5)] {
            assert_eq!(
                method
                    .plan(&[level(2.0), level(middle), level(last)])
                    .unwrap_err()
                    .to_string(),
                format!(
                    "pair of levels (s, t) is ((1.0, {last:?}), (1.0, {middle:?})): the earlier level s must have \
                     the higher signal-to-noise ratio α/σ; swap them, or drop the step between equal levels"
                )
            );
        }
    }
}
