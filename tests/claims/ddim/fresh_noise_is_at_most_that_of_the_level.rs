use super::*;

/// All noise fresh: the step forgets x_t.
#[test]
fn by_limit() {
    for pair in pairs::<Exact>() {
        let s = pair.s();
        for branch in BRANCHES {
            assert_eq!(
                step_with_std(pair, s.sigma(), branch).unwrap(),
                Step {
                    on_x_t: Exact::zero(),
                    on_x0: s.alpha(),
                    on_noise: s.sigma()
                }
            );
        }
    }
}

/// Outside [0, σ_s] the standard deviation is refused.
#[test]
fn by_bad_input() {
    let pair = LevelPair::new(
        NoiseLevel::new(0.8, 0.6).unwrap(),
        NoiseLevel::new(0.6, 0.8).unwrap(),
    )
    .unwrap();
    for (bad, shown) in [
        (-f64::MIN_POSITIVE, "-2.2250738585072014e-308"),
        (0.6 + f64::EPSILON, "0.6000000000000002"),
        (f64::NAN, "NaN"),
        (f64::INFINITY, "inf"),
    ] {
        for branch in BRANCHES {
            assert_eq!(
                step_with_std(pair, bad, branch).unwrap_err().to_string(),
                format!(
                    "standard deviation of fresh noise is {shown}: it lies between 0 and σ_s = 0.6"
                )
            );
        }
    }
}
